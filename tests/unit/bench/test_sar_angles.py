"""The angle of a pair is found by the information its pictures share, inverted or not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from bench.placement.sets.sar_angles import SIDE_PX, angle_deg, turned_by


def ground() -> np.ndarray:
    rng = np.random.default_rng(4)
    grey = np.full((SIDE_PX, SIDE_PX), 90, np.uint8)
    for _ in range(120):
        x, y = (int(v) for v in rng.integers(0, SIDE_PX, 2))
        box = ((x, y), tuple(float(v) for v in rng.uniform(8, 40, 2)), float(rng.uniform(0, 90)))
        cv2.fillPoly(grey, [cv2.boxPoints(box).astype(np.int32)], int(rng.integers(20, 240)))
    return grey


@pytest.mark.parametrize("angle", [0, 17, 64])
def test_the_angle_is_found_though_bright_is_dark(angle: int) -> None:
    first = ground()
    second = 255 - cv2.warpAffine(first, turned_by(angle)[:2], (SIDE_PX, SIDE_PX))
    assert abs(angle_deg(first, second) - angle) <= 1


def test_a_turn_leaves_the_middle_where_it_is() -> None:
    middle = np.array([SIDE_PX / 2, SIDE_PX / 2, 1.0])
    assert turned_by(57.0) @ middle == pytest.approx(middle)
    assert turned_by(57.0)[0, 2] == pytest.approx(-49.1, abs=0.1)  # as the published file of the first pair has it
