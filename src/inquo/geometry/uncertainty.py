"""What a covariance means on the ground: the circle and the ellipse that hold the truth so often.

CE90 is the radius r of the circle about the estimate that holds the true point with probability
0.9. Along the major axis the error is normal with sigma_max; given that it is x there, the point is
inside when the error along the minor axis stays within sqrt(r^2 - x^2). With x = r sin(t) the
integrand is smooth for every ellipse, thin ones included (an integral over the polar angle is not,
and is off by half there).

Source:
    ASPRS Positional Accuracy Standards for Digital Geospatial Data, edition 2 (2023);
    Greenwalt and Shultz, Principles of Error Theory and Cartographic Applications,
    ACIC Technical Report 96 (1962).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import erf

Float64 = NDArray[np.float64]

CE90_PER_SIGMA_LINE = 1.6448536269514722
CE90_PER_SIGMA_CIRCLE = math.sqrt(-2 * math.log(0.1))
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(256)
_ANGLES = (_NODES + 1) * (math.pi / 4)
_STEPS = _WEIGHTS * (math.pi / 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipse:
    """An error ellipse.

    Attributes:
        semi_major_m: Half its length.
        semi_minor_m: Half its width.
        azimuth_deg: Direction of its length, clockwise from north, in [0, 180).
    """

    semi_major_m: float
    semi_minor_m: float
    azimuth_deg: float


def ce90(covariance: Float64) -> float:
    """Radius that holds the true point with probability 0.9, in the covariance's unit.

    Args:
        covariance: Shape (2, 2), symmetric positive definite.

    Raises:
        ValueError: It is not.
    """
    major, minor = _sigmas(covariance)
    ratio = minor / major

    def short(radius: float) -> float:
        return _inside(radius, ratio) - 0.9

    if not short(CE90_PER_SIGMA_LINE) > 0:
        return major * float(brentq(short, CE90_PER_SIGMA_LINE, CE90_PER_SIGMA_CIRCLE + 1e-9, xtol=1e-9))
    return major * CE90_PER_SIGMA_LINE


def ellipse90(covariance: Float64) -> Ellipse:
    """The ellipse that holds the true point with probability 0.9.

    Args:
        covariance: East-north, shape (2, 2), square metres.
    """
    major, minor = _sigmas(covariance)
    _, vectors = np.linalg.eigh(covariance)
    east, north = vectors[:, 1]
    return Ellipse(
        semi_major_m=CE90_PER_SIGMA_CIRCLE * major,
        semi_minor_m=CE90_PER_SIGMA_CIRCLE * minor,
        azimuth_deg=math.degrees(math.atan2(east, north)) % 180.0,
    )


def from_ce90(radius_m: float) -> Float64:
    """The round covariance whose CE90 is this radius."""
    return np.eye(2) * (radius_m / CE90_PER_SIGMA_CIRCLE) ** 2


def _sigmas(covariance: Float64) -> tuple[float, float]:
    """Standard deviations along the ellipse's axes, larger first."""
    if covariance.shape != (2, 2) or not np.allclose(covariance, covariance.T, rtol=1e-6, atol=1e-12):
        raise ValueError(f"not a covariance of two coordinates: {covariance}")
    least, most = np.linalg.eigvalsh(covariance)
    if not (least > 0 and most < math.inf):
        raise ValueError(f"not positive definite: {covariance}")
    return math.sqrt(most), math.sqrt(least)


def _inside(radius: float, ratio: float) -> float:
    """Probability that a normal error with sigmas 1 and ratio stays within a radius."""
    along = radius * np.sin(_ANGLES)
    across = radius * np.cos(_ANGLES)
    density = np.exp(-(along**2) / 2) / math.sqrt(2 * math.pi)
    share = erf(across / (max(ratio, 1e-12) * math.sqrt(2)))
    return float(2 * (density * share * across * _STEPS).sum())
