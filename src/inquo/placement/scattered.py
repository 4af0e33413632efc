"""One search over many separate pieces of ground, such as the surroundings of every hospital of a country.

Each window is swept by itself, so that an interrupted search loses one window,
or with a journal one tile of it. What follows is one search
over all of them: the best leads of all windows are looked at together, a place is compared with the best
places anywhere, and expected false matches count all that was searched.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from inquo.geometry.progress import Progress, silent
from inquo.placement.atlas import atlas_of
from inquo.placement.criteria import Criteria
from inquo.placement.hypotheses import Level, plan
from inquo.placement.journal import Journal
from inquo.placement.judging import Outcome, Sited, look_closely
from inquo.placement.lead import Lead, as_lead, as_record
from inquo.placement.mirror import told_from_its_mirror_image
from inquo.placement.reference import Part, Reference
from inquo.placement.search import no_scale
from inquo.placement.shrunk import Shrunk
from inquo.placement.sweep import sweep
from inquo.records.finding import Undetermined
from inquo.records.swept import SweptWindow

Float64 = NDArray[np.float64]

METHOD = "facility-sweep/1"
KEPT_PER_WINDOW = 8
LOOKED_AT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece(Part):
    """A window on a reference, and the discs in which the middle of a view may lie.

    Attributes:
        reference: The imagery.
        bounds_m: The window.
        places_m: Middles of the discs that reach into it, shape (n, 2).
        radius_m: Of each.
    """

    places_m: Float64
    radius_m: float

    def holds(self, x_m: float, y_m: float) -> bool:
        """Whether a point lies in one of the discs."""
        apart = np.hypot(self.places_m[:, 0] - x_m, self.places_m[:, 1] - y_m)
        return bool((apart <= self.radius_m).any())


def levels_for(view: Shrunk, references: Sequence[Reference], criteria: Criteria) -> tuple[Level, ...]:
    """Hypotheses of a search over windows: the same in every window, so that their scores compare."""
    sides = [(r.bounds_m[2] - r.bounds_m[0], r.bounds_m[3] - r.bounds_m[1]) for r in references]
    widest = max(sides, key=lambda side: side[0] * side[1])
    finest_m = min(r.gsd_m for r in references)
    return plan(view, (0.0, 0.0, *widest), finest_m, criteria)


def sweep_piece(
    view: Shrunk, piece: Piece, levels: tuple[Level, ...], criteria: Criteria, journal: Journal | None = None
) -> SweptWindow:
    """Sweep one window, and keep its best leads whose middle lies in a disc."""
    leads = sweep(view, piece, levels, replace(criteria, leads=8 * KEPT_PER_WINDOW), silent, journal=journal)
    inside = [lead for lead in leads if piece.holds(*lead.centre_m)]
    return SweptWindow(
        crs=piece.crs,
        bounds_m=piece.bounds_m,
        leads=tuple(as_record(lead) for lead in inside[:KEPT_PER_WINDOW]),
    )


def search_pieces(
    view: Shrunk,
    pieces: Sequence[Piece],
    swept: Callable[[Piece, tuple[Level, ...]], SweptWindow],
    criteria: Criteria,
    progress: Progress,
) -> tuple[Outcome, tuple[Piece, ...]]:
    """Search windows as one.

    1. Plan the hypotheses, the same for all.
    2. Sweep each window, or recall what it gave.
    3. Look closely at the best leads of all together.

    Args:
        view: The picture to be placed.
        pieces: Where.
        swept: Sweeps a window with ``sweep_piece``, or remembers what that gave.
        criteria: Range and limits.
        progress: Told after each window.

    Returns:
        What the search came to, and for each of its candidates, settled ones first, the piece it lies on.
    """
    nothing = Outcome(answer=no_scale(view.view, criteria), expected_false_matches=math.inf, settled=(), aligned=())
    if not pieces:
        return replace(nothing, answer=Undetermined(reason="no imagery shows the surroundings of any facility")), ()
    levels = levels_for(view, [piece.reference for piece in pieces], criteria)  # 1
    if not levels:
        return nothing, ()
    found: list[tuple[Lead, Piece]] = []
    for number, piece in enumerate(pieces):  # 2
        progress(0.9 * number / len(pieces), f"sweeping window {number + 1} of {len(pieces)}")
        found += [(as_lead(lead), piece) for lead in swept(piece, levels).leads]
    found.sort(key=lambda pair: -pair[0].score)
    best = found[: LOOKED_AT * criteria.leads]
    where = {id(lead): piece for lead, piece in best}
    outcome = look_closely(  # 3
        view,
        [Sited(lead, piece.reference) for lead, piece in best],
        criteria,
        lambda done, what: progress(0.9 + 0.1 * done, what),
    )
    if outcome.settled:
        there = where[id(outcome.settled[0].alignment.lead)].reference
        outcome = told_from_its_mirror_image(outcome, view.view, atlas_of(there), criteria)
    alignments = [*(one.alignment for one in outcome.settled), *outcome.aligned]
    return outcome, tuple(where[id(one.lead)] for one in alignments)
