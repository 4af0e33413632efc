"""A view placed on control points that a person set, through the same fit, checks and errors as any other.

What a person does not give is a search: nobody looked whether another place fits as well, so that no number
of chance matches can be stated. What remains is the test by the points that were held out, and the
correlation of the two pictures as the points lay them, which is stated as the score.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
from numpy.typing import NDArray

from inquo.errors import PointsError, UsageError
from inquo.geometry import crs_pyproj, homography
from inquo.geometry.grid import Matrix, View
from inquo.placement.atlas import atlas_of
from inquo.placement.criteria import Criteria
from inquo.placement.locate import Located, NotLocated, registration_of
from inquo.placement.looks import patches_of, working_m
from inquo.placement.reference import Reference
from inquo.placement.registration import Checked, fit_and_check, held_out
from inquo.placement.shrunk import shrink
from inquo.placement.surfaces import lay
from inquo.placement.tie_points import TiePoints
from inquo.records.control import ControlPoint, ControlPoints
from inquo.records.finding import Undetermined

Float64 = NDArray[np.float64]

METHOD = "control-points/4"
SIGMA_PX = 2.0
SIGMAS = 3.0
_MOST_TRIPLES = 4000
_LEAST_SPREAD = 2.0


def locate_by_hand(
    view: View, reference: Reference, points: ControlPoints, criteria: Criteria | None = None
) -> Located | NotLocated:
    """Place a view on control points that a person set.

    1. Points go to the imagery's CRS; each has the stated error of a click in both pictures.
    2. The affine transform on which most control points agree is where the fit starts: one swapped pair
       does not spoil the others.
    3. From there it is the registration of ``registration.fit_and_check``, check points included.

    Args:
        view: The picture in which the points were clicked.
        reference: The imagery, for its resolution, its error and the score.
        points: What the person set. Disabled points are not used.
        criteria: What must be met.

    Returns:
        The place, or the first criterion that is not met.

    Raises:
        PointsError: A point lies outside the picture or the imagery, or the CRS cannot be used.
    """
    criteria, used = criteria or Criteria(), points.enabled
    needed = criteria.min_control + criteria.min_check
    if len(used) < needed:
        return _not(f"only {len(used)} enabled control points, {needed} are needed: every fifth is held out as a check")
    frame_px = np.array([[point.x_px, point.y_px] for point in used], np.float64)
    _refuse_outside(points, frame_px, view.size_px)
    map_m = on_map(points, used, reference.crs)  # 1
    gsd_m = _typical_scale(frame_px, map_m)
    sigma_m = points.sigma_px * math.hypot(gsd_m, reference.gsd_m)
    apart_m = float(np.linalg.norm(map_m - np.median(map_m, axis=0), axis=1).mean())
    if not apart_m >= _LEAST_SPREAD * SIGMAS * sigma_m:
        return _not(
            f"the control points lie {apart_m:.1f} m apart: a click that is {sigma_m:.1f} m off cannot tell them apart"
        )
    out = held_out(len(used))
    start = _agreed(frame_px[~out], map_m[~out], SIGMAS * sigma_m)  # 2
    if start is None:
        return _not("the control points lie on one line")
    ties = _ties(frame_px, map_m, start, points.sigma_px, reference.gsd_m)
    side_m = gsd_m * math.sqrt(view.width_px * view.height_px)
    checked = fit_and_check(  # 3
        ties, start, view, criteria, tolerance_m=SIGMAS * sigma_m, side_m=side_m, points="control points"
    )
    if isinstance(checked, Undetermined):
        return NotLocated(why=checked, candidates=())
    score = _correlation(view, reference, checked.fit.matrix, side_m)
    return _located(checked, reference, points, score)


def _located(checked: Checked, reference: Reference, points: ControlPoints, score: float) -> Located:
    registration = registration_of(
        checked, reference.crs, score=score, expected=None, method=METHOD, control_points=points
    )
    return Located(registration=registration, checked=checked, reference_ce90_m=reference.ce90_m, candidates=())


def on_map(points: ControlPoints, some: tuple[ControlPoint, ...], crs: str) -> Float64:
    """Map positions of some points in another CRS, shape (n, 2).

    Raises:
        PointsError: The file's CRS cannot be understood, or does not reach there.
    """
    there = np.array([[point.map_x, point.map_y] for point in some], np.float64).reshape(-1, 2)
    try:
        return crs_pyproj.map_from_other(crs, points.crs, there)
    except UsageError as error:
        raise PointsError(points.name, f"line 1: {error}", hint=error.hint) from error


def _refuse_outside(points: ControlPoints, frame_px: Float64, size_px: tuple[int, int]) -> None:
    inside = ((frame_px >= 0) & (frame_px <= np.array(size_px))).all(axis=1)
    if not inside.all():
        first = points.enabled[int(np.argmin(inside))]
        raise PointsError(
            points.name,
            f"line {first.line}: the point ({first.x_px:g}, {first.y_px:g}) px lies outside the picture of "
            f"{size_px[0]} x {size_px[1]} px",
            hint="set the points in the shot's own picture: inquo points writes it beside the file",
        )


def _typical_scale(frame_px: Float64, map_m: Float64) -> float:
    """Metres per pixel: the median over pairs of points, which a few wrong points do not move."""
    i, j = np.triu_indices(len(frame_px), 1)
    apart_px = np.linalg.norm(frame_px[i] - frame_px[j], axis=1)
    apart_m = np.linalg.norm(map_m[i] - map_m[j], axis=1)
    return float(np.median(apart_m / np.maximum(apart_px, 1e-9)))


def _agreed(frame_px: Float64, map_m: Float64, tolerance_m: float) -> Matrix | None:
    """The affine transform through three points with which most points agree, then most closely."""
    triples = list(itertools.combinations(range(len(frame_px)), 3))
    triples = triples[:: math.ceil(len(triples) / _MOST_TRIPLES)]
    least_area = 1e-3 * float(np.prod(np.ptp(frame_px, axis=0)))
    best: tuple[int, float] = (-1, 0.0)
    answer = None
    for triple in triples:
        three = np.column_stack([frame_px[list(triple)], np.ones(3)])
        if not abs(np.linalg.det(three)) > least_area > 0:
            continue
        matrix = np.vstack([np.linalg.solve(three, map_m[list(triple)]).T, [0.0, 0.0, 1.0]])
        off = np.linalg.norm(homography.apply(matrix, frame_px) - map_m, axis=1)
        near = off <= tolerance_m
        rank = (int(near.sum()), -float(off[near].sum()))
        if rank > best:
            best, answer = rank, matrix
    return answer


def _ties(frame_px: Float64, map_m: Float64, matrix: Matrix, sigma_px: float, reference_gsd_m: float) -> TiePoints:
    """Clicks as tie points: the click in the picture, carried to the map, and the click on the imagery."""
    jacobians = homography.jacobian(matrix, frame_px)
    covariance = sigma_px**2 * (jacobians @ jacobians.transpose(0, 2, 1) + reference_gsd_m**2 * np.eye(2))
    count = len(frame_px)
    return TiePoints(
        frame_px=frame_px,
        map_m=map_m,
        covariance_m2=covariance,
        score=np.ones(count),
        moved_px=np.zeros((count, 2)),
        patches=count,
    )


def _correlation(view: View, reference: Reference, matrix: Matrix, side_m: float) -> float:
    """How alike the two pictures are as the points lay them."""
    m = working_m(reference.gsd_m, side_m)
    return lay(shrink(view), atlas_of(reference), matrix, m, 0, patches_of(side_m / m)).correlation


def _not(reason: str) -> NotLocated:
    return NotLocated(why=Undetermined(reason=reason), candidates=())
