"""Points seen on both pictures: the peak of each patch's correlation, with the error its shape allows.

A patch is compared by its edges and by its brightness, and the mean of the two correlations is looked at: where one
has no peak the other often has. What is bright may be dark in the other picture, as in an infrared look; that
is decided once for the whole view.

Near its peak a surface is C(d) = C0 - d'Hd / 2 plus noise. Where noise has gradients of covariance
G, the peak moves by H^-1 times the noise's gradient, so that its position has covariance
H^-1 G H^-1. H is measured at the peak, G on the same surface away from it. A corner gives a small
round covariance, a straight road a long one along the road, a flat patch no tie point.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.geometry import homography
from inquo.placement.atlas import Atlas
from inquo.placement.surfaces import Overlay, Patches, cut

Float64 = NDArray[np.float64]

_LEAST_PROMINENCE = 2.5
_NEAR_PX = 2
_LEAST_SIGMA_PX = 0.35
_MOST_SIGMA_PX = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TiePoints:
    """Matched points, one a patch that has a clear peak.

    Attributes:
        frame_px: In the view, shape (n, 2).
        map_m: On the imagery, shape (n, 2).
        covariance_m2: Of the map positions, shape (n, 2, 2).
        score: Mean correlation of edges and brightness at the peak, shape (n,).
        moved_px: How far the peak lies from where the transform put it, in grid pixels, shape (n, 2).
        patches: How many patches were asked.
    """

    frame_px: Float64
    map_m: Float64
    covariance_m2: Float64
    score: Float64
    moved_px: Float64
    patches: int

    def __len__(self) -> int:
        """Matched points."""
        return len(self.score)

    def where(self, keep: NDArray[np.bool_]) -> TiePoints:
        """Some of the points."""
        return TiePoints(
            frame_px=self.frame_px[keep],
            map_m=self.map_m[keep],
            covariance_m2=self.covariance_m2[keep],
            score=self.score[keep],
            moved_px=self.moved_px[keep],
            patches=self.patches,
        )


def find(overlay: Overlay, reach_px: int, patches: Patches) -> TiePoints:
    """Look for a tie point in every patch.

    Args:
        overlay: A view laid on the imagery.
        reach_px: How far patches are moved.
        patches: How the view is cut.
    """
    edges, bright = cut(overlay, reach_px, patches), overlay.by_brightness()
    sign = np.float32(1 if bright.correlation >= 0 else -1)
    mean = (edges.correlation() + sign * cut(bright, reach_px, patches).correlation()) / 2
    return _peaks(overlay, np.asarray(mean, np.float32), edges.centres_px)


def find_by_self_similarity(overlay: Overlay, atlas: Atlas, reach_px: int, patches: Patches) -> TiePoints:
    """Look for a tie point in every patch by what neither edges nor brightness say.

    Args:
        overlay: A view laid on the imagery.
        atlas: The imagery.
        reach_px: How far patches are moved.
        patches: How the view is cut.
    """
    first, *others = (cut(one, reach_px, patches) for one in overlay.by_self_similarity(atlas))
    surfaces = sum(others, first)
    return _peaks(overlay, surfaces.correlation(), surfaces.centres_px)


def _peaks(overlay: Overlay, surfaces: NDArray[np.float32], centres_px: Float64) -> TiePoints:
    rows = [_peak(one) for one in surfaces]
    kept = [i for i, row in enumerate(rows) if row is not None]
    moved = np.array([row[0] for row in rows if row is not None], np.float64).reshape(-1, 2)
    sigma = np.array([row[1] for row in rows if row is not None], np.float64).reshape(-1, 2, 2)
    score = np.array([row[2] for row in rows if row is not None], np.float64)
    centres = centres_px[kept].reshape(-1, 2)
    frame_from_pixel = np.linalg.inv(overlay.map_from_frame) @ overlay.map_from_pixel
    linear = overlay.map_from_pixel[:2, :2]
    return TiePoints(
        frame_px=homography.apply(frame_from_pixel, centres),
        map_m=homography.apply(overlay.map_from_pixel, centres + moved),
        covariance_m2=np.einsum("ij,njk,lk->nil", linear, sigma, linear),
        score=score,
        moved_px=moved,
        patches=len(rows),
    )


def _peak(surface: NDArray[np.float32]) -> tuple[Float64, Float64, float] | None:
    """Place, covariance and height of a surface's peak; None when it has no clear one inside."""
    side = surface.shape[0]
    reach = side // 2
    y, x = (int(v) for v in np.unravel_index(int(np.argmax(surface)), surface.shape))
    if not (1 <= x < side - 1 and 1 <= y < side - 1):
        return None
    rows, columns = np.ogrid[:side, :side]
    away = (np.abs(rows - y) > _NEAR_PX) | (np.abs(columns - x) > _NEAR_PX)
    background = surface[away].astype(np.float64)
    height = float(surface[y, x])
    if not height - background.mean() >= _LEAST_PROMINENCE * background.std():
        return None
    c = surface[y - 1 : y + 2, x - 1 : x + 2].astype(np.float64)
    hxx, hyy = 2 * c[1, 1] - c[1, 0] - c[1, 2], 2 * c[1, 1] - c[0, 1] - c[2, 1]
    hxy = -(c[2, 2] + c[0, 0] - c[0, 2] - c[2, 0]) / 4
    hessian = np.array([[hxx, hxy], [hxy, hyy]])
    if not np.linalg.eigvalsh(hessian)[0] > 1e-6:
        return None
    inverse = np.linalg.inv(hessian)
    offset = inverse @ np.array([c[1, 2] - c[1, 0], c[2, 1] - c[0, 1]]) / 2
    if not np.abs(offset).max() <= 1.0:
        return None
    dy, dx = (np.asarray(d) for d in np.gradient(surface.astype(np.float64)))
    slopes = np.stack([dx[away], dy[away]])
    covariance = inverse @ (slopes @ slopes.T / slopes.shape[1]) @ inverse + _LEAST_SIGMA_PX**2 * np.eye(2)
    if not np.sqrt(np.linalg.eigvalsh(covariance)[0]) <= _MOST_SIGMA_PX:
        return None
    return np.array([x - reach, y - reach]) + offset, covariance, height
