"""Tie points that agree make a registration; the rest does not count, and held-out points judge it."""

from __future__ import annotations

import numpy as np
import pytest

from inquo.geometry import homography
from inquo.geometry.grid import View
from inquo.placement.alignment import Alignment
from inquo.placement.criteria import Criteria
from inquo.placement.hypotheses import Posture
from inquo.placement.lead import Lead
from inquo.placement.registration import Checked, Settled, register
from inquo.placement.shrunk import shrink
from inquo.placement.tie_points import TiePoints
from inquo.records.finding import Undetermined

VIEW = shrink(View(grey=np.zeros((300, 400), np.uint8), usable=np.ones((300, 400), bool)))
TRUTH = np.array([[0.5, 0.1, 500_000.0], [0.1, -0.5, 4_000_000.0], [0.0, 0.0, 1.0]])


def settled(
    frame_px: np.ndarray, *, sigma_m: float = 0.3, wrong: int = 0, matrix: np.ndarray = TRUTH, seed: int = 0
) -> Settled:
    rng = np.random.default_rng(seed)
    map_m = homography.apply(matrix, frame_px) + rng.normal(0, sigma_m, frame_px.shape)
    strays = rng.choice(len(frame_px), wrong, replace=False)
    map_m[strays] += rng.uniform(8, 20, (wrong, 2)) * rng.choice([-1, 1], (wrong, 2))
    lead = Lead(
        score=1.0,
        correlation=0.4,
        posture=Posture(gsd_m=0.5, stretch=1.0),
        angle_rad=0.0,
        map_from_frame=matrix,
        centre_m=(0.0, 0.0),
        footprint_m=175.0,
    )
    n = len(frame_px)
    return Settled(
        alignment=Alignment(lead=lead, map_from_frame=matrix, score=0.4, working_m=1.2),
        map_from_frame=matrix,
        correlation=0.4,
        ties=TiePoints(
            frame_px=frame_px,
            map_m=map_m,
            covariance_m2=np.tile(np.eye(2) * sigma_m**2, (n, 1, 1)),
            score=np.full(n, 0.4),
            moved_px=np.zeros((n, 2)),
            patches=n,
        ),
        agree=np.ones(n, bool),
        working_m=1.2,
    )


def spread(n: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).uniform((20, 20), (380, 280), (n, 2))


def test_strays_are_left_out_and_the_truth_lies_within_the_error() -> None:
    found = register(settled(spread(30), wrong=8), VIEW, Criteria())
    assert isinstance(found, Checked)
    assert not (found.control & found.check).any()
    point = np.array([[200.0, 150.0]])
    off = (homography.apply(found.fit.matrix, point) - homography.apply(TRUTH, point))[0]
    covariance = found.fit.covariance_at(point)[0] * found.inflation
    assert off @ np.linalg.inv(covariance) @ off < 12
    assert found.check_rmse_m < 1.5


def test_errors_of_many_fits_are_as_large_as_their_covariances_say() -> None:
    point = np.array([[120.0, 200.0]])
    distances = []
    for seed in range(120):
        found = register(settled(spread(25, seed), seed=seed), VIEW, Criteria())
        assert isinstance(found, Checked)
        off = (homography.apply(found.fit.matrix, point) - homography.apply(TRUTH, point))[0]
        distances.append(off @ np.linalg.inv(found.fit.covariance_at(point)[0]) @ off)
    assert 0.7 < np.mean(distances) / (2 / (16 / 9)) < 1.4


def test_affine_ground_is_not_fitted_with_a_homography_and_tilted_ground_is() -> None:
    tilted = TRUTH @ np.array([[1, 0, 0], [0, 1, 0], [2e-4, 6e-4, 1.0]])
    plain = register(settled(spread(40)), VIEW, Criteria())
    leaning = settled(spread(40), matrix=tilted)
    found = register(leaning, VIEW, Criteria())
    assert isinstance(plain, Checked)
    assert isinstance(found, Checked)
    assert plain.fit.model == "affine"
    assert found.fit.model == "homography"


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (settled(spread(4)), "agree"),
        (settled(spread(30) * 0.2), "cover"),
        (settled(spread(30), matrix=TRUTH @ np.diag([-1.0, 1.0, 1.0])), "agree"),
    ],
)
def test_what_fails_says_why(made: Settled, reason: str) -> None:
    found = register(made, VIEW, Criteria())
    assert isinstance(found, Undetermined)
    assert reason in found.reason
