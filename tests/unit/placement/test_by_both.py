"""Places are searched by brightness, too, where edges have placed nothing."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from drawn_ground import ORIGIN, ArrayReference, town
from inquo.geometry import homography
from inquo.geometry.grid import Grey, View
from inquo.geometry.progress import silent
from inquo.geometry.raster_cv2 import warp
from inquo.placement import search as searching
from inquo.placement.alignment import align_by
from inquo.placement.atlas import Atlas
from inquo.placement.criteria import BOTH, Criteria, deep, dense
from inquo.placement.explain.account import Account
from inquo.placement.hypotheses import Posture, passes, plan
from inquo.placement.judging import Outcome, look_closely, nothing
from inquo.placement.lead import Lead
from inquo.placement.looks import BY_BOTH, BY_EDGES
from inquo.placement.shrunk import shrink
from inquo.placement.sweep import sweep
from inquo.records.finding import Undetermined

MIDDLE = (320.0, 300.0)
GSD_M = 0.5
SIZE = (520, 420)
LIMITS = Criteria(gsd_range_m=(0.35, 0.75), density=BOTH, compares_brightness=True, leads=5)


def fields(seed: int) -> Grey:
    """Ground of bright and dark fields."""
    rng = np.random.default_rng(seed)
    bright = cv2.GaussianBlur(rng.uniform(0, 1, (600, 600)).astype(np.float32), (0, 0), 12)
    bright = (bright - bright.mean()) / bright.std()
    return np.clip(120 + 25 * bright, 0, 255).astype(np.uint8)


def with_furrows(ground: Grey, seed: int, depth: float = 22) -> Grey:
    """What changes from year to year, and has the stronger edges."""
    rng = np.random.default_rng(seed)
    fine = cv2.GaussianBlur(rng.uniform(-1, 1, ground.shape).astype(np.float32), (0, 0), 3)
    return np.clip(ground + depth * fine / fine.std(), 0, 255).astype(np.uint8)


def looking(turn_deg: float, stretch: float = 1.0) -> np.ndarray:
    """From the picture's pixels to those of the ground, which are a metre each."""
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    w, h = SIZE
    return (
        np.array([[c, -s, MIDDLE[0]], [s, c, MIDDLE[1]], [0, 0, 1]])
        @ np.diag([GSD_M, GSD_M * stretch, 1.0])
        @ np.array([[1, 0, -w / 2], [0, 1, -h / 2], [0, 0, 1.0]])
    )


def picture(ground: Grey, ground_from_frame: np.ndarray) -> View:
    seen = warp(ground.astype(np.float32), np.linalg.inv(ground_from_frame), SIZE)
    return View(grey=np.clip(seen, 0, 255).astype(np.uint8), usable=np.ones(SIZE[::-1], bool))


MAP_FROM_GROUND = np.array([[1, 0, ORIGIN[0]], [0, -1, ORIGIN[1]], [0, 0, 1.0]])


def best(view: View, ground: Grey, limits: Criteria) -> Lead:
    reference, small = ArrayReference(ground), shrink(view)
    return sweep(small, reference, plan(small, reference.bounds_m, 1.0, limits), limits, silent)[0]


def apart_m(lead: Lead) -> float:
    return math.dist(lead.centre_m, (ORIGIN[0] + MIDDLE[0], ORIGIN[1] - MIDDLE[1]))


@pytest.mark.parametrize("negative", [False, True], ids=["as it is", "as an infrared look"])
def test_ground_without_lasting_edges_is_found_by_what_is_bright_there(negative: bool) -> None:
    ground = fields(5)
    view = picture(with_furrows(ground, 1), looking(70))
    if negative:
        view = View(grey=255 - view.grey, usable=view.usable)
    now = with_furrows(ground, 2)
    assert apart_m(best(view, now, LIMITS)) < 12
    assert apart_m(best(view, now, replace(LIMITS, density=replace(BOTH, brightness=False)))) > 30, "edges alone do not"


def test_a_lead_of_another_tilt_scale_and_angle_leads_to_the_pose() -> None:
    ground = town(4, 600)
    truth = MAP_FROM_GROUND @ looking(25)
    off = MAP_FROM_GROUND @ looking(31, stretch=1.25) @ np.diag([1.08, 1.08, 1.0])
    view, atlas = shrink(picture(ground, looking(25))), Atlas(ArrayReference(ground))
    lead = Lead(
        score=1.0,
        correlation=0.3,
        posture=Posture(gsd_m=GSD_M, stretch=1.0),
        angle_rad=0.0,
        map_from_frame=off,
        centre_m=(ORIGIN[0] + MIDDLE[0], ORIGIN[1] - MIDDLE[1]),
        footprint_m=GSD_M * math.sqrt(SIZE[0] * SIZE[1]),
    )
    corners = np.array([[0, 0], [SIZE[0], 0], SIZE, [0, SIZE[1]]], np.float64)
    missed_m = [
        np.linalg.norm(homography.apply(found.map_from_frame, corners) - homography.apply(truth, corners), axis=1).max()
        for found in (align_by(view, atlas, off, lead, looks) for looks in (BY_BOTH, BY_EDGES))
    ]
    assert missed_m[0] < 3 < 15 < missed_m[1]


def test_it_follows_two_searches_by_edges() -> None:
    quick, dense, both, deep = passes((0.0, 0.0, 1000.0, 1000.0), Criteria())
    assert [one.seeks_by_brightness for one in (quick, dense, both, deep)] == [False, False, True, False]
    assert [one.compares_brightness for one in (quick, dense, both, deep)] == [False, False, True, True]
    assert both.leads == 2 * dense.leads
    assert deep == replace(both, density=dense.density, leads=4 * dense.leads)


def test_what_is_sought_by_brightness_cannot_be_compared_by_edges_alone() -> None:
    with pytest.raises(ValueError, match="compared by it"):
        replace(LIMITS, compares_brightness=False)


@pytest.mark.parametrize(("depth", "is_placed"), [(12, True), (16, False)], ids=["placed", "a lead"])
def test_what_edges_find_but_do_not_know_again_is_known_by_brightness(depth: float, is_placed: bool) -> None:
    ground, limits = fields(5), Criteria(gsd_range_m=(0.4, 0.6))
    view = picture(with_furrows(ground, 1, depth), looking(70))
    now = ArrayReference(with_furrows(ground, 2, depth))
    by_edges, deeper = (searching.search(view, now, of(limits), silent) for of in (dense, deep))
    assert isinstance(by_edges.answer, Undetermined)
    assert isinstance(deeper.answer, Undetermined) != is_placed
    middle = homography.apply(deeper.settled[0].map_from_frame, np.array([[SIZE[0] / 2, SIZE[1] / 2]]))[0]
    assert math.dist(middle, (ORIGIN[0] + MIDDLE[0], ORIGIN[1] - MIDDLE[1])) < 8


def test_where_nothing_is_placed_the_pass_that_leaves_least_to_chance_gives_the_leads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    came_to: list[Outcome] = []

    def watched(*args: Any) -> Outcome:
        came_to.append(look_closely(*args))
        return came_to[-1]

    monkeypatch.setattr(searching, "look_closely", watched)
    view = picture(town(9, 600), looking(70))
    account = Account()
    outcome = searching.search(view, ArrayReference(town(4, 600)), Criteria(gsd_range_m=(0.4, 0.6)), silent, account)
    _, *others = came_to
    assert isinstance(outcome.answer, Undetermined)
    assert len({one.expected_false_matches for one in others}) == 3
    assert outcome is min(others, key=lambda one: one.expected_false_matches)
    (shown,) = account.searches
    assert shown.outcome is outcome


def test_what_is_shown_is_the_sweep_of_the_pass_that_gave_the_candidates() -> None:
    account, view, reference = Account(), picture(town(9, 600), looking(0)), ArrayReference(town(4, 600))
    earlier, _later = account.begun(view, reference), account.begun(view, reference)
    account.concluded(nothing(Undetermined(reason="of the earlier pass")), earlier)
    (shown,) = account.searches
    assert shown.peaks is earlier
