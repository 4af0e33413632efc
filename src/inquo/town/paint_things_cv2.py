"""Planting trees and parking cars."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.town import brush_cv2 as brush
from inquo.town import polygons
from inquo.town.elements import Colour, ParkingPlace, Tree
from inquo.town.moment import Moment
from inquo.town.plan import Town
from inquo.town.surface import COVERS, Surface

_CROWN_CELLS = 48
_CROWNS = 12
_PAINTS: tuple[Colour, ...] = (
    (232, 232, 230), (226, 226, 222), (238, 238, 236), (176, 180, 184), (150, 154, 158), (60, 62, 66), (44, 46, 50),
    (142, 40, 38), (52, 74, 122), (196, 178, 140), (92, 98, 92),
)  # fmt: skip


@cache
def _crowns() -> tuple[NDArray[np.float32], ...]:
    """Lumpy domes, 0 at the rim to 1, shape (48, 48) each."""
    crowns = []
    y, x = (np.mgrid[:_CROWN_CELLS, :_CROWN_CELLS] + 0.5) / (_CROWN_CELLS / 2) - 1.0
    for number in range(_CROWNS):
        rng = np.random.default_rng([number, 0x7EE])
        crown = np.zeros_like(x)
        for _ in range(16):
            away, bearing, size = rng.uniform(0.0, 0.62), rng.uniform(0, 2 * np.pi), rng.uniform(0.24, 0.42)
            inside = 1.0 - ((x - away * np.cos(bearing)) ** 2 + (y - away * np.sin(bearing)) ** 2) / size**2
            crown = np.maximum(crown, np.sqrt(np.clip(inside, 0, 1)) * size * 1.3 + (inside > 0) * 0.5 * (1 - away**2))
        crowns.append((crown / crown.max()).astype(np.float32))
    return tuple(crowns)


def plant_trees(surface: Surface, town: Town, moment: Moment) -> None:
    """Put every tree's crown over what is below it."""
    west, south, east, north = surface.bounds
    for number, tree in enumerate(town.trees):
        r = tree.radius_m
        if west < tree.x_m + r and tree.x_m - r < east and south < tree.y_m + r and tree.y_m - r < north:
            _plant(surface, tree, number, moment.greenness)


def _plant(surface: Surface, tree: Tree, number: int, greenness: float) -> None:
    thin = 0.0 if tree.evergreen else 0.45 * (1.0 - greenness)
    diameter = max(2, round(2 * tree.radius_m * (1 - 0.3 * thin) / surface.gsd_m))
    column, row = np.round(surface.cells(np.array([[tree.x_m, tree.y_m]]))[0] - diameter / 2).astype(int)
    rows, columns = surface.height.shape
    top, bottom, left, right = max(row, 0), min(row + diameter, rows), max(column, 0), min(column + diameter, columns)
    if top >= bottom or left >= right:
        return
    crown = cv2.resize(_crowns()[number % _CROWNS], (diameter, diameter), interpolation=cv2.INTER_AREA)
    crown = crown[top - row : bottom - row, left - column : right - column]
    height = surface.height[top:bottom, left:right]
    level = (0.3 + 0.7 * crown) * tree.height_m
    over = (crown > 0.12) & (level > height)
    height[over] = level[over]
    dry = (1.0 - greenness) * (0.35 if tree.evergreen else 0.85)
    base = np.array([72 + 7 * tree.hue, 88 + 5 * tree.hue, 52 + 3 * tree.hue])
    base = base + dry * (np.array([122, 110, 76]) - base)
    shade = (0.78 + 0.34 * crown[over])[:, None]
    surface.albedo[top:bottom, left:right][over] = np.clip(base * shade, 0, 255).astype(np.uint8)
    surface.cover[top:bottom, left:right][over] = COVERS["crown"]
    surface.owner[top:bottom, left:right][over] = 0


def park_cars(surface: Surface, town: Town, moment: Moment) -> None:
    """Put cars on some of the places, others on another day."""
    rng = np.random.default_rng([town.seed, moment.traffic])
    chances = rng.uniform(size=len(town.parking))
    kinds = rng.uniform(size=len(town.parking))
    paints = rng.integers(len(_PAINTS), size=len(town.parking))
    centre = town.size_m / 2
    west, south, east, north = surface.bounds
    for number, place in enumerate(town.parking):
        if not (west < place.x_m < east and south < place.y_m < north):
            continue
        remote = min(float(np.hypot(place.x_m - centre, place.y_m - centre)) / (0.45 * town.size_m), 1.3)
        if chances[number] < 0.34 - 0.25 * remote:
            _park(surface, place, _PAINTS[int(paints[number])], float(kinds[number]))


def _park(surface: Surface, place: ParkingPlace, paint: Colour, kind: float) -> None:
    centre = np.array([place.x_m, place.y_m])
    length, width, height = (4.3, 1.75, 1.35) if kind < 0.86 else (6.8, 2.3, 2.7)
    body = polygons.rectangle(centre, (length, width), place.angle_rad)
    column, row = surface.cells(centre[None])[0].astype(int)
    rows, columns = surface.height.shape
    if surface.height[min(row, rows - 1), min(column, columns - 1)] > 0.5:
        return
    brush.fill(surface, body, paint, "object")
    brush.raise_to(surface, body, height * 0.62)
    if kind < 0.86:
        cabin = polygons.rectangle(centre, (length * 0.56, width * 0.86), place.angle_rad)
        brush.fill(surface, cabin, (38, 44, 50), "object")
        brush.raise_to(surface, cabin, height)
        brush.fill(surface, polygons.rectangle(centre, (length * 0.32, width * 0.84), place.angle_rad), paint, "object")
    else:
        brush.raise_to(surface, polygons.rectangle(centre, (length * 0.76, width), place.angle_rad), height)
