"""Error circles and ellipses lie on the ground where another library says they do."""

from __future__ import annotations

import math

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquo.geometry.error_ring import error_circle, error_ellipse

GEODESIC = pyproj.Geod(ellps="WGS84")
places = st.tuples(st.floats(-179, 179), st.floats(-75, 75))
sigmas = st.floats(0.1, 200)


@given(places, st.floats(0.5, 2000))
def test_every_corner_of_a_circle_is_at_its_distance(place: tuple[float, float], radius_m: float) -> None:
    lon, lat = place
    ring = error_circle(lon, lat, radius_m)
    _, _, distances = GEODESIC.inv([lon] * len(ring), [lat] * len(ring), *zip(*ring, strict=True))
    assert ring[0] == ring[-1]
    assert distances == pytest.approx([radius_m] * len(ring), rel=2e-3)


@given(places, sigmas, sigmas, st.floats(-0.95, 0.95))
def test_every_corner_of_an_ellipse_is_equally_unlikely(
    place: tuple[float, float], east_m: float, north_m: float, correlation: float
) -> None:
    lon, lat = place
    shared = correlation * east_m * north_m
    covariance = ((east_m**2, shared), (shared, north_m**2))
    ring = np.array(error_ellipse(lon, lat, covariance))
    azimuth, _, distance = GEODESIC.inv([lon] * len(ring), [lat] * len(ring), ring[:, 0], ring[:, 1])
    turn = np.radians(azimuth)
    offsets = np.stack([np.sin(turn) * distance, np.cos(turn) * distance])
    mahalanobis = np.einsum("in,ij,jn->n", offsets, np.linalg.inv(covariance), offsets)
    # A corner's offset is off by a millionth of the distance; a thin ellipse multiplies that across its narrow side.
    assert mahalanobis == pytest.approx([-2 * math.log(0.1)] * len(ring), rel=0.15)
