"""Phase correlation: turn and scale from log-polar spectra, then shift, by scikit-image."""

# mypy: allow-untyped-calls
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from skimage.filters import difference_of_gaussians, window
from skimage.registration import phase_cross_correlation
from skimage.transform import SimilarityTransform, resize, warp, warp_polar

from bench.placement.look import apply
from bench.placement.question import Answer, Query

SIDE_PX = 256
MIN_CORRELATION = 0.3
Float = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PhaseCorrelation:
    """The scikit-image recipe for rotation, scale and translation, frame against the whole reference."""

    name: str = "phase corr."
    rule: str = f"correlation of the aligned pictures at least {MIN_CORRELATION}"

    def answer(self, query: Query) -> Answer:
        """Try the two turns that a spectrum cannot tell apart; take the better."""
        left, bottom, right, top = query.reference.bounds_m
        gsd = max(right - left, top - bottom) / SIDE_PX
        ground = query.reference.read(query.reference.bounds_m, gsd)
        fixed = _square(ground.grey * ground.valid)
        factor = math.sqrt(query.gsd_range_m[0] * query.gsd_range_m[1]) / gsd
        shape = tuple(max(8, round(n * factor)) for n in query.view.grey.shape)
        small = resize((query.view.grey * query.view.usable).astype(np.float64), shape, anti_aliasing=True)
        moving = _square(small)
        angle, scale = _turn_and_scale(fixed, moving)
        tried = [_aligned(fixed, moving, angle + half, scale) for half in (0.0, math.pi)]
        score, pixel_from_small = max(tried, key=lambda one: one[0])
        to_small = np.diag([shape[1] / query.view.width_px, shape[0] / query.view.height_px, 1.0])
        to_map = np.vstack([ground.map_from_pixel, [0.0, 0.0, 1.0]]) @ pixel_from_small @ to_small
        lead = apply(to_map, (query.view.width_px / 2, query.view.height_px / 2))
        place = apply(to_map, query.aim_px) if score >= MIN_CORRELATION else None
        return Answer(place_m=place, leads_m=(lead,), score=score, reason="" if place else f"correlation {score:.2f}")


def _square(values: NDArray[np.generic]) -> Float:
    """Cut or fill with zeros to the working square."""
    out = np.zeros((SIDE_PX, SIDE_PX))
    part = values[:SIDE_PX, :SIDE_PX]
    out[: part.shape[0], : part.shape[1]] = part
    return out


def _spectrum(values: Float) -> Float:
    smooth = difference_of_gaussians(values, 1, 20) * window("hann", values.shape)
    return np.asarray(np.abs(np.fft.fftshift(np.fft.fft2(smooth))), np.float64)


def _turn_and_scale(fixed: Float, moving: Float) -> tuple[float, float]:
    radius = SIDE_PX // 4
    shape = (SIDE_PX, SIDE_PX)
    polar = [
        warp_polar(_spectrum(one), radius=radius, output_shape=shape, scaling="log", order=1)[: SIDE_PX // 2]
        for one in (fixed, moving)
    ]
    shift = phase_cross_correlation(*polar, upsample_factor=4, normalization=None)[0]
    return math.radians(360 / SIDE_PX * float(shift[0])), math.exp(-float(shift[1]) * math.log(radius) / SIDE_PX)


def _aligned(fixed: Float, moving: Float, angle_rad: float, scale: float) -> tuple[float, Float]:
    """Undo turn and scale about the middle, find the shift, correlate what overlaps."""
    half = SIDE_PX / 2
    there = SimilarityTransform(translation=(-half, -half)) + SimilarityTransform(rotation=angle_rad, scale=scale)
    there += SimilarityTransform(translation=(half, half))
    turned = warp(moving, there.inverse)
    if not (turned.any() and fixed.any()):
        return 0.0, np.asarray(there.params, np.float64)
    shift = phase_cross_correlation(fixed, turned, normalization="phase")[0]
    total = there + SimilarityTransform(translation=(shift[1], shift[0]))
    placed = warp(moving, total.inverse)
    seen = (placed > 0) & (fixed > 0)
    if seen.sum() < 200:
        return 0.0, np.asarray(total.params, np.float64)
    a, b = placed[seen] - placed[seen].mean(), fixed[seen] - fixed[seen].mean()
    return float((a * b).sum() / (np.sqrt((a * a).sum() * (b * b).sum()) + 1e-9)), np.asarray(total.params, np.float64)
