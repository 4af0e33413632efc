"""From lines of sight to a picture: tops as they are lit, walls with their windows."""

from __future__ import annotations

from typing import Literal, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.town import light_cv2
from inquo.town.light_cv2 import Light
from inquo.town.plan import Town
from inquo.town.sight_cv2 import Sight
from inquo.town.surface import COVERS, Surface

Look: TypeAlias = Literal["colour", "grey", "white-hot", "black-hot"]

_STOREY_M = 3.15
_BAY_M = 3.4
# How warm a cover is in the sun beyond what its colour absorbs.
_WARMTH = {
    "soil": 0.04, "yard": 0.04, "garden": -0.22, "paved": 0.04, "field": -0.16, "orchard": -0.06, "fallow": 0.0,
    "pitch": -0.12, "asphalt": 0.0, "works": 0.03, "roof": 0.15, "metal": -0.14, "tile": 0.16, "crown": -0.26,
    "object": 0.02, "rubble": 0.12, "river": 0.0,
}  # fmt: skip


def paint(town: Town, surface: Surface, lit: Light, sight: Sight, *, thermal: bool = False) -> NDArray[np.uint8]:
    """Paint what every pixel sees.

    Args:
        town: For the colours of walls.
        surface: That the lines of sight end on.
        lit: Its light.
        sight: Where they end.
        thermal: Paint warmth, the same in all three channels, instead of colour.

    Returns:
        Red, green, blue, shape of the sight and 3.
    """
    tops = _warmth(surface, lit) if thermal else light_cv2.expose(surface.albedo, lit)
    picture = np.asarray(
        cv2.remap(tops, sight.column, sight.row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8
    )
    owner = cv2.remap(surface.owner, sight.column, sight.row, cv2.INTER_NEAREST)
    where = np.nonzero(sight.wall & (owner > 0))
    if len(where[0]):
        picture[where] = _walls(town, surface, lit, sight, where, thermal=thermal)
    side = np.nonzero(sight.wall & (owner == 0))  # of a tree, a car, a garden wall
    picture[side] = (0.86 * picture[side]).astype(np.uint8)
    return picture


def _warmth(surface: Surface, lit: Light) -> NDArray[np.uint8]:
    """How warm tops are: what they absorbed, less what plants and bare metal give away."""
    grey = cv2.cvtColor(surface.albedo, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255.0
    own = np.zeros(256, dtype=np.float32)
    for name, value in _WARMTH.items():
        own[COVERS[name]] = value
    sun = cv2.blur(lit.direct, (5, 5))
    warm = 0.16 + own[surface.cover] + 0.46 * sun + 0.55 * (0.66 - grey) * (0.2 + sun)
    level = np.clip(warm * 235.0, 4, 250).astype(np.uint8)
    return np.repeat(level[..., None], 3, axis=2)


def _walls(
    town: Town,
    surface: Surface,
    lit: Light,
    sight: Sight,
    where: tuple[NDArray[np.intp], ...],
    *,
    thermal: bool,
) -> NDArray[np.uint8]:
    """Colours of wall pixels: the wall's paint, windows in bays and storeys, sun and sky."""
    rows, columns = surface.height.shape
    column = np.clip(np.round(sight.column[where]).astype(np.intp), 0, columns - 1)
    row = np.clip(np.round(sight.row[where]).astype(np.intp), 0, rows - 1)
    up = sight.up[where]
    owner = surface.owner[row, column]
    paints = np.array([(0, 0, 0), *(b.wall for b in town.buildings)], dtype=np.float32)
    angles = np.array([0.0, *(b.angle_rad for b in town.buildings)], dtype=np.float32)
    colour = paints[owner]

    soft = cv2.blur(surface.height, (2 * round(0.7 / surface.gsd_m) + 1,) * 2)
    to_east = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3)[row, column]
    to_south = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3)[row, column]
    steep = np.maximum(np.hypot(to_east, to_south), 1e-6)
    out_east, out_north = -to_east / steep, to_south / steep
    away = 0.7 / surface.gsd_m
    beside_column = np.clip(np.round(column + out_east * away).astype(np.intp), 0, columns - 1)
    beside_row = np.clip(np.round(row - out_north * away).astype(np.intp), 0, rows - 1)
    in_sun = lit.shadow_top[beside_row, beside_column] <= up
    towards = lit.sun.towards
    facing = np.clip(out_east * towards[0] + out_north * towards[1], 0.0, 1.0) * in_sun

    x = column * surface.gsd_m + surface.bounds[0]
    y = surface.bounds[3] - row * surface.gsd_m
    c, s = np.cos(angles[owner]), np.sin(angles[owner])
    along = np.mod(x * (c - s) + y * (s + c), _BAY_M)
    storey = np.mod(up, _STOREY_M)
    window = (along > 1.1) & (along < 2.4) & (storey > 1.0) & (storey < 2.35)
    colour = np.where(window[:, None], 0.42 * colour, colour)
    if thermal:
        level = 62.0 + 95.0 * facing + 26.0 * window
        return np.repeat(np.clip(level, 4, 250).astype(np.uint8)[:, None], 3, axis=1)
    open_sky = 0.5 + 0.25 * np.clip(up / 8.0, 0, 1)
    shown = np.empty_like(colour)
    for channel in range(3):
        amount = light_cv2.SUNLIGHT[channel] * facing + (light_cv2.SKYLIGHT[channel] + 0.05) * open_sky
        shown[:, channel] = colour[:, channel] * np.sqrt(amount)
    return np.clip(shown, 0, 255).astype(np.uint8)
