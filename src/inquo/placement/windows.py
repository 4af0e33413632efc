"""Which windows of the imagery hold the surroundings of many places, so that no ground is searched twice.

A window says where the middle of a view may lie. Windows do not overlap; together they hold every disc. They
come from cutting: a box is cut where no disc reaches, as often as that goes; a box that is still mostly
empty is cut in the middle of its longer side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.placement.reference import Bounds

Float64 = NDArray[np.float64]

_LEAST_FILL = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A box of ground, and the places whose surroundings reach into it.

    Attributes:
        bounds_m: The box.
        places: Positions of the places in the list that was given.
    """

    bounds_m: Bounds
    places: tuple[int, ...]


def cover(places_m: Float64, radius_m: float, bounds_m: Bounds) -> tuple[Window, ...]:
    """Cover the discs around some places with windows that do not overlap.

    Args:
        places_m: Shape (n, 2). Places whose disc does not reach the imagery get no window.
        radius_m: Of each disc.
        bounds_m: Extent of the imagery; windows do not go beyond it.

    Returns:
        Windows in an order that depends on nothing but the arguments.
    """
    if not radius_m > 0:
        raise ValueError(f"a radius is above zero, not {radius_m}")
    boxes = np.hstack([places_m - radius_m, places_m + radius_m]).reshape(-1, 4)
    return tuple(_cut(boxes, np.arange(len(boxes)), bounds_m, 2 * radius_m))


def _cut(boxes: Float64, some: NDArray[np.intp], bounds_m: Bounds, least_m: float) -> list[Window]:
    """Windows for the boxes that reach into a box."""
    trimmed = _within(boxes[some], bounds_m)
    reach = (trimmed[:, 2] > trimmed[:, 0]) & (trimmed[:, 3] > trimmed[:, 1])
    some, trimmed = some[reach], trimmed[reach]
    if not len(some):
        return []
    hull = (*trimmed[:, :2].min(axis=0), *trimmed[:, 2:].max(axis=0))
    west, south, east, north = (float(side) for side in hull)
    sides = (east - west, north - south)
    for axis in np.argsort(sides)[::-1]:
        at = _gap(trimmed[:, axis], trimmed[:, axis + 2])
        if at is not None:
            return _halves(boxes, some, (west, south, east, north), int(axis), at, least_m)
    filled = float(np.prod(trimmed[:, 2:] - trimmed[:, :2], axis=1).sum())
    if filled >= _LEAST_FILL * sides[0] * sides[1] or max(sides) <= 1.5 * least_m:
        return [Window(bounds_m=(west, south, east, north), places=tuple(int(i) for i in some))]
    axis = int(np.argmax(sides))
    middle = (hull[axis] + hull[axis + 2]) / 2
    return _halves(boxes, some, (west, south, east, north), axis, float(middle), least_m)


def _halves(
    boxes: Float64, some: NDArray[np.intp], bounds_m: Bounds, axis: int, at: float, least_m: float
) -> list[Window]:
    lower, upper = list(bounds_m), list(bounds_m)
    lower[axis + 2] = upper[axis] = at
    halves = ((a[0], a[1], a[2], a[3]) for a in (lower, upper))
    return [window for half in halves for window in _cut(boxes, some, half, least_m)]


def _gap(starts: Float64, ends: Float64) -> float | None:
    """Where a cut meets no interval, nearest to the middle; None when they all hang together."""
    order = np.argsort(starts)
    reached = np.maximum.accumulate(ends[order])[:-1]
    following = starts[order][1:]
    open_at = np.flatnonzero(following >= reached)
    if not len(open_at):
        return None
    best = open_at[np.argmin(np.abs(open_at - len(starts) / 2))]
    return float((reached[best] + following[best]) / 2)


def _within(boxes: Float64, bounds_m: Bounds) -> Float64:
    west, south, east, north = bounds_m
    low, high = np.array([west, south]), np.array([east, north])
    return np.hstack([np.clip(boxes[:, :2], low, high), np.clip(boxes[:, 2:], low, high)])
