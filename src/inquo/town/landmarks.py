"""Facilities: the places that maps name, each in a block of its own. All invented."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inquo.town import parcels, polygons
from inquo.town.elements import Building, Colour, Lot, Roof, Site
from inquo.town.parcels import Stock, wall_colour
from inquo.town.polygons import Points
from inquo.town.streets import Block

_PALE: Colour = (204, 199, 188)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Charter:
    """What a facility is called and since when maps know it."""

    kind: str
    name: str
    name_ar: str
    first_mapped: str


CHARTERS: dict[str, _Charter] = {
    "national-hospital": _Charter(
        kind="hospital",
        name="Qasr al-Wahm National Hospital (invented)",
        name_ar="مشفى قصر الوهم الوطني (متخيَّل)",
        first_mapped="2013-05-11",
    ),
    "women-children-hospital": _Charter(
        kind="hospital",
        name="Women and Children's Hospital (invented)",
        name_ar="مشفى النساء والأطفال (متخيَّل)",
        first_mapped="2014-02-20",
    ),
    "school": _Charter(
        kind="school",
        name="Ibn al-Sarab School (invented)",
        name_ar="مدرسة ابن السراب (متخيَّلة)",
        first_mapped="2013-05-11",
    ),
    "mosque": _Charter(
        kind="place_of_worship",
        name="Great Mosque of al-Wahm (invented)",
        name_ar="جامع الوهم الكبير (متخيَّل)",
        first_mapped="2012-11-03",
    ),
    "market": _Charter(
        kind="marketplace",
        name="Mirage Market (invented)",
        name_ar="سوق السراب (متخيَّل)",
        first_mapped="2015-08-30",
    ),
    "bakery": _Charter(
        kind="bakery",
        name="Bakery of Dreams (invented)",
        name_ar="فرن الأحلام (متخيَّل)",
        first_mapped="2016-01-15",
    ),
}


BLOCKS_M2 = {
    "national-hospital": 8600.0,
    "women-children-hospital": 6400.0,
    "school": 7600.0,
    "mosque": 5200.0,
    "market": 7200.0,
    "bakery": 2400.0,
}


def place_anchors(rng: np.random.Generator, size_m: float) -> dict[str, Points]:
    """Choose where facilities stand: around the centre, the two hospitals 170 to 220 m apart."""
    middle = np.array([size_m, size_m]) / 2
    first = rng.uniform(0, 2 * np.pi)
    anchors: dict[str, Points] = {}
    ring = {"national-hospital": 0.0, "school": 1.7, "market": 2.9, "mosque": 4.0, "bakery": 5.0}
    for key, turn in ring.items():
        bearing = first + turn + rng.uniform(-0.2, 0.2)
        reach = size_m * rng.uniform(0.17, 0.27) * (0.5 if key == "mosque" else 1.0)
        anchors[key] = middle + reach * np.array([np.cos(bearing), np.sin(bearing)])
    aside = first + np.pi / 2 + rng.uniform(-0.4, 0.4)
    anchors["women-children-hospital"] = anchors["national-hospital"] + rng.uniform(170, 220) * np.array(
        [np.cos(aside), np.sin(aside)]
    )
    return anchors


def build_landmark(stock: Stock, rng: np.random.Generator, block: Block) -> Site:
    """Put a facility's buildings and grounds on its block."""
    sketch = _Builder(parcels.Stock(bend=stock.bend, built_later=stock.built_later), np.random.default_rng(0), block)
    _draw(sketch)
    builder = _Builder(stock, rng, block)
    builder.fit(np.concatenate(sketch.shapes))
    main = _draw(builder)
    charter = CHARTERS[block.anchor]
    return Site(
        key=block.anchor,
        kind=charter.kind,
        name=charter.name,
        name_ar=charter.name_ar,
        outline=main,
        first_mapped=charter.first_mapped,
    )


def _draw(builder: _Builder) -> Points:
    """Let a builder put up what its block is for; returns the main building's outline."""
    return {
        "national-hospital": builder.national_hospital,
        "women-children-hospital": builder.small_hospital,
        "school": builder.school,
        "mosque": builder.mosque,
        "market": builder.market,
        "bakery": builder.bakery,
    }[builder.block.anchor]()


class _Builder:
    """Places shapes, drawn in a frame along the block's longest side, on one block."""

    def __init__(self, stock: Stock, rng: np.random.Generator, block: Block) -> None:
        self.stock = stock
        self.rng = rng
        self.block = block
        self.angle = float(np.arctan2(*polygons.longest_edge(block.outline)[::-1]))
        self.centre = polygons.centroid(block.outline)
        turned = (block.outline - self.centre) @ polygons.turn(self.angle)
        self.room = 2.0 * np.minimum(-turned.min(axis=0), turned.max(axis=0))
        self.wall = wall_colour(rng)
        self.scale = 1.0
        self.shift = np.zeros(2)
        self.shapes: list[Points] = []

    def fit(self, corners: Points) -> None:
        """Move and, if it must be, shrink the whole so that its corners stay inside the block."""
        inside = polygons.inset((self.block.outline - self.centre) @ polygons.turn(self.angle), 2.5)
        steps = np.stack(np.meshgrid(*[np.arange(-24.0, 25.0, 4.0)] * 2), axis=-1).reshape(-1, 2)
        steps = steps[np.argsort(np.hypot(*steps.T), kind="stable")]
        for self.scale in (1.0, 0.93, 0.86, 0.8, 0.74, 0.68, 0.62, 0.56, 0.5, 0.44):
            for self.shift in steps:
                if len(inside) and polygons.contains(inside, corners * self.scale + self.shift).all():
                    return

    def grounds(self, ground: str) -> None:
        """Cover the block and wall it in."""
        self.stock.add_lot(
            self.block.outline,
            Lot(
                outline=self.block.outline,
                ground=ground,  # type: ignore[arg-type]
                angle_rad=self.angle,
                shade=float(self.rng.uniform(-0.4, 0.4)),
                walled=True,
            ),
        )

    def to_town(self, shape: Points) -> Points:
        """From the block's frame to the town, stiffly."""
        self.shapes.append(shape)
        placed = (shape * self.scale + self.shift) @ polygons.turn(self.angle).T + self.centre
        whole = np.concatenate([placed, self.block.outline])
        return self.stock.bend.rigidly(whole)[: len(shape)]

    def build(
        self,
        shape: Points,
        height_m: float,
        *,
        roof: Roof = "flat",
        colour: Colour = _PALE,
        ridge_m: float = 0.0,
        furniture: bool = True,
    ) -> Points:
        """Put up one building of a shape in the block's frame; returns its outline in the town."""
        outline = self.to_town(shape)
        edge = outline[1] - outline[0]
        self.stock.buildings.append(
            Building(
                outline=outline,
                height_m=height_m,
                roof=roof,
                angle_rad=float(np.arctan2(edge[1], edge[0])),
                colour=colour,
                wall=self.wall,
                parapet_m=1.0 if roof == "flat" else 0.0,
                ridge_m=ridge_m,
                furniture=furniture,
                facility=self.block.anchor,
            )
        )
        return outline

    def box(self, x: float, y: float, width: float, depth: float) -> Points:
        """A rectangle in the block's frame, by its centre."""
        return polygons.rectangle(np.array([x, y]), (width, depth), 0.0)

    def national_hospital(self) -> Points:
        """An H: two long wings and the bar that joins them."""
        self.grounds("paved")
        long = float(np.clip(0.62 * self.room[0], 44, 66))
        wide = float(np.clip(0.62 * self.room[1], 36, 54))
        wing, bar = 13.5, 12.0
        x, y = long / 2, wide / 2
        shape = np.array(
            [
                (-x, -y), (-x + wing, -y), (-x + wing, -bar / 2), (x - wing, -bar / 2), (x - wing, -y), (x, -y),
                (x, y), (x - wing, y), (x - wing, bar / 2), (-x + wing, bar / 2), (-x + wing, y), (-x, y),
            ]
        )  # fmt: skip
        outline = self.build(shape, 13.4)
        self.build(self.box(0.0, 0.0, 9.0, 8.0), 16.6, furniture=False)
        self.build(self.box(x + 9.0, -y + 6.0, 8.0, 12.0), 3.6, colour=(150, 160, 168), roof="shed", ridge_m=0.4)
        return outline

    def small_hospital(self) -> Points:
        """An L with an annexe."""
        self.grounds("garden")
        x = float(np.clip(0.55 * self.room[0], 26, 42)) / 2
        y = float(np.clip(0.55 * self.room[1], 26, 34)) / 2
        shape = np.array([(-x, -y), (x, -y), (x, -y + 12), (-x + 13, -y + 12), (-x + 13, y), (-x, y)])
        outline = self.build(shape, 9.9, colour=(216, 212, 204))
        self.build(self.box(x - 6, y - 6, 11, 10), 4.0)
        return outline

    def school(self) -> Points:
        """A U around its yard, and a football pitch if there is room."""
        self.grounds("paved")
        x = float(np.clip(0.5 * self.room[0], 30, 46)) / 2
        y = float(np.clip(0.7 * self.room[1], 30, 46)) / 2
        shape = np.array(
            [(-x, -y), (x, -y), (x, -y + 10), (-x + 10, -y + 10), (-x + 10, y - 10), (x, y - 10), (x, y), (-x, y)]
        )
        shift = np.array([-self.room[0] * 0.22, 0.0])
        outline = self.build(shape + shift, 7.2, colour=(196, 184, 160))
        pitch = self.box(self.room[0] * 0.27, 0.0, min(24.0, self.room[0] * 0.3), min(42.0, self.room[1] * 0.7))
        self.stock.lots.append(
            Lot(outline=self.to_town(pitch), ground="pitch", angle_rad=self.angle, shade=float(self.rng.uniform(-1, 1)))
        )
        return outline

    def mosque(self) -> Points:
        """A prayer hall under a dome, a court, a minaret."""
        self.grounds("paved")
        side = float(np.clip(0.5 * self.room.min(), 22, 32))
        outline = self.build(self.box(0.0, 0.0, side, side), 8.0, colour=(216, 208, 190), furniture=False)
        around = np.linspace(0, 2 * np.pi, 28, endpoint=False)
        circle = np.stack([np.cos(around), np.sin(around)], axis=1)
        self.build(circle * side * 0.27, 8.6, roof="dome", colour=(120, 158, 140), ridge_m=side * 0.2, furniture=False)
        for corner in (-1.0, 1.0):
            at = np.array([corner * (side / 2 - 3.0), -side / 2 + 3.0])
            self.build(circle * 2.3 + at, 8.4, roof="dome", colour=(130, 165, 148), ridge_m=1.8, furniture=False)
        self.build(circle * 1.7 + [side / 2 + 2.2, side / 2 - 2.0], 25.0, colour=(214, 206, 190), furniture=False)
        return outline

    def market(self) -> Points:
        """A hall of corrugated metal and rows of stalls."""
        self.grounds("works")
        x = float(np.clip(0.6 * self.room[0], 34, 60))
        outline = self.build(
            self.box(0.0, self.room[1] * 0.14, x, 22.0),
            6.0,
            roof="gable",
            colour=(128, 150, 168),
            ridge_m=2.6,
            furniture=False,
        )
        for row in range(3):
            for k in range(int(x // 7)):
                at = (-x / 2 + 3.5 + 7.0 * k, -self.room[1] * 0.14 - 7.0 * row)
                if self.rng.uniform() < 0.86:
                    tint: Colour = ((176, 60, 52), (60, 96, 150), (196, 190, 176), (70, 120, 92), (190, 170, 120))[
                        int(self.rng.integers(5))
                    ]
                    self.build(self.box(*at, 5.2, 3.6), 2.7, roof="shed", colour=tint, ridge_m=0.2, furniture=False)
        return outline

    def bakery(self) -> Points:
        """A plain house with a tall flue."""
        self.grounds("yard")
        outline = self.build(self.box(0.0, 0.0, 17.0, 14.0), 4.6)
        self.build(self.box(5.5, 4.0, 1.4, 1.4), 11.0, furniture=False)
        return outline
