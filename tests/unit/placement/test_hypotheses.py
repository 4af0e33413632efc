"""Which scales are searched, and at which resolution."""

from __future__ import annotations

import numpy as np
import pytest

from inquo.geometry.grid import View
from inquo.placement.criteria import Criteria
from inquo.placement.hypotheses import SCALE_STEP, plan, scales
from inquo.placement.shrunk import shrink

VIEW = shrink(View(grey=np.zeros((720, 1280), np.uint8), usable=np.ones((720, 1280), bool)))
WIDE = (0.0, 0.0, 50_000.0, 50_000.0)


def test_scales_cover_the_range_in_small_steps() -> None:
    found = np.array(scales(0.05, 2.0))
    assert found[0] == pytest.approx(0.05)
    assert found[-1] == pytest.approx(2.0)
    assert (found[1:] / found[:-1] <= SCALE_STEP + 1e-9).all()


def test_one_known_scale_is_one_hypothesis() -> None:
    assert scales(0.3, 0.3) == (pytest.approx(0.3),)


def test_templates_are_about_as_large_as_wanted() -> None:
    criteria = Criteria()
    for level in plan(VIEW, WIDE, 0.3, criteria):
        for posture in level.postures:
            side = posture.footprint_m(VIEW) / level.working_m
            assert criteria.template_px * 0.99 <= side <= criteria.template_px * 1.42


def test_footprints_that_exceed_the_imagery_or_are_too_small_are_left_out() -> None:
    levels = plan(VIEW, (0.0, 0.0, 300.0, 300.0), 0.3, Criteria())
    sides = [posture.footprint_m(VIEW) for level in levels for posture in level.postures]
    assert sides
    assert min(sides) >= 60
    assert max(sides) <= 300


@pytest.mark.parametrize("bad", [(0.0, 1.0), (2.0, 1.0), (float("nan"), 1.0), (0.1, float("inf"))])
def test_a_range_that_holds_nothing_is_refused(bad: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="metres per pixel"):
        Criteria(gsd_range_m=bad)
