"""What stands around a point moves it to where the imagery shows it, as far as the plane's errors allow."""

from __future__ import annotations

import math

import numpy as np
import pytest

from drawn_ground import ArrayReference, looked_at, town, true_point
from inquo.geometry.grid import View
from inquo.placement.atlas import Atlas
from inquo.placement.surroundings import SEEN, STANDS_ON, Surroundings, look_around, weighed
from inquo.records.finding import Undetermined

AIM = (240.0, 160.0)
GSD_M = 0.5
PRIOR = np.diag([9.0, 9.0])


@pytest.fixture(scope="module")
def imagery() -> Atlas:
    return Atlas(ArrayReference(town(1)))


def _leaning(view: View, columns: int) -> View:
    """What stands within 40 pixels of the aim is seen so many columns further right, as a roof is that leans."""
    grey, (x, y), half = view.grey.copy(), (int(v) for v in AIM), 40
    grey[y - half : y + half, x - half : x + half] = view.grey[
        y - half : y + half, x - half - columns : x + half - columns
    ]
    return View(grey=grey, usable=view.usable)


@pytest.mark.parametrize("invert", [False, True])
@pytest.mark.parametrize("columns", [-12, 0, 9])
def test_what_leans_is_put_back(imagery: Atlas, columns: int, invert: bool) -> None:
    view, truth = looked_at(town(1), centre_px=(400, 300), turn_deg=70, invert=invert)
    found = look_around(_leaning(view, columns), imagery, truth, AIM, PRIOR)
    assert isinstance(found, Surroundings)
    place = true_point(truth, *AIM) + found.moved_m
    assert math.dist(place, true_point(truth, AIM[0] - columns, AIM[1])) < 1.5
    assert found.seen > 0.95
    assert np.sqrt(np.linalg.det(found.covariance_m2)) < 0.6 * 9.0


def test_the_plane_has_its_say(imagery: Atlas) -> None:
    """A fit that leaves no room for a lean of 6 m is not overruled by one patch."""
    view, truth = looked_at(town(1), centre_px=(400, 300), turn_deg=70)
    found = look_around(_leaning(view, 12), imagery, truth, AIM, np.eye(2) * 0.25)
    assert isinstance(found, Surroundings)
    assert np.linalg.norm(found.moved_m) < 1.5


def test_other_ground_leaves_the_point_as_uncertain_as_it_was(imagery: Atlas) -> None:
    view, truth = looked_at(town(2), centre_px=(400, 300), turn_deg=70)
    shares = []
    for x in range(60, 440, 60):
        found = look_around(view, imagery, truth, (float(x), 160.0), PRIOR)
        assert isinstance(found, Surroundings)
        shares.append(np.trace(found.covariance_m2) / np.trace(PRIOR))
    assert 0.5 < float(np.mean(shares)) < 1.3


def test_a_crosshair_over_the_aim_does_not_hide_what_stands_around_it(imagery: Atlas) -> None:
    view, truth = looked_at(town(1), centre_px=(400, 300), turn_deg=70)
    leaning = _leaning(view, 9)
    usable = leaning.usable.copy()
    usable[158:162, :] = usable[:, 238:242] = False
    found = look_around(View(grey=leaning.grey, usable=usable), imagery, truth, AIM, PRIOR)
    assert isinstance(found, Surroundings)
    assert math.dist(true_point(truth, *AIM) + found.moved_m, true_point(truth, AIM[0] - 9, AIM[1])) < 1.5


def test_why_surroundings_cannot_be_looked_for_is_said(imagery: Atlas) -> None:
    view, truth = looked_at(town(1), centre_px=(400, 300))
    usable = view.usable.copy()
    usable[110:210, 190:290] = False
    hidden = look_around(View(grey=view.grey, usable=usable), imagery, truth, AIM, PRIOR)
    assert isinstance(hidden, Undetermined)
    assert "of what surrounds the point shows the ground" in hidden.reason
    blank = look_around(View(grey=np.full_like(view.grey, 90), usable=view.usable), imagery, truth, AIM, PRIOR)
    assert isinstance(blank, Undetermined)
    assert "nothing stands out" in blank.reason
    beside = look_around(view, imagery, truth, (-5.0, 160.0), PRIOR)
    assert isinstance(beside, Undetermined)
    assert "outside the picture" in beside.reason


def test_scores_that_say_nothing_leave_the_prior() -> None:
    found = weighed(np.zeros((61, 61)), PRIOR, 1.0, 25)
    assert found.moved_m == pytest.approx([0.0, 0.0], abs=1e-9)
    assert np.diag(found.covariance_m2) == pytest.approx([9.0, 9.0], rel=0.03)
    assert found.seen < SEEN
    assert found.likely.sum() == pytest.approx(1.0)


def test_surroundings_that_fit_in_two_places_leave_the_distance_between_them() -> None:
    scores = np.zeros((61, 61))
    scores[30, 26] = scores[30, 34] = 6.0
    found = weighed(scores, PRIOR, 1.0, 25)
    assert found.moved_m == pytest.approx([0.0, 0.0], abs=0.1)
    assert found.covariance_m2[0, 0] > 12.0 > 3.0 > found.covariance_m2[1, 1]
    assert found.seen > 0.9


def test_a_displacement_down_the_grid_is_south() -> None:
    scores = np.zeros((61, 61))
    scores[34, 32] = 9.0
    found = weighed(scores, PRIOR, 0.5, 25)
    assert found.moved_m == pytest.approx([1.0, -2.0], abs=0.3)


def test_a_point_may_stand_on_something_else_than_its_surroundings() -> None:
    """However clear the match, the plane's word keeps its share of the covariance."""
    scores = np.zeros((61, 61))
    scores[30, 34] = 40.0
    found = weighed(scores, PRIOR, 1.0, 25)
    assert found.moved_m == pytest.approx([4.0, 0.0], abs=0.1)
    assert found.covariance_m2[0, 0] == pytest.approx((1 - STANDS_ON) * (9.0 + 16.0), rel=0.1)
    assert found.covariance_m2[1, 1] == pytest.approx((1 - STANDS_ON) * 9.0, rel=0.2)
