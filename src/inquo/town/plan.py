"""The plan of an invented town, drawn from one seed. Nothing in it exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from inquo.town import landmarks, parcels, planting, polygons, streets
from inquo.town.elements import Building, Lot, ParkingPlace, Road, Site, Strike, Tree
from inquo.town.polygons import Points

CRS = "EPSG:32639"
NAME = "Qasr al-Wahm"
NAME_AR = "قصر الوهم"
NOTICE = "INVENTED PLACE - RENDERED"
FIRST_PASS = datetime(2024, 3, 24, 6, 12, tzinfo=UTC)
BUILDING_YEAR = datetime(2024, 6, 1, tzinfo=UTC)
FIRST_STRIKE = datetime(2024, 8, 17, 12, 10, tzinfo=UTC)
SECOND_PASS = datetime(2024, 10, 9, 7, 24, tzinfo=UTC)

# Sand of the Rub' al Khali, where nobody lives. Each seed has its own square kilometre.
_DESERT_M = (462_000.0, 2_214_000.0)
_APART_M = 7_000.0
_AROUND = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A plan: what stands where, in metres east and north of the south-west corner.

    Attributes:
        seed: It was drawn from; the same seed gives the same town.
        name: In Latin script. Invented.
        name_ar: In Arabic script.
        crs: Of the map, metric.
        origin_m: The south-west corner, in ``crs``.
        size_m: Side of the square.
        roads: In the order in which they are painted.
        lots: In the order in which they are painted.
        buildings: Every building that ever stands.
        trees: All trees.
        parking: Where cars may stand.
        watercourse: Centre line of a dry river bed, shape (n, 2).
        sites: Facilities by key.
        strikes: What is hit, and when.
    """

    seed: int
    name: str
    name_ar: str
    crs: str
    origin_m: tuple[float, float]
    size_m: float
    roads: tuple[Road, ...]
    lots: tuple[Lot, ...]
    buildings: tuple[Building, ...]
    trees: tuple[Tree, ...]
    parking: tuple[ParkingPlace, ...]
    watercourse: Points
    sites: dict[str, Site]
    strikes: tuple[Strike, ...]

    def map_from_town(self, points: Points) -> Points:
        """Metres in the town to metres in ``crs``; shape (n, 2)."""
        moved: Points = points + np.asarray(self.origin_m)
        return moved

    def standing(self, when: datetime) -> tuple[tuple[int, Building], ...]:
        """Buildings that have been built by a time, with their numbers."""
        return tuple((k, b) for k, b in enumerate(self.buildings) if b.built is None or b.built <= when)


def draw_town(seed: int, *, size_m: float = 1040.0) -> Town:
    """Draw a town.

    Args:
        seed: Any non-negative whole number. Different seeds are different places.
        size_m: Side of the square that can be looked at; 500 at least.

    Raises:
        ValueError: The square is too small for its facilities.
    """
    if not size_m >= 500:
        raise ValueError(f"a town needs 500 m, not {size_m}")
    rng = np.random.default_rng([seed, 0x70])
    anchors = landmarks.place_anchors(rng, size_m)
    layout = streets.lay_out(rng, size_m, anchors, landmarks.BLOCKS_M2)
    bend = streets.Bend.chance(rng)
    stock = parcels.Stock(bend=bend, built_later=BUILDING_YEAR)
    sites: dict[str, Site] = {}
    for block in layout.blocks:
        if block.anchor:
            sites[block.anchor] = landmarks.build_landmark(stock, rng, block)
        elif block.built_up:
            parcels.build_block(stock, rng, block)
        else:
            planting.sow(stock, rng, block)
    roads = [
        Road(line=bend(polygons.densify(road.line, 8.0, closed=False)), width_m=road.width_m, way=road.way)
        for road in reversed(layout.roads)
    ]
    watercourse = _meander(rng, size_m, sites)
    trees, buildings = planting.clear(planting.plant(rng, stock.lots, roads), stock.buildings, watercourse, size_m)
    column, row = seed % _AROUND, (seed // _AROUND) % _AROUND
    return Town(
        seed=seed,
        name=NAME,
        name_ar=NAME_AR,
        crs=CRS,
        origin_m=(_DESERT_M[0] + _APART_M * column, _DESERT_M[1] + _APART_M * row),
        size_m=size_m,
        roads=tuple(roads),
        lots=tuple(stock.lots),
        buildings=tuple(buildings),
        trees=tuple(trees),
        parking=tuple(planting.mark_parking(rng, roads)),
        watercourse=watercourse,
        sites=sites,
        strikes=_choose_strikes(rng, sites, buildings),
    )


def _meander(rng: np.random.Generator, size_m: float, sites: dict[str, Site]) -> Points:
    """A dry river bed across the town that spares the facilities: the best of some tries."""
    best, best_distance = np.empty((0, 2)), -1.0
    corners = np.concatenate([site.outline for site in sites.values()])
    along = np.linspace(-150.0, size_m + 150.0, 60)
    for _ in range(12):
        heading = rng.uniform(0, 2 * np.pi)
        aside = np.full(along.shape, rng.uniform(-0.42, 0.42) * size_m)
        for wavelength, amplitude in ((rng.uniform(240, 420), 26.0), (rng.uniform(500, 800), 48.0)):
            aside = aside + amplitude * np.sin(2 * np.pi * along / wavelength + rng.uniform(0, 6.3))
        line = np.stack([along - size_m / 2, aside], axis=1)
        line = line * [1.35, 1.0] @ polygons.turn(heading).T + size_m / 2
        distance = min(float(polygons.distance_to_line(corners, line).min()), 60.0)
        if distance > best_distance:
            best, best_distance = line, distance
    return best


def _choose_strikes(rng: np.random.Generator, sites: dict[str, Site], buildings: list[Building]) -> tuple[Strike, ...]:
    """A wing of the hospital, the market's hall, the school, and a house that no map names."""
    houses = [
        b
        for b in buildings
        if not b.facility
        and b.roof == "flat"
        and b.built is None
        and 5 < b.height_m < 12
        and polygons.area(b.outline) > 140
    ]
    centres = np.array([polygons.centroid(b.outline) for b in houses])
    middle = np.mean([site.outline.mean(axis=0) for site in sites.values()], axis=0)
    nearest = np.argsort(np.hypot(*(centres - middle).T))
    house = houses[int(nearest[rng.integers(5, min(40, len(nearest)))])]
    targets = [
        (sites[key].outline, key, radius)
        for key, radius in (("national-hospital", 11.0), ("market", 10.0), ("school", 8.0))
    ]
    strikes = []
    for number, (outline, key, radius) in enumerate([*targets, (house.outline, "", 8.0)]):
        at = _well_inside(rng, outline)
        up = max(b.height_m for b in buildings if b.outline is outline)
        strikes.append(
            Strike(
                x_m=float(at[0]),
                y_m=float(at[1]),
                up_m=up,
                radius_m=radius,
                when=FIRST_STRIKE + number * timedelta(days=2, hours=-1, minutes=13),
                site=key,
            )
        )
    return tuple(strikes)


def _well_inside(rng: np.random.Generator, outline: Points) -> Points:
    """A point far from every wall and, among such points, far from the middle: in a wing rather than the bar."""
    points = rng.uniform(outline.min(axis=0), outline.max(axis=0), (600, 2))
    points = points[polygons.contains(outline, points)]
    clear = polygons.distance_to_line(points, np.concatenate([outline, outline[:1]]))
    points = points[clear >= 0.8 * clear.max()]
    away: Points = points[np.argmax(np.hypot(*(points - polygons.centroid(outline)).T))]
    return away
