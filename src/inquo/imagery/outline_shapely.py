"""Outlines of images on the map: how much they overlap, and what they touch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from inquo.geometry.grid import Matrix

Outline: TypeAlias = Any  # shapely.Polygon; shapely has no types of its own
Bounds: TypeAlias = tuple[float, float, float, float]


def outline(ring: Matrix) -> Outline:
    """An outline from a closed ring, shape (n, 2)."""
    return shapely.Polygon(ring)


def bounds_of(outlines: Sequence[Outline]) -> Bounds:
    """Smallest box that holds them all: x and y from, x and y to."""
    x0, y0, x1, y1 = (float(v) for v in shapely.total_bounds(np.array(outlines)))
    return x0, y0, x1, y1


def touches(shape: Outline, bounds: Bounds) -> bool:
    """Whether an outline and a box share any ground."""
    return bool(shapely.intersects(shape, shapely.box(*bounds)))


def overlaps(outlines: Sequence[Outline]) -> NDArray[np.float64]:
    """Common area of every pair, square units of the map, shape (n, n); own area on the diagonal."""
    shapes = np.array(outlines)
    areas = np.zeros((len(shapes), len(shapes)))
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    areas[first, second] = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    return areas
