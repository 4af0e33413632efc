"""Circles and ellipses of error, drawn on the ground around a placement.

Metres are turned into degrees with the ellipsoid's two radii of curvature at the point:
right to a millimetre for a hundred metres, to a few centimetres for ten kilometres.

Source:
    WGS 84 (NGA.STND.0036): semi-major axis, flattening. A two-dimensional normal variable
    lies within k standard ellipses with probability 1 - exp(-k^2 / 2).
"""

from __future__ import annotations

import math

from inquo.records.place import Covariance, LonLat

_SEMI_MAJOR_M = 6_378_137.0
_FLATTENING = 1 / 298.257223563
_ECCENTRICITY_2 = _FLATTENING * (2 - _FLATTENING)
_STANDARD_ELLIPSES_90 = math.sqrt(-2 * math.log(0.1))
_CORNERS = 72


def error_circle(lon_deg: float, lat_deg: float, radius_m: float) -> tuple[LonLat, ...]:
    """Closed anticlockwise ring at one distance from a point.

    >>> east = error_circle(0.0, 0.0, 111.319490793)[0]
    >>> round(east[0], 6), round(east[1], 6)
    (0.001, 0.0)
    """
    return _ring(lon_deg, lat_deg, ((radius_m, 0.0), (0.0, radius_m)))


def error_ellipse(lon_deg: float, lat_deg: float, covariance_m2: Covariance) -> tuple[LonLat, ...]:
    """Closed ring that holds the true point with probability 0.9, if the errors are normal.

    Args:
        lon_deg: Longitude of the placement.
        lat_deg: Latitude.
        covariance_m2: East-north covariance, symmetric positive definite.
    """
    (ee, en), (_, nn) = covariance_m2
    k = _STANDARD_ELLIPSES_90
    east = math.sqrt(ee)
    north = math.sqrt(nn - en * en / ee)
    return _ring(lon_deg, lat_deg, ((k * east, 0.0), (k * en / east, k * north)))  # Cholesky factor, times k


def _ring(lon_deg: float, lat_deg: float, shape: tuple[tuple[float, float], tuple[float, float]]) -> tuple[LonLat, ...]:
    """Image of the unit circle under a shape matrix in east-north metres."""
    latitude = math.radians(lat_deg)
    curvature = 1 - _ECCENTRICITY_2 * math.sin(latitude) ** 2
    north_m = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_2) / curvature**1.5
    east_m = _SEMI_MAJOR_M / math.sqrt(curvature) * math.cos(latitude)
    (a, b), (c, d) = shape
    points = []
    for corner in range(_CORNERS):
        angle = 2 * math.pi * corner / _CORNERS
        x, y = math.cos(angle), math.sin(angle)
        lon = lon_deg + math.degrees((a * x + b * y) / east_m)
        points.append((lon, lat_deg + math.degrees((c * x + d * y) / north_m)))
    return (*points, points[0])
