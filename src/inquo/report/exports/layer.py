"""A layer: features with one geometry and the same fields, which GeoJSON, KML, CSV and QGIS share.

Rings are closed, outer ones run anticlockwise and inner ones clockwise, and whatever crosses the
180th meridian is cut there, as RFC 7946 wants; the other formats are content with that.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from inquo.records.place import LonLat
from inquo.report import inert

Value: TypeAlias = "str | float | int | None"
Ring: TypeAlias = tuple[LonLat, ...]
Polygon: TypeAlias = tuple[Ring, ...]

_DIGITS = 7  # a centimetre: finer would be noise


class Geometry(enum.Enum):
    """What the features of a layer are drawn as."""

    POINT = "Point"
    POLYGON = "Polygon"
    NONE = "None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a layer.

    Attributes:
        name: In small letters, with its unit.
        kind: ``str``, ``float`` or ``int``.
        meaning: In a clause, for the documentation.
    """

    name: str
    kind: type[str | float | int]
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One row.

    Attributes:
        values: One for each field; None for what is not known.
        point: For a layer of points; None where there is none.
        polygons: For a layer of polygons; empty where nothing is enclosed.
        name: What to call it on a map.
        earliest: When it can have happened at the earliest, as ISO 8601; None when unknown.
        latest: At the latest.
    """

    values: tuple[Value, ...]
    point: LonLat | None = None
    polygons: tuple[Polygon, ...] = ()
    name: str = ""
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer.

    Attributes:
        name: Its file or table.
        title: For people.
        geometry: What its features are drawn as.
        fields: What its features say.
        features: Its rows.

    Raises:
        ValueError: A row has more or fewer values than there are fields, or one of another kind.
    """

    name: str
    title: str
    geometry: Geometry
    fields: tuple[Field, ...]
    features: tuple[Feature, ...]

    def __post_init__(self) -> None:
        """Refuse a row that does not fit."""
        for feature in self.features:
            for field, value in zip(self.fields, feature.values, strict=True):
                if value is not None and type(value) is not field.kind:
                    raise ValueError(f"{self.name}.{field.name} holds {field.kind.__name__}, not {value!r}")


def text(value: str | None) -> str | None:
    r"""What others wrote, with what cannot be seen in it spelt out; None stays None.

    >>> text("a\u202eb")
    'a⟨U+202E⟩b'
    """
    return None if value is None else inert.visible(str(value))


def number(value: float | None) -> float | None:
    """A number; None for what is not finite, which no format can say."""
    return float(value) if value is not None and math.isfinite(value) else None


def point(lon_deg: float, lat_deg: float) -> LonLat:
    """A point, to a centimetre.

    >>> point(37.123456789, -5.0)
    (37.1234568, -5.0)
    """
    return round(lon_deg, _DIGITS), round(lat_deg, _DIGITS)


def polygons(rings: Iterable[Sequence[LonLat]]) -> tuple[Polygon, ...]:
    """A polygon as it is to be written: in one part, or in two when it crosses the 180th meridian.

    Args:
        rings: The outer ring, then holes.

    Returns:
        Nothing when the outer ring encloses nothing.
    """
    unwrapped = [_unwrapped(ring) for ring in rings]
    parts = []
    for shift in (-360.0, 0.0, 360.0):
        cut = [_cut([(lon + shift, lat) for lon, lat in ring]) for ring in unwrapped]
        turned = [_turned(ring, anticlockwise=place == 0) for place, ring in enumerate(cut)]
        if turned and turned[0]:
            parts.append(tuple(ring for ring in turned if ring))
    return tuple(parts)


def _unwrapped(ring: Sequence[LonLat]) -> list[LonLat]:
    """The ring without jumps of more than half the Earth, so that it is one shape on an endless strip."""
    lons: list[float] = []
    for lon, _ in ring:
        lons.append(lon - 360 * round((lon - lons[-1]) / 360) if lons else lon)
    return [(lon, lat) for lon, (_, lat) in zip(lons, ring, strict=True)]


def _cut(ring: list[LonLat]) -> list[LonLat]:
    """What of a ring lies between the 180th meridians.

    Source:
        Sutherland and Hodgman (1974), Reentrant polygon clipping, for two edges.
    """
    for edge, side in ((-180.0, 1), (180.0, -1)):
        kept: list[LonLat] = []
        for (lon_a, lat_a), (lon_b, lat_b) in pairwise([*ring, *ring[:1]]):
            inside_a, inside_b = (lon_a - edge) * side >= 0, (lon_b - edge) * side >= 0
            if inside_a:
                kept.append((lon_a, lat_a))
            if inside_a is not inside_b:
                kept.append((edge, lat_a + (lat_b - lat_a) * (edge - lon_a) / (lon_b - lon_a)))
        ring = kept
    return ring


def _turned(ring: list[LonLat], *, anticlockwise: bool) -> Ring:
    """Closed, rounded, without repeated points, in the direction asked for; empty when it encloses nothing."""
    rounded = [point(*corner) for corner in ring if all(map(math.isfinite, corner))]
    corners = [a for a, b in pairwise([*rounded, *rounded[:1]]) if a != b]
    if len(corners) < 3:
        return ()
    x0, y0 = corners[0]
    area = math.fsum((xa - x0) * (yb - y0) - (xb - x0) * (ya - y0) for (xa, ya), (xb, yb) in pairwise(corners))
    if area == 0:
        return ()
    closed = (*corners, corners[0])
    return closed if (area > 0) is anticlockwise else closed[::-1]
