"""Outlines of facilities: whether they are sound, which ground they share, how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

Shape: TypeAlias = Any  # a shapely geometry; shapely has no types of its own
Ring: TypeAlias = NDArray[np.float64]

_QUARTER_STEPS = 16


def find_fault(polygons: Sequence[Sequence[Ring]]) -> str | None:
    """Say what is wrong with an outline; None when it is sound.

    Args:
        polygons: Rings of each polygon, outer first, shape (n, 2) each.
    """
    for rings in polygons:
        for ring in rings:
            if len(ring) < 4:
                return f"a ring has {len(ring)} points; a closed one needs 4"
            if not (ring[0] == ring[-1]).all():
                return "a ring is not closed: its last point is not its first"
    shape = _shape(polygons)
    if not shape.is_valid:
        return f"its outline is broken ({shapely.is_valid_reason(shape)})"
    return None if shape.area > 0 else "its outline encloses nothing"


def point_inside(polygons: Sequence[Sequence[Ring]]) -> tuple[float, float]:
    """A point inside an outline."""
    point = shapely.point_on_surface(_shape(polygons))
    return float(point.x), float(point.y)


def outline_shape(polygons: Sequence[Sequence[Ring]]) -> Shape:
    """An outline as a shape."""
    return _shape(polygons)


def disc_shape(x_m: float, y_m: float, radius_m: float) -> Shape:
    """A disc as a polygon of 64 sides and the same area."""
    sides = 4 * _QUARTER_STEPS
    fair = np.sqrt(2 * np.pi / (sides * np.sin(2 * np.pi / sides)))
    return shapely.Point(x_m, y_m).buffer(radius_m * fair, quad_segs=_QUARTER_STEPS)


def without(shape: Shape, others: Sequence[Shape], keep_xy: tuple[float, float]) -> Shape:
    """A shape less those others that do not hold a given point."""
    point = shapely.Point(keep_xy)
    taken = [other for other in others if not other.intersects(point) and other.intersects(shape)]
    return shape.difference(shapely.union_all(taken)) if taken else shape


def distance_m(shape: Shape) -> float:
    """From the origin to the nearest point of a shape; 0 inside."""
    return float(shape.distance(shapely.Point(0, 0)))


def part_by_owner(shapes: Sequence[Shape]) -> list[tuple[Shape, tuple[int, ...]]]:
    """Cut ground into pieces, each with all the shapes that hold it.

    Returns:
        Pieces that do not overlap, with the indices of their owners.
    """
    array = np.array(shapes, dtype=object)
    one, other = shapely.STRtree(array).query(array, predicate="intersects")
    meeting = {int(index) for index in one[one != other]}
    pieces = _cut([(index, shapes[index]) for index in sorted(meeting)])
    return pieces + [(shape, (index,)) for index, shape in enumerate(shapes) if index not in meeting]


def _cut(shapes: Sequence[tuple[int, Shape]]) -> list[tuple[Shape, tuple[int, ...]]]:
    pieces: list[tuple[Shape, tuple[int, ...]]] = []
    for index, shape in shapes:
        rest = shape
        cut: list[tuple[Shape, tuple[int, ...]]] = []
        for piece, owners in pieces:
            if not piece.intersects(shape):
                cut.append((piece, owners))
                continue
            cut.append((piece.difference(shape), owners))
            cut.append((piece.intersection(shape), (*owners, index)))
            rest = rest.difference(piece)
        cut.append((rest, (index,)))
        pieces = [(piece, owners) for piece, owners in cut if piece.area > 0]
    return pieces


def rings_of(shape: Shape) -> list[tuple[Ring, float]]:
    """Closed rings of a shape with what they count: 1 for outer ones, -1 for holes."""
    rings: list[tuple[Ring, float]] = []
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon):
            rings.append((shapely.get_coordinates(part.exterior), 1.0))
            rings.extend((shapely.get_coordinates(hole), -1.0) for hole in part.interiors)
        elif isinstance(part, shapely.GeometryCollection | shapely.MultiPolygon):
            rings.extend(rings_of(part))
    return rings


def _shape(polygons: Sequence[Sequence[Ring]]) -> Shape:
    made = [shapely.Polygon(rings[0], rings[1:]) for rings in polygons]
    return made[0] if len(made) == 1 else shapely.MultiPolygon(made)
