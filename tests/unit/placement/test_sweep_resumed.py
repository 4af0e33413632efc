"""A sweep that is stopped in any tile and taken up again gives what it gives in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from drawn_ground import ArrayReference, looked_at, town
from inquo.geometry.grid import GroundRaster
from inquo.geometry.progress import silent
from inquo.placement import sweep as sweeping
from inquo.placement.criteria import COARSE, Criteria, Density
from inquo.placement.hypotheses import plan
from inquo.placement.lead import Lead, as_lead, as_record
from inquo.placement.shrunk import shrink
from inquo.placement.sweep import sweep
from inquo.records.canonical import Json, canonical_bytes
from inquo.records.codec import from_json, to_json
from inquo.records.swept import SweptLead

CRITERIA = Criteria(gsd_range_m=(0.25, 0.6), leads=10, density=COARSE)
GROUND = town(3, side=700)
VIEW, _ = looked_at(town(3, side=700, light=-1), centre_px=(400, 300), turn_deg=40, size_px=(320, 240))
LEVELS = plan(shrink(VIEW), ArrayReference(GROUND).bounds_m, 1.0, CRITERIA)


@pytest.fixture(autouse=True)
def small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that small ground has many."""
    monkeypatch.setattr(sweeping, "TILE_PX", 340)


class Remembered:
    """A journal in memory; what it gives back went through JSON."""

    def __init__(self) -> None:
        self.plan: Json = None
        self.tiles: list[tuple[SweptLead, ...]] = []

    def begun(self, plan: Json) -> Sequence[Sequence[SweptLead]]:
        canonical_bytes(plan)
        if plan != self.plan:
            self.tiles.clear()
        self.plan = plan
        return [[from_json(SweptLead, to_json(lead)) for lead in tile] for tile in self.tiles]

    def finished(self, leads: Sequence[SweptLead]) -> None:
        self.tiles.append(tuple(leads))


class Stopping(ArrayReference):
    """Imagery that is read so often, then stops the program."""

    left = 10**6

    def read(self, bounds_m: tuple[float, float, float, float], gsd_m: float) -> GroundRaster:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        return super().read(bounds_m, gsd_m)


def swept(reference: ArrayReference, journal: Remembered | None = None) -> list[Lead]:
    return sweep(shrink(VIEW), reference, LEVELS, CRITERIA, silent, journal=journal)


def bits(leads: list[Lead]) -> list[bytes]:
    return [canonical_bytes(to_json(as_record(lead))) for lead in leads]


def test_stopped_in_any_tile_it_gives_the_same_and_reads_one_tile_twice() -> None:
    whole = ArrayReference(GROUND)
    expected = bits(swept(whole))
    assert len(whole.reads) > 8
    assert len(LEVELS) > 1
    for finished in range(0, len(whole.reads), len(whole.reads) // 4):
        journal, stopping = Remembered(), Stopping(GROUND)
        stopping.left = finished
        with pytest.raises(KeyboardInterrupt):
            swept(stopping, journal)
        after = ArrayReference(GROUND)
        assert bits(swept(after, journal)) == expected
        assert after.reads == whole.reads[finished:], "only what was not finished is swept"


def test_it_gives_the_same_with_and_without_a_journal() -> None:
    journal = Remembered()
    assert bits(swept(ArrayReference(GROUND), journal)) == bits(swept(ArrayReference(GROUND)))
    again = ArrayReference(GROUND)
    swept(again, journal)
    assert again.reads == [], "nothing is left to be swept"


def test_a_journal_keeps_what_can_still_be_chosen() -> None:
    journal = Remembered()
    swept(ArrayReference(GROUND), journal)
    at_most = 12 * CRITERIA.leads
    assert sum(map(len, journal.tiles)) < 24 * sum(len(level.postures) for level in LEVELS) * len(journal.tiles) / 2
    assert all(len(tile) <= at_most for tile in journal.tiles)


def test_a_search_for_something_else_takes_nothing_from_it() -> None:
    journal = Remembered()
    swept(ArrayReference(GROUND), journal)
    elsewhere = ArrayReference(GROUND, crs="EPSG:32636")
    swept(elsewhere, journal)
    assert elsewhere.reads


@pytest.mark.parametrize("other", [replace(COARSE, brightness=True), replace(COARSE, thinning=4)])
def test_what_was_swept_by_other_fields_is_swept_again(other: Density) -> None:
    journal = Remembered()
    swept(ArrayReference(GROUND), journal)
    levels, again = tuple(replace(level, density=other) for level in LEVELS), ArrayReference(GROUND)
    sweep(shrink(VIEW), again, levels, CRITERIA, silent, journal=journal)
    assert again.reads


def test_progress_says_what_was_swept_before() -> None:
    journal, said = Remembered(), []
    stopping = Stopping(GROUND)
    stopping.left = 5
    with pytest.raises(KeyboardInterrupt):
        swept(stopping, journal)
    told: list[float] = []

    def listen(done: float, what: str) -> None:
        told.append(done)
        said.append(what)

    sweep(shrink(VIEW), ArrayReference(GROUND), LEVELS, CRITERIA, listen, journal=journal)
    assert f"{told[0]:.0%} was swept before" in said[0]
    assert 0 < told[0] < 1


def test_a_lead_is_kept_to_the_last_bit() -> None:
    (lead, *_) = swept(ArrayReference(GROUND))
    back = as_lead(as_record(lead))
    assert (back.score, back.centre_m, back.posture) == (lead.score, lead.centre_m, lead.posture)
    assert np.array_equal(back.map_from_frame, lead.map_from_frame)
