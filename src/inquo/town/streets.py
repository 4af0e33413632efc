"""Streets: a town cut into blocks again and again, then bent so that nothing is straight for long.

1. A convex polygon is cut across its longer side, at a place and an angle with
   some chance in them, until it is as small as blocks are there: small in the
   old centre, large outside, larger still where the fields begin.
2. Each cut is a road. The earlier the cut, the wider the road.
3. A block is what is left when half a road is taken from each of its edges.
4. Everything is bent by one smooth displacement, so that roads curve and no two
   blocks are alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from inquo.town import polygons
from inquo.town.elements import Road, Way
from inquo.town.polygons import Points

_WIDTHS: tuple[tuple[float, Way], ...] = (
    (15.0, "avenue"),
    (13.0, "avenue"),
    (11.0, "street"),
    (9.0, "street"),
    (8.0, "street"),
    (6.5, "lane"),
    (5.5, "lane"),
    (5.0, "lane"),
)
_MAX_DEPTH = 14
_SEEN_M = 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What roads enclose.

    Attributes:
        outline: Convex polygon inside the roads, before bending.
        built_up: Whether houses stand there; otherwise fields.
        remoteness: 0 in the centre, 1 at the town's edge, more outside.
        anchor: Key of the facility that must stand here, or empty.
    """

    outline: Points
    built_up: bool
    remoteness: float
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Bend:
    """A smooth displacement of the plane: a few long waves.

    Attributes:
        waves: Shape (n, 5): wave vector (2, radians per metre), phase, amplitude east and north (metres).
    """

    waves: Points

    @classmethod
    def chance(cls, rng: np.random.Generator) -> Bend:
        """Draw waves of 350 to 900 m."""
        count = 6
        direction = rng.uniform(0, 2 * np.pi, count)
        number = 2 * np.pi / rng.uniform(380, 950, count)
        amplitude = (
            rng.uniform(4.0, 11.0, (count, 1)) * rng.choice([-1.0, 1.0], (count, 2)) * rng.uniform(0.4, 1.0, (count, 2))
        )
        vector = np.stack([number * np.cos(direction), number * np.sin(direction)], axis=1)
        return cls(np.concatenate([vector, rng.uniform(0, 2 * np.pi, (count, 1)), amplitude], axis=1))

    def __call__(self, points: Points) -> Points:
        """Displace points, shape (n, 2)."""
        moved = np.array(points, dtype=np.float64)
        for kx, ky, phase, east, north in self.waves:
            wave = np.sin(points[:, 0] * kx + points[:, 1] * ky + phase)
            moved += wave[:, None] * np.array([east, north])
        return moved

    def rigidly(self, points: Points) -> Points:
        """Displace points as one stiff piece: moved and turned, not sheared."""
        middle = points.mean(axis=0)
        probes = middle + np.array([[0.0, 0.0], [5.0, 0.0], [0.0, 5.0]])
        at, east, north = self(probes)
        (ex, ey), (nx, ny) = east - at, north - at
        angle = float(np.arctan2(ey - nx, ex + ny))
        turned: Points = (points - middle) @ polygons.turn(angle).T + at
        return turned


@dataclass(slots=True)
class Layout:
    """Roads and blocks as they are being cut, before bending."""

    size_m: float
    centre: Points
    edge_m: tuple[float, ...]
    anchors: dict[str, Points]
    anchors_m2: dict[str, float]
    roads: list[Road] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def remoteness(self, point: Points) -> float:
        """Distance from the centre, in units of the distance to the town's edge that way."""
        dx, dy = point - self.centre
        bearing = np.arctan2(dy, dx)
        radius, two, phase_two, three, phase_three = self.edge_m
        edge = radius + two * np.sin(2 * bearing + phase_two) + three * np.sin(3 * bearing + phase_three)
        return float(np.hypot(dx, dy) / edge)


def lay_out(
    rng: np.random.Generator, size_m: float, anchors: dict[str, Points], anchors_m2: dict[str, float]
) -> Layout:
    """Cut a square with some margin into roads and blocks.

    Args:
        rng: Chance.
        size_m: Side of the square that will be looked at.
        anchors: Points that must end up in blocks of their own.
        anchors_m2: How large those blocks are at most.
    """
    centre = np.array([size_m, size_m]) * rng.uniform(0.46, 0.54, 2)
    edge = (
        float(0.41 * size_m),
        float(rng.uniform(0.04, 0.08) * size_m),
        float(rng.uniform(0, 6.3)),
        float(rng.uniform(0.03, 0.06) * size_m),
        float(rng.uniform(0, 6.3)),
    )
    layout = Layout(size_m=size_m, centre=centre, edge_m=edge, anchors=anchors, anchors_m2=anchors_m2)
    margin = 90.0
    whole = polygons.rectangle(
        np.array([size_m / 2, size_m / 2]), (1.35 * size_m + margin, 1.35 * size_m + margin), rng.uniform(0.15, 0.6)
    )
    _cut(layout, rng, whole, np.zeros(4), 0)
    return layout


def _target_area(layout: Layout, rng: np.random.Generator, outline: Points) -> tuple[float, bool, float, str]:
    low, high = outline.min(axis=0), outline.max(axis=0)
    if not ((high > -_SEEN_M).all() and (low < layout.size_m + _SEEN_M).all()):
        return np.inf, False, np.inf, ""
    middle = polygons.centroid(outline)
    remoteness = layout.remoteness(middle)
    held = [key for key, point in layout.anchors.items() if polygons.contains(outline, point[None])[0]]
    if len(held) > 1:
        return 0.0, True, remoteness, ""
    if held:
        return layout.anchors_m2[held[0]], True, remoteness, held[0]
    if remoteness > 1.0:
        return float(rng.uniform(9000, 26000)), False, remoteness, ""
    return float(rng.uniform(1700, 3600) + 3200 * remoteness**2 * rng.uniform(0.6, 1.5)), True, remoteness, ""


def _cut(layout: Layout, rng: np.random.Generator, outline: Points, widths: Points, depth: int) -> None:
    wanted, built_up, remoteness, anchor = _target_area(layout, rng, outline)
    if wanted == np.inf:
        return  # nobody looks there
    if polygons.area(outline) <= wanted or depth >= _MAX_DEPTH:
        pavement = 1.6 if built_up else 1.0
        inner = polygons.inset(outline, widths / 2 + pavement)
        if len(inner) >= 3 and polygons.area(inner) > 120:
            layout.blocks.append(Block(outline=inner, built_up=built_up, remoteness=remoteness, anchor=anchor))
        return
    direction = polygons.longest_edge(outline)
    across = np.array([-direction[1], direction[0]])
    low, high = polygons.extent_along(outline, direction)
    low_across, high_across = polygons.extent_along(outline, across)
    if high_across - low_across > high - low:
        direction, across = across, direction
        low, high = low_across, high_across
    share = rng.uniform(0.36, 0.64)
    tilt = rng.normal(0.0, 0.13 if depth > 1 else 0.09)
    point = direction * (low + share * (high - low)) + across * float(polygons.centroid(outline) @ across)
    heading = polygons.turn(tilt) @ across
    width, way = _WIDTHS[min(depth // 2 + (1 if depth % 2 and depth > 2 else 0), len(_WIDTHS) - 1)]
    if not built_up:
        width, way = (width, way) if depth < 3 else (5.0, "track")
    parts = []
    for towards in (heading, -heading):
        part, labels = polygons.keep_left(outline, widths, point, towards, width)
        if len(part) < 3 or polygons.area(part) < 60:
            return
        parts.append((part, labels))
    reach = _chord(outline, point, heading)
    layout.roads.append(Road(line=reach, width_m=width, way=way))
    for part, labels in parts:
        _cut(layout, rng, part, labels, depth + 1)


def _chord(outline: Points, point: Points, heading: Points) -> Points:
    """The piece of a line inside a convex polygon, shape (2, 2)."""
    low, high = -np.inf, np.inf
    for a, b in zip(outline, polygons.following(outline), strict=True):
        normal = np.array([a[1] - b[1], b[0] - a[0]])
        speed, distance = float(normal @ heading), float(normal @ (a - point))
        if abs(speed) < 1e-9:
            continue
        if speed > 0:
            low = max(low, distance / speed)
        else:
            high = min(high, distance / speed)
    return np.array([point + low * heading, point + high * heading])
