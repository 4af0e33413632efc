"""A picture is like itself whatever its greys are: a place is known by what neither edges nor brightness say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.drawn_ground import ArrayReference, looked_at, town

from inquo.geometry import homography
from inquo.geometry.grid import GroundRaster
from inquo.geometry.progress import silent
from inquo.placement import judging
from inquo.placement import search as searching
from inquo.placement.atlas import Atlas, rung_at_least
from inquo.placement.criteria import BOTH, COARSE, Criteria, Density
from inquo.placement.explain import figures
from inquo.placement.explain.account import Account
from inquo.placement.explain.numbers import numbers
from inquo.placement.looks import patches_of
from inquo.placement.reference import Bounds
from inquo.placement.registration import Checked
from inquo.placement.self_similarity import MARGIN_PX, self_similarity
from inquo.placement.shrunk import shrink
from inquo.placement.significance import expected_false_matches
from inquo.placement.standing import REACH_PX
from inquo.placement.surfaces import lay
from inquo.placement.tie_points import find_by_self_similarity
from inquo.records.finding import Undetermined

GROUND = town(3)
ALL = np.ones(GROUND.shape, bool)


def stacked(grey: np.ndarray, usable: np.ndarray = ALL) -> np.ndarray:
    return np.stack([one.z for one in self_similarity(grey, usable)])


def agreement(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.real(np.vdot(a, b)) / np.sqrt(np.vdot(a, a).real * np.vdot(b, b).real))


def test_a_negative_and_a_bend_of_the_greys_change_little() -> None:
    bent = (255 * (GROUND / 255.0) ** 1.6).astype(np.uint8)
    assert agreement(stacked(GROUND), stacked(255 - GROUND)) > 0.999
    assert agreement(stacked(GROUND), stacked(bent)) > 0.9
    assert abs(agreement(stacked(GROUND), stacked(town(4)))) < 0.1


def test_likeness_is_greatest_along_an_edge() -> None:
    step = np.where(np.arange(60) < 30, 60, 180).astype(np.uint8)
    across, along, *_ = (one.z for one in self_similarity(np.tile(step, (60, 1)), np.ones((60, 60), bool)))
    beside = np.s_[20:40, 29]
    assert (along[beside].real > across[beside].real + 0.2).all(), "the neighbour to the right lies beyond the edge"
    assert np.allclose(along[beside].real, along[beside].imag), "one above is like one below"


def test_one_grey_and_what_is_not_usable_say_nothing() -> None:
    grey, usable = np.full((80, 80), 128, np.uint8), np.ones((80, 80), bool)
    grey[30:50, 30:50], usable[30:50, 30:50] = 255, False
    for field in self_similarity(grey, usable):
        assert not field.support[30 - MARGIN_PX : 50 + MARGIN_PX, 30 - MARGIN_PX : 50 + MARGIN_PX].any()
        assert not field.z[~field.support].any()
        assert np.abs(field.z).max() < 0.01


class Ragged:
    """Imagery that is read a pixel smaller than was asked for, as a resampled raster may be."""

    def __init__(self, reference: ArrayReference) -> None:
        self._reference = reference
        self.bounds_m, self.gsd_m = reference.bounds_m, reference.gsd_m
        self.crs, self.ce90_m = reference.crs, reference.ce90_m

    def read(self, bounds_m: Bounds, gsd_m: float) -> GroundRaster:
        whole = self._reference.read(bounds_m, gsd_m)
        return replace(whole, grey=whole.grey[:-1, :-1], valid=whole.valid[:-1, :-1])


@pytest.mark.parametrize("reference", [ArrayReference(GROUND), Ragged(ArrayReference(GROUND))])
@pytest.mark.parametrize("invert", [False, True])
def test_nearly_every_patch_has_its_peak_where_it_lies(reference: ArrayReference, invert: bool) -> None:
    view, truth = looked_at(GROUND, centre_px=(350, 350), turn_deg=15, invert=invert, seed=4)
    patches, atlas = patches_of(190.0), Atlas(reference)
    overlay = lay(shrink(view), atlas, truth, rung_at_least(1.0), REACH_PX, patches)
    ties = find_by_self_similarity(overlay, atlas, REACH_PX, patches)
    assert len(ties) >= 0.8 * ties.patches > 0
    assert (np.hypot(*ties.moved_px.T) < 1).mean() > 0.9
    assert (ties.score <= 1).all()
    assert np.median(ties.score) > 0.5


def came_to(density: Density, limit: float) -> tuple[Account, float]:
    """What a search for a view that is there goes through, when so much chance is allowed."""
    view, _ = looked_at(GROUND, centre_px=(350, 350), turn_deg=15, seed=4)
    account, reference = Account(), ArrayReference(GROUND)
    limits = Criteria(
        gsd_range_m=(0.4, 0.6),
        density=density,
        compares_brightness=density.brightness,
        leads=12,
        max_expected_false_matches=limit,
    )
    outcome = searching.search(view, reference, limits, silent, account)
    return account, outcome.expected_false_matches


def test_what_larger_pixels_leave_open_is_asked_by_self_similarity_where_brightness_is_compared() -> None:
    account, expected = came_to(BOTH, 1e-200)
    said = numbers(account.searches[0])["significance"]
    assert said["by_self_similarity"]["agreeing"] > said["by_self_similarity"]["patches"] / 2
    evidence = account.searches[0].outcome.evidence
    assert expected < expected_false_matches(replace(evidence, self_similar=None))
    caption = figures.draw(account.searches[0])[-1].caption
    agreeing, patches = (said["by_self_similarity"][key] for key in ("agreeing", "patches"))
    half = said["by_self_similarity"]["in_weakest_half"]
    assert agreeing / 4 < half <= agreeing / 2
    assert (
        f"Of {patches} patches {agreeing} agree there by how alike each pixel is to those around it, {half} of them"
        in caption
    )
    assert "chance gives as many as that in two halves with probability" in caption
    assert f"it is {expected:.2g}" in caption


@pytest.mark.parametrize(("density", "limit"), [(COARSE, 1e-200), (BOTH, 0.1)], ids=["edges alone", "beyond chance"])
def test_otherwise_it_is_not_asked(density: Density, limit: float) -> None:
    account, _ = came_to(density, limit)
    assert numbers(account.searches[0])["significance"]["by_self_similarity"] is None
    assert "how alike each pixel" not in figures.draw(account.searches[0])[-1].caption


@pytest.mark.parametrize("asked", [True, False])
def test_its_tie_points_carry_the_fit_that_others_do_not_where_it_was_asked(
    monkeypatch: pytest.MonkeyPatch, asked: bool
) -> None:
    search = came_to(BOTH, 1e-200)[0].searches[0]
    best, evidence = search.outcome.settled[0], search.outcome.evidence
    none = np.zeros(len(best.ties), bool)
    bare = replace(best, ties=best.ties.where(none), agree=none[none])
    monkeypatch.setattr(judging, "finer", lambda view, atlas, settled: settled)
    speaks = evidence if asked else replace(evidence, self_similar=None)
    answer = judging._registered(bare, speaks, shrink(search.view), Atlas(search.reference), Criteria())
    assert isinstance(answer, Checked if asked else Undetermined)
    if asked:
        _, truth = looked_at(GROUND, centre_px=(350, 350), turn_deg=15, seed=4)
        middle = np.array([[240.0, 160.0]])
        missed = homography.apply(answer.fit.matrix, middle) - homography.apply(truth, middle)
        assert np.hypot(*missed[0]) < 1
