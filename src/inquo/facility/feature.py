"""One place of a gazetteer, before it is known whether it can be used."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from inquo.errors import InquoError
from inquo.facility.kinds import kind_of
from inquo.facility.names import read_names
from inquo.facility.outlines_shapely import find_fault, point_inside
from inquo.records.digest import Digest
from inquo.records.place import Facility, LonLat

Rings: TypeAlias = Sequence[Sequence[LonLat]]

_ID_KEYS = ("@id", "full_id", "osm_id", "id", "uuid", "globalid", "facility_id", "pcode", "code", "fid")


class UnusableError(InquoError):
    """A feature cannot be used; its text says why, as a clause. Never leaves this room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFeature:
    """What a gazetteer says that cannot be used, kept as it was written.

    Attributes:
        position: Which feature or row of data it is, from 1.
        reason: Why, in a clause that starts with a small letter.
        raw: The feature as JSON, or the row's cells as JSON.
        swapped: True when its coordinates would lie on Earth only the other way round.
    """

    position: int
    reason: str
    raw: str
    swapped: bool = False


def build_facility(
    properties: Mapping[str, str],
    *,
    gazetteer: Digest,
    stated_id: str | None,
    position: int,
    point: LonLat | None,
    polygons: Sequence[Rings],
) -> Facility:
    """Make a facility's record.

    A broken outline is not repaired: a repair would decide which ground is the hospital's.

    Args:
        properties: Everything said of it, as written.
        gazetteer: The exhibit.
        stated_id: Its identifier; None to look for one in the properties.
        position: Its place in the file, from 1: its identifier when it has none.
        point: Its point; None when it has an outline.
        polygons: Its outline; empty when it has a point.

    Raises:
        UnusableError: A coordinate is off the Earth, or the outline is broken.
    """
    for text in (*properties, *properties.values(), stated_id or ""):
        _require_text(text)
    if point is not None:
        require_on_earth(point)
    for rings in polygons:
        for ring in rings:
            for corner in ring:
                require_on_earth(corner)
    if polygons:
        arrays = [[np.array(ring, dtype=np.float64).reshape(-1, 2) for ring in rings] for rings in polygons]
        fault = find_fault(arrays)
        if fault:
            raise UnusableError(fault)
        point = point_inside(arrays)
    if point is None:
        raise UnusableError("it has no place")
    names, said = read_names(properties)
    return Facility(
        gazetteer=gazetteer,
        id=stated_id or _id_of(properties) or f"#{position}",
        names=names,
        kind=kind_of(properties),
        outline_lonlat_deg=tuple(tuple(tuple(ring) for ring in rings) for rings in polygons),
        point_lonlat_deg=point,
        properties={key: value for key, value in properties.items() if key not in said},
    )


def require_on_earth(place: LonLat) -> None:
    """Refuse what is not a longitude and a latitude.

    Raises:
        UnusableError: It is out of range, not a number, or the 0, 0 that stands for nothing.
    """
    lon, lat = place
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise UnusableError("a coordinate is not a number")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise UnusableError(f"longitude {lon:g}, latitude {lat:g} is off the Earth")
    if lon == 0 and lat == 0:
        raise UnusableError("it lies at longitude 0, latitude 0, which stands for a missing place")


def _require_text(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnusableError("its text holds half a character (a lone surrogate)") from error


def _id_of(properties: Mapping[str, str]) -> str | None:
    by_key = {key.strip().lower(): value.strip() for key, value in properties.items()}
    if by_key.get("osm_type") and by_key.get("osm_id"):
        return f"{by_key['osm_type']}/{by_key['osm_id']}"
    return next((by_key[key] for key in _ID_KEYS if by_key.get(key)), None)
