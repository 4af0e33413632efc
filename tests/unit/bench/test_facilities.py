"""The facility benchmark asks what it says it asks."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from bench.placement import facilities

from inquo.placement.scattered import Piece
from inquo.records.swept import SweptWindow


def test_every_facility_has_ground_of_its_own() -> None:
    first, second, again = facilities.ground(1), facilities.ground(2), facilities.ground(1)
    assert np.array_equal(first.grey, again.grey)
    same = np.corrcoef(first.grey[::7, ::7].ravel(), second.grey[::7, ::7].ravel())[0, 1]
    assert abs(same) < 0.1
    apart = [math.dist(facilities.place_of(i), facilities.place_of(j)) for i in range(90) for j in range(i)]
    assert min(apart) > 2 * facilities.SIDE_M


def test_the_truth_lies_within_the_radius_and_shows_the_ground_there() -> None:
    for seed in range(5):
        film = facilities.footage(3, seed, there=True)
        assert film.truth_m is not None
        assert math.dist(film.truth_m, facilities.place_of(3)) < facilities.RADIUS_M
        assert film.view.usable.mean() > 0.8
    assert facilities.footage(3, 0, there=False).truth_m is None


def test_a_run_that_was_stopped_sweeps_each_window_once_and_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[object] = []
    stop_after = 3

    def sweep(view: object, piece: Piece, *_: object) -> SweptWindow:
        if len(swept) == stop_after:
            raise KeyboardInterrupt
        swept.append((id(view), piece.bounds_m))
        return SweptWindow(crs=piece.crs, bounds_m=piece.bounds_m, leads=())

    monkeypatch.setattr(facilities, "sweep_piece", sweep)
    with pytest.raises(KeyboardInterrupt):
        facilities.run(2, 1, 1, math.inf, tmp_path)
    stop_after = 4
    said = facilities.run(2, 1, 1, math.inf, tmp_path)
    assert len(swept) == 4, "two windows for two pieces of footage"
    assert (said["windows_swept"], said["windows_timed"]) == (2, 1)
    again = facilities.run(2, 1, 1, math.inf, tmp_path)
    assert again["windows_timed"] == 0
    assert again["km2_per_s"] is None
    assert [row["reason"] for row in again["rows"]] == [row["reason"] for row in said["rows"]]
