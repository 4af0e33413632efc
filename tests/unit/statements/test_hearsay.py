"""Accounts are followed to their roots, and counted once however often they are repeated."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inquo.errors import StatementError
from inquo.records.chronology import DateText, Precision, Reading, WindowSet
from inquo.records.digest import Digest
from inquo.records.proposition import OneOf, Proposition
from inquo.records.statement import Accounts, Anchor, Attitude, Document, Party, Statement
from inquo.statements.hearsay import Passing, find_circle, independent, passings, trace

PUBLISHED = DateText(
    raw="2016", readings=(Reading(windows=WindowSet.always(), precision=Precision.YEAR, rule="as written"),)
)


def said(
    key: str, speaker: str, *rests_on: str, words: str = "", document: str = "d", report: bool = True
) -> Statement:
    words = words or f"words of {key}"
    reports = bool(rests_on) and report
    return Statement(
        key=key,
        speaker=speaker,
        attitude=Attitude.REPORTS if reports else Attitude.ASSERTS,
        propositions=() if reports else (Proposition(action=OneOf(terms=("strike",))),),
        anchor=Anchor(
            document=Digest.of(document.encode()),
            exact=words,
            prefix="",
            suffix="",
            start=0,
            end=len(words),
            extraction="text/1",
            language="en",
        ),
        rests_on=rests_on,
    )


def accounts(*statements: Statement, datelines: dict[str, str] | None = None) -> Accounts:
    return Accounts(
        documents=tuple(
            Document(
                key=key,
                digest=Digest.of(key.encode()),
                citation=key,
                publisher=f"publisher of {key}",
                language="en",
                published=PUBLISHED,
                dateline=dateline,
            )
            for key, dateline in (datelines or {}).items()
        ),
        parties=(Party(key="state", name="State"), Party(key="ministry", name="Ministry", part_of="state")),
        facilities=(),
        events=(),
        broader={},
        statements=statements,
    )


CHAIN = (
    said("doctor", "doctor"),
    said("observers", "observers", "doctor"),
    said("paper", "paper", "observers"),
    said("rival", "rival", "observers"),
    said("neighbour", "neighbour"),
)


def groups(some: Accounts) -> list[tuple[str, ...]]:
    return [origin.statements for origin in independent(some)]


def test_a_chain_is_followed_to_its_root() -> None:
    lineage = trace(CHAIN)["paper"]
    assert lineage.roots == ("doctor",)
    assert lineage.chain == ("doctor", "observers", "paper")
    assert passings(CHAIN)[:2] == (
        Passing(source="doctor", report="observers"),
        Passing(source="observers", report="paper"),
    )


def test_four_papers_with_one_root_are_one_account() -> None:
    assert groups(accounts(*CHAIN)) == [("doctor", "observers", "paper", "rival"), ("neighbour",)]
    assert "go back to S1" in independent(accounts(*CHAIN))[0].why[0]


def test_only_the_statements_asked_about_are_counted() -> None:
    origins = independent(accounts(*CHAIN), ["paper", "neighbour"])
    assert [origin.statements for origin in origins] == [("paper",), ("neighbour",)]


def test_a_ministry_and_its_state_are_one_voice() -> None:
    assert groups(accounts(said("one", "ministry"), said("two", "state"))) == [("one", "two")]


def test_copied_wording_counts_once_and_a_common_phrase_does_not() -> None:
    copied = "the shells fell in the yard of the hospital at noon"
    apart = accounts(said("one", "a", words="The hospital was hit"), said("two", "b", words="the hospital was hit."))
    assert groups(apart) == [("one",), ("two",)]
    once = accounts(said("one", "a", words=f"He said {copied}."), said("two", "b", words=f"“{copied}”", document="e"))
    assert groups(once) == [("one", "two")]


def test_one_dateline_counts_once_for_what_the_publishers_themselves_print() -> None:
    printed = [said("one", "publisher of d"), said("two", "publisher of e", document="e")]
    line = "GAZIANTEP, 15 Feb (Agency)"
    assert groups(accounts(*printed, datelines={"d": line, "e": line.lower()})) == [("one", "two")]
    assert groups(accounts(*printed, datelines={"d": line, "e": "ANKARA, 15 Feb"})) == [("one",), ("two",)]
    quoted = [said("one", "doctor"), said("two", "nurse", document="e")]
    assert groups(accounts(*quoted, datelines={"d": line, "e": line})) == [("one",), ("two",)]


def test_circular_hearsay_is_refused_by_name() -> None:
    circle = [said("a", "a", "b"), said("b", "b", "c"), said("c", "c", "a"), said("d", "d", "a")]
    found = find_circle(circle)
    assert found[0] == found[-1]
    assert set(found) == {"a", "b", "c"}
    with pytest.raises(StatementError, match="circular hearsay"):
        trace(circle)


def test_a_thousand_reports_of_one_account_are_one_account() -> None:
    chain = [said("0", "0"), *(said(str(n), str(n), str(n - 1)) for n in range(1, 1200))]
    assert trace(chain)["1199"].roots == ("0",)


def test_an_account_that_draws_on_two_keeps_both_roots(written: Callable[..., Accounts]) -> None:
    drawn = [said("a", "a"), said("b", "b"), said("c", "c", "a", "b", report=False)]
    assert trace(drawn)["c"].roots == ("a", "b")
    assert groups(accounts(*drawn)) == [("a", "b", "c")]


def test_a_paper_that_passes_on_two_accounts_does_not_make_them_one() -> None:
    passed_on = [
        said("doctor", "doctor"),
        said("ministry", "ministry"),
        said("first", "paper", "doctor"),
        said("second", "paper", "ministry"),
        said("own", "paper"),
    ]
    assert groups(accounts(*passed_on)) == [("doctor", "first"), ("ministry", "second"), ("own",)]


def test_one_party_that_speaks_twice_is_one_account_even_through_others() -> None:
    told = [said("one", "ministry"), said("two", "state")]
    retold = [*told, said("first", "paper", "one"), said("second", "rival", "two")]
    assert groups(accounts(*retold)) == [("one", "two", "first", "second")]
