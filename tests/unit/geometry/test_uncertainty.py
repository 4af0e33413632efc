"""Error circles and ellipses."""

from __future__ import annotations

import numpy as np
import pytest

from inquo.geometry.uncertainty import ce90, ellipse90, from_ce90


@pytest.mark.parametrize("ratio", [1.0, 0.6, 0.25, 0.03])
def test_nine_of_ten_errors_fall_inside(ratio: float) -> None:
    rng = np.random.default_rng(3)
    errors = rng.normal(size=(400_000, 2)) * [1.0, ratio]
    inside = np.hypot(*errors.T) <= ce90(np.diag([1.0, ratio**2]))
    assert inside.mean() == pytest.approx(0.9, abs=0.002)


def test_ellipse_points_along_its_length() -> None:
    ellipse = ellipse90(np.array([[5.0, 4.0], [4.0, 5.0]]))
    assert ellipse.azimuth_deg == pytest.approx(45)
    assert ellipse.semi_major_m == pytest.approx(3 * ellipse.semi_minor_m)


def test_round_trip_of_a_radius() -> None:
    assert ce90(from_ce90(7.0)) == pytest.approx(7.0)


@pytest.mark.parametrize("bad", [np.zeros((2, 2)), np.diag([1.0, -1.0]), np.diag([np.nan, 1.0]), np.eye(3)])
def test_what_is_no_covariance_is_refused(bad: np.ndarray) -> None:
    with pytest.raises(ValueError, match="not"):
        ce90(bad)
