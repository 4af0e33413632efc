"""A view at halved and halved again sizes, so that no step resamples more pixels than it needs."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import View

Float32 = NDArray[np.float32]

_LEAST_SIDE_PX = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrunk:
    """A view and its reductions.

    Attributes:
        view: The view itself.
        sizes: Pairs of weighted intensities and weights, float32, each half the size of the one before.
    """

    view: View
    sizes: tuple[tuple[Float32, Float32], ...]
    _asked: dict[tuple[int, int], tuple[Float32, Float32]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def width_px(self) -> int:
        """Columns of the view itself."""
        return self.view.width_px

    @property
    def height_px(self) -> int:
        """Rows of the view itself."""
        return self.view.height_px

    def at(self, x_factor: float, y_factor: float) -> tuple[Float32, Float32]:
        """Intensities and share of usable pixels at a factor of the view's size along each axis."""
        size = (max(1, round(self.width_px * x_factor)), max(1, round(self.height_px * y_factor)))
        if size not in self._asked:  # leads of one posture ask for the same size
            self._asked[size] = self._resized(size)
        return self._asked[size]

    def _resized(self, size: tuple[int, int]) -> tuple[Float32, Float32]:
        weighted, weight = next(
            (pair for pair in reversed(self.sizes) if pair[0].shape[1] >= size[0] and pair[0].shape[0] >= size[1]),
            self.sizes[0],
        )
        cover = raster.shrink(weight, size)
        return np.asarray(raster.shrink(weighted, size) / np.maximum(cover, 1e-3), np.float32), cover


def shrink(view: View) -> Shrunk:
    """Prepare a view."""
    weight = view.usable.astype(np.float32)
    sizes = [(view.grey.astype(np.float32) * weight, weight)]
    while min(sizes[-1][0].shape) >= 2 * _LEAST_SIDE_PX:
        height, width = sizes[-1][0].shape
        half = (width // 2, height // 2)
        sizes.append((raster.shrink(sizes[-1][0], half), raster.shrink(sizes[-1][1], half)))
    return Shrunk(view=view, sizes=tuple(sizes))
