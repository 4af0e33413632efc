"""Times in an export: as wide as they are known, and never finer than the source speaks."""

from __future__ import annotations

import re
from datetime import datetime

from inquo.records.chronology import DateText, Dating, WindowSet
from inquo.records.finding import Undetermined

_CALENDAR = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def span_of(dating: Dating | None) -> tuple[str | None, str | None]:
    """The first and the last instant that an event's bounds leave, as ISO 8601 in UTC; None for open sides."""
    if dating is None or isinstance(dating.windows, Undetermined):
        return None, None
    return ends_of(dating.windows)


def ends_of(windows: WindowSet) -> tuple[str | None, str | None]:
    """The first and the last instant of windows; None for open sides."""
    return stamp(windows.earliest), stamp(windows.latest)


def windows_text(windows: WindowSet) -> str:
    """Every window, as ISO 8601 intervals with ``..`` for an open side."""
    return "; ".join(f"{stamp(w.earliest) or '..'}/{stamp(w.latest) or '..'}" for w in windows.windows)


def stamp(instant: datetime | None) -> str | None:
    """An instant as XML Schema and GDAL read it.

    >>> from datetime import UTC
    >>> stamp(datetime(2016, 2, 15, tzinfo=UTC))
    '2016-02-15T00:00:00Z'
    """
    return None if instant is None else instant.isoformat().replace("+00:00", "Z")


def calendar_date(words: DateText | None) -> str | None:
    """A year, a month or a day, when the words mean one and nothing else; None otherwise."""
    if words is None or len(words.readings) != 1:
        return None
    return _simple(words.readings[0].edtf)


def calendar_date_of(dating: Dating | None) -> str | None:
    """The same for an event: when one of its bounds is a year, a month or a day, and no other narrows it."""
    if dating is None:
        return None
    deciding = [bound.edtf for bound in dating.bounds if bound.windows == dating.windows]
    return next((day for day in map(_simple, deciding) if day), None)


def _simple(edtf: str | None) -> str | None:
    return edtf if edtf and _CALENDAR.fullmatch(edtf) else None
