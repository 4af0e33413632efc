"""Where the sun stands, to a twentieth of a degree: enough for the shadows of a rendering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from inquo.town.polygons import Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Sun:
    """The direction of the sun.

    Attributes:
        azimuth_deg: From north, clockwise.
        elevation_deg: Above the horizon, without refraction.
    """

    azimuth_deg: float
    elevation_deg: float

    @property
    def towards(self) -> Points:
        """Unit vector towards the sun: east, north, up."""
        azimuth, elevation = np.radians([self.azimuth_deg, self.elevation_deg])
        return np.array([np.sin(azimuth) * np.cos(elevation), np.cos(azimuth) * np.cos(elevation), np.sin(elevation)])


def solar_position(when: datetime, *, lon_deg: float, lat_deg: float) -> Sun:
    """Low-precision position of the sun.

    Args:
        when: With its time zone.
        lon_deg: Degrees east.
        lat_deg: Degrees north.

    Source:
        Astronomical Almanac, low-precision formulas for the sun (0.01 degrees, 1950 to 2050).
    """
    days = when.timestamp() / 86400.0 - 10957.5  # since J2000.0
    mean_longitude = np.radians((280.460 + 0.9856474 * days) % 360)
    anomaly = np.radians((357.528 + 0.9856003 * days) % 360)
    longitude = mean_longitude + np.radians(1.915) * np.sin(anomaly) + np.radians(0.020) * np.sin(2 * anomaly)
    tilt = np.radians(23.439 - 4e-7 * days)
    ascension = np.arctan2(np.cos(tilt) * np.sin(longitude), np.cos(longitude))
    declination = np.arcsin(np.sin(tilt) * np.sin(longitude))
    sidereal = np.radians((280.46062 + 360.98564737 * days + lon_deg) % 360)
    hour, latitude = sidereal - ascension, np.radians(lat_deg)
    up = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(hour)
    east = -np.cos(declination) * np.sin(hour)
    north = np.sin(declination) * np.cos(latitude) - np.cos(declination) * np.sin(latitude) * np.cos(hour)
    return Sun(
        azimuth_deg=float(np.degrees(np.arctan2(east, north)) % 360),
        elevation_deg=float(np.degrees(np.arcsin(up))),
    )
