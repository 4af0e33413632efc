"""Pictures carried onto another grid, without letting missing pixels bleed into real ones."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Mask


def resample(
    grey: NDArray[np.float32], valid: Mask, columns_px: NDArray[np.float32], rows_px: NDArray[np.float32]
) -> tuple[NDArray[np.float32], Mask]:
    """Look a picture up at given places, bilinearly.

    A missing pixel has no weight: a value is the mean of the real pixels around it, so that
    the border of missing ground leaves no edge in what remains.

    Args:
        grey: Picture, shape (height, width).
        valid: True where it has a value, same shape.
        columns_px: Where to look, x, pixel centre at 0.5; any shape.
        rows_px: Where to look, y, same shape.

    Returns:
        Values, and True where at least half of the weight fell on real pixels within the picture.
    """
    height, width = grey.shape
    inside = (columns_px >= 0) & (columns_px <= width) & (rows_px >= 0) & (rows_px <= height)
    if valid.all():
        return _look_up(grey, columns_px, rows_px), inside
    weight = _look_up(valid.astype(np.float32), columns_px, rows_px)
    total = _look_up(np.where(valid, grey, np.float32(0)), columns_px, rows_px)
    enough = inside & (weight >= 0.5)
    return np.divide(total, weight, out=np.zeros_like(total), where=enough), enough


def _look_up(
    picture: NDArray[np.float32], columns_px: NDArray[np.float32], rows_px: NDArray[np.float32]
) -> NDArray[np.float32]:
    # cv2 puts the centre of the first pixel at 0, the house at 0.5.
    found = cv2.remap(picture, columns_px - 0.5, rows_px - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, dtype=np.float32)


def solid(mask: Mask, side_px: int) -> Mask:
    """The parts of a mask that are wide enough to hold a square, with a pixel around them.

    The pixel around is what averaging and compression have mixed.
    """
    square = np.ones((side_px, side_px), dtype=np.uint8)
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, square, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.dilate(opened, np.ones((3, 3), dtype=np.uint8)) > 0)
