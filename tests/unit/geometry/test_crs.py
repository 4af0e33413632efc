"""Between a map's metres and the globe."""

from __future__ import annotations

import numpy as np
import pytest

from inquo.errors import UsageError
from inquo.geometry import crs_pyproj

UTM = "EPSG:32651"
AT = np.array([268_400.0, 2_684_900.0])


def test_round_trip() -> None:
    points = np.array([AT, AT + 1000])
    assert np.allclose(crs_pyproj.map_from_lonlat(UTM, crs_pyproj.lonlat_from_map(UTM, points)), points, atol=1e-6)


def test_meridian_convergence_and_scale_are_in_the_derivative() -> None:
    turn = crs_pyproj.en_from_map(UTM, AT)
    lon, lat = crs_pyproj.lonlat_from_map(UTM, AT[None])[0]
    convergence = np.arctan(np.tan(np.radians(lon - 123)) * np.sin(np.radians(lat)))
    assert np.arctan2(turn[0, 1], turn[1, 1]) == pytest.approx(convergence, abs=1e-5)
    assert abs(np.linalg.det(turn)) == pytest.approx(1.0, abs=2e-3)


def test_an_unknown_crs_is_named() -> None:
    with pytest.raises(UsageError, match="EPSG:0"):
        crs_pyproj.lonlat_from_map("EPSG:0", AT[None])
