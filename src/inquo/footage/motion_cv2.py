"""How the ground moves between two pictures: tracked points, matched features, a check.

Transforms are named as everywhere, ``b_from_a``, and act on points whose pixel centre is
at 0.5; OpenCV's own centre at 0 stays inside this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Grey, Mask, Matrix

cv2.setRNGSeed(0)

_CORNERS = 200
_MIN_POINTS = 8
_BLOCKS = (12, 8)
_FLAT = 5.0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Motion:
    """A similarity between two pictures, with what speaks for it.

    Attributes:
        b_from_a: Transform, shape (3, 3), pixels.
        support: Share of the points that were looked for and follow it, 0 to 1.
    """

    b_from_a: Matrix
    support: float

    @property
    def scale(self) -> float:
        """Magnification."""
        return float(np.hypot(self.b_from_a[0, 0], self.b_from_a[1, 0]))

    @property
    def turn_deg(self) -> float:
        """Rotation, degrees, from x towards y."""
        return float(np.degrees(np.arctan2(self.b_from_a[1, 0], self.b_from_a[0, 0])))

    def shift_px(self, width_px: float, height_px: float) -> float:
        """How far the centre of a picture of this size moves."""
        centre = np.array([width_px / 2, height_px / 2, 1.0])
        moved = self.b_from_a @ centre
        return float(np.hypot(*(moved[:2] - centre[:2])))


def track(a: Grey, b: Grey, *, usable: Mask | None = None, tolerance_px: float = 1.0) -> Motion | None:
    """Follow corners from one picture to the next.

    Each corner is followed there and back, and counts only where it returns.

    Args:
        a: First picture.
        b: Second picture, same shape.
        usable: True where corners of ``a`` may be taken; None for everywhere.
        tolerance_px: How far a corner may be off the common motion.

    Returns:
        The motion of the majority, or None when too few corners could be followed.

    Source:
        Lucas and Kanade, IJCAI 1981; forward-backward check: Kalal et al., ICPR 2010.
    """
    mask = np.ones(a.shape, np.uint8) if usable is None else usable.astype(np.uint8)
    # OpenCV gives None where it finds nothing, whatever its type hints say.
    corners: Any = cv2.goodFeaturesToTrack(a, _CORNERS, 0.01, max(5, a.shape[1] // 50), mask=mask)
    if corners is None or len(corners) < _MIN_POINTS:
        return None
    there, found = _follow(a, b, corners.astype(np.float32))
    back, found_back = _follow(b, a, there)
    kept = found & found_back & (np.abs(corners - back).max(axis=(1, 2)) < 0.7)
    if kept.sum() < _MIN_POINTS:
        return None
    return _similarity(corners[kept, 0], there[kept, 0], len(corners), tolerance_px)


def match(a: Grey, b: Grey) -> Motion | None:
    """Find one picture's features in the other, however it is turned, shifted or scaled.

    Returns:
        The motion of the majority, or None when too few features agree.

    Source:
        Lowe, IJCV 60 (2004).
    """
    sift = cv2.SIFT.create(nfeatures=600, contrastThreshold=0.02)
    points_a, names_a = sift.detectAndCompute(a, None)
    points_b, names_b = sift.detectAndCompute(b, None)
    if min(len(points_a), len(points_b)) < _MIN_POINTS:
        return None
    pairs = cv2.BFMatcher().knnMatch(names_a, names_b, k=2)
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < 0.8 * pair[1].distance]
    if len(good) < _MIN_POINTS:
        return None
    from_px = np.array([points_a[pair.queryIdx].pt for pair in good], dtype=np.float32)
    to_px = np.array([points_b[pair.trainIdx].pt for pair in good], dtype=np.float32)
    return _similarity(from_px, to_px, len(good), 2.0)


def warp(picture: Grey, b_from_a: Matrix, shape: tuple[int, int], usable: Mask | None = None) -> tuple[Grey, Mask]:
    """Carry a picture into another's coordinates.

    Args:
        picture: The picture, coordinates a.
        b_from_a: Transform, shape (3, 3).
        shape: Height and width of the picture wanted.
        usable: True where the picture has pixels; None for everywhere.

    Returns:
        The picture in coordinates b, and where it has pixels.
    """
    matrix = _centred(b_from_a, -0.5)
    size = (shape[1], shape[0])
    carried = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_LINEAR)
    whole = np.full(picture.shape, 255, np.uint8) if usable is None else usable.astype(np.uint8) * np.uint8(255)
    flags = cv2.INTER_NEAREST if usable is None else cv2.INTER_LINEAR
    inside = cv2.warpPerspective(whole, matrix, size, flags=flags)
    return carried.astype(np.uint8), np.equal(inside, 255)


def bounds(picture: Grey) -> tuple[Grey, Grey]:
    """Least and greatest intensity among each pixel and its eight neighbours."""
    window = np.ones((3, 3), np.uint8)
    return cv2.erode(picture, window).astype(np.uint8), cv2.dilate(picture, window).astype(np.uint8)


def agreement(a: Grey, b: Grey, b_from_a: Matrix) -> float:
    """Check a motion densely: does block after block of the one look like the other?

    Brightness and contrast may differ; a logo that stays put convinces only its own blocks.

    Returns:
        Share of the blocks with structure, in the part that both pictures show, that
        correlate above one half; 0 when less than a fifth of the picture is shared.
    """
    carried, inside = warp(a, b_from_a, (b.shape[0], b.shape[1]))
    if not inside.mean() >= 0.2:
        return 0.0
    scores = block_correlation(carried, b, inside)
    seen = scores[np.isfinite(scores)]
    return float((seen > 0.5).mean()) if seen.size >= 6 else 0.0


def block_correlation(a: Grey, b: Grey, inside: Mask) -> Matrix:
    """Correlate two pictures of one size block by block.

    Returns:
        Correlations, one a block; NaN where a block is not inside or both are flat.
    """
    columns, rows = _BLOCKS
    height = a.shape[0] // rows * rows
    width = a.shape[1] // columns * columns

    def cut(picture: NDArray[np.generic]) -> Matrix:
        blocks = picture[:height, :width].reshape(rows, height // rows, columns, width // columns)
        return blocks.transpose(0, 2, 1, 3).reshape(rows * columns, -1).astype(np.float64)

    va, vb, whole = cut(a), cut(b), cut(inside).mean(axis=1) > 0.9
    va -= va.mean(axis=1, keepdims=True)
    vb -= vb.mean(axis=1, keepdims=True)
    sa, sb = va.std(axis=1), vb.std(axis=1)
    structured = whole & (np.maximum(sa, sb) > _FLAT)
    scores = (va * vb).mean(axis=1) / np.maximum(sa * sb, 1e-6)
    return np.where(structured, scores, np.nan)


def _follow(a: Grey, b: Grey, points_px: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    there, found, _ = cv2.calcOpticalFlowPyrLK(a, b, points_px, np.empty_like(points_px), winSize=(15, 15), maxLevel=3)
    return there.astype(np.float32), np.equal(found.ravel(), 1)


def _similarity(
    from_px: NDArray[np.float32], to_px: NDArray[np.float32], looked_for: int, tolerance_px: float
) -> Motion | None:
    matrix: Any
    matrix, kept = cv2.estimateAffinePartial2D(
        from_px, to_px, method=cv2.RANSAC, ransacReprojThreshold=tolerance_px, maxIters=2000, confidence=0.995
    )
    if matrix is None or not np.isfinite(matrix).all() or int(np.sum(kept)) < _MIN_POINTS:
        return None
    return Motion(b_from_a=_centred(np.vstack([matrix, [0, 0, 1]]), 0.5), support=float(np.sum(kept) / looked_for))


def _centred(b_from_a: Matrix, offset: float) -> Matrix:
    """Move a transform's origin by half a pixel: from OpenCV's convention (+0.5), or to it (-0.5)."""
    move = np.array([[1, 0, offset], [0, 1, offset], [0, 0, 1]], dtype=np.float64)
    moved: Matrix = move @ b_from_a @ np.linalg.inv(move)
    return moved
