"""What two pictures of one place have in common: directions of edges, and what is brighter than its surroundings.

With g = gx + i gy the gradient of a picture, the field is z = w(|g|) (g / |g|)^2.
Squaring the phase sends g and -g to the same value, so a picture and its negative
(an infrared look) have one field. Dividing |g| by its local mean, and limiting the
quotient to 1, takes out illumination: every edge that stands out where it is counts
alike, so that a street on a map has its say beside the letters. A light blur tolerates
what is left of rotation and scale. Turning a picture by an angle a, x towards y,
turns its field in place and multiplies it by exp(2ia).

Brightness is the second thing they share, less reliably: shadows move, an infrared look may be the negative.
It speaks for or against a place that the edges have found, and is searched by only where they find none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import Grey, Mask

Complex64 = NDArray[np.complex64]
Float32 = NDArray[np.float32]

SMOOTH_PX = 0.8
NEIGHBOURHOOD_PX = 10.0
TOLERANCE_PX = 1.0
SATURATION = 1.0
NOISE_GREY_PER_PX = 0.3
NOISE_GREY = 2.0
BRIGHTEST = 2.5
MARGIN_PX = 4
_MOST = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a picture shows, pixel by pixel, in a form that compares.

    Attributes:
        z: Complex structure, or real brightness, shape (height, width); zero where there is no support.
        support: True where the field rests on usable pixels alone. Same shape.
    """

    z: Complex64 | Float32
    support: Mask


def parts(z: NDArray[np.complex64] | NDArray[np.float32]) -> tuple[Float32, ...]:
    """The real fields that a field, or a stack of them, consists of."""
    return (z.real, z.imag) if np.iscomplexobj(z) else (np.asarray(z, np.float32),)


def structure(grey: Grey | NDArray[np.floating[Any]], usable: Mask) -> Field:
    """Compute the double-angle gradient field of a picture.

    The field is zero on unusable pixels and on a margin around them as wide as the filters
    that take the gradient, so that their outline makes no edge.

    Args:
        grey: Intensities, shape (height, width), 0 to 255.
        usable: True where a pixel counts. Same shape.
    """
    values = np.asarray(grey, np.float32)
    gx, gy = raster.gradients(raster.blur(values, SMOOTH_PX))
    support = raster.erode(usable, MARGIN_PX)
    inside = support.astype(np.float32)
    energy = (gx * gx + gy * gy) * inside
    strength = np.sqrt(energy)
    cover = np.maximum(raster.blur_widely(inside, NEIGHBOURHOOD_PX), 0.05)
    local = raster.blur_widely(strength, NEIGHBOURHOOD_PX) / cover + NOISE_GREY_PER_PX
    per_energy = inside * np.minimum(strength / local, SATURATION) / (energy + 1e-6)
    z = np.empty(values.shape, np.complex64)
    z.real = raster.blur((gx * gx - gy * gy) * per_energy, TOLERANCE_PX) * inside
    z.imag = raster.blur(2 * gx * gy * per_energy, TOLERANCE_PX) * inside
    return Field(z=z, support=support)


def brightness(grey: Grey | NDArray[np.floating[Any]], usable: Mask) -> Field:
    """How much brighter or darker than its surroundings a picture is, in standard deviations there, bounded.

    Args:
        grey: Intensities, shape (height, width), 0 to 255.
        usable: True where a pixel counts. Same shape.
    """
    support = raster.erode(usable, MARGIN_PX)
    inside = usable.astype(np.float32)
    values = np.asarray(grey, np.float32) * inside
    cover = np.maximum(raster.blur_widely(inside, NEIGHBOURHOOD_PX), 0.05)
    mean = raster.blur_widely(values, NEIGHBOURHOOD_PX) / cover
    variance = raster.blur_widely(values * values, NEIGHBOURHOOD_PX) / cover - mean * mean
    spread = np.sqrt(np.maximum(variance, 0.0)) + NOISE_GREY
    z = np.clip((values - mean) / spread, -BRIGHTEST, BRIGHTEST) * support
    return Field(z=np.asarray(z, np.float32), support=support)


def thinned(field: Field, factor: int) -> Field:
    """The field averaged over squares of pixels: fine structure keeps its say at a coarse resolution.

    Shrinking a picture loses roofs and lanes before their directions are taken; shrinking its field
    keeps the direction that prevails.
    """
    height, width = (n // factor for n in field.z.shape)
    kept = np.s_[: height * factor, : width * factor]

    def mean(values: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        return raster.shrink(np.ascontiguousarray(values[kept], np.float32), (width, height))

    return Field(z=each_part(field.z, mean), support=mean(field.support.astype(np.float32)) > _MOST)


def each_part(z: Complex64 | Float32, change: Callable[[Float32], Float32]) -> Complex64 | Float32:
    """Change the real fields that a field consists of, each by itself."""
    changed = [change(np.ascontiguousarray(part)) for part in parts(z)]
    if len(changed) == 1:
        return changed[0]
    whole = np.empty(changed[0].shape, np.complex64)
    whole.real, whole.imag = changed
    return whole
