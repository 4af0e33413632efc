"""The imagery's structure, worked out once and looked at often.

A search looks at one piece of ground many times: dozens of leads lie on it, several shots of a video are
sought there. The field of the imagery is therefore computed tile by tile on grids of a few fixed resolutions,
each tile with a border as wide as the filters reach, so that a window put together from tiles holds the same
numbers wherever it is cut. The most recently used tiles are kept, up to a bound.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from inquo.geometry.grid import GroundRaster, Matrix
from inquo.placement.field import Field, brightness, structure
from inquo.placement.reference import Bounds, Reference

TILE_PX = 256
HALO_PX = 32
RUNGS_AN_OCTAVE = 8
FINEST_M = 0.6
_OFF_GRID_PX = 0.01
_MOST_KEPT_BYTES = 192 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A window of the imagery, as it compares.

    Attributes:
        structure: Without support where there is no imagery.
        brightness: Likewise.
        map_from_pixel: 3 x 3, from the window's pixels to map metres.
        gsd_m: Metres per pixel.
    """

    structure: Field
    brightness: Field
    map_from_pixel: Matrix
    gsd_m: float


class _Tile(NamedTuple):
    structure: Field
    brightness: Field

    @property
    def nbytes(self) -> int:
        return sum(one.z.nbytes + one.support.nbytes for one in self)


_Key = tuple[int, int, int]


class Atlas:
    """A reference with the structure of what was looked at.

    Threads may look at the same time.

    Args:
        reference: The imagery.
    """

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self._tiles: OrderedDict[_Key, _Tile] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._making: dict[_Key, threading.Lock] = {}

    @property
    def crs(self) -> str:
        """Of the imagery."""
        return self.reference.crs

    @property
    def bounds_m(self) -> Bounds:
        """Of the imagery."""
        return self.reference.bounds_m

    @property
    def gsd_m(self) -> float:
        """The imagery's own."""
        return self.reference.gsd_m

    @property
    def ce90_m(self) -> float:
        """The imagery's own."""
        return self.reference.ce90_m

    def read(self, bounds_m: Bounds, gsd_m: float) -> GroundRaster:
        """Resample a window of the imagery itself.

        Raises:
            ValueError: What was read begins elsewhere, or has other pixels, than what was asked for: all that was laid
                on it would be off by as much.
        """
        ground = self.reference.read(bounds_m, gsd_m)
        asked = np.array([[gsd_m, 0, bounds_m[0]], [0, -gsd_m, bounds_m[3]]])
        apart_px = np.abs(ground.map_from_pixel - asked) @ (*ground.grey.shape[::-1], 1) / gsd_m
        if not apart_px.max() <= _OFF_GRID_PX:
            raise ValueError(f"imagery was read {apart_px.max():.3g} pixels off the grid that was asked for")
        return ground

    def look(self, bounds_m: Bounds, gsd_m: float) -> Sheet:
        """The structure of a window, at a resolution of the atlas.

        Args:
            bounds_m: The window; it is widened to whole pixels, and may reach beyond the imagery.
            gsd_m: One of ``rung_at_least``'s values.
        """
        rung = _rung(gsd_m)
        west, north = self.bounds_m[0], self.bounds_m[3]
        left, top = math.floor((bounds_m[0] - west) / gsd_m), math.floor((north - bounds_m[3]) / gsd_m)
        right, bottom = math.ceil((bounds_m[2] - west) / gsd_m), math.ceil((north - bounds_m[1]) / gsd_m)
        shape = (bottom - top, right - left)
        edges, bright = _blank(shape, np.complex64), _blank(shape, np.float32)
        for row in range(top // TILE_PX, -(-bottom // TILE_PX)):
            for column in range(left // TILE_PX, -(-right // TILE_PX)):
                tile = self._tile((rung, row, column), gsd_m)
                if tile is None:
                    continue
                into, out_of = _meet((top, left), shape, row, column)
                for whole, part in zip((edges, bright), tile, strict=True):
                    whole.z[into], whole.support[into] = part.z[out_of], part.support[out_of]
        return Sheet(
            structure=edges,
            brightness=bright,
            map_from_pixel=np.array(
                [[gsd_m, 0, west + left * gsd_m], [0, -gsd_m, north - top * gsd_m], [0, 0, 1]], np.float64
            ),
            gsd_m=gsd_m,
        )

    def _tile(self, key: _Key, gsd_m: float) -> _Tile | None:
        """One tile, from memory if it is there; None beyond the imagery."""
        _, row, column = key
        west, south, east, north = self.bounds_m
        side_m = TILE_PX * gsd_m
        if row < 0 or column < 0 or row * side_m >= north - south or column * side_m >= east - west:
            return None
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
                return self._tiles[key]
            making = self._making.setdefault(key, threading.Lock())
        with making:  # one thread makes it, the others wait for it
            with self._lock:
                if key in self._tiles:
                    return self._tiles[key]
            tile = self._make(row, column, gsd_m)
            with self._lock:
                self._keep(key, tile)
                self._making.pop(key, None)
        return tile

    def _make(self, row: int, column: int, gsd_m: float) -> _Tile:
        west, north = self.bounds_m[0], self.bounds_m[3]
        side = TILE_PX + 2 * HALO_PX
        left, top = west + (column * TILE_PX - HALO_PX) * gsd_m, north - (row * TILE_PX - HALO_PX) * gsd_m
        ground = self.read((left, top - side * gsd_m, left + side * gsd_m, top), gsd_m)
        inner = np.s_[HALO_PX : HALO_PX + TILE_PX, HALO_PX : HALO_PX + TILE_PX]
        wholes = (made(ground.grey, ground.valid) for made in (structure, brightness))
        return _Tile(*(Field(z=one.z[inner].copy(), support=one.support[inner].copy()) for one in wholes))

    def _keep(self, key: _Key, tile: _Tile) -> None:
        self._tiles[key] = tile
        self._bytes += tile.nbytes
        while self._bytes > _MOST_KEPT_BYTES and len(self._tiles) > 1:
            _, dropped = self._tiles.popitem(last=False)
            self._bytes -= dropped.nbytes


class Atlases:
    """Atlases of what was searched last, so that the next picture finds the structure there.

    Args:
        most: How many are kept.
    """

    def __init__(self, most: int = 4) -> None:
        self._most = most
        self._known: OrderedDict[int, Atlas] = OrderedDict()

    def of(self, reference: Reference) -> Atlas:
        """The atlas of a reference, the one of last time if it is still kept."""
        atlas = self._known.pop(id(reference), None) or Atlas(reference)
        self._known[id(reference)] = atlas  # holds the reference, so that its id stays its own
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return atlas


def atlas_of(reference: Reference) -> Atlas:
    """The reference as an atlas; one that is an atlas already keeps what it knows."""
    return reference if isinstance(reference, Atlas) else Atlas(reference)


def rung_at_least(gsd_m: float) -> float:
    """The finest resolution of the atlas that is not finer than one asked for.

    >>> rung_at_least(0.6), round(rung_at_least(1.0), 3), round(rung_at_least(1.1), 3)
    (0.6, 1.009, 1.1)
    """
    rungs = math.ceil(_rungs_above(gsd_m) - 1e-6)
    return FINEST_M * math.pow(2.0, rungs / RUNGS_AN_OCTAVE)


def _rungs_above(gsd_m: float) -> float:
    return RUNGS_AN_OCTAVE * math.log2(gsd_m / FINEST_M)


def _rung(gsd_m: float) -> int:
    exact = _rungs_above(gsd_m)
    if not abs(exact - round(exact)) < 1e-6:
        raise ValueError(f"{gsd_m} m is no resolution of the atlas")
    return round(exact)


def _blank(shape: tuple[int, int], kind: type[np.generic]) -> Field:
    return Field(z=np.zeros(shape, kind), support=np.zeros(shape, bool))


def _meet(
    corner: tuple[int, int], shape: tuple[int, ...], row: int, column: int
) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Where a window and a tile overlap: in the window, and in the tile."""
    into, out_of = [], []
    for start, length, tile in zip(corner, shape, (row, column), strict=True):
        low, high = max(start, tile * TILE_PX), min(start + length, (tile + 1) * TILE_PX)
        into.append(slice(low - start, high - start))
        out_of.append(slice(low - tile * TILE_PX, high - tile * TILE_PX))
    return (into[0], into[1]), (out_of[0], out_of[1])
