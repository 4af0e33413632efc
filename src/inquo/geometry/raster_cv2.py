"""The few raster operations that OpenCV does well, behind names and conventions of ours.

Coordinates follow the house: the first pixel covers [0, 1) x [0, 1), its centre is (0.5, 0.5).
OpenCV puts that centre at (0, 0); the difference is settled here and nowhere else.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Mask, Matrix

Float32 = NDArray[np.float32]
_COARSER = 4
_TO_CENTRES = np.array([[1.0, 0.0, -0.5], [0.0, 1.0, -0.5], [0.0, 0.0, 1.0]])
_FROM_CENTRES = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])


def use_threads(count: int) -> None:
    """Limit OpenCV's own threads; work that is already parallel wants one."""
    cv2.setNumThreads(count)


def blur(values: Float32, sigma_px: float) -> Float32:
    """Gaussian blur, edges mirrored."""
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma_px), np.float32)


def blur_widely(values: Float32, sigma_px: float) -> Float32:
    """Gaussian blur of several pixels, worked out on a quarter of the resolution."""
    height, width = values.shape
    small = (max(1, width // _COARSER), max(1, height // _COARSER))
    blurred = blur(shrink(values, small), sigma_px / _COARSER)
    return np.asarray(cv2.resize(blurred, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def gradients(values: Float32) -> tuple[Float32, Float32]:
    """Scharr derivatives along x and y, in units of value per pixel."""
    gx = cv2.Scharr(values, cv2.CV_32F, 1, 0, scale=1 / 32)
    gy = cv2.Scharr(values, cv2.CV_32F, 0, 1, scale=1 / 32)
    return np.asarray(gx, np.float32), np.asarray(gy, np.float32)


def erode(mask: Mask, radius_px: int) -> Mask:
    """Take away what lies within a radius of the outside; beyond the picture counts as outside."""
    if radius_px <= 0:
        return mask
    side = 2 * radius_px + 1
    kernel = np.ones((side, side), np.uint8)
    small = cv2.erode(mask.astype(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(small, bool)


def shrink(values: Float32, size_px: tuple[int, int]) -> Float32:
    """Resample to (width, height) by averaging areas; growing interpolates linearly."""
    grows = size_px[0] > values.shape[1] or size_px[1] > values.shape[0]
    how = cv2.INTER_LINEAR if grows else cv2.INTER_AREA
    return np.asarray(cv2.resize(values, size_px, interpolation=how), np.float32)


def warp(values: Float32, out_from_in: Matrix, size_px: tuple[int, int]) -> Float32:
    """Resample through a 3 x 3 transform, linearly; what comes from outside is zero.

    Args:
        values: Shape (height, width). Shrinking by more than half aliases: shrink first.
        out_from_in: Homography from input to output pixels.
        size_px: Width and height of the output.
    """
    between_centres = _TO_CENTRES @ out_from_in @ _FROM_CENTRES
    return np.asarray(cv2.warpPerspective(values, between_centres, size_px, flags=cv2.INTER_LINEAR), np.float32)


def local_maxima(values: Float32, radius_px: int) -> Mask:
    """True where no neighbour within a square radius is greater."""
    side = 2 * radius_px + 1
    highest = cv2.dilate(values, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(values >= highest, bool)
