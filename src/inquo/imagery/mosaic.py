"""One image or hundreds as one searchable reference, read by window."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Grey, GroundRaster, Mask
from inquo.imagery.collar import Collar, find_collar
from inquo.imagery.description import crs_points, edge_px
from inquo.imagery.geotiff_rasterio import Facts, read_facts
from inquo.imagery.layers import product_of, split_layers, split_regions
from inquo.imagery.outline_shapely import Bounds, Outline, bounds_of, outline, overlaps, touches
from inquo.imagery.projection_pyproj import carry, metric_crs
from inquo.imagery.sample import take_sample
from inquo.imagery.stretch import Stretch, choose_stretch
from inquo.imagery.warp import Grid, warp_grey
from inquo.records.digest import Digest
from inquo.records.imagery import Imagery

MAX_SIDE_PX = 16_384
_MOST_SAMPLED = 32
_AROUND_PX = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An image that was described, and where its bytes lie.

    Attributes:
        path: The stored exhibit.
        imagery: What `description.describe` said of it.
    """

    path: Path
    imagery: Imagery


def open_mosaics(sources: Sequence[Source]) -> tuple[Mosaic, ...]:
    """Join images into as few searchable references as their ground and dates allow.

    1. Images more than 5 km apart become separate references, each in the UTM zone of its area
       (universal polar stereographic beyond 84 N and 80 S).
    2. Images that show the same ground, such as two dates, become separate layers.
    3. Neighbouring tiles join; where two products meet, the seam is not ground.

    Args:
        sources: In an order that is the same every time: it decides which of two images of
            unknown date goes into which layer.

    Returns:
        The references; none when there are no sources. No pixel is read yet.

    Raises:
        ImageryError: A file is no longer what was described.
    """
    images = [source.imagery for source in sources]
    mosaics: list[Mosaic] = []
    for region in split_regions(images) if images else []:  # 1
        crs = _region_crs([images[index] for index in region])
        placed = [_place(sources[index], crs) for index in region]
        shared_m2 = overlaps([image.outline for image in placed])
        for layer in split_layers([images[index] for index in region], shared_m2):  # 2
            mosaics.append(Mosaic(crs, [placed[index] for index in layer]))  # 3
    return tuple(mosaics)


class Mosaic:
    """Images of one area that do not show the same ground twice, as one picture in metres.

    Threads may read at the same time: each read opens the files it needs.

    Attributes:
        crs: Metric, such as ``EPSG:32637``.
        bounds_m: Smallest box that holds all images, metres: x and y from, x and y to.
        gsd_m: Ground sampling distance of the finest image.
        ce90_m: Absolute horizontal error at 90 %, of the image with the largest.
        ce90_basis: Who says so.
        images: The records, in the order in which they cover one another, uppermost first.
        exhibits: Their digests.
    """

    def __init__(self, crs: str, placed: Sequence[_PlacedImage]) -> None:
        self._placed = sorted(placed, key=lambda image: image.source.imagery.gsd_m)
        self.crs = crs
        self.images = tuple(image.source.imagery for image in self._placed)
        self.exhibits: tuple[Digest, ...] = tuple(image.exhibit for image in self.images)
        self.bounds_m: Bounds = bounds_of([image.outline for image in self._placed])
        self.gsd_m = self.images[0].gsd_m
        worst = max(self.images, key=lambda image: image.ce90_m)
        self.ce90_m, self.ce90_basis = worst.ce90_m, worst.ce90_basis
        products = {product_of(image): None for image in self.images}
        self._product_numbers = {product: number for number, product in enumerate(products)}
        numbers = [self._product_numbers[product_of(image)] for image in self.images]
        self._numbers = np.array([*numbers, -1], np.int32)
        self._stretches: dict[int, Stretch] = {}
        self._collars: dict[int, Collar | None] = {}
        self._lock = threading.Lock()

    def covers(self, bounds_m: Bounds) -> bool:
        """Whether any image reaches into a box, metres; its pixels there may still be missing."""
        return any(touches(image.outline, bounds_m) for image in self._placed)

    def read(self, bounds_m: Bounds, gsd_m: float) -> GroundRaster:
        """Read a box as one grey picture.

        Values are stretched to 8 bits in one way per product, whatever the window. Missing
        pixels, and the seam where two products meet, are not valid.

        Args:
            bounds_m: x and y from, x and y to, metres in `crs`; may reach beyond the images.
            gsd_m: Ground sampling distance wanted, metres per pixel.

        Returns:
            A north-up picture whose upper left corner is that of the box.

        Raises:
            ImageryError: A file cannot be decoded.
            ValueError: The box is empty or would be more than 16,384 pixels a side.
        """
        grid = self._grid(bounds_m, gsd_m)
        grey, owner = self._read_owned(grid)
        return GroundRaster(
            grey=grey,
            valid=(owner >= 0) & ~_seams(self._numbers[owner]),
            map_from_pixel=np.array([[gsd_m, 0, grid.west_m], [0, -gsd_m, grid.north_m]], dtype=np.float64),
            crs=self.crs,
        )

    def source_at(self, x_m: float, y_m: float) -> Digest | None:
        """Which exhibit shows a point, metres in `crs`; None where none does."""
        half_m = (_AROUND_PX + 0.5) * self.gsd_m
        _, owner = self._read_owned(self._grid((x_m - half_m, y_m - half_m, x_m + half_m, y_m + half_m), self.gsd_m))
        number = int(owner[_AROUND_PX, _AROUND_PX])
        return self.exhibits[number] if number >= 0 else None

    def _read_owned(self, grid: Grid) -> tuple[Grey, NDArray[np.int32]]:
        """Grey levels, and the number of the image that each came from; -1 for none."""
        grey = np.zeros((grid.height_px, grid.width_px), dtype=np.uint8)
        owner = np.full(grey.shape, -1, dtype=np.int32)
        for number, image in enumerate(self._placed):
            part = _part_of_grid(image, grid)
            if part is None or not (owner[part] < 0).any():
                continue
            window = _sub_grid(grid, part)
            values, valid = warp_grey(
                image.source.path,
                image.facts,
                image.source.imagery.crs,
                window,
                collar=self._collar(number),
            )
            valid &= owner[part] < 0
            if valid.any():
                grey[part][valid] = self._stretch(number).apply(values)[valid]
                owner[part][valid] = number
        return grey, owner

    def _grid(self, bounds_m: Bounds, gsd_m: float) -> Grid:
        west, south, east, north = bounds_m
        if not (gsd_m > 0 and east > west and north > south and math.isfinite(east - west + north - south)):
            raise ValueError(f"no picture of {bounds_m} at {gsd_m} m")
        width, height = (max(1, math.ceil(side / gsd_m - 1e-3)) for side in (east - west, north - south))
        if not max(width, height) <= MAX_SIDE_PX:
            raise ValueError(f"a window of {width} x {height} px is too large: read it in parts")
        return Grid(west_m=west, north_m=north, gsd_m=gsd_m, width_px=width, height_px=height, crs=self.crs)

    def _collar(self, number: int) -> Collar | None:
        with self._lock:
            if number not in self._collars:
                image = self._placed[number]
                self._collars[number] = find_collar(image.source.path, image.facts)
            return self._collars[number]

    def _stretch(self, number: int) -> Stretch:
        product = int(self._numbers[number])
        with self._lock:
            if product not in self._stretches:
                self._stretches[product] = _choose_for(
                    [image for image, n in zip(self._placed, self._numbers, strict=False) if n == product]
                )
            return self._stretches[product]


@dataclass(frozen=True, slots=True, kw_only=True)
class _PlacedImage:
    """An image on the map of its mosaic."""

    source: Source
    facts: Facts
    outline: Outline


def _place(source: Source, crs: str) -> _PlacedImage:
    facts = read_facts(source.path)
    ring = carry(crs_points(facts, edge_px(facts)), to_crs=crs, from_crs=source.imagery.crs)
    return _PlacedImage(source=source, facts=facts, outline=outline(ring))


def _region_crs(images: Sequence[Imagery]) -> str:
    rings = [np.array(image.outline_lonlat_deg) for image in images]
    first = rings[0][0, 0]
    lons = np.concatenate([(ring[:, 0] - first + 180) % 360 - 180 for ring in rings]) + first
    lats = np.concatenate([ring[:, 1] for ring in rings])
    lon = (lons.min() + lons.max()) / 2
    return metric_crs(float((lon + 180) % 360 - 180), float((lats.min() + lats.max()) / 2))


def _choose_for(images: Sequence[_PlacedImage]) -> Stretch:
    """Choose the stretch of a product from at most 32 of its images."""
    some = images[:: max(1, math.ceil(len(images) / _MOST_SAMPLED))]
    values = [take_sample(image.source.path, image.facts) for image in some]
    eight_bit = images[0].facts.data_type == "uint8"
    return choose_stretch(np.concatenate(values), eight_bit=eight_bit)


def _part_of_grid(image: _PlacedImage, grid: Grid) -> tuple[slice, slice] | None:
    """Rows and columns of a grid that an image may reach, with a pixel to spare."""
    west, south, east, north = image.outline.bounds
    left = max(0, math.floor((west - grid.west_m) / grid.gsd_m) - 1)
    right = min(grid.width_px, math.ceil((east - grid.west_m) / grid.gsd_m) + 1)
    top = max(0, math.floor((grid.north_m - north) / grid.gsd_m) - 1)
    bottom = min(grid.height_px, math.ceil((grid.north_m - south) / grid.gsd_m) + 1)
    return (slice(top, bottom), slice(left, right)) if right > left and bottom > top else None


def _sub_grid(grid: Grid, part: tuple[slice, slice]) -> Grid:
    rows, columns = part
    return Grid(
        west_m=grid.west_m + columns.start * grid.gsd_m,
        north_m=grid.north_m - rows.start * grid.gsd_m,
        gsd_m=grid.gsd_m,
        width_px=columns.stop - columns.start,
        height_px=rows.stop - rows.start,
        crs=grid.crs,
    )


def _seams(products: NDArray[np.int32]) -> Mask:
    """Pixels beside one of another product; -1 is nothing."""
    seams: Mask = np.zeros(products.shape, dtype=bool)
    if products.max() <= 0:
        return seams
    for one, other in ((np.s_[1:], np.s_[:-1]), (np.s_[:, 1:], np.s_[:, :-1])):
        meet = (products[one] != products[other]) & (products[one] >= 0) & (products[other] >= 0)
        seams[one] |= meet
        seams[other] |= meet
    return seams
