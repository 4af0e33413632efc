"""Noise that is fixed to the ground: the same at a place whichever window shows it."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

_TILE = 1024


@cache
def _lattice(seed: int) -> NDArray[np.float32]:
    """Random values with zero mean and unit variance, shape (1024, 1024), read-only."""
    values = np.random.default_rng([seed, 0x401]).standard_normal((_TILE, _TILE), dtype=np.float32)
    values.setflags(write=False)
    return values


def ground_noise(
    seed: int, cell_m: float, x_m: float, y_m: float, gsd_m: float, shape: tuple[int, int]
) -> NDArray[np.float32]:
    """Smooth noise of one size of grain over a window.

    Args:
        seed: Of the lattice.
        cell_m: Size of its grain.
        x_m: East of the window's upper left corner.
        y_m: North of it.
        gsd_m: Of the window.
        shape: Rows and columns.

    Returns:
        About zero mean and a variance below one, float32.
    """
    step = gsd_m / cell_m
    start_x = (x_m / cell_m) % _TILE - 0.5 + 0.5 * step
    start_y = (-y_m / cell_m) % _TILE - 0.5 + 0.5 * step
    lattice_from_window = np.array([[step, 0.0, start_x], [0.0, step, start_y]])
    noise = cv2.warpAffine(
        _lattice(seed),
        lattice_from_window,
        (shape[1], shape[0]),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_WRAP,
    )
    return np.asarray(noise, dtype=np.float32)
