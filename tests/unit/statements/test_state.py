"""Which building it is, whether it worked, and what protected it are separate questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from inquo.records.chronology import WindowSet
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.statement import Accounts
from inquo.statements.state import Aspect, MapTag, facility_state

Written = Callable[..., Accounts]
MAP = Digest.of(b"map history")


def utc(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


WHEN = WindowSet.one(utc(2016, 2, 15), utc(2016, 2, 16))


def said(slots: str, key: str = "doctor-says") -> str:
    return (
        f'[[statement]]\nkey = "{key}"\nspeaker = "doctor"\nattitude = "asserts"\ndocument = "article"\n'
        f'quote = "The ministry denied it."\n[[statement.proposition]]\nfacility = "north"\n{slots}\n'
    )


def state(accounts: Accounts, aspect: Aspect = Aspect.EVACUATED, *tags: MapTag) -> bool | Undetermined:
    return facility_state("north", aspect, "strike", WHEN, accounts, tags).holds


@pytest.mark.parametrize(
    ("slots", "holds"),
    [
        ("about = 'strike'\nstatus = 'evacuated'", True),
        ("about = 'strike'\nstatus = 'occupied'", False),
        ("status = 'evacuated'\ntime = '2016-01'", True),
        ("status = 'evacuated'\ntime = '2016-03'", None),
        ("status = 'evacuated'\ntime = '2016-02'", None),
        ("status = 'evacuated'\ntime = { text = '10 days before the strike', from = 'strike' }", True),
        ("status = 'evacuated'\ntime = { text = '10 days after the strike', from = 'strike' }", None),
        ("status = 'evacuated'\ntime = { text = '10 days before the strike', from = ['strike', 'other'] }", True),
        ("status = 'evacuated'\ntime = 'once'", None),
        ("status = 'evacuated'", None),
        ("status = ['evacuated', 'occupied']\nabout = 'strike'", None),
        ("about = 'strike'\nstatus = 'functioning'", None),
    ],
)
def test_a_state_is_settled_only_by_what_settles_the_date(written: Written, slots: str, holds: bool | None) -> None:
    answer = state(written(said(slots)))
    assert answer is holds if holds is not None else isinstance(answer, Undetermined)


def test_a_reading_for_each_strike_is_shown_where_they_differ(written: Written) -> None:
    accounts = written(
        said("status = 'evacuated'\ntime = { text = '3 days before the strike', from = ['strike', 'other'] }")
    )
    earlier = WindowSet.one(utc(2016, 2, 8), utc(2016, 2, 9))  # of the two strikes, the other came a week later
    answer = facility_state("north", Aspect.EVACUATED, "strike", earlier, accounts)
    (witness,) = answer.witnesses
    assert isinstance(answer.holds, Undetermined)
    assert "“Another strike”: the dates do not settle it" in witness.why
    assert "“The first strike in it”: it had begun before the event" in witness.why


def test_accounts_that_differ_leave_it_open(written: Written) -> None:
    accounts = written(
        said("about = 'strike'\nstatus = 'evacuated'") + said("about = 'strike'\nstatus = 'occupied'", "nurse")
    )
    answer = state(accounts)
    assert isinstance(answer, Undetermined)
    assert "accounts differ" in answer.reason


def test_a_state_that_lasts_does_not_make_another_one_last(written: Written) -> None:
    accounts = written(said("status = 'functioning'\ntime = '2016-01'"))
    assert isinstance(state(accounts, Aspect.WORKED), Undetermined)
    assert state(written(said("status = 'functioning'\ntime = '2016-02'")), Aspect.WORKED) is True


@pytest.mark.parametrize(
    ("added", "holds", "circular"),
    [
        (WindowSet.one(utc(2015, 1, 1), utc(2015, 1, 2)), True, False),
        (WindowSet.one(utc(2016, 3, 1), utc(2016, 3, 2)), None, True),
        (WindowSet.one(utc(2016, 2, 15), utc(2016, 2, 16)), None, True),
        (None, None, True),
    ],
)
def test_a_tag_added_after_the_strike_is_circular_and_not_used(
    written: Written, added: WindowSet | None, holds: bool | None, circular: bool
) -> None:
    tag = MapTag(facility="north", aspect=Aspect.EXISTED, holds=True, added=added, source=MAP, name="amenity=hospital")
    other = MapTag(
        facility="south", aspect=Aspect.EXISTED, holds=True, added=added, source=MAP, name="amenity=hospital"
    )
    answer = facility_state("north", Aspect.EXISTED, "strike", WHEN, written(""), [tag, other])
    (witness,) = answer.witnesses
    assert witness.circular is circular
    assert answer.holds is True if holds else isinstance(answer.holds, Undetermined)


def test_nobody_has_said_is_an_answer(written: Written) -> None:
    assert state(written("")) == Undetermined(reason="nobody has said")
