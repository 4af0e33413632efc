"""Documents bound events by what they say and by when they were published, and by nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime

from inquo.dating.accounts import AccountBounds
from inquo.dating.bounds import gather
from inquo.dating.documents import Context, read_date
from inquo.records.chronology import BoundKind, WindowSet
from inquo.records.digest import Digest
from inquo.records.proposition import OneOf, Proposition
from inquo.records.statement import Accounts, Anchor, Attitude, Document, Event, Party, Statement

IN_UTC = Context(dateline=date(2021, 2, 27), zone="UTC")


def told(key: str, about: str, time: str | None, attitude: Attitude = Attitude.ASSERTS, **slots: str) -> Statement:
    terms = {name: OneOf(terms=(term,)) for name, term in slots.items()}
    proposition = Proposition(about=(about,), time=None if time is None else read_date(time, IN_UTC), **terms)  # type: ignore[arg-type]
    anchor = Anchor(
        document=Digest.of(b"paper"),
        exact=key,
        prefix="",
        suffix="",
        start=0,
        end=len(key),
        extraction="text/1",
        language="en",
    )
    return Statement(key=key, speaker="doctor", attitude=attitude, propositions=(proposition,), anchor=anchor)


def accounts(*statements: Statement, published: str = "27 February 2021") -> Accounts:
    document = Document(
        key="paper",
        digest=Digest.of(b"paper"),
        citation="A paper, 27 February 2021",
        publisher="paper",
        language="en",
        published=read_date(published, IN_UTC),
    )
    return Accounts(
        documents=(document,),
        parties=(Party(key="doctor", name="A doctor"),),
        facilities=(),
        events=(
            Event(key="video", description="A compilation"),
            Event(key="strike", description="One of its strikes", part_of=("video",)),
            Event(key="next", description="Another", part_of=("video",)),
        ),
        broader={},
        statements=statements,
    )


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_who_tells_of_an_event_says_when_it_was_and_was_printed_after_it() -> None:
    some = accounts(told("doctor", "strike", "February 2016"))
    said, printed = AccountBounds(some).bounds("strike")
    assert (said.kind, printed.kind) == (BoundKind.WINDOW, BoundKind.NOT_AFTER)
    assert said.basis == "a doctor says so (S1)"
    assert gather("strike", [AccountBounds(some)]).windows == WindowSet.one(utc(2016, 2, 1), utc(2016, 3, 1))


def test_a_publication_that_is_told_of_is_only_a_not_after_for_each_event_that_it_shows() -> None:
    bounds = AccountBounds(accounts(told("released", "video", "Thursday", action="publish")))
    for event in ("strike", "next", "video"):
        first, _ = bounds.bounds(event)
        assert (first.kind, first.edtf) == (BoundKind.NOT_AFTER, "[..2021-02-25]")


def test_what_is_said_of_one_strike_does_not_date_another() -> None:
    bounds = AccountBounds(accounts(told("doctor", "strike", "February 2016")))
    assert bounds.bounds("next") == ()
    assert bounds.bounds("video") == ()


def test_what_is_said_of_the_whole_bounds_each_part_from_after_alone() -> None:
    bounds = AccountBounds(accounts(told("doctor", "video", "between 2015 and 2017")))
    first, _ = bounds.bounds("strike")
    assert (first.kind, first.windows.latest) == (BoundKind.NOT_AFTER, utc(2018, 1, 1))


def test_a_state_and_a_denial_date_nothing() -> None:
    state = told("empty", "strike", "2015", status="evacuated")
    denial = told("denial", "strike", "2015", Attitude.DENIES)
    (printed,) = AccountBounds(accounts(state)).bounds("strike")
    assert printed.kind is BoundKind.NOT_AFTER
    assert AccountBounds(accounts(denial)).bounds("strike") == ()


def test_what_cannot_be_read_is_shown_with_the_reason() -> None:
    bounds = AccountBounds(accounts(told("doctor", "strike", "one fine day"), published="lately"))
    assert bounds.bounds("strike") == ()
    first, second = bounds.unread("strike")
    assert first == "S1: 'one fine day': no rule reads these words"
    assert second.startswith("A paper, 27 February 2021: published 'lately'")


def test_two_witnesses_who_cannot_both_be_right_are_both_named() -> None:
    some = accounts(told("doctor", "strike", "February 2016"), told("nurse", "strike", "April 2016"))
    dating = gather("strike", [AccountBounds(some)])
    (conflict,) = dating.conflicts
    assert [bound.basis for bound in conflict.bounds] == ["a doctor says so (S1)", "a doctor says so (S2)"]
