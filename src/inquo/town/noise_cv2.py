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
    seed: int, octave: int, cell_m: float, x_m: float, y_m: float, gsd_m: float, shape: tuple[int, int]
) -> NDArray[np.float32]:
    """Smooth noise of one size of grain over a window.

    Args:
        seed: Of the town.
        octave: Which of several independent layers, 0 to 30.
        cell_m: Size of its grain.
        x_m: East of the window's upper left corner.
        y_m: North of it.
        gsd_m: Of the window.
        shape: Rows and columns.

    Returns:
        About zero mean and a variance below one, float32.
    """
    step = gsd_m / cell_m
    start_x, start_y = x_m / cell_m + 0.5 * step, -y_m / cell_m + 0.5 * step
    first_x, first_y = int(np.floor(start_x)), int(np.floor(start_y))
    columns = (np.arange(int(shape[1] * step) + 3) + first_x + 137 * octave) % _TILE
    rows = (np.arange(int(shape[0] * step) + 3) + first_y + 311 * octave) % _TILE
    lattice_from_window = np.array([[step, 0.0, start_x - first_x], [0.0, step, start_y - first_y]])
    noise = cv2.warpAffine(
        _lattice(seed)[np.ix_(rows, columns)],
        lattice_from_window,
        (shape[1], shape[0]),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(noise, dtype=np.float32)
