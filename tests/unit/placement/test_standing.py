"""What speaks for a place where a view was laid."""

from __future__ import annotations

import numpy as np
import pytest

from drawn_ground import ArrayReference, looked_at, town
from inquo.geometry import homography
from inquo.geometry.grid import Matrix, View
from inquo.placement.atlas import Atlas, rung_at_least
from inquo.placement.looks import patches_of
from inquo.placement.shrunk import shrink
from inquo.placement.standing import REACH_PX, Standing, by_structure, standing
from inquo.placement.surfaces import lay

WORKING_M = rung_at_least(1.0)
GROUND = town(1, 500)


def weighed(view: View, map_from_frame: Matrix, ground: np.ndarray = GROUND) -> Standing:
    side_m = np.sqrt(abs(np.linalg.det(homography.jacobian(map_from_frame, np.array([[240.0, 160.0]]))[0])) * 480 * 320)
    side_px = side_m / WORKING_M
    patches = patches_of(side_px)
    overlay = lay(shrink(view), Atlas(ArrayReference(ground)), map_from_frame, WORKING_M, REACH_PX, patches)
    return standing(overlay.correlation, side_px, overlay, patches)


def test_a_true_place_stands_out_in_all_three() -> None:
    view, truth = looked_at(GROUND, centre_px=(250, 250))
    there = weighed(view, truth)
    aside = weighed(view, np.array([[1, 0, 60.0], [0, 1, 30.0], [0, 0, 1]]) @ truth)
    assert there.structure > aside.structure + 5
    assert there.brightness > aside.brightness + 5
    assert there.patches > aside.patches + 5


def test_a_negative_stands_out_as_far() -> None:
    view, truth = looked_at(GROUND, centre_px=(250, 250))
    negative, _ = looked_at(GROUND, centre_px=(250, 250), invert=True)
    assert weighed(negative, truth).total == pytest.approx(weighed(view, truth).total, rel=0.02)


def test_light_and_contrast_change_little() -> None:
    view, truth = looked_at(GROUND, centre_px=(250, 250))
    ramp = np.linspace(0.5, 1.0, view.grey.shape[1])[None, :]
    dimmed = View(grey=(20 + view.grey * ramp * 0.7).astype(np.uint8), usable=view.usable)
    assert weighed(dimmed, truth).total == pytest.approx(weighed(view, truth).total, rel=0.1)


def test_brightness_that_has_nothing_in_common_says_little() -> None:
    view, truth = looked_at(GROUND, centre_px=(250, 250))
    elsewhere = weighed(view, truth, town(7, 500))
    assert elsewhere.brightness < 3
    assert elsewhere.patches < 8 < weighed(view, truth).patches


def test_furrows_that_match_do_not_count_as_many_witnesses() -> None:
    x = np.arange(500)
    rng = np.random.default_rng(3)
    ploughed = 120 + 25 * np.sin(2 * np.pi * x / 7.0)[None, :] + rng.normal(0, 12, (500, 500))
    other = 120 + 25 * np.sin(2 * np.pi * x / 7.0)[None, :] + rng.normal(0, 12, (500, 500))
    view, truth = looked_at(np.clip(ploughed, 0, 255).astype(np.uint8), centre_px=(250, 250))
    found = weighed(view, truth, np.clip(other, 0, 255).astype(np.uint8))
    assert found.patches < weighed(*looked_at(GROUND, centre_px=(250, 250))).patches


def test_structure_alone_grows_with_the_side() -> None:
    assert by_structure(0.2, 300.0).total == pytest.approx(2 * by_structure(0.2, 150.0).total)
    assert by_structure(0.2, 150.0).total == pytest.approx(0.2 * 150 / 7.5)
