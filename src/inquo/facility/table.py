"""Gazetteers as tables: CSV with a column of latitudes and one of longitudes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from inquo.errors import GazetteerError
from inquo.facility.feature import RefusedFeature, UnusableError, build_facility
from inquo.records.digest import Digest
from inquo.records.place import Facility, LonLat

_DELIMITERS = ",;\t|"
_LATITUDES = (
    "latitude",
    "lat",
    "latitudedeg",
    "latdeg",
    "decimallatitude",
    "latdd",
    "gpslatitude",
    "ycoord",
    "ycoordinate",
    "pointy",
    "coordy",
    "y",
    "latitud",
    "latitudine",
    "enlem",
    "широта",
    "خطالعرض",
)
_LONGITUDES = (
    "longitude",
    "lon",
    "long",
    "lng",
    "longitudedeg",
    "londeg",
    "decimallongitude",
    "longdd",
    "londd",
    "gpslongitude",
    "xcoord",
    "xcoordinate",
    "pointx",
    "coordx",
    "x",
    "longitud",
    "longitudine",
    "boylam",
    "долгота",
    "довгота",
    "خطالطول",
)


def read_table(path: Path, text: str, gazetteer: Digest) -> Iterator[Facility | RefusedFeature]:
    """Read each row as a facility, or as refused with the reason.

    The delimiter is the one of comma, semicolon, tab and bar by which the first row names a
    latitude and a longitude.

    Raises:
        GazetteerError: No such columns, or the quotes of the table do not close.
    """
    delimiter, header, lat_at, lon_at = _read_header(path, text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        next(rows)
        for position, row in enumerate((row for row in rows if any(cell.strip() for cell in row)), start=1):
            try:
                yield _read_row(row, header, lat_at, lon_at, gazetteer, position)
            except UnusableError as error:
                raw = json.dumps(row, ensure_ascii=True)
                swapped = _is_swapped(row, lat_at, lon_at)
                yield RefusedFeature(position=position, reason=str(error), raw=raw, swapped=swapped)
    except csv.Error as error:
        reason = f"is not a sound table near line {rows.line_num}: {error}"
        raise GazetteerError(path, reason, hint="Save it again as CSV; a quote may not be closed.") from error


def _read_header(path: Path, text: str) -> tuple[str, list[str], int, int]:
    for delimiter in _DELIMITERS:
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            continue
        plain = [re.sub(r"[\W_]+", "", cell.lower()) for cell in header]
        lat = next((plain.index(name) for name in _LATITUDES if name in plain), None)
        lon = next((plain.index(name) for name in _LONGITUDES if name in plain), None)
        if lat is not None and lon is not None:
            return delimiter, _make_distinct(header), lat, lon
    first = text.lstrip().partition("\n")[0].strip()[:120]
    raise GazetteerError(
        path,
        f"is neither GeoJSON nor a table with columns for latitude and longitude; its first line is {first!r}",
        hint="Name the columns 'latitude' and 'longitude', in decimal degrees.",
    )


def _make_distinct(header: Sequence[str]) -> list[str]:
    """Number columns whose name has been used, so that none hides another."""
    distinct: list[str] = []
    for cell in header:
        name, number = cell.strip() or "column", 2
        while name in distinct:
            name, number = f"{cell.strip() or 'column'}#{number}", number + 1
        distinct.append(name)
    return distinct


def _read_row(
    row: Sequence[str], header: Sequence[str], lat_at: int, lon_at: int, gazetteer: Digest, position: int
) -> Facility:
    if all(cell.strip().startswith("#") for cell in row if cell.strip()):
        raise UnusableError("it is a row of tags, not a place")
    if len(row) != len(header):
        raise UnusableError(f"it has {len(row)} cells where the first row has {len(header)}")
    place: LonLat = (_read_degrees(row[lon_at], "longitude"), _read_degrees(row[lat_at], "latitude"))
    others = {
        name: cell for index, (name, cell) in enumerate(zip(header, row, strict=True)) if index not in (lat_at, lon_at)
    }
    return build_facility(others, gazetteer=gazetteer, stated_id=None, position=position, point=place, polygons=())


def _read_degrees(cell: str, what: str) -> float:
    text = cell.strip()
    if not text:
        raise UnusableError(f"it has no {what}")
    try:
        return float(text)
    except ValueError as error:
        advice = "; decimals need a point" if re.fullmatch(r"-?\d+,\d+", text) else "; decimal degrees are needed"
        raise UnusableError(f"its {what} {text[:40]!r} is not a number{advice}") from error


def _is_swapped(row: Sequence[str], lat_at: int, lon_at: int) -> bool:
    try:
        lat, lon = _read_degrees(row[lat_at], "latitude"), _read_degrees(row[lon_at], "longitude")
    except (UnusableError, IndexError):
        return False
    return abs(lon) <= 90 < abs(lat) <= 180
