"""Drawing a map as structure: outlines and fills, street corridors, or houses seen from a side.

A camera that looks along a heading, tilted from straight down, sees a roof displaced away from it by the
height times the tangent of the tilt, and the walls that face it. Drawn so on the ground's plane, the picture
is what the footage shows once its vertical is stretched by 1 / cos(tilt). Levels of grey only have to
differ: what is compared is directions of edges.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Grey, Mask
from inquo.imagery.map_features import Building, Ring, Road


class Style(Enum):
    """How a map is drawn."""

    FLAT = "flat"
    CORRIDORS = "corridors"
    EXTRUDED = "extruded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What is drawn, and from where it is seen.

    Attributes:
        style: Flat outlines, blocks between streets, or raised to a height.
        height_m: Of buildings whose height the map does not state.
        heading_deg: Where the camera looks, clockwise from north.
        tilt_deg: Off nadir.
        sun_azimuth_deg: Where the sun stands, clockwise from north; None leaves walls evenly dark, without shadows.
        sun_elevation_deg: How high.
        corridor_m: Gaps narrower than this are no street.
    """

    style: Style = Style.FLAT
    height_m: float = 9.0
    heading_deg: float = 0.0
    tilt_deg: float = 0.0
    sun_azimuth_deg: float | None = None
    sun_elevation_deg: float = 45.0
    corridor_m: float = 5.0

    @property
    def lean(self) -> NDArray[np.float64]:
        """Displacement of a roof by each metre of height: east, north."""
        return math.tan(math.radians(self.tilt_deg)) * direction(self.heading_deg)

    @property
    def reach_m(self) -> float:
        """How far what is drawn can lie from its outline, for buildings of up to twice the assumed height."""
        if self.style is Style.FLAT:
            return 0.0
        if self.style is Style.CORRIDORS:
            return 2 * self.corridor_m
        shadow = 0.0 if self.sun_azimuth_deg is None else 1 / math.tan(math.radians(self.sun_elevation_deg))
        return 2 * self.height_m * max(float(np.hypot(*self.lean)), shadow)


_GROUND, _ROAD, _ROOF, _EDGE, _SHADOW, _WALL = 105, 150, 185, 60, 45, 75
_LIT = 155
_FINER = 2
_BITS = 4


def direction(azimuth_deg: float) -> NDArray[np.float64]:
    """Unit vector, east and north, of a compass direction."""
    return np.array([math.sin(math.radians(azimuth_deg)), math.cos(math.radians(azimuth_deg))])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid to draw on, twice as fine as what comes out.

    Attributes:
        west_m: Left edge.
        north_m: Upper edge.
        gsd_m: Pixel of what comes out.
        width_px: Columns of what comes out.
        height_px: Rows.
    """

    west_m: float
    north_m: float
    gsd_m: float
    width_px: int
    height_px: int

    def blank(self, level: int) -> Grey:
        """An empty sheet of one grey."""
        return np.full((_FINER * self.height_px, _FINER * self.width_px), level, np.uint8)

    def corners(self, ring: Ring) -> NDArray[np.int32]:
        """Map metres as OpenCV's fixed-point pixels, whose first pixel's centre is at zero."""
        scale = _FINER / self.gsd_m
        place = np.column_stack([ring[:, 0] - self.west_m, self.north_m - ring[:, 1]]) * scale - 0.5
        return np.rint(place * (1 << _BITS)).astype(np.int32)

    def fill(self, canvas: Grey, rings: Sequence[Ring], level: int) -> None:
        """Fill an outline, courtyards left out."""
        cv2.fillPoly(canvas, [self.corners(ring) for ring in rings], level, cv2.LINE_8, _BITS)

    def outline(self, canvas: Grey, rings: Sequence[Ring], level: int) -> None:
        """Draw an outline, so that houses wall to wall do not become one."""
        cv2.polylines(canvas, [self.corners(ring) for ring in rings], True, level, 1, cv2.LINE_8, _BITS)  # noqa: FBT003

    def line(self, canvas: Grey, ring: Ring, width_m: float, level: int) -> None:
        """Draw a road."""
        width_px = max(1, round(width_m / self.gsd_m * _FINER))
        cv2.polylines(canvas, [self.corners(ring)], False, level, width_px, cv2.LINE_8, _BITS)  # noqa: FBT003

    def finished(self, canvas: Grey) -> Grey:
        """What comes out, by averaging."""
        size = (self.width_px, self.height_px)
        return np.asarray(cv2.resize(canvas, size, interpolation=cv2.INTER_AREA), np.uint8)


def draw(buildings: Sequence[Building], roads: Sequence[Road], sheet: Sheet, drawing: Drawing) -> Grey:
    """Draw what lies on a sheet.

    1. Roads, then shadows, on the ground.
    2. Buildings from the farthest to the nearest: the walls that face the camera, then the roof.
    """
    canvas = sheet.blank(_GROUND)
    for road in roads:  # 1
        sheet.line(canvas, road.line, road.width_m, _ROAD)
    if drawing.style is Style.CORRIDORS:
        return sheet.finished(_blocks(canvas, buildings, sheet, drawing))
    if drawing.style is Style.FLAT:
        for building in buildings:
            sheet.fill(canvas, building.rings, _ROOF)
            sheet.outline(canvas, building.rings, _EDGE)
        return sheet.finished(canvas)
    if drawing.sun_azimuth_deg is not None:
        away = -direction(drawing.sun_azimuth_deg) / math.tan(math.radians(drawing.sun_elevation_deg))
        for building in buildings:
            _sweep(canvas, sheet, building.rings[0], away * _height(building, drawing), lambda _: _SHADOW, all_of=True)
    ahead = direction(drawing.heading_deg)
    for building in sorted(buildings, key=lambda one: -float(one.rings[0].mean(axis=0) @ ahead)):  # 2
        lean = drawing.lean * _height(building, drawing)
        _sweep(canvas, sheet, building.rings[0], lean, lambda normal: _shade(normal, drawing), all_of=False)
        roof = [ring + lean for ring in building.rings]
        sheet.fill(canvas, roof, _ROOF)
        sheet.outline(canvas, roof, _EDGE)
    return sheet.finished(canvas)


def near_anything(
    buildings: Sequence[Building], roads: Sequence[Road], sheet: Sheet, distance_m: float
) -> Mask:
    """True within a distance of anything that the map holds: elsewhere it says nothing."""
    canvas = sheet.blank(255)
    for building in buildings:
        sheet.fill(canvas, building.rings[:1], 0)
    for road in roads:
        sheet.line(canvas, road.line, road.width_m, 0)
    small = cv2.resize(canvas, (sheet.width_px, sheet.height_px), interpolation=cv2.INTER_NEAREST)
    apart_px = cv2.distanceTransform(small, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(apart_px * sheet.gsd_m <= distance_m, bool)


def _height(building: Building, drawing: Drawing) -> float:
    return drawing.height_m if math.isnan(building.height_m) else min(building.height_m, 2 * drawing.height_m)


def _blocks(canvas: Grey, buildings: Sequence[Building], sheet: Sheet, drawing: Drawing) -> Grey:
    """Buildings grown together over gaps that are no street: what is left between are corridors."""
    mass = sheet.blank(0)
    for building in buildings:
        sheet.fill(mass, building.rings[:1], 1)
    side = max(3, 2 * round(drawing.corridor_m / sheet.gsd_m * _FINER / 2) + 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    blocks = cv2.morphologyEx(mass, cv2.MORPH_CLOSE, kernel)
    return np.where(blocks > 0, np.uint8(_ROOF), canvas)


def _shade(normal: NDArray[np.float64], drawing: Drawing) -> int:
    """A wall's grey: even without a sun, else by how squarely the sun meets it."""
    if drawing.sun_azimuth_deg is None:
        return _WALL
    facing = max(0.0, float(normal @ direction(drawing.sun_azimuth_deg)))
    return round(_SHADOW + (_LIT - _SHADOW) * facing)


def _sweep(
    canvas: Grey, sheet: Sheet, ring: Ring, shift: NDArray[np.float64], shade: object, *, all_of: bool
) -> None:
    """Fill what a ring's edges pass over on their way to where the ring is shifted to.

    Args:
        canvas: The sheet.
        sheet: Its grid.
        ring: Closed, or to be closed.
        shift: East, north.
        shade: Grey by outward normal.
        all_of: Every edge and both ends, as a shadow; else only edges that turn away from the shift, as walls do.
    """
    if not np.hypot(*shift) > 0:
        return
    x, y = ring.T
    turn = 1.0 if float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) > 0 else -1.0
    for a, b in zip(ring[:-1], ring[1:], strict=True):
        along = b - a
        length = float(np.hypot(*along))
        if not length > 0:
            continue
        normal = turn * np.array([along[1], -along[0]]) / length
        if all_of or float(normal @ shift) < 0:
            sheet.fill(canvas, [np.array([a, b, b + shift, a + shift])], shade(normal))  # type: ignore[operator]
    if all_of:
        sheet.fill(canvas, [ring + shift], shade(np.zeros(2)))  # type: ignore[operator]
