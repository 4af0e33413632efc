"""The crosshair among what stays put: four thin arms around one centre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inquo.geometry.grid import Grey, Mask

Ridges: TypeAlias = NDArray[np.float32]

_ARMS_PX = ((4, 12), (6, 18), (8, 26), (12, 40), (16, 60), (24, 96))
_SIDES_PX = (3, 6)
_MIN_RIDGE = 14.0
_MIN_LEAD = 1.3
_MARGIN = 0.22
_OFF_CENTRE = 0.15
_REACH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosshair:
    """Where a crosshair stands.

    Attributes:
        x_px: Column of its centre, pixel centre at 0.5.
        y_px: Row of its centre.
        sigma_px: Standard uncertainty in each axis.
        reach_px: How far its arms reach from the centre, at least.
        contrast: By how much its weakest part stands out from both sides, of 255.
    """

    x_px: float
    y_px: float
    sigma_px: float
    reach_px: float
    contrast: float


def find(bright: Grey, dark: Grey, near: Crosshair | None = None) -> Crosshair | None:
    """Find a crosshair, no further from the picture's centre than 15 % of its height.

    1. A line's pixel is brighter (or darker) than the pixels a few steps to both its sides.
    2. A crosshair has such lines on four sides of its centre. Each arm is cut in two, and
       the weakest of the eight parts counts, so that no house edge passes for one.
    3. It is alone: the next best place elsewhere is clearly worse.
    4. The centre is where the middles of opposite arms meet.

    Args:
        bright: Low quantile of a shot's frames where they stand: bright symbols are sharp in it.
        dark: High quantile: dark symbols are sharp in it.
        near: Crosshair of another shot of the same video; a third of the contrast is enough at
            its place.

    Returns:
        The crosshair, or None when there is none.
    """
    best: _Place | None = None
    rivals: list[tuple[float, int, int]] = []
    for picture, sign in ((bright, 1.0), (dark, -1.0)):
        top, left, middle = _middle(sign * picture.astype(np.float32))
        for side in _SIDES_PX:
            level, upright = _ridges(middle, side, 0), _ridges(middle, side, 1)  # 1
            for inner, outer in _ARMS_PX:
                if outer * 4 > min(middle.shape):
                    continue
                score = _weakest(level, upright, inner, outer)  # 2
                if near is not None:
                    score = _around(score, near.x_px - left, near.y_px - top)
                rivals += [(value, y + top, x + left) for value, y, x in _peaks(score)]
                if near is None:
                    score = _central(score, picture.shape[0] * _OFF_CENTRE)
                row, column = (int(v) for v in np.unravel_index(int(np.argmax(score)), score.shape))
                if best is None or score[row, column] > best.contrast:
                    best = _Place(float(score[row, column]), row, column, top, left, outer, level, upright)
    if best is None or not best.contrast >= (_MIN_RIDGE if near is None else _MIN_RIDGE / 3):
        return None
    y, x = best.row + best.top, best.column + best.left
    others = [other for other, row, column in rivals if np.hypot(row - y, column - x) > best.outer]
    if near is None and not best.contrast >= _MIN_LEAD * max(others, default=0.0):  # 3
        return None
    return best.measure()  # 4


def cover(found: Crosshair, shape: tuple[int, int]) -> Mask:
    """Cover a crosshair's arms, and half as much again, with a mask.

    Args:
        found: The crosshair.
        shape: Height and width of the picture.
    """
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    across, down = np.abs(columns + 0.5 - found.x_px), np.abs(rows + 0.5 - found.y_px)
    reach_px, half_px = 1.5 * found.reach_px + 4, max(4.0, 0.1 * found.reach_px)
    mask: Mask = ((across <= half_px) & (down <= reach_px)) | ((down <= half_px) & (across <= reach_px))
    return mask


def enlarge(found: Crosshair, factor: float) -> Crosshair:
    """Carry a crosshair that was found in a smaller copy into the picture itself."""
    return Crosshair(
        x_px=found.x_px * factor,
        y_px=found.y_px * factor,
        sigma_px=found.sigma_px * factor,
        reach_px=found.reach_px * factor,
        contrast=found.contrast,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Where a crosshair may stand, in the middle part of the picture."""

    contrast: float
    row: int
    column: int
    top: int
    left: int
    outer: int
    level: Ridges
    upright: Ridges

    def measure(self) -> Crosshair:
        """Measure the centre: where the middles of opposite arms meet."""
        rows = slice(max(0, self.row - _REACH), self.row + _REACH + 1)
        columns = slice(max(0, self.column - _REACH), self.column + _REACH + 1)
        along = slice(max(0, self.column - self.outer), self.column + self.outer + 1)
        down = slice(max(0, self.row - self.outer), self.row + self.outer + 1)
        y_px = self.top + rows.start + _centre(self.level[rows, along], 1)
        x_px = self.left + columns.start + _centre(self.upright[down, columns], 0)
        return Crosshair(x_px=x_px + 0.5, y_px=y_px + 0.5, sigma_px=1.0, reach_px=self.outer, contrast=self.contrast)


def _ridges(picture: Ridges, side: int, axis: int) -> Ridges:
    """By how much each pixel outshines the pixels on both its sides, across the axis given, at most 60."""
    before, after = np.roll(picture, side, axis), np.roll(picture, -side, axis)
    ridge: Ridges = np.clip(picture - np.maximum(before, after), -60.0, 60.0)
    # The symbol may be drawn one pixel off its own centre line.
    thick: Ridges = ndimage.maximum_filter1d(ridge, 3, axis=axis)
    return thick


def _weakest(level: Ridges, upright: Ridges, inner: int, outer: int) -> Ridges:
    """For each centre, the weakest mean ridge of eight half arms; 0 near the border."""
    half = (outer - inner) // 2
    weakest = np.full(level.shape, np.inf, np.float32)
    for ridge, axis in ((level, 1), (upright, 0)):
        mean = ndimage.uniform_filter1d(ridge, half, axis=axis, mode="constant")
        for start in (inner, inner + half):
            offset = start + half // 2
            for step in (offset, -offset):
                np.minimum(weakest, np.roll(mean, -step, axis), out=weakest)
    kept = np.zeros_like(weakest)
    kept[outer:-outer, outer:-outer] = np.maximum(weakest[outer:-outer, outer:-outer], 0)
    return kept


def _middle(picture: Ridges) -> tuple[int, int, Ridges]:
    """Cut out the middle part of the picture: its first row, its first column, its pixels."""
    height, width = picture.shape
    top, left = int(height * _MARGIN), int(width * _MARGIN)
    return top, left, picture[top : height - top, left : width - left]


def _central(score: Ridges, reach: float) -> Ridges:
    """Keep a map near its middle; elsewhere 0."""
    rows, columns = np.ogrid[: score.shape[0], : score.shape[1]]
    off = np.maximum(np.abs(rows - score.shape[0] / 2), np.abs(columns - score.shape[1] / 2))
    return np.where(off <= reach, score, np.float32(0))


def _around(score: Ridges, x: float, y: float) -> Ridges:
    """Keep a map near a place; elsewhere 0."""
    kept = np.zeros_like(score)
    rows = slice(max(0, int(y) - _REACH), max(0, int(y) + _REACH + 1))
    columns = slice(max(0, int(x) - _REACH), max(0, int(x) + _REACH + 1))
    kept[rows, columns] = score[rows, columns]
    return kept


def _peaks(score: Ridges) -> list[tuple[float, int, int]]:
    """The few highest places of a map, each in its own neighbourhood."""
    rows, columns = np.nonzero(score > _MIN_RIDGE / 2)
    values = score[rows, columns]
    order = np.argsort(-values)[:400]
    return [(float(values[i]), int(rows[i]), int(columns[i])) for i in order]


def _centre(ridges: Ridges, axis: int) -> float:
    """Centre of the ridge across a strip, in rows or columns of it."""
    profile = np.maximum(ridges.mean(axis=axis), 0) ** 4
    total = float(profile.sum())
    return float((profile * np.arange(len(profile))).sum()) / total if total > 0 else (len(profile) - 1) / 2
