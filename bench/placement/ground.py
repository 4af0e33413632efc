"""Imagery to search that is held in memory: real pictures, their mirror images, endless towns."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Protocol

import cv2
import numpy as np

from inquo.geometry.grid import Grey, GroundRaster, Mask

Bounds = tuple[float, float, float, float]

INVENTED_CRS = "EPSG:32637"
"""For pictures without georeference: their pixels are called metres of this UTM zone."""
INVENTED_CORNER_M = (400_000.0, 4_000_000.0)
_LEAST_COVER = 0.99


class Reference(Protocol):
    """What the engine asks of imagery, and an area to divide by."""

    @property
    def crs(self) -> str:
        """Metric CRS."""

    @property
    def bounds_m(self) -> Bounds:
        """Extent on the map."""

    @property
    def gsd_m(self) -> float:
        """The imagery's own sampling distance."""

    @property
    def ce90_m(self) -> float:
        """The imagery's own absolute error."""

    @property
    def area_km2(self) -> float:
        """Area that holds imagery."""

    def read(self, bounds_m: Bounds, gsd_m: float) -> GroundRaster:
        """Resample a window."""


@dataclass(frozen=True, kw_only=True)
class PictureReference:
    """A picture in memory as a searchable reference.

    Attributes:
        grey: Intensities, north up.
        valid: True where there is imagery. Same shape.
        gsd_m: Metres per pixel.
        corner_m: Map position of the top left corner.
        crs: Metric CRS.
        ce90_m: Absolute error of the imagery.
    """

    grey: Grey
    valid: Mask
    gsd_m: float
    corner_m: tuple[float, float] = INVENTED_CORNER_M
    crs: str = INVENTED_CRS
    ce90_m: float = 0.0
    _levels: dict[float, tuple[Grey, Mask]] = field(default_factory=dict, repr=False)

    @property
    def bounds_m(self) -> Bounds:
        """Extent on the map."""
        height, width = self.grey.shape
        x, y = self.corner_m
        return (x, y - height * self.gsd_m, x + width * self.gsd_m, y)

    @property
    def area_km2(self) -> float:
        """Area that holds imagery."""
        return float(self.valid.sum()) * self.gsd_m**2 / 1e6

    def map_from_picture(self, points_px: tuple[float, float]) -> tuple[float, float]:
        """Where a point of the picture lies."""
        return (self.corner_m[0] + points_px[0] * self.gsd_m, self.corner_m[1] - points_px[1] * self.gsd_m)

    def read(self, bounds_m: Bounds, gsd_m: float) -> GroundRaster:
        """Resample a window exactly where it was asked for; outside is not valid."""
        grey, valid = self._level(gsd_m)
        begins_px = ((bounds_m[0] - self.corner_m[0]) / gsd_m, (self.corner_m[1] - bounds_m[3]) / gsd_m)
        return _cut(grey, valid, begins_px, bounds_m, gsd_m, self.crs)

    def _level(self, gsd_m: float) -> tuple[Grey, Mask]:
        """The whole picture at another sampling distance, kept."""
        if gsd_m not in self._levels:
            if len(self._levels) >= 12:
                self._levels.pop(next(iter(self._levels)))
            self._levels[gsd_m] = _resampled(self.grey, self.valid, self.gsd_m / gsd_m)
        return self._levels[gsd_m]


def _cut(
    grey: Grey, valid: Mask, begins_px: tuple[float, float], bounds_m: Bounds, gsd_m: float, crs: str
) -> GroundRaster:
    """A window of a picture that begins at a column and a row, between pixels too; nothing is valid outside."""
    west, south, east, north = bounds_m
    size = (max(1, math.ceil((east - west) / gsd_m - 1e-6)), max(1, math.ceil((north - south) / gsd_m - 1e-6)))
    shift = np.array([[1.0, 0.0, -begins_px[0]], [0.0, 1.0, -begins_px[1]]])
    seen, cover = (cv2.warpAffine(one, shift, size) for one in (grey, np.where(valid, np.uint8(255), np.uint8(0))))
    return GroundRaster(
        grey=np.asarray(seen, np.uint8),
        valid=np.asarray(cover >= 255 * _LEAST_COVER, bool),
        map_from_pixel=np.array([[gsd_m, 0.0, west], [0.0, -gsd_m, north]]),
        crs=crs,
    )


def _resampled(grey: Grey, valid: Mask, factor: float) -> tuple[Grey, Mask]:
    """So many times as many pixels a side, exactly: rounding to whole pixels is left to the far edges."""
    if math.isclose(factor, 1.0):
        return grey, valid
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    cover, small = (
        cv2.resize(one, None, fx=factor, fy=factor, interpolation=how) for one in (valid.astype(np.float32), grey)
    )
    return np.asarray(small, np.uint8), np.asarray(cover >= _LEAST_COVER, bool)


def mirrored(reference: PictureReference) -> PictureReference:
    """The same picture seen in a mirror: all of its texture, none of its places."""
    return PictureReference(
        grey=np.ascontiguousarray(reference.grey[:, ::-1]),
        valid=np.ascontiguousarray(reference.valid[:, ::-1]),
        gsd_m=reference.gsd_m,
        corner_m=reference.corner_m,
        crs=reference.crs,
        ce90_m=reference.ce90_m,
    )


def without(reference: PictureReference, centre_m: tuple[float, float], radius_m: float) -> PictureReference:
    """The same picture with a disc of it taken out: no imagery there, and nothing to be seen."""
    height, width = reference.grey.shape
    column = (centre_m[0] - reference.corner_m[0]) / reference.gsd_m
    row = (reference.corner_m[1] - centre_m[1]) / reference.gsd_m
    rows, columns = np.ogrid[:height, :width]
    kept = np.hypot(columns + 0.5 - column, rows + 0.5 - row) > radius_m / reference.gsd_m
    grey = np.where(kept, reference.grey, np.uint8(reference.grey[kept].mean() if kept.any() else 0))
    return PictureReference(
        grey=np.asarray(grey, np.uint8),
        valid=reference.valid & kept,
        gsd_m=reference.gsd_m,
        corner_m=reference.corner_m,
        crs=reference.crs,
        ce90_m=reference.ce90_m,
    )


@dataclass(frozen=True, kw_only=True)
class EndlessReference:
    """One patch repeated, with mirrored neighbours, over any area: for time and memory, not for recall.

    Attributes:
        patch: What is repeated.
        side_m: Side of the square that it covers.
    """

    patch: PictureReference
    side_m: float

    @property
    def crs(self) -> str:
        """The patch's."""
        return self.patch.crs

    @property
    def gsd_m(self) -> float:
        """The patch's."""
        return self.patch.gsd_m

    @property
    def ce90_m(self) -> float:
        """The patch's."""
        return self.patch.ce90_m

    @property
    def bounds_m(self) -> Bounds:
        """A square that begins at the patch's corner."""
        x, y = self.patch.corner_m
        return (x, y - self.side_m, x + self.side_m, y)

    @property
    def area_km2(self) -> float:
        """Area searched."""
        return self.side_m**2 / 1e6

    def read(self, bounds_m: Bounds, gsd_m: float) -> GroundRaster:
        """Resample a window by folding its rows and columns into the patch."""
        whole = self.patch.read(self.patch.bounds_m, gsd_m)
        (west, south, east, north), (x_m, y_m) = bounds_m, self.patch.corner_m
        left_px, top_px = (west - x_m) / gsd_m, (y_m - north) / gsd_m
        left, top = math.floor(left_px + 1e-6), math.floor(top_px + 1e-6)
        columns = np.arange(left, left + math.ceil((east - west) / gsd_m) + 2)
        rows = np.arange(top, top + math.ceil((north - south) / gsd_m) + 2)
        inside_x = (columns >= 0) & (columns * gsd_m < self.side_m)
        inside_y = (rows >= 0) & (rows * gsd_m < self.side_m)
        grey = whole.grey[np.ix_(_folded(rows, whole.grey.shape[0]), _folded(columns, whole.grey.shape[1]))]
        begins_px = (left_px - left, top_px - top)
        return _cut(grey, inside_y[:, None] & inside_x[None, :], begins_px, bounds_m, gsd_m, self.crs)


def _folded(index: np.ndarray[tuple[int], np.dtype[np.int64]], size: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Run through 0..size-1 forwards, then backwards, for ever."""
    phase = index % (2 * size)
    return np.where(phase < size, phase, 2 * size - 1 - phase)
