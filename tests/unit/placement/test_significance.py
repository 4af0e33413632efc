"""What chance would give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inquo.placement.criteria import Criteria
from inquo.placement.significance import BY_FREQUENCY, Evidence, chance_of_agreement, expected_false_matches

GOOD = Evidence(
    strength=27.0,
    rival_mean=12.0,
    rival_spread=1.7,
    best_rival=16.0,
    rivals=23,
    base_share=0.1,
    agreeing=14,
    patches=30,
)


def test_what_stands_out_and_agrees_is_not_chance() -> None:
    assert expected_false_matches(GOOD) < 1e-5


@pytest.mark.parametrize(
    "worse", [{"strength": 17.0}, {"agreeing": 4}, {"rival_mean": 23.0}, {"base_share": 0.3}, {"rival_spread": 5.0}]
)
def test_whatever_speaks_against_it_raises_the_chance(worse: dict[str, float]) -> None:
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
        base_share=0.0599,
        agreeing=13,
        patches=42,
    )
    assert Criteria().max_expected_false_matches < expected_false_matches(placed_once) < 0.01


def test_no_patches_agree_with_anything() -> None:
    assert chance_of_agreement(replace(GOOD, agreeing=0, patches=0)) == 1.0


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
                        base_share=0.1,
                        agreeing=int(k),
                        patches=30,
                    )
                )
                for s, k in zip(strengths[i], agreeing[i], strict=True)
            )
            for i in range(300)
        ]
    )
    for limit in (0.03, 0.1, 0.3):
        assert limit / 4 < (stated / BY_FREQUENCY <= limit).mean() < 2 * limit
