"""A view of drawn ground is found where it was taken, with the truth inside the stated error."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace

import numpy as np
import pytest

from drawn_ground import ArrayReference, looked_at, town, true_point
from inquo.geometry.grid import View
from inquo.placement import judging
from inquo.placement.atlas import Atlas
from inquo.placement.criteria import Criteria
from inquo.placement.locate import Located, NotLocated, locate
from inquo.placement.point import ANY_RELIEF_M, ImagePoint, footprint, ground_point
from inquo.placement.registration import Settled
from inquo.placement.shrunk import Shrunk

CRITERIA = Criteria(gsd_range_m=(0.3, 0.9))


@pytest.mark.parametrize(("turn_deg", "keystone", "invert"), [(0, 0.0, False), (137, 0.0, True), (250, 0.12, False)])
def test_a_view_is_found(turn_deg: float, keystone: float, invert: bool) -> None:
    view, truth = looked_at(
        town(1, light=-1), centre_px=(400, 300), turn_deg=turn_deg, keystone=keystone, invert=invert
    )
    found = locate(view, ArrayReference(town(1)), CRITERIA)
    assert isinstance(found, Located)
    for x, y in ((240, 160), (60, 60), (420, 260)):
        point = ground_point(found, ImagePoint(at_px=(x, y), sigma_px=1.0, relief_m=ANY_RELIEF_M, size_px=(480, 320)))
        apart = math.dist((point.x_m, point.y_m), true_point(truth, x, y))
        assert apart < 3
        assert apart < 1.5 * point.ce90_m
    assert found.registration.expected_false_matches < 1e-3
    assert found.registration.check >= 1
    assert found.registration.mirror_share is not None
    assert found.registration.mirror_share < 0.87
    assert any(tie.check for tie in found.registration.tie_points)


def test_a_fit_that_large_patches_do_not_carry_rests_on_smaller_ones() -> None:
    view, truth = looked_at(town(1, light=-1), centre_px=(400, 300), turn_deg=137)
    large = locate(view, ArrayReference(town(1)), CRITERIA)
    small = locate(view, ArrayReference(town(1)), replace(CRITERIA, min_control=40))
    assert isinstance(large, Located)
    assert isinstance(small, Located)
    assert large.registration.control < 40 <= small.registration.control
    assert small.registration.expected_false_matches == large.registration.expected_false_matches
    point = ground_point(small, ImagePoint(at_px=(240, 160), sigma_px=1.0, relief_m=ANY_RELIEF_M, size_px=(480, 320)))
    assert math.dist((point.x_m, point.y_m), true_point(truth, 240, 160)) < 2
    refused = locate(view, ArrayReference(town(1)), replace(CRITERIA, min_control=400))
    assert isinstance(refused, NotLocated)
    said = re.search(r"only (\d+) control points agree, 400 are needed", refused.why.reason)
    assert said is not None
    assert int(said[1]) < 40  # of the large patches: their fit is the one that is explained


def test_what_fits_elsewhere_from_another_tilt_is_not_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    def elsewhere(view: Shrunk, atlas: Atlas, found: Settled, criteria: Criteria) -> Settled:
        moved = np.array([[1, 0, 50.0], [0, 1, 0], [0, 0, 1]]) @ found.map_from_frame
        return replace(found, map_from_frame=moved)

    monkeypatch.setattr(judging, "from_other_tilts", elsewhere)
    view, _ = looked_at(town(1, light=-1), centre_px=(400, 300))
    found = locate(view, ArrayReference(town(1)), CRITERIA)
    assert isinstance(found, NotLocated)
    assert found.why.reason == "seen from another tilt, a place nearby fits 100% as well as the best one"


def test_rotation_of_a_lead_is_that_of_the_pictures_up() -> None:
    view, _ = looked_at(town(1), centre_px=(350, 350), turn_deg=90)
    found = locate(view, ArrayReference(town(1)), CRITERIA)
    assert isinstance(found, Located)
    assert found.candidates[0].rotation_deg == pytest.approx(90, abs=3)
    assert found.candidates[0].gsd_m == pytest.approx(0.5, rel=0.03)


def test_footprint_is_a_closed_ring_round_the_view() -> None:
    view, _ = looked_at(town(1), centre_px=(350, 350))
    found = locate(view, ArrayReference(town(1)), CRITERIA)
    assert isinstance(found, Located)
    ring = footprint(found, (view.width_px, view.height_px))
    assert ring[0] == ring[-1]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
    assert area > 0


def test_another_town_is_not_the_place() -> None:
    view, _ = looked_at(town(2), centre_px=(350, 350), turn_deg=30)
    found = locate(view, ArrayReference(town(1)), CRITERIA)
    assert isinstance(found, NotLocated)
    assert found.candidates
    assert found.why.reason


def test_that_much_imagery_was_searched_coarsely_alone_stands_in_the_reason() -> None:
    view, _ = looked_at(town(2), centre_px=(350, 350), turn_deg=30)
    found = locate(view, ArrayReference(town(1)), replace(CRITERIA, dense_up_to_km2=0.1))
    assert isinstance(found, NotLocated)
    assert found.why.reason.endswith("more than 0.1 km² are searched coarsely alone")
    thorough = locate(view, ArrayReference(town(1)), CRITERIA)
    assert isinstance(thorough, NotLocated)
    assert "coarsely" not in thorough.why.reason


def test_footprints_that_cannot_be_searched_are_the_reason() -> None:
    view, _ = looked_at(town(1), centre_px=(350, 350))
    found = locate(view, ArrayReference(town(1)), Criteria(gsd_range_m=(0.01, 0.02)))
    assert isinstance(found, NotLocated)
    assert "too small" in found.why.reason
    assert not found.candidates


def test_constant_view_shows_too_little() -> None:
    view = View(grey=np.full((320, 480), 90, np.uint8), usable=np.ones((320, 480), bool))
    found = locate(view, ArrayReference(town(1)), CRITERIA)
    assert isinstance(found, NotLocated)
