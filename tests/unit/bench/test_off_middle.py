"""Stills for points off the middle: straight down, inside the town, as far away as the lens asks."""

from __future__ import annotations

import numpy as np
import pytest
from bench.placement import off_middle
from bench.placement.sets.town import FRAME_PX, SIZE_M

from inquo.geometry import homography


@pytest.mark.parametrize("distance", off_middle.LENSES.values())
def test_the_whole_picture_lies_in_the_town_and_the_camera_as_far_as_it_says(distance: float) -> None:
    width, height = FRAME_PX
    for number in range(20):
        camera = off_middle.overhead(distance, np.random.default_rng(number))
        corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
        on_ground = homography.apply(camera.plane_from_frame(), corners)
        assert (on_ground > 0).all()
        assert (on_ground < SIZE_M).all()
        across_m = float(np.linalg.norm(on_ground[1] - on_ground[0]))
        assert camera.centre_m[2] == pytest.approx(distance * across_m)


def test_a_row_counts_what_lies_inside_its_own_circle() -> None:
    inside = off_middle.Point(0.1, 1.0, 2.0, 3.0, 2.0)
    outside = off_middle.Point(0.1, 3.0, 2.0, 1.0, 4.0)
    assert off_middle.row("wide", [inside, outside]) == "| wide | 2 | 50% | 50% | 2.0 | 2.0 | 2.0 | 3.0 |"
    assert off_middle.row("wide", [inside]).startswith("| wide | 1 | 100% | 0% |")
