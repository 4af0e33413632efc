"""A look at an image as a whole that costs the same however large it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inquo.imagery.collar import find_collar
from inquo.imagery.geotiff_rasterio import Facts, Look, look_at_whole, read_greys

_BLOCK_SIDE_PX = 128


def take_sample(path: Path, facts: Facts) -> NDArray[np.float32]:
    """Read some of the pixels that exist: the overview where there is one, else stored blocks.

    At most 16 megapixels are decoded, plus the blocks around some 64 places.

    Returns:
        Values on the scale of the file, shape (n,); empty when every pixel looked at is missing.

    Raises:
        ImageryError: The pixels cannot be decoded.
    """
    whole = look_at_whole(facts)
    looks = [whole] if whole else [_corner_of_block(facts, index) for index in facts.directory.stored]
    collar = find_collar(path, facts)
    counted = [
        grey[valid & (grey > collar.level)] if collar is not None else grey[valid]
        for grey, valid in read_greys(path, facts, looks)
    ]
    return np.concatenate(counted)


def _corner_of_block(facts: Facts, index: int) -> Look:
    x, y, width, height = facts.directory.block_window(index)
    size = min(width, _BLOCK_SIDE_PX), min(height, _BLOCK_SIDE_PX)
    return (x, y, *size), size
