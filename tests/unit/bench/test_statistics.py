"""The benchmark's own arithmetic, against values that can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from bench.placement.statistics import honesty, median, share_inside, upper_bound


def test_no_event_in_three_thousand_is_below_a_tenth_of_a_percent() -> None:
    assert upper_bound(0, 3000) == pytest.approx(1 - 0.05 ** (1 / 3000))
    assert upper_bound(0, 3000) < 0.001


def test_the_bound_is_the_rate_at_which_so_few_events_have_five_percent_chance() -> None:
    rate = upper_bound(2, 40)
    chance = sum(math.comb(40, k) * rate**k * (1 - rate) ** (40 - k) for k in range(3))
    assert chance == pytest.approx(0.05, abs=1e-9)


def test_without_trials_nothing_is_known() -> None:
    assert upper_bound(0, 0) == 1.0
    with pytest.raises(ValueError, match="3 of 2"):
        upper_bound(3, 2)


def test_an_error_that_is_no_number_is_outside() -> None:
    assert share_inside([1.0, 3.0, math.nan, 1.0], [2.0, 2.0, 2.0, math.nan]) == 0.25
    assert share_inside([], []) is None


def test_an_honest_method_lies_on_the_line_and_a_boastful_one_above_it() -> None:
    expected = np.random.default_rng(3).exponential(size=20_000)  # the least of many chances
    for t, should, is_, upper in honesty(expected.tolist(), [0.01, 0.1, 1.0]):
        assert should == pytest.approx(1 - math.exp(-t))
        assert is_ == pytest.approx(should, rel=0.2)
        assert upper > is_
    boastful = honesty((expected / 30).tolist(), [0.01])[0]
    assert boastful[2] > 3 * boastful[1]


def test_median_of_even_and_none() -> None:
    assert median([4.0, 1.0, 3.0, 2.0]) == 2.5
    assert median([]) is None
