"""The camera: what it maps to what."""

from __future__ import annotations

import numpy as np
import pytest

from inquo.town.camera import Camera, look_at


def camera(off_nadir_deg: float = 35.0, heading_deg: float = 60.0) -> Camera:
    return look_at(
        (310.0, 220.0, 9.0),
        off_nadir_deg=off_nadir_deg,
        heading_deg=heading_deg,
        range_m=3000.0,
        gsd_m=0.3,
        size_px=(960, 540),
    )


@pytest.mark.parametrize("off_nadir_deg", [0.0, 20.0, 60.0])
def test_the_middle_sees_the_target(off_nadir_deg: float) -> None:
    seen = camera(off_nadir_deg).project(np.array([[310.0, 220.0, 9.0]]))
    assert seen == pytest.approx(np.array([[480.0, 270.0]]))


def test_straight_down_with_north_up_looks_like_a_map() -> None:
    seen = camera(0.0, 0.0).project(np.array([[313.0, 220.0, 9.0], [310.0, 223.0, 9.0]]))
    assert seen == pytest.approx(np.array([[490.0, 270.0], [480.0, 260.0]]))


def test_the_far_side_is_up() -> None:
    seen = camera(40.0, 90.0).project(np.array([[330.0, 220.0, 9.0]]))
    assert seen[0, 1] < 270
    assert seen[0, 0] == pytest.approx(480.0)


def test_what_stands_leans_away_from_the_camera() -> None:
    foot, top = camera(40.0, 0.0).project(np.array([[310.0, 220.0, 0.0], [310.0, 220.0, 20.0]]))
    assert top[1] < foot[1]


def test_planes_agree_with_projection() -> None:
    view = camera()
    points = np.array([[300.0, 210.0], [350.0, 240.0], [280.0, 260.0]])
    for up in (0.0, 12.0):
        seen = view.project(np.concatenate([points, np.full((3, 1), up)], axis=1))
        back = np.concatenate([seen, np.ones((3, 1))], axis=1) @ view.plane_from_frame(up).T
        assert back[:, :2] / back[:, 2:] == pytest.approx(points, abs=1e-6)


def test_turning_and_zooming_is_an_exact_homography() -> None:
    rest = camera()
    wide, moved = rest.enlarged(1.2, 1.5), rest.turned((6.0, -4.0), 1.5, 1.05)
    points = np.array([[300.0, 210.0, 0.0], [350.0, 240.0, 14.0], [280.0, 260.0, 5.0]])
    still = np.concatenate([wide.project(points), np.ones((3, 1))], axis=1) @ moved.frame_from(wide).T
    assert still[:, :2] / still[:, 2:] == pytest.approx(moved.project(points), abs=1e-6)


def test_pan_and_roll_move_the_content_as_they_say() -> None:
    rest = camera()
    middle = np.array([[310.0, 220.0, 9.0]])
    assert rest.turned((7.0, -5.0), 0.0, 1.0).project(middle)[0] == pytest.approx([487.0, 265.0], abs=0.01)
    ahead = np.array([[310.0 + np.sin(np.radians(60)) * 9, 220.0 + np.cos(np.radians(60)) * 9, 9.0]])
    assert rest.turned((0.0, 0.0), 10.0, 1.0).project(ahead)[0, 0] > 480.5


def test_another_place_is_refused() -> None:
    with pytest.raises(ValueError, match="parallax"):
        camera(10.0).frame_from(camera(20.0))


def test_the_horizon_is_refused() -> None:
    with pytest.raises(ValueError, match="off-nadir"):
        camera(89.0)
