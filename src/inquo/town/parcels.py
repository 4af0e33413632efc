"""Houses: a block cut into parcels, a building on each, and what lies around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from inquo.town import polygons
from inquo.town.elements import Building, Colour, Lot, Roof
from inquo.town.polygons import Points
from inquo.town.streets import Bend, Block

_CONCRETE: tuple[Colour, ...] = (
    (198, 189, 172), (185, 176, 160), (208, 200, 186), (172, 163, 149), (214, 205, 188),
    (190, 178, 157), (165, 158, 148), (220, 214, 203), (179, 165, 143), (200, 184, 160),
)  # fmt: skip
_WHITE: tuple[Colour, ...] = ((232, 230, 224), (226, 222, 212), (238, 236, 232))
_METAL: tuple[Colour, ...] = (
    (150, 163, 172),
    (120, 140, 152),
    (168, 172, 170),
    (150, 122, 100),
    (104, 128, 140),
    (178, 184, 186),
)
_TILE: tuple[Colour, ...] = ((158, 98, 76), (148, 88, 66), (166, 112, 88))
_WALLS: tuple[Colour, ...] = ((190, 178, 158), (205, 195, 176), (174, 160, 138), (214, 208, 196), (182, 172, 160))
_NEW_SINCE = 0.028


@dataclass(slots=True)
class Stock:
    """Buildings and lots as they are being added, bent into place."""

    bend: Bend
    built_later: datetime
    buildings: list[Building] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)

    def add_lot(self, outline: Points, lot: Lot) -> None:
        """Put down a lot, its edge bent with the streets."""
        bent = self.bend(polygons.densify(outline, 9.0, closed=True))
        self.lots.append(
            Lot(outline=bent, ground=lot.ground, angle_rad=lot.angle_rad, shade=lot.shade, walled=lot.walled)
        )


def pick(rng: np.random.Generator, colours: tuple[Colour, ...], spread: float = 7.0) -> Colour:
    """Draw a colour and vary its brightness a little."""
    r, g, b = colours[int(rng.integers(len(colours)))]
    lighter = rng.normal(0.0, spread)
    return (_byte(r + lighter), _byte(g + lighter), _byte(b + lighter))


def wall_colour(rng: np.random.Generator) -> Colour:
    """Draw the colour of a facade."""
    return pick(rng, _WALLS)


def _byte(value: float) -> int:
    return int(min(max(value, 0.0), 255.0))


def build_block(stock: Stock, rng: np.random.Generator, block: Block) -> None:
    """Fill one block with parcels, houses and yards."""
    angle = float(np.arctan2(*polygons.longest_edge(block.outline)[::-1]))
    dense = rng.uniform() > 0.15 + 0.75 * block.remoteness**2
    stock.add_lot(
        block.outline,
        Lot(
            outline=block.outline, ground="paved" if dense else "yard", angle_rad=angle, shade=float(rng.uniform(-1, 1))
        ),
    )
    if rng.uniform() < 0.05:
        return
    wanted = rng.uniform(170, 330) * (1.0 if dense else 1.7)
    usual_floors = rng.choice([1.0, 2.0, 3.0], p=[0.35, 0.5, 0.15]) + (0.6 if block.remoteness < 0.45 else 0.0)
    for parcel in cut_parcels(rng, block.outline, float(wanted)):
        if dense:
            _terrace(stock, rng, parcel, float(usual_floors))
        else:
            _detached(stock, rng, parcel, float(usual_floors))


def cut_parcels(rng: np.random.Generator, outline: Points, wanted_m2: float) -> list[Points]:
    """Cut a block square to its sides until its pieces are small enough."""
    if polygons.area(outline) < wanted_m2 * rng.uniform(0.8, 1.7):
        return [outline]
    direction = polygons.longest_edge(outline)
    across = np.array([-direction[1], direction[0]])
    if np.ptp(outline @ across) > np.ptp(outline @ direction):
        direction, across = across, direction
    low, high = polygons.extent_along(outline, direction)
    point = direction * (low + rng.uniform(0.38, 0.62) * (high - low)) + across * float(
        polygons.centroid(outline) @ across
    )
    pieces: list[Points] = []
    for towards in (across, -across):
        piece, _ = polygons.keep_left(outline, np.zeros(len(outline)), point, towards, 0.0)
        if len(piece) >= 3 and polygons.area(piece) > 25:
            pieces += cut_parcels(rng, piece, wanted_m2)
    return pieces


def _roof(rng: np.random.Generator, area_m2: float) -> tuple[Roof, Colour, float]:
    """Kind, colour and rise of a roof."""
    chance = rng.uniform()
    if chance < 0.06 and area_m2 < 420:
        return "gable", pick(rng, _TILE), float(rng.uniform(1.2, 2.4))
    if chance < 0.13:
        return "shed", pick(rng, _METAL), float(rng.uniform(0.3, 0.8))
    return "flat", pick(rng, _WHITE if chance > 0.88 else _CONCRETE, 10.0), 0.0


def _terrace(stock: Stock, rng: np.random.Generator, parcel: Points, usual_floors: float) -> None:
    """A house that fills its parcel, now and then around a court or on half of it."""
    if rng.uniform() < 0.06:
        return
    outline = polygons.inset(parcel, rng.uniform(0.0, 0.25))
    if len(outline) < 3 or polygons.area(outline) < 30:
        return
    if rng.uniform() < 0.42 and polygons.area(outline) > 90:
        shorter = rng.integers(len(outline))
        cut = np.zeros(len(outline))
        cut[shorter] = rng.uniform(2.5, 6.0)
        trimmed = polygons.inset(outline, cut)
        if len(trimmed) >= 3 and polygons.area(trimmed) > 40:
            outline = trimmed
    if rng.uniform() < 0.3 and len(outline) == 4 and polygons.area(outline) > 110:
        outline = _notched(rng, outline)
    _put_up(stock, rng, outline, usual_floors)


def _detached(stock: Stock, rng: np.random.Generator, parcel: Points, usual_floors: float) -> None:
    """A house in its garden behind a wall."""
    angle = float(np.arctan2(*polygons.longest_edge(parcel)[::-1]))
    garden = rng.uniform() < 0.5
    stock.add_lot(
        parcel,
        Lot(
            outline=parcel,
            ground="garden" if garden else "yard",
            angle_rad=angle,
            shade=float(rng.uniform(-1, 1)),
            walled=bool(rng.uniform() < 0.75),
        ),
    )
    if rng.uniform() < 0.14:
        return
    turned = parcel @ polygons.turn(angle)
    low, high = turned.min(axis=0), turned.max(axis=0)
    size = (high - low) * rng.uniform(0.48, 0.78, 2)
    middle = (low + high) / 2 + rng.uniform(-0.1, 0.1, 2) * (high - low)
    centre = polygons.turn(angle) @ middle
    for shrink in (1.0, 0.85, 0.7, 0.55):
        outline = polygons.rectangle(centre, (float(size[0] * shrink), float(size[1] * shrink)), angle)
        if polygons.contains(parcel, outline).all() and polygons.area(outline) > 36:
            if rng.uniform() < 0.45:
                outline = _notched(rng, outline)
            _put_up(stock, rng, outline, usual_floors)
            return


def _notched(rng: np.random.Generator, outline: Points) -> Points:
    """Cut one corner out of a four-sided outline, which makes an L."""
    first = int(rng.integers(4))
    a, b, c, d = (outline[(first + k) % 4] for k in range(4))
    along, up = rng.uniform(0.3, 0.62, 2)
    corner = b + (a - b) * along
    side = b + (c - b) * up
    return np.array([a, corner, corner + (side - b), side, c, d])


def _put_up(stock: Stock, rng: np.random.Generator, outline: Points, usual_floors: float) -> None:
    area = polygons.area(outline)
    kind, colour, ridge = _roof(rng, area)
    if kind == "gable" and len(outline) != 4:
        kind, ridge = "flat", 0.0
    floors = max(1.0, np.round(usual_floors + rng.normal(0.0, 0.7)))
    if kind == "shed":
        floors = max(1.0, floors - 1)
    bent = stock.bend(outline)
    stock.buildings.append(
        Building(
            outline=bent,
            height_m=float(3.15 * floors + rng.uniform(0.1, 0.7)),
            roof=kind,
            angle_rad=float(np.arctan2(*polygons.longest_edge(bent)[::-1])),
            colour=colour,
            wall=wall_colour(rng),
            parapet_m=float(rng.uniform(0.5, 1.1)) if kind == "flat" else 0.0,
            ridge_m=ridge,
            furniture=kind == "flat",
            built=stock.built_later if rng.uniform() < _NEW_SINCE else None,
        )
    )
