"""A window of one image, carried onto a metric grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Mask, Matrix
from inquo.imagery.collar import Collar
from inquo.imagery.geotiff_rasterio import Facts, read_grey
from inquo.imagery.projection_pyproj import carry
from inquo.imagery.resample_cv2 import resample, solid

# Between nodes the projection is taken as linear: at 64 pixels of 2.4 m it bends by under 1 mm.
_NODE_SPACING_PX = 64
_MARGIN_PX = 2.0
_COLLAR_WIDTH_PX = 9
_STRIP_ROWS = 128
_SHRUNK = 1.25
_ONE_LOOK = (0.5,)
_LOOKS = (0.25, 0.75)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A north-up grid on a metric map.

    Attributes:
        west_m: Left edge.
        north_m: Upper edge.
        gsd_m: Side of a pixel.
        width_px: Columns.
        height_px: Rows.
        crs: Of the map.
    """

    west_m: float
    north_m: float
    gsd_m: float
    width_px: int
    height_px: int
    crs: str


def warp_grey(
    path: Path, facts: Facts, crs: str, grid: Grid, *, collar: Collar | None
) -> tuple[NDArray[np.float32], Mask]:
    """Read what an image shows of a grid, on the scale of its own values.

    The file is read by averaging and then looked up bilinearly; memory follows the grid, not the image. Where it has
    to be shrunk it is read twice as fine as the grid and looked up four times a pixel: looking up between
    averages that are as coarse as the grid would blur them once more.

    Args:
        path: The image.
        facts: What its header says.
        crs: Its CRS.
        grid: Where to.
        collar: Which wide dark areas are no ground; None for no collar.

    Returns:
        Values and where they exist, shape (height, width) of the grid.

    Raises:
        ImageryError: The pixels cannot be decoded.
    """
    strips = []
    for top in range(0, grid.height_px, _STRIP_ROWS):
        rows = min(_STRIP_ROWS, grid.height_px - top)
        strip = replace(grid, north_m=grid.north_m - top * grid.gsd_m, height_px=rows)
        strips.append(_warp_strip(path, facts, crs, strip, collar))
    return np.concatenate([values for values, _ in strips]), np.concatenate([exists for _, exists in strips])


def _warp_strip(
    path: Path, facts: Facts, crs: str, grid: Grid, collar: Collar | None
) -> tuple[NDArray[np.float32], Mask]:
    """As ``warp_grey``, of a grid that is low enough to be read at once."""
    shape = (grid.height_px, grid.width_px)
    nothing = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=bool)
    nodes_px = _image_px_of_nodes(facts, crs, grid)
    if not np.isfinite(nodes_px).all():
        return nothing
    across, down = _image_px_per_grid_px(nodes_px, grid)
    reach = np.maximum(1.0, [across, down]) * _MARGIN_PX
    low = np.floor(np.maximum(nodes_px.min(axis=(0, 1)) - reach, 0)).astype(int)
    high = np.ceil(np.minimum(nodes_px.max(axis=(0, 1)) + reach, [facts.width_px, facts.height_px])).astype(int)
    if not (high > low).all():
        return nothing
    width, height = (int(n) for n in high - low)
    looks = _LOOKS if max(across, down) > _SHRUNK else _ONE_LOOK
    coarser = np.maximum(1.0, np.array([across, down]) / len(looks))
    size = (max(1, round(width / coarser[0])), max(1, round(height / coarser[1])))
    grey, valid = read_grey(path, facts, (int(low[0]), int(low[1]), width, height), size)
    if collar is not None:
        dark = solid(grey <= collar.level, max(3, round(_COLLAR_WIDTH_PX / float(coarser.max()))))
        x, y = (
            (np.arange(n) + 0.5) / n * side + start for n, side, start in zip(size, (width, height), low, strict=True)
        )
        valid &= ~(dark & collar.may_be_at(x / facts.width_px, y / facts.height_px))
    if not valid.any():
        return nothing
    places = (nodes_px - low) * (np.array(size) / [width, height])
    return _mean(
        resample(grey, valid, *(_between_nodes(places[..., axis], grid, x, y) for axis in (0, 1)))
        for y in looks
        for x in looks
    )


def _mean(looks: Iterable[tuple[NDArray[np.float32], Mask]]) -> tuple[NDArray[np.float32], Mask]:
    """Mean of what several looks at the same pixels saw, where at least half of them saw something."""
    seen = list(looks)
    count = np.sum([exists for _, exists in seen], axis=0, dtype=np.float32)
    total = np.sum([np.where(exists, values, np.float32(0)) for values, exists in seen], axis=0, dtype=np.float32)
    mean = np.asarray(total / np.maximum(count, np.float32(1)), np.float32)
    return mean, np.asarray(2 * count >= len(seen), bool)


def pixel_at(facts: Facts, crs: str, point_m: Matrix, map_crs: str) -> Matrix:
    """Carry map points, shape (..., 2), to pixels of an image; infinite where there is none."""
    offset = carry(point_m, to_crs=crs, from_crs=map_crs) - facts.crs_from_pixel[:, 2]
    return np.asarray(offset @ np.linalg.inv(facts.crs_from_pixel[:, :2]).T, dtype=np.float64)


def _image_px_of_nodes(facts: Facts, crs: str, grid: Grid) -> Matrix:
    """Image pixels of the nodes that span the grid, shape (rows + 1, columns + 1, 2)."""
    columns, rows = -(-grid.width_px // _NODE_SPACING_PX), -(-grid.height_px // _NODE_SPACING_PX)
    x = grid.west_m + np.linspace(0, grid.width_px, columns + 1) * grid.gsd_m
    y = grid.north_m - np.linspace(0, grid.height_px, rows + 1) * grid.gsd_m
    return pixel_at(facts, crs, np.stack(np.meshgrid(x, y), axis=-1), grid.crs)


def _image_px_per_grid_px(nodes_px: Matrix, grid: Grid) -> tuple[float, float]:
    """How many columns and rows of the image one grid pixel spans, at the middle of the window."""
    rows, columns = nodes_px.shape[0] - 1, nodes_px.shape[1] - 1
    row, column = rows // 2, columns // 2
    east = (nodes_px[row, min(column + 1, columns)] - nodes_px[row, min(column + 1, columns) - 1]) * columns
    south = (nodes_px[min(row + 1, rows), column] - nodes_px[min(row + 1, rows) - 1, column]) * rows
    span = np.hypot(east / grid.width_px, south / grid.height_px)
    return float(span[0]), float(span[1])


def _between_nodes(nodes: Matrix, grid: Grid, across: float, down: float) -> NDArray[np.float32]:
    """Interpolate from the nodes to a point, between 0 and 1, within each of the grid's pixels."""
    rows, columns = nodes.shape[0] - 1, nodes.shape[1] - 1
    y = (np.arange(grid.height_px) + down) * rows / grid.height_px
    x = (np.arange(grid.width_px) + across) * columns / grid.width_px
    above, left = y.astype(int), x.astype(int)
    share_y, share_x = (y - above)[:, None], x - left
    by_row = nodes[above] * (1 - share_y) + nodes[above + 1] * share_y
    return np.asarray(by_row[:, left] * (1 - share_x) + by_row[:, left + 1] * share_x, dtype=np.float32)
