"""Windows of one picture of a pair, to be found in the other: the common part of the pair sets."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bench.placement.ground import PictureReference
from bench.placement.look import LOOKS, Pose, apply, corners, cut, degrade, side_px
from bench.placement.question import MissingDataError, Query, Question
from inquo.geometry.grid import Grey, Mask, Matrix

WINDOW = 0.42
"""Share of the moving picture's sides."""
RESOLUTION = (0.8, 1.5)
"""Frame pixels per pixel of the moving picture."""
SCALE_RANGE = 4.0
_TRIES = 2000


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two pictures of the same ground.

    Attributes:
        moving: The one that footage is cut from.
        moving_valid: Where it shows ground.
        fixed: The other as a reference.
        fixed_from_moving: Transform between their pixels, 3 x 3.
        tolerance_m: A placement further off is false.
        truth_ce90_m: How well the transform is known.
    """

    moving: Grey
    moving_valid: Mask
    fixed: PictureReference
    fixed_from_moving: Matrix
    tolerance_m: float
    truth_ce90_m: float


def gsd_range(true_gsd_m: float, rng: np.random.Generator, ratio: float = SCALE_RANGE) -> tuple[float, float]:
    """A range of scales that holds the true one at a random place, never at its very end."""
    below = ratio ** float(rng.uniform(0.05, 0.95))
    return (true_gsd_m / below, true_gsd_m / below * ratio)


def ask(pair: Pair, question: Question, *, whole: bool = False) -> Query:
    """Cut a window at a random place and angle, degrade it, and say where it is.

    The aim is a random point of the window's middle half.

    Args:
        pair: The pictures.
        question: What is asked, with its seed.
        whole: Take the whole moving picture as it is, even where the fixed one does not show it.
    """
    rng = question.rng()
    pose = _whole(pair, question) if whole else _lay(pair, question, rng)
    width, height = pose.size_px
    fixed_from_frame = pair.fixed_from_moving @ pose.picture_from_frame
    view = degrade(
        cut(pair.moving, pair.moving_valid, pose.picture_from_frame, pose.size_px), LOOKS[question.look], rng
    )
    aim = (width * float(rng.uniform(0.25, 0.75)), height * float(rng.uniform(0.25, 0.75)))
    middle = (width / 2, height / 2)
    step = apply(fixed_from_frame, (middle[0] + 0.5, middle[1])), apply(fixed_from_frame, (middle[0] - 0.5, middle[1]))
    return Query(
        view=view,
        aim_px=aim,
        aimed=False,
        gsd_range_m=gsd_range(math.dist(*step) * pair.fixed.gsd_m, rng),
        reference=pair.fixed,
        truth_m=pair.fixed.map_from_picture(apply(fixed_from_frame, aim)),
        centre_m=pair.fixed.map_from_picture(apply(fixed_from_frame, middle)),
        tolerance_m=pair.tolerance_m,
        truth_ce90_m=pair.truth_ce90_m,
        footprint_m=side_px(corners(fixed_from_frame, pose.size_px)) * pair.fixed.gsd_m,
    )


def _whole(pair: Pair, question: Question) -> Pose:
    height, width = pair.moving.shape
    middle = (width / 2, height / 2)
    return Pose(centre_px=middle, width_px=width, angle_deg=0.0, tilt_deg=question.tilt_deg, size_px=(width, height))


def _lay(pair: Pair, question: Question, rng: np.random.Generator) -> Pose:
    """Draw poses until one shows nothing but ground that both pictures have."""
    height, width = pair.moving.shape
    resolution = math.exp(rng.uniform(*np.log(RESOLUTION)))
    size = (round(WINDOW * width * resolution), round(WINDOW * height * resolution))
    for _ in range(_TRIES):
        pose = Pose(
            centre_px=(width * float(rng.uniform(0.2, 0.8)), height * float(rng.uniform(0.2, 0.8))),
            width_px=WINDOW * width,
            angle_deg=float(rng.uniform(0, 360)),
            tilt_deg=question.tilt_deg,
            size_px=size,
        )
        on_moving = corners(pose.picture_from_frame, size)
        on_fixed = corners(pair.fixed_from_moving @ pose.picture_from_frame, size)
        if _holds(pair.moving_valid, on_moving) and _holds(pair.fixed.valid, on_fixed):
            return pose
    raise MissingDataError(f"{question.name}: no window lies wholly in both pictures")


def _holds(valid: Mask, quadrilateral: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> bool:
    """True when the corners and the points between them lie on valid pixels."""
    a = np.linspace(0, 1, 5)[:, None, None]
    b = np.linspace(0, 1, 5)[None, :, None]
    top = quadrilateral[0] * (1 - b) + quadrilateral[1] * b
    bottom = quadrilateral[3] * (1 - b) + quadrilateral[2] * b
    points = np.floor((top * (1 - a) + bottom * a).reshape(-1, 2)).astype(int)
    height, width = valid.shape
    if (points < 0).any() or (points[:, 0] >= width).any() or (points[:, 1] >= height).any():
        return False
    return bool(valid[points[:, 1], points[:, 0]].all())
