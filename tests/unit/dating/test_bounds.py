"""Where bounds meet, and which of them cannot all be right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest

from inquo.dating.bounds import combine, conflicting, gather, sentence
from inquo.records.chronology import BoundKind, DateBound, Precision, Window, WindowSet
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined

SOURCE = Digest.of(b"a document")


def day(number: int) -> datetime:
    return datetime(2016, 2, 1, tzinfo=UTC) + timedelta(days=number - 1)


def days(*pairs: tuple[int | None, int | None]) -> WindowSet:
    return WindowSet.of(
        Window(
            earliest=None if first is None else day(first),
            latest=None if last is None else day(last + 1),
        )
        for first, last in pairs
    )


def bound(basis: str, *pairs: tuple[int | None, int | None], event: str = "strike", claim: bool = False) -> DateBound:
    return DateBound(
        event=event, windows=days(*pairs), precision=Precision.DAY, basis=basis, source=SOURCE, claim=claim
    )


def test_bounds_meet_where_every_one_allows() -> None:
    dating = combine(
        "strike", [bound("article", (None, 20)), bound("witness", (10, 25)), bound("sun", (1, 3), (12, 14))]
    )
    assert dating.windows == days((12, 14))
    assert not dating.conflicts


def test_two_that_cannot_both_be_right_are_named_and_the_innocent_third_is_not() -> None:
    dating = combine("strike", [bound("witness", (10, 12)), bound("article", (None, 20)), bound("imagery", (15, None))])
    assert isinstance(dating.windows, Undetermined)
    (conflict,) = dating.conflicts
    assert [b.basis for b in conflict.bounds] == ["witness", "imagery"]
    assert "these two cannot both be right" in dating.windows.reason
    assert "witness" in dating.windows.reason
    assert "article" not in dating.windows.reason


def test_sets_of_windows_can_conflict_three_at_a_time_and_no_pair_is_blamed() -> None:
    bounds = [bound("sun", (1, 2), (5, 6)), bound("season", (1, 2), (9, 10)), bound("witness", (5, 6), (9, 10))]
    conflicts, complete = conflicting(bounds)
    assert complete
    assert [len(conflict.bounds) for conflict in conflicts] == [3]
    assert sentence(conflicts[0]).startswith("these 3 cannot all be right")


def test_a_claim_is_shown_beside_the_result_and_narrows_nothing() -> None:
    container = bound("container's creation time", (1, 1), claim=True)
    dating = combine("strike", [bound("witness", (10, 12)), container])
    assert dating.windows == days((10, 12))
    assert dating.disputed == dating.claims == (container,)
    alone = combine("strike", [container])
    assert alone.windows == Undetermined(reason="nothing but claims bounds it")


def test_bounds_on_another_event_are_not_mixed_in() -> None:
    dating = combine("strike", [bound("witness", (10, 12)), bound("evacuation", (1, 2), event="evacuation")])
    assert dating.windows == days((10, 12))


def test_nothing_bounds_it_is_an_answer() -> None:
    assert combine("strike", []).windows == Undetermined(reason="nothing bounds it")


class Sun:
    def bounds(self, event: str) -> Sequence[DateBound]:
        return [bound("shadow", (8, 12), (260, 270), event=event)]


class Archive:
    def bounds(self, event: str) -> Sequence[DateBound]:
        return [bound("article", (None, 20), event=event)]


def test_any_source_of_bounds_joins_the_same_algebra() -> None:
    assert gather("strike", [Sun(), Archive()]).windows == days((8, 12))


@pytest.mark.parametrize(
    ("pairs", "kind"),
    [
        (((None, 3),), BoundKind.NOT_AFTER),
        (((3, None),), BoundKind.NOT_BEFORE),
        (((3, 4),), BoundKind.WINDOW),
        (((3, 4), (8, 9)), BoundKind.WINDOWS),
    ],
)
def test_a_bound_tells_its_kind_by_its_shape(pairs: tuple[tuple[int | None, int | None], ...], kind: BoundKind) -> None:
    assert bound("any", *pairs).kind is kind


def test_a_bound_that_bounds_nothing_leaves_nothing_or_rests_on_nothing_is_refused() -> None:
    for windows in (WindowSet.always(), WindowSet(windows=())):
        with pytest.raises(ValueError, match="leave some instants"):
            DateBound(event="e", windows=windows, precision=Precision.DAY, basis="b", source=SOURCE)
    with pytest.raises(ValueError, match="basis"):
        bound(" ", (1, 2))


def test_a_window_in_local_time_or_without_an_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="UTC"):
        Window(earliest=datetime(2016, 2, 1, tzinfo=timezone(timedelta(hours=2))), latest=None)
    with pytest.raises(ValueError, match="end after it starts"):
        Window(earliest=day(2), latest=day(2))


def test_a_set_written_in_two_ways_is_refused() -> None:
    with pytest.raises(ValueError, match="in order and apart"):
        WindowSet(windows=(Window(earliest=day(1), latest=day(2)), Window(earliest=day(2), latest=day(3))))
