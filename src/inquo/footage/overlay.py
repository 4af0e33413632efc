"""What stays put in the picture while the ground moves: crosshairs, telemetry, logos, blurred patches.

A pixel of the ground changes as the ground moves under it, and changes to what the
stabilised picture of the ground foretells. A pixel of an overlay does neither.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from inquo.footage.ordering import order
from inquo.geometry.grid import Grey, Mask

MIN_FRAMES = 5
_MIN_STEP = 12.0
_MIN_SPREAD = 7.0
_FOLLOWS = 0.35
_GROW_PX = 2


def find(frames: Sequence[Grey], foretold: Sequence[Grey], inside: Sequence[Mask]) -> Mask:
    """Find what does not move with the ground.

    1. A symbol that is drawn over the ground differs from what is foretold, always the same way.
    2. A patch that hides the ground stays as it is where the ground foretold changes.
    3. Lone pixels are noise; what is left is grown a little, because compression smears edges.

    Args:
        frames: Frames of one shot, each shape (height, width).
        foretold: For each, the stabilised picture of the ground carried into that frame.
        inside: For each, where ``foretold`` is known.

    Returns:
        True where a pixel does not show the ground, in the coordinates of the frames. All
        False when there are fewer than five frames: nothing can be told.
    """
    shape = frames[0].shape
    if len(frames) < MIN_FRAMES:
        return np.zeros(shape, dtype=np.bool_)
    count = np.zeros(shape, np.float32)
    sums = [np.zeros(shape, np.float32) for _ in range(5)]
    above = np.zeros(shape, np.int16)
    below = np.zeros(shape, np.int16)
    for frame, ground, known in zip(frames, foretold, inside, strict=True):
        seen = frame.astype(np.float32)
        expected = ground.astype(np.float32)
        step = np.where(known, seen - expected, 0)
        count += known
        for total, value in zip(sums, (step, seen, seen**2, expected, expected**2), strict=True):
            total += np.where(known, value, 0)
        above += step > _MIN_STEP
        below += step < -_MIN_STEP
    number = np.maximum(count, 1)
    mean_step, mean, mean_square, mean_expected, mean_square_expected = (total / number for total in sums)
    enough = count >= MIN_FRAMES

    drawn = enough & (np.maximum(above, below) >= 0.75 * number) & (np.abs(mean_step) > _MIN_STEP)  # 1

    varies = ndimage.uniform_filter(np.maximum(mean_square - mean**2, 0), 7)  # 2
    should = ndimage.uniform_filter(np.maximum(mean_square_expected - mean_expected**2, 0), 7)
    frozen = enough & (should > _MIN_SPREAD**2) & (varies < _FOLLOWS**2 * should)

    return _tidy(drawn) | _tidy(frozen)  # 3


def find_drawn(frames: Sequence[Grey]) -> Mask:
    """Find what may be thin white symbols in a shot whose ground does not move.

    Without motion nothing proves that a mark is no part of the ground. Thin strokes, nearly
    white and the same in most frames, may be symbols, or roofs and streets: where a crosshair is looked for they are
    a help, but no part of the ground is given up for them.

    Args:
        frames: Frames of one shot.

    Returns:
        True where a thin white stroke stands, in the coordinates of the frames.
    """
    lasting = order(frames)[(len(frames) - 1) // 2]
    width_px = max(5, frames[0].shape[1] // 100) | 1
    stroke = lasting.astype(np.int16) - ndimage.grey_opening(lasting, size=(width_px, width_px))
    return _tidy((lasting > 200) & (stroke > 60))


def isolate(picture: Grey, overlay: Mask) -> Grey:
    """Keep what stays put and blur the rest away, so that a symbol stands alone.

    Args:
        picture: What lasts over a shot's frames where they stand.
        overlay: True where a pixel does not show the ground.
    """
    blurred = ndimage.uniform_filter(picture, max(9, picture.shape[1] // 40))
    alone: Grey = np.where(overlay, picture, blurred)
    return alone


def _tidy(mask: Mask) -> Mask:
    """Drop specks, close small gaps, grow."""
    closed = ndimage.binary_closing(mask, iterations=2)
    labels, number = ndimage.label(closed | mask, structure=np.ones((3, 3)))
    if number == 0:
        return mask
    sizes = np.bincount(labels.ravel())
    keep = sizes >= max(6, mask.size // 60_000)
    keep[0] = False
    grown: Mask = ndimage.binary_dilation(keep[labels], structure=np.ones((3, 3)), iterations=_GROW_PX)
    return grown
