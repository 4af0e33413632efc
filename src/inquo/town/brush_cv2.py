"""Drawing on a surface, in metres."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.town.elements import Colour
from inquo.town.polygons import Points
from inquo.town.surface import COVERS, Surface

_SHIFT = 4
_SUBCELLS = 1 << _SHIFT


def _fixed(surface: Surface, points: Points) -> NDArray[np.int32]:
    """Points as OpenCV wants them: sixteenths of a cell, whole numbers at cell centres."""
    west, _, _, north = surface.bounds
    scale = _SUBCELLS / surface.gsd_m
    fixed = np.empty(points.shape, dtype=np.int32)
    np.rint((points[:, 0] - west) * scale - _SUBCELLS / 2, out=fixed[:, 0], casting="unsafe")
    np.rint((north - points[:, 1]) * scale - _SUBCELLS / 2, out=fixed[:, 1], casting="unsafe")
    return fixed


def fill(surface: Surface, outline: Points, colour: Colour, cover: str) -> None:
    """Cover a polygon with smooth edges."""
    corners = [_fixed(surface, outline)]
    cv2.fillPoly(surface.albedo, corners, colour, cv2.LINE_AA, _SHIFT)
    cv2.fillPoly(surface.cover, corners, COVERS[cover], cv2.LINE_8, _SHIFT)


def raise_to(surface: Surface, outline: Points, height_m: float, owner: int | None = None) -> None:
    """Give a polygon a height, and a building's number."""
    corners = [_fixed(surface, outline)]
    cv2.fillPoly(surface.height, corners, float(height_m), cv2.LINE_8, _SHIFT)
    if owner is not None:
        cv2.fillPoly(surface.owner, corners, owner, cv2.LINE_8, _SHIFT)


def stroke(
    surface: Surface, line: Points, width_m: float, colour: Colour, cover: str | None = None, *, closed: bool = False
) -> None:
    """Draw along a line."""
    thickness = max(1, round(width_m / surface.gsd_m))
    points = [_fixed(surface, line)]
    cv2.polylines(surface.albedo, points, closed, colour, thickness, cv2.LINE_AA, _SHIFT)
    if cover is not None:
        cv2.polylines(surface.cover, points, closed, COVERS[cover], thickness, cv2.LINE_8, _SHIFT)


def raise_line(surface: Surface, line: Points, width_m: float, height_m: float, *, closed: bool = True) -> None:
    """Put up a thin wall along a line."""
    thickness = max(1, round(width_m / surface.gsd_m))
    cv2.polylines(surface.height, [_fixed(surface, line)], closed, float(height_m), thickness, cv2.LINE_8, _SHIFT)


def dot(surface: Surface, x_m: float, y_m: float, radius_m: float, colour: Colour, height_m: float) -> None:
    """A small upright cylinder, such as a water tank."""
    centre = _fixed(surface, np.array([[x_m, y_m]]))[0]
    radius = max(_SUBCELLS // 2, round(radius_m / surface.gsd_m * _SUBCELLS))
    place = (int(centre[0]), int(centre[1]))
    cv2.circle(surface.albedo, place, radius, colour, -1, cv2.LINE_AA, _SHIFT)
    cv2.circle(surface.height, place, radius, float(height_m), -1, cv2.LINE_8, _SHIFT)
    cv2.circle(surface.cover, place, radius, COVERS["object"], -1, cv2.LINE_8, _SHIFT)


def window(surface: Surface, outline: Points, margin_m: float = 0.0) -> tuple[slice, slice] | None:
    """Rows and columns of the box around an outline, or ``None`` outside the surface."""
    cells = surface.cells(outline)
    spread = margin_m / surface.gsd_m
    rows, columns = surface.height.shape
    left, top = np.floor(cells.min(axis=0) - spread).astype(int)
    right, bottom = np.ceil(cells.max(axis=0) + spread).astype(int)
    left, top = max(left, 0), max(top, 0)
    right, bottom = min(right, columns), min(bottom, rows)
    if left >= right or top >= bottom:
        return None
    return slice(top, bottom), slice(left, right)


def stencil(surface: Surface, outline: Points, part: tuple[slice, slice]) -> NDArray[np.uint8]:
    """A polygon's coverage over a part of the surface, 0 to 255."""
    mask = np.zeros((part[0].stop - part[0].start, part[1].stop - part[1].start), dtype=np.uint8)
    offset = np.array([part[1].start, part[0].start], dtype=np.int32) * _SUBCELLS
    cv2.fillPoly(mask, [_fixed(surface, outline) - offset], 255, cv2.LINE_8, _SHIFT)
    return mask


def metres_over(surface: Surface, part: tuple[slice, slice]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """East of each column as a row, north of each row as a column, at cell centres."""
    west, _, _, north = surface.bounds
    x = west + (np.arange(part[1].start, part[1].stop) + 0.5) * surface.gsd_m
    y = north - (np.arange(part[0].start, part[0].stop) + 0.5) * surface.gsd_m
    return x[None, :], y[:, None]
