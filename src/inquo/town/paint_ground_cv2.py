"""Painting what lies flat: lots, fields, roads, the river bed, parked cars' ground."""

from __future__ import annotations

import cv2
import numpy as np

from inquo.town import brush_cv2 as brush
from inquo.town import noise_cv2
from inquo.town.elements import Colour, Lot, Road
from inquo.town.moment import Moment
from inquo.town.plan import Town
from inquo.town.surface import COVERS, TEXTURES, Surface

_DRY: dict[str, Colour] = {
    "yard": (184, 164, 134),
    "garden": (150, 142, 100),
    "paved": (172, 165, 153),
    "field": (190, 170, 122),
    "orchard": (172, 146, 112),
    "fallow": (178, 152, 118),
    "pitch": (160, 150, 104),
    "asphalt": (112, 110, 108),
    "works": (168, 158, 144),
}
_GREEN: dict[str, Colour] = {
    "garden": (100, 114, 70),
    "field": (96, 118, 64),
    "orchard": (140, 136, 94),
    "fallow": (164, 148, 108),
    "pitch": (92, 126, 66),
}


def paint_ground(surface: Surface, town: Town, moment: Moment) -> None:
    """Lots, river bed and roads, in that order."""
    for number, lot in enumerate(town.lots):
        if surface.touches(lot.outline):
            _paint_lot(surface, lot, moment, number)
    _paint_river(surface, town, moment)
    _paint_roads(surface, town)


def _mix(a: Colour, b: Colour, share: float) -> Colour:
    r, g, c = (round(p + (q - p) * share) for p, q in zip(a, b, strict=True))
    return (r, g, c)


def _lighter(colour: Colour, by: float) -> Colour:
    r, g, b = (int(min(max(channel + by, 0), 255)) for channel in colour)
    return (r, g, b)


def _paint_lot(surface: Surface, lot: Lot, moment: Moment, number: int) -> None:
    crop = np.random.default_rng([number, surface.seed, 0xC0])
    green = moment.greenness
    if lot.ground == "field":
        # some fields are sown in winter, some watered in summer, some neither
        green = float(np.clip(crop.choice([1.1, 0.75, 0.3]) * green + crop.choice([0.0, 0.0, 0.65]), 0, 1))
    colour = _mix(_DRY[lot.ground], _GREEN.get(lot.ground, _DRY[lot.ground]), green)
    colour = _lighter(colour, lot.shade * (20.0 if lot.ground in ("field", "fallow") else 12.0))
    brush.fill(surface, lot.outline, colour, lot.ground)
    if lot.ground in ("field", "fallow", "orchard"):
        _furrow(surface, lot, float(crop.uniform(1.1, 3.2)), 0.05 if lot.ground == "orchard" else 0.075)
    if lot.ground == "pitch":
        brush.stroke(surface, lot.outline, 0.3, (224, 224, 214), closed=True)
        middle = lot.outline[:2].mean(axis=0), lot.outline[2:].mean(axis=0)
        brush.stroke(surface, np.array(middle), 0.3, (224, 224, 214))
    if lot.walled:
        brush.stroke(surface, lot.outline, 0.3, (190, 180, 162), closed=True)
        brush.raise_line(surface, lot.outline, 0.3, 2.1)


def _furrow(surface: Surface, lot: Lot, period_m: float, strength: float) -> None:
    """Stripe a field along its direction, unevenly."""
    part = brush.window(surface, lot.outline)
    if part is None:
        return
    mask = brush.stencil(surface, lot.outline, part)
    x, y = brush.metres_over(surface, part)
    across = (y * np.cos(lot.angle_rad) - x * np.sin(lot.angle_rad)).astype(np.float32)
    stripes = np.sin(across * np.float32(2 * np.pi / period_m))
    stripes += 0.8 * np.sin(across * np.float32(2 * np.pi / (period_m * 6.7)) + np.float32(lot.shade * 9))
    gain = 1.0 + strength * stripes * (mask > 0)
    albedo = surface.albedo[part]
    np.copyto(albedo, np.clip(albedo * gain[..., None], 0, 255).astype(np.uint8))


def _paint_river(surface: Surface, town: Town, moment: Moment) -> None:
    line = town.watercourse
    if not surface.touches(line, 20.0):
        return
    bank = _mix((150, 138, 100), (112, 122, 74), moment.greenness)
    brush.stroke(surface, line, 25.0, bank, "garden")
    brush.stroke(surface, line, 17.0, (196, 182, 156), "river")
    brush.stroke(
        surface, line + np.array([1.2, -0.8]), 4.5, _mix((172, 156, 128), (112, 116, 98), moment.greenness), "river"
    )


def _paint_roads(surface: Surface, town: Town) -> None:
    near = [road for road in town.roads if surface.touches(road.line, 12.0)]
    for road in near:
        if road.way in ("avenue", "street"):
            brush.stroke(surface, road.line, road.width_m + 3.0, (178, 171, 160), "paved")
    order = {"track": 0, "lane": 1, "street": 2, "avenue": 3}
    for road in sorted(near, key=lambda road: order[road.way]):
        _paint_road(surface, road)
    for road in near:
        if road.way == "avenue":
            _mark_avenue(surface, road)


def _paint_road(surface: Surface, road: Road) -> None:
    colour: Colour = {
        "avenue": (104, 103, 103),
        "street": (118, 115, 112),
        "lane": (146, 138, 126),
        "track": (186, 166, 136),
    }[road.way]
    length = float(np.hypot(*np.diff(road.line[:2], axis=0)[0]) * len(road.line))
    colour = _lighter(colour, 14.0 * np.sin(length))
    width = road.width_m * (0.7 if road.way == "track" else 1.0)
    brush.stroke(surface, road.line, width, colour, "soil" if road.way == "track" else "asphalt")
    if road.way == "track":
        brush.stroke(surface, road.line, 0.9, _lighter(colour, -14))
    elif road.way != "lane":
        for lane in (-0.26, 0.26):
            brush.stroke(surface, _beside(road, lane * road.width_m), 1.0, _lighter(colour, -7))


def _beside(road: Road, offset_m: float) -> np.ndarray:
    """The road's line moved to its left."""
    direction = np.gradient(road.line, axis=0)
    direction /= np.hypot(direction[:, 0], direction[:, 1])[:, None]
    return road.line + offset_m * np.stack([-direction[:, 1], direction[:, 0]], axis=1)


def _mark_avenue(surface: Surface, road: Road) -> None:
    """Dashes in the middle, a worn line at each kerb."""
    for k in range(0, len(road.line) - 1, 2):
        brush.stroke(surface, road.line[k : k + 2], 0.28, (206, 203, 196))
    for side in (-1, 1):
        brush.stroke(surface, _beside(road, side * (road.width_m / 2 - 0.5)), 0.2, (158, 155, 150))


def texture(surface: Surface) -> None:
    """Give every cover its grain, fixed to the ground."""
    shape = surface.height.shape
    west, _, _, north = surface.bounds
    fine = np.zeros(shape, dtype=np.float32)
    coarse = np.zeros(shape, dtype=np.float32)
    for octave, (cell, weight) in enumerate(((0.21, 0.55), (0.5, 0.75), (1.7, 0.6))):
        if cell * 1.2 > surface.gsd_m:
            noise = noise_cv2.ground_noise(surface.seed, octave, cell, west, north, surface.gsd_m, shape)
            cv2.scaleAdd(noise, weight, fine, fine)
    for octave, (cell, weight) in enumerate(((5.3, 0.6), (17.0, 0.6), (61.0, 0.6))):
        noise = noise_cv2.ground_noise(surface.seed, 8 + octave, cell, west, north, surface.gsd_m, shape)
        cv2.scaleAdd(noise, weight, coarse, coarse)
    strength = np.zeros((256, 2), dtype=np.float32)
    for name, pair in TEXTURES.items():
        strength[COVERS[name]] = pair
    gain = fine * strength[:, 0][surface.cover]
    gain += coarse * strength[:, 1][surface.cover]
    gain += 1.0
    cv2.multiply(surface.albedo, cv2.merge([gain] * 3), surface.albedo, dtype=cv2.CV_8U)
