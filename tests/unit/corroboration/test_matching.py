"""Candidates are weighed ground by ground; what a table does not cover, it cannot deny."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import pytest
from incident_case import COVERAGE, ROWS, read_rows, read_time

from inquo.corroboration.columns import AIRWARS
from inquo.corroboration.duplicates import groups_of, link_duplicates
from inquo.corroboration.matching import Matcher, Wanted
from inquo.corroboration.tables import IncidentTable, read_table
from inquo.dating.documents import read_date
from inquo.records.digest import Digest
from inquo.records.incident import Claim, Claimed, Coverage, Ground, Presence
from inquo.records.proposition import Count, OneOf

WANTED = Wanted(
    lon_deg=37.0402,
    lat_deg=36.5801,
    ce90_m=20.0,
    when=read_date("2016-02").windows,
    names=("مشفى الشمال", "North Hospital"),
    localities=("Azaz",),
    facility="hospital",
    claims=(
        Claim(aspect=Claimed.KIND, said=OneOf(terms=("airstrike",)), by="A doctor (s1)", share=1.0),
        Claim(aspect=Claimed.KILLED, said=Count(least=14, most=14), by="A doctor (s1)", share=1.0),
    ),
)

PLACED = "".join(row for row in ROWS.splitlines(keepends=True) if row[:2] not in {"A5", "A6"})


def ready(table: IncidentTable, coverage: Coverage | None = COVERAGE) -> Matcher:
    return Matcher(table.incidents, coverage, dataset=table.dataset, exhibit=table.exhibit, spread=table.spread)


def matcher(folder: Path, rows: str = ROWS) -> Matcher:
    return ready(read_rows(folder, rows))


def test_the_record_that_names_the_building_is_found_with_its_grounds(tmp_path: Path) -> None:
    answer = matcher(tmp_path).ask(WANTED)
    assert answer.presence is Presence.FOUND
    best, *others = answer.matches
    assert best.key == "A3"
    assert {ground.aspect for ground in best.grounds} == {
        "record", "place", "time", "facility name", "locality", "facility",
    }  # fmt: skip
    assert abs(best.weight - sum(ground.weight for ground in best.grounds)) < 1e-9
    assert {match.key for match in others} == {"A1", "A2", "A5", "A6"}
    assert sum(match.probability for match in answer.matches) <= 1
    assert all(ground.why for match in answer.matches for ground in match.grounds)


def test_a_record_of_the_town_alone_does_not_tell_two_hospitals_apart(tmp_path: Path) -> None:
    rows = "".join(row for row in ROWS.splitlines(keepends=True) if not row.startswith("A3"))
    answer = matcher(tmp_path, rows).ask(WANTED)
    assert answer.presence is Presence.UNDETERMINED
    assert answer.matches[0].key == "A1"
    assert "does not say which building" in answer.why


@pytest.mark.parametrize(
    ("changed", "presence", "why"),
    [
        ({"lon_deg": 30.0}, Presence.NOT_COVERED, "outside its area"),
        ({"when": read_date("2011").windows}, Presence.NOT_COVERED, "outside what it covers"),
        ({"when": read_date("by 2016").windows, "lat_deg": 33.0}, Presence.UNDETERMINED, "may lie outside"),
        ({"lat_deg": 33.0}, Presence.COVERED_NOT_FOUND, "it is none of its records"),
        ({"when": read_date("2018-07").windows}, Presence.COVERED_NOT_FOUND, "it is none of its records"),
    ],
)
def test_not_covered_is_not_the_same_as_not_found(
    tmp_path: Path, changed: dict[str, object], presence: Presence, why: str
) -> None:
    answer = matcher(tmp_path, PLACED).ask(dataclasses.replace(WANTED, **changed))  # type: ignore[arg-type]
    assert answer.presence is presence
    assert why in answer.why


def test_a_record_is_found_though_the_event_could_lie_outside_the_time(tmp_path: Path) -> None:
    published = dataclasses.replace(WANTED, when=read_date("by 2016").windows)
    assert matcher(tmp_path).ask(published).presence is Presence.FOUND


def test_records_without_a_place_keep_absence_open(tmp_path: Path) -> None:
    answer = matcher(tmp_path).ask(dataclasses.replace(WANTED, lat_deg=33.0))
    assert answer.presence is Presence.UNDETERMINED
    assert "it is one of them" in answer.why


def test_a_table_of_other_kinds_does_not_cover_the_event(tmp_path: Path) -> None:
    table = read_rows(tmp_path)
    fights = dataclasses.replace(COVERAGE, kinds=("ground attack",))
    answer = ready(table, fights).ask(WANTED)
    assert answer.presence is Presence.NOT_COVERED
    assert answer.why == "it records ground attack, and the event is said to be another (A doctor (s1): airstrike)"
    unsure = dataclasses.replace(COVERAGE, kinds=("drone strike",))
    assert ready(table, unsure).ask(WANTED).presence is Presence.FOUND, "an airstrike may be one by a drone"


def test_no_name_decides_without_distance(tmp_path: Path) -> None:
    three_hundred_km_away = dataclasses.replace(
        WANTED, lon_deg=39.9, lat_deg=35.2, when=read_date("2016-02-11").windows
    )
    answer = matcher(tmp_path, PLACED).ask(three_hundred_km_away)
    assert answer.presence is Presence.COVERED_NOT_FOUND
    named = [match for match in answer.matches if match.key in {"A1", "A2", "A3"}]
    assert all(match.probability < 1e-5 for match in named)


def test_a_name_that_came_onto_the_map_after_the_event_is_shown_and_finds_nothing(tmp_path: Path) -> None:
    named = dataclasses.replace(WANTED, claims=())
    late = dataclasses.replace(named, names=(), late_names=WANTED.names)
    rows = "".join(row for row in ROWS.splitlines(keepends=True) if row[:2] in {"A3", "A4"})
    rows = rows.replace("Exact location (via Airwars)", "")  # so that the name alone tells the building
    assert matcher(tmp_path, rows).ask(named).presence is Presence.FOUND
    answer = matcher(tmp_path, rows).ask(late)
    assert answer.presence is Presence.UNDETERMINED
    (match,) = (m for m in answer.matches if m.key == "A3")
    (ground,) = (ground for ground in match.grounds if ground.aspect == "facility name")
    assert ground.weight == 0.0
    assert ground.why.endswith("on the map only since after the event: circular, and not used")


def test_no_name_speaks_where_a_record_gives_no_place(tmp_path: Path) -> None:
    row = "A7,,2016-02-15,,North Hospital,مشفى الشمال,,,,,,,,,,,\n"
    (match,) = (m for m in matcher(tmp_path, ROWS + row).ask(WANTED).matches if m.key == "A7")
    grounds = {ground.aspect: ground.weight for ground in match.grounds}
    assert grounds["place"] == grounds["facility name"] == grounds["locality"] == 0.0


def grounds_of(folder: Path, key: str, *claims: Claim, rows: str = ROWS) -> dict[str, list[Ground]]:
    """Grounds of one record, by aspect, for an event of which something is claimed."""
    wanted = dataclasses.replace(WANTED, claims=claims)
    (match,) = (m for m in matcher(folder, rows).ask(wanted).matches if m.key == key)
    aspects = {ground.aspect for ground in match.grounds}
    return {aspect: [ground for ground in match.grounds if ground.aspect == aspect] for aspect in aspects}


def killed(least: int, most: int | None, share: float = 1.0, by: str = "A doctor (s1)") -> Claim:
    return Claim(aspect=Claimed.KILLED, said=Count(least=least, most=most), by=by, share=share)


@pytest.mark.parametrize(
    ("claim", "sign", "why"),
    [
        (killed(14, 14), 1, "A doctor (s1) claims 14; recorded as 9 to 14"),
        (killed(60, None), -1, "A doctor (s1) claims at least 60; recorded as 9 to 14"),
        (killed(16, 16), 0, "A doctor (s1) claims 16; recorded as 9 to 14, which may be the same or not"),
    ],
)
def test_casualties_that_are_claimed_speak_for_against_or_not_at_all(
    tmp_path: Path, claim: Claim, sign: int, why: str
) -> None:
    (ground,) = grounds_of(tmp_path, "A1", claim)["killed"]
    assert (ground.weight > 0) - (ground.weight < 0) == sign
    assert ground.why == why


def test_the_injured_are_held_against_the_injured(tmp_path: Path) -> None:
    claim = Claim(aspect=Claimed.INJURED, said=Count(least=30, most=30), by="A doctor (s1)", share=1.0)
    grounds = grounds_of(tmp_path, "A1", claim)
    assert grounds["injured"][0].weight > 0
    assert "killed" not in grounds


def test_what_is_not_claimed_or_not_recorded_moves_nothing(tmp_path: Path) -> None:
    injured = Claim(aspect=Claimed.INJURED, said=Count(least=3, most=3), by="A doctor (s1)", share=1.0)
    silent = grounds_of(tmp_path, "A2")
    assert not {"killed", "injured", "kind", "weapon"} & set(silent)
    assert set(grounds_of(tmp_path, "A2", injured)) == set(silent), "A2 does not say how many were injured"


def test_a_claim_that_is_repeated_grows_no_heavier(tmp_path: Path) -> None:
    (once,) = grounds_of(tmp_path, "A1", killed(14, 14))["killed"]
    thrice = grounds_of(tmp_path, "A1", *(killed(14, 14, share=1 / 3, by=f"Reader {n} (s{n})") for n in (1, 2, 3)))[
        "killed"
    ]
    assert sum(ground.weight for ground in thrice) == pytest.approx(once.weight)
    assert {ground.why.split(" claims")[0] for ground in thrice} == {"Reader 1 (s1)", "Reader 2 (s2)", "Reader 3 (s3)"}


@pytest.mark.parametrize(
    ("claimed", "recorded", "sign"),
    [
        ("Iskander", "missile", 1),
        ("missile", "Iskander", 1),
        ("barrel bomb", "missile", -1),
        ("Iskander", "white phosphorus", 0),
    ],
)
def test_a_claimed_weapon_is_compared_by_what_includes_what(
    tmp_path: Path, claimed: str, recorded: str, sign: int
) -> None:
    claim = Claim(aspect=Claimed.WEAPON, said=OneOf(terms=(claimed,)), by="A resident (s2)", share=1.0)
    table = read_rows(tmp_path)
    armed = dataclasses.replace(table.incidents[0], weapons=(recorded,))
    engine = Matcher([armed], COVERAGE, dataset=table.dataset, exhibit=table.exhibit)
    (match,) = engine.ask(dataclasses.replace(WANTED, claims=(claim,))).matches
    (ground,) = (ground for ground in match.grounds if ground.aspect == "weapon")
    assert (ground.weight > 0) - (ground.weight < 0) == sign
    assert ground.why.startswith(f"A resident (s2) claims {claimed}; recorded as {recorded}")


def test_kinds_speak_for_and_against(tmp_path: Path) -> None:
    claim = Claim(aspect=Claimed.KIND, said=OneOf(terms=("ground attack",)), by="A soldier (s3)", share=1.0)
    assert grounds_of(tmp_path, "A1", claim)["kind"][0].weight < 0
    assert grounds_of(tmp_path, "A1", *WANTED.claims)["kind"][0].weight > 0


@pytest.mark.parametrize(
    ("aspect", "said", "by", "share"),
    [
        (Claimed.KILLED, OneOf(terms=("many",)), "A doctor", 1.0),
        (Claimed.WEAPON, Count(least=1, most=1), "A doctor", 1.0),
        (Claimed.KILLED, Count(least=1, most=1), " ", 1.0),
        (Claimed.KILLED, Count(least=1, most=1), "A doctor", 0.0),
        (Claimed.KILLED, Count(least=1, most=1), "A doctor", float("nan")),
    ],
)
def test_a_claim_that_nobody_makes_or_that_says_something_else_cannot_be_built(
    aspect: Claimed, said: OneOf | Count, by: str, share: float
) -> None:
    with pytest.raises(ValueError, match=r"claim needs|can be"):
        Claim(aspect=aspect, said=said, by=by, share=share)


def test_a_date_that_cannot_be_read_speaks_neither_for_nor_against(tmp_path: Path) -> None:
    row = "A7,,one day,,Azaz,,36.58,37.04,,,,,,,,,\n"
    (match,) = (m for m in matcher(tmp_path, ROWS + row).ask(WANTED).matches if m.key == "A7")
    assert {ground.aspect: ground.weight for ground in match.grounds}["time"] == 0.0


def test_an_empty_table_finds_nothing() -> None:
    assert (
        Matcher([], COVERAGE, dataset="Airwars", exhibit=Digest.of(b"")).ask(WANTED).presence
        is Presence.COVERED_NOT_FOUND
    )


def test_records_of_one_incident_are_linked_and_stay_two(tmp_path: Path) -> None:
    again = (
        "B1,,2016-02-15,,Aazaz,أعزاز,36.59,37.05,Three,,10,10,,,,,\nB2,,2016-02-15,,Aazaz,,36.59,37.05,,,50,60,,,,,\n"
    )
    table = read_rows(tmp_path, ROWS + again)
    links = link_duplicates(table.incidents)
    assert [(link.one[1], link.other[1]) for link in links] == [("A1", "B1")]
    assert "but by One, Two and by Three" in links[0].why
    assert groups_of(links) == ((("Airwars", "A1"), ("Airwars", "B1")),)
    assert len(table.incidents) == 8


@pytest.mark.real_data
def test_eight_thousand_incidents_against_a_hundred_placements_in_five_seconds(measuring_data: Path) -> None:
    path = measuring_data / "incidents" / "airwars_syria_incidents.csv"
    area = dataclasses.replace(COVERAGE, west_deg=35.0, north_deg=37.5)
    open_ended = dataclasses.replace(area, windows=read_date("since 2012").windows)
    table = read_table(path, AIRWARS, open_ended, read_time)
    assert len(table.incidents) + table.refused_count == 8114
    placed = [incident for incident in table.incidents if incident.place][::66][:100]
    engine = ready(table, open_ended)
    start = time.process_time()
    best = []
    for incident in placed:
        assert incident.place is not None
        wanted = Wanted(
            lon_deg=incident.place.lon_deg,
            lat_deg=incident.place.lat_deg,
            ce90_m=30.0,
            when=incident.when.windows,
            localities=incident.names,
            claims=(killed(incident.killed.least, incident.killed.most),) if incident.killed else (),
        )
        best.append(engine.ask(wanted).matches[0].key == incident.key)
    assert time.process_time() - start < 5.0
    assert len(placed) == 100
    assert sum(best) >= 85
