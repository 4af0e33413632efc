"""The search on one page, in the metres of whatever is searched: imagery, or another view."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from inquo.geometry import homography
from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import Matrix, View
from inquo.geometry.progress import Progress
from inquo.placement import significance
from inquo.placement.alignment import CLOSE, GLANCE, Alignment, align
from inquo.placement.atlas import atlas_of
from inquo.placement.criteria import Criteria
from inquo.placement.hypotheses import plan
from inquo.placement.reference import Reference
from inquo.placement.registration import Checked, Settled, register, settle
from inquo.placement.shrunk import Shrunk, shrink
from inquo.placement.significance import Evidence
from inquo.placement.sweep import sweep
from inquo.records.finding import Undetermined

_SWEEP_SHARE = 0.7
_SAME_PLACE = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a search came to.

    Attributes:
        answer: The checked fit of the best candidate, or the first criterion that it fails.
        expected_false_matches: Places as good as the best that chance would give; infinite when there is none.
        settled: Candidates with tie points, best first.
        aligned: The other leads, best first.
    """

    answer: Checked | Undetermined
    expected_false_matches: float
    settled: tuple[Settled, ...]
    aligned: tuple[Alignment, ...]


def search(view: View, reference: Reference, criteria: Criteria, progress: Progress) -> Outcome:
    """Find where a view lies.

    1. Plan: which scales can the view have here at all?
    2. Sweep: every place, angle and scale, coarsely.
    3. Align: turn, scale and move the best leads to where they fit best; look closely at the better.
    4. Settle: let tie points of the best few correct them.
    5. Significance: would chance have found a place as good?
    6. Register: fit control points, test on check points.
    """
    raster.use_threads(1)
    shrunk, atlas = shrink(view), atlas_of(reference)
    levels = plan(shrunk, reference.bounds_m, reference.gsd_m, criteria)  # 1
    if not levels:
        return _nothing(_no_scale(view, criteria))

    leads = sweep(shrunk, reference, levels, criteria, lambda done, what: progress(done * _SWEEP_SHARE, what))  # 2
    if not leads:
        return _nothing(Undetermined(reason="the view or the imagery shows too little structure"))

    with ThreadPoolExecutor(criteria.threads) as pool:
        progress(_SWEEP_SHARE, f"aligning {len(leads)} leads")
        glances = pool.map(lambda lead: align(shrunk, atlas, lead.map_from_frame, lead, GLANCE), leads)  # 3
        better = sorted(glances, key=lambda one: -one.strength)[: criteria.aligned]
        looks = pool.map(lambda one: align(shrunk, atlas, one.map_from_frame, one.lead, CLOSE), better)
        aligned = sorted(looks, key=lambda one: -one.strength)
        progress(0.9, f"measuring tie points of {min(criteria.finalists, len(aligned))} candidates")
        settled = list(pool.map(lambda one: settle(shrunk, atlas, one), aligned[: criteria.finalists]))  # 4

    middle = np.array([[view.width_px / 2, view.height_px / 2]])
    found = [_evidence(one, settled, aligned, middle) for one in settled]  # 5
    judged = sorted(
        (
            (significance.expected_false_matches(speaks), speaks, one)
            for speaks, one in zip(found, settled, strict=True)
        ),
        key=lambda row: row[0],
    )
    expected, speaks, winner = judged[0]
    progress(1.0, "judged")
    return Outcome(
        answer=_answer(winner, expected, speaks, shrunk, criteria),
        expected_false_matches=expected,
        settled=tuple(one for _, _, one in judged),
        aligned=tuple(aligned[criteria.finalists :]),
    )


def _answer(
    winner: Settled, expected: float, speaks: Evidence, view: Shrunk, criteria: Criteria
) -> Checked | Undetermined:
    """Distinct first, then significant, then the fit."""
    if not speaks.strength >= criteria.min_distinction * speaks.best_rival:
        share = speaks.best_rival / max(speaks.strength, 1e-9)
        return Undetermined(reason=f"another place fits {share:.0%} as well as the best one")
    if not expected <= criteria.max_expected_false_matches:
        return Undetermined(reason=f"chance alone would give {expected:.2g} places as good as the best of this search")
    return register(winner, view, criteria)  # 6


def _evidence(one: Settled, settled: list[Settled], aligned: list[Alignment], middle: Matrix) -> Evidence:
    """What speaks for a candidate, against the leads that are somewhere else, however near."""
    here = homography.apply(one.map_from_frame, middle)[0]
    apart_m = _SAME_PLACE * one.alignment.lead.footprint_m

    def elsewhere(matrix: Matrix) -> bool:
        return math.dist(homography.apply(matrix, middle)[0], here) > apart_m

    false = [other for other in settled if elsewhere(other.map_from_frame)]
    rivals = [other.strength for other in false]
    rivals += [other.strength for other in aligned[len(settled) :] if elsewhere(other.map_from_frame)]
    return significance.evidence(one, rivals, false)


def _nothing(why: Undetermined) -> Outcome:
    return Outcome(answer=why, expected_false_matches=math.inf, settled=(), aligned=())


def _no_scale(view: View, criteria: Criteria) -> Undetermined:
    side_px = math.sqrt(view.width_px * view.height_px)
    least, most = (gsd * side_px for gsd in criteria.gsd_range_m)
    return Undetermined(
        reason=f"a view of {least:.0f} to {most:.0f} m across is too small to be told apart "
        f"(below {criteria.min_footprint_m:.0f} m) or exceeds the imagery"
    )
