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
_SHADES = 10
_STEP_M = 3.0
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
    """Draw what lies on a sheet."""
    canvas = sheet.blank(_GROUND)
    for road in roads:
        sheet.line(canvas, road.line, road.width_m, _ROAD)
    if drawing.style is Style.CORRIDORS:
        return sheet.finished(_blocks(canvas, buildings, sheet, drawing))
    if drawing.style is Style.FLAT:
        for building in buildings:
            sheet.fill(canvas, building.rings, _ROOF)
            sheet.outline(canvas, building.rings, _EDGE)
        return sheet.finished(canvas)
    return sheet.finished(_raise(canvas, buildings, sheet, drawing))


def near_anything(buildings: Sequence[Building], roads: Sequence[Road], sheet: Sheet, distance_m: float) -> Mask:
    """True within a distance of anything that the map holds: elsewhere it says nothing."""
    canvas = sheet.blank(255)
    for building in buildings:
        sheet.fill(canvas, building.rings[:1], 0)
    for road in roads:
        sheet.line(canvas, road.line, road.width_m, 0)
    small = cv2.resize(canvas, (sheet.width_px, sheet.height_px), interpolation=cv2.INTER_NEAREST)
    apart_px = cv2.distanceTransform(small, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(apart_px * sheet.gsd_m <= distance_m, bool)


def _blocks(canvas: Grey, buildings: Sequence[Building], sheet: Sheet, drawing: Drawing) -> Grey:
    """Buildings grown together over gaps that are no street: what is left between are corridors."""
    mass = sheet.blank(0)
    for building in buildings:
        sheet.fill(mass, building.rings[:1], 1)
    side = max(3, 2 * round(drawing.corridor_m / sheet.gsd_m * _FINER / 2) + 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    blocks = cv2.morphologyEx(mass, cv2.MORPH_CLOSE, kernel)
    return np.where(blocks > 0, np.uint8(_ROOF), canvas)


def _raise(canvas: Grey, buildings: Sequence[Building], sheet: Sheet, drawing: Drawing) -> Grey:
    """Raise buildings to their heights, storey by storey of height, the lowest first.

    1. Shadows lie where an outline passes on its way from the ground to where the sun throws its top.
    2. Walls lie where it passes on its way to where the camera sees its top; of equally high buildings a
       roof hides whatever is behind it, and is never hidden.
    3. Roofs lie there, with their edges.
    """
    classes: dict[float, list[Building]] = {}
    for building in buildings:
        height_m = drawing.height_m if math.isnan(building.height_m) else min(building.height_m, 2 * drawing.height_m)
        classes.setdefault(max(1.0, round(height_m / _STEP_M)) * _STEP_M, []).append(building)
    masses = {height_m: _mass(those, sheet) for height_m, those in sorted(classes.items())}
    per_px = _FINER / sheet.gsd_m
    if drawing.sun_azimuth_deg is not None:  # 1
        away = -direction(drawing.sun_azimuth_deg) / math.tan(math.radians(drawing.sun_elevation_deg))
        for height_m, mass in masses.items():
            canvas[_smeared(mass, away * height_m * per_px) > 0] = _SHADOW
    for height_m, mass in masses.items():
        lean = drawing.lean * height_m
        walls = _smeared(_walls(classes[height_m], mass, sheet, drawing), lean * per_px)  # 2
        canvas = np.where(walls > 0, walls, canvas)
        for building in classes[height_m]:  # 3
            roof = [ring + lean for ring in building.rings]
            sheet.fill(canvas, roof, _ROOF)
            sheet.outline(canvas, roof, _EDGE)
    return canvas


def _mass(buildings: Sequence[Building], sheet: Sheet) -> Grey:
    mass = sheet.blank(0)
    for building in buildings:
        sheet.fill(mass, building.rings[:1], _WALL)
    return mass


def _walls(buildings: Sequence[Building], mass: Grey, sheet: Sheet, drawing: Drawing) -> Grey:
    """Feet of walls: evenly dark, or where there is a sun, by how squarely it meets each wall that is seen."""
    if drawing.sun_azimuth_deg is None:
        return mass
    feet = np.minimum(mass, _SHADOW)
    ahead, sun = direction(drawing.heading_deg), direction(drawing.sun_azimuth_deg)
    by_shade: dict[int, list[NDArray[np.int32]]] = {}
    for building in buildings:
        ring = building.rings[0]
        x, y = ring.T
        turn = 1.0 if float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) > 0 else -1.0
        along = np.diff(ring, axis=0)
        normals = turn * np.column_stack([along[:, 1], -along[:, 0]]) / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
        corners = sheet.corners(ring)
        shades = _SHADOW + _SHADES * np.rint((_LIT - _SHADOW) * np.clip(normals @ sun, 0, 1) / _SHADES)
        for i in np.flatnonzero(normals @ ahead < 0):
            by_shade.setdefault(int(shades[i]), []).append(corners[i : i + 2])
    for shade, edges in sorted(by_shade.items()):
        cv2.polylines(feet, edges, False, shade, 2, cv2.LINE_8, _BITS)  # noqa: FBT003
    return feet


def _smeared(values: Grey, east_north_px: NDArray[np.float64]) -> Grey:
    """The greatest value on the way to each pixel along a displacement."""
    dx, dy = round(float(east_north_px[0])), -round(float(east_north_px[1]))
    kernel = np.zeros((abs(dy) + 1, abs(dx) + 1), np.uint8)
    start = (abs(dx) if dx > 0 else 0, abs(dy) if dy > 0 else 0)
    end = (0 if dx > 0 else abs(dx), 0 if dy > 0 else abs(dy))
    cv2.line(kernel, start, end, 1)
    border = cv2.BORDER_CONSTANT
    return np.asarray(cv2.dilate(values, kernel, anchor=start, borderType=border, borderValue=0), np.uint8)
