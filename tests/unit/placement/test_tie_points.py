"""Tie points lie where the patches lie, whether what is bright is bright or dark in the other picture."""

from __future__ import annotations

import numpy as np
import pytest
from tests.drawn_ground import ArrayReference, looked_at, town

from inquo.placement.atlas import Atlas, rung_at_least
from inquo.placement.looks import patches_of
from inquo.placement.shrunk import shrink
from inquo.placement.standing import REACH_PX
from inquo.placement.surfaces import lay
from inquo.placement.tie_points import TiePoints, find

GROUND = town(3)


def tie_points(*, invert: bool) -> TiePoints:
    view, truth = looked_at(GROUND, centre_px=(350, 350), turn_deg=15, invert=invert, seed=4)
    patches = patches_of(190.0)
    overlay = lay(shrink(view), Atlas(ArrayReference(GROUND)), truth, rung_at_least(1.0), REACH_PX, patches)
    return find(overlay, REACH_PX, patches)


@pytest.mark.parametrize("invert", [False, True])
def test_nearly_every_patch_of_a_view_that_lies_right_has_its_peak_where_it_lies(invert: bool) -> None:
    ties = tie_points(invert=invert)
    assert len(ties) >= 0.8 * ties.patches
    assert (np.hypot(*ties.moved_px.T) < 1).mean() > 0.9
    assert (ties.score <= 1).all()
    assert np.median(ties.score) > 0.7, "edges and brightness speak together"
