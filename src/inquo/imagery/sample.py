"""A look at an image as a whole that costs the same however large it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inquo.imagery.collar import find_collar
from inquo.imagery.geotiff_rasterio import Facts, read_greys

_WHOLE_PX = 4096 * 4096
_OVERVIEW_SIDE_PX = 768
_BLOCK_SIDE_PX = 128


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
    collar = find_collar(path, facts)
    counted = [
        grey[valid & (grey > collar.level)] if collar is not None else grey[valid]
        for grey, valid in read_greys(path, facts, looks)
    ]
    return np.concatenate(counted)


def _corner_of_block(facts: Facts, index: int) -> tuple[tuple[int, int, int, int], tuple[int, int]]:
    x, y, width, height = facts.directory.block_window(index)
    size = min(width, _BLOCK_SIDE_PX), min(height, _BLOCK_SIDE_PX)
    return (x, y, *size), size
