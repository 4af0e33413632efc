"""A shot's frames blended into one picture of the ground, in the coordinates of a key frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.footage import overlay
from inquo.footage.motion_cv2 import warp
from inquo.footage.ordering import order
from inquo.footage.stabilise_cv2 import Carried, register
from inquo.geometry.grid import Grey, Mask, Matrix, View
from inquo.records.footage import Frame

METHOD = "composite/1"

_MIN_MOTION_PX = 2.0
_OVERLAY_FRAMES = 14


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Blend:
    """A composite, and how it was made.

    Attributes:
        view: The picture, and where it shows the ground.
        key: The frame whose coordinates it has.
        frames: Which frames went in, in order.
        key_from_frame: For each of them its transform, shape (3, 3), pixels.
        left_out: Frames that were offered, but whose ground did not agree with the key frame.
        overlay: True where the frames do not show the ground, in the coordinates of a frame.
        overlay_basis: How the overlay was told from the ground.
        lasting: What stays put, for finding the crosshair: a low and a high quantile of the frames where
            they stand, in the coordinates of a frame. Bright symbols last in the first, dark ones in the second.
    """

    view: View
    key: Frame
    frames: tuple[Frame, ...]
    key_from_frame: tuple[Matrix, ...]
    left_out: tuple[Frame, ...]
    overlay: Mask
    overlay_basis: str
    lasting: tuple[Grey, Grey]


def compose(
    pictures: Sequence[Grey],
    frames: Sequence[Frame],
    key: int,
    expected: Sequence[Matrix | None],
    known_overlay: Mask | None = None,
) -> Blend:
    """Blend frames of one shot.

    1. The frames are registered to the key frame, and blended.
    2. What does not move with that picture of the ground is overlay.
    3. They are registered and blended again without the overlay: at each pixel the median
       of the frames that show the ground there.

    Args:
        pictures: Intensities of the frames, of one shape.
        frames: Which frames they are.
        key: Position of the key frame among them.
        expected: For each, ``key_from_frame`` as far as known.
        known_overlay: What other shots of the video have shown to stay put.

    Returns:
        The composite. Its view is unusable where no frame shows the ground.
    """
    rough = register(pictures, key, expected)  # 1
    kept = [number for number, found in enumerate(rough) if found is not None]
    found = [carried for carried in rough if carried is not None]
    first, _ = _blend([pictures[number] for number in kept], found, None)
    mask, basis = _find_overlay([pictures[number] for number in kept], found, first)  # 2
    if known_overlay is not None:
        mask = mask | known_overlay
    again = register(  # 3
        [pictures[number] for number in kept],
        kept.index(key),
        [carried.key_from_frame for carried in found],
        ~mask,
    )
    final = [new if new is not None else old for new, old in zip(again, found, strict=True)]
    view = _view([pictures[number] for number in kept], final, mask)
    return Blend(
        view=view,
        key=frames[key],
        frames=tuple(frames[number] for number in kept),
        key_from_frame=tuple(carried.key_from_frame for carried in final),
        left_out=tuple(frame for number, frame in enumerate(frames) if number not in kept),
        overlay=mask,
        overlay_basis=basis,
        lasting=_lasting([pictures[number] for number in kept]),
    )


def _find_overlay(pictures: Sequence[Grey], found: Sequence[Carried], ground: Grey) -> tuple[Mask, str]:
    """Tell the overlay by the motion of the ground, or by its look when there is none."""
    shape = (pictures[0].shape[0], pictures[0].shape[1])
    moved_px = _spread_px([carried.key_from_frame for carried in found], shape)
    if len(pictures) < overlay.MIN_FRAMES or not moved_px >= _MIN_MOTION_PX:
        return overlay.find_drawn(pictures), f"thin white strokes; the ground moves only {moved_px:.1f} px"
    some = [round(i) for i in np.linspace(0, len(found) - 1, min(len(found), _OVERLAY_FRAMES))]
    pictures, found = [pictures[number] for number in some], [found[number] for number in some]
    carried = [warp(ground, np.asarray(np.linalg.inv(one.key_from_frame), np.float64), shape) for one in found]
    mask = overlay.find(pictures, [picture for picture, _ in carried], [inside for _, inside in carried])
    return mask, f"stays put while the ground moves {moved_px:.0f} px"


def _spread_px(transforms: Sequence[Matrix], shape: tuple[int, int]) -> float:
    """How far the ground moves in the picture: the mean over nine points of their standard deviation."""
    height, width = shape
    columns, rows = np.meshgrid(np.array([0.15, 0.5, 0.85]) * width, np.array([0.15, 0.5, 0.85]) * height)
    points = np.stack([columns.ravel(), rows.ravel(), np.ones(9)])
    at = np.stack([(matrix @ points)[:2] / (matrix @ points)[2] for matrix in transforms])
    return float(np.sqrt(at.var(axis=0).sum(axis=0)).mean())


def _view(pictures: Sequence[Grey], found: Sequence[Carried], mask: Mask) -> View:
    grey, seen = _blend(pictures, found, mask)
    return View(grey=grey, usable=seen >= max(1, min(3, len(pictures) // 3)))


def _blend(pictures: Sequence[Grey], found: Sequence[Carried], mask: Mask | None) -> tuple[Grey, NDArray[np.uint8]]:
    """Median of the frames at each pixel of the key frame, and how many frames it rests on."""
    shape = (pictures[0].shape[0], pictures[0].shape[1])
    usable = None if mask is None else ~mask
    carried, number = [], np.zeros(shape, np.uint8)
    for picture, one in zip(pictures, found, strict=True):
        moved, inside = warp(picture, one.key_from_frame, shape, usable)
        moved[~inside] = 255  # sorts behind every frame that shows the ground here
        number += inside
        carried.append(moved)
    ordered = order(carried)
    middle = (np.maximum(number, 1) - 1) // 2
    grey = np.take_along_axis(ordered, middle[None].astype(np.intp), axis=0)[0]
    grey[number == 0] = 0
    return grey, number


def _lasting(pictures: Sequence[Grey]) -> tuple[Grey, Grey]:
    ordered = order(pictures)
    aside = len(pictures) // 8
    return ordered[aside].copy(), ordered[len(pictures) - 1 - aside].copy()
