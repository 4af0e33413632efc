"""What a quick search has settled, though not beyond doubt, is judged with what the dense one finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.drawn_ground import ArrayReference, looked_at, town

from inquo.geometry import homography
from inquo.geometry.progress import silent
from inquo.placement import search as searching
from inquo.placement import sweeps
from inquo.placement.criteria import FINE, Criteria, quick
from inquo.placement.judging import Outcome
from inquo.placement.lead import Lead
from inquo.placement.registration import Checked
from inquo.placement.sweep import sweep
from inquo.records.finding import Undetermined

GROUND = town(3)
REFERENCE = ArrayReference(GROUND)
VIEW, TRUTH = looked_at(GROUND, centre_px=(350, 350), turn_deg=15, seed=4)
LIMITS = Criteria(gsd_range_m=(0.4, 0.6), leads=12)


@pytest.fixture
def quick_alone(monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """What the quick search comes to; all that follow it are blind."""
    first = searching.search(VIEW, REFERENCE, quick(LIMITS), silent)

    def blind(*args: Any) -> Sequence[Lead]:
        return sweep(*args) if args[3].density != FINE and not args[3].compares_brightness else []

    monkeypatch.setattr(sweeps, "sweep", blind)
    return first


def allowing(expected: float) -> Outcome:
    """A whole search; its quick part may leave a hundredth of this to chance."""
    return searching.search(VIEW, REFERENCE, replace(LIMITS, max_expected_false_matches=expected), silent)


def test_a_place_is_not_lost_because_other_leads_do_not_lead_to_it(quick_alone: Outcome) -> None:
    found = allowing(20 * quick_alone.expected_false_matches)
    assert isinstance(found.answer, Checked)
    middle = np.array([[VIEW.width_px / 2, VIEW.height_px / 2]])
    missed_m = homography.apply(found.answer.fit.matrix, middle) - homography.apply(TRUTH, middle)
    assert np.hypot(*missed_m[0]) < 1


@pytest.mark.usefixtures("quick_alone")
def test_it_has_to_be_as_unlikely_as_any() -> None:
    found = allowing(1e-300)
    assert isinstance(found.answer, Undetermined)
    assert "chance alone" in found.answer.reason
