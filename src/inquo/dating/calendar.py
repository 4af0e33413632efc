"""Stretches of a local calendar, and the instants that they can mean.

A source's day is a day somewhere. Where its zone is known the day has two exact ends in UTC;
where it is not, the window takes in that day in every zone on Earth, so that no precision is added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from inquo.errors import UsageError
from inquo.records.chronology import Precision, Window, WindowSet, coarsest

EASTERNMOST = timedelta(hours=14)
WESTERNMOST = timedelta(hours=-12)
_PLAIN = re.compile(r"\d{4}(-\d\d){0,2}")
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of local calendar time, before anybody says in which zone.

    Attributes:
        start: First instant, wall clock; None when nothing bounds it from before.
        end: First instant that no longer belongs to it, wall clock; None when nothing bounds it from after.
        precision: Unit in which it was said.
        edtf: The same in EDTF; None where that cannot say it.
        zone: Zone that the words themselves name; None when they name none.
    """

    start: datetime | None
    end: datetime | None
    precision: Precision
    edtf: str | None
    zone: str | None = None

    @property
    def until(self) -> Span:
        """Everything up to and including this stretch."""
        return replace(self, start=None, edtf=_bracket("..{}", self.edtf))

    @property
    def before(self) -> Span:
        """Everything before this stretch began."""
        return replace(self, start=None, end=self.start, edtf=None)

    @property
    def since(self) -> Span:
        """This stretch and everything after it."""
        return replace(self, end=None, edtf=_bracket("{}..", self.edtf))

    @property
    def after(self) -> Span:
        """Everything after this stretch was over."""
        return replace(self, start=self.end, end=None, edtf=None)


def _bracket(pattern: str, edtf: str | None) -> str | None:
    """One date out of an open range, in EDTF level 2; only plain dates can stand in it."""
    return f"[{pattern.format(edtf)}]" if edtf and _PLAIN.fullmatch(edtf) else None


def wall(year: int, month: int = 1, day: int = 1, hour: int = 0, minute: int = 0) -> datetime:
    """A wall-clock instant, in no zone yet.

    Raises:
        ValueError: The calendar has no such day or hour.
    """
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - a wall clock has no zone until one is stated


def year_span(year: int) -> Span:
    """A whole year."""
    return Span(start=wall(year), end=wall(year + 1), precision=Precision.YEAR, edtf=f"{year:04}")


def decade_span(year: int) -> Span:
    """The ten years from one that ends in 0."""
    return Span(start=wall(year), end=wall(year + 10), precision=Precision.DECADE, edtf=f"{year // 10:03}X")


def month_span(year: int, month: int) -> Span:
    """A whole month.

    Raises:
        ValueError: There is no such month.
    """
    start = wall(year, month)
    return Span(start=start, end=_month_after(start), precision=Precision.MONTH, edtf=f"{year:04}-{month:02}")


def day_span(year: int, month: int, day: int) -> Span:
    """A whole day.

    Raises:
        ValueError: There is no such day.
    """
    start = wall(year, month, day)
    edtf = f"{year:04}-{month:02}-{day:02}"
    return Span(start=start, end=start + timedelta(days=1), precision=Precision.DAY, edtf=edtf)


def part_of_month(part: str, year: int, month: int) -> Span:
    """Early, middle or late part of a month, as wide as anybody means it.

    Early is the first half, late the second, and the middle all but the first and last week:
    the parts overlap, because people do not agree where one ends.
    """
    whole = month_span(year, month)
    last = (_month_after(wall(year, month)) - timedelta(days=1)).day
    first_day, last_day = {"early": (1, 15), "mid": (8, last - 7), "late": (15, last)}[part]
    edtf = f"[{whole.edtf}-{first_day:02}..{whole.edtf}-{last_day:02}]"
    start, end = wall(year, month, first_day), wall(year, month, last_day) + timedelta(days=1)
    return Span(start=start, end=end, precision=Precision.PART_OF_MONTH, edtf=edtf)


def part_of_year(part: str, year: int) -> Span:
    """Early (January to June), middle (April to September) or late (July to December) part of a year."""
    first, last = {"early": (1, 6), "mid": (4, 9), "late": (7, 12)}[part]
    edtf = f"[{year:04}-{first:02}..{year:04}-{last:02}]"
    end = _month_after(wall(year, last))
    return Span(start=wall(year, first), end=end, precision=Precision.PART_OF_YEAR, edtf=edtf)


def range_span(first: Span, last: Span) -> Span | None:
    """From the start of one stretch to the end of another, either open; None when they are the wrong way round."""
    if first.start is not None and last.end is not None and not first.start < last.end:
        return None
    ends = [span.edtf for span in (first, last) if span.edtf and _PLAIN.fullmatch(span.edtf)]
    edtf = f"[{ends[0]}..{ends[1]}]" if len(ends) == 2 and len(ends[0]) == len(ends[1]) else None
    precision = coarsest((first.precision, last.precision))
    return Span(start=first.start, end=last.end, precision=precision, edtf=edtf, zone=last.zone or first.zone)


def windows_of(span: Span, zone: str | None) -> WindowSet:
    """Every instant that a stretch of local time can mean.

    Args:
        span: The stretch.
        zone: Zone to read it in when its own words name none; None when unknown.

    Raises:
        UsageError: There is no such zone.
    """
    named = span.zone or zone
    if named is None:
        earliest = None if span.start is None else span.start.replace(tzinfo=UTC) - EASTERNMOST
        latest = None if span.end is None else span.end.replace(tzinfo=UTC) - WESTERNMOST
    else:
        clock = clock_of(named)
        earliest = None if span.start is None else span.start.replace(tzinfo=clock, fold=0).astimezone(UTC)
        latest = None if span.end is None else span.end.replace(tzinfo=clock, fold=1).astimezone(UTC)
    return WindowSet.of([Window(earliest=earliest, latest=latest)])


def clock_of(zone: str) -> tzinfo:
    """The clock of a zone: ``UTC``, an offset such as ``+03:00``, or a name such as ``Asia/Damascus``.

    Raises:
        UsageError: There is no such zone; abbreviations such as EST or IST name several.
    """
    if zone.casefold() in {"utc", "gmt", "z"}:
        return UTC
    if offset := _OFFSET.fullmatch(zone.strip()):
        sign = -1 if offset[1] == "-" else 1
        ahead = sign * timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if WESTERNMOST <= ahead <= EASTERNMOST:
            return timezone(ahead)
    elif "/" in zone:
        try:
            return ZoneInfo(zone)
        except (OSError, ValueError, KeyError) as error:
            raise UsageError(f"no time zone {zone!r} is known here", hint="give an offset such as +03:00") from error
    raise UsageError(f"{zone!r} is not a time zone", hint="give UTC, an offset such as +03:00, or Region/City")


def _month_after(start: datetime) -> datetime:
    return wall(start.year + start.month // 12, start.month % 12 + 1)
