"""Parts of a shot that do not fit where the shot was placed count against it; those that do add nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from drawn_ground import ArrayReference, looked_at, town
from inquo.geometry.grid import View
from inquo.placement.agreement import COST, Agreement, compare_parts, weigh
from inquo.placement.criteria import Criteria
from inquo.placement.locate import Located, NotLocated, locate

CRITERIA = Criteria(gsd_range_m=(0.3, 0.9))
REFERENCE = ArrayReference(town(1))


@pytest.fixture(scope="module")
def whole() -> View:
    return looked_at(town(1, light=-1), centre_px=(400, 300), turn_deg=40)[0]


@pytest.fixture(scope="module")
def located(whole: View) -> Located:
    found = locate(whole, REFERENCE, CRITERIA)
    assert isinstance(found, Located)
    return found


def noisy(view: View, seed: int) -> View:
    grey = view.grey + np.random.default_rng(seed).normal(0, 12, view.grey.shape)
    return View(grey=np.clip(grey, 0, 255).astype(np.uint8), usable=view.usable)


def of_other_ground(seed: int) -> View:
    return looked_at(town(seed), centre_px=(350, 350), turn_deg=200)[0]


def test_noisy_parts_of_the_same_ground_agree(whole: View, located: Located) -> None:
    agreement = compare_parts([noisy(whole, n) for n in range(3)], located, REFERENCE)
    assert agreement == Agreement(tested=3, agreeing=3)


def test_parts_of_other_ground_do_not(located: Located) -> None:
    agreement = compare_parts([of_other_ground(seed) for seed in (3, 4, 5)], located, REFERENCE)
    assert agreement == Agreement(tested=3, agreeing=0)
    refused = weigh(located, agreement, CRITERIA)
    assert isinstance(refused, NotLocated)
    assert "3 of 3 independent groups" in refused.why.reason
    assert refused.candidates == located.candidates


def test_a_part_that_shows_too_little_is_not_tested(whole: View, located: Located) -> None:
    usable = whole.usable.copy()
    usable[:, 60:] = False
    assert compare_parts([View(grey=whole.grey, usable=usable)], located, REFERENCE) == Agreement(tested=0, agreeing=0)


def test_agreement_adds_nothing_and_each_disagreement_costs(located: Located) -> None:
    before = located.registration.expected_false_matches
    for agreement, times in ((Agreement(tested=3, agreeing=3), 1.0), (Agreement(tested=3, agreeing=2), COST)):
        weighed = weigh(located, agreement, CRITERIA)
        assert isinstance(weighed, Located)
        assert weighed.registration.expected_false_matches == pytest.approx(before * times)
        assert (weighed.registration.groups_tested, weighed.registration.groups_agreeing) == (3, agreement.agreeing)


def test_a_place_that_is_barely_significant_does_not_survive_one_disagreement(located: Located) -> None:
    barely = replace(located, registration=replace(located.registration, expected_false_matches=5e-4))
    refused = weigh(barely, Agreement(tested=3, agreeing=2), CRITERIA)
    assert isinstance(refused, NotLocated)
    assert refused.expected_false_matches == pytest.approx(5e-3)


def test_a_still_picture_has_no_parts_and_keeps_its_place(located: Located) -> None:
    assert weigh(located, compare_parts([], located, REFERENCE), CRITERIA) == located
