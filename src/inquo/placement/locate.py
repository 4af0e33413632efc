"""Where on the imagery a view looks, or why that cannot be said: the method on one page."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from inquo.geometry import crs_pyproj, homography
from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import Matrix, View
from inquo.geometry.progress import Progress, silent
from inquo.placement import significance
from inquo.placement.alignment import Alignment, align
from inquo.placement.criteria import METHOD, Criteria
from inquo.placement.hypotheses import plan
from inquo.placement.reference import Reference
from inquo.placement.registration import Checked, Settled, register, settle
from inquo.placement.sweep import sweep
from inquo.records.finding import Undetermined
from inquo.records.place import Candidate, Registration, TiePoint

_SWEEP_SHARE = 0.7
_SAME_PLACE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A view that was found on the imagery.

    Attributes:
        registration: The transform and the figures it passed with.
        checked: The same fit with its covariance, from which points are placed.
        reference_ce90_m: The imagery's own absolute error.
        relief_m: Standard deviation of heights that the imagery's plane leaves out.
        candidates: The winner and the other leads, best first.
    """

    registration: Registration
    checked: Checked
    reference_ce90_m: float
    relief_m: float
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotLocated:
    """A view that could not be placed.

    Attributes:
        why: The first criterion that was not met.
        candidates: Leads, best first. Never findings.
    """

    why: Undetermined
    candidates: tuple[Candidate, ...]


def locate(
    view: View, reference: Reference, criteria: Criteria | None = None, *, progress: Progress = silent
) -> Located | NotLocated:
    """Find where on the imagery a view looks.

    1. Plan: which scales can the view have here at all?
    2. Sweep: every place, angle and scale, coarsely.
    3. Align: turn, scale and move the best leads to where they fit best.
    4. Settle: let tie points of the best few correct them.
    5. Register: fit control points, test on check points.
    6. Significance: would chance have found a place as good?

    Args:
        view: The picture to be placed.
        reference: The imagery.
        criteria: Range and limits; the defaults search 0.05 to 2 metres per pixel.
        progress: Told how far the work is.

    Returns:
        The place, or the reason why there is none, with leads either way.
    """
    criteria = criteria or Criteria()
    raster.use_threads(1)
    levels = plan(view, reference.bounds_m, reference.gsd_m, criteria)  # 1
    if not levels:
        return NotLocated(why=_no_scale(view, criteria), candidates=())

    leads = sweep(view, reference, levels, criteria, lambda done, what: progress(done * _SWEEP_SHARE, what))  # 2
    if not leads:
        return NotLocated(why=Undetermined(reason="the view or the imagery shows too little structure"), candidates=())

    with ThreadPoolExecutor(criteria.threads) as pool:
        progress(_SWEEP_SHARE, f"aligning {len(leads)} leads")
        aligned = sorted(pool.map(lambda lead: align(view, reference, lead), leads), key=lambda one: -one.score)  # 3
        progress(0.9, f"measuring tie points of {min(criteria.finalists, len(aligned))} candidates")
        settled = list(pool.map(lambda one: settle(view, reference, one), aligned[: criteria.finalists]))  # 4

    judged = sorted(((_expected(one, aligned), one) for one in settled), key=lambda pair: pair[0])
    expected, winner = judged[0]
    order = [one for _, one in judged]
    candidates = tuple(_candidate(view, reference, one.map_from_frame, one.correlation) for one in order) + tuple(
        _candidate(view, reference, one.map_from_frame, one.score) for one in aligned[criteria.finalists :]
    )
    progress(1.0, "judged")
    if not expected <= criteria.max_expected_false_matches:  # 6
        reason = f"chance alone would give {expected:.2g} places as good as the best one in this search"
        return NotLocated(why=Undetermined(reason=reason), candidates=candidates)
    checked = register(winner, view, criteria)  # 5
    if isinstance(checked, Undetermined):
        return NotLocated(why=checked, candidates=candidates)
    return Located(
        registration=_registration(winner, checked, expected, reference.crs),
        checked=checked,
        reference_ce90_m=reference.ce90_m,
        relief_m=criteria.relief_m,
        candidates=candidates,
    )


def _expected(one: Settled, aligned: list[Alignment]) -> float:
    """Expected false matches of a candidate, against the leads that are somewhere else."""
    own = one.alignment.lead
    rivals = [
        other.score
        for other in aligned
        if math.dist(other.lead.centre_m, own.centre_m) > _SAME_PLACE * max(own.footprint_m, other.lead.footprint_m)
    ]
    return significance.expected_false_matches(significance.evidence(one, rivals))


def _no_scale(view: View, criteria: Criteria) -> Undetermined:
    side_px = math.sqrt(view.width_px * view.height_px)
    least, most = (gsd * side_px for gsd in criteria.gsd_range_m)
    return Undetermined(
        reason=f"a view of {least:.0f} to {most:.0f} m across is too small to be told apart "
        f"(below {criteria.min_footprint_m:.0f} m) or exceeds the imagery"
    )


def _candidate(view: View, reference: Reference, map_from_frame: Matrix, score: float) -> Candidate:
    """A lead in the terms of a map reader."""
    centre = np.array([[view.width_px / 2, view.height_px / 2]])
    place = homography.apply(map_from_frame, centre)
    lon, lat = crs_pyproj.lonlat_from_map(reference.crs, place)[0]
    derivative = homography.jacobian(map_from_frame, centre)[0]
    up = crs_pyproj.en_from_map(reference.crs, place[0]) @ derivative @ np.array([0.0, -1.0])
    return Candidate(
        lon_deg=float(lon),
        lat_deg=float(lat),
        score=score,
        rotation_deg=math.degrees(math.atan2(up[0], up[1])) % 360.0,
        gsd_m=math.sqrt(abs(float(np.linalg.det(derivative)))),
    )


def _registration(winner: Settled, checked: Checked, expected: float, crs: str) -> Registration:
    ties, matrix = winner.ties, checked.fit.matrix
    used = np.flatnonzero(checked.control | checked.check)
    apart_m = np.linalg.norm(ties.map_m - homography.apply(matrix, ties.frame_px), axis=1)
    points = tuple(
        TiePoint(
            x_px=float(ties.frame_px[i, 0]),
            y_px=float(ties.frame_px[i, 1]),
            x_m=float(ties.map_m[i, 0]),
            y_m=float(ties.map_m[i, 1]),
            covariance_m2=_pairs(ties.covariance_m2[i]),
            score=float(ties.score[i]),
            check=bool(checked.check[i]),
            residual_m=float(apart_m[i]),
        )
        for i in used
    )
    rows = [(float(a), float(b), float(c)) for a, b, c in matrix]
    return Registration(
        map_from_frame=(rows[0], rows[1], rows[2]),
        crs=crs,
        model=checked.fit.model,
        control=int(checked.control.sum()),
        check=int(checked.check.sum()),
        check_rmse_m=checked.check_rmse_m,
        score=winner.correlation,
        expected_false_matches=expected,
        tie_points=points,
        method=METHOD,
    )


def _pairs(covariance: Matrix) -> tuple[tuple[float, float], tuple[float, float]]:
    (a, b), (c, d) = covariance
    return ((float(a), float(b + c) / 2), (float(b + c) / 2, float(d)))
