"""A shot's frames blended into one picture of the ground, in the coordinates of a key frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from inquo.footage import overlay
from inquo.footage.motion_cv2 import warp
from inquo.footage.ordering import order
from inquo.footage.stabilise_cv2 import Carried, register
from inquo.geometry.grid import Grey, Mask, Matrix, View
from inquo.records.footage import Frame

METHOD = "composite/3"

MIN_MOTION_PX = 2.0
_AMPLE_MOTION_PX = 8.0
_CLEAR = 0.8
_CLEAR_FRAMES = 5
_OVERLAY_FRAMES = 14
_HALF_FRAMES = 4


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Blend:
    """A composite, and how it was made.

    Attributes:
        view: The picture, and where it shows the ground.
        key: The frame whose coordinates it has.
        frames: Which frames went in, in order.
        key_from_frame: For each of them its transform, shape (3, 3), pixels.
        left_out: Frames that were offered, but whose ground did not agree with the key frame.
        overlay: True where the frames do not, or may not, show the ground, in the coordinates of a frame.
        overlay_basis: How the overlay was told from the ground.
        moved_px: How far the ground moved in the picture, standard deviation.
        lasting: What stays put, for finding the crosshair: a low and a high quantile of the frames where
            they stand, in the coordinates of a frame. Bright symbols last in the first, dark ones in the second.
        halves: The earlier and the later frames blended, each without the other, in the same coordinates; None
            when they are too few.
    """

    view: View
    key: Frame
    frames: tuple[Frame, ...]
    key_from_frame: tuple[Matrix, ...]
    left_out: tuple[Frame, ...]
    overlay: Mask
    overlay_basis: str
    moved_px: float
    lasting: tuple[Grey, Grey]
    halves: tuple[View, View] | None

    def without(self, hidden: Mask) -> Blend:
        """Take a symbol that was found afterwards out of what is usable.

        Args:
            hidden: True where the symbol stands, in the coordinates of a frame. In the composite
                it stands wherever a frame has carried it, if the ground moved too little to
                blend it away.
        """
        smeared = np.zeros_like(hidden)
        if self.moved_px < _AMPLE_MOTION_PX:
            for matrix in self.key_from_frame:
                carried, _ = warp(hidden.astype(np.uint8), matrix, (hidden.shape[0], hidden.shape[1]))
                smeared |= carried > 0

        def clear(view: View) -> View:
            return View(grey=view.grey, usable=view.usable & ~smeared)

        halves = None if self.halves is None else (clear(self.halves[0]), clear(self.halves[1]))
        return replace(self, view=clear(self.view), overlay=self.overlay | hidden, halves=halves)


def compose(
    pictures: Sequence[Grey],
    frames: Sequence[Frame],
    key: int,
    expected: Sequence[Matrix | None],
    known_overlay: Mask | None = None,
) -> Blend:
    """Blend frames of one shot.

    1. The frames are registered to the key frame, and blended; those in which smoke covers a
       fifth of what the key frame shows are left out, unless too few remain.
    2. What does not move with that picture of the ground is overlay. Where the ground hardly moves, thin white
       strokes may be.
    3. They are registered again without both, and blended without what is overlay for certain: at each pixel the
       median of the frames that show the ground there. Strokes that nothing proves stay: the roofs and streets
       among them are worth more than the symbols cost.
    4. The earlier and the later half of them are blended by themselves, to be compared.

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
    agreed = [0.0 if carried is None else carried.agreed for carried in rough]
    clear = [number for number, share in enumerate(agreed) if share >= _CLEAR]
    kept = clear if len(clear) >= _CLEAR_FRAMES else [number for number, share in enumerate(agreed) if share > 0]
    shown = [pictures[number] for number in kept]
    found = [carried for number in kept if (carried := rough[number]) is not None]
    first, _ = _blend(shown, found, None)
    moved_px = _spread_px([carried.key_from_frame for carried in found], (first.shape[0], first.shape[1]))
    proven, drawn, basis = _find_overlay(shown, found, first, moved_px)  # 2
    if known_overlay is not None:
        proven = proven | known_overlay
    overlaid = proven | drawn
    again = register(  # 3
        shown,
        kept.index(key),
        [carried.key_from_frame for carried in found],
        ~overlaid,
    )
    final = [new if new is not None else old for new, old in zip(again, found, strict=True)]
    return Blend(
        view=_view(shown, final, proven),
        key=frames[key],
        frames=tuple(frames[number] for number in kept),
        key_from_frame=tuple(carried.key_from_frame for carried in final),
        left_out=tuple(frame for number, frame in enumerate(frames) if number not in kept),
        overlay=overlaid,
        overlay_basis=basis,
        moved_px=moved_px,
        lasting=lasting(shown),
        halves=_halves(shown, final, proven),  # 4
    )


def _find_overlay(
    pictures: Sequence[Grey], found: Sequence[Carried], ground: Grey, moved_px: float
) -> tuple[Mask, Mask, str]:
    """Tell the overlay by the motion of the ground, and what may be overlay by its look where there is little.

    Returns:
        What motion proves, what only looks like it, and how both were told.
    """
    shape = (pictures[0].shape[0], pictures[0].shape[1])
    nothing = np.zeros(shape, np.bool_)
    drawn = nothing if moved_px >= _AMPLE_MOTION_PX else overlay.find_drawn(pictures)
    if len(pictures) < overlay.MIN_FRAMES or not moved_px >= MIN_MOTION_PX:
        return nothing, drawn, f"thin white strokes; the ground moves only {moved_px:.1f} px"
    some = [round(i) for i in np.linspace(0, len(found) - 1, min(len(found), _OVERLAY_FRAMES))]
    pictures, found = [pictures[number] for number in some], [found[number] for number in some]
    carried = [warp(ground, np.asarray(np.linalg.inv(one.key_from_frame), np.float64), shape) for one in found]
    mask = overlay.find(pictures, [picture for picture, _ in carried], [inside for _, inside in carried])
    return mask, drawn, f"stays put while the ground moves {moved_px:.0f} px"


def _spread_px(transforms: Sequence[Matrix], shape: tuple[int, int]) -> float:
    """How far the ground moves in the picture: the mean over nine points of their standard deviation."""
    height, width = shape
    columns, rows = np.meshgrid(np.array([0.15, 0.5, 0.85]) * width, np.array([0.15, 0.5, 0.85]) * height)
    points = np.stack([columns.ravel(), rows.ravel(), np.ones(9)])
    at = np.stack([(matrix @ points)[:2] / (matrix @ points)[2] for matrix in transforms])
    return float(np.sqrt(at.var(axis=0).sum(axis=0)).mean())


def _halves(pictures: Sequence[Grey], found: Sequence[Carried], mask: Mask) -> tuple[View, View] | None:
    middle = len(pictures) // 2
    if middle < _HALF_FRAMES:
        return None
    return (_view(pictures[:middle], found[:middle], mask), _view(pictures[middle:], found[middle:], mask))


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


def lasting(pictures: Sequence[Grey]) -> tuple[Grey, Grey]:
    """Find what lasts at each pixel of frames where they stand: a low and a high quantile.

    Args:
        pictures: Frames of one shape, at least one.
    """
    ordered = order(pictures)
    aside = len(pictures) // 8
    return ordered[aside].copy(), ordered[len(pictures) - 1 - aside].copy()
