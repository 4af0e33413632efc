"""Words that count from something else: from the dateline of a document, or from another event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from inquo.dating.calendar import Span, day_span, month_span, windows_of, year_span
from inquo.dating.phrases import MONTHS, WEEKDAY, WEEKDAYS
from inquo.records.chronology import Precision, Reading, WindowSet
from inquo.records.finding import Undetermined

_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("", "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
    for word in words.split()
}
_COUNT = r"(?P<count>\d{1,4}|" + "|".join(_NUMBERS) + r"|the)"
_UNIT = r"(?P<unit>hour|day|week|month|year)s?"
_LONGEST_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 31.0, "year": 366.0}
_SHORTEST_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 28.0, "year": 365.0}
_PRECISIONS = {
    "hour": Precision.HOUR,
    "day": Precision.DAY,
    "week": Precision.DAYS,
    "month": Precision.MONTH,
    "year": Precision.YEAR,
}


def read_from_dateline(words: str, dateline: date, zone: str | None) -> tuple[Reading, ...] | Undetermined | None:
    """Read words that count from the day on which a document was written.

    1. A weekday is the last one on or before the dateline; on that weekday itself, the same day or
       the week before, since usage differs.
    2. "Last Thursday" is either the latest one past, or the one of the week before.
    3. A day or month without a year is the last one on or before the dateline.

    Args:
        words: In the form that ``plain`` gives.
        dateline: Day of the document, as it states it.
        zone: Zone of the dateline; None when unknown.

    Returns:
        Every meaning; or None when the words do not count from a dateline.
    """
    written = f"the dateline, {dateline.day} {dateline:%B %Y}"
    words = re.sub(r"^(?:on|in|late on|early on)\s+", "", words)
    if found := re.fullmatch(rf"(?P<last>last )?{WEEKDAY}(?: morning| afternoon| evening)?", words):
        back = (dateline.weekday() - WEEKDAYS[found["weekday"]]) % 7
        if found["last"]:
            steps = [back or 7, (back or 7) + 7]  # 2
        else:
            steps = [back] if back else [0, 7]  # 1
        rule = f"{found['weekday'].capitalize()} on or before {written}"
        return tuple(_day_reading(dateline - timedelta(days=step), zone, rule) for step in steps)
    if words in {"today", "yesterday"}:
        day = dateline - timedelta(days=1 if words == "yesterday" else 0)
        return (_day_reading(day, zone, f"{words}, counted from {written}"),)
    if found := re.fullmatch(rf"{_COUNT} {_UNIT} ago", words):
        return _ago(found, dateline, zone, written)
    if span := _without_year(words, dateline):  # 3
        return (_reading(span, zone, f"the last one on or before {written}"),)
    return None


def _ago(found: re.Match[str], dateline: date, zone: str | None, written: str) -> tuple[Reading, ...] | Undetermined:
    day = _reading(day_span(dateline.year, dateline.month, dateline.day), zone, "")
    least, most = _apart(found)
    rule = f"{_counted(found)} before {written}, give or take one {found['unit']}"
    try:
        windows = day.windows.shifted(timedelta(days=-most), timedelta(days=-least))
    except OverflowError:
        return Undetermined(reason="the calendar has no such date")
    return (Reading(windows=windows, precision=_PRECISIONS[found["unit"]], rule=rule),)


def _without_year(words: str, dateline: date) -> Span | None:
    """A day or month that names no year, or the last month or year."""
    first = dateline.replace(day=1)
    match words:
        case "last month":
            last = first - timedelta(days=1)
            return month_span(last.year, last.month)
        case "this month":
            return month_span(dateline.year, dateline.month)
        case "last year" | "this year":
            return year_span(dateline.year - (words == "last year"))
    if words in MONTHS:
        month = MONTHS[words]
        return month_span(dateline.year - (month > dateline.month), month)
    found = re.fullmatch(r"(?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<m>\S+)|(?P<n>\S+) (?P<e>\d{1,2})(?:st|nd|rd|th)?", words)
    name = (found["m"] or found["n"]) if found else None
    if not found or name not in MONTHS:
        return None
    try:
        span = day_span(dateline.year, MONTHS[name], int(found["d"] or found["e"]))
        later = span.start is not None and span.start.date() > dateline
        return day_span(dateline.year - 1, MONTHS[name], int(found["d"] or found["e"])) if later else span
    except ValueError:
        return None


def read_from_event(words: str, events: Mapping[str, WindowSet]) -> tuple[Reading, ...] | Undetermined | None:
    """Read words that count from another event: ``10 days before the strike``.

    Whole units say that more than one unit less, and less than one unit more, lay between: ten days
    before is more than nine and less than eleven. A document that says "the strike" may mean any of
    several; each is a reading of its own, and none is preferred.

    Args:
        words: In the form that ``plain`` gives.
        events: Every event that the words may count from, with what is known of its time.

    Returns:
        One reading for each event; why there is none; or None when the words count from no event.
    """
    found = re.fullmatch(rf"(?:{_COUNT} {_UNIT} )?(?P<side>before|after|following|prior to) (?P<event>.+)", words)
    if not found:
        return None
    if not events:
        return Undetermined(reason=f"counts from {found['event']!r}, and no event is named that this could be")
    before = found["side"] in {"before", "prior to"}
    if found["unit"]:
        least, most = _apart(found)
        offset: tuple[float | None, float | None] = (-most, -least) if before else (least, most)
        precision, counted = _PRECISIONS[found["unit"]], f"{_counted(found)} {found['side']}"
    else:
        offset, precision, counted = ((None, 0.0) if before else (0.0, None)), Precision.DAY, found["side"]
    readings = []
    for event, windows in sorted(events.items()):
        try:
            shifted = _shifted(windows, offset)
        except OverflowError:
            return Undetermined(reason="the calendar has no such date")
        reading = Reading(windows=shifted, precision=precision, rule=counted, relative_to=event, after_days=offset)
        readings.append(reading)
    return tuple(readings)


def _counted(found: re.Match[str]) -> str:
    """How many of a unit, as a person writes it: ``ten days``."""
    plural = "" if found["count"] in {"1", "one", "a", "an", "the"} else "s"
    return f"{found['count']} {found['unit']}{plural}"


def _shifted(windows: WindowSet, offset: tuple[float | None, float | None]) -> WindowSet:
    least, most = offset
    start = None if least is None or windows.earliest is None else windows.earliest + timedelta(days=least)
    end = None if most is None or windows.latest is None else windows.latest + timedelta(days=most)
    if least is None or most is None:
        return WindowSet.one(start, end)
    return windows.shifted(timedelta(days=least), timedelta(days=most))


def _apart(found: re.Match[str]) -> tuple[float, float]:
    """Least and most days that a whole number of units can mean."""
    word, unit = found["count"], found["unit"]
    count = 1 if word == "the" else int(word) if word.isdigit() else _NUMBERS[word]
    return max(count - 1, 0) * _SHORTEST_DAYS[unit], (count + 1) * _LONGEST_DAYS[unit]


def _day_reading(day: date, zone: str | None, rule: str) -> Reading:
    return _reading(day_span(day.year, day.month, day.day), zone, rule)


def _reading(span: Span, zone: str | None, rule: str) -> Reading:
    return Reading(windows=windows_of(span, zone), precision=span.precision, rule=rule, edtf=span.edtf)
