"""Poses and degradation do what the truth of the benchmark rests on."""

from __future__ import annotations

import math

import numpy as np
import pytest
from bench.placement.look import LOOKS, Pose, apply, corners, cut, degrade, side_px

from inquo.geometry.grid import View


def texture(side: int = 240) -> np.ndarray:
    rng = np.random.default_rng(5)
    blocks = rng.integers(30, 220, (side // 12, side // 12), np.uint8)
    return np.kron(blocks, np.ones((12, 12), np.uint8))


def test_looking_down_is_turn_scale_and_shift() -> None:
    pose = Pose(centre_px=(100.0, 80.0), width_px=60.0, angle_deg=90.0, tilt_deg=0.0, size_px=(30, 20))
    matrix = pose.picture_from_frame
    assert apply(matrix, (15.0, 10.0)) == pytest.approx((100.0, 80.0))
    assert apply(matrix, (30.0, 10.0)) == pytest.approx((100.0, 110.0))  # right in the frame is down in the picture
    assert side_px(corners(matrix, (30, 20))) == pytest.approx(math.sqrt(60 * 40))


@pytest.mark.parametrize("tilt", [15.0, 30.0, 45.0, 60.0])
def test_tilt_foreshortens_the_vertical_by_its_cosine_and_the_far_side_is_smaller(tilt: float) -> None:
    pose = Pose(centre_px=(0.0, 0.0), width_px=100.0, angle_deg=0.0, tilt_deg=tilt, size_px=(100, 100))
    matrix = pose.picture_from_frame
    step = apply(matrix, (50.0, 50.5))[1] - apply(matrix, (50.0, 49.5))[1]
    assert step == pytest.approx(1 / math.cos(math.radians(tilt)), rel=1e-3)
    far = apply(matrix, (100.0, 0.0))[0] - apply(matrix, (0.0, 0.0))[0]
    near = apply(matrix, (100.0, 100.0))[0] - apply(matrix, (0.0, 100.0))[0]
    assert far > 100 > near


def test_cutting_moves_pixels_where_the_transform_says() -> None:
    picture = texture()
    pose = Pose(centre_px=(120.0, 132.0), width_px=48.0, angle_deg=180.0, tilt_deg=0.0, size_px=(48, 24))
    view = cut(picture, np.ones(picture.shape, bool), pose.picture_from_frame, pose.size_px)
    assert view.usable.all()
    assert np.abs(view.grey[::-1, ::-1].astype(int) - picture[120:144, 96:144]).max() <= 1


def test_what_lies_outside_is_not_usable() -> None:
    picture = texture()
    pose = Pose(centre_px=(0.0, 120.0), width_px=48.0, angle_deg=0.0, tilt_deg=0.0, size_px=(48, 48))
    view = cut(picture, np.ones(picture.shape, bool), pose.picture_from_frame, pose.size_px)
    assert not view.usable[:, :23].any()
    assert view.usable[:, 25:].all()


def test_video_repeats_by_its_seed_and_hides_its_symbols() -> None:
    picture = texture()
    pose = Pose(centre_px=(120.0, 120.0), width_px=161.0, angle_deg=10.0, tilt_deg=0.0, size_px=(161, 121))
    view = cut(picture, np.ones(picture.shape, bool), pose.picture_from_frame, pose.size_px)
    once, again = (degrade(view, LOOKS["video"], np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(once.grey, again.grey)
    assert once.grey.shape == view.grey.shape
    assert 0 < (~once.usable).mean() < 0.1
    error = np.abs(once.grey.astype(int) - view.grey)[once.usable].mean()
    assert 1 < error < 40


def test_a_file_comes_back_as_it_was() -> None:
    picture = texture()
    usable = np.ones(picture.shape, bool)
    usable[:, :60] = False
    again = degrade(View(grey=picture, usable=usable), LOOKS["file"], np.random.default_rng(7))
    assert np.array_equal(again.usable, usable)
    assert np.array_equal(again.grey[usable], picture[usable])


def test_a_file_that_shows_no_ground_has_nothing_to_place() -> None:
    flat = View(grey=np.full((240, 240), 120, np.uint8), usable=np.ones((240, 240), bool))
    assert not degrade(flat, LOOKS["file"], np.random.default_rng(7)).usable.any()
