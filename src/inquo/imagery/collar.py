"""The black collar of warped imagery that does not declare it as missing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Mask
from inquo.imagery.geotiff_rasterio import Facts, look_at_whole, read_greys

_CORNER_PX = 8
_EIGHT_BIT_BLACK = 8.0
_BESIDE_PX = 2


@dataclass(frozen=True, slots=True, eq=False)
class Collar:
    """What is known of a collar.

    Attributes:
        level: Value up to which a wide dark area is collar.
        reaches: The whole image in small, True where the dark that begins at its edge may reach: a shadow or a lake
            inside is ground. None when the image is too large to be looked at as a whole.
    """

    level: float
    reaches: Mask | None

    def may_be_at(self, columns: NDArray[np.float64], rows: NDArray[np.float64]) -> Mask:
        """Where in a window the collar may be.

        Args:
            columns: Positions of the window's columns as a share of the image's width, shape (width,).
            rows: Likewise of its rows, shape (height,).
        """
        if self.reaches is None:
            return np.ones((len(rows), len(columns)), bool)
        height, width = self.reaches.shape
        inside = ((rows * height).astype(int).clip(0, height - 1), (columns * width).astype(int).clip(0, width - 1))
        return np.asarray(self.reaches[np.ix_(*inside)], bool)


def find_collar(path: Path, facts: Facts) -> Collar | None:
    """Find whether an image has a black collar that it does not declare as missing.

    It has one when a corner of the image, 8 pixels a side, is exactly zero throughout. It is dark, up to 8 of 255
    where compression blurs its border, and begins at the image's edge.

    Raises:
        ImageryError: The pixels cannot be decoded.
    """
    if facts.declares_missing:
        return None
    width, height = min(_CORNER_PX, facts.width_px), min(_CORNER_PX, facts.height_px)
    corners = [(x, y) for x in (0, facts.width_px - width) for y in (0, facts.height_px - height)]
    for grey, valid in read_greys(path, facts, [((x, y, width, height), (width, height)) for x, y in corners]):
        if valid.all() and not grey.any():
            level = _EIGHT_BIT_BLACK if facts.data_type == "uint8" else 0.0
            return Collar(level, _reaches(path, facts, level))
    return None


def _reaches(path: Path, facts: Facts, level: float) -> Mask | None:
    """Where the dark that begins at the edge of the image reaches."""
    whole = look_at_whole(facts)
    if whole is None:
        return None
    from scipy import ndimage  # 20 MB that an image without a collar does not need

    ((grey, _),) = read_greys(path, facts, [whole])
    labels, _ = ndimage.label(np.pad(grey <= level, 1, constant_values=True))
    return np.asarray(ndimage.binary_dilation(labels == labels[0, 0], iterations=_BESIDE_PX)[1:-1, 1:-1], bool)
