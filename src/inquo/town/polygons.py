"""Convex polygons in the plane: cutting, insetting, measuring.

Polygons are arrays of shape (n, 2), metres, counter-clockwise, not closed. The
town is laid out by cutting convex polygons in two again and again, so that
nothing more general is needed.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float64]


def following(polygon: Points) -> Points:
    """Each vertex's successor, shape (n, 2)."""
    after: Points = np.concatenate([polygon[1:], polygon[:1]])
    return after


def area(polygon: Points) -> float:
    """Signed area, square metres; positive when counter-clockwise."""
    after = following(polygon)
    return float(0.5 * (polygon[:, 0] @ after[:, 1] - polygon[:, 1] @ after[:, 0]))


def centroid(polygon: Points) -> Points:
    """Centre of area, shape (2,)."""
    after = following(polygon)
    cross = polygon[:, 0] * after[:, 1] - polygon[:, 1] * after[:, 0]
    centre: Points = ((polygon + after) * cross[:, None]).sum(axis=0) / (3.0 * cross.sum())
    return centre


def contains(polygon: Points, points: Points) -> NDArray[np.bool_]:
    """Which points lie inside, by even-odd crossings; any simple polygon.

    Args:
        polygon: Shape (n, 2).
        points: Shape (m, 2).
    """
    (xa, ya), (xb, yb) = polygon.T[..., None], following(polygon).T[..., None]
    x, y = points.T
    crosses = (ya > y) != (yb > y)
    rise = np.where(yb == ya, 1.0, yb - ya)
    inside: NDArray[np.bool_] = np.logical_xor.reduce(crosses & (x < (xb - xa) * (y - ya) / rise + xa), axis=0)
    return inside


def keep_left(
    polygon: Points, labels: NDArray[np.float64], point: Points, direction: Points, label: float
) -> tuple[Points, NDArray[np.float64]]:
    """Clip a convex polygon to the left of a directed line.

    Args:
        polygon: Convex, shape (n, 2).
        labels: One number for each edge; edge i runs from vertex i to the next.
        point: On the line.
        direction: Of the line; its left is kept.
        label: Number of the new edge.

    Returns:
        The clipped polygon, empty when nothing is left, and its edges' numbers.
    """
    side = direction[0] * (polygon[:, 1] - point[1]) - direction[1] * (polygon[:, 0] - point[0])
    vertices: list[Points] = []
    numbers: list[float] = []
    for i in range(len(polygon)):
        j = (i + 1) % len(polygon)
        if side[i] >= 0:
            vertices.append(polygon[i])
            numbers.append(float(labels[i]))
        if (side[i] >= 0) != (side[j] >= 0):
            share = side[i] / (side[i] - side[j])
            vertices.append(polygon[i] + share * (polygon[j] - polygon[i]))
            numbers.append(label if side[i] >= 0 else float(labels[i]))
    return np.array(vertices).reshape(-1, 2), np.array(numbers)


def inset(polygon: Points, distances_m: NDArray[np.float64] | float) -> Points:
    """Move every edge of a convex polygon inwards.

    Args:
        polygon: Convex, counter-clockwise.
        distances_m: One distance for all edges, or one for each.

    Returns:
        The smaller polygon; shape (0, 2) when nothing is left.
    """
    distances = np.broadcast_to(np.asarray(distances_m, dtype=np.float64), (len(polygon),))
    shrunk, labels = polygon, np.zeros(len(polygon))
    for a, b, distance in zip(polygon, following(polygon), distances, strict=True):
        length = float(np.hypot(*(b - a)))
        if length < 1e-6:
            continue
        along = (b - a) / length
        shrunk, labels = keep_left(shrunk, labels, a + distance * np.array([-along[1], along[0]]), along, 0.0)
        if len(shrunk) < 3:
            return np.empty((0, 2))
    return shrunk


def longest_edge(polygon: Points) -> Points:
    """Unit direction of the longest edge, shape (2,)."""
    edges = following(polygon) - polygon
    lengths = np.hypot(edges[:, 0], edges[:, 1])
    best = int(np.argmax(lengths))
    direction: Points = edges[best] / lengths[best]
    return direction


def extent_along(polygon: Points, direction: Points) -> tuple[float, float]:
    """Smallest and largest coordinate along a direction."""
    along = polygon @ direction
    return float(along.min()), float(along.max())


def rectangle(centre: Points, size: tuple[float, float], angle_rad: float) -> Points:
    """A turned rectangle, counter-clockwise.

    Args:
        centre: Shape (2,).
        size: Along the angle and across it, metres.
        angle_rad: From east, counter-clockwise.
    """
    ax, ay = 0.5 * size[0] * math.cos(angle_rad), 0.5 * size[0] * math.sin(angle_rad)
    bx, by = -0.5 * size[1] * math.sin(angle_rad), 0.5 * size[1] * math.cos(angle_rad)
    x, y = float(centre[0]), float(centre[1])
    return np.array(
        [(x - ax - bx, y - ay - by), (x + ax - bx, y + ay - by), (x + ax + bx, y + ay + by), (x - ax + bx, y - ay + by)]
    )


def turn(angle_rad: float) -> Points:
    """Rotation matrix, counter-clockwise, shape (2, 2)."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[c, -s], [s, c]])


def densify(line: Points, step_m: float, *, closed: bool) -> Points:
    """Add vertices so that none are further apart than a step.

    Args:
        line: Shape (n, 2).
        step_m: Largest distance wanted.
        closed: Whether the last vertex joins the first.
    """
    ends = following(line) if closed else line[1:]
    pieces = []
    for a, b in zip(line, ends, strict=False):
        count = max(1, int(np.ceil(np.hypot(*(b - a)) / step_m)))
        pieces.append(a + (b - a) * (np.arange(count) / count)[:, None])
    if not closed:
        pieces.append(line[-1:])
    return np.concatenate(pieces)


def distance_to_line(points: Points, line: Points) -> NDArray[np.float64]:
    """Distance from each point to a polyline, metres.

    Args:
        points: Shape (m, 2).
        line: Shape (n, 2), n at least 2.
    """
    nearest = np.full(len(points), np.inf)
    for a, b in pairwise(line):
        along = b - a
        share = np.clip(((points - a) @ along) / max(float(along @ along), 1e-12), 0.0, 1.0)
        foot = a + share[:, None] * along
        nearest = np.minimum(nearest, np.hypot(points[:, 0] - foot[:, 0], points[:, 1] - foot[:, 1]))
    return nearest


def shrink(polygon: Points, distance_m: float) -> Points:
    """Move every edge of a simple polygon inwards by a small distance, keeping its corners.

    Args:
        polygon: Counter-clockwise, not necessarily convex; edges much longer than the distance.
        distance_m: How far.
    """
    ahead = following(polygon) - polygon
    ahead = ahead / np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-9)[:, None]
    behind = np.concatenate([ahead[-1:], ahead[:-1]])
    normal = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) + np.stack([-behind[:, 1], behind[:, 0]], axis=1)
    scale = np.maximum((normal**2).sum(axis=1) / 2.0, 0.35)
    moved: Points = polygon + normal * (distance_m / scale)[:, None]
    return moved
