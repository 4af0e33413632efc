"""Whatever is said and found: the same answer in either order, never a claim beyond what is known."""

from __future__ import annotations

import json
from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from inquo.records.canonical import canonical_bytes
from inquo.records.chronology import DateText, Precision, Reading, Window, WindowSet
from inquo.records.codec import from_json, to_json
from inquo.records.comparison import Comparison, Relation
from inquo.records.digest import Digest
from inquo.records.finding import Strength, Undetermined
from inquo.records.proposition import Area, Count, FacilityIs, OneOf, Proposition, Spot
from inquo.records.statement import Accounts, Anchor, Attitude, Event, NamedFacility, Party, Statement
from inquo.statements.engine import Engine
from inquo.statements.findings import Building, EventFinding, PlacePoint

DAYS = st.datetimes(timezones=st.just(UTC))


@st.composite
def window_sets(draw: st.DrawFn) -> WindowSet:
    start, end = sorted(draw(st.lists(DAYS, min_size=2, max_size=2, unique=True)))
    return WindowSet.of([Window(earliest=start, latest=end)])


times = window_sets().map(
    lambda some: DateText(raw="drawn", readings=(Reading(windows=some, precision=Precision.DAY, rule="drawn"),))
)


def terms(*names: str) -> st.SearchStrategy[OneOf | None]:
    return st.none() | st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True).map(
        lambda chosen: OneOf(terms=tuple(chosen))
    )


lons = st.floats(36.9, 37.1)
propositions = st.builds(
    Proposition,
    about=st.lists(st.sampled_from(["video", "strike", "other"]), max_size=2, unique=True).map(tuple),
    actor=terms("state", "ministry", "rebels"),
    action=terms("strike", "airstrike", "publish", "made up"),
    facility=st.none()
    | st.builds(
        FacilityIs,
        keys=st.lists(st.sampled_from(["north", "south"]), min_size=1, unique=True).map(tuple),
        kinds=st.lists(st.sampled_from(["hospital", "school"]), max_size=1).map(tuple),
    ),
    place=st.none()
    | st.builds(Spot, lon_deg=lons, lat_deg=st.just(36.6), ce90_m=st.none() | st.floats(1, 1000))
    | st.builds(Area, name=st.just("town"), lon_deg=lons, lat_deg=st.just(36.6), radius_m=st.floats(1, 1e5)),
    time=st.none() | times,
    weapon=terms("missile", "Iskander", "bomb"),
    status=terms("evacuated", "occupied"),
    killed=st.none() | st.integers(0, 20).map(lambda n: Count(least=n, most=n)),
)


@st.composite
def statements(draw: st.DrawFn, key: str) -> Statement:
    return Statement(
        key=key,
        speaker=draw(st.sampled_from(["state", "ministry", "rebels"])),
        attitude=draw(st.sampled_from([Attitude.ASSERTS, Attitude.DENIES])),
        propositions=(draw(propositions),),
        anchor=Anchor(
            document=Digest.of(b"d"),
            exact="x",
            prefix="",
            suffix="",
            start=0,
            end=1,
            extraction="text/1",
            language="en",
        ),
    )


def accounts(*said: Statement) -> Accounts:
    return Accounts(
        documents=(),
        parties=(
            Party(key="state", name="State {x}"),
            Party(key="ministry", name="<b>Ministry</b>", part_of="state"),
            Party(key="rebels", name="\u202eRebels"),
        ),
        facilities=(
            NamedFacility(key="north", names=("North",), kind="hospital", gazetteer_ids=("1",)),
            NamedFacility(key="south", names=("South",), kind="hospital"),
        ),
        events=(
            Event(key="video", description="v"),
            Event(key="strike", description="s", part_of=("video",)),
            Event(key="other", description="o"),
        ),
        broader={},
        statements=said,
    )


@st.composite
def findings(draw: st.DrawFn) -> EventFinding:
    share = draw(st.floats(0, 1))
    buildings = (
        Building(key="north", name="North", kind="hospital", probability=share),
        Building(key=None, name="ground", kind=None, probability=1 - share, mapped=False),
    )
    sigma = draw(st.floats(1, 300))
    place = PlacePoint(
        lon_deg=draw(lons), lat_deg=36.6, covariance_m2=((sigma**2, 0.0), (0.0, sigma**2)), ce90_m=2.146 * sigma
    )
    nothing = Undetermined(reason="not determined")
    return EventFinding(
        event=draw(st.sampled_from(["strike", "other"])),
        place=draw(st.sampled_from([place, nothing])),
        buildings=draw(st.sampled_from([buildings, nothing])),
        time=draw(window_sets() | st.just(nothing)),
        action=draw(st.sampled_from(["strike", "airstrike", nothing])),
    )


@settings(max_examples=200)
@given(statements("one"), statements("other"))
def test_two_statements_mean_the_same_for_each_other_in_either_order(one: Statement, other: Statement) -> None:
    engine = Engine(accounts(one, other))
    forth, back = engine.compare_statements(one, 0, other, 0), engine.compare_statements(other, 0, one, 0)
    assert (forth.relation, forth.strength, forth.leans) == (back.relation, back.strength, back.leans)


@given(statements("one"))
def test_nobody_contradicts_their_own_words(one: Statement) -> None:
    again = Statement(
        key="again", speaker=one.speaker, attitude=one.attitude, propositions=one.propositions, anchor=one.anchor
    )
    assert Engine(accounts(one, again)).compare_statements(one, 0, again, 0).relation is not Relation.CONTRADICTS


@settings(max_examples=200)
@given(statements("one"), statements("other"), findings())
def test_nothing_is_firmer_than_what_was_found(one: Statement, other: Statement, finding: EventFinding) -> None:
    cell = Engine(accounts(one, other)).compare_with_finding(one, 0, finding)
    if cell.relation in {Relation.CONTRADICTS, Relation.SUPPORTS}:
        assert any(max(slot.inside, slot.outside) >= 0.8 for slot in cell.slots if slot.slot != "about")
        assert cell.strength in {Strength.ESTABLISHED, Strength.LIKELY}
    if one.attitude is Attitude.DENIES and cell.relation is Relation.CONTRADICTS:
        assert all(slot.inside >= 0.8 for slot in cell.slots)


@given(statements("one"), statements("other"))
def test_where_nothing_was_found_no_assertion_is_contradicted_or_borne_out(one: Statement, other: Statement) -> None:
    cell = Engine(accounts(one, other)).compare_with_finding(one, 0, EventFinding(event="strike"))
    if one.attitude is Attitude.ASSERTS:
        assert cell.relation in {Relation.COMPATIBLE, Relation.DOES_NOT_ADDRESS}


@given(statements("one"), statements("other"), findings())
def test_cells_are_repeatable_records_with_one_sentence(
    one: Statement, other: Statement, finding: EventFinding
) -> None:
    said = accounts(one, other)
    cells = Engine(said).matrix([finding])
    assert cells == Engine(said).matrix([finding])
    for cell in cells:
        assert from_json(Comparison, json.loads(canonical_bytes(to_json(cell)))) == cell
        assert cell.sentence.endswith(".")
        assert "\n" not in cell.sentence
