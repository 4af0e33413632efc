"""Pictures that carry what is needed to read them: which pixels count, and where they lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Grey: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]
Matrix: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A picture of the ground by an unknown camera, such as a shot's composite.

    Attributes:
        grey: Intensities, shape (height, width).
        usable: True where a pixel shows the ground: not overlay, not border. Same shape.

    Raises:
        ValueError: The two arrays differ in shape.
    """

    grey: Grey
    usable: Mask

    def __post_init__(self) -> None:
        """Refuse a mask that belongs to another picture."""
        if self.grey.ndim != 2 or self.grey.shape != self.usable.shape:
            raise ValueError(f"picture {self.grey.shape} and mask {self.usable.shape} do not fit")

    @property
    def width_px(self) -> int:
        """Columns."""
        return int(self.grey.shape[1])

    @property
    def height_px(self) -> int:
        """Rows."""
        return int(self.grey.shape[0])

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return (self.width_px, self.height_px)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundRaster:
    """A window of georeferenced imagery at one ground sampling distance.

    Attributes:
        grey: Intensities, shape (height, width).
        valid: True where imagery exists: not nodata, not outside. Same shape.
        map_from_pixel: Affine transform, shape (2, 3), from pixel (x, y), whose first pixel
            covers [0, 1) x [0, 1), to map metres in ``crs``.
        crs: A metric coordinate reference system, such as ``EPSG:32651``.

    Raises:
        ValueError: The arrays do not fit together.
    """

    grey: Grey
    valid: Mask
    map_from_pixel: Matrix
    crs: str

    def __post_init__(self) -> None:
        """Refuse parts that do not fit together."""
        if self.grey.ndim != 2 or self.grey.shape != self.valid.shape:
            raise ValueError(f"picture {self.grey.shape} and mask {self.valid.shape} do not fit")
        if self.map_from_pixel.shape != (2, 3):
            raise ValueError(f"an affine transform is 2 x 3, not {self.map_from_pixel.shape}")

    @property
    def gsd_m(self) -> float:
        """Ground sampling distance, metres per pixel: square root of a pixel's area."""
        a, b, _, d, e, _ = self.map_from_pixel.ravel()
        return float(np.sqrt(abs(a * e - b * d)))
