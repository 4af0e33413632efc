"""Raising buildings: roofs, parapets, ridges, and what stands on roofs; and bringing them down."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.town import brush_cv2 as brush
from inquo.town import noise_cv2, polygons
from inquo.town.elements import Building, Colour, Strike
from inquo.town.moment import Moment
from inquo.town.plan import Town
from inquo.town.polygons import Points
from inquo.town.surface import COVERS, Surface


def raise_buildings(surface: Surface, town: Town, moment: Moment) -> None:
    """Every building that stands by then, then what strikes did to them."""
    for number, building in town.standing(moment.when):
        if surface.touches(building.outline, 2.0):
            _raise(surface, building, number, town.seed)
    for strike in town.strikes:
        if strike.when <= moment.when:
            _collapse(surface, strike, town.seed)


def _raise(surface: Surface, building: Building, number: int, seed: int) -> None:
    cover = "roof" if building.roof == "flat" else ("metal" if building.roof in ("shed", "dome") else "tile")
    if building.roof == "gable" and building.facility:
        cover = "metal"
    brush.fill(surface, building.outline, building.colour, cover)
    brush.raise_to(surface, building.outline, building.height_m, number + 1)
    rng = np.random.default_rng([seed, number, 0xB1])
    if building.roof == "flat":
        _weather(surface, building, rng)
        if building.furniture:
            _furnish(surface, building, rng)
        _put_parapet(surface, building)
    else:
        _pitch(surface, building)


def _lighter(colour: Colour, by: float) -> Colour:
    r, g, b = (int(min(max(channel + by, 0), 255)) for channel in colour)
    return (r, g, b)


def _put_parapet(surface: Surface, building: Building) -> None:
    if building.parapet_m <= 0:
        return
    rim = polygons.shrink(building.outline, 0.18)
    brush.stroke(surface, rim, 0.36, _lighter(building.colour, 14), closed=True)
    brush.raise_line(surface, rim, 0.36, building.height_m + building.parapet_m)


def _weather(surface: Surface, building: Building, rng: np.random.Generator) -> None:
    """Patches and seams on a flat roof."""
    low, high = building.outline.min(axis=0), building.outline.max(axis=0)
    part = brush.window(surface, building.outline, 1.5)
    if part is None:
        return
    before = surface.albedo[part].copy()
    extent = high - low
    for _ in range(int(rng.integers(1, 4))):
        size = (float(rng.uniform(0.15, 0.45) * extent.min()), float(rng.uniform(0.1, 0.35) * extent.min()))
        middle = low + rng.uniform(0.25, 0.75, 2) * extent
        patch = polygons.rectangle(middle, size, building.angle_rad)
        brush.fill(surface, patch, _lighter(building.colour, rng.normal(0, 17)), "roof")
    direction = polygons.turn(building.angle_rad + rng.choice([0, np.pi / 2]))[:, 0]
    for _ in range(int(rng.integers(0, 3))):
        at = low + rng.uniform(0.3, 0.7, 2) * extent
        reach = 0.3 * float(extent.min()) * direction
        brush.stroke(surface, np.array([at - reach, at + reach]), 0.22, _lighter(building.colour, -18))
    outside = cv2.bitwise_not(brush.stencil(surface, building.outline, part))
    cv2.copyTo(before, outside, surface.albedo[part])


def _furnish(surface: Surface, building: Building, rng: np.random.Generator) -> None:
    """Stair heads, tanks, panels, boxes: more of them on larger roofs, none over the edge."""
    area = abs(polygons.area(building.outline))
    low, high = building.outline.min(axis=0), building.outline.max(axis=0)
    places = rng.uniform(low, high, (60, 2))
    inner = polygons.shrink(building.outline, 0.9)
    places = places[polygons.contains(polygons.shrink(building.outline, 1.6), places)]
    for number, centre in enumerate(places[: int(np.clip(area / 26, 2, 26))]):
        chance = rng.uniform() if number else 0.0
        if 0.14 <= chance < 0.52 or area <= 70:
            _put_tanks(surface, building, rng, centre, inner)
        else:
            _put_box(surface, building, rng, centre, inner, chance)


def _put_tanks(surface: Surface, building: Building, rng: np.random.Generator, centre: Points, inner: Points) -> None:
    """Water tanks in a row."""
    tank: Colour = ((228, 228, 224), (52, 54, 58), (196, 200, 204))[int(rng.integers(3))]
    along = polygons.turn(building.angle_rad)[:, 0]
    row = centre + 1.5 * np.arange(int(rng.integers(1, 4)))[:, None] * along
    for x, y in row[polygons.contains(inner, row)]:
        brush.dot(surface, float(x), float(y), 0.6, tank, building.height_m + 1.5)


def _put_box(
    surface: Surface, building: Building, rng: np.random.Generator, centre: Points, inner: Points, chance: float
) -> None:
    """A stair head, a solar panel, a machine, or cloth."""
    grey = int(rng.integers(110, 205))
    cloth: Colour = ((150, 78, 70), (88, 108, 146), (210, 200, 176))[int(rng.integers(3))]
    wide, deep = rng.uniform(0.0, 1.0, 2)
    size, colour, above = (0.9 + 0.9 * wide, 0.8 + 0.6 * deep), (grey, grey, grey), 0.9
    if chance < 0.14:
        size, colour, above = (2.4 + wide, 3.2 + 1.8 * deep), _lighter(building.colour, rng.normal(4, 8)), 2.5
    elif chance < 0.68:
        size, colour, above = (2.2, 1.3), (52, 60, 82), 0.9
    elif chance > 0.9:
        size, colour, above = (2.0 + 2.0 * wide, 2.2), cloth, 0.1
    outline = polygons.rectangle(centre, (float(size[0]), float(size[1])), building.angle_rad)
    if polygons.contains(inner, outline).all():
        brush.fill(surface, outline, colour, "object")
        brush.raise_to(surface, outline, building.height_m + above)


def _pitch(surface: Surface, building: Building) -> None:
    """Slope a roof: two planes, one plane, or a dome; metal has corrugations."""
    part = brush.window(surface, building.outline)
    if part is None:
        return
    inside = brush.stencil(surface, building.outline, part) > 0
    x, y = brush.metres_over(surface, part)
    middle = building.outline.mean(axis=0)
    edges = polygons.following(building.outline) - building.outline
    angle = building.angle_rad
    if building.roof == "gable" and np.hypot(*edges[0]) < np.hypot(*edges[1]):
        angle += np.pi / 2
    along = (x - middle[0]) * np.cos(angle) + (y - middle[1]) * np.sin(angle)
    across = (y - middle[1]) * np.cos(angle) - (x - middle[0]) * np.sin(angle)
    half = max(float(np.abs((building.outline - middle) @ polygons.turn(angle)[:, 1]).max()), 0.5)
    if building.roof == "gable":
        rise = 1.0 - np.abs(across) / half
    elif building.roof == "shed":
        rise = 0.5 + 0.5 * across / half
    else:
        radius = float(np.hypot(*(building.outline - middle).T).max())
        rise = np.sqrt(np.clip(1.0 - (along**2 + across**2) / radius**2, 0.0, 1.0))
    height = surface.height[part]
    height[inside] = (building.height_m + building.ridge_m * np.clip(rise, 0, 1))[inside].astype(np.float32)
    if building.roof != "dome":
        ribs = 1.0 + 0.05 * np.sign(np.sin(along * 2 * np.pi / (1.1 if building.roof == "shed" else 0.9)))
        albedo = surface.albedo[part]
        albedo[inside] = np.clip(albedo[inside] * ribs[inside][:, None], 0, 255).astype(np.uint8)


def _collapse(surface: Surface, strike: Strike, seed: int) -> None:
    """Bring down what stands around an impact, and throw it about."""
    reach = strike.radius_m * 3.2
    around = np.array([[strike.x_m - reach, strike.y_m - reach], [strike.x_m + reach, strike.y_m + reach]])
    part = brush.window(surface, around)
    if part is None:
        return
    x, y = brush.metres_over(surface, part)
    west, _, _, north = surface.bounds
    corner_x = west + part[1].start * surface.gsd_m
    corner_y = north - part[0].start * surface.gsd_m
    shape = (part[0].stop - part[0].start, part[1].stop - part[1].start)

    def grain(cell_m: float, salt: int) -> NDArray[np.float32]:
        return noise_cv2.ground_noise(seed, 12 + salt, cell_m, corner_x, corner_y, surface.gsd_m, shape)

    distance = np.hypot(x - strike.x_m, y - strike.y_m) / strike.radius_m
    ragged = distance + 0.16 * grain(3.1, 3) + 0.07 * grain(1.0, 4)
    height, albedo, cover = surface.height[part], surface.albedo[part], surface.cover[part]
    fallen = (ragged < 1.0) & (height > 2.4)
    heap = np.clip(0.16 + 0.24 * ragged + 0.07 * grain(1.6, 5) + 0.05 * grain(0.6, 6), 0.05, 0.7)
    height[fallen] = (height * heap)[fallen]
    debris = (grain(0.45, 7) > 0.55 * ragged - 0.1) & (ragged < 2.6) & (ragged >= 1.0) & (height < 6.0)
    height[debris] += 0.35
    soot = np.clip(1.05 - 0.30 * np.exp(-((ragged / 0.9) ** 2)) - 0.10 * (ragged < 2.0), 0.5, 1.0)
    albedo[...] = np.clip(albedo * soot[..., None], 0, 255).astype(np.uint8)
    rubble = fallen | debris
    grey = np.clip(146 + 26 * grain(0.9, 8) + 18 * grain(0.4, 9), 58, 214)
    tone = grey[rubble][:, None] * np.array([1.0, 0.965, 0.91])
    albedo[rubble] = np.clip(tone, 0, 255).astype(np.uint8)
    cover[rubble] = COVERS["rubble"]
    dust = cv2.GaussianBlur(np.clip(2.6 - ragged, 0, 1).astype(np.float32), (0, 0), 2.0 / surface.gsd_m)
    albedo[...] = (albedo + (0.28 * dust)[..., None] * (np.array([176, 168, 154]) - albedo)).astype(np.uint8)
