"""The search on one page, in the metres of whatever is searched: imagery, or another view."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import View
from inquo.geometry.progress import Progress, part
from inquo.placement.atlas import Atlas, atlas_of
from inquo.placement.criteria import Criteria
from inquo.placement.found_twice import found_twice
from inquo.placement.hypotheses import passes
from inquo.placement.journal import Journal
from inquo.placement.judging import Candidate, Outcome, Sited, look_closely, nothing
from inquo.placement.mirror import told_from_its_mirror_image
from inquo.placement.reference import Reference
from inquo.placement.shrunk import Shrunk, shrink
from inquo.placement.sweeps import Sweeps
from inquo.placement.witness import Surface, Witness
from inquo.records.finding import Undetermined

_SWEEP_SHARE = 0.7


def search(
    view: View,
    reference: Reference,
    criteria: Criteria,
    progress: Progress,
    witness: Witness | None = None,
    journal: Journal | None = None,
) -> Outcome:
    """Find where a view lies; a witness, if there is one, is shown what the search went through.

    A witness has to see every tile: a search that is watched takes nothing from the journal.

    1. Plan: which scales can the view have here at all?
    2. Sweep: every place, angle and scale, coarsely.
    3. Look closely at the leads: ``look_closely``.
    4. Unless there is too much imagery the first pass is a quick one: what it does not find beyond doubt is sought
       again, by edges alone and then by brightness, too. What neither places is placed where both have found it and
       that is enough: ``found_twice``. What is still open is looked for among many more of the leads by edges. The pass
       that leaves least to chance gives the leads.
    5. A place that the view's mirror image fits about as well is none.
    """
    raster.use_threads(1)
    shrunk, atlas = shrink(view), atlas_of(reference)
    every = passes(reference.bounds_m, criteria)
    sweeps = Sweeps(shrunk, reference, every, witness, journal)
    found: _Found | None = None
    for number, limits in enumerate(every, 1):
        listen = part(progress, (number - 1) / len(every), number / len(every))
        swept = sweeps.of(limits, part(listen, 0.0, _SWEEP_SHARE))  # 1, 2
        if swept is None:
            return nothing(no_scale(view, criteria))
        sited = [Sited(lead, atlas) for lead in swept.leads]
        before = None if found is None or found.is_quicker_than(limits) else found
        known = [Candidate(one, atlas) for one in found.outcome.settled] if found and not before else []
        told = part(listen, _SWEEP_SHARE, 1.0)
        latest = _Found(look_closely(shrunk, sited, limits, told, known), limits, swept.surface)  # 3
        found = _of_two(before, latest, shrunk, atlas) if before else latest  # 4
        if found.is_placed:
            break
    assert found is not None
    outcome = told_from_its_mirror_image(found.outcome, view, atlas, found.limits)  # 5
    if len(every) == 1 and criteria.density is None:
        outcome = _coarsely_searched(outcome, criteria)
    if witness and found.surface is not None and outcome.settled:
        witness.concluded(outcome, found.surface)
    return outcome


class _Found(NamedTuple):
    """What a pass came to."""

    outcome: Outcome
    limits: Criteria
    surface: Surface | None

    @property
    def is_placed(self) -> bool:
        return not isinstance(self.outcome.answer, Undetermined)

    def is_quicker_than(self, limits: Criteria) -> bool:
        """Whether it was a quick search, which only places what needs no other."""
        return self.limits.max_expected_false_matches < limits.max_expected_false_matches


def _of_two(before: _Found, latest: _Found, view: Shrunk, atlas: Atlas) -> _Found:
    """What places the view, by itself or because both have found it; or what leaves less to chance.

    That a pass meets one which has followed the same leads proves nothing.
    """
    if latest.is_placed:
        return latest
    less, more = sorted((before, latest), key=lambda one: one.outcome.expected_false_matches)
    if not latest.limits.seeks_by_brightness:
        return less
    return less._replace(outcome=found_twice(less.outcome, more.outcome, view, atlas, less.limits))


def _coarsely_searched(outcome: Outcome, criteria: Criteria) -> Outcome:
    """The same; where nothing was placed, with the word that more could have been tried."""
    if not isinstance(outcome.answer, Undetermined):
        return outcome
    limit = f"more than {criteria.dense_up_to_km2:g} km² are searched coarsely alone"
    return replace(outcome, answer=Undetermined(reason=f"{outcome.answer.reason}; {limit}"))


def no_scale(view: View, criteria: Criteria) -> Undetermined:
    """Why nothing can be searched for when no scale is left."""
    side_px = math.sqrt(view.width_px * view.height_px)
    least, most = (gsd * side_px for gsd in criteria.gsd_range_m)
    return Undetermined(
        reason=f"a view of {least:.0f} to {most:.0f} m across is too small to be told apart "
        f"(below {criteria.min_footprint_m:.0f} m) or exceeds the imagery"
    )
