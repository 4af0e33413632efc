"""Reading tables of incidents by a map of their columns; what the map does not name is kept as written."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from inquo.corroboration.columns import ColumnMap
from inquo.corroboration.rows import Rows
from inquo.errors import IncidentError
from inquo.records.chronology import DateText, Precision
from inquo.records.digest import Digest
from inquo.records.incident import Coverage, Incident, IncidentPlace
from inquo.records.proposition import Count

_REFUSED_SHOWN = 1000
_MIDNIGHT = " 00:00:00"
"""What a spreadsheet adds to a day when it is saved as text; read as an hour it would be a precision nobody has."""
_SWAPPED = "lies in the declared area only with latitude and longitude swapped"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that is no incident, kept as it was written.

    Attributes:
        line: Line of the file on which it ends.
        reason: Why.
        fields: Its fields, in the order of the columns.
    """

    line: int
    reason: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Where and when everything in a table is, five numbers a record: what chance agreement is measured against.

    Attributes:
        lon_deg: Longitude of each record, degrees east; NaN where it has no place.
        lat_deg: Latitude, degrees north.
        radius_m: Radius of its place, metres.
        start_s: Start of its time, seconds from 1970; minus infinity where that is open.
        end_s: Its end.
    """

    lon_deg: array[float] = field(default_factory=lambda: array("d"))
    lat_deg: array[float] = field(default_factory=lambda: array("d"))
    radius_m: array[float] = field(default_factory=lambda: array("d"))
    start_s: array[float] = field(default_factory=lambda: array("d"))
    end_s: array[float] = field(default_factory=lambda: array("d"))

    def add(self, incident: Incident) -> None:
        """Take a record in."""
        place, windows = incident.place, incident.when.windows
        self.lon_deg.append(place.lon_deg if place else math.nan)
        self.lat_deg.append(place.lat_deg if place else math.nan)
        self.radius_m.append(place.radius_m if place else math.nan)
        self.start_s.append(_seconds(windows.earliest, -math.inf))
        self.end_s.append(_seconds(windows.latest, math.inf))


def _seconds(instant: datetime | None, otherwise: float) -> float:
    return otherwise if instant is None else instant.timestamp()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTable:
    """A table that was read.

    Attributes:
        dataset: Its name.
        exhibit: Digest of its file.
        coverage: What it sets out to record; None when nobody has declared that.
        incidents: Those that were kept, in the order of the table.
        spread: Where and when every incident is, kept or not.
        refused: The first rows that are no incident, as written.
        refused_count: How many rows are none.
    """

    dataset: str
    exhibit: Digest
    coverage: Coverage | None
    incidents: tuple[Incident, ...]
    spread: Spread
    refused: tuple[RefusedRow, ...]
    refused_count: int


def read_table(
    path: Path,
    columns: ColumnMap,
    coverage: Coverage | None,
    read_time: Callable[[str], DateText],
    keep: Callable[[Incident], bool] = lambda _: True,
) -> IncidentTable:
    """Read a table of incidents, row by row.

    Args:
        path: A CSV file.
        columns: Which column says what.
        coverage: What the table sets out to record; None when nobody has declared that.
        read_time: Reads words about a time.
        keep: Whether a record is wanted whole; of the others only place and time are kept, so that a table
            of any length can be asked about a few places.

    Raises:
        IncidentError: The file is not such a table, is in mixed encodings, or has latitude and
            longitude the wrong way round.
    """
    rows = Rows(path, columns.encoding, columns.required)
    reading = _Reading(columns, rows.header, _digest(path), coverage, read_time)
    incidents: list[Incident] = []
    refused: list[RefusedRow] = []
    spread, count = Spread(), 0
    for fields in rows:
        if reason := reading.why_refused(fields):
            count += 1
            if count <= _REFUSED_SHOWN:
                refused.append(RefusedRow(line=rows.line, reason=reason, fields=tuple(fields)))
            continue
        incident = reading.incident(fields)
        spread.add(incident)
        if keep(incident):
            incidents.append(incident)
    reading.refuse_swapped(path)
    return IncidentTable(
        dataset=columns.dataset,
        exhibit=reading.exhibit,
        coverage=coverage,
        incidents=tuple(incidents),
        spread=spread,
        refused=tuple(refused),
        refused_count=count,
    )


def _digest(path: Path) -> Digest:
    try:
        with path.open("rb") as file:
            return Digest(hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        raise IncidentError(path, f"cannot be read: {error.strerror}") from error


class _Reading:
    """One reading of one table: its columns by position, and what the rows so far have shown."""

    def __init__(
        self,
        columns: ColumnMap,
        header: list[str],
        exhibit: Digest,
        coverage: Coverage | None,
        read_time: Callable[[str], DateText],
    ) -> None:
        self.exhibit = exhibit
        self._columns = columns
        self._header = header
        self._coverage = coverage
        self._read_time = lru_cache(maxsize=65536)(read_time)
        self._keys: set[str] = set()
        self._placed = self._inside = self._turned = 0

    def why_refused(self, fields: list[str]) -> str | None:
        """Why a row is no incident; None when it is one, and its identifier is then taken."""
        if len(fields) != len(self._header):
            return f"{len(fields)} fields, and the header has {len(self._header)}"
        if any("\0" in value for value in fields):
            return "it holds zero bytes, which are no text"
        written = [value.strip() for value in fields if value.strip()]
        if len(written) > 1 and all(value.startswith("#") for value in written):
            return "a row of tags, not an incident"
        key = fields[self._header.index(self._columns.key)].strip()
        if not key:
            return "no identifier"
        if key in self._keys:
            return f"the identifier {key} is already used"
        self._keys.add(key)
        return None

    def incident(self, fields: list[str]) -> Incident:
        """The record that a row makes."""
        columns = self._columns
        row = dict(zip(self._header, fields, strict=True))
        unread: dict[str, str] = {}
        return Incident(
            dataset=columns.dataset,
            key=row[columns.key].strip(),
            exhibit=self.exhibit,
            when=self._when(row),
            place=self._place(row, unread),
            names=tuple(dict.fromkeys(row[c].strip() for c in columns.names if row.get(c, "").strip())),
            actors=_values(row, columns.actors, columns, terms={}),
            kinds=_values(row, columns.kinds, columns, terms=columns.terms),
            weapons=_values(row, columns.weapons, columns, terms=columns.terms),
            facilities=_values(row, columns.facilities, columns, terms=columns.terms),
            killed=_count(row, columns.killed, unread),
            injured=_count(row, columns.injured, unread),
            url=row.get(columns.url or "", "").strip() or None,
            unread=unread,
            rest={name: value for name, value in row.items() if name not in columns.used and value.strip()},
        )

    def refuse_swapped(self, path: Path) -> None:
        """Refuse a table most of whose places lie in its area only when latitude and longitude change places."""
        if self._turned > self._inside and self._turned > self._placed / 2:
            raise IncidentError(
                path,
                f"{self._turned} of {self._placed} places lie in its area only with latitude and longitude swapped",
                hint="swap the two columns in the column map",
            )

    def _when(self, row: Mapping[str, str]) -> DateText:
        columns = self._columns
        first, last = row[columns.date].strip(), row.get(columns.date_end or "", "").strip()
        raw = f"{first}/{last}" if last and last != first else first
        when = dataclasses.replace(self._read_time(raw.replace(_MIDNIGHT, "")), raw=raw)
        said = row.get(columns.date_precision or "", "").strip()
        slack_days = columns.slack_days.get(said, 0)
        return _widened(when, slack_days, f"{columns.date_precision}: {said}") if slack_days else when

    def _place(self, row: Mapping[str, str], unread: dict[str, str]) -> IncidentPlace | None:
        columns = self._columns
        if columns.longitude is None or columns.latitude is None:
            return None
        lon, lat = row[columns.longitude].strip(), row[columns.latitude].strip()
        if not lon and not lat:
            return None
        said = row.get(columns.precision or "", "").strip()
        radius_m = columns.radius_m.get(said, columns.assumed_radius_m)
        stated = said in columns.radius_m
        basis = f"{columns.precision}: {said}" if stated else "assumed: none stated that says how precise"
        try:
            place = IncidentPlace(lon_deg=_number(lon), lat_deg=_number(lat), radius_m=radius_m, basis=basis)
            self._refuse_turned(place)
        except ValueError as error:
            unread[f"{columns.longitude}, {columns.latitude}"] = f"{lon}, {lat}: {error}"
            return None
        return place

    def _refuse_turned(self, place: IncidentPlace) -> None:
        """Refuse a place that its table covers only when latitude and longitude change places."""
        self._placed += 1
        if self._coverage is None:
            return
        inside = self._coverage.holds(place.lon_deg, place.lat_deg)
        turned = self._coverage.holds(place.lat_deg, place.lon_deg)
        self._inside += inside
        self._turned += turned
        if turned and not inside:
            raise ValueError(_SWAPPED)


def _widened(when: DateText, days: float, why: str) -> DateText:
    """A date that its record says is only known to within some days."""
    try:
        readings = tuple(
            dataclasses.replace(
                reading,
                windows=reading.windows.shifted(timedelta(days=-days), timedelta(days=days)),
                precision=Precision.DAYS,
                rule=f"{reading.rule}; {why}: {days:g} days to either side",
                edtf=None,
            )
            for reading in when.readings
        )
    except OverflowError:
        return when
    return dataclasses.replace(when, readings=readings)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no coordinate")
    return number


def _values(
    row: Mapping[str, str], names: tuple[str, ...], columns: ColumnMap, *, terms: Mapping[str, str]
) -> tuple[str, ...]:
    parts = [p.strip() for name in names for s in row.get(name, "").split(";") for p in s.split(columns.separator)]
    return tuple(dict.fromkeys(terms.get(part.casefold(), part) for part in parts if part))


def _count(row: Mapping[str, str], names: tuple[str, str | None] | None, unread: dict[str, str]) -> Count | None:
    if names is None:
        return None
    least, most = (row.get(name or "", "").strip() for name in names)
    if not least and not most:
        return None
    try:
        return Count(least=_whole(least or "0"), most=_whole(most) if most else None)
    except ValueError as error:
        unread[", ".join(dict.fromkeys(name for name in names if name))] = f"{least}, {most}: {error}"
        return None


def _whole(text: str) -> int:
    """A whole number, also as a spreadsheet writes one (``3.0``)."""
    return int(text.removesuffix(".0"))
