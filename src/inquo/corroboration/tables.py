"""Reading tables of incidents by a map of their columns; what the map does not name is kept as written."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inquo.errors import IncidentError
from inquo.records.chronology import DateText
from inquo.records.digest import Digest
from inquo.records.incident import Coverage, Incident, IncidentPlace
from inquo.records.proposition import Count

_LONGEST_FIELD = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Which column of a table says what.

    Attributes:
        dataset: The table's name.
        key: Column of the identifier.
        date: Column of the date, or of the first day.
        date_end: Column of the last day; None when there is none.
        longitude: Column of the longitude, degrees.
        latitude: Column of the latitude, degrees.
        names: Columns of names of the place or facility.
        actors: Columns of who did it.
        kinds: Columns of what was done.
        weapons: Columns of what it was done with.
        facilities: Columns that name kinds of facility.
        killed: Columns of the least and the most killed; the same twice for one figure.
        injured: Columns of the least and the most injured.
        url: Column of the address.
        precision: Column that says how precise the place is.
        radius_m: Radius in metres for each of its values.
        assumed_radius_m: Radius for values that are not in that list.
        separator: What parts several values in one field.
        terms: The table's terms, small letters, and those of Inquo's vocabulary.
    """

    dataset: str
    key: str
    date: str
    date_end: str | None = None
    longitude: str
    latitude: str
    names: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    killed: tuple[str, str] | None = None
    injured: tuple[str, str] | None = None
    url: str | None = None
    precision: str | None = None
    radius_m: Mapping[str, float] = field(default_factory=dict)
    assumed_radius_m: float = 5000.0
    separator: str = ","
    terms: Mapping[str, str] = field(default_factory=dict)

    @property
    def required(self) -> tuple[str, ...]:
        """Columns without which the table is another."""
        return (self.key, self.date, self.longitude, self.latitude)


AIRWARS = ColumnMap(
    dataset="Airwars",
    key="code",
    date="date",
    date_end="date_end",
    longitude="longitude",
    latitude="latitude",
    names=("location_original", "location_ar"),
    actors=("military_original",),
    kinds=("strike_type_original",),
    facilities=("health_keywords",),
    killed=("killed_min", "killed_max"),
    injured=("injured_min", "injured_max"),
    url="airwars_url",
    precision="geo_accuracy",
    radius_m={
        "Exact location (via Airwars)": 100.0,
        "Exact location (via Coalition)": 100.0,
        "Within 100m (via Coalition)": 100.0,
    },
    terms={
        "airstrike": "airstrike",
        "drone strike": "drone strike",
        "artillery": "shelling",
        "airstrike and/or artillery": "strike",
        "ground operation": "ground attack",
    },
)
ACLED = ColumnMap(
    dataset="ACLED",
    key="event_id_cnty",
    date="event_date",
    longitude="longitude",
    latitude="latitude",
    names=("location", "admin3"),
    actors=("actor1", "assoc_actor_1"),
    kinds=("sub_event_type",),
    killed=("fatalities", "fatalities"),
    precision="geo_precision",
    radius_m={"1": 3000.0, "2": 20_000.0, "3": 100_000.0},
    assumed_radius_m=100_000.0,
    separator=";",
    terms={
        "air/drone strike": "strike",
        "shelling/artillery/missile attack": "strike",
        "armed clash": "ground attack",
    },
)
"""Columns and precision codes of the ACLED codebook: 1 a town, 2 part of a region, 3 a region."""


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
class IncidentTable:
    """A table that was read.

    Attributes:
        coverage: What it sets out to record.
        incidents: In the order of the table.
        refused: Rows that are no incident, as written.
    """

    coverage: Coverage
    incidents: tuple[Incident, ...]
    refused: tuple[RefusedRow, ...]


def read_table(
    path: Path, columns: ColumnMap, coverage: Coverage, read_time: Callable[[str], DateText]
) -> IncidentTable:
    """Read a table of incidents.

    Args:
        path: A CSV file, UTF-8.
        columns: Which column says what.
        coverage: What the table sets out to record.
        read_time: Reads words about a time.

    Raises:
        IncidentError: The file is not such a table, is in mixed encodings, or has latitude and
            longitude the wrong way round.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise IncidentError(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise IncidentError(path, f"line {line}: not UTF-8", hint="save the table as UTF-8 throughout") from error
    exhibit = Digest.of(content)
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    incidents: list[Incident] = []
    refused: list[RefusedRow] = []
    seen: set[str] = set()
    try:
        header = next(reader, [])
        missing = [name for name in columns.required if name not in header]
        if missing:
            raise IncidentError(path, f"no column {', '.join(missing)}", hint="give a map of this table's columns")
        for fields in reader:
            row = dict(zip(header, fields, strict=False))
            key = row.get(columns.key, "").strip()
            if reason := _why_refused(key, seen, fields, header):
                refused.append(RefusedRow(line=reader.line_num, reason=reason, fields=tuple(fields)))
                continue
            seen.add(key)
            incidents.append(_incident(row, columns, exhibit, read_time))
    except csv.Error as error:
        raise IncidentError(path, f"line {reader.line_num}: not a table: {error}") from error
    _refuse_swapped(path, incidents, coverage)
    return IncidentTable(coverage=coverage, incidents=tuple(incidents), refused=tuple(refused))


def _why_refused(key: str, seen: set[str], fields: list[str], header: list[str]) -> str | None:
    if len(fields) != len(header):
        return f"{len(fields)} fields, and the header has {len(header)}"
    if not key:
        return "no identifier"
    return f"the identifier {key} is already used" if key in seen else None


def _incident(
    row: Mapping[str, str], columns: ColumnMap, exhibit: Digest, read_time: Callable[[str], DateText]
) -> Incident:
    unread: dict[str, str] = {}
    end = row.get(columns.date_end or "", "").strip()
    date = row[columns.date].strip()
    when = read_time(f"{date}/{end}" if end and end != date else date)
    used = {
        *columns.required,
        *(name for name in (columns.date_end, columns.url, columns.precision) if name),
        *columns.names,
        *columns.actors,
        *columns.kinds,
        *columns.weapons,
        *columns.facilities,
        *(columns.killed or ()),
        *(columns.injured or ()),
    }
    return Incident(
        dataset=columns.dataset,
        key=row[columns.key].strip(),
        exhibit=exhibit,
        when=when,
        place=_place(row, columns, unread),
        names=tuple(dict.fromkeys(row[c].strip() for c in columns.names if row.get(c, "").strip())),
        actors=_values(row, columns.actors, columns, terms={}),
        kinds=_values(row, columns.kinds, columns, terms=columns.terms),
        weapons=_values(row, columns.weapons, columns, terms=columns.terms),
        facilities=_values(row, columns.facilities, columns, terms=columns.terms),
        killed=_count(row, columns.killed, unread),
        injured=_count(row, columns.injured, unread),
        url=row.get(columns.url or "", "").strip() or None,
        unread=unread,
        rest={name: value for name, value in row.items() if name not in used and value and value.strip()},
    )


def _place(row: Mapping[str, str], columns: ColumnMap, unread: dict[str, str]) -> IncidentPlace | None:
    lon, lat = row[columns.longitude].strip(), row[columns.latitude].strip()
    if not lon and not lat:
        return None
    said = row.get(columns.precision or "", "").strip()
    radius_m = columns.radius_m.get(said, columns.assumed_radius_m)
    basis = f"{columns.precision}: {said}" if said in columns.radius_m else "assumed: none stated that says how precise"
    try:
        return IncidentPlace(lon_deg=_number(lon), lat_deg=_number(lat), radius_m=radius_m, basis=basis)
    except ValueError as error:
        unread[f"{columns.longitude}, {columns.latitude}"] = f"{lon}, {lat}: {error}"
        return None


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


def _count(row: Mapping[str, str], names: tuple[str, str] | None, unread: dict[str, str]) -> Count | None:
    if names is None:
        return None
    least, most = (row.get(name, "").strip() for name in names)
    if not least and not most:
        return None
    try:
        return Count(least=int(least or 0), most=int(most) if most else None)
    except ValueError as error:
        unread[", ".join(dict.fromkeys(names))] = f"{least}, {most}: {error}"
        return None


def _refuse_swapped(path: Path, incidents: list[Incident], coverage: Coverage) -> None:
    """Refuse a table most of whose places lie in its area only when latitude and longitude change places."""
    places = [incident.place for incident in incidents if incident.place]
    right = sum(coverage.holds(place.lon_deg, place.lat_deg) for place in places)
    turned = sum(coverage.holds(place.lat_deg, place.lon_deg) for place in places)
    if turned > right and turned > len(places) / 2:
        raise IncidentError(
            path,
            f"{turned} of {len(places)} places lie in its area only with latitude and longitude swapped",
            hint="swap the two columns in the column map",
        )
