"""A map tag made after an event is circular; one of unknown age is a doubt; an older one counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.unit.pipeline.accounts_built import accounts
from tests.unit.pipeline.results_built import HOSPITAL

from inquo.pipeline.map_tags import added, map_tags, weigh_ages
from inquo.records.chronology import WindowSet
from inquo.records.codec import digest_of
from inquo.records.finding import Undetermined
from inquo.records.naming import Names
from inquo.records.statement import Accounts, Event
from inquo.statements.state import Aspect, facility_state

STRIKE = WindowSet.one(datetime(2016, 2, 1, tzinfo=UTC), datetime(2016, 3, 1, tzinfo=UTC))


NAMES = Names(
    Accounts(
        documents=(),
        parties=(),
        facilities=(),
        events=(Event(key="strike", description="The strike at noon"),),
        broader={},
        statements=(),
    )
)


@pytest.mark.parametrize(
    ("properties", "circular", "doubt"),
    [
        ({"first_mapped": "2013-05-11"}, False, ""),
        ({"first_mapped": "2016-04-01"}, True, "circular, and not used"),
        ({"first_mapped": "2016-02"}, False, "may have come onto the map"),
        ({"@timestamp": "2012-01-02T03:04:05Z", "@version": "4"}, False, ""),
        ({"@timestamp": "2019-01-02T03:04:05Z", "@version": "1"}, True, "circular, and not used"),
        ({"@timestamp": "2019-01-02T03:04:05Z", "@version": "4"}, False, "may have come onto the map, or been changed"),
        ({"timestamp": "2019-01-02T03:04:05Z"}, False, "may have come onto the map, or been changed"),
        ({"first_mapped": "long ago"}, False, "does not say since when"),
        ({}, False, "does not say since when"),
    ],
)
def test_the_age_of_a_map_entry_is_held_against_the_event(
    properties: dict[str, str], circular: bool, doubt: str
) -> None:
    facility = replace(HOSPITAL, properties=properties)
    digest = digest_of(facility)
    ages = weigh_ages({"strike": [digest]}, {digest: facility}, {"strike": STRIKE}, NAMES)
    assert (digest in ages.circular.get("strike", set())) is circular
    assert [doubt in said for said in ages.doubts] == ([True] if doubt else [])
    assert all("“The strike at noon”" in said for said in ages.doubts if "after" in said)


def test_where_nothing_bounds_the_event_nothing_is_called_circular() -> None:
    facility = replace(HOSPITAL, properties={"first_mapped": "2016-04-01"})
    digest = digest_of(facility)
    ages = weigh_ages({"strike": [digest]}, {digest: facility}, {}, NAMES)
    assert ages.circular == {}
    assert "may have come onto the map" in ages.doubts[0]


def test_a_last_change_says_only_that_the_entry_is_as_old_or_older() -> None:
    changed = replace(HOSPITAL, properties={"@timestamp": "2019-01-02T03:04:05Z", "@version": "4"})
    windows = added(changed)
    assert windows is not None
    assert windows.earliest is None
    assert windows.latest is not None
    assert added(HOSPITAL) is None


@pytest.mark.parametrize(("first_mapped", "holds"), [("2013-05-11", True), ("2016-04-01", None), ("2016-02-15", None)])
def test_a_tag_answers_whether_it_existed_only_if_it_is_older(first_mapped: str, holds: bool | None) -> None:
    said = accounts()
    tags = map_tags(said, [replace(HOSPITAL, properties={"first_mapped": first_mapped}), replace(HOSPITAL, id="other")])
    assert [tag.facility for tag in tags] == ["clinic"]
    answer = facility_state("clinic", Aspect.EXISTED, "strike", STRIKE, said, tags)
    (witness,) = answer.witnesses
    assert witness.source == "invented/1 on the map as hospital"
    if holds:
        assert answer.holds is True
        assert not witness.circular
    else:
        assert isinstance(answer.holds, Undetermined)
        assert witness.circular
