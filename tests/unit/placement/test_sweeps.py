"""Passes of one density share a sweep, and get what a sweep of their own would give."""

from __future__ import annotations

import pytest

from drawn_ground import ArrayReference, looked_at, town
from inquo.geometry.progress import silent
from inquo.placement import sweeps as shared
from inquo.placement.criteria import Criteria, Density
from inquo.placement.explain.account import Account
from inquo.placement.hypotheses import passes, plan
from inquo.placement.lead import as_record
from inquo.placement.shrunk import shrink
from inquo.placement.sweep import sweep
from inquo.placement.sweeps import Sweeps

GROUND = town(3, side=700)
VIEW, _ = looked_at(town(3, side=700, light=-1), centre_px=(400, 300), turn_deg=40, size_px=(320, 240))
CRITERIA = Criteria(gsd_range_m=(0.4, 0.6), leads=12)


def test_every_pass_gets_the_leads_of_its_own_sweep() -> None:
    view, reference = shrink(VIEW), ArrayReference(GROUND)
    every = passes(reference.bounds_m, CRITERIA)
    sweeps = Sweeps(view, reference, every, None, None)
    for limits in every:
        levels = plan(view, reference.bounds_m, reference.gsd_m, limits)
        own = sweep(view, reference, levels, limits, silent)
        swept = sweeps.of(limits, silent)
        assert swept is not None
        assert [as_record(lead) for lead in swept.leads] == [as_record(lead) for lead in own]
        assert len(own) > 6


def test_each_density_is_swept_once_and_shown_once(monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[Density | None] = []

    def counted(*args: object) -> object:
        limits = args[3]
        assert isinstance(limits, Criteria)
        swept.append(limits.density)
        return sweep(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(shared, "sweep", counted)
    view, reference = shrink(VIEW), ArrayReference(GROUND)
    quick, dense, both, deep = passes(reference.bounds_m, CRITERIA)
    sweeps = Sweeps(view, reference, (quick, dense, both, deep), Account(), None)
    surfaces = []
    for limits in (quick, dense, both, deep):
        found = sweeps.of(limits, silent)
        assert found is not None
        surfaces.append(found.surface)
    assert swept == [quick.density, dense.density, both.density]
    assert surfaces[3] is surfaces[1]
    assert len({id(surface) for surface in surfaces}) == 3


def test_a_view_that_no_scale_fits_is_not_swept() -> None:
    small = Criteria(gsd_range_m=(0.01, 0.02))
    reference = ArrayReference(GROUND)
    assert Sweeps(shrink(VIEW), reference, (small,), None, None).of(small, silent) is None
