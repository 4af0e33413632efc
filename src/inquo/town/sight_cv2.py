"""What each pixel sees: lines of sight followed down onto the surface.

A line of sight is a straight line in the plan that moves a constant distance
for each metre of height. Heights are tried from the ground up; the highest at
which the surface reaches the line is where the line, coming from above, ends.
Where the surface stands clearly higher than that point, the line has met a wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Matrix
from inquo.town.camera import Camera
from inquo.town.surface import Surface

_STEP_M = 0.7
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
    west, _, _, top = surface.bounds
    gsd = surface.gsd_m
    cell_from_town = np.array([[1 / gsd, 0.0, -west / gsd - 0.5], [0.0, -1 / gsd, top / gsd - 0.5], [0.0, 0.0, 1.0]])
    frame_from_index = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])

    def cells_at(up_m: float) -> Matrix:
        """Homography from pixel to cell, both counted from centres, for what is seen at a height."""
        cells: Matrix = cell_from_town @ camera.plane_from_frame(up_m) @ frame_from_index
        return cells

    width, height = camera.size_px
    reached = np.zeros((height, width), dtype=np.float32)
    for up in np.arange(_STEP_M, float(surface.height.max()) + _STEP_M, _STEP_M):
        level = cv2.warpPerspective(
            surface.height, cells_at(float(up)), (width, height), flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
        )
        _keep_where_reached(reached, level, float(up))
    column, row = _grid(cells_at(0.0), width, height)
    foot_column, foot_row = cell_from_town[:2] @ [*camera.centre_m[:2], 1.0]
    share = 1.0 / camera.centre_m[2]
    column_a_metre = np.asarray((foot_column - column) * share, dtype=np.float32)
    row_a_metre = np.asarray((foot_row - row) * share, dtype=np.float32)
    return _refine(surface.height, reached, (column, row), (column_a_metre, row_a_metre))


def _keep_where_reached(reached: NDArray[np.float32], level: NDArray[Any], up_m: float) -> None:
    """Note a height, higher than any noted before, where the surface is at least as high."""
    _, there = cv2.threshold(level, up_m - 1e-3, up_m, cv2.THRESH_BINARY)
    cv2.max(reached, there, reached)


def _grid(cells_from_index: Matrix, width: int, height: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A homography applied to every pixel."""
    x, y = np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64)[:, None]
    h = cells_from_index
    depth = h[2, 0] * x + h[2, 1] * y + h[2, 2]
    column = (h[0, 0] * x + h[0, 1] * y + h[0, 2]) / depth
    row = (h[1, 0] * x + h[1, 1] * y + h[1, 2]) / depth
    return column.astype(np.float32), row.astype(np.float32)


def _refine(
    height: NDArray[np.float32],
    reached: NDArray[np.float32],
    at_ground: tuple[NDArray[np.float32], NDArray[np.float32]],
    a_metre: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> Sight:
    """Halve the step between the last height that was reached and the next, a few times."""
    (column, row), (column_a_metre, row_a_metre) = at_ground, a_metre
    half = _STEP_M / 2
    for _ in range(_HALVINGS):
        trial = reached + np.float32(half)
        level = cv2.remap(height, column + column_a_metre * trial, row + row_a_metre * trial, cv2.INTER_NEAREST)
        np.copyto(reached, trial, where=np.asarray(level >= trial))
        half /= 2
    at_column, at_row = column + column_a_metre * reached, row + row_a_metre * reached
    level = cv2.remap(height, at_column, at_row, cv2.INTER_NEAREST)
    return Sight(column=at_column, row=at_row, up=reached, wall=np.asarray(level - reached > _WALL_M))


def follow_parallel(surface: Surface, east_a_metre: float, north_a_metre: float) -> Sight:
    """Follow parallel lines of sight, one for each cell of the surface.

    Heights are tried at whole cells of displacement; a margin at the edge stays unseen.

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
    step = float(np.clip(gsd / lean, 0.5, 4.0))
    for up in np.arange(step, float(height.max()) + step, step):
        right, down = round(east_a_metre * up / gsd), round(-north_a_metre * up / gsd)
        seen = height[max(down, 0) : rows + min(down, 0), max(right, 0) : columns + min(right, 0)]
        here = reached[max(-down, 0) : rows + min(-down, 0), max(-right, 0) : columns + min(-right, 0)]
        _keep_where_reached(here, seen, float(up))
    column = np.arange(columns, dtype=np.float32) + reached * np.float32(east_a_metre / gsd)
    row = np.arange(rows, dtype=np.float32)[:, None] - reached * np.float32(north_a_metre / gsd)
    level = cv2.remap(height, column, row, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    return Sight(column=column, row=row, up=reached, wall=np.asarray(level - reached > max(_WALL_M, step + 0.1)))
