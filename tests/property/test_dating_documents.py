"""However a day is written, it is read as that day; whatever is typed, nothing but ours is raised."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inquo.dating.documents import Context, read_date
from inquo.records.chronology import WindowSet

days = st.dates(date(1000, 1, 2), date(9990, 1, 1))
FORMS = ["{d.day} {d:%B} {d.year:04}", "{d:%B} {d.day}, {d.year:04}", "{d:%A} {d.day} {d:%b}. {d.year:04}", "{d}"]


@given(days, st.sampled_from(FORMS))
def test_a_day_is_read_as_that_day_in_every_form(day: date, form: str) -> None:
    text = form.format(d=day)
    start = datetime.combine(day, time(), tzinfo=UTC)
    assert read_date(text, Context(zone="UTC")).windows == WindowSet.one(start, start + timedelta(days=1))


@given(days, st.integers(-12, 14))
def test_a_day_in_some_zone_lies_within_the_day_in_an_unknown_zone(day: date, hours: int) -> None:
    known = read_date(day.isoformat(), Context(zone=f"{hours:+03d}:00"))
    assert known.windows.within(read_date(day.isoformat()).windows)


@given(days, st.sampled_from(["Monday", "last Friday", "yesterday", "two weeks ago", "March", "3 March"]))
def test_what_counts_from_a_dateline_is_over_when_the_dateline_is(day: date, words: str) -> None:
    when = read_date(words, Context(dateline=day, zone="UTC"))
    end = datetime.combine(day, time(), tzinfo=UTC) + timedelta(days=31)
    assert when.readings
    assert when.windows.latest is not None
    assert when.windows.latest <= end


VOCABULARY = """
    early mid late on in by before after since between and from to the 10 days two weeks ago Thursday February 2016
    2016-02 15 31 02/03/2016 10:30 UTC +03:00 pm / .. [ ] ~ X strike 0 00 99999
"""
words = st.sampled_from(VOCABULARY.split())


@given(st.text(max_size=40) | st.lists(words, max_size=8).map(" ".join))
def test_whatever_is_typed_is_read_or_kept_raw(text: str) -> None:
    when = read_date(text, Context(dateline=date(2021, 2, 27), events={"strike": WindowSet.always()}))
    assert when.raw == text
    assert bool(when.readings) != (when.unread is not None)
