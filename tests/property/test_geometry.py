"""Laws of the plane: error circles keep their bounds, transforms undo each other."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inquo.geometry import homography
from inquo.geometry.uncertainty import CE90_PER_SIGMA_CIRCLE, CE90_PER_SIGMA_LINE, ce90

sigmas = st.floats(1e-3, 1e4)
turns = st.floats(-math.pi, math.pi)


@given(sigmas, st.floats(1e-6, 1.0), turns)
def test_ce90_lies_between_line_and_circle(major: float, ratio: float, turn: float) -> None:
    c, s = math.cos(turn), math.sin(turn)
    r = np.array([[c, -s], [s, c]])
    covariance = r @ np.diag([major**2, max((major * ratio) ** 2, major**2 * 1e-9)]) @ r.T
    per_sigma = ce90((covariance + covariance.T) / 2) / major
    assert CE90_PER_SIGMA_LINE - 1e-4 <= per_sigma <= CE90_PER_SIGMA_CIRCLE + 1e-4


@given(st.integers(0, 2**31), st.sampled_from(["similarity", "affine", "homography"]))
def test_fit_recovers_the_transform_that_made_the_points(seed: int, model: homography.Model) -> None:
    rng = np.random.default_rng(seed)
    a, k = rng.uniform(-3, 3), rng.uniform(0.1, 3)
    truth = np.array([[k * math.cos(a), -k * math.sin(a), 5e5], [k * math.sin(a), k * math.cos(a), 4e6], [0, 0, 1]])
    if model != "similarity":
        truth[:2, :2] += rng.uniform(-0.05, 0.05, (2, 2))
    if model == "homography":
        truth = truth @ np.array([[1, 0, 0], [0, 1, 0], [*rng.uniform(-2e-4, 2e-4, 2), 1]])
    source = rng.uniform(0, 1000, (12, 2))
    fit = homography.fit(source, homography.apply(truth, source), np.tile(np.eye(2), (12, 1, 1)), model)
    assert fit is not None
    again = homography.apply(fit.matrix, source)
    assert np.abs(again - homography.apply(truth, source)).max() < 1e-3
    assert fit.chi2 < 1e-4


@given(st.integers(0, 2**31))
def test_jacobian_is_the_derivative(seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = np.eye(3) + rng.uniform(-0.2, 0.2, (3, 3)) * [[1, 1, 50], [1, 1, 50], [1e-3, 1e-3, 0]]
    points = rng.uniform(0, 300, (4, 2))
    step = 1e-4
    for axis in (0, 1):
        nudge = np.eye(2)[axis] * step
        slope = (homography.apply(matrix, points + nudge) - homography.apply(matrix, points - nudge)) / (2 * step)
        assert np.allclose(homography.jacobian(matrix, points)[:, :, axis], slope, atol=1e-5)
