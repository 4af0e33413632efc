"""What each pixel sees: lines of sight followed down onto the surface.

A line of sight is a straight line in the plan that moves a constant distance
for each metre of height. Heights are tried from the ground up; the highest at
which the surface reaches the line is where the line, coming from above, ends.
Where the surface stands clearly higher than that point, the line has met a wall.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.town.camera import Camera
from inquo.town.surface import Surface

_STEP_M = 0.6
_HALVINGS = 4
_WALL_M = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Where lines of sight end, one for each pixel, float32.

    Attributes:
        column: Of the surface, counted from the centre of its first cell.
        row: Likewise.
        up: Height of the point that is seen, metres.
        wall: Whether a wall is seen rather than a top.
    """

    column: NDArray[np.float32]
    row: NDArray[np.float32]
    up: NDArray[np.float32]
    wall: NDArray[np.bool_]


def follow(surface: Surface, camera: Camera) -> Sight:
    """Follow the lines of sight of every pixel of a camera."""
    width, height = camera.size_px
    plane = camera.plane_from_frame()
    x, y = np.arange(width) + 0.5, (np.arange(height) + 0.5)[:, None]
    depth = plane[2, 0] * x + plane[2, 1] * y + plane[2, 2]
    east = (plane[0, 0] * x + plane[0, 1] * y + plane[0, 2]) / depth
    north = (plane[1, 0] * x + plane[1, 1] * y + plane[1, 2]) / depth
    cx, cy, cz = camera.centre_m
    west, _, _, top = surface.bounds
    gsd = surface.gsd_m
    column = ((east - west) / gsd - 0.5).astype(np.float32)
    row = ((top - north) / gsd - 0.5).astype(np.float32)
    column_a_metre = ((cx - east) / (cz * gsd)).astype(np.float32)
    row_a_metre = ((north - cy) / (cz * gsd)).astype(np.float32)
    return _march(surface.height, column, row, column_a_metre, row_a_metre)


def _march(
    height: NDArray[np.float32],
    column: NDArray[np.float32],
    row: NDArray[np.float32],
    column_a_metre: NDArray[np.float32],
    row_a_metre: NDArray[np.float32],
) -> Sight:
    reached = np.zeros_like(column)
    level = np.empty_like(column)
    at_column, at_row = np.empty_like(column), np.empty_like(row)
    for up in np.arange(_STEP_M, float(height.max()) + _STEP_M, _STEP_M):
        cv2.scaleAdd(column_a_metre, float(up), column, at_column)
        cv2.scaleAdd(row_a_metre, float(up), row, at_row)
        cv2.remap(height, at_column, at_row, cv2.INTER_NEAREST, level, cv2.BORDER_CONSTANT, 0.0)
        np.putmask(reached, level >= up, np.float32(up))
    half = _STEP_M / 2
    for _ in range(_HALVINGS):
        trial = reached + np.float32(half)
        np.add(column, column_a_metre * trial, out=at_column)
        np.add(row, row_a_metre * trial, out=at_row)
        cv2.remap(height, at_column, at_row, cv2.INTER_NEAREST, level, cv2.BORDER_CONSTANT, 0.0)
        reached = np.where(level >= trial, trial, reached)
        half /= 2
    np.add(column, column_a_metre * reached, out=at_column)
    np.add(row, row_a_metre * reached, out=at_row)
    cv2.remap(height, at_column, at_row, cv2.INTER_NEAREST, level, cv2.BORDER_CONSTANT, 0.0)
    return Sight(column=at_column, row=at_row, up=reached, wall=level - reached > _WALL_M)


def follow_parallel(surface: Surface, east_a_metre: float, north_a_metre: float) -> Sight:
    """Follow parallel lines of sight, one for each cell of the surface.

    Args:
        surface: Its cells are the pixels, as they lie on the ground.
        east_a_metre: How far east a line moves for each metre of height.
        north_a_metre: How far north.
    """
    height = surface.height
    rows, columns = height.shape
    gsd = surface.gsd_m
    reached = np.zeros_like(height)
    lean = max(float(np.hypot(east_a_metre, north_a_metre)), 1e-3)
    step = float(np.clip(0.5 * gsd / lean, 0.4, 4.0))
    for up in np.arange(step, float(height.max()) + step, step):
        seen = cv2.warpAffine(
            height,
            np.array([[1.0, 0.0, east_a_metre * up / gsd], [0.0, 1.0, -north_a_metre * up / gsd]]),
            (columns, rows),
            flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        np.putmask(reached, seen >= up, np.float32(up))
    column = np.arange(columns, dtype=np.float32) + reached * np.float32(east_a_metre / gsd)
    row = np.arange(rows, dtype=np.float32)[:, None] - reached * np.float32(north_a_metre / gsd)
    seen = cv2.remap(height, column, row, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    return Sight(column=column, row=row, up=reached, wall=seen - reached > max(_WALL_M, step + 0.1))
