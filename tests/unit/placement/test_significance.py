"""What chance would give."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from inquo.placement.criteria import Criteria
from inquo.placement.significance import (
    BY_FREQUENCY,
    Agreement,
    Evidence,
    asked_again,
    chance_of_agreement,
    expected_false_matches,
)

GOOD = Evidence(
    strength=27.0,
    rival_mean=12.0,
    rival_spread=1.7,
    best_rival=16.0,
    rivals=23,
    agreement=Agreement(base_share=0.1, agreeing=14, patches=30),
)


def test_what_stands_out_and_agrees_is_not_chance() -> None:
    assert expected_false_matches(GOOD) < 1e-5


@pytest.mark.parametrize(
    "worse",
    [
        {"strength": 17.0},
        {"rival_mean": 23.0},
        {"rival_spread": 5.0},
        {"agreement": replace(GOOD.agreement, agreeing=4)},
        {"agreement": replace(GOOD.agreement, base_share=0.3)},
    ],
)
def test_whatever_speaks_against_it_raises_the_chance(worse: dict[str, Any]) -> None:
    assert expected_false_matches(replace(GOOD, **worse)) > expected_false_matches(GOOD)


def test_a_longer_search_finds_more_by_chance() -> None:
    assert expected_false_matches(replace(GOOD, rivals=95)) == pytest.approx(4 * expected_false_matches(GOOD))


def test_destroyed_blocks_on_a_drawn_forest_are_not_beyond_chance() -> None:
    placed_once = Evidence(
        strength=14.86,
        rival_mean=8.15,
        rival_spread=1.80,
        best_rival=11.57,
        rivals=23,
        agreement=Agreement(base_share=0.0599, agreeing=13, patches=42),
    )
    assert Criteria().max_expected_false_matches < expected_false_matches(placed_once) < 0.01


def test_no_patches_agree_with_anything() -> None:
    assert chance_of_agreement(Agreement(base_share=0.1, agreeing=0, patches=0)) == 1.0


OPEN = replace(GOOD, strength=18.0)
FEW, MANY = (Agreement(base_share=0.06, agreeing=k, patches=67, looks=2) for k in (5, 21))


def test_larger_pixels_that_agree_settle_what_was_open() -> None:
    limit = Criteria().max_expected_false_matches
    assert expected_false_matches(OPEN) > limit > expected_false_matches(replace(OPEN, coarser=MANY))


def test_larger_pixels_that_do_not_agree_never_help() -> None:
    assert expected_false_matches(replace(OPEN, coarser=FEW)) > expected_false_matches(OPEN)


def test_the_same_ground_at_two_resolutions_is_one_witness() -> None:
    once = Agreement(base_share=0.06, agreeing=10, patches=33)
    twice = Agreement(base_share=0.06, agreeing=20, patches=66, looks=2)
    assert chance_of_agreement(twice) == pytest.approx(chance_of_agreement(once))


ALL_OVER = Agreement(base_share=0.083, agreeing=35, patches=87, looks=2, in_weakest_half=17)


def test_one_thing_that_is_alike_everywhere_is_not_the_place() -> None:
    """A running track once agreed with the mirror image of its other end, in 35 of 87 patches, and nothing beside."""
    track = replace(ALL_OVER, in_weakest_half=8)
    assert chance_of_agreement(ALL_OVER) < 1e-3 < 0.05 < chance_of_agreement(track)
    assert chance_of_agreement(replace(ALL_OVER, in_weakest_half=0)) == 1.0


def test_halves_that_agree_alike_say_about_as_much_as_the_whole() -> None:
    whole = chance_of_agreement(replace(ALL_OVER, in_weakest_half=None))
    assert whole / 10 < chance_of_agreement(ALL_OVER) < 10 * whole


def test_the_chance_that_both_halves_agree_is_a_frequency() -> None:
    rng = np.random.default_rng(11)
    left, right = rng.binomial(20, 0.1, size=(2, 4000)) * 9 // 2  # in groups, at two resolutions
    looks = [
        Agreement(base_share=0.1, agreeing=int(a + b), patches=180, looks=2, in_weakest_half=int(min(a, b)))
        for a, b in zip(left, right, strict=True)
    ]
    chances = np.array([chance_of_agreement(look) for look in looks])
    for limit in (0.01, 0.1, 0.3):
        assert limit / 8 < (chances <= limit).mean() < 1.5 * limit


def test_asking_everything_twice_finds_less_than_twice_as_much_by_chance() -> None:
    rng = np.random.default_rng(7)
    searches = 20_000
    first = -np.log(rng.uniform(size=searches))  # by chance alone, at most x with probability 1 - exp(-x)
    agreeing = rng.binomial(30, 0.1, size=searches) * 9 // 2  # in groups, at two resolutions
    looks = [Agreement(base_share=0.1, agreeing=int(k), patches=135, looks=2) for k in agreeing]
    second = np.array([asked_again(float(e), look) for e, look in zip(first, looks, strict=True)])
    for limit in (0.001, 0.01, 0.1):
        assert ((first <= limit) | (second <= limit)).mean() < 2 * limit


def test_the_count_is_a_frequency_when_both_chances_are_what_they_say() -> None:
    rng = np.random.default_rng(5)
    searches, leads = 3000, 24
    beta, mode = 1.4, 12.0
    strengths = mode - beta * np.log(-np.log(rng.uniform(size=(searches, leads))))
    agreeing = rng.binomial(12, 0.1, size=(searches, leads)) * 5 // 2  # in groups of two or three
    stated = np.array(
        [
            min(
                expected_false_matches(
                    Evidence(
                        strength=float(s),
                        rival_mean=mode + 0.5772 * beta,
                        rival_spread=beta * np.pi / 6**0.5,
                        best_rival=0.0,
                        rivals=leads - 1,
                        agreement=Agreement(base_share=0.1, agreeing=int(k), patches=30),
                    )
                )
                for s, k in zip(strengths[i], agreeing[i], strict=True)
            )
            for i in range(300)
        ]
    )
    for limit in (0.03, 0.1, 0.3):
        assert limit / 4 < (stated / BY_FREQUENCY <= limit).mean() < 2 * limit


def test_a_chance_too_small_for_a_number_is_not_none() -> None:
    sure = replace(GOOD, strength=1e6, agreement=Agreement(base_share=0.004, agreeing=2000, patches=2000))
    assert 0 < chance_of_agreement(sure.agreement) < 1e-290
    assert 0 < expected_false_matches(sure) < 1e-290
    assert 0 < asked_again(expected_false_matches(sure), sure.agreement) < 1e-290
