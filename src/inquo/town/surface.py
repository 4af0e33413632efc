"""The town's surface as rasters: how high it is, what colour it is, what it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inquo.town.polygons import Points

Bounds: TypeAlias = tuple[float, float, float, float]

# What covers the ground, by number, with the strength of fine and of coarse texture on it.
TEXTURES: dict[str, tuple[float, float]] = {
    "soil": (0.055, 0.07),
    "yard": (0.06, 0.08),
    "garden": (0.14, 0.14),
    "paved": (0.035, 0.06),
    "field": (0.07, 0.09),
    "orchard": (0.07, 0.07),
    "fallow": (0.08, 0.09),
    "pitch": (0.05, 0.08),
    "asphalt": (0.03, 0.055),
    "works": (0.09, 0.12),
    "roof": (0.028, 0.05),
    "metal": (0.015, 0.03),
    "tile": (0.07, 0.05),
    "crown": (0.20, 0.06),
    "object": (0.02, 0.0),
    "rubble": (0.34, 0.12),
    "river": (0.09, 0.15),
}
COVERS: dict[str, int] = {name: number for number, name in enumerate(TEXTURES)}


@dataclass(slots=True)
class Surface:
    """Rasters over a window of the town; row 0 is its northern edge.

    Attributes:
        bounds: West, south, east, north, metres in the town.
        gsd_m: Size of a cell.
        seed: Of the town, for noise.
        height: Of the top surface, metres, float32.
        albedo: Red, green, blue, uint8, as a display shows full light.
        cover: What it is made of, a number of ``COVERS``, uint8.
        owner: Number of the building plus one, 0 for everything else, int16.
    """

    bounds: Bounds
    gsd_m: float
    seed: int
    height: NDArray[np.float32] = field(init=False)
    albedo: NDArray[np.uint8] = field(init=False)
    cover: NDArray[np.uint8] = field(init=False)
    owner: NDArray[np.int16] = field(init=False)

    def __post_init__(self) -> None:
        """Lay bare soil; the window grows to whole cells, its north-west corner stays."""
        west, south, east, north = self.bounds
        shape = (
            int(np.ceil((north - south) / self.gsd_m - 1e-6)),
            int(np.ceil((east - west) / self.gsd_m - 1e-6)),
        )
        self.bounds = (west, north - shape[0] * self.gsd_m, west + shape[1] * self.gsd_m, north)
        self.height = np.zeros(shape, dtype=np.float32)
        self.albedo = np.empty((*shape, 3), dtype=np.uint8)
        self.albedo[:] = (193, 172, 140)
        self.cover = np.full(shape, COVERS["soil"], dtype=np.uint8)
        self.owner = np.zeros(shape, dtype=np.int16)

    def cells(self, points: Points) -> Points:
        """Town metres to cells: column and row, first cell covers [0, 1) x [0, 1); shape (n, 2)."""
        west, _, _, north = self.bounds
        return (points - [west, north]) * [1.0, -1.0] / self.gsd_m

    def metres(self, cells: Points) -> Points:
        """Cells to town metres; the inverse of ``cells``."""
        west, _, _, north = self.bounds
        return cells * [1.0, -1.0] * self.gsd_m + [west, north]

    def touches(self, outline: Points, margin_m: float = 0.0) -> bool:
        """Whether the box around an outline meets the window."""
        west, south, east, north = self.bounds
        low, high = outline.min(axis=0) - margin_m, outline.max(axis=0) + margin_m
        return bool(low[0] < east and high[0] > west and low[1] < north and high[1] > south)
