"""Patches moved together score what they score one by one."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from drawn_ground import ORIGIN, ArrayReference, town
from inquo.geometry.grid import View
from inquo.geometry.raster_cv2 import warp
from inquo.placement.atlas import Atlas, rung_at_least
from inquo.placement.compared import Compared
from inquo.placement.nearby import climb
from inquo.placement.shrunk import shrink
from inquo.placement.standing import BRIGHTNESS_WEIGHT
from inquo.placement.surfaces import Overlay, Patches, cut, lay

REACH_PX = 9
PATCHES = Patches(side_px=32, stride_px=32)
SIZE = (260, 210)


@pytest.fixture(scope="module")
def overlay() -> Overlay:
    ground = town(3, 400)
    w, h = SIZE
    frame = np.array([[1, 0, 200 - w / 2], [0, 1, 200 - h / 2], [0, 0, 1.0]])
    seen = warp(ground.astype(np.float32), np.linalg.inv(frame), SIZE)
    view = View(grey=seen.astype(np.uint8), usable=np.ones((h, w), bool))
    map_from_frame = np.array([[1, 0, ORIGIN[0] + 3.0], [0, -1, ORIGIN[1] - 2.0], [0, 0, 1.0]]) @ frame
    atlas = Atlas(ArrayReference(ground))
    return lay(shrink(view), atlas, map_from_frame, rung_at_least(1.0), REACH_PX, PATCHES)


def one_by_one(overlay: Overlay, moves: np.ndarray, *, brightness: bool) -> float:
    """The correlation as it is defined: every patch looked up between the four nearest displacements, then summed."""
    scores = []
    for field in (overlay, overlay.by_brightness()) if brightness else (overlay,):
        surfaces, match, energy = cut(field, REACH_PX, PATCHES), 0.0, 0.0
        for patch, (dx, dy) in enumerate(moves):
            x, y = dx + REACH_PX, dy + REACH_PX
            for column, row in itertools.product(
                (math.floor(x), math.floor(x) + 1), (math.floor(y), math.floor(y) + 1)
            ):
                weight = (1 - abs(x - column)) * (1 - abs(y - row))
                match += weight * surfaces.both[0, patch, row, column]
                energy += weight * surfaces.both[1, patch, row, column]
        scores.append(match / math.sqrt(max(energy, surfaces.energy_floor) * surfaces.energy))
    return scores[0] + (BRIGHTNESS_WEIGHT * abs(scores[1]) if brightness else 0.0)


@pytest.mark.parametrize("brightness", [False, True])
def test_each_try_scores_what_its_patches_score_one_by_one(overlay: Overlay, brightness: bool) -> None:
    compared = Compared.of(overlay, REACH_PX, PATCHES, brightness=brightness)
    rng = np.random.default_rng(1)
    tries = rng.uniform(-8.5, 8.5, (5, len(compared.centres_px), 2))
    expected = [one_by_one(overlay, moves, brightness=brightness) for moves in tries]
    assert compared.at(tries) == pytest.approx(expected, abs=1e-5)
    assert np.ptp(expected) > 0.01, "tries differ"


def test_a_try_out_of_reach_scores_nothing_and_leaves_the_others_as_they_are(overlay: Overlay) -> None:
    compared = Compared.of(overlay, REACH_PX, PATCHES, brightness=True)
    tries = np.zeros((3, len(compared.centres_px), 2))
    tries[1, 2, 0] = REACH_PX + 0.5
    scores = compared.at(tries)
    assert scores[1] == -math.inf
    assert scores[0] == scores[2] > 0


@pytest.mark.parametrize("brightness", [False, True])
def test_every_shift_scores_what_a_move_of_all_patches_scores(overlay: Overlay, brightness: bool) -> None:
    compared = Compared.of(overlay, REACH_PX, PATCHES, brightness=brightness)
    moves = np.random.default_rng(2).integers(-3, 4, (len(compared.centres_px), 2)).astype(float)
    moves[0] = (3, -3)
    every = compared.at_every_shift(moves)
    assert every is not None
    assert every.shape == (13, 13)
    shifts = [(-6, -6), (2, -5), (0, 0), (5, 4)]
    expected = compared.at(np.stack([moves + shift for shift in shifts]))
    assert [every[y + 6, x + 6] for x, y in shifts] == pytest.approx(expected, abs=1e-5)
    assert compared.at_every_shift(moves * 3) is None


def test_climbs_side_by_side_end_where_each_ends_alone(overlay: Overlay) -> None:
    compared = Compared.of(overlay, REACH_PX, PATCHES, brightness=True)
    starts = []
    for x, y, growth in ((-3, 2, 1.0), (-1, 4, 0.97), (2, 2, 1.02), (5, -4, 1.0)):
        start = np.diag([growth, growth, 1.0])
        start[:2, 2] = (1 - growth) * compared.centres_px.mean(axis=0) + (x, y)
        starts.append((start, 0.0))
    alone = [climb(compared, [start]) for start in starts]
    together, score = climb(compared, starts)
    best, best_score = max(alone, key=lambda one: one[1])
    assert score == pytest.approx(best_score)
    assert together == pytest.approx(best)
    assert score > min(one[1] for one in alone) + 0.01, "climbs differ"
    assert best[:2, :2] == pytest.approx(np.eye(2), abs=0.02)
