"""Fit frame to map, then test the fit on tie points that it never saw."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull, QhullError
from scipy.special import bdtr

from inquo.geometry import homography
from inquo.geometry.grid import Mask, Matrix, View
from inquo.geometry.homography import Fit, Model
from inquo.placement.alignment import Alignment
from inquo.placement.atlas import Atlas, rung_at_least
from inquo.placement.criteria import Criteria
from inquo.placement.looks import CLOSE, patches_of
from inquo.placement.shrunk import Shrunk
from inquo.placement.standing import REACH_PX, Standing, standing
from inquo.placement.surfaces import Overlay, Patches, lay
from inquo.placement.tie_points import TiePoints, find, find_by_self_similarity
from inquo.records.finding import Undetermined

Float64 = NDArray[np.float64]

TOLERANCE_PX = 2.0
_WIDTHS = (2.0, 1.5, 1.0, 1.0, 1.0)
_EVERY = 5
_ROUNDS: tuple[Model, ...] = ("affine", "affine", "homography")
OVERLAP = (1 - CLOSE.overlap) ** -2
_FINER = Patches(side_px=16, stride_px=12)
_Ties = Callable[[Overlay, int, Patches], TiePoints]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """An alignment after its tie points had their say.

    Attributes:
        alignment: Where it started.
        map_from_frame: Fit to the tie points that agree.
        correlation: Masked normalised correlation of the whole view there.
        ties: All tie points.
        agree: Which of them lie within tolerance of the fit.
        working_m: Metres per pixel at which they were measured.
        standing: What speaks for the fit.
    """

    alignment: Alignment
    map_from_frame: Matrix
    correlation: float
    ties: TiePoints
    agree: Mask
    working_m: float
    standing: Standing

    @property
    def strength(self) -> float:
        """What it is compared by: the better of the two looks, before and after the tie points had their say."""
        return max(self.standing.total, self.alignment.strength)

    @property
    def agreeing(self) -> int:
        """How many tie points agree."""
        return int(self.agree.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A fit to control points that passed its check points.

    Attributes:
        fit: The transform with its covariance.
        ties: All tie points.
        control: Tie points that it was fitted to.
        check: Tie points held out that test it.
        check_rmse_m: Root mean square error there.
        excess_m: Standard deviation, a coordinate, of what the tie points' own covariances leave
            unexplained: relief, lean, a lens.
    """

    fit: Fit
    ties: TiePoints
    control: Mask
    check: Mask
    check_rmse_m: float
    excess_m: float

    @property
    def inflation(self) -> float:
        """By how much residuals exceed what the tie points' covariances promise; at least one."""
        freedom = max(1, 2 * int(self.control.sum()) - homography.PARAMETERS[self.fit.model])
        return max(1.0, self.fit.chi2 / freedom)


def settle(view: Shrunk, atlas: Atlas, alignment: Alignment) -> Settled:
    """Let tie points correct an alignment, and see how the view then fits.

    Two affine rounds bring the view close; a third, with a homography, follows a tilted camera
    where more tie points agree with it.
    """
    patches = patches_of(alignment.view_px)
    best = _measured(view, atlas, alignment.map_from_frame, alignment.working_m, patches)
    correlation = best.overlay.correlation
    return Settled(
        alignment=alignment,
        map_from_frame=best.overlay.map_from_frame,
        correlation=correlation,
        ties=best.ties,
        agree=best.agree,
        working_m=alignment.working_m,
        standing=standing(correlation, alignment.view_px, best.overlay, patches),
    )


def finer(view: Shrunk, atlas: Atlas, settled: Settled) -> Settled:
    """Settle once more from where a candidate lies, by patches of 16 pixels, of which there are more.

    They are less sure of themselves, one by one, and too many agree by chance to tell one place from another. Where
    the place is known they give a fit that a few large patches did not carry.
    """
    best = _measured(view, atlas, settled.map_from_frame, settled.working_m, _FINER)
    return replace(settled, map_from_frame=best.overlay.map_from_frame, ties=best.ties, agree=best.agree)


def coarser(view: Shrunk, atlas: Atlas, settled: Settled, factor: float) -> Settled:
    """Settle once more from where a candidate lies, at larger pixels, which forgive what leans.

    Args:
        view: The picture.
        atlas: The imagery.
        settled: The candidate.
        factor: How many times as large.
    """
    return _at(view, atlas, settled, factor, find)


def by_self_similarity(view: Shrunk, atlas: Atlas, settled: Settled, factor: float = 1.0) -> Settled:
    """Settle once more from where a candidate lies, by tie points that neither edges nor brightness make.

    Args:
        view: The picture.
        atlas: The imagery.
        settled: The candidate.
        factor: How many times as large pixels are.
    """

    def ties(overlay: Overlay, reach_px: int, patches: Patches) -> TiePoints:
        return find_by_self_similarity(overlay, atlas, reach_px, patches)

    return _at(view, atlas, settled, factor, ties)


def _at(view: Shrunk, atlas: Atlas, settled: Settled, factor: float, ties: _Ties) -> Settled:
    m = rung_at_least(settled.working_m * factor)
    best = _measured(view, atlas, settled.map_from_frame, m, patches_of(settled.alignment.lead.footprint_m / m), ties)
    return replace(settled, map_from_frame=best.overlay.map_from_frame, ties=best.ties, agree=best.agree, working_m=m)


class _Measured(NamedTuple):
    overlay: Overlay
    ties: TiePoints
    agree: Mask


def _measured(view: Shrunk, atlas: Atlas, start: Matrix, m: float, patches: Patches, points: _Ties = find) -> _Measured:
    """A view laid on the imagery, and laid again as its tie points say, as long as that brings more of them."""
    tolerance_m = TOLERANCE_PX * m

    def measure(matrix: Matrix) -> _Measured:
        overlay = lay(view, atlas, matrix, m, REACH_PX, patches)
        ties = points(overlay, REACH_PX, patches)
        apart_m = np.linalg.norm(ties.map_m - homography.apply(matrix, ties.frame_px), axis=1)
        return _Measured(overlay, ties, apart_m <= tolerance_m)

    best = measure(start)
    for model in _ROUNDS:
        matrix = best.overlay.map_from_frame
        found = robust(best.ties, matrix, model, np.ones(len(best.ties), bool), tolerance_m)
        if found is None or not _is_camera(found[0].matrix, view):
            break
        again = measure(found[0].matrix)
        if model == "homography" and not again.agree.sum() >= best.agree.sum():
            break
        best = again
    return best


def register(settled: Settled, view: Shrunk, criteria: Criteria) -> Checked | Undetermined:
    """Fit frame to map on a candidate's tie points, then test the fit; ``fit_and_check`` has the steps.

    A fit that shows the ground too obliquely is refused: there walls and roofs, which lean, make the tie points.
    """
    found = fit_and_check(
        settled.ties,
        settled.map_from_frame,
        view,
        criteria,
        tolerance_m=TOLERANCE_PX * settled.working_m,
        side_m=settled.alignment.lead.footprint_m,
    )
    if isinstance(found, Undetermined):
        return found
    return too_oblique(found.fit.matrix, view, criteria) or found


def too_oblique(map_from_frame: Matrix, view: Shrunk, criteria: Criteria) -> Undetermined | None:
    """Why a pose cannot be placed that shows the ground too obliquely; None where it does not."""
    middle = np.array([[view.width_px / 2, view.height_px / 2]])
    tilt_deg = math.degrees(homography.off_nadir_rad(map_from_frame, middle))
    if tilt_deg <= criteria.max_tilt_deg:
        return None
    return Undetermined(
        reason=f"seen {tilt_deg:.0f}° off straight down, where buildings hide the ground; "
        f"at most {criteria.max_tilt_deg:.0f}° can be placed"
    )


def fit_and_check(
    ties: TiePoints,
    start: Matrix,
    view: View | Shrunk,
    criteria: Criteria,
    *,
    tolerance_m: float,
    side_m: float,
    points: str = "patches",
) -> Checked | Undetermined:
    """Fit frame to map, then test the fit on tie points it never saw.

    1. Every fifth tie point is held out as a check point.
    2. Affine and homography are fitted to the control points that agree; the smaller Bayesian
       information criterion decides, so that a homography has to earn its two parameters.
    3. Control points must be enough, and spread over the frame.
    4. The transform must be one that a camera can make: not mirrored, no horizon inside the frame.
    5. Check points must agree with the fit about as often as control points do, by the binomial law; the
       error that is quoted is the error at the check points.

    Args:
        ties: Points seen in both pictures, found by the program or set by a person.
        start: A transform that is nearly right.
        view: The picture, for its size.
        criteria: What must be met.
        tolerance_m: How far a point that agrees may lie from the fit.
        side_m: Side of the square with the footprint's area.
        points: What the points are, for the reason.

    Returns:
        The fit, or the first criterion that it fails.

    Source:
        Check points kept apart from control: ASPRS Positional Accuracy
        Standards for Digital Geospatial Data, edition 2.
    """
    out = held_out(len(ties))  # 1
    fits = [robust(ties, start, m, ~out, tolerance_m) for m in ("affine", "homography")]  # 2
    passed = [found for found in fits if found is not None and _is_camera(found[0].matrix, view)]  # 4
    if not passed:
        return Undetermined(reason=_no_fit(ties, start, tolerance_m, points, impossible=any(fits)))
    fit, control = min(passed, key=lambda found: _information(found[0], ties, ~out))
    if not control.sum() >= criteria.min_control:  # 3
        return Undetermined(reason=f"only {int(control.sum())} control points agree, {criteria.min_control} are needed")
    spread = spread_over(ties.frame_px[control], view)
    if not spread >= criteria.min_spread:
        return Undetermined(
            reason=f"control points cover {spread:.0%} of the frame, {criteria.min_spread:.0%} are needed"
        )
    return _checked(ties, fit, control, criteria, tolerance_m, side_m)  # 5


def _no_fit(ties: TiePoints, start: Matrix, tolerance_m: float, points: str, *, impossible: bool) -> str:
    if impossible:
        return f"the {points} agree on no transform that a camera above the ground could make: mirrored, or too oblique"
    apart_m = np.linalg.norm(ties.map_m - homography.apply(start, ties.frame_px), axis=1)
    return f"only {int((apart_m <= tolerance_m).sum())} of {ties.patches} {points} agree on one transform"


def held_out(count: int) -> Mask:
    """Which of so many tie points are kept from the fit, to test it: every fifth."""
    return np.asarray(np.arange(count) % _EVERY == _EVERY // 2, bool)


def _checked(
    ties: TiePoints, fit: Fit, control: Mask, criteria: Criteria, tolerance_m: float, side_m: float
) -> Checked | Undetermined:
    """Whether the points that were held out agree with the fit."""
    out = held_out(len(ties))
    apart_m = np.linalg.norm(ties.map_m - homography.apply(fit.matrix, ties.frame_px), axis=1)
    check = out & (apart_m <= 2 * tolerance_m)
    share = control.sum() / max(1, (~out).sum())
    as_many = bdtr(int(check.sum()), int(out.sum()), min(share, 0.95))
    if not (check.sum() >= criteria.min_check and as_many >= criteria.min_check_chance):
        return Undetermined(reason=f"only {int(check.sum())} of {int(out.sum())} check points agree with the fit")
    rmse_m = math.sqrt(float((apart_m[check] ** 2).mean()))
    if not rmse_m <= criteria.max_check_rmse_m * side_m:
        return Undetermined(reason=f"check points miss by {rmse_m:.1f} m")
    return Checked(
        fit=fit,
        ties=ties,
        control=control,
        check=check,
        check_rmse_m=rmse_m,
        excess_m=_excess(ties, fit, control | check),
    )


def robust(ties: TiePoints, start: Float64, model: Model, usable: Mask, tolerance_m: float) -> tuple[Fit, Mask] | None:
    """Fit to the points that agree, starting from a transform that is nearly right.

    Returns:
        The fit and the points it rests on; None when too few agree.
    """
    matrix: Float64 = start
    inliers, fit = usable, None
    for width in _WIDTHS:
        apart = np.linalg.norm(ties.map_m - homography.apply(matrix, ties.frame_px), axis=1)
        inliers = usable & (apart <= width * tolerance_m)
        if not inliers.sum() * 2 >= homography.PARAMETERS[model] + 2:
            return None
        covariances = ties.covariance_m2[inliers] * OVERLAP
        fit = homography.fit(ties.frame_px[inliers], ties.map_m[inliers], covariances, model)
        if fit is None:
            return None
        matrix = fit.matrix
    return None if fit is None else (fit, inliers)


def spread_over(points_px: Float64, view: View | Shrunk) -> float:
    """Share of the frame's area inside the convex hull of some points."""
    if len(points_px) < 3:
        return 0.0
    try:
        return float(ConvexHull(points_px).volume) / (view.width_px * view.height_px)
    except QhullError:
        return 0.0


def _is_camera(matrix: Float64, view: View | Shrunk) -> bool:
    """Whether a camera above the ground could have made the picture: y down against north up, no horizon."""
    w, h = view.width_px, view.height_px
    ring = np.array([[0, 0], [w, 0], [w, h], [0, h], [w / 2, h / 2]], np.float64)
    depth = ring @ matrix[2, :2] + matrix[2, 2]
    return bool((depth > 0.2 * depth[-1]).all() and (np.linalg.det(homography.jacobian(matrix, ring)) < 0).all())


def _information(fit: Fit, ties: TiePoints, usable: Mask) -> float:
    """Bayesian information criterion; a point that does not agree costs as much as one at the tolerance."""
    off = ties.map_m[usable] - homography.apply(fit.matrix, ties.frame_px[usable])
    information = np.linalg.inv(ties.covariance_m2[usable] * OVERLAP)
    chi2 = np.einsum("ni,nij,nj->n", off, information, off)
    return float(np.minimum(chi2, 9.0).sum() + homography.PARAMETERS[fit.model] * math.log(max(2, 2 * usable.sum())))


def _excess(ties: TiePoints, fit: Fit, used: Mask) -> float:
    """What residuals hold beyond the tie points' covariances, a coordinate; never below zero."""
    off = ties.map_m[used] - homography.apply(fit.matrix, ties.frame_px[used])
    freedom = max(1.0, 2 * used.sum() - homography.PARAMETERS[fit.model])
    seen = float((off**2).sum()) / freedom
    told = float(np.trace(ties.covariance_m2[used], axis1=1, axis2=2).mean()) / 2
    return math.sqrt(max(0.0, seen - told))
