"""The leads of a sweep, judged as one search: which fits best, and could chance have found a place as good?"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from inquo.geometry import crs_pyproj, homography
from inquo.geometry.progress import Progress, silent
from inquo.placement import significance
from inquo.placement.alignment import Alignment, align, align_by, nod
from inquo.placement.atlas import TILE_PX, Atlas, atlas_of
from inquo.placement.criteria import Criteria
from inquo.placement.lead import Lead
from inquo.placement.looks import Look, looks_of, working_m
from inquo.placement.other_tilts import from_other_tilts
from inquo.placement.reference import Reference
from inquo.placement.registration import Checked, Settled, by_self_similarity, coarser, finer, register, settle
from inquo.placement.shrunk import Shrunk
from inquo.placement.significance import Agreement, Evidence
from inquo.records.finding import Undetermined

_SAME_PLACE = 0.12
LARGER_PIXELS = (1.5, 2.0)
"""How many times as large pixels are when a place is looked at once more."""
_Again = Callable[[Shrunk, Atlas, Settled, float], Settled]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a search came to.

    Attributes:
        answer: The checked fit of the best candidate, or the first criterion that it fails.
        expected_false_matches: Places as good as the best that chance would give; infinite when there is none.
        settled: Candidates with tie points, best first.
        aligned: The other leads, best first.
        evidence: What speaks for the best; None when there is none.
        rivals: Strengths of the leads that lie elsewhere.
        mirror_share: How strongly the view's mirror image fits where the best lies, as a share of the best's own
            strength; None when nothing would be placed, so that nobody looked.
    """

    answer: Checked | Undetermined
    expected_false_matches: float
    settled: tuple[Settled, ...]
    aligned: tuple[Alignment, ...]
    evidence: Evidence | None = None
    rivals: tuple[float, ...] = ()
    mirror_share: float | None = None


class Sited(NamedTuple):
    """A lead, and the imagery on which it lies."""

    lead: Lead
    reference: Reference


class Candidate(NamedTuple):
    """A place with tie points, and the imagery on which it lies."""

    settled: Settled
    reference: Reference


def look_closely(
    view: Shrunk,
    leads: Sequence[Sited],
    criteria: Criteria,
    progress: Progress,
    known: Sequence[Candidate] = (),
) -> Outcome:
    """Judge the leads of a sweep, on one reference or on many, as one search.

    1. Align: turn, scale and move the leads to where they fit best; look closely at the better.
    2. Settle: try the best few at another tilt, and let their tie points correct them. What a quicker look at the same
       imagery has settled is judged with them: other leads may lead to the same place, and not fit it as well.
    3. Significance: would chance have found a place as good?
    4. Ask again, at larger pixels, where a place stands out and that is still open.
    5. Where brightness is compared, too, ask what is open still by what neither edges nor brightness say.
    6. Lay what would be placed down again from other tilts.
    7. Register: fit control points, test on check points; by smaller patches, or by self-similarity if that was asked,
       where the large ones carry no fit.
    """
    sited = [*leads, *(Sited(one.settled.alignment.lead, one.reference) for one in known)]
    if not sited:
        return nothing(Undetermined(reason="the view or the imagery shows too little structure"))
    atlases = {id(one.reference): atlas_of(one.reference) for one in sited}
    ground = {id(one.lead): atlases[id(one.reference)] for one in sited}
    looks = looks_of(criteria)
    glance, closer = looks[0], looks[1:]
    with ThreadPoolExecutor(criteria.threads) as pool:
        progress(0.0, f"aligning {len(leads)} leads")
        glances = pool.map(  # 1
            lambda one: align(view, ground[id(one.lead)], one.lead.map_from_frame, one.lead, glance),
            sorted(leads, key=lambda one: _tile(one, glance)),
        )
        better = sorted(glances, key=lambda one: (-one.strength, -one.lead.score))[: criteria.aligned]
        close = pool.map(lambda one: align_by(view, ground[id(one.lead)], one.map_from_frame, one.lead, closer), better)
        aligned = sorted(close, key=lambda one: -one.strength)
        finalists, others = aligned[: criteria.finalists], aligned[criteria.finalists :]
        progress(0.67, f"measuring tie points of {len(finalists)} candidates")
        settled = list(pool.map(lambda one: _settled(view, ground[id(one.lead)], one, looks), finalists))  # 2
    settled += [one.settled for one in known]

    judged = _judged(settled, others, _Spots(ground, view))  # 3
    best = _settled_or_open(judged[0], view, ground, criteria, progress)  # 4, 5
    atlas = ground[id(best.settled.alignment.lead)]
    winner, answer = answered(best.settled, best.speaks, view, atlas, criteria, progress)  # 6, 7
    progress(1.0, "judged")
    return Outcome(
        answer=answer,
        expected_false_matches=best.expected,
        settled=(winner, *(one.settled for one in judged[1:])),
        aligned=tuple(others),
        evidence=best.speaks,
        rivals=best.rivals,
    )


def answered(
    best: Settled, speaks: Evidence, view: Shrunk, atlas: Atlas, criteria: Criteria, progress: Progress = silent
) -> tuple[Settled, Checked | Undetermined]:
    """The best candidate, laid down from other tilts where nothing speaks against it, with its fit or what it fails.

    Args:
        best: The candidate.
        speaks: What speaks for it.
        view: The picture.
        atlas: The imagery on which it lies.
        criteria: Of the search.
        progress: Told before it is laid down.
    """
    doubt = _doubt(speaks, significance.expected_false_matches(speaks), criteria)
    if doubt is not None:
        return best, doubt
    progress(0.95, "laying it down from other tilts")
    winner = from_other_tilts(view, atlas, best, criteria)
    if _Spots({id(best.alignment.lead): atlas}, view).apart(best, winner):
        return winner, _elsewhere(winner, best)
    return winner, _registered(winner, speaks, view, atlas, criteria)


class _Judged(NamedTuple):
    """A candidate, and what chance would give; with the candidates elsewhere, and the strengths of all leads there."""

    expected: float
    speaks: Evidence
    settled: Settled
    false: list[Settled]
    rivals: tuple[float, ...]

    def now(self, speaks: Evidence) -> _Judged:
        """The same with what more was asked."""
        return self._replace(expected=significance.expected_false_matches(speaks), speaks=speaks)


def _judged(settled: Sequence[Settled], others: Sequence[Alignment], spots: _Spots) -> list[_Judged]:
    """Each candidate set against those elsewhere, and against the other leads there; what chance gives least, first."""
    judged = []
    for one in settled:
        false = [other for other in settled if spots.apart(one, other)]
        rivals = [other.strength for other in false]
        rivals += [other.strength for other in others if spots.apart(one, other)]
        speaks = significance.evidence(one, rivals, false)
        judged.append(_Judged(significance.expected_false_matches(speaks), speaks, one, false, tuple(rivals)))
    return sorted(judged, key=lambda one: one.expected)


def _is_distinct(speaks: Evidence, criteria: Criteria) -> bool:
    return speaks.strength >= criteria.min_distinction * speaks.best_rival


def _is_open(best: _Judged, criteria: Criteria) -> bool:
    """Whether a place stands out, so that only chance speaks against it."""
    return _is_distinct(best.speaks, criteria) and best.expected > criteria.max_expected_false_matches


def _settled_or_open(
    best: _Judged, view: Shrunk, ground: Mapping[int, Atlas], criteria: Criteria, progress: Progress
) -> _Judged:
    """The best candidate, asked again as long as only chance speaks against it."""
    if criteria.asks_again and _is_open(best, criteria):
        progress(0.9, "looking once more, at larger pixels")
        again = _asked_again(view, ground, best, coarser)
        best = best.now(replace(best.speaks, coarser=again))
    if criteria.asks_again and criteria.compares_brightness and _is_open(best, criteria):
        progress(0.92, "looking once more, by self-similarity")
        again = _asked_again(view, ground, best, by_self_similarity, by_halves=True)
        best = best.now(replace(best.speaks, self_similar=again))
    return best


def _asked_again(
    view: Shrunk,
    ground: Mapping[int, Atlas],
    best: _Judged,
    settle_again: _Again,
    *,
    by_halves: bool = False,
) -> Agreement:
    """How many patches agree at larger pixels, asked one way or another, at a candidate and at those elsewhere.

    Args:
        view: The picture.
        ground: The imagery of each lead.
        best: The candidate.
        settle_again: How they are asked.
        by_halves: Whether the halves of the view are asked by themselves.
    """

    def looks(one: Settled) -> list[Settled]:
        atlas = ground[id(one.alignment.lead)]
        return [settle_again(view, atlas, one, factor) for factor in LARGER_PIXELS]

    false = [look for one in best.false for look in looks(one)]
    middle_px = (view.width_px / 2, view.height_px / 2) if by_halves else None
    return significance.agreement(looks(best.settled), false, middle_px)


def _doubt(speaks: Evidence, expected: float, criteria: Criteria) -> Undetermined | None:
    """Why a candidate is none: not distinct from another place, or not from chance."""
    if not _is_distinct(speaks, criteria):
        share = speaks.best_rival / max(speaks.strength, 1e-9)
        return Undetermined(reason=f"another place fits {share:.0%} as well as the best one")
    if not expected <= criteria.max_expected_false_matches:
        return Undetermined(reason=f"chance alone would give {expected:.2g} places as good as the best of this search")
    return None


def _elsewhere(other: Settled, best: Settled) -> Undetermined:
    share = other.strength / max(best.strength, 1e-9)
    return Undetermined(reason=f"seen from another tilt, a place nearby fits {share:.0%} as well as the best one")


def _registered(
    winner: Settled, speaks: Evidence, view: Shrunk, atlas: Atlas, criteria: Criteria
) -> Checked | Undetermined:
    """The fit: by smaller patches, or by self-similarity if that has settled it, where the large ones carry none."""
    answer = register(winner, view, criteria)
    others = (finer, by_self_similarity) if speaks.self_similar else (finer,)
    for ties in () if isinstance(answer, Checked) else others:
        again = register(ties(view, atlas, winner), view, criteria)
        if isinstance(again, Checked):
            return again
    return answer


def _settled(view: Shrunk, atlas: Atlas, one: Alignment, looks: Sequence[Look]) -> Settled:
    """A candidate at the better of two tilts, corrected by its tie points."""
    return settle(view, atlas, one if looks[0].tilts else nod(view, atlas, one, looks))


def _tile(one: Sited, look: Look) -> tuple[float, ...]:
    """Which tile of an atlas a look at a lead begins with: what follows one another there finds it still kept."""
    lead = one.lead
    m = working_m(max(one.reference.gsd_m, lead.posture.gsd_m), lead.footprint_m, look)
    x, y = (along // (TILE_PX * m) for along in lead.centre_m)
    return (id(one.reference), m, y, x)


class _Spots:
    """Where candidates put the middle of the view, to tell leads that are somewhere else, however near."""

    def __init__(self, ground: Mapping[int, Reference], view: Shrunk) -> None:
        self._ground = ground
        self._middle = np.array([[view.width_px / 2, view.height_px / 2]])

    def apart(self, one: Settled, other: Settled | Alignment) -> bool:
        """Whether another candidate lies elsewhere."""
        lead = one.alignment.lead
        there = other.alignment.lead if isinstance(other, Settled) else other.lead
        here_m, there_m = (homography.apply(c.map_from_frame, self._middle) for c in (one, other))
        crs, other_crs = (self._ground[id(each)].crs for each in (lead, there))
        if crs != other_crs:
            (a,), (b,) = crs_pyproj.lonlat_from_map(crs, here_m), crs_pyproj.lonlat_from_map(other_crs, there_m)
            distance_m = crs_pyproj.ground_distance_m((float(a[0]), float(a[1])), (float(b[0]), float(b[1])))
        else:
            distance_m = math.dist(here_m[0], there_m[0])
        return distance_m > _SAME_PLACE * lead.footprint_m


def nothing(why: Undetermined) -> Outcome:
    """What a search without candidates comes to."""
    return Outcome(answer=why, expected_false_matches=math.inf, settled=(), aligned=())
