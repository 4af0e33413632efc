"""What the coverage of stated errors can say depends on how well the truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from bench.placement.calibration import Coverage, coverages
from bench.placement.statistics import interval
from bench.placement.verdict import Verdict
from test_kept_answers import QUESTION, verdict


def placed(count: int, sigma_m: float, ce90_m: float, truth_ce90_m: float) -> list[Verdict]:
    errors = np.hypot(*np.random.default_rng(8).normal(0, sigma_m, (2, count)))
    given = verdict(QUESTION)
    return [
        replace(given, dataset="town", tilt_deg=30.0, error_m=float(e), ce90_m=ce90_m, truth_ce90_m=truth_ce90_m)
        for e in errors
    ]


def of_set(verdicts: list[Verdict]) -> Coverage:
    return coverages(verdicts, "Inquo")[0]


@pytest.mark.parametrize(
    ("ce90_m", "truth_ce90_m", "says"),
    [
        (2.146, 0.0, "within"),
        (1.2, 0.0, "too narrow"),
        (4.0, 0.0, "too wide"),
        (1.2, 3.0, "the truth's own error decides"),
    ],
)
def test_a_share_says_what_the_truth_allows(ce90_m: float, truth_ce90_m: float, says: str) -> None:
    assert of_set(placed(400, 1.0, ce90_m, truth_ce90_m)).says == says


def test_few_placements_say_nothing_and_refusals_are_no_placements() -> None:
    few = placed(20, 1.0, 9.0, 0.0)
    refused = [replace(one, placed=False, error_m=None, ce90_m=None) for one in placed(60, 1.0, 9.0, 0.0)]
    summed = coverages(few + refused, "Inquo")
    assert [(one.of, one.placements, one.says) for one in summed] == [
        ("town", 20, "too few to say"),
        ("all, 30°", 20, "too few to say"),
        ("town, 30°", 20, "too few to say"),
    ]


def test_an_interval_holds_the_share_and_narrows() -> None:
    low, high = interval(27, 30)
    assert low == pytest.approx(0.735, abs=0.002)
    assert high == pytest.approx(0.979, abs=0.002)
    assert interval(0, 0) == (0.0, 1.0)
    assert interval(30, 30)[1] == 1.0
