"""What a town is made of, in metres east and north of its south-west corner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from inquo.town.polygons import Points

Colour: TypeAlias = tuple[int, int, int]
Roof: TypeAlias = Literal["flat", "gable", "shed", "dome"]
Ground: TypeAlias = Literal["yard", "garden", "paved", "field", "orchard", "fallow", "pitch", "asphalt", "works"]
Way: TypeAlias = Literal["avenue", "street", "lane", "track"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """A building: its outline extruded, with a roof on it.

    Attributes:
        outline: Simple polygon, counter-clockwise, shape (n, 2).
        height_m: Of the roof's surface, or of the eaves where the roof is pitched.
        roof: Its kind.
        angle_rad: Direction of one family of walls, from east, counter-clockwise.
        colour: Of the roof, red, green, blue.
        wall: Of the facades.
        parapet_m: Height of the wall around a flat roof; 0 for none.
        ridge_m: Rise of a pitched roof or a dome above the eaves.
        furniture: Whether tanks, stair heads and panels stand on the roof.
        built: When it first stood; ``None`` means always.
        facility: Key of the facility that it belongs to.
    """

    outline: Points
    height_m: float
    roof: Roof
    angle_rad: float
    colour: Colour
    wall: Colour
    parapet_m: float = 0.9
    ridge_m: float = 0.0
    furniture: bool = True
    built: datetime | None = None
    facility: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """A road along its centre line, shape (n, 2)."""

    line: Points
    width_m: float
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A piece of ground of one kind.

    Attributes:
        outline: Simple polygon, shape (n, 2).
        ground: What covers it.
        angle_rad: Direction of furrows, rows or markings.
        shade: Its own variation, -1 to 1.
        walled: Whether a garden wall runs along its edge.
    """

    outline: Points
    ground: Ground
    angle_rad: float
    shade: float
    walled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A tree; its crown is a lumpy dome.

    Attributes:
        x_m: East.
        y_m: North.
        radius_m: Of the crown.
        height_m: Of its top.
        evergreen: Whether it looks the same all year.
        hue: Its own variation, -1 to 1.
    """

    x_m: float
    y_m: float
    radius_m: float
    height_m: float
    evergreen: bool
    hue: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkingPlace:
    """A place where a car stands on some days."""

    x_m: float
    y_m: float
    angle_rad: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A facility: what people call the place and what belongs to it.

    Attributes:
        key: Its name in code, such as ``national-hospital``.
        kind: OpenStreetMap's tag value, such as ``hospital``.
        name: In Latin script.
        name_ar: In Arabic script.
        outline: Of the main building, shape (n, 2).
        first_mapped: ISO date since when maps show it.
    """

    key: str
    kind: str
    name: str
    name_ar: str
    outline: Points
    first_mapped: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """A building hit at a time.

    Attributes:
        x_m: Of the point of impact, east.
        y_m: North.
        up_m: Height of the roof there.
        radius_m: Within which the roof has fallen in.
        when: UTC.
        site: Key of the facility; empty for a house that no map names.
    """

    x_m: float
    y_m: float
    up_m: float
    radius_m: float
    when: datetime
    site: str = ""
