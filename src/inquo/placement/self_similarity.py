"""How alike a picture is to itself one pixel further on, in eight directions: a third thing that two pictures share.

Whatever a sensor, a season or a draughtsman makes of a place, a pixel looks like the neighbours that belong to the
same thing and unlike those beyond its edge. Neither brightness nor the direction of its edges is compared.

Source:
    Heinrich et al., MIND: Modality independent neighbourhood descriptor for multi-modal deformable registration,
    Medical Image Analysis 16 (2012), 1423-1435; Shechtman and Irani, Matching local self-similarities across images
    and videos, CVPR 2007.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import Grey, Mask
from inquo.placement.field import NEIGHBOURHOOD_PX, Field

Float32 = NDArray[np.float32]

STEP_PX = 1
DIRECTIONS = ((1, 0), (0, 1), (1, 1), (1, -1))
"""One of each pair of opposite neighbours."""
SMOOTH_PX = 0.4
PATCH_PX = 0.8
NOISE_GREY2 = 2.0
"""What is added to the mean difference, so that noise makes no structure; grey levels squared."""
MARGIN_PX = 6


def self_similarity(grey: Grey | NDArray[np.floating[Any]], usable: Mask) -> tuple[Field, ...]:
    """Compare a picture's surroundings of each pixel with those of its neighbours.

    The difference d to a neighbour is the mean squared one of a small patch; likeness is exp(-d / mean of the eight d),
    less its own mean within about 10 pixels.

    Args:
        grey: Intensities, shape (height, width), 0 to 255.
        usable: True where a pixel counts. Same shape.

    Returns:
        One complex field a direction: likeness to the neighbour there, and to the one opposite, as its parts.
    """
    values = raster.blur(np.asarray(grey, np.float32), SMOOTH_PX)
    support = raster.erode(usable, MARGIN_PX)
    inside = support.astype(np.float32)
    cover = np.maximum(raster.blur_widely(inside, NEIGHBOURHOOD_PX), 0.05)
    steps = [(sign * STEP_PX * dx, sign * STEP_PX * dy) for dx, dy in DIRECTIONS for sign in (1, -1)]
    unlike = [raster.blur((values - _moved(values, *step)) ** 2, PATCH_PX) for step in steps]
    usual = sum(unlike) / len(unlike) + NOISE_GREY2
    alike = [np.asarray(np.exp(-one / usual) * inside, np.float32) for one in unlike]
    flat = [(one - raster.blur_widely(one, NEIGHBOURHOOD_PX) / cover) * inside for one in alike]
    pairs = zip(flat[0::2], flat[1::2], strict=True)
    return tuple(Field(z=np.asarray(there + 1j * opposite, np.complex64), support=support) for there, opposite in pairs)


def _moved(values: Float32, dx: int, dy: int) -> Float32:
    """What lies so many pixels further right and down; the border is repeated."""
    height, width = values.shape
    rows, columns = np.arange(height) + dy, np.arange(width) + dx
    return np.asarray(values[rows.clip(0, height - 1)[:, None], columns.clip(0, width - 1)[None, :]])
