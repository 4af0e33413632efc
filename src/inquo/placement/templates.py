"""The view's field as it would look on the ground at a posture and an angle."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import Grey, Mask, Matrix
from inquo.placement.field import Complex64, Field, Float32, each_part, thinned
from inquo.placement.hypotheses import Posture
from inquo.placement.shrunk import Shrunk

_LEAST_SUPPORT = 0.5
_LEAST_COVER = 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A turned field in a square of odd side, the view's centre in the middle of its middle pixel.

    Attributes:
        z: Complex structure, or real brightness, zero outside the support.
        weight: 1 on the support, 0 elsewhere.
        norm: Square root of the field's energy.
    """

    z: Complex64 | Float32
    weight: Float32
    norm: float

    @property
    def normed(self) -> Complex64 | Float32:
        """The field, of energy 1."""
        return self.z / np.float32(max(self.norm, 1e-6))


def laid_out(
    view: Shrunk,
    posture: Posture,
    working_m: float,
    thinning: int,
    seen: Callable[[Grey | Float32, Mask], Field],
) -> Field:
    """The view's structure, or brightness, at the working resolution, not yet turned."""
    factor = posture.gsd_m / working_m
    width, height = (max(1, round(side * factor)) for side in (view.width_px, view.height_px * posture.stretch))
    grey, cover = view.at(thinning * width / view.width_px, thinning * height / view.height_px)
    return thinned(seen(grey, cover >= _LEAST_COVER), thinning)


def side_px(view: Shrunk, posture: Posture, working_m: float) -> int:
    """Odd side of the square that holds the template at every angle."""
    width = view.width_px * posture.gsd_m / working_m
    height = view.height_px * posture.gsd_m * posture.stretch / working_m
    return 2 * math.ceil((math.hypot(width, height) + 1) / 2) + 1


def turn(field: Field, view: Shrunk, posture: Posture, working_m: float, angle_rad: float) -> Template:
    """Turn a laid-out field about the view's centre, x towards y."""
    side = side_px(view, posture, working_m)
    height, width = field.z.shape
    place = centred(angle_rad, side / 2, side / 2) @ _scaling(
        view.width_px * posture.gsd_m / working_m / width,
        view.height_px * posture.gsd_m * posture.stretch / working_m / height,
        width,
        height,
    )
    weight = raster.warp(field.support.astype(np.float32), place, (side, side))
    weight = np.asarray(weight > _LEAST_SUPPORT, np.float32)
    z = each_part(field.z, lambda part: raster.warp(part, place, (side, side)) * weight)
    if np.iscomplexobj(z):
        z *= np.complex64(cmath.exp(2j * angle_rad))
    return Template(z=z, weight=weight, norm=float(np.sqrt((np.abs(z) ** 2).sum(dtype=np.float64))))


def centred(angle_rad: float, x: float, y: float) -> Matrix:
    """Turn about the origin, then move it to (x, y)."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[c, -s, x], [s, c, y], [0.0, 0.0, 1.0]])


def _scaling(x_factor: float, y_factor: float, width: int, height: int) -> Matrix:
    """Move a picture's centre to the origin, then scale."""
    return np.array([[x_factor, 0.0, -x_factor * width / 2], [0.0, y_factor, -y_factor * height / 2], [0.0, 0.0, 1.0]])
