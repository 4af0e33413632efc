"""A shot's frames carried onto one key frame: registration, carrying, resizing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.footage.motion_cv2 import agreement, match, track, warp
from inquo.geometry.grid import Grey, Mask, Matrix

WORKING_PX = 640
_MIN_AGREEMENT = 0.5


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Carried:
    """A frame's transform onto the key frame, with what speaks for it.

    Attributes:
        key_from_frame: Transform, shape (3, 3), pixels of the full picture.
        agreed: Share of the blocks that look the same.
    """

    key_from_frame: Matrix
    agreed: float


def register(
    frames: Sequence[Grey], key: int, expected: Sequence[Matrix | None], usable: Mask | None = None
) -> list[Carried | None]:
    """Register frames to one of them.

    Args:
        frames: The frames, of one shape.
        key: Which of them is the key frame.
        expected: For each, the transform ``key_from_frame`` to start from; None when unknown.
        usable: True where the frames show the ground; None for everywhere.

    Returns:
        For each frame its transform, or None where the ground did not agree.
    """
    small = [shrink(frame) for frame in frames]
    shrunk = small[key].shape[1] / frames[key].shape[1]
    small_usable = None if usable is None else ~shrink_mask(~usable)
    to_small = np.diag([shrunk, shrunk, 1.0])
    to_full = np.diag([1 / shrunk, 1 / shrunk, 1.0])
    found: list[Carried | None] = []
    for number, (frame, start) in enumerate(zip(small, expected, strict=True)):
        if number == key:
            found.append(Carried(key_from_frame=np.eye(3), agreed=1.0))
            continue
        guess = None if start is None else to_small @ start @ to_full
        fitted = _fit(frame, small[key], guess, small_usable)
        if fitted is not None:
            fitted = Carried(key_from_frame=to_full @ fitted.key_from_frame @ to_small, agreed=fitted.agreed)
        found.append(fitted)
    return found


def _fit(frame: Grey, key: Grey, guess: Matrix | None, usable: Mask | None) -> Carried | None:
    """Refine a guess by tracking; without one, or when it fails, match features."""
    starts = [] if guess is None else [guess]
    for attempt in range(2):
        if attempt == 1:
            matched = match(frame, key)
            starts = [] if matched is None else [matched.b_from_a]
        for start in starts:
            carried, inside = warp(frame, start, (key.shape[0], key.shape[1]))
            ground = inside if usable is None else inside & usable
            motion = track(carried, key, usable=ground, tolerance_px=0.7)
            if motion is None:
                continue
            refined = motion.b_from_a @ start
            agreed = agreement(frame, key, refined)
            if agreed >= _MIN_AGREEMENT:
                return Carried(key_from_frame=refined, agreed=agreed)
    return None


def shrink(picture: Grey, width_px: int = WORKING_PX) -> Grey:
    """Make a picture at most so wide, each pixel an average."""
    if picture.shape[1] <= width_px:
        return picture
    height_px = max(2, round(picture.shape[0] * width_px / picture.shape[1]))
    return cv2.resize(picture, (width_px, height_px), interpolation=cv2.INTER_AREA).astype(np.uint8)


def shrink_mask(mask: Mask) -> Mask:
    """Make a mask small like ``shrink``; a pixel is set where any part of it was."""
    small: Mask = shrink(mask.astype(np.uint8) * np.uint8(255)) > 0
    return small


def shrink_colours(rgb: NDArray[np.uint8], width_px: int) -> NDArray[np.uint8]:
    """Make colours at most so wide, each pixel an average."""
    return np.dstack([shrink(np.ascontiguousarray(rgb[..., band]), width_px) for band in range(3)])
