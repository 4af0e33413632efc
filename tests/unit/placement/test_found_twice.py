"""Two searches that put a view at the same place leave less to chance than either of them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.drawn_ground import ArrayReference, looked_at, town

from inquo.geometry import homography
from inquo.geometry.grid import Matrix
from inquo.geometry.progress import silent
from inquo.placement import search as searching
from inquo.placement.atlas import Atlas
from inquo.placement.criteria import Criteria, by_both, dense
from inquo.placement.explain import figures
from inquo.placement.explain.account import Account
from inquo.placement.explain.numbers import numbers
from inquo.placement.found_twice import SAME_POSE, STANDS_OUT, found_twice
from inquo.placement.judging import Outcome
from inquo.placement.registration import Checked
from inquo.placement.shrunk import shrink
from inquo.placement.significance import MEET_BY_CHANCE, expected_false_matches
from inquo.records.finding import Undetermined

GROUND = town(3)
REFERENCE = ArrayReference(GROUND)
VIEW, TRUTH = looked_at(GROUND, centre_px=(350, 350), turn_deg=15, seed=4)
SHRUNK = shrink(VIEW)
LIMITS = Criteria(gsd_range_m=(0.4, 0.6), leads=12, max_expected_false_matches=1e-300)
"""So little chance is allowed that nothing is placed."""


def by_itself(limits: Criteria) -> Outcome:
    return searching.search(VIEW, REFERENCE, limits, silent)


@pytest.fixture(scope="module")
def edges() -> Outcome:
    return by_itself(dense(LIMITS))


@pytest.fixture(scope="module")
def both() -> Outcome:
    return by_itself(by_both(LIMITS))


def together(one: Outcome, other: Outcome, limit: float = 1.0) -> Outcome:
    allowed = replace(dense(LIMITS), max_expected_false_matches=limit)
    return found_twice(one, other, SHRUNK, Atlas(REFERENCE), allowed)


def moved(outcome: Outcome, by_m: float = 0.0, turned_deg: float = 0.0) -> Outcome:
    """The same with the best candidate somewhere else, or turned about the middle of the view."""
    best = outcome.settled[0]
    c, s = math.cos(math.radians(turned_deg)), math.sin(math.radians(turned_deg))
    x, y = VIEW.width_px / 2, VIEW.height_px / 2
    turn: Matrix = np.array([[c, -s, x - c * x + s * y], [s, c, y - s * x - c * y], [0, 0, 1]])
    shift: Matrix = np.array([[1, 0, by_m], [0, 1, 0], [0, 0, 1.0]])
    elsewhere = replace(best, map_from_frame=shift @ best.map_from_frame @ turn)
    return replace(outcome, settled=(elsewhere, *outcome.settled[1:]))


def leaving(outcome: Outcome, expected: float) -> Outcome:
    return replace(outcome, expected_false_matches=expected)


def test_what_both_have_found_is_placed_where_it_lies(edges: Outcome, both: Outcome) -> None:
    assert isinstance(edges.answer, Undetermined)
    assert isinstance(both.answer, Undetermined)
    found = together(edges, both)
    assert isinstance(found.answer, Checked)
    middle = np.array([[VIEW.width_px / 2, VIEW.height_px / 2]])
    missed_m = homography.apply(found.answer.fit.matrix, middle) - homography.apply(TRUTH, middle)
    assert np.hypot(*missed_m[0]) < 1


def test_the_product_of_both_counts_by_how_often_searches_meet(edges: Outcome, both: Outcome) -> None:
    found = together(edges, leaving(both, 0.004))
    product = 0.004 * edges.expected_false_matches
    assert found.expected_false_matches == pytest.approx(MEET_BY_CHANCE * product * (1 - math.log(product)))
    assert found.evidence is not None
    assert expected_false_matches(found.evidence) == found.expected_false_matches


def test_it_is_not_placed_where_both_together_leave_too_much_to_chance(edges: Outcome, both: Outcome) -> None:
    enough = together(edges, both).expected_false_matches
    assert isinstance(together(edges, both, limit=enough).answer, Checked)
    found = together(edges, both, limit=enough / 2)
    assert found.answer == Undetermined(
        reason=f"chance alone would give {enough:.2g} places as good as the best of this search"
    )


def test_nothing_changes_where_they_do_not_meet(edges: Outcome, both: Outcome) -> None:
    side_m = edges.settled[0].alignment.lead.footprint_m
    near = together(edges, moved(both, by_m=0.9 * SAME_POSE * side_m))
    assert isinstance(near.answer, Checked)
    assert together(edges, moved(both, by_m=1.2 * SAME_POSE * side_m)) is edges
    assert together(edges, moved(both, turned_deg=30)) is edges, "the same place, seen from another side"
    assert together(edges, moved(both, turned_deg=180)) is edges


def test_a_place_counts_only_where_it_stands_out_in_both(edges: Outcome, both: Outcome) -> None:
    assert together(edges, leaving(both, 1.01 * STANDS_OUT)) is edges
    assert together(edges, leaving(both, math.inf)) is edges
    assert isinstance(together(edges, leaving(both, 0.99 * STANDS_OUT)).answer, Checked)


def test_a_search_places_what_two_of_its_passes_have_found(edges: Outcome, both: Outcome) -> None:
    least = min(edges.expected_false_matches, both.expected_false_matches)
    enough = together(*sorted((edges, both), key=lambda one: one.expected_false_matches)).expected_false_matches
    assert enough < least
    account = Account()
    limits = replace(LIMITS, max_expected_false_matches=math.sqrt(enough * least))
    outcome = searching.search(VIEW, REFERENCE, limits, silent, account)
    assert isinstance(outcome.answer, Checked)
    assert outcome.expected_false_matches == pytest.approx(enough)
    assert outcome.mirror_share is not None, "the mirror image is asked as ever"
    (shown,) = account.searches
    said = numbers(shown)["significance"]
    assert said["found_again"] == pytest.approx(max(edges.expected_false_matches, both.expected_false_matches))
    assert f"found the same place by itself, with {said['found_again']:.2g} expected" in figures.draw(shown)[-1].caption
