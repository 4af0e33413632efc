"""Which images belong to one picture of the ground, and which show the same ground twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from inquo.records.imagery import Imagery

_GAP_KM = 5.0
_KM_PER_DEG = 111.2
_MAX_SPAN_DEG = 9.0
_MOST_OVERLAP_OF_ONE_PRODUCT = 0.4
_MOST_OVERLAP_OF_TWO = 0.1


def product_of(image: Imagery) -> tuple[object, ...]:
    """What images of one product have in common: they may meet without a seam."""
    fineness = round(2 * float(np.log2(image.gsd_m)))
    return image.acquired, image.provider, image.crs, fineness, image.data_type, image.bands


def split_regions(images: Sequence[Imagery]) -> list[list[int]]:
    """Group images that lie within 5 km of one another, directly or through others.

    A group wider than one projection can carry, 9 degrees of longitude, is split by UTM zone.

    Returns:
        Indices of the images of each region, in the order given.
    """
    boxes = np.array([_box(image) for image in images])
    regions = _connected(_near(boxes))
    split: list[list[int]] = []
    for region in regions:
        turn = np.round((boxes[region[0], 0] - boxes[region, 0]) / 360) * 360
        lons = boxes[region][:, (0, 2)] + turn[:, None]
        if np.abs(boxes[region][:, (1, 3)]).max() > 80 or not lons.max() - lons.min() > _MAX_SPAN_DEG:
            split.append(region)
            continue
        by_zone: dict[int, list[int]] = {}
        for index, (west, east) in zip(region, lons, strict=True):
            by_zone.setdefault(int((west + east) / 2 // 6), []).append(index)
        split.extend(by_zone.values())
    return split


def split_layers(images: Sequence[Imagery], shared_m2: NDArray[np.float64]) -> list[list[int]]:
    """Group the images of a region so that no ground is shown twice in a layer.

    Tiles of one product, which overlap by a margin, stay together; a second look at the same
    ground, at another date or by another sensor, makes another layer.

    Args:
        images: In the order in which they were given; it decides where metadata do not.
        shared_m2: Common area of every pair, their own on the diagonal.

    Returns:
        Indices of the images of each layer.
    """
    products = [product_of(image) for image in images]
    sheets: dict[tuple[object, ...], list[list[int]]] = {}
    for index, product in enumerate(products):
        _add(sheets.setdefault(product, []), [index], shared_m2, lambda _: _MOST_OVERLAP_OF_ONE_PRODUCT)
    layers: list[list[int]] = []
    for sheet in (sheet for group in sheets.values() for sheet in group):

        def most_overlap(layer: list[int], sheet: list[int] = sheet) -> float:
            dates = {images[index].acquired for index in (*sheet, *layer)}
            return _MOST_OVERLAP_OF_ONE_PRODUCT if len(dates) == 1 and None not in dates else _MOST_OVERLAP_OF_TWO

        _add(layers, sheet, shared_m2, most_overlap)
    return layers


def _add(
    groups: list[list[int]],
    newcomers: list[int],
    shared_m2: NDArray[np.float64],
    most_overlap: Callable[[list[int]], float],
) -> None:
    """Add images to the first group that they overlap no more than allowed, else to a new one."""
    for group in groups:
        if _overlap(newcomers, group, shared_m2) <= most_overlap(group):
            group.extend(newcomers)
            return
    groups.append(list(newcomers))


def _overlap(ones: list[int], others: list[int], shared_m2: NDArray[np.float64]) -> float:
    """Largest share of any image that the other group covers, for both groups."""
    areas = shared_m2.diagonal()
    shared = shared_m2[np.ix_(ones, others)]
    of_ones = shared.sum(axis=1) / areas[ones]
    of_others = (shared / areas[others]).max()
    return float(max(of_ones.max(), of_others))


def _box(image: Imagery) -> tuple[float, float, float, float]:
    lons = [lon for lon, _ in image.outline_lonlat_deg]
    lats = [lat for _, lat in image.outline_lonlat_deg]
    return min(lons), min(lats), max(lons), max(lats)


def _near(boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether the gap between two boxes is at most 5 km, shape (n, n)."""
    west, south, east, north = boxes.T
    centre, half = (west + east) / 2, (east - west) / 2
    turn = np.abs((centre[:, None] - centre + 180) % 360 - 180)
    gap_lon = np.maximum(0, turn - half[:, None] - half)
    gap_lat = np.maximum(0, np.maximum(south[:, None] - north, south - north[:, None]))
    lowest_lat = np.minimum(np.abs(south), np.abs(north))
    shrink = np.cos(np.radians(np.minimum(lowest_lat[:, None], lowest_lat)))
    gap_km = np.hypot(gap_lon * shrink, gap_lat) * _KM_PER_DEG
    return np.asarray(gap_km <= _GAP_KM)


def _connected(near: NDArray[np.bool_]) -> list[list[int]]:
    left = set(range(len(near)))
    groups: list[list[int]] = []
    while left:
        front = [min(left)]
        group: set[int] = set()
        while front:
            index = front.pop()
            if index in left:
                left.discard(index)
                group.add(index)
                front.extend(int(n) for n in np.flatnonzero(near[index]) if int(n) in left)
        groups.append(sorted(group))
    return groups
