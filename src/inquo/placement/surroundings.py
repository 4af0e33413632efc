"""What stands around a point says where it lies on the imagery: a roof leans, and a plane does not know.

The fit is a plane through ground and roofs. It puts what stands above or below it to the wrong place, by height times
the tangent of the angle of view. The plane's own errors say how far that may be; within it, the point's surroundings
are looked for on the imagery:

1. Where the point may lie is a normal law around where the plane puts it (``prior_m2``).
2. A patch of the picture around the point is correlated with the imagery at every displacement, as tie points are.
   The correlations' standard score z is taken to scatter around ``EXPECTED`` where the patch belongs, and around 0
   elsewhere, so that a displacement becomes exp(EXPECTED z - EXPECTED^2 / 2) times as likely. What is expected is less
   than most true peaks have: patches that hold a roof and a street speak of both.
3. With probability 1 - ``SEEN`` the surroundings are nowhere to be seen (destroyed, hidden, in shadow), and every
   displacement stays as likely as it was.

Bayes' rule gives a distribution over displacements, whose mean moves the point. Its covariance takes the place of the
prior's, as far as the point stands on its surroundings: with probability 1 - ``STANDS_ON`` it does not (the edge of a
roof, a shaft on it, the street beside it), and lies where the plane says. Surroundings that say nothing, or that fit in
two places, leave the point as uncertain as that is.

Source:
    Singh and Allen, Image-flow computation: an estimation-theoretic framework and a unified perspective, CVGIP: Image
    Understanding 56 (1992), 152-177 (correlation surfaces as distributions of displacement, with mean and covariance).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inquo.geometry import homography
from inquo.geometry.grid import Matrix, View
from inquo.placement.atlas import FINEST_M, Atlas, rung_at_least
from inquo.placement.field import MARGIN_PX, NEIGHBOURHOOD_PX
from inquo.placement.looks import close_look_at
from inquo.placement.shrunk import shrink
from inquo.placement.surfaces import Overlay, Patches, correlate, lay
from inquo.records.finding import Undetermined

Float64 = NDArray[np.float64]

SIDES_PX = (25, 33, 41)
LEAST_PX = 375
"""Pixels of the patch that have to show the ground: a crosshair covers what is aimed at."""
EXPECTED = 1.5
SEEN = 0.7
STANDS_ON = 0.85
_WIDEST = Patches(side_px=SIDES_PX[-1], stride_px=SIDES_PX[-1])
_WITHIN_SIGMAS = 3.5
_BEYOND_PX = 8
FINER = 3
_LEAST_SIGMA_PX = 0.35
_LEAST_SPREAD = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where a point's surroundings put it.

    Attributes:
        moved_m: From where the plane puts the point, on the map, shape (2,).
        covariance_m2: Of the point's place on the imagery then, in place of the prior's, shape (2, 2).
        seen: Probability that the surroundings are seen where they were looked for.
        likely: Probability of each displacement, y then x, the middle being none; they add up to 1.
        step_m: From one displacement to the next on the map, which is north up.
        side_m: Side of the patch that was looked for.
    """

    moved_m: Float64
    covariance_m2: Float64
    seen: float
    likely: Float64
    step_m: float
    side_m: float


def look_around(
    view: View, atlas: Atlas, map_from_frame: Matrix, at_px: tuple[float, float], prior_m2: Matrix
) -> Surroundings | Undetermined:
    """Look for the surroundings of a point on the imagery.

    Args:
        view: The picture.
        atlas: The imagery on which it was placed.
        map_from_frame: The fit, shape (3, 3).
        at_px: The point, column and row.
        prior_m2: Covariance of its place on the map as far as the fit goes, shape (2, 2).

    Returns:
        Where they put the point, or why they cannot be looked for.
    """
    if not (0 <= at_px[0] < view.width_px and 0 <= at_px[1] < view.height_px):
        return Undetermined(reason="the point lies outside the picture")
    derivative = homography.jacobian(map_from_frame, np.array([at_px]))[0]
    m = rung_at_least(max(atlas.gsd_m, FINEST_M, math.sqrt(abs(float(np.linalg.det(derivative))))))
    farthest_m = _WITHIN_SIGMAS * math.sqrt(float(np.linalg.eigvalsh(prior_m2)[-1]))
    reach_px = math.ceil(farthest_m / m) + _BEYOND_PX
    cutting, map_from_cutting = _cutting(view, map_from_frame, at_px, derivative, m)
    overlay = lay(shrink(cutting), atlas, map_from_cutting, m, reach_px, _WIDEST)
    column, row = homography.apply(np.linalg.inv(overlay.map_from_pixel) @ map_from_frame, np.array([at_px]))[0]
    found = _patch(overlay, math.floor(column), math.floor(row))
    if isinstance(found, Undetermined):
        return found
    corner, side_px = found
    sign = 1 if _whole(view, atlas, map_from_frame).by_brightness().correlation >= 0 else -1
    edges, bright = (
        correlate(one, reach_px, side_px, [corner]).correlation()[0].astype(np.float64)
        for one in (overlay, overlay.by_brightness())
    )
    surface = (edges + sign * bright) / 2
    if not surface.std() >= _LEAST_SPREAD:
        return Undetermined(reason="nothing stands out around the point")
    scores = (surface - surface.mean()) / surface.std()
    return weighed(scores, prior_m2, m, side_px)


def _patch(overlay: Overlay, column: int, row: int) -> tuple[tuple[int, int], int] | Undetermined:
    """Upper left corner and side of the smallest patch around a pixel of which enough shows the ground."""
    pixels = 0
    for side in SIDES_PX:
        left, top = column - side // 2, row - side // 2
        pixels = int(overlay.view.support[top : top + side, left : left + side].sum())
        if pixels >= LEAST_PX:
            return (left, top), side
    return Undetermined(reason=f"only {pixels / SIDES_PX[-1] ** 2:.0%} of what surrounds the point shows the ground")


def weighed(scores: Float64, prior_m2: Matrix, working_m: float, side_px: int) -> Surroundings:
    """Displacement of a point and its covariance, given the prior and what was seen.

    Args:
        scores: Standard scores at displacements of whole pixels, y then x, the middle being none.
        prior_m2: Covariance of the displacement before, shape (2, 2).
        working_m: Metres per pixel; y points south.
        side_px: Side of the patch.
    """
    reach_px = len(scores) // 2
    finer = np.asarray(ndimage.zoom(scores, (2 * reach_px * FINER + 1) / len(scores), order=3), np.float64)
    steps = np.linspace(-reach_px, reach_px, len(finer))
    moved_m = np.stack(np.meshgrid(steps, -steps), axis=-1) * working_m
    before = np.exp(-np.einsum("yxi,ij,yxj->yx", moved_m, np.linalg.inv(prior_m2), moved_m) / 2)
    before /= before.sum()
    seen = SEEN * before * np.exp(EXPECTED * finer - EXPECTED**2 / 2)
    after = seen + (1 - SEEN) * before
    total = float(after.sum())
    mean = np.einsum("yx,yxi->i", after, moved_m) / total
    apart = moved_m - mean
    on_it = np.einsum("yx,yxi,yxj->ij", after, apart, apart) / total
    covariance = STANDS_ON * on_it + (1 - STANDS_ON) * (prior_m2 + np.outer(mean, mean))
    return Surroundings(
        moved_m=mean,
        covariance_m2=covariance + np.eye(2) * (_LEAST_SIGMA_PX * working_m) ** 2,
        seen=float(seen.sum()) / total,
        likely=after / total,
        step_m=working_m / FINER,
        side_m=side_px * working_m,
    )


def _cutting(
    view: View, map_from_frame: Matrix, at_px: tuple[float, float], derivative: Matrix, m: float
) -> tuple[View, Matrix]:
    """The part of a picture that the patch and its filters see, with its transform: no more need be laid down."""
    widest_px = SIDES_PX[-1] / 2 + MARGIN_PX + 3 * NEIGHBOURHOOD_PX
    radius = math.ceil(widest_px * m / float(np.linalg.svd(derivative, compute_uv=False)[-1]))
    left, top = (max(0, math.floor(at) - radius) for at in at_px)
    part = np.s_[top : math.floor(at_px[1]) + radius + 1, left : math.floor(at_px[0]) + radius + 1]
    shift = np.array([[1.0, 0.0, left], [0.0, 1.0, top], [0.0, 0.0, 1.0]])
    return View(grey=view.grey[part], usable=view.usable[part]), map_from_frame @ shift


def _whole(view: View, atlas: Atlas, map_from_frame: Matrix) -> Overlay:
    """The whole picture on the imagery, to tell whether it is its negative."""
    m, patches = close_look_at(view, map_from_frame, atlas.gsd_m)
    return lay(shrink(view), atlas, map_from_frame, m, 0, patches)
