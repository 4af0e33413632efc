"""The sweeps of one search: passes whose hypotheses are the same share one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from inquo.geometry.progress import Progress
from inquo.placement.criteria import Criteria, Density
from inquo.placement.hypotheses import plan
from inquo.placement.journal import Journal
from inquo.placement.lead import Lead
from inquo.placement.reference import Reference
from inquo.placement.shrunk import Shrunk
from inquo.placement.sweep import sweep
from inquo.placement.witness import Surface, Witness


class Swept(NamedTuple):
    """What a sweep gave.

    Attributes:
        leads: At distinct places, best first.
        surface: What was shown its scores, if somebody watches.
    """

    leads: Sequence[Lead]
    surface: Surface | None


class Sweeps:
    """Sweeps each density once, for as many leads as the pass that follows most of them.

    Args:
        view: The picture to be placed.
        reference: The imagery.
        every: The passes of the search, which differ in nothing else that a sweep asks.
        witness: Shown every tile, if there is one; nothing is taken from the journal then.
        journal: Keeps finished tiles.
    """

    def __init__(
        self,
        view: Shrunk,
        reference: Reference,
        every: Sequence[Criteria],
        witness: Witness | None,
        journal: Journal | None,
    ) -> None:
        self._view, self._reference = view, reference
        self._witness, self._journal = witness, None if witness else journal
        self._most = {one.density: max(o.leads for o in every if o.density == one.density) for one in every}
        self._known: dict[Density | None, Swept] = {}

    def of(self, limits: Criteria, progress: Progress) -> Swept | None:
        """The leads of a pass; None when there is no scale at which the view could lie here."""
        density = limits.density
        if density not in self._known:
            surface = self._witness.begun(self._view.view, self._reference) if self._witness else None
            levels = plan(self._view, self._reference.bounds_m, self._reference.gsd_m, limits)
            if not levels:
                return None
            most = replace(limits, leads=self._most[density])
            leads = sweep(self._view, self._reference, levels, most, progress, surface, self._journal)
            self._known[density] = Swept(leads, surface)
        swept = self._known[density]
        return swept._replace(leads=swept.leads[: limits.leads])
