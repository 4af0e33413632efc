"""Windows hold every disc, none holds ground of another, and they waste little."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from inquo.placement.windows import Window, cover

BOUNDS = (0.0, 0.0, 40_000.0, 30_000.0)
places = st.lists(st.tuples(st.floats(-1_000, 41_000), st.floats(-1_000, 31_000)), min_size=1, max_size=40)


@settings(max_examples=60)
def area_m2(window: Window) -> float:
    west, south, east, north = window.bounds_m
    return (east - west) * (north - south)


@given(places, st.sampled_from([150.0, 500.0, 3_000.0]), st.integers(0, 2**31))
def test_every_point_of_a_disc_lies_in_exactly_one_window(
    places_m: list[tuple[float, float]], radius_m: float, seed: int
) -> None:
    given_m = np.array(places_m)
    windows = cover(given_m, radius_m, BOUNDS)
    rng = np.random.default_rng(seed)
    which = rng.integers(0, len(given_m), 200)
    angle, reach = rng.uniform(0, 2 * np.pi, 200), radius_m * np.sqrt(rng.uniform(0, 1, 200))
    for i, (x, y) in zip(
        which, given_m[which] + np.column_stack([np.cos(angle), np.sin(angle)]) * reach[:, None], strict=True
    ):
        if not (0 < x < BOUNDS[2] and 0 < y < BOUNDS[3]):
            continue
        holding = [w for w in windows if w.bounds_m[0] <= x < w.bounds_m[2] and w.bounds_m[1] <= y < w.bounds_m[3]]
        assert len(holding) == 1
        assert int(i) in holding[0].places


@settings(max_examples=60)
@given(places, st.sampled_from([150.0, 500.0, 3_000.0]))
def test_windows_stay_apart_inside_the_imagery_and_near_their_places(
    places_m: list[tuple[float, float]], radius_m: float
) -> None:
    windows = cover(np.array(places_m), radius_m, BOUNDS)
    for a, b in itertools.combinations(windows, 2):
        overlap = [min(a.bounds_m[i + 2], b.bounds_m[i + 2]) - max(a.bounds_m[i], b.bounds_m[i]) for i in (0, 1)]
        assert min(overlap) <= 1e-6
    for window in windows:
        west, south, east, north = window.bounds_m
        assert BOUNDS[0] <= west < east <= BOUNDS[2]
        assert BOUNDS[1] <= south < north <= BOUNDS[3]
    assert sum(area_m2(w) for w in windows) <= 2.3 * len(places_m) * (2 * radius_m) ** 2


def test_places_apart_are_windows_apart_and_neighbours_are_searched_once() -> None:
    apart = cover(np.array([[5_000.0, 5_000.0], [20_000.0, 9_000.0]]), 500.0, BOUNDS)
    assert [area_m2(w) for w in apart] == [1e6, 1e6]
    together = cover(np.array([[5_000.0, 5_000.0], [5_100.0, 5_000.0]]), 500.0, BOUNDS)
    assert len(together) == 1
    assert area_m2(together[0]) == 1_100.0 * 1_000.0
    assert together[0].places == (0, 1)
