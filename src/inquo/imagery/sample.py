"""A look at an image as a whole that costs the same however large it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inquo.imagery.geotiff_rasterio import Facts, read_greys

_WHOLE_PX = 4096 * 4096
_OVERVIEW_SIDE_PX = 768
_BLOCK_SIDE_PX = 128
_CORNER_PX = 8
_EIGHT_BIT_BLACK = 8.0


def take_sample(path: Path, facts: Facts) -> NDArray[np.float32]:
    """Read some of the pixels that exist: the overview where there is one, else stored blocks.

    At most 16 megapixels are decoded, plus the blocks around some 64 places.

    Returns:
        Values on the scale of the file, shape (n,); empty when every pixel looked at is missing.

    Raises:
        ImageryError: The pixels cannot be decoded.
    """
    columns, rows = facts.coarsest_px
    if columns * rows <= _WHOLE_PX:
        shrink = max(1.0, max(columns, rows) / _OVERVIEW_SIDE_PX)
        size = (max(1, round(columns / shrink)), max(1, round(rows / shrink)))
        looks = [((0, 0, facts.width_px, facts.height_px), size)]
    else:
        looks = [_corner_of_block(facts, index) for index in facts.directory.stored]
    level = find_collar_level(path, facts)
    counted = [
        grey[valid & (grey > level)] if level is not None else grey[valid]
        for grey, valid in read_greys(path, facts, looks)
    ]
    return np.concatenate(counted)


def find_collar_level(path: Path, facts: Facts) -> float | None:
    """Find whether an image has a black collar that it does not declare as missing.

    Warped imagery often carries one. It has a collar when a corner of the image, 8 pixels a
    side, is exactly zero throughout.

    Returns:
        The value up to which a wide dark area is collar: 8 for 8-bit images, whose compression
        blurs its border, else 0. None when there is no collar.

    Raises:
        ImageryError: The pixels cannot be decoded.
    """
    if facts.declares_missing:
        return None
    width, height = min(_CORNER_PX, facts.width_px), min(_CORNER_PX, facts.height_px)
    corners = [(x, y) for x in (0, facts.width_px - width) for y in (0, facts.height_px - height)]
    for grey, valid in read_greys(path, facts, [((x, y, width, height), (width, height)) for x, y in corners]):
        if valid.all() and not grey.any():
            return _EIGHT_BIT_BLACK if facts.data_type == "uint8" else 0.0
    return None


def _corner_of_block(facts: Facts, index: int) -> tuple[tuple[int, int, int, int], tuple[int, int]]:
    x, y, width, height = facts.directory.block_window(index)
    size = min(width, _BLOCK_SIDE_PX), min(height, _BLOCK_SIDE_PX)
    return (x, y, *size), size
