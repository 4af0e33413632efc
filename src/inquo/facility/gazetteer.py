"""Lists of facilities: read whole, with what could not be used and why."""

from __future__ import annotations

import codecs
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from inquo.errors import GazetteerError
from inquo.facility.feature import RefusedFeature
from inquo.facility.geojson import read_geojson
from inquo.facility.table import read_table
from inquo.records.codec import to_json
from inquo.records.digest import Digest
from inquo.records.place import Facility, LonLat

Box: TypeAlias = tuple[float, float, float, float]

_MAX_BYTES = 512 * 2**20
_NEAR_DEG = 0.5
_SWAPPED_HINT = (
    "Swap the columns, or the two numbers of each coordinate: longitude (east) comes before latitude (north)."
)
_BINARY = {
    b"PK\x03\x04": "an archive or a spreadsheet",
    b"SQLite format 3": "a GeoPackage or another database",
    b"\x1f\x8b": "compressed",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """What a list of facilities says.

    Attributes:
        facilities: Those that can be used, in the order of the file.
        refused: Those that cannot, as written, with the reason.
    """

    facilities: tuple[Facility, ...]
    refused: tuple[RefusedFeature, ...]


def read(path: Path, exhibit_digest: Digest) -> Gazetteer:
    """Read a list of facilities from GeoJSON or CSV; which it is shows in its content.

    Every name in every script is kept, and every property as written. Nothing is repaired and
    nothing is dropped.

    Args:
        path: The file, as stored.
        exhibit_digest: Its digest.

    Raises:
        GazetteerError: It cannot be read as a list of facilities, it is not UTF-8, none of its
            features can be used, or most have latitude and longitude swapped.
    """
    text = _read_text(path)
    is_json = text.lstrip()[:1] in ("{", "[")
    entries = list((read_geojson if is_json else read_table)(path, text, exhibit_digest))
    facilities, refused = _part(entries)
    swapped = sum(entry.swapped for entry in refused)
    if swapped and 2 * swapped >= len(entries):
        reason = (
            f"has latitude and longitude swapped: {swapped} of {len(entries)} lie on Earth only the other way round"
        )
        raise GazetteerError(path, reason, hint=_SWAPPED_HINT)
    if not facilities:
        why = f"none of its {len(entries)} can be used; the first: {refused[0].reason}" if refused else "it is empty"
        raise GazetteerError(path, f"lists no facility: {why}", hint="Check it in QGIS or a spreadsheet.")
    return Gazetteer(facilities=tuple(facilities), refused=tuple(refused))


def check_axes(path: Path, gazetteer: Gazetteer, areas_lonlat_deg: Sequence[Box]) -> None:
    """Refuse a gazetteer whose facilities fall into the areas searched only when swapped.

    Where both numbers are below 90, as in Syria, a swap shows only against the imagery. That no
    facility is near is not an error; that all would be near if swapped is.

    Args:
        path: The file, for the error.
        gazetteer: What it says.
        areas_lonlat_deg: West, south, east and north of each area; half a degree around counts.

    Raises:
        GazetteerError: None is near as written, and at least half would be if swapped.
    """
    places = [facility.point_lonlat_deg for facility in gazetteer.facilities]
    near = sum(_is_near(place, areas_lonlat_deg) for place in places)
    turned = sum(_is_near((lat, lon), areas_lonlat_deg) for lon, lat in places)
    if near == 0 and 2 * turned >= len(places) > 0:
        reason = (
            f"has latitude and longitude swapped: as written none of its {len(places)} facilities is near the imagery, "
            f"the other way round {turned} are"
        )
        raise GazetteerError(path, reason, hint=_SWAPPED_HINT)


def _is_near(place: LonLat, areas: Sequence[Box]) -> bool:
    lon, lat = place
    return any(
        west - _NEAR_DEG <= lon <= east + _NEAR_DEG and south - _NEAR_DEG <= lat <= north + _NEAR_DEG
        for west, south, east, north in areas
    )


def _part(entries: Sequence[Facility | RefusedFeature]) -> tuple[list[Facility], list[RefusedFeature]]:
    """Part what can be used from what cannot, or says word for word what has been said.

    A facility listed twice would share its probability with itself.
    """
    first: dict[object, int] = {}
    facilities: list[Facility] = []
    refused: list[RefusedFeature] = []
    for position, entry in enumerate(entries, start=1):
        if isinstance(entry, RefusedFeature):
            refused.append(entry)
            continue
        stated_id = None if entry.id == f"#{position}" else entry.id
        said = tuple(sorted(entry.properties.items()))
        same = (stated_id, entry.names, entry.outline_lonlat_deg, entry.point_lonlat_deg, said)
        if same in first:
            reason = f"it says word for word the same as number {first[same]}"
            refused.append(RefusedFeature(position=position, reason=reason, raw=json.dumps(to_json(entry))))
        else:
            first[same] = position
            facilities.append(entry)
    return facilities, refused


def _read_text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if not size <= _MAX_BYTES:
            hint = "Cut it to the area: ogr2ogr -spat WEST SOUTH EAST NORTH OUT.geojson IN.geojson"
            raise GazetteerError(path, f"is {size / 2**20:,.0f} MB, too large to read at once", hint=hint)
        content = path.read_bytes()
    except OSError as error:
        raise GazetteerError(path, f"cannot be opened ({error.strerror})") from error
    if not content.strip():
        raise GazetteerError(path, "is empty", hint="Give GeoJSON, or CSV with latitude and longitude.")
    for magic, what in _BINARY.items():
        if content.startswith(magic):
            raise GazetteerError(path, f"is {what}, not text", hint="Export the facilities as GeoJSON or CSV.")
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        reason = f"is not UTF-8 text (line {line}); the same bytes mean other letters in other encodings"
        hint = (
            "If you know its encoding, convert it: iconv -f CP1256 (Arabic) or -f CP1251 (Cyrillic) -t UTF-8 IN > OUT"
        )
        raise GazetteerError(path, reason, hint=hint) from error
    if "\0" in text:
        raise GazetteerError(path, "is not text: it holds zero bytes", hint="Export it as GeoJSON or CSV in UTF-8.")
    return text
