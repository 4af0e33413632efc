"""Nine times the ground: the own in the middle, or left out, and around it what is nowhere."""

from __future__ import annotations

import numpy as np
import pytest
from bench.placement.ground import PictureReference
from bench.placement.verdict import Verdict
from bench.placement.wider import Wide, tables

OWN = PictureReference(
    grey=np.random.default_rng(3).integers(1, 255, (6, 8)).astype(np.uint8),
    valid=np.ones((6, 8), bool),
    gsd_m=2.0,
    corner_m=(100.0, 50.0),
)


def test_the_own_ground_lies_where_it_lay() -> None:
    wide = Wide(own=OWN, left_out=False).reference()
    assert wide.area_km2 == pytest.approx(9 * OWN.area_km2)
    seen = wide.read(OWN.bounds_m, OWN.gsd_m)
    assert np.array_equal(seen.grey, OWN.grey)
    assert seen.valid.all()


def test_what_is_left_out_is_no_imagery_and_the_rest_mirrors_it() -> None:
    wide = Wide(own=OWN, left_out=True).reference()
    assert wide.area_km2 == pytest.approx(8 * OWN.area_km2)
    assert not wide.read(OWN.bounds_m, OWN.gsd_m).valid.any()
    north_of_it = wide.read((100.0, 50.0, 116.0, 66.0), OWN.gsd_m)
    laid = north_of_it.grey[north_of_it.valid].reshape(8, 6)
    assert np.array_equal(np.sort(laid, axis=None), np.sort(OWN.grey, axis=None))
    turned = [np.rot90(OWN.grey, quarter) for quarter in range(4)]
    assert not any(np.array_equal(laid, one) for one in turned), "a turned copy would be a true place"


def verdict(method: str, decoy: str, error_m: float | None, expected: float) -> Verdict:
    return Verdict(
        question=f"joplin/{method}{decoy}{error_m}",
        dataset="joplin",
        row="standing",
        tilt_deg=0.0,
        decoy=decoy,
        method=method,
        placed=error_m is not None,
        right=error_m is not None and error_m <= 5,
        error_m=error_m,
        off_m=None,
        ce90_m=None if error_m is None else 3.0,
        truth_ce90_m=0.0,
        expected_false_matches=expected,
        lead_rank=None,
        score=None,
        reason="",
        seconds=1.0,
        processor_s=2.0,
        peak_mb=0.0,
        area_km2=1.0,
        footprint_m=200.0,
    )


def test_the_tables_count_what_is_right_wrong_inside_and_false() -> None:
    given = [
        verdict("coarse", "", None, 0.5),
        verdict("coarse", "", 9.0, 1e-6),
        verdict("Inquo", "", 1.0, 1e-9),
        verdict("Inquo", "", 4.0, 1e-9),
        verdict("Inquo", "left out", None, 0.05),
    ]
    shown = list(tables(given))
    assert "| joplin standing | 0 of 2 | 1 | 0 of 1 | 2 | 2 of 2 | 0 | 1 of 2 | 2 |" in shown
    assert "| joplin, Inquo | 0 of 1 | 95.0% | 0.0% | 0.0% | 100.0% | 100.0% | 2 |" in shown
