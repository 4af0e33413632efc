"""Identification shares probability by ground, exactly, and never by nearness alone."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inquo.facility.identify import Assumptions, identify
from inquo.facility.normal import mass_in_ring
from inquo.facility.plane import to_plane
from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.place import Facility, Name, Placement, Registration

LON, LAT = 37.05, 36.59
EXACT_MAP = Assumptions(outline_sigma_m=0.0)
REGISTRATION = Registration(
    map_from_frame=((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), crs="EPSG:32637", model="affine", control=8,
    check=2, check_rmse_m=1.0, score=0.4, expected_false_matches=0.001, tie_points=(), method="test/1",
)  # fmt: skip
M_PER_DEG = to_plane(np.array([[LON + 1e-3, LAT], [LON, LAT + 1e-3]]), (LON, LAT)).max(axis=0) * 1e3


def placed(covariance: NDArray[np.float64]) -> Placement:
    (ee, en), (_, nn) = covariance.tolist()
    return Placement(
        shot=Digest.of(b"shot"), imagery=(), lon_deg=LON, lat_deg=LAT, covariance_m2=((ee, en), (en, nn)), ce90_m=1.0,
        footprint_lonlat_deg=(), registration=REGISTRATION, chain=(), method="test/1",
    )  # fmt: skip


def lonlat(points_m: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    return tuple((LON + float(x) / M_PER_DEG[0], LAT + float(y) / M_PER_DEG[1]) for x, y in points_m)


def facility(name: str, *rings_m: NDArray[np.float64], point_m: tuple[float, float] | None = None) -> Facility:
    rings = tuple(lonlat(np.vstack([ring, ring[:1]])) for ring in rings_m)
    return Facility(
        gazetteer=Digest.of(b"list"), id=name, names=(Name(text=name, language=None),), kind="hospital",
        outline_lonlat_deg=(rings,) if rings else (), properties={},
        point_lonlat_deg=lonlat(np.array([point_m]))[0] if point_m else rings[0][0],
    )  # fmt: skip


def box(x: float, y: float, width: float, height: float) -> NDArray[np.float64]:
    return np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]])


def probability(answers: object, who: Facility | None) -> float:
    wanted = digest_of(who) if who else None
    return next((a.probability for a in answers.answers if a.facility == wanted), 0.0)  # type: ignore[attr-defined]


sigmas = st.floats(0.5, 60)
covariances = st.builds(
    lambda a, b, r: np.array([[a * a, r * a * b], [r * a * b, b * b]]), sigmas, sigmas, st.floats(-0.95, 0.95)
)
boxes = st.builds(box, st.floats(-150, 150), st.floats(-150, 150), st.floats(2, 90), st.floats(2, 90))


@given(covariance=covariances, grounds=st.lists(boxes, max_size=6), sigma=st.floats(0, 10), weight=st.floats(0, 5))
@settings(max_examples=60, deadline=None)
def test_probabilities_add_up_to_one_whatever_overlaps(
    covariance: NDArray[np.float64], grounds: list[NDArray[np.float64]], sigma: float, weight: float
) -> None:
    facilities = [facility(f"f{n}", ground) for n, ground in enumerate(grounds)]
    found = identify(
        placed(covariance), facilities, assumptions=Assumptions(outline_sigma_m=sigma, unmapped_weight=weight)
    )
    assert math.fsum(answer.probability for answer in found.answers) == pytest.approx(1, abs=1e-9)
    assert [a.probability for a in found.answers] == sorted((a.probability for a in found.answers), reverse=True)
    assert sum(answer.facility is None for answer in found.answers) == 1


@given(covariance=covariances, ground=boxes, turn=st.floats(0, 6.3))
@settings(max_examples=40, deadline=None)
def test_mass_agrees_with_chance(covariance: NDArray[np.float64], ground: NDArray[np.float64], turn: float) -> None:
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    ring = np.vstack([ground, ground[:1]]) @ rotation.T
    draws = np.random.default_rng(7).multivariate_normal([0, 0], covariance, 40_000) @ rotation
    x0, y0, x1, y1 = *ground.min(axis=0), *ground.max(axis=0)
    share = ((draws[:, 0] > x0) & (draws[:, 0] < x1) & (draws[:, 1] > y0) & (draws[:, 1] < y1)).mean()
    assert mass_in_ring(ring, covariance) == pytest.approx(share, abs=6 * math.sqrt(0.25 / 40_000))


@given(covariance=covariances, cut=st.floats(0.05, 0.95), ground=boxes)
@settings(max_examples=60, deadline=None)
def test_mass_of_the_whole_is_that_of_its_parts(
    covariance: NDArray[np.float64], cut: float, ground: NDArray[np.float64]
) -> None:
    x0, y0, x1, y1 = *ground.min(axis=0), *ground.max(axis=0)
    middle = x0 + cut * (x1 - x0)
    parts = [box(x0, y0, middle - x0, y1 - y0), box(middle, y0, x1 - middle, y1 - y0)]
    closed = [np.vstack([part, part[:1]]) for part in [ground, *parts]]
    whole, one, other = (mass_in_ring(ring, covariance) for ring in closed)
    assert whole == pytest.approx(one + other, abs=1e-10)


@given(width=st.floats(20, 100), height=st.floats(20, 100))
@settings(max_examples=20, deadline=None)
def test_a_tiny_ellipse_inside_an_outline_is_certain(width: float, height: float) -> None:
    hospital = facility("h", box(-width / 2, -height / 2, width, height))
    found = identify(placed(np.eye(2) * 0.25), [hospital], assumptions=EXACT_MAP)
    assert probability(found, hospital) > 0.999999
    assert found.answers[0].distance_m == 0


@given(gap=st.floats(1, 60), size=st.floats(5, 50), sigma=sigmas, sheer=st.floats(-0.9, 0.9))
@settings(max_examples=30, deadline=None)
def test_two_equal_buildings_are_equally_probable(gap: float, size: float, sigma: float, sheer: float) -> None:
    east = facility("east", box(gap / 2, -size / 2, size, size))
    west = facility("west", box(-gap / 2 - size, -size / 2, size, size))
    covariance = sigma**2 * np.array([[1, sheer], [sheer, 1]])
    found = identify(placed(covariance), [east, west])
    assert probability(found, east) == pytest.approx(probability(found, west), abs=1e-9)


@given(size=st.floats(5, 50), sigma=sigmas, steps=st.lists(st.floats(0, 200), min_size=2, max_size=5))
@settings(max_examples=30, deadline=None)
def test_a_building_further_away_is_less_probable(size: float, sigma: float, steps: list[float]) -> None:
    found = []
    for step in sorted(steps):
        house = facility("h", box(step - size / 2, -size / 2, size, size))
        found.append(probability(identify(placed(np.eye(2) * sigma**2), [house]), house))
    assert all(near >= far - 1e-9 for near, far in itertools.pairwise(found))


def test_the_nearest_hospital_is_nothing_when_the_ellipse_does_not_reach_it() -> None:
    hospital = facility("h", box(60, -20, 40, 40))
    found = identify(placed(np.eye(2) * 16), [hospital])
    assert found.answers[0].facility is None
    assert found.answers[0].probability > 0.999999
    assert (found.answers[1].facility, found.answers[1].distance_m) == (
        digest_of(hospital),
        pytest.approx(60, abs=0.01),
    )
    assert found.answers[1].probability < 1e-9


def test_a_courtyard_is_not_the_building() -> None:
    hospital = facility("h", box(-40, -40, 80, 80), box(-25, -25, 50, 50))
    found = identify(placed(np.eye(2) * 4), [hospital], assumptions=EXACT_MAP)
    assert found.answers[0].facility is None
    assert found.answers[1].distance_m == pytest.approx(25, abs=0.01)


def test_overlapping_outlines_share_the_ground() -> None:
    compound, wing = facility("compound", box(-50, -50, 100, 100)), facility("wing", box(-10, -10, 20, 20))
    found = identify(placed(np.eye(2) * 1.0), [compound, wing], assumptions=EXACT_MAP)
    assert probability(found, compound) == pytest.approx(0.5, abs=1e-6)
    assert probability(found, wing) == pytest.approx(0.5, abs=1e-6)


def test_a_point_beside_an_outline_takes_none_of_it() -> None:
    school, clinic = facility("school", box(5, -50, 100, 100)), facility("clinic", point_m=(-10.0, 0.0))
    found = identify(placed(np.eye(2) * 9), [school, clinic], assumptions=EXACT_MAP)
    alone = identify(placed(np.eye(2) * 9), [school], assumptions=EXACT_MAP)
    assert probability(found, school) == pytest.approx(probability(alone, school), abs=1e-12)
    assert probability(found, clinic) > 0.9


def test_the_order_of_the_list_changes_nothing() -> None:
    rng = np.random.default_rng(5)
    houses = [facility(f"f{n}", box(*rng.uniform(-80, 60, 2), *rng.uniform(10, 40, 2))) for n in range(12)]
    covariance = np.array([[400.0, 100.0], [100.0, 200.0]])
    one, other = identify(placed(covariance), houses), identify(placed(covariance), houses[::-1])
    assert {a.facility: round(a.probability, 9) for a in one.answers} == {
        a.facility: round(a.probability, 9) for a in other.answers
    }


def test_overlaps_agree_with_chance() -> None:
    rng = np.random.default_rng(11)
    grounds = [box(*rng.uniform(-60, 20, 2), *rng.uniform(20, 60, 2)) for _ in range(7)]
    covariance = np.array([[900.0, -300.0], [-300.0, 500.0]])
    draws = rng.multivariate_normal([0, 0], covariance, 400_000)
    inside = np.array([((draws > g.min(axis=0)) & (draws < g.max(axis=0))).all(axis=1) for g in grounds])
    shares = (inside / np.maximum(1, inside.sum(axis=0))).mean(axis=1)
    houses = [facility(f"f{n}", ground) for n, ground in enumerate(grounds)]
    found = identify(placed(covariance), houses, assumptions=EXACT_MAP)
    for house, share in zip(houses, shares, strict=True):
        assert probability(found, house) == pytest.approx(share, abs=0.004)
    assert probability(found, None) == pytest.approx((~inside.any(axis=0)).mean(), abs=0.004)


def test_many_improbable_houses_are_not_called_unmapped() -> None:
    houses = [
        facility(f"f{n}", box(*place, 8, 8))
        for n, place in enumerate(np.random.default_rng(2).uniform(-900, 900, (800, 2)))
    ]
    covariance = np.eye(2) * 500.0**2
    found = identify(placed(covariance), houses)
    everything = identify(placed(covariance), houses, assumptions=Assumptions(keep_probability=0.0))
    assert probability(found, None) == pytest.approx(probability(everything, None), abs=1e-3)
