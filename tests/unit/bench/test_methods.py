"""Each baseline finds an easy place: what it misses in the benchmark it misses by itself, not by our wiring."""

from __future__ import annotations

import importlib
import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
from bench.placement.ground import EndlessReference, PictureReference, mirrored, without
from bench.placement.look import Pose, apply, cut
from bench.placement.methods import BY_NAME_ALONE, METHODS, inquo_engine
from bench.placement.methods.features_cv2 import asift, orb, sift
from bench.placement.methods.phase import PhaseCorrelation
from bench.placement.methods.prototype import Prototype
from bench.placement.question import Method, MissingDataError, Query

from inquo.geometry.grid import View
from inquo.placement.criteria import Criteria
from inquo.placement.hypotheses import passes

SIDE = 400


def scene() -> PictureReference:
    rng = np.random.default_rng(2)
    grey = np.full((SIDE, SIDE), 90, np.uint8)
    for _ in range(160):
        x, y = (int(v) for v in rng.integers(0, SIDE, 2))
        box = ((x, y), tuple(float(v) for v in rng.uniform(10, 40, 2)), float(rng.uniform(0, 90)))
        cv2.fillPoly(grey, [cv2.boxPoints(box).astype(np.int32)], int(rng.integers(20, 240)))
    return PictureReference(grey=cv2.GaussianBlur(grey, (0, 0), 0.7), valid=np.ones((SIDE, SIDE), bool), gsd_m=1.0)


def easy(share: float, angle_deg: float) -> Query:
    reference = scene()
    size = (round(share * SIDE), round(share * SIDE))
    pose = Pose(centre_px=(205.0, 190.0), width_px=size[0], angle_deg=angle_deg, tilt_deg=0.0, size_px=size)
    matrix = pose.picture_from_frame
    aim = (size[0] * 0.6, size[1] * 0.45)
    return Query(
        view=cut(reference.grey, reference.valid, matrix, size),
        aim_px=aim,
        aimed=False,
        gsd_range_m=(0.5, 2.0),
        reference=reference,
        truth_m=reference.map_from_picture(apply(matrix, aim)),
        centre_m=reference.map_from_picture((205.0, 190.0)),
        tolerance_m=10.0,
        truth_ce90_m=0.0,
        footprint_m=share * SIDE,
    )


@pytest.mark.parametrize(
    ("method", "query"),
    [
        (sift(), easy(0.42, 130.0)),
        (asift(), easy(0.42, 130.0)),
        (orb(), easy(0.42, 130.0)),
        (Prototype(), easy(0.42, 130.0)),
        (inquo_engine.third_pass(), easy(0.42, 130.0)),
        (inquo_engine.last_pass(), easy(0.42, 130.0)),
        (PhaseCorrelation(), easy(0.95, 8.0)),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_an_easy_place_is_found(method: Method, query: Query) -> None:
    answer = method.answer(query)
    assert query.truth_m is not None
    assert answer.place_m is not None, answer.reason
    assert math.dist(answer.place_m, query.truth_m) < query.tolerance_m


def test_single_passes_are_asked_by_name_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [*BY_NAME_ALONE] == ["third", "last"]
    asked = []
    locate = importlib.import_module("inquo.placement.locate")

    def stand_in(view: object, reference: object, criteria: Criteria, progress: object) -> None:
        asked.append(criteria)
        raise InterruptedError

    monkeypatch.setattr(locate, "locate", stand_in)
    for name in ("inquo", *BY_NAME_ALONE):
        with pytest.raises(InterruptedError):
            METHODS[name]().answer(easy(0.42, 130.0))
    whole, *alone = asked
    assert [*passes((0.0, 0.0, 400.0, 400.0), whole)[2:]] == alone


@pytest.mark.parametrize("method", BY_NAME_ALONE)
def test_imagery_that_has_no_such_pass_is_skipped_by_name(method: str) -> None:
    query = easy(0.42, 130.0)
    wide = PictureReference(grey=scene().grey, valid=np.ones((SIDE, SIDE), bool), gsd_m=20.0)
    with pytest.raises(MissingDataError, match="above 2 km2"):
        METHODS[method]().answer(replace(query, reference=wide))


def test_a_window_of_a_reference_is_where_it_says() -> None:
    reference = scene()
    left, bottom, right, top = reference.bounds_m
    window = reference.read((left - 20, bottom + 100, left + 60, top), 1.0)
    assert window.grey.shape == (300, 80)
    assert not window.valid[:, :20].any()
    assert np.array_equal(window.grey[:, 20:], reference.grey[:300, :60])
    x, y = window.map_from_pixel @ np.array([20.0, 0.0, 1.0])
    assert (x, y) == (left, top)
    assert right - left == SIDE


def test_a_mirror_image_has_no_place_in_common() -> None:
    assert np.array_equal(mirrored(scene()).grey[:, ::-1], scene().grey)


def test_a_place_that_is_taken_out_is_gone_and_the_rest_stays() -> None:
    whole = scene()
    centre = whole.map_from_picture((100.0, 300.0))
    rest = without(whole, centre, 50.0)
    rows, columns = np.mgrid[:SIDE, :SIDE]
    apart = np.hypot(columns + 0.5 - 100, rows + 0.5 - 300)
    assert np.array_equal(rest.valid, apart > 50)
    assert np.array_equal(rest.grey[apart > 50], whole.grey[apart > 50])
    assert len(np.unique(rest.grey[apart <= 50])) == 1


def test_an_endless_reference_repeats_its_patch_and_ends_where_it_ends() -> None:
    patch = scene()
    endless = EndlessReference(patch=patch, side_m=1000.0)
    x, y = patch.corner_m
    beyond = endless.read((x + SIDE, y - SIDE, x + 2 * SIDE, y), 1.0)
    assert np.array_equal(beyond.grey, patch.grey[:, ::-1])
    edge = endless.read((x + 950, y - 100, x + 1050, y), 1.0)
    assert edge.valid[:, :50].all()
    assert not edge.valid[:, 50:].any()


def test_the_aim_is_told_off_by_its_stated_error_and_the_same_each_time() -> None:
    grey = np.zeros((200, 300), np.uint8)
    query = easy(0.5, 0.0)
    told = []
    for n in range(400):
        grey[0, 0], grey[0, 1] = n % 256, n // 256
        view = View(grey=grey.copy(), usable=np.ones(grey.shape, bool))
        one = replace(query, view=view, aim_px=(150.0, 100.0))
        assert inquo_engine.clicked(one) == inquo_engine.clicked(one)
        told.append(inquo_engine.clicked(one))
    off = np.array(told) - [150.0, 100.0]
    assert off.std(axis=0) == pytest.approx([inquo_engine.AIM_SIGMA_PX] * 2, rel=0.1)
    assert np.abs(off.mean(axis=0)).max() < 0.2
    at_the_edge = replace(one, aim_px=(300.0, 0.0))
    x, y = inquo_engine.clicked(at_the_edge)
    assert 0 <= x < 300
    assert 0 <= y < 200
