"""The search on one page, in the metres of whatever is searched: imagery, or another view."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import View
from inquo.geometry.progress import Progress
from inquo.placement import significance
from inquo.placement.alignment import CLOSE, GLANCE, Alignment, align
from inquo.placement.criteria import Criteria
from inquo.placement.hypotheses import plan
from inquo.placement.reference import Reference
from inquo.placement.registration import Checked, Settled, register, settle
from inquo.placement.shrunk import Shrunk, shrink
from inquo.placement.sweep import sweep
from inquo.records.finding import Undetermined

_SWEEP_SHARE = 0.7
_SAME_PLACE = 0.25


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
    shrunk = shrink(view)
    levels = plan(shrunk, reference.bounds_m, reference.gsd_m, criteria)  # 1
    if not levels:
        return _nothing(_no_scale(view, criteria))

    leads = sweep(shrunk, reference, levels, criteria, lambda done, what: progress(done * _SWEEP_SHARE, what))  # 2
    if not leads:
        return _nothing(Undetermined(reason="the view or the imagery shows too little structure"))

    with ThreadPoolExecutor(criteria.threads) as pool:
        progress(_SWEEP_SHARE, f"aligning {len(leads)} leads")
        glances = pool.map(lambda lead: align(shrunk, reference, lead.map_from_frame, lead, GLANCE), leads)  # 3
        better = sorted(glances, key=lambda one: -one.strength)[: criteria.aligned]
        looks = pool.map(lambda one: align(shrunk, reference, one.map_from_frame, one.lead, CLOSE), better)
        aligned = sorted(looks, key=lambda one: -one.strength)
        progress(0.9, f"measuring tie points of {min(criteria.finalists, len(aligned))} candidates")
        settled = list(pool.map(lambda one: settle(shrunk, reference, one), aligned[: criteria.finalists]))  # 4

    judged = sorted(((_expected(one, aligned), one) for one in settled), key=lambda pair: pair[0])  # 5
    expected, winner = judged[0]
    progress(1.0, "judged")
    return Outcome(
        answer=_answer(winner, expected, shrunk, criteria),
        expected_false_matches=expected,
        settled=tuple(one for _, one in judged),
        aligned=tuple(aligned[criteria.finalists :]),
    )


def _answer(winner: Settled, expected: float, view: Shrunk, criteria: Criteria) -> Checked | Undetermined:
    """Significance first, then the fit."""
    if not expected <= criteria.max_expected_false_matches:
        return Undetermined(reason=f"chance alone would give {expected:.2g} places as good as the best of this search")
    return register(winner, view, criteria)  # 6


def _expected(one: Settled, aligned: list[Alignment]) -> float:
    """Expected false matches of a candidate, against the leads that are somewhere else."""
    own = one.alignment.lead
    rivals = [
        other.strength
        for other in aligned
        if math.dist(other.lead.centre_m, own.centre_m) > _SAME_PLACE * max(own.footprint_m, other.lead.footprint_m)
    ]
    return significance.expected_false_matches(significance.evidence(one, rivals))


def _nothing(why: Undetermined) -> Outcome:
    return Outcome(answer=why, expected_false_matches=math.inf, settled=(), aligned=())


def _no_scale(view: View, criteria: Criteria) -> Undetermined:
    side_px = math.sqrt(view.width_px * view.height_px)
    least, most = (gsd * side_px for gsd in criteria.gsd_range_m)
    return Undetermined(
        reason=f"a view of {least:.0f} to {most:.0f} m across is too small to be told apart "
        f"(below {criteria.min_footprint_m:.0f} m) or exceeds the imagery"
    )
