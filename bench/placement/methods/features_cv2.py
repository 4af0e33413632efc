"""Sparse matching as it is commonly done: detect, describe, ratio test, MAGSAC homography, count inliers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.placement.ground import Reference
from bench.placement.look import apply
from bench.placement.question import Answer, Query
from inquo.geometry.grid import Grey, GroundRaster, Mask

MIN_INLIERS = 10
REPROJECTION_PX = 4.0
Features = tuple[NDArray[np.float64], Any]
"""Places, and OpenCV's descriptors: None when there are none, which its annotations do not say."""


@dataclass(kw_only=True)
class SparseMethod:
    """Detector and matcher behind one name.

    Attributes:
        name: As it stands in the table.
        detector: An OpenCV feature.
        norm: Of its descriptors.
        ratio: Nearest to second nearest distance.
        max_pixels: The reference is read coarser where it would be larger, to end in reasonable time.
    """

    name: str
    detector: cv2.Feature2D
    norm: int
    ratio: float
    max_pixels: float
    _kept: tuple[Reference, float, GroundRaster, Features] | None = field(default=None, repr=False)

    @property
    def rule(self) -> str:
        """When it accepts."""
        return f"{MIN_INLIERS} inliers of USAC_MAGSAC at {REPROJECTION_PX:g} px, ratio {self.ratio:g}"

    def answer(self, query: Query) -> Answer:
        """Match, fit, count."""
        ground, (map_px, map_descriptors) = self._ground(query.reference)
        middle_gsd = math.sqrt(query.gsd_range_m[0] * query.gsd_range_m[1])
        factor = min(1.0, middle_gsd / ground.gsd_m * 1.5)
        frame, usable = _shrunk(query.view.grey, query.view.usable, factor)
        frame_px, frame_descriptors = self._features(frame, usable)
        if map_descriptors is None or frame_descriptors is None or len(frame_px) < 4 or len(map_px) < 4:
            return Answer(reason="too few features")
        pairs = cv2.BFMatcher(self.norm).knnMatch(frame_descriptors, map_descriptors, k=2)
        good = [p[0] for p in pairs if len(p) == 2 and p[0].distance < self.ratio * p[1].distance]
        if len(good) < 4:
            return Answer(reason=f"{len(good)} matches")
        source = np.array([frame_px[m.queryIdx] for m in good]) / factor
        target = np.array([map_px[m.trainIdx] for m in good])
        fit: Any = cv2.findHomography(source, target, cv2.USAC_MAGSAC, REPROJECTION_PX, maxIters=10_000)
        ground_from_frame, inliers = fit
        if ground_from_frame is None:
            return Answer(reason="no homography")
        count = int(inliers.sum())
        to_map = np.asarray(np.vstack([ground.map_from_pixel, [0.0, 0.0, 1.0]]) @ ground_from_frame, np.float64)
        middle = (query.view.width_px / 2, query.view.height_px / 2)
        lead = apply(to_map, middle)
        place = apply(to_map, query.aim_px) if count >= MIN_INLIERS else None
        return Answer(place_m=place, leads_m=(lead,), score=count, reason="" if place else f"{count} inliers")

    def _ground(self, reference: Reference) -> tuple[GroundRaster, Features]:
        """The reference's features, kept while the same one is searched."""
        left, bottom, right, top = reference.bounds_m
        gsd = max(reference.gsd_m, math.sqrt((right - left) * (top - bottom) / self.max_pixels))
        if self._kept is None or self._kept[0] is not reference or self._kept[1] != gsd:
            ground = reference.read(reference.bounds_m, gsd)
            self._kept = (reference, gsd, ground, self._features(ground.grey, ground.valid))
        return self._kept[2], self._kept[3]

    def _features(self, grey: Grey, usable: Mask) -> Features:
        mask = cv2.erode(usable.astype(np.uint8) * 255, np.ones((7, 7), np.uint8))
        points, descriptors = self.detector.detectAndCompute(grey, mask)
        return np.array([p.pt for p in points], np.float64).reshape(-1, 2) + 0.5, descriptors


def _shrunk(grey: Grey, usable: Mask, factor: float) -> tuple[Grey, Mask]:
    if factor >= 1:
        return grey, usable
    size = (max(8, round(grey.shape[1] * factor)), max(8, round(grey.shape[0] * factor)))
    cover = cv2.resize(usable.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8), np.asarray(cover > 0.99, bool)


def sift() -> SparseMethod:
    """SIFT, ratio 0.85, as in the first measurement of this project."""
    return SparseMethod(name="SIFT", detector=cv2.SIFT.create(8000), norm=cv2.NORM_L2, ratio=0.85, max_pixels=4e6)


def asift() -> SparseMethod:
    """SIFT on simulated tilts."""
    detector = cv2.AffineFeature.create(cv2.SIFT.create(2000))
    return SparseMethod(name="ASIFT", detector=detector, norm=cv2.NORM_L2, ratio=0.85, max_pixels=0.3e6)


def orb() -> SparseMethod:
    """ORB with Hamming distance."""
    detector = cv2.ORB.create(8000)
    return SparseMethod(name="ORB", detector=detector, norm=cv2.NORM_HAMMING, ratio=0.85, max_pixels=4e6)
