"""Which scales are searched, and at which resolution."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inquo.geometry.grid import View
from inquo.placement.criteria import BOTH, COARSE, DENSE_UP_TO_KM2, FINE, FINE_UP_TO_KM2, Criteria
from inquo.placement.hypotheses import passes, plan, scales
from inquo.placement.shrunk import shrink

VIEW = shrink(View(grey=np.zeros((720, 1280), np.uint8), usable=np.ones((720, 1280), bool)))
WIDE = (0.0, 0.0, 50_000.0, 50_000.0)
SMALL = (0.0, 0.0, 1_000.0, 1_000.0)


def test_scales_cover_the_range_in_small_steps() -> None:
    found = np.array(scales(0.05, 2.0, 1.2))
    assert found[0] == pytest.approx(0.05)
    assert found[-1] == pytest.approx(2.0)
    assert (found[1:] / found[:-1] <= 1.2 + 1e-9).all()


def test_one_known_scale_is_one_hypothesis() -> None:
    assert scales(0.3, 0.3, 1.2) == (pytest.approx(0.3),)


def test_templates_are_about_as_large_as_wanted() -> None:
    for density, bounds_m in ((COARSE, WIDE), (FINE, SMALL), (BOTH, SMALL), (FINE.halved, WIDE), (BOTH.halved, WIDE)):
        levels = plan(VIEW, bounds_m, 0.3, Criteria(density=density, compares_brightness=density.brightness))
        assert levels
        for level in levels:
            assert level.density is density
            for posture in level.postures:
                side = posture.footprint_m(VIEW) / level.working_m
                assert density.template_px * 0.99 <= side <= density.template_px * 1.42


def test_denser_searches_follow_where_there_is_little_imagery_alone() -> None:
    edge_m = 1000 * DENSE_UP_TO_KM2**0.5
    quick, *dense = passes((0.0, 0.0, edge_m - 1, edge_m - 1), Criteria())
    assert [one.density for one in (quick, *dense)] == [COARSE, FINE.halved, BOTH.halved, FINE.halved]
    assert quick.max_expected_false_matches <= Criteria().max_expected_false_matches / 100, "two searches, one chance"
    assert passes((0.0, 0.0, edge_m + 1, edge_m + 1), Criteria()) == (Criteria(),)
    patient, hasty = Criteria(dense_up_to_km2=2 * DENSE_UP_TO_KM2), Criteria(dense_up_to_km2=0.0)
    assert len(passes((0.0, 0.0, edge_m + 1, edge_m + 1), patient)) == len((quick, *dense))
    assert passes(SMALL, hasty) == (hasty,)
    asked = Criteria(density=FINE)
    assert passes(SMALL, asked) == (asked,), "what is asked for is done at once"


def test_a_town_is_searched_at_half_the_resolution_and_more_is_looked_at() -> None:
    edge_m = 1000 * FINE_UP_TO_KM2**0.5
    quick, *fine = passes((0.0, 0.0, edge_m - 1, edge_m - 1), Criteria())
    assert [one.density for one in fine] == [FINE, BOTH, FINE]
    same, *rough = passes((0.0, 0.0, edge_m + 1, edge_m + 1), Criteria())
    assert same == quick
    for one, other in zip(fine, rough, strict=True):
        assert one.density is not None
        assert other.density is not None
        assert other.leads == 2 * one.leads
        assert other.density.template_px == one.density.template_px / 2
        assert other.density.thinning == 2 * one.density.thinning
        assert replace(other, leads=one.leads, density=one.density) == one


def test_tilt_is_tried_where_it_is_asked_for() -> None:
    for density in (COARSE, FINE, BOTH, FINE.halved, BOTH.halved):
        levels = plan(VIEW, SMALL, 0.3, Criteria(density=density, compares_brightness=density.brightness))
        assert {posture.stretch for level in levels for posture in level.postures} == set(density.stretches)


def test_footprints_that_exceed_the_imagery_by_much_or_are_too_small_are_left_out() -> None:
    levels = plan(VIEW, (0.0, 0.0, 300.0, 300.0), 0.3, Criteria())
    sides = [posture.footprint_m(VIEW) for level in levels for posture in level.postures]
    assert sides
    assert min(sides) >= 70
    assert 300 < max(sides) <= 390


@pytest.mark.parametrize("bad", [(0.0, 1.0), (2.0, 1.0), (float("nan"), 1.0), (0.1, float("inf"))])
def test_a_range_that_holds_nothing_is_refused(bad: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="metres per pixel"):
        Criteria(gsd_range_m=bad)
