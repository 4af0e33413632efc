"""Points that a person set go through the same fit and checks, and their errors are as large as stated."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from drawn_ground import CRS, ArrayReference, looked_at, town
from inquo.errors import PointsError
from inquo.geometry import homography
from inquo.geometry.crs_pyproj import lonlat_from_map
from inquo.placement.by_hand import locate_by_hand
from inquo.placement.locate import Located, NotLocated
from inquo.placement.point import ANY_RELIEF_M, ImagePoint, ground_point
from inquo.records.control import ControlPoint, ControlPoints
from inquo.records.digest import Digest

GROUND = ArrayReference(town(1))
VIEW, TRUTH = looked_at(GROUND.grey, centre_px=(400, 300), turn_deg=35)


def clicked(frame_px: np.ndarray, map_m: np.ndarray, *, crs: str = CRS, sigma_px: float = 2.0) -> ControlPoints:
    points = tuple(
        ControlPoint(line=i, x_px=float(x), y_px=float(y), map_x=float(e), map_y=float(n))
        for i, ((x, y), (e, n)) in enumerate(zip(frame_px, map_m, strict=True), start=3)
    )
    return ControlPoints(
        shot=Digest.of(b"shot"),
        file=Digest.of(b"file"),
        name="mine.points",
        crs=crs,
        points=points,
        sigma_px=sigma_px,
        who="A. Person",
        when=datetime(2031, 1, 1, tzinfo=UTC),
    )


def points(count: int = 14, seed: int = 0, off_px: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    """Clicks on the same ground in both pictures, each off by an error of so many pixels of its picture."""
    rng = np.random.default_rng(seed)
    true_px = rng.uniform((15, 15), (465, 305), (count, 2))
    map_m = homography.apply(TRUTH, true_px) + rng.normal(0, off_px * GROUND.gsd_m, (count, 2))
    frame_px = np.clip(true_px + rng.normal(0, off_px, (count, 2)), 0, (480, 320))
    return frame_px, map_m


def apart_m(
    found: Located, at: tuple[float, float] = (240.0, 160.0), relief_m: float = ANY_RELIEF_M
) -> tuple[float, float]:
    point = ground_point(found, ImagePoint(at_px=at, sigma_px=0.1, relief_m=relief_m, size_px=(480, 320)))
    true = homography.apply(TRUTH, np.array([at]))[0]
    return math.dist((point.x_m, point.y_m), true), point.ce90_m


def test_true_points_place_the_view_and_nothing_is_said_of_chance() -> None:
    found = locate_by_hand(VIEW, GROUND, clicked(*points()))
    assert isinstance(found, Located)
    miss, ce90 = apart_m(found)
    assert miss < ce90
    fit = found.registration
    assert fit.expected_false_matches is None
    assert fit.control_points is not None
    assert fit.control + fit.check <= 14
    assert fit.check >= 2
    assert fit.score > 0.3, "the two pictures agree where the points lay them"


def test_errors_lie_inside_the_fit_s_own_error_as_often_as_it_says() -> None:
    inside, fitted = 0, 0
    for seed in range(150):
        found = locate_by_hand(VIEW, GROUND, clicked(*points(seed=seed)))
        if not isinstance(found, Located):
            continue
        fitted += 1
        miss, ce90 = apart_m(found, (100.0, 250.0), relief_m=0.0)
        inside += miss <= ce90
    assert fitted > 130
    assert 0.85 <= inside / fitted <= 0.995


def test_longitudes_and_latitudes_do_as_well() -> None:
    frame_px, map_m = points()
    metres = locate_by_hand(VIEW, GROUND, clicked(frame_px, map_m))
    degrees = locate_by_hand(VIEW, GROUND, clicked(frame_px, lonlat_from_map(CRS, map_m), crs="EPSG:4326"))
    assert isinstance(metres, Located)
    assert isinstance(degrees, Located)
    assert np.allclose(metres.checked.fit.matrix, degrees.checked.fit.matrix, atol=1e-4)


def test_one_swapped_pair_is_left_out() -> None:
    frame_px, map_m = points(16, off_px=0.7)
    map_m[[3, 9]] = map_m[[9, 3]]
    found = locate_by_hand(VIEW, GROUND, clicked(frame_px, map_m))
    assert isinstance(found, Located)
    assert not found.checked.control[[3, 9]].any()
    miss, ce90 = apart_m(found)
    assert miss < ce90


@pytest.mark.parametrize(
    ("frame_px", "map_m", "reason"),
    [
        (*points(5), "only 5 enabled control points, 6 are needed"),
        (points()[0] * (-1, 1) + (480, 0), points()[1], "mirrored"),
        (points()[0], np.random.default_rng(1).permutation(points()[1]), "agree"),
        (points()[0] * 0.2 + 190, homography.apply(TRUTH, points()[0] * 0.2 + 190), "cover"),
        (
            points()[0],
            points()[1].mean(axis=0) + np.random.default_rng(2).uniform(0, 9, (14, 2)),
            "cannot tell them apart",
        ),
        (np.column_stack([np.linspace(9, 400, 12), np.linspace(9, 300, 12)]), points(12)[1], "line"),
    ],
    ids=["too few", "mirrored", "shuffled", "in a corner", "in one yard", "on a line"],
)
def test_what_cannot_be_a_place_says_why(frame_px: np.ndarray, map_m: np.ndarray, reason: str) -> None:
    found = locate_by_hand(VIEW, GROUND, clicked(frame_px, map_m))
    assert isinstance(found, NotLocated)
    assert reason in found.why.reason


def test_disabled_points_do_not_count() -> None:
    frame_px, map_m = points(20, off_px=0.7)
    map_m[:6] += 150.0
    everything = clicked(frame_px, map_m)
    some = tuple(replace(point, enabled=i >= 6) for i, point in enumerate(everything.points))
    found = locate_by_hand(VIEW, GROUND, replace(everything, points=some))
    assert isinstance(found, Located)
    assert len(found.checked.ties) == 14
    assert apart_m(found)[0] < 2.0


@pytest.mark.parametrize(
    ("change", "said"),
    [({"x_px": 500.0}, "line 3: the point (500, "), ({"y_px": 321.0}, ", 321) px lies outside the picture")],
)
def test_a_point_outside_the_picture_is_named(change: dict[str, float], said: str) -> None:
    good = clicked(*points())
    bad = replace(good, points=(replace(good.points[0], **change), *good.points[1:]))
    with pytest.raises(PointsError) as raised:
        locate_by_hand(VIEW, GROUND, bad)
    assert said in str(raised.value)


@pytest.mark.parametrize("crs", ["EPSG:99999", 'LOCAL_CS["here",UNIT["metre",1]]', "nonsense"])
def test_a_crs_that_is_none_is_named(crs: str) -> None:
    with pytest.raises(PointsError, match="line 1"):
        locate_by_hand(VIEW, GROUND, clicked(*points(), crs=crs))
