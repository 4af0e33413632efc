"""Fields, trees and the places where cars stand."""

from __future__ import annotations

import numpy as np

from inquo.town import polygons
from inquo.town.elements import Building, Ground, Lot, ParkingPlace, Road, Tree
from inquo.town.parcels import Stock, cut_parcels
from inquo.town.polygons import Points
from inquo.town.streets import Block

_FIELDS: tuple[Ground, ...] = ("field", "field", "orchard", "fallow", "field", "orchard", "works")


def sow(stock: Stock, rng: np.random.Generator, block: Block) -> None:
    """Divide a block outside the town into fields and orchards."""
    for plot in cut_parcels(rng, block.outline, float(rng.uniform(3500, 9000))):
        outline = polygons.inset(plot, rng.uniform(0.4, 1.5))
        if len(outline) < 3:
            continue
        angle = float(np.arctan2(*polygons.longest_edge(plot)[::-1]))
        ground = _FIELDS[int(rng.integers(len(_FIELDS) - (0 if block.remoteness < 1.25 else 1)))]
        stock.add_lot(outline, Lot(outline=outline, ground=ground, angle_rad=angle, shade=float(rng.uniform(-1, 1))))


def _tree(rng: np.random.Generator, x: float, y: float, size: float) -> Tree:
    radius = float(np.clip(rng.normal(size, size * 0.25), 0.9, 5.5))
    return Tree(
        x_m=x,
        y_m=y,
        radius_m=radius,
        height_m=float(radius * rng.uniform(1.6, 2.5) + 0.8),
        evergreen=bool(rng.uniform() < 0.6),
        hue=float(rng.uniform(-1, 1)),
    )


def plant(rng: np.random.Generator, lots: list[Lot], roads: list[Road]) -> list[Tree]:
    """Trees in orchards in rows, in gardens by chance, along avenues at intervals."""
    trees: list[Tree] = []
    for lot in lots:
        if lot.ground == "orchard":
            trees += _orchard(rng, lot)
        elif lot.ground in ("garden", "yard", "paved", "field", "fallow"):
            trees += _scattered(rng, lot)
    for road in roads:
        if road.way in ("avenue", "street", "track"):
            trees += _avenue(rng, road)
    return trees


def _orchard(rng: np.random.Generator, lot: Lot) -> list[Tree]:
    spacing = rng.uniform(4.6, 7.5)
    size = spacing * rng.uniform(0.24, 0.4)
    turned = lot.outline @ polygons.turn(lot.angle_rad)
    low, high = turned.min(axis=0) + 2.0, turned.max(axis=0) - 2.0
    if not (high > low).all():
        return []
    xs, ys = np.arange(low[0], high[0], spacing), np.arange(low[1], high[1], spacing * rng.uniform(0.9, 1.15))
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    grid = grid + rng.normal(0.0, 0.35, grid.shape)
    grid = grid[rng.uniform(size=len(grid)) > 0.08] @ polygons.turn(lot.angle_rad).T
    return [_tree(rng, float(x), float(y), float(size)) for x, y in grid[polygons.contains(lot.outline, grid)]]


def _scattered(rng: np.random.Generator, lot: Lot) -> list[Tree]:
    each_m2 = {"garden": 55.0, "yard": 260.0, "paved": 480.0, "field": 5200.0, "fallow": 1500.0}[lot.ground]
    low, high = lot.outline.min(axis=0), lot.outline.max(axis=0)
    count = int(rng.poisson(float(np.prod(high - low)) / each_m2))
    points = rng.uniform(low, high, (count, 2))
    points = points[polygons.contains(lot.outline, points)]
    size = 2.1 if lot.ground != "fallow" else 1.3
    return [_tree(rng, float(x), float(y), size) for x, y in points]


def _walk(line: Points, step_m: float) -> tuple[Points, Points]:
    """Points at a step along a line, and the unit direction there."""
    legs = np.diff(line, axis=0)
    lengths = np.hypot(legs[:, 0], legs[:, 1])
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    at = np.arange(step_m / 2, along[-1], step_m)
    leg = np.clip(np.searchsorted(along, at, side="right") - 1, 0, len(legs) - 1)
    direction = legs[leg] / lengths[leg][:, None]
    return line[leg] + direction * (at - along[leg])[:, None], direction


def _avenue(rng: np.random.Generator, road: Road) -> list[Tree]:
    trees: list[Tree] = []
    if rng.uniform() < {"avenue": 0.2, "street": 0.5, "track": 0.35}[road.way]:
        return trees
    for side in (-1.0, 1.0):
        points, direction = _walk(road.line, float(rng.uniform(8.0, 15.0)))
        normal = np.stack([-direction[:, 1], direction[:, 0]], axis=1)
        points = points + normal * side * (road.width_m / 2 + 0.4) + rng.normal(0.0, 0.5, points.shape)
        keep = rng.uniform(size=len(points)) < 0.62
        trees += [_tree(rng, float(x), float(y), 1.8) for x, y in points[keep]]
    return trees


def mark_parking(rng: np.random.Generator, roads: list[Road]) -> list[ParkingPlace]:
    """Places along the kerbs of streets, and in the lanes of avenues where cars drive."""
    places: list[ParkingPlace] = []
    for road in roads:
        if road.way == "track":
            continue
        kerb = max(road.width_m / 2 - 1.3, 0.8)
        offsets = (-kerb, kerb, -kerb / 3, kerb / 3) if road.way == "avenue" else (-kerb, kerb)
        for k, offset in enumerate(offsets):
            points, direction = _walk(road.line, 6.0 if k < 2 else 23.0)
            normal = np.stack([-direction[:, 1], direction[:, 0]], axis=1)
            points = points + normal * offset + rng.normal(0.0, 0.25, points.shape)
            angles = np.arctan2(direction[:, 1], direction[:, 0]) + rng.normal(0.0, 0.03, len(points))
            places += [
                ParkingPlace(x_m=float(x), y_m=float(y), angle_rad=float(a))
                for (x, y), a in zip(points, angles, strict=True)
            ]
    return places


def clear(
    trees: list[Tree], buildings: list[Building], watercourse: Points, size_m: float
) -> tuple[list[Tree], list[Building]]:
    """Take away what stands in the river bed, trees inside buildings, and what nobody will ever see."""
    margin = 130.0
    dry = _away_from(buildings, watercourse, 15.0)
    kept = [
        b
        for b, free in zip(buildings, dry, strict=True)
        if b.facility or (free and (b.outline > -margin).all() and (b.outline < size_m + margin).all())
    ]
    for landmark in [b for b in kept if b.facility]:
        kept = [b for b in kept if b.facility or not _overlap(b.outline, landmark.outline)]
    points = np.array([(t.x_m, t.y_m) for t in trees])
    free = polygons.distance_to_line(points, watercourse) > 9.0
    free &= (points > -margin).all(axis=1) & (points < size_m + margin).all(axis=1)
    order = np.argsort(points[:, 0])
    sorted_x = points[order, 0]
    for building in kept:
        low, high = building.outline.min(axis=0) - 0.8, building.outline.max(axis=0) + 0.8
        near = order[np.searchsorted(sorted_x, low[0]) : np.searchsorted(sorted_x, high[0])]
        near = near[(points[near, 1] > low[1]) & (points[near, 1] < high[1])]
        if len(near):
            free[near[polygons.contains(building.outline, points[near])]] = False
    return [t for t, keep in zip(trees, free, strict=True) if keep], kept


def _overlap(a: Points, b: Points) -> bool:
    """Whether two outlines overlap, to about a metre."""
    if (a.min(axis=0) > b.max(axis=0)).any() or (b.min(axis=0) > a.max(axis=0)).any():
        return False
    return any(
        bool(polygons.contains(one, polygons.densify(other, 1.0, closed=True)).any()) for one, other in ((a, b), (b, a))
    )


def _away_from(buildings: list[Building], line: Points, distance_m: float) -> list[bool]:
    """Which buildings have all their corners further than a distance from a line."""
    corners = np.concatenate([b.outline for b in buildings])
    far = polygons.distance_to_line(corners, line) > distance_m
    starts = np.concatenate([[0], np.cumsum([len(b.outline) for b in buildings])[:-1]])
    return [bool(every) for every in np.logical_and.reduceat(far, starts)]
