"""The east-north plane at a point, for distances of up to a few kilometres."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# WGS 84: semi-major axis, metres, and first eccentricity squared.
_A_M = 6_378_137.0
_E2 = 6.694379990141e-3


def to_plane(lonlat_deg: NDArray[np.float64], origin_lonlat_deg: tuple[float, float]) -> NDArray[np.float64]:
    """Carry longitudes and latitudes to metres east and north of a point.

    Uses the ellipsoid's two radii of curvature at the point. At 60 degrees of latitude a point
    1 km away is off by under 0.3 m, one 100 m away by under 3 mm.

    Args:
        lonlat_deg: Degrees, WGS 84, shape (n, 2).
        origin_lonlat_deg: The point.

    Returns:
        East and north, shape (n, 2).
    """
    lon, lat = origin_lonlat_deg
    sine = np.sin(np.radians(lat))
    squeeze = 1 - _E2 * sine**2
    east_m_per_rad = _A_M / np.sqrt(squeeze) * np.cos(np.radians(lat))
    north_m_per_rad = _A_M * (1 - _E2) / squeeze**1.5
    turn_deg = (lonlat_deg[:, 0] - lon + 180) % 360 - 180
    return np.stack(
        [np.radians(turn_deg) * east_m_per_rad, np.radians(lonlat_deg[:, 1] - lat) * north_m_per_rad], axis=-1
    )
