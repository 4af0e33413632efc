"""From a still to a frame: a moving window, a softer lens, grain."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Matrix
from inquo.town.picture_cv2 import Look

_SPARE = 64


def cut_out(still: NDArray[np.uint8], frame_from_still: Matrix, size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """Show the part of a still that a frame sees.

    Args:
        still: One channel or three.
        frame_from_still: Homography between pixel coordinates whose first pixel covers [0, 1) x [0, 1).
        size_px: Of the frame, width and height.
    """
    half = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])
    frame = cv2.warpPerspective(
        still,
        np.linalg.inv(half) @ frame_from_still @ half,
        size_px,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(frame, dtype=np.uint8)


def grain(seed: int) -> NDArray[np.int8]:
    """Sensor noise with room to move in, about one grey level strong, shape (700, 1100)."""
    noise = np.random.default_rng([seed, 0x6A]).standard_normal((700, 1100), dtype=np.float32)
    soft = np.asarray(cv2.GaussianBlur(noise, (0, 0), 0.6), dtype=np.float32)
    return np.asarray(np.clip(soft * (24.0 / soft.std()), -127, 127), dtype=np.int8)


def add_grain(frame: NDArray[np.uint8], noise: NDArray[np.int8], number: int, look: Look) -> NDArray[np.uint8]:
    """Add noise that differs from frame to frame; infrared has more of it."""
    rows, columns = frame.shape[:2]
    x, y = (number * 37) % _SPARE, (number * 23) % _SPARE
    part = noise[y : y + rows, x : x + columns]
    strength = 0.12 if look in ("colour", "grey") else 0.17
    spread = cv2.merge([part] * 3) if frame.ndim == 3 else part
    return np.asarray(cv2.addWeighted(frame, 1.0, spread, strength, 0.0, dtype=cv2.CV_8U), dtype=np.uint8)
