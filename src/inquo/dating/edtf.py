"""The Extended Date/Time Format: reading the part of it that names windows.

Source:
    Library of Congress, Extended Date/Time Format (EDTF) Specification, 2019: level 0; of level 1
    open intervals and unspecified digits from the right; of level 2 one-of-a-set ranges. Approximate
    and uncertain dates (``~ ? %``) are not read: they state no width.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from inquo.dating.calendar import Span, day_span, decade_span, month_span, range_span, year_span
from inquo.records.chronology import Precision
from inquo.records.finding import Undetermined

_DATE = re.compile(r"([1-9]\d{3}|[1-9]\d{2}X)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?")
_INSTANT = re.compile(r"([1-9]\d{3}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?\s?(Z|[+-]\d\d(?::?\d\d)?)?")
_PLAIN = re.compile(r"\d{4}(-\d\d){0,2}")
_ANYTHING = "(?:[^/.,\\[\\]]*)"
_INTERVAL = re.compile(f"({_ANYTHING})/({_ANYTHING})")
_OPEN_INTERVAL = re.compile(f"(?:(\\.\\.)/({_ANYTHING})|({_ANYTHING})/(\\.\\.))")
_ONE_OF = re.compile(f"\\[({_ANYTHING})\\.\\.({_ANYTHING})\\]")


def read_edtf(text: str) -> Span | Undetermined | None:
    """Read a date in EDTF, or an ISO 8601 date and time.

    Args:
        text: The words, trimmed.

    Returns:
        The stretch of time; why it cannot be read; or None when it is not in this format at all.
    """
    if re.fullmatch(r"[\dX/.\[\]-]+[~?%][\dX/.\[\]~?%-]*", text):
        return Undetermined(reason="approximate or uncertain, without a stated width")
    for pattern in (_ONE_OF, _INTERVAL):
        if pair := pattern.fullmatch(text):
            return _range(pair[1], pair[2])
    if pair := _OPEN_INTERVAL.fullmatch(text):
        return _range("" if pair[1] else pair[3], pair[2] or "")
    if instant := _INSTANT.fullmatch(text):
        return _instant(instant)
    if not (date := _DATE.fullmatch(text)):
        return None
    try:
        return _date(date)
    except ValueError:
        return Undetermined(reason="the calendar has no such date")


def _range(first: str, last: str) -> Span | Undetermined | None:
    ends = [read_edtf(end.strip()) if end.strip() else None for end in (first, last)]
    if isinstance(unread := next((end for end in ends if isinstance(end, Undetermined)), None), Undetermined):
        return unread
    start, end = (span if isinstance(span, Span) else None for span in ends)
    if bool(first.strip()) != (start is not None) or bool(last.strip()) != (end is not None):
        return None
    match start, end:
        case Span(), Span():
            return range_span(start, end) or Undetermined(reason="ends before it starts")
        case None, Span():
            return end.until
        case Span(), None:
            return start.since
    return None


def _date(date: re.Match[str]) -> Span | Undetermined:
    year, month, day = date.groups()
    if year.endswith("X"):
        return Undetermined(reason="no month belongs to a decade") if month else decade_span(int(year[:3]) * 10)
    if month == "XX" and day not in {None, "XX"}:
        return Undetermined(reason="a day of an unknown month is many days")
    if month in {None, "XX"}:
        return year_span(int(year))
    if int(month) > 12:
        return Undetermined(reason="a season or part of a year in EDTF depends on the hemisphere")
    if day in {None, "XX"}:
        return month_span(int(year), int(month))
    return day_span(int(year), int(month), int(day))


def _instant(found: re.Match[str]) -> Span | Undetermined:
    date, hour, minute, second, zone = found.groups()
    try:
        start = datetime.fromisoformat(f"{date}T{hour}:{minute}:{second or '00'}")
    except ValueError:
        return Undetermined(reason="the calendar has no such date, or the day no such time")
    step = timedelta(seconds=1) if second else timedelta(minutes=1)
    precision = Precision.SECOND if second else Precision.MINUTE
    edtf = f"{date}T{hour}:{minute}:{second}{zone or ''}" if second else None
    return Span(start=start, end=start + step, precision=precision, edtf=edtf, zone=zone)


def write_one_of(readings: Sequence[str | None]) -> str | None:
    """Write a date that is one of several, or None where EDTF cannot say one of them.

    >>> write_one_of(["2021-02-25", "2021-02-18"])
    '[2021-02-18,2021-02-25]'
    """
    if len(readings) == 1:
        return readings[0]
    plain = [reading for reading in readings if reading and _PLAIN.fullmatch(reading)]
    return f"[{','.join(sorted(plain))}]" if plain and len(plain) == len(readings) else None


def write_not_after(readings: Sequence[str | None]) -> str | None:
    """Write that something happened no later than the latest of several dates.

    >>> write_not_after(["2021-02-25"])
    '[..2021-02-25]'
    """
    plain = [reading for reading in readings if reading and _PLAIN.fullmatch(reading)]
    return f"[..{max(plain)}]" if plain and len(plain) == len(readings) else None
