"""From a lead to the best fit nearby."""

from __future__ import annotations

import numpy as np

from drawn_ground import ORIGIN, ArrayReference, town
from inquo.geometry import homography
from inquo.geometry.grid import View
from inquo.geometry.raster_cv2 import warp
from inquo.placement.alignment import align, nod
from inquo.placement.atlas import Atlas
from inquo.placement.criteria import Criteria
from inquo.placement.hypotheses import Posture
from inquo.placement.lead import Lead
from inquo.placement.looks import BY_EDGES, CLOSE, GLANCE
from inquo.placement.other_tilts import from_other_tilts
from inquo.placement.registration import settle, too_oblique
from inquo.placement.shrunk import shrink

GROUND = town(2, 600)
GSD_M = 0.5
SIZE = (520, 420)


def seen(stretch: float) -> tuple[View, np.ndarray]:
    """The middle of the ground, foreshortened along the picture's vertical, and where the picture lies."""
    w, h = SIZE
    ground_from_frame = (
        np.array([[1, 0, 300.0], [0, 1, 300.0], [0, 0, 1]])
        @ np.diag([GSD_M, GSD_M * stretch, 1.0])
        @ np.array([[1, 0, -w / 2], [0, 1, -h / 2], [0, 0, 1.0]])
    )
    picture = warp(GROUND.astype(np.float32), np.linalg.inv(ground_from_frame), SIZE)
    map_from_ground = np.array([[1, 0, ORIGIN[0]], [0, -1, ORIGIN[1]], [0, 0, 1.0]])
    view = View(grey=picture.astype(np.uint8), usable=np.ones((h, w), bool))
    return view, map_from_ground @ ground_from_frame


def found(map_from_frame: np.ndarray) -> Lead:
    return Lead(
        score=1.0,
        correlation=0.3,
        posture=Posture(gsd_m=GSD_M, stretch=1.0),
        angle_rad=0.0,
        map_from_frame=map_from_frame,
        centre_m=(ORIGIN[0] + 300, ORIGIN[1] - 300),
        footprint_m=GSD_M * (SIZE[0] * SIZE[1]) ** 0.5,
    )


def corner_error_m(fit: np.ndarray, truth: np.ndarray) -> float:
    w, h = SIZE
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float64)
    return float(np.linalg.norm(homography.apply(fit, corners) - homography.apply(truth, corners), axis=1).max())


def test_a_lead_that_was_found_upright_is_tried_at_a_tilt() -> None:
    view, truth = seen(1.3)
    _, upright = seen(1.0)
    lead = found(upright)
    picture, atlas = shrink(view), Atlas(ArrayReference(GROUND))
    glance = align(picture, atlas, upright, lead, GLANCE)
    straight = align(picture, atlas, glance.map_from_frame, lead, CLOSE)
    nodded = nod(picture, atlas, straight, BY_EDGES)
    assert nodded.strength > 1.5 * straight.strength
    assert corner_error_m(nodded.map_from_frame, truth) < 4 < corner_error_m(straight.map_from_frame, truth)


def test_what_already_fits_is_left_as_it_is() -> None:
    view, truth = seen(1.0)
    lead = found(truth)
    picture, atlas = shrink(view), Atlas(ArrayReference(GROUND))
    straight = align(picture, atlas, truth, lead, CLOSE)
    assert corner_error_m(nod(picture, atlas, straight, BY_EDGES).map_from_frame, truth) < 2


def test_holes_that_leave_no_patch_at_a_glance_do_not_drop_a_lead() -> None:
    view, truth = seen(1.0)
    usable = view.usable.copy()
    usable[::16, ::16] = False
    speckled = shrink(View(grey=view.grey, usable=usable))
    glance = align(speckled, Atlas(ArrayReference(GROUND)), truth, found(truth), GLANCE)
    assert glance.score == found(truth).correlation
    assert np.array_equal(glance.map_from_frame, truth)


def test_a_place_that_was_aligned_too_upright_is_seen_at_its_tilt() -> None:
    view, truth = seen(2.0)
    _, upright = seen(1.4)
    picture, atlas = shrink(view), Atlas(ArrayReference(GROUND))
    before = settle(picture, atlas, align(picture, atlas, upright, found(upright), CLOSE))
    after = from_other_tilts(picture, atlas, before, Criteria())
    assert too_oblique(before.map_from_frame, picture, Criteria()) is None
    why = too_oblique(after.map_from_frame, picture, Criteria())
    assert why is not None
    assert "seen 60° off straight down" in why.reason
    assert after.strength > 1.5 * before.strength
    assert corner_error_m(after.map_from_frame, truth) < 4 < corner_error_m(before.map_from_frame, truth)


def test_a_pose_that_nothing_fits_distinctly_better_than_stays() -> None:
    view, truth = seen(1.2)
    picture, atlas = shrink(view), Atlas(ArrayReference(GROUND))
    before = settle(picture, atlas, align(picture, atlas, truth, found(truth), CLOSE))
    assert from_other_tilts(picture, atlas, before, Criteria()) is before
