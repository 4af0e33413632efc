"""The page that an expert witness would defend states the numbers that the code has, and stays two pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inquo.placement import by_hand, field, found_twice, judging, other_tilts, point, scattered, standing, surroundings
from inquo.placement.criteria import (
    BOTH,
    COARSE,
    DENSE_UP_TO_KM2,
    FINE,
    FINE_UP_TO_KM2,
    Criteria,
    by_both,
    deep,
    dense,
    quick,
    roughly,
)
from inquo.placement.hypotheses import LEVEL_STEP
from inquo.placement.looks import BY_BOTH
from inquo.placement.self_similarity import NOISE_GREY2
from inquo.placement.significance import MEET_BY_CHANCE

TEXT = (Path(__file__).parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
PAGE = re.sub(r"\s+", " ", TEXT)
LIMITS = Criteria()
POSTURES = BY_BOTH[0]


@pytest.mark.parametrize(
    "stated",
    [
        f"at least {LIMITS.min_control} control points spread over at least {LIMITS.min_spread:.0%}".replace("%", " %"),
        f"no more than {LIMITS.max_check_rmse_m:.0%} of the footprint's side".replace("%", " %"),
        f"Above {LIMITS.max_expected_false_matches:g}, or when any other place",
        f"more than 1/{LIMITS.min_distinction:g} as strong",
        f"starts that show {min(other_tilts.FORESHORTENED):.1f} to {max(other_tilts.FORESHORTENED):g} times the ground",
        "at pixels {:g} and {:g} times as large".format(*judging.LARGER_PIXELS),
        f"leave at most {found_twice.STANDS_OUT:g} each",
        f"put the view's corners within {found_twice.SAME_POSE:g} of its side",
        f"counts as {MEET_BY_CHANCE:g} · v(1 − ln v)",
        f"neighbours, exp(−d/(d̄ + {NOISE_GREY2:g}))",
        f"of the best {scattered.KEPT_PER_WINDOW} leads of each the best {scattered.LOOKED_AT * LIMITS.leads} are",
        f"a stated error σ, {by_hand.SIGMA_PX:g} pixels of either picture",
        f"a tolerance of {by_hand.SIGMAS:g}σ",
        f"{surroundings.SIDES_PX[0]} pixels square, up to {surroundings.SIDES_PX[-1]} under symbols",
        f"exp({surroundings.EXPECTED:g}z − {surroundings.EXPECTED**2 / 2:g}) times as likely",
        f"with probability {1 - surroundings.SEEN:.1f} they are nowhere",
        f"a probability of {1 - surroundings.STANDS_ON:.2f} that the point stands on something else",
        f"{point.TARGET_RELIEF_M:g} m standard deviation for what is aimed at, {point.ANY_RELIEF_M:g} m elsewhere",
        f"outwards as by a camera {1 / point.FIELD:g} picture width away",
        f"steps of {COARSE.scale_step:g}) and every angle ({COARSE.angles} of them)",
        f"**Up to {DENSE_UP_TO_KM2:g} km²**",
        f"Beyond {FINE_UP_TO_KM2:g} km² these three sweep half as finely",
        f"{FINE.halved.template_px:g} to {FINE.halved.template_px * LEVEL_STEP:.0f} pixels wide",
        f"(each the mean of {FINE.halved.thinning} × {FINE.halved.thinning} of the field's)",
        f"looks at the best {quick(LIMITS).leads} leads",
        f"{LIMITS.max_expected_false_matches / quick(LIMITS).max_expected_false_matches:.0f} times less likely to be",
        f"steps of {FINE.scale_step:g}, {FINE.angles} angles, views {FINE.template_px:g} to",
        f"foreshortened by {FINE.stretches[-1]:g}, a tilt of 45°",
        f"by brightness as well: c of structure and {standing.BRIGHTNESS_WEIGHT:g} |c| of brightness",
        f"added up, steps of {BOTH.scale_step:g}, {BOTH.angles} angles",
        f"In the third pass the best {by_both(LIMITS).leads}, in the fourth {deep(LIMITS).leads}, are turned",
        f"in {len(POSTURES.turns_deg) * len(POSTURES.growths) * len(POSTURES.stretches)} ways",
        f"at up to {POSTURES.view_px:g} pixels, by both fields; the best {POSTURES.followed} ways of each are followed",
        f"the best {by_both(LIMITS).aligned} positions kept",
        f"or smaller than {LIMITS.min_footprint_m:g} m",
        f"at most {LIMITS.max_tilt_deg:g}° off straight down",
        f"w = min(|g| / local, {field.SATURATION:g})",
        f"local = mean of |g| within about {field.NEIGHBOURHOOD_PX:g} pixels",
        f"c · side / {standing.STRUCTURE_SAMPLE_PX:g}",
    ],
)
def test_a_number_on_the_page_is_the_number_in_the_code(stated: str) -> None:
    assert stated in PAGE


def test_what_the_page_says_of_a_town_holds_for_all_three_passes() -> None:
    for one in (dense(LIMITS), by_both(LIMITS), deep(LIMITS)):
        rough = roughly(one)
        assert one.density is not None
        assert rough.density is not None
        assert rough.density.template_px / one.density.template_px == 1 / 2
        assert rough.density.thinning == FINE.halved.thinning
        assert rough.leads == 2 * one.leads


def test_the_page_is_two_pages_of_paper() -> None:
    assert len(TEXT.split()) <= 1_900
