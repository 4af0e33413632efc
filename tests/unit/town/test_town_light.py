"""Sun and shadow."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from inquo.town.light_cv2 import cast_shadows
from inquo.town.sun import Sun, solar_position


@pytest.mark.parametrize(
    ("when", "lon_deg", "lat_deg", "azimuth_deg", "elevation_deg"),
    [
        # equinox at the equator, sun overhead at solar noon (equation of time -7.5 minutes)
        (datetime(2024, 3, 20, 12, 7, tzinfo=UTC), 0.0, 0.0, None, 90.0),
        # solstices on a tropic and far north: 90 - latitude +- 23.44 at local noon
        (datetime(2024, 6, 20, 12, 2, tzinfo=UTC), 0.0, 50.0, 180.0, 63.44),
        (datetime(2024, 12, 21, 11, 58, tzinfo=UTC), 0.0, 50.0, 180.0, 16.56),
    ],
)
def test_known_suns(
    when: datetime, lon_deg: float, lat_deg: float, azimuth_deg: float | None, elevation_deg: float
) -> None:
    sun = solar_position(when, lon_deg=lon_deg, lat_deg=lat_deg)
    assert sun.elevation_deg == pytest.approx(elevation_deg, abs=0.3)
    if azimuth_deg is not None:
        assert sun.azimuth_deg == pytest.approx(azimuth_deg, abs=0.6)


@pytest.mark.parametrize("azimuth_deg", [0.0, 75.0, 140.0, 225.0, 310.0])
def test_shadows_point_away_from_the_sun_and_are_as_long_as_they_should(azimuth_deg: float) -> None:
    height = np.zeros((241, 241), dtype=np.float32)
    height[117:124, 117:124] = 12.0
    elevation_deg = 40.0
    top = cast_shadows(height, 0.25, Sun(azimuth_deg=azimuth_deg, elevation_deg=elevation_deg))
    rows, columns = np.nonzero((top > height + 0.2) & (height == 0))
    east, north = (columns - 120) * 0.25, (120 - rows) * 0.25
    away = np.radians(azimuth_deg + 180)
    along = east * np.sin(away) + north * np.cos(away)
    across = east * np.cos(away) - north * np.sin(away)
    length = 12.0 / np.tan(np.radians(elevation_deg))
    assert along.min() > -1.0
    assert np.abs(across).max() < 2.2
    assert along.max() == pytest.approx(length, abs=2.0)


def test_a_sun_on_the_horizon_is_refused() -> None:
    with pytest.raises(ValueError, match="shadows"):
        cast_shadows(np.zeros((4, 4), dtype=np.float32), 1.0, Sun(azimuth_deg=90.0, elevation_deg=1.0))
