"""The acceptance case, cell by cell: every statement against the strike in the video and against every other."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.unit.pipeline.results_built import PLACED

from azaz_case import COMPATIBLE, CONTRADICTS, SILENT, SUPPORTS, against, invented, said
from inquo.dating.accounts import AccountBounds
from inquo.dating.bounds import gather
from inquo.dating.documents import read_date
from inquo.facility.identify import Assumptions, identify
from inquo.facility.kinds import kind_of
from inquo.pipeline.accounts import hear
from inquo.records.codec import digest_of
from inquo.records.comparison import Relation
from inquo.records.digest import Digest
from inquo.records.finding import Strength
from inquo.records.place import Facility, Name
from inquo.records.statement import Accounts
from inquo.statements.engine import Engine
from inquo.statements.findings import EventFinding, find_event
from inquo.town import ground_pyproj
from inquo.town.gazetteer import gazetteer
from inquo.town.plan import Town, draw_town

ROWS = [
    ("released", 0),
    ("identified", 0),
    ("shown", 0),
    ("praise", 0),
    ("denial", 0),
    ("air-force-denial", 0),
    ("blame", 0),
    ("women-hospital", 0),
    ("doctor-destroyed", 0),
    ("doctor-destroyed", 1),
    ("evacuated", 0),
    ("minnigh-taken", 0),
    ("minnigh-support", 0),
    ("shelling", 0),
    ("ineffective", 0),
]
E, U = Strength.ESTABLISHED, Strength.UNDETERMINED
WITH_PLACEMENT = {
    "identified": (SUPPORTS, E),
    "shown": (SUPPORTS, E),
    "praise": (COMPATIBLE, U),
    "denial": (CONTRADICTS, E),
    "air-force-denial": (COMPATIBLE, U),
    "doctor-destroyed": (COMPATIBLE, U),
    "evacuated": (COMPATIBLE, U),
}
WITHOUT_PLACEMENT = WITH_PLACEMENT | dict.fromkeys(("identified", "shown", "denial"), (COMPATIBLE, U))


@pytest.mark.parametrize(
    ("finding", "expected"),
    [(invented(), WITH_PLACEMENT), (EventFinding(event="video-strike"), WITHOUT_PLACEMENT)],
    ids=["with an invented placement", "without any"],
)
def test_every_statement_against_the_strike_in_the_video(
    azaz: Accounts, finding: EventFinding, expected: dict[str, tuple[Relation, Strength]]
) -> None:
    cells = [cell for cell in Engine(azaz).matrix([finding]) if cell.against_proposition is None]
    assert [(cell.statement, cell.proposition) for cell in cells] == ROWS
    answers = {(cell.statement, cell.proposition): (cell.relation, cell.strength) for cell in cells}
    assert answers == {row: expected.get(row[0], (SILENT, E)) for row in ROWS}


def test_a_placement_in_the_invented_town_fills_the_matrix_through_every_step_between(azaz: Accounts) -> None:
    """The same row as above, with the record that placing a shot gives, the town's gazetteer and the link to it."""
    town = draw_town(7, size_m=1040.0)
    mapped = {digest_of(f): f for f in _facilities(town)}
    strike = town.strikes[0]
    ((lon, lat),) = ground_pyproj.lonlat(town.crs, town.map_from_town(np.array([[strike.x_m, strike.y_m]])))
    placement = dataclasses.replace(PLACED, lon_deg=float(lon), lat_deg=float(lat), covariance_m2=((1.0, 0), (0, 1.0)))
    seen = identify(placement, list(mapped.values()), assumptions=Assumptions(outline_sigma_m=0.5))
    (hospital,) = (f for f in mapped.values() if "National Hospital" in f.label)
    linked = tuple(
        dataclasses.replace(f, gazetteer_ids=(hospital.id,)) if f.key == "national" else f for f in azaz.facilities
    )
    accounts = dataclasses.replace(azaz, facilities=linked)
    finding = find_event(
        "video-strike",
        placement=placement,
        identification=seen,
        mapped=mapped,
        named=accounts.facilities,
        dating=gather("video-strike", [AccountBounds(accounts, published_only=True)]),
        action="strike",
    )
    cells = [cell for cell in Engine(accounts).matrix([finding]) if cell.against_proposition is None]
    answers = {(cell.statement, cell.proposition): (cell.relation, cell.strength) for cell in cells}
    assert answers == {row: WITH_PLACEMENT.get(row[0], (SILENT, E)) for row in ROWS}
    assert "it is Azaz National Hospital with a probability of" in against(accounts, "denial", finding).sentence


def _facilities(town: Town) -> list[Facility]:
    features = gazetteer(town)["features"]
    return [
        Facility(
            gazetteer=Digest.of(b"the town's"),
            id=feature["id"],
            names=(Name(text=feature["properties"]["name"], language=None),),
            kind=kind_of(feature["properties"]),
            outline_lonlat_deg=((tuple((x, y) for x, y in feature["geometry"]["coordinates"][0]),),),
            point_lonlat_deg=tuple(feature["geometry"]["coordinates"][0][0]),
            properties={},
        )
        for feature in features
    ]


def test_a_sixty_per_cent_hospital_contradicts_nothing(azaz: Accounts) -> None:
    answer = against(azaz, "denial", invented(0.6))
    assert (answer.relation, answer.strength, answer.leans) == (COMPATIBLE, Strength.POSSIBLE, CONTRADICTS)
    assert against(azaz, "denial", invented(0.85)).strength is Strength.LIKELY


def test_without_the_praise_nobody_has_said_whose_strike_it_was(azaz: Accounts) -> None:
    silent = dataclasses.replace(azaz, statements=tuple(s for s in azaz.statements if "praise" not in s.key))
    assert against(silent, "denial", invented()).relation is COMPATIBLE
    assert against(azaz, "denial", invented()).conceded == ("praise",)


AGREE_OR_NOT = {
    ("identified", 0, "shown", 0): SUPPORTS,
    ("shown", 0, "praise", 0): SUPPORTS,
    ("shown", 0, "denial", 0): CONTRADICTS,
    ("denial", 0, "air-force-denial", 0): SUPPORTS,
}
BOTH_CAN_BE_TRUE = {
    ("released", 0): [("identified", 0), ("evacuated", 0)],
    ("identified", 0): [
        ("praise", 0),
        ("denial", 0),
        ("air-force-denial", 0),
        ("doctor-destroyed", 0),
        ("evacuated", 0),
    ],
    ("shown", 0): [("air-force-denial", 0), ("doctor-destroyed", 0), ("evacuated", 0)],
    ("praise", 0): [("denial", 0), ("air-force-denial", 0)],
    ("denial", 0): [("women-hospital", 0), ("doctor-destroyed", 0), ("evacuated", 0), ("minnigh-support", 0)],
    ("air-force-denial", 0): [
        ("women-hospital", 0),
        ("doctor-destroyed", 0),
        ("evacuated", 0),
        ("minnigh-support", 0),
    ],
    ("blame", 0): [("women-hospital", 0)],
    ("women-hospital", 0): [("doctor-destroyed", 1)],
    ("doctor-destroyed", 0): [("evacuated", 0), ("ineffective", 0)],
    ("doctor-destroyed", 1): [("evacuated", 0)],
}


def test_every_statement_against_every_other(azaz: Accounts) -> None:
    cells = Engine(azaz).matrix([])
    pairs = [(a, b) for index, a in enumerate(ROWS) for b in ROWS[index + 1 :] if a[0] != b[0]]
    expected = dict.fromkeys(((*a, *b) for a, b in pairs), SILENT)
    expected |= {(*a, *b): COMPATIBLE for a, others in BOTH_CAN_BE_TRUE.items() for b in others}
    expected |= AGREE_OR_NOT
    found = {(c.statement, c.proposition, c.against, c.against_proposition): c.relation for c in cells}
    assert found == expected


def test_if_a_person_decides_that_the_video_shows_the_strike_of_february_the_blame_is_addressed(azaz: Accounts) -> None:
    events = tuple(
        dataclasses.replace(e, part_of=("compilation", "national-strike")) if e.key == "video-strike" else e
        for e in azaz.events
    )
    decided = dataclasses.replace(azaz, events=events)
    assert against(azaz, "blame", invented()).relation is SILENT
    assert against(decided, "blame", invented()).relation is COMPATIBLE
    blame_and_praise = Engine(decided).compare_statements(said(decided, "blame"), 0, said(decided, "shown"), 0)
    assert blame_and_praise.relation is CONTRADICTS


def test_one_call_hears_the_whole_case(azaz: Accounts) -> None:
    hearing = hear(azaz, [invented()])
    assert hearing.comparisons == Engine(azaz).matrix([invented()])
    assert {dating.event for dating in hearing.datings} == {event.key for event in azaz.events}
    (dating,) = (dating for dating in hearing.datings if dating.event == "women-strike")
    assert dating.windows == read_date("2016-02").windows
    assert len(hearing.origins) < len(azaz.statements)
    assert hearing.hypotheses["national-strike"][-1].answer is None
    assert not any(gap.startswith("video-strike") for gap in hearing.gaps)
