"""Windows on several references are one search: the place stands out against all of them, or is none."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from drawn_ground import ArrayReference, looked_at, town, true_point
from inquo.geometry import homography
from inquo.geometry.progress import silent
from inquo.placement.criteria import Criteria
from inquo.placement.hypotheses import Level
from inquo.placement.locate import Located, NotLocated, concluded
from inquo.placement.registration import Checked
from inquo.placement.scattered import Piece, search_pieces, sweep_piece
from inquo.placement.shrunk import shrink
from inquo.placement.windows import cover
from inquo.records.codec import from_json, to_json
from inquo.records.finding import Undetermined
from inquo.records.swept import SweptWindow

CRITERIA = Criteria(gsd_range_m=(0.35, 0.7))
RADIUS_M = 120.0


@dataclass
class Sweeper:
    """Sweeps a window, and counts."""

    view: object
    swept: list[Piece] = field(default_factory=list)

    def __call__(self, piece: Piece, levels: tuple[Level, ...]) -> SweptWindow:
        self.swept.append(piece)
        window = sweep_piece(self.view, piece, levels, CRITERIA)  # type: ignore[arg-type]
        return from_json(SweptWindow, to_json(window))


def pieces(reference: ArrayReference, *middles_px: tuple[float, float]) -> list[Piece]:
    west, _, _, north = reference.bounds_m
    places = np.array([(west + x * reference.gsd_m, north - y * reference.gsd_m) for x, y in middles_px])
    windows = cover(places, RADIUS_M, reference.bounds_m)
    return [
        Piece(reference=reference, bounds_m=w.bounds_m, places_m=places[list(w.places)], radius_m=RADIUS_M)
        for w in windows
    ]


HERE, THERE = ArrayReference(town(1)), ArrayReference(town(5), crs="EPSG:32636")
VIEW, TRUTH = looked_at(town(1, light=-1), centre_px=(420, 300), turn_deg=70)


def test_the_window_that_holds_the_place_wins_over_the_windows_elsewhere() -> None:
    searched = [*pieces(THERE, (200, 200), (500, 480)), *pieces(HERE, (180, 560), (380, 320))]
    sweeper = Sweeper(shrink(VIEW))
    outcome, where = search_pieces(shrink(VIEW), searched, sweeper, CRITERIA, silent)
    assert sweeper.swept == searched
    found = concluded(VIEW, outcome, [piece.reference for piece in where])
    assert isinstance(found, Located)
    assert where[0] is searched[-1]
    middle = homography.apply(found.checked.fit.matrix, np.array([[240.0, 160.0]]))[0]
    assert math.dist(middle, true_point(TRUTH, 240, 160)) < 3
    assert found.registration.crs == HERE.crs
    assert {lead.lon_deg > 36 for lead in found.candidates} == {True, False}, "leads of both references are shown"


def test_the_place_is_not_found_when_no_disc_holds_it() -> None:
    searched = [*pieces(THERE, (200, 200)), *pieces(HERE, (180, 560))]
    outcome, where = search_pieces(shrink(VIEW), searched, Sweeper(shrink(VIEW)), CRITERIA, silent)
    found = concluded(VIEW, outcome, [piece.reference for piece in where])
    assert isinstance(found, NotLocated)
    for lead, piece in zip(outcome.settled, where, strict=False):
        x, y = homography.apply(lead.alignment.lead.map_from_frame, np.array([[240.0, 160.0]]))[0]
        assert piece.holds(float(x), float(y))


def test_one_window_more_never_makes_a_place_more_certain() -> None:
    few = pieces(HERE, (380, 320))
    many = [*few, *pieces(THERE, (150, 150), (500, 480), (150, 520))]
    alone, _ = search_pieces(shrink(VIEW), few, Sweeper(shrink(VIEW)), CRITERIA, silent)
    among, _ = search_pieces(shrink(VIEW), many, Sweeper(shrink(VIEW)), CRITERIA, silent)
    assert isinstance(alone.answer, Checked)
    assert isinstance(among.answer, Checked)
    assert len(among.settled) + len(among.aligned) >= len(alone.settled) + len(alone.aligned)


def test_nothing_to_search_is_said_so() -> None:
    outcome, where = search_pieces(shrink(VIEW), [], Sweeper(shrink(VIEW)), CRITERIA, silent)
    assert isinstance(outcome.answer, Undetermined)
    assert "no imagery" in outcome.answer.reason
    assert where == ()
