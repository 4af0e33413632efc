"""The algebra of windows agrees with counting days one by one."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inquo.dating.bounds import combine, conflicting
from inquo.records.canonical import canonical_bytes
from inquo.records.chronology import DateBound, Dating, Precision, Window, WindowSet
from inquo.records.codec import from_json, to_json
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined

LAST = 12
DAYS = range(-1, LAST + 2)  # one beyond each end stands for the unbounded rest


def instant(day: int) -> datetime:
    return datetime(2016, 2, 1, tzinfo=UTC) + timedelta(days=day)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    first = draw(st.none() | st.integers(0, LAST - 1))
    last = draw(st.none() | st.integers((first or 0) + 1, LAST))
    return Window(earliest=None if first is None else instant(first), latest=None if last is None else instant(last))


window_sets = st.lists(windows(), min_size=1, max_size=3).map(WindowSet.of)


def held(some: WindowSet) -> set[int]:
    return {
        day
        for day in DAYS
        for w in some.windows
        if (w.earliest is None or w.earliest <= instant(day)) and (w.latest is None or instant(day) < w.latest)
    }


@given(window_sets, window_sets)
def test_meeting_and_joining_are_what_they_are_for_days(one: WindowSet, other: WindowSet) -> None:
    assert held(one.meet(other)) == held(one) & held(other)
    assert held(one.join(other)) == held(one) | held(other)
    assert one.within(other) == (held(one) <= held(other))
    assert one.meet(other) == other.meet(one)


bounds = window_sets.filter(lambda some: some != WindowSet.always()).map(
    lambda some: DateBound(
        event="strike", windows=some, precision=Precision.DAY, basis="drawn", source=Digest.of(b"drawn")
    )
)


@given(st.lists(bounds, min_size=2, max_size=5))
def test_conflicts_are_exactly_the_minimal_sets_without_a_common_day(drawn: list[DateBound]) -> None:
    def common(chosen: tuple[int, ...]) -> set[int]:
        return set.intersection(set(DAYS), *(held(drawn[i].windows) for i in chosen))

    clashing = [c for size in range(2, len(drawn) + 1) for c in itertools.combinations(range(len(drawn)), size)]
    clashing = [c for c in clashing if not common(c)]
    minimal = [c for c in clashing if not any(set(other) < set(c) for other in clashing)]
    conflicts, complete = conflicting(drawn)
    assert complete
    found = [tuple(id(b) for b in c.bounds) for c in conflicts]
    assert sorted(found) == sorted(tuple(id(drawn[i]) for i in c) for c in minimal)


@given(st.lists(bounds, max_size=5), st.randoms())
def test_the_order_of_the_bounds_changes_nothing(drawn: list[DateBound], random: object) -> None:
    shuffled = list(drawn)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = combine("strike", drawn), combine("strike", shuffled)
    assert isinstance(one.windows, Undetermined) == isinstance(other.windows, Undetermined)
    if isinstance(one.windows, WindowSet):
        assert one.windows == other.windows
    assert len(one.conflicts) == len(other.conflicts)


@given(st.lists(bounds, max_size=4))
def test_a_dating_survives_the_round_trip_through_bytes(drawn: list[DateBound]) -> None:
    dating = combine("strike", drawn)
    assert from_json(Dating, json.loads(canonical_bytes(to_json(dating)))) == dating
