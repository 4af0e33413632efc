"""What a view's mirror image fits as well proves nothing."""

from __future__ import annotations

import numpy as np
import pytest
from tests.drawn_ground import ArrayReference, looked_at, town

from inquo.geometry import homography
from inquo.geometry.progress import silent
from inquo.placement.criteria import Criteria
from inquo.placement.judging import Outcome
from inquo.placement.search import search
from inquo.records.finding import Undetermined

SIDE = 700
HALF = town(5, side=SIDE)[:, : SIDE // 2]
SYMMETRIC = np.hstack([HALF, HALF[:, ::-1]])
CRITERIA = Criteria(gsd_range_m=(0.35, 0.7))


def searched(centre_px: tuple[float, float]) -> tuple[Outcome, float]:
    """What the search comes to, and how far the best candidate is off, in metres."""
    view, truth = looked_at(SYMMETRIC, centre_px=centre_px, turn_deg=25, size_px=(360, 280))
    found = search(view, ArrayReference(SYMMETRIC), CRITERIA, silent)
    middle = np.array([[view.width_px / 2, view.height_px / 2]])
    apart = homography.apply(found.settled[0].map_from_frame, middle) - homography.apply(truth, middle)
    return found, float(np.hypot(*apart[0]))


def test_a_view_of_symmetric_ground_is_refused_though_it_lies_there() -> None:
    found, off_m = searched((SIDE / 2, SIDE / 2))
    assert off_m < 3
    assert found.expected_false_matches < CRITERIA.max_expected_false_matches, "nothing else speaks against it"
    assert isinstance(found.answer, Undetermined)
    assert "mirror image fits" in found.answer.reason
    assert found.mirror_share is not None
    assert found.mirror_share > 1 / CRITERIA.min_distinction


@pytest.mark.parametrize("x_px", [170.0, 530.0])
def test_a_view_beside_the_axis_is_placed_though_its_mirror_image_lies_on_the_other_side(x_px: float) -> None:
    found, off_m = searched((x_px, SIDE / 2))
    assert off_m < 3
    assert not isinstance(found.answer, Undetermined)
    assert found.mirror_share is not None
    assert 0 < found.mirror_share < 1 / CRITERIA.min_distinction
