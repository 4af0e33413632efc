"""Height above the plane counts by the angle and along the direction under which the footage sees it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from inquo.placement.point import lean_per_height

SIZE_PX = (640, 480)
MIDDLE_PX = (320.0, 240.0)


def seen_from(tilt_deg: float, turn_deg: float, gsd_m: float = 0.4) -> np.ndarray:
    """Map from frame: the far side lies along ``turn_deg``, stretched by the tilt."""
    a = math.radians(turn_deg)
    turn = np.array([[math.cos(a), -math.sin(a), 300_000.0], [math.sin(a), math.cos(a), 4_000_000.0], [0, 0, 1.0]])
    return turn @ np.diag([gsd_m / math.cos(math.radians(tilt_deg)), -gsd_m, 1.0])


@pytest.mark.parametrize("tilt_deg", [15.0, 30.0, 45.0, 60.0])
@pytest.mark.parametrize("turn_deg", [0.0, 70.0, 160.0])
def test_height_is_displaced_along_the_direction_of_view_by_the_tangent_of_the_tilt(
    tilt_deg: float, turn_deg: float
) -> None:
    lean = lean_per_height(seen_from(tilt_deg, turn_deg), MIDDLE_PX, SIZE_PX)
    along = np.array([math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))])
    across = np.array([-along[1], along[0]])
    assert along @ lean @ along == pytest.approx(math.tan(math.radians(tilt_deg)) ** 2, rel=1e-6)
    assert across @ lean @ across == pytest.approx(0.0, abs=1e-9)


def test_straight_down_nothing_is_displaced_in_the_middle() -> None:
    assert np.allclose(lean_per_height(seen_from(0.0, 30.0), MIDDLE_PX, SIZE_PX), 0.0, atol=1e-9)


def test_a_transform_that_hardly_sees_the_ground_gives_a_large_number_and_not_infinity() -> None:
    lean = lean_per_height(seen_from(89.9, 0.0), MIDDLE_PX, SIZE_PX)
    assert np.isfinite(lean).all()
    assert lean[0, 0] > 10


@pytest.mark.parametrize("turn_deg", [0.0, 70.0])
@pytest.mark.parametrize("at_px", [(640.0, 240.0), (320.0, 400.0), (40.0, 30.0)])
def test_off_the_middle_height_is_displaced_outwards_as_by_a_camera_that_sees_as_wide_as_it_is_far(
    turn_deg: float, at_px: tuple[float, float]
) -> None:
    seen = seen_from(0.0, turn_deg)
    lean = lean_per_height(seen, at_px, SIZE_PX)
    outwards_px = np.array(at_px) - MIDDLE_PX
    outwards = seen[:2, :2] @ outwards_px / np.linalg.norm(seen[:2, :2] @ outwards_px)
    across = np.array([-outwards[1], outwards[0]])
    assert outwards @ lean @ outwards == pytest.approx((np.linalg.norm(outwards_px) / SIZE_PX[0]) ** 2, rel=1e-6)
    assert across @ lean @ across == pytest.approx(0.0, abs=1e-9)


def test_the_tilt_and_the_place_in_the_picture_add_up() -> None:
    tilted, off = lean_per_height(seen_from(30.0, 0.0), MIDDLE_PX, SIZE_PX), (480.0, 240.0)
    assert np.allclose(lean_per_height(seen_from(30.0, 0.0), off, SIZE_PX), tilted + np.diag([(160 / 640) ** 2, 0.0]))
