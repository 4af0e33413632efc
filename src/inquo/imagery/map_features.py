"""What a map file says, feature by feature, before it is drawn: buildings with heights, roads with widths.

Source:
    OpenStreetMap's tags ``building``, ``height``, ``building:levels``, ``highway`` and ``width``, and the
    column ``fclass`` of Geofabrik's extracts. Outlines that carry no such tag at all, as footprint collections
    give them, are taken for buildings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Ring = NDArray[np.float64]


class Shape(Enum):
    """What a part of a feature's geometry is."""

    POLYGON = "polygon"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A polygon or a line of a feature.

    Attributes:
        shape: Which.
        rings: Outer ring, then holes; of a line, the line. Each of shape (n, 2), x or longitude first.
    """

    shape: Shape
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """A building's outline.

    Attributes:
        rings: Outer ring, then courtyards.
        height_m: As the map states it; NaN where it does not.
    """

    rings: tuple[Ring, ...]
    height_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """A road's middle line.

    Attributes:
        line: Shape (n, 2).
        width_m: As the map states it, else usual for its class.
    """

    line: Ring
    width_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFeatures:
    """A map file, read.

    Attributes:
        crs: Of every coordinate.
        buildings: Outlines.
        roads: Middle lines.
        unused: Why features were left out, and how many for each reason.
    """

    crs: str
    buildings: tuple[Building, ...]
    roads: tuple[Road, ...]
    unused: Mapping[str, int]


ROAD_WIDTHS_M = {
    "motorway": 20.0,
    "trunk": 16.0,
    "primary": 14.0,
    "secondary": 11.0,
    "tertiary": 9.0,
    "residential": 7.0,
    "living_street": 6.0,
    "unclassified": 6.0,
    "service": 4.0,
    "track": 3.0,
    "pedestrian": 4.0,
    "footway": 2.0,
    "path": 2.0,
    "steps": 2.0,
    "cycleway": 2.0,
}
"""Usual carriageways by OpenStreetMap class; only their direction and rough width matter to a drawing."""
_OTHER_ROAD_M = 6.0
STOREY_M = 3.0
_NOT_BUILDINGS = frozenset({"landuse", "natural", "leisure", "water", "waterway", "boundary", "place", "highway"})
_MOST_HEIGHT_M, _MOST_WIDTH_M = 900.0, 100.0


class Collector:
    """Sorts features into buildings, roads and what is left out.

    Args:
        crs: Of every coordinate that will be added.
    """

    def __init__(self, crs: str) -> None:
        self._crs = crs
        self._buildings: list[Building] = []
        self._roads: list[Road] = []
        self._unused: dict[str, int] = {}

    def add(self, parts: Sequence[Part], tags: Mapping[str, object]) -> None:
        """Take a feature in."""
        if not parts:
            self.leave_out("neither an outline nor a line")
        for part in parts:
            if not all(len(ring) >= 2 and np.isfinite(ring).all() for ring in part.rings):
                self.leave_out("a coordinate is missing or not a number")
            elif part.shape is Shape.POLYGON and is_building(tags):
                if len(part.rings[0]) < 4:
                    self.leave_out("an outline of fewer than three corners")
                else:
                    self._buildings.append(Building(rings=part.rings, height_m=height_m(tags)))
            elif part.shape is Shape.LINE and (width := road_width_m(tags)) is not None:
                self._roads.append(Road(line=part.rings[0], width_m=width))
            else:
                self.leave_out("neither a building nor a road")

    def leave_out(self, reason: str) -> None:
        """Count a feature, or a part of one, that cannot be drawn."""
        self._unused[reason] = self._unused.get(reason, 0) + 1

    def features(self) -> MapFeatures:
        """What was taken in."""
        return MapFeatures(
            crs=self._crs, buildings=tuple(self._buildings), roads=tuple(self._roads), unused=dict(self._unused)
        )


def is_building(tags: Mapping[str, object]) -> bool:
    """Whether a polygon with these tags is a building.

    >>> is_building({"building": "yes"}), is_building({"fclass": "building"}), is_building({"height": 7})
    (True, True, True)
    >>> is_building({"landuse": "farmland"}), is_building({"building": "no"}), is_building({"fclass": "park"})
    (False, False, False)
    """
    said = tags.get("building")
    if said not in (None, ""):
        return str(said).lower() != "no"
    kind = tags.get("fclass")
    if kind not in (None, ""):
        return str(kind).startswith("building")
    return not any(tags.get(key) not in (None, "") for key in _NOT_BUILDINGS)


def height_m(tags: Mapping[str, object]) -> float:
    """A building's height; NaN when none is stated.

    >>> height_m({"height": "12 m"}), height_m({"building:levels": "4"}), height_m({"height": "40'"})
    (12.0, 12.0, nan)
    """
    stated = _metres(tags.get("height"), _MOST_HEIGHT_M)
    if not math.isnan(stated):
        return stated
    levels = tags.get("building:levels", tags.get("levels"))
    return _metres(levels, _MOST_HEIGHT_M / STOREY_M) * STOREY_M


def road_width_m(tags: Mapping[str, object]) -> float | None:
    """A road's width; None for a line that is not a road.

    >>> road_width_m({"highway": "primary"}), road_width_m({"width": "5", "highway": "track"})
    (14.0, 5.0)
    >>> road_width_m({"fclass": "residential"}), road_width_m({"waterway": "ditch"}) is None
    (7.0, True)
    """
    kind = tags.get("highway") or (tags.get("fclass") if tags.get("fclass") in ROAD_WIDTHS_M else None)
    if kind in (None, ""):
        return None
    stated = _metres(tags.get("width"), _MOST_WIDTH_M)
    return ROAD_WIDTHS_M.get(str(kind).removesuffix("_link"), _OTHER_ROAD_M) if math.isnan(stated) else stated


def _metres(value: object, most: float) -> float:
    """A length in metres, with or without its unit; NaN for anything else, feet included."""
    if value is None or isinstance(value, bool):
        return math.nan
    said = re.fullmatch(r"\s*(\d{1,4}(?:\.\d{1,6})?)\s*m?\s*", str(value))
    metres = float(said[1]) if said else math.nan
    return metres if 0 < metres <= most else math.nan
