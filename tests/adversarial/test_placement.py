"""Ground that looks like many places, or like none: the right answer is that it cannot be determined."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from drawn_ground import ArrayReference, looked_at, town, true_point
from inquo.geometry.grid import View
from inquo.placement.criteria import Criteria
from inquo.placement.locate import Located, NotLocated, locate
from inquo.placement.point import ANY_RELIEF_M, ImagePoint, ground_point

SIDE = 500
CRITERIA = Criteria(gsd_range_m=(0.35, 0.7), leads=48, aligned=16)
VIEW, TRUTH = looked_at(town(1, SIDE), centre_px=(280, 230), turn_deg=70)


def repeated_blocks() -> np.ndarray:
    cell = town(3, 60)
    return np.tile(cell, (SIDE // 60 + 1, SIDE // 60 + 1))[:SIDE, :SIDE]


def furrows() -> np.ndarray:
    x = np.arange(SIDE)
    return np.broadcast_to((120 + 60 * np.sin(x / 3.0)).astype(np.uint8), (SIDE, SIDE)).copy()


def noise(sigma_px: float, contrast: float) -> np.ndarray:
    rough = cv2.GaussianBlur(np.random.default_rng(4).normal(size=(SIDE, SIDE)), (0, 0), sigma_px)
    return np.clip(120 + contrast * rough / rough.std(), 0, 255).astype(np.uint8)


GROUNDS = {
    "wrong town": lambda: town(7, SIDE),
    "another wrong town": lambda: town(125, SIDE),
    "a third wrong town": lambda: town(132, SIDE),
    "mirrored town": lambda: np.ascontiguousarray(town(1, SIDE)[:, ::-1]),
    "repeated blocks": repeated_blocks,
    "furrows": furrows,
    "water": lambda: noise(3.0, 4.0),
    "cloud": lambda: noise(25.0, 40.0),
    "static": lambda: noise(0.5, 40.0),
    "one grey": lambda: np.full((SIDE, SIDE), 128, np.uint8),
}


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_view_is_not_placed_where_it_was_not_taken(ground: str) -> None:
    found = locate(VIEW, ArrayReference(GROUNDS[ground]()), CRITERIA)
    assert isinstance(found, NotLocated)
    assert found.why.reason
    assert not found.expected_false_matches <= CRITERIA.max_expected_false_matches


@pytest.mark.parametrize("ground", ["repeated blocks", "furrows"])
def test_a_view_of_ground_that_repeats_itself_has_no_one_place(ground: str) -> None:
    grey = GROUNDS[ground]()
    view, _ = looked_at(grey, centre_px=(250, 250), turn_deg=20)
    assert isinstance(locate(view, ArrayReference(grey), CRITERIA), NotLocated)


def test_imagery_without_a_valid_pixel_holds_no_place() -> None:
    reference = ArrayReference(town(1, SIDE), valid=np.zeros((SIDE, SIDE), bool))
    assert isinstance(locate(VIEW, reference, CRITERIA), NotLocated)


def test_a_view_without_a_usable_pixel_has_no_place() -> None:
    view = View(grey=VIEW.grey, usable=np.zeros_like(VIEW.usable))
    assert isinstance(locate(view, ArrayReference(town(1, SIDE)), CRITERIA), NotLocated)


def test_nodata_and_overlay_are_not_structure() -> None:
    valid = np.ones((SIDE, SIDE), bool)
    valid[:, :90] = valid[380:] = False
    grey = np.where(valid, town(1, SIDE), 255).astype(np.uint8)
    marked, usable = VIEW.grey.copy(), VIEW.usable.copy()
    marked[150:170, :] = marked[:, 230:250] = 255
    usable[150:170, :] = usable[:, 230:250] = False
    found = locate(View(grey=marked, usable=usable), ArrayReference(grey, valid=valid), CRITERIA)
    assert isinstance(found, Located)
    point = ground_point(found, ImagePoint(at_px=(200, 120), sigma_px=1.0, relief_m=ANY_RELIEF_M, size_px=(480, 320)))
    assert math.dist((point.x_m, point.y_m), true_point(TRUTH, 200, 120)) < 3
    ties = found.registration.tie_points
    assert all(tie.covariance_m2[0][0] > 0 for tie in ties)
