"""Frames of one shot that disagree make its place less certain; frames that agree leave it as it was."""

from __future__ import annotations

import math

import numpy as np
import pytest

from drawn_ground import ArrayReference, looked_at, town
from inquo.geometry.grid import View
from inquo.placement.criteria import Criteria
from inquo.placement.halves import Halves
from inquo.placement.locate import Located, locate, with_halves
from inquo.placement.point import ANY_RELIEF_M, ImagePoint, ground_point, place
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.place import BetweenHalves

AIM_PX = (240.0, 160.0)
AIM = ImagePoint(at_px=AIM_PX, sigma_px=1.0, relief_m=ANY_RELIEF_M, size_px=(480, 320))
SHOT = Digest.of(b"shot")
GSD_M = 0.5
NOT_ASKED = Undetermined(reason="not asked")


@pytest.fixture(scope="module")
def found() -> tuple[View, Located]:
    view, _ = looked_at(town(1, light=-1), centre_px=(400, 300), turn_deg=40)
    located = locate(view, ArrayReference(town(1)), Criteria(gsd_range_m=(0.3, 0.9)))
    assert isinstance(located, Located)
    return view, located


def _noisy(view: View, seed: int) -> View:
    noise = np.random.default_rng(seed).normal(0, 6, view.grey.shape)
    return View(grey=np.clip(view.grey + noise, 0, 255).astype(np.uint8), usable=view.usable)


def _displaced(view: View, columns: int) -> View:
    """The same ground, carried to the wrong place in the key frame."""
    usable = np.roll(view.usable, columns, axis=1)
    usable[:, :columns] = False
    return View(grey=np.roll(view.grey, columns, axis=1), usable=usable)


def _compared(found: tuple[View, Located], later: View) -> Located:
    view, located = found
    return with_halves(located, (_noisy(view, 1), later), ArrayReference(town(1)))


def test_halves_that_agree_leave_the_error_as_it_was(found: tuple[View, Located]) -> None:
    view, located = found
    both = _compared(found, _noisy(view, 2))
    assert isinstance(both.halves, Halves)
    apart = both.halves.at(np.array([AIM_PX]))
    assert apart.distance_m < 0.5
    assert not apart.disagree
    assert ground_point(both, AIM) == ground_point(located, AIM)


@pytest.mark.parametrize("columns", [6, 12])
def test_half_the_disagreement_is_a_standard_deviation(found: tuple[View, Located], columns: int) -> None:
    view, located = found
    both = _compared(found, _displaced(_noisy(view, 2), columns))
    assert isinstance(both.halves, Halves)
    apart = both.halves.at(np.array([AIM_PX]))
    assert apart.distance_m == pytest.approx(columns * GSD_M, rel=0.15)
    assert apart.disagree
    before, after = (np.array(ground_point(one, AIM).covariance_m2) for one in (located, both))
    added, _ = np.linalg.eigvalsh(after - before)[::-1]
    assert math.sqrt(added) == pytest.approx(columns * GSD_M / 2, rel=0.15)


def test_the_placement_says_how_far_apart_they_are(found: tuple[View, Located]) -> None:
    view, _ = found
    both = _compared(found, _displaced(_noisy(view, 2), 12))
    placed = place(both, AIM, surroundings=NOT_ASKED, shot=SHOT, imagery=(SHOT,))
    assert isinstance(placed.halves, BetweenHalves)
    assert placed.halves.disagree
    assert placed.halves.apart_m == pytest.approx(6, rel=0.15)


def test_a_half_that_shows_nothing_cannot_be_compared(found: tuple[View, Located]) -> None:
    view, located = found
    blank = View(grey=np.full_like(view.grey, 90), usable=view.usable)
    both = _compared(found, blank)
    assert isinstance(both.halves, Undetermined)
    assert "later frames" in both.halves.reason
    assert ground_point(both, AIM) == ground_point(located, AIM)


def test_a_single_frame_has_no_halves(found: tuple[View, Located]) -> None:
    _, located = found
    assert with_halves(located, None, ArrayReference(town(1))) == located
    placed = place(located, AIM, surroundings=NOT_ASKED, shot=SHOT, imagery=(SHOT,))
    assert placed.halves is None
