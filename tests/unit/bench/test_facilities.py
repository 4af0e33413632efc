"""The facility benchmark asks what it says it asks."""

from __future__ import annotations

import math

import numpy as np
from bench.placement import facilities


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
