"""Words about a time are read by rules that never add precision."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from inquo.dating.documents import (
    Context,
    bound_from_account,
    bound_from_publication,
    claim_from_container,
    read_date,
)
from inquo.errors import UsageError
from inquo.records.chronology import BoundKind, DateBound, Precision, WindowSet
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined

SOURCE = Digest.of(b"an article")
SATURDAY = date(2021, 2, 27)
UTC_CONTEXT = Context(zone="UTC")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision", "edtf"),
    [
        ("2016-02", (2016, 2, 1), (2016, 3, 1), Precision.MONTH, "2016-02"),
        ("2016", (2016, 1, 1), (2017, 1, 1), Precision.YEAR, "2016"),
        ("201X", (2010, 1, 1), (2020, 1, 1), Precision.DECADE, "201X"),
        ("2016-02-XX", (2016, 2, 1), (2016, 3, 1), Precision.MONTH, "2016-02"),
        ("February 2016", (2016, 2, 1), (2016, 3, 1), Precision.MONTH, "2016-02"),
        ("in Feb. 2016", (2016, 2, 1), (2016, 3, 1), Precision.MONTH, "2016-02"),
        ("شباط ٢٠١٦", (2016, 2, 1), (2016, 3, 1), Precision.MONTH, "2016-02"),
        ("15 февраля 2016", (2016, 2, 15), (2016, 2, 16), Precision.DAY, "2016-02-15"),
        ("February 15th, 2016", (2016, 2, 15), (2016, 2, 16), Precision.DAY, "2016-02-15"),
        ("Monday, 15 February 2016", (2016, 2, 15), (2016, 2, 16), Precision.DAY, "2016-02-15"),
        ("2016/02/15", (2016, 2, 15), (2016, 2, 16), Precision.DAY, "2016-02-15"),
        ("29 February 2016", (2016, 2, 29), (2016, 3, 1), Precision.DAY, "2016-02-29"),
        (
            "early February 2016",
            (2016, 2, 1),
            (2016, 2, 16),
            Precision.PART_OF_MONTH,
            "[2016-02-01..2016-02-15]",
        ),
        ("mid-February 2016", (2016, 2, 8), (2016, 2, 23), Precision.PART_OF_MONTH, "[2016-02-08..2016-02-22]"),
        ("late December 2016", (2016, 12, 15), (2017, 1, 1), Precision.PART_OF_MONTH, "[2016-12-15..2016-12-31]"),
        ("late 2016", (2016, 7, 1), (2017, 1, 1), Precision.PART_OF_YEAR, "[2016-07..2016-12]"),
        ("15-17 February 2016", (2016, 2, 15), (2016, 2, 18), Precision.DAY, "[2016-02-15..2016-02-17]"),
        ("between 15 and 17 February 2016", (2016, 2, 15), (2016, 2, 18), Precision.DAY, "[2016-02-15..2016-02-17]"),
        ("from 30 January 2016 to February 2016", (2016, 1, 30), (2016, 3, 1), Precision.MONTH, None),
        ("2016-02/2016-03", (2016, 2, 1), (2016, 4, 1), Precision.MONTH, "[2016-02..2016-03]"),
        ("2016-02-15T10:30Z", (2016, 2, 15, 10, 30), (2016, 2, 15, 10, 31), Precision.MINUTE, None),
        (
            "2016-02-15T10:30:05+02:00",
            (2016, 2, 15, 8, 30, 5),
            (2016, 2, 15, 8, 30, 6),
            Precision.SECOND,
            "2016-02-15T10:30:05+02:00",
        ),
        ("15 February 2016 at 10:30 (UTC+2)", (2016, 2, 15, 8, 30), (2016, 2, 15, 8, 31), Precision.MINUTE, None),
        ("10 pm on 15 February 2016", (2016, 2, 15, 21, 30), (2016, 2, 15, 23), Precision.HOUR, None),
    ],
)
def test_a_date_is_read_as_wide_as_it_was_written(
    text: str, start: tuple[int, ...], end: tuple[int, ...], precision: Precision, edtf: str | None
) -> None:
    when = read_date(text, UTC_CONTEXT)
    assert when.unread is None
    (reading,) = when.readings
    assert reading.windows == WindowSet.one(utc(*start), utc(*end))
    assert reading.precision is precision
    assert reading.edtf == edtf


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("before 15 February 2016", None, (2016, 2, 15)),
        ("by 15 February 2016", None, (2016, 2, 16)),
        ("since February 2016", (2016, 2, 1), None),
        ("after February 2016", (2016, 3, 1), None),
        ("[..2021-02-25]", None, (2021, 2, 26)),
        ("2016-02/..", (2016, 2, 1), None),
    ],
)
def test_open_words_bound_one_side(text: str, start: tuple[int, ...] | None, end: tuple[int, ...] | None) -> None:
    expected = WindowSet.one(utc(*start) if start else None, utc(*end) if end else None)
    assert read_date(text, UTC_CONTEXT).windows == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("some time ago", "no rule"),
        ("", "no rule"),
        ("about 15 February 2016", "approximate"),
        ("2016-02~", "approximate"),
        ("2016-02-30", "no such date"),
        ("30 February 2016", "no such date"),
        ("31/02/2016", "no such date"),
        ("Thursday 15 February 2016", "was not a thursday"),
        ("2016-22", "hemisphere"),
        ("2016-XX-05", "unknown month"),
        ("15 February 2016 at 25:00", "no such"),
        ("15 February 2016 at 15:00 pm", "no clock"),
        ("Thursday", "no rule"),
        ("10 days before the strike", "no event"),
        ("17-15 February 2016", "before it starts"),
        ("15 Feb 16", "no rule"),
    ],
)
def test_what_cannot_be_read_is_kept_raw_with_the_reason(text: str, reason: str) -> None:
    when = read_date(text)
    assert when.raw == text
    assert not when.readings
    assert when.unread is not None
    assert reason in when.unread.reason
    assert when.windows == WindowSet.always()
    assert isinstance(bound_from_account("strike", when, SOURCE, basis="witness"), Undetermined)


def test_figures_that_can_be_day_or_month_keep_both_meanings() -> None:
    when = read_date("02/03/2016", UTC_CONTEXT)
    assert [reading.edtf for reading in when.readings] == ["2016-03-02", "2016-02-03"]
    assert [reading.edtf for reading in read_date("15/02/2016").readings] == ["2016-02-15"]
    bound = bound_from_account("strike", when, SOURCE, basis="report")
    assert isinstance(bound, DateBound)
    assert bound.edtf == "[2016-02-03,2016-03-02]"
    assert bound.kind is BoundKind.WINDOWS


def test_a_day_in_an_unknown_zone_is_that_day_in_every_zone() -> None:
    assert read_date("2016-02-15").windows == WindowSet.one(utc(2016, 2, 14, 10), utc(2016, 2, 16, 12))
    damascus = read_date("2016-02-15", Context(zone="+02:00"))
    assert damascus.windows == WindowSet.one(utc(2016, 2, 14, 22), utc(2016, 2, 15, 22))
    assert damascus.windows.within(read_date("2016-02-15").windows)


@pytest.mark.parametrize("zone", ["EST", "IST", "+25:00", "Nowhere/City", "local"])
def test_a_zone_that_is_none_or_several_is_refused(zone: str) -> None:
    with pytest.raises(UsageError, match="zone"):
        read_date("2016-02-15", Context(zone=zone))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Thursday", ["2021-02-25"]),
        ("on Thursday", ["2021-02-25"]),
        ("Thursday morning", ["2021-02-25"]),
        ("Saturday", ["2021-02-27", "2021-02-20"]),
        ("last Thursday", ["2021-02-25", "2021-02-18"]),
        ("last Saturday", ["2021-02-20", "2021-02-13"]),
        ("Sunday", ["2021-02-21"]),
        ("yesterday", ["2021-02-26"]),
        ("today", ["2021-02-27"]),
        ("25 February", ["2021-02-25"]),
        ("February 28", ["2020-02-28"]),
        ("last month", ["2021-01"]),
        ("December", ["2020-12"]),
        ("last year", ["2020"]),
    ],
)
def test_words_that_count_from_the_dateline(text: str, days: list[str]) -> None:
    assert [reading.edtf for reading in read_date(text, Context(dateline=SATURDAY)).readings] == days


def test_three_weeks_ago_is_not_one_day() -> None:
    when = read_date("three weeks ago", Context(dateline=SATURDAY, zone="UTC"))
    assert when.windows == WindowSet.one(utc(2021, 1, 30), utc(2021, 2, 14))


def test_released_on_thursday_is_only_a_not_after() -> None:
    published = read_date("Thursday", Context(dateline=SATURDAY, zone="+03:00"))
    bound = bound_from_publication("strike", published, SOURCE)
    assert isinstance(bound, DateBound)
    assert bound.kind is BoundKind.NOT_AFTER
    assert bound.windows == WindowSet.one(None, utc(2021, 2, 25, 21))
    assert bound.edtf == "[..2021-02-25]"
    assert bound.raw == "Thursday"


def test_publication_in_words_that_cannot_be_read_or_never_end_bounds_nothing() -> None:
    for text in ("recently", "since 2016"):
        assert isinstance(bound_from_publication("strike", read_date(text), SOURCE), Undetermined)


def test_ten_days_before_the_strike_keeps_a_reading_for_each_strike() -> None:
    events = {
        "strike-national": read_date("2016-02", UTC_CONTEXT).windows,
        "strike-women": read_date("2016-02-15", UTC_CONTEXT).windows,
    }
    when = read_date("10 days before the strike", Context(events=events))
    assert [reading.relative_to for reading in when.readings] == ["strike-national", "strike-women"]
    national, women = (reading.windows for reading in when.readings)
    assert national == WindowSet.one(utc(2016, 1, 21), utc(2016, 2, 21))
    assert women == WindowSet.one(utc(2016, 2, 4), utc(2016, 2, 7))
    assert when.windows == national.join(women)
    assert [reading.after_days for reading in when.readings] == [(-11.0, -9.0)] * 2


def test_counting_from_an_event_of_unknown_time_is_kept_and_bounds_nothing() -> None:
    when = read_date("10 days before the strike", Context(events={"strike": WindowSet.always()}))
    assert when.readings[0].after_days == (-11.0, -9.0)
    assert isinstance(bound_from_account("evacuation", when, SOURCE, basis="doctor"), Undetermined)


def test_before_an_event_without_a_number_is_open() -> None:
    events = {"strike": WindowSet.one(utc(2016, 2, 15), utc(2016, 2, 16))}
    assert read_date("before the strike", Context(events=events)).windows == WindowSet.one(None, utc(2016, 2, 16))
    assert read_date("after the strike", Context(events=events)).windows == WindowSet.one(utc(2016, 2, 15), None)


def test_a_containers_creation_time_is_a_claim() -> None:
    claim = claim_from_container("strike", utc(2019, 1, 1), SOURCE)
    assert claim.claim
    assert "states" in claim.basis


def test_words_that_leave_the_calendar_are_kept_raw() -> None:
    for text in ("9999 years ago", "9999 years before the strike"):
        events = {"strike": WindowSet.one(utc(2016, 2, 15), utc(2016, 2, 16))}
        assert read_date(text, Context(dateline=SATURDAY, events=events)).unread is not None
