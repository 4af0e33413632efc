"""Many times the ground: the own in the middle, or left out, and around it what is nowhere."""

from __future__ import annotations

import numpy as np
import pytest
from bench.placement.ground import PictureReference
from bench.placement.wider import surrounded

OWN = PictureReference(
    grey=np.random.default_rng(3).integers(1, 255, (6, 8)).astype(np.uint8),
    valid=np.ones((6, 8), bool),
    gsd_m=2.0,
    corner_m=(100.0, 50.0),
)


def test_the_own_ground_lies_where_it_lay() -> None:
    wide = surrounded(OWN, left_out=False)
    assert wide.area_km2 == pytest.approx(9 * OWN.area_km2)
    seen = wide.read(OWN.bounds_m, OWN.gsd_m)
    assert np.array_equal(seen.grey, OWN.grey)
    assert seen.valid.all()


def test_it_lies_where_it_lay_in_more_than_nine_times_as_much() -> None:
    wide = surrounded(OWN, rings=2, left_out=False)
    assert wide.area_km2 == pytest.approx(25 * OWN.area_km2)
    assert np.array_equal(wide.read(OWN.bounds_m, OWN.gsd_m).grey, OWN.grey)


def test_what_is_left_out_is_no_imagery_and_the_rest_mirrors_it() -> None:
    wide = surrounded(OWN, left_out=True)
    assert wide.area_km2 == pytest.approx(8 * OWN.area_km2)
    assert not wide.read(OWN.bounds_m, OWN.gsd_m).valid.any()
    north_of_it = wide.read((100.0, 50.0, 116.0, 66.0), OWN.gsd_m)
    laid = north_of_it.grey[north_of_it.valid].reshape(8, 6)
    assert np.array_equal(np.sort(laid, axis=None), np.sort(OWN.grey, axis=None))
    turned = [np.rot90(OWN.grey, quarter) for quarter in range(4)]
    assert not any(np.array_equal(laid, one) for one in turned), "a turned copy would be a true place"
