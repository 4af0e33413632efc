"""Dates in words: days, months and parts of them, in English, Arabic and Russian month names."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import TypeAlias

from inquo.dating.calendar import Span, day_span, month_span, part_of_month, part_of_year, range_span, wall, year_span
from inquo.records.chronology import Precision
from inquo.records.finding import Undetermined

Outcome: TypeAlias = "Span | tuple[Span, ...] | Undetermined | None"

_MONTH_NAMES = """
    january jan يناير كانون_الثاني январь января
    february feb فبراير شباط февраль февраля
    march mar مارس آذار март марта
    april apr أبريل نيسان апрель апреля
    may may مايو أيار май мая
    june jun يونيو حزيران июнь июня
    july jul يوليو تموز июль июля
    august aug أغسطس آب август августа
    september sept سبتمبر أيلول сентябрь сентября
    october oct أكتوبر تشرين_الأول октябрь октября
    november nov نوفمبر تشرين_الثاني ноябрь ноября
    december dec ديسمبر كانون_الأول декабрь декабря
"""
_WEEKDAY_NAMES = """
    monday mon الاثنين понедельник
    tuesday tue الثلاثاء вторник
    wednesday wed الأربعاء среда среду
    thursday thu الخميس четверг
    friday fri الجمعة пятница пятницу
    saturday sat السبت суббота субботу
    sunday sun الأحد воскресенье
"""


def _table(names: str, first: int) -> dict[str, int]:
    rows = [line.split() for line in names.strip().splitlines()]
    return {name.replace("_", " "): number for number, row in enumerate(rows, first) for name in row}


MONTHS = _table(_MONTH_NAMES, 1) | {"sep": 9}
WEEKDAYS = _table(_WEEKDAY_NAMES, 0)
_MONTH = "(?P<month>" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + r")\.?"
WEEKDAY = "(?P<weekday>" + "|".join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True)) + ")"
_YEAR = r"(?P<year>[1-9]\d{3})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_PART = r"(?P<part>early|mid|middle|late|the beginning of|the end of)(?:[ -]+(?:in |of )?)"
_ZONE = r"(?P<zone>utc|gmt|z|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?|local time)"
_TIME = rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))?\s*(?P<half>am|pm)?(?:\s*\(?{_ZONE}\)?)?"
_PARTS = {"middle": "mid", "the beginning of": "early", "the end of": "late"}
_DIRECTIONS = {
    "before": "before",
    "prior to": "before",
    "by": "until",
    "until": "until",
    "no later than": "until",
    "not after": "until",
    "since": "since",
    "not before": "since",
    "after": "after",
}
_APPROXIMATE = re.compile(r"^(about|around|approximately|circa|ca\.?|c\.|roughly|~)\b")


def plain(text: str) -> str:
    r"""Bring words to one form: compatible characters, European digits, small letters, single spaces.

    >>> plain("  15th\u00a0February, ٢٠١٦ ")
    '15th february 2016'
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace(",", " ").replace("–", "-").replace("—", "-")
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in folded)
    return " ".join(digits.split()).strip(" .")


def read_phrase(words: str) -> Outcome:
    """Read words that name a date by themselves.

    Args:
        words: In the form that ``plain`` gives.

    Returns:
        One stretch of time, or several where the words are ambiguous; why they cannot be read; or
        None when they name no date by themselves.
    """
    if _APPROXIMATE.match(words):
        return Undetermined(reason="approximate, without a stated width")
    words = re.sub(r"^(?:on|in|during|dated|the month of|في|в)\s+", "", words)
    for rule in (_open, _range, _days_of_month, _with_time, _day, _month, _part, _numeric):
        try:
            outcome = rule(words)
        except ValueError:
            return Undetermined(reason="the calendar has no such date, or the day no such time")
        if outcome is not None:
            return outcome
    return None


def _open(words: str) -> Outcome:
    """Before, by, since or after a date."""
    for word, side in _DIRECTIONS.items():
        if words.startswith(word + " "):
            inner = read_phrase(words[len(word) + 1 :])
            return getattr(inner, side) if isinstance(inner, Span) else inner
    return None


def _range(words: str) -> Outcome:
    """From one date to another."""
    found = re.fullmatch(r"(?:between (.+) and|from (.+) to|(.+?) (?:-|to|until)) (.+)", words)
    if not found:
        return None
    first, last = read_phrase(found[1] or found[2] or found[3]), read_phrase(found[4])
    if isinstance(first, Span) and isinstance(last, Span):
        return range_span(first, last) or Undetermined(reason="ends before it starts")
    return next((end for end in (first, last) if isinstance(end, Undetermined)), None)


def _days_of_month(words: str) -> Outcome:
    """Several days of one month: ``15-17 February 2016``."""
    pattern = rf"(?:between )?(?P<first>\d{{1,2}}) ?(?:-|to|and) ?{_DAY} {_MONTH} {_YEAR}"
    found = re.fullmatch(pattern, words)
    if not found or (" and " in words and not words.startswith("between ")):
        return None
    year, month = int(found["year"]), MONTHS[found["month"]]
    first, last = day_span(year, month, int(found["first"])), day_span(year, month, int(found["day"]))
    return range_span(first, last) or Undetermined(reason="ends before it starts")


def _with_time(words: str) -> Outcome:
    """A day and an hour: ``15 February 2016 at 10:30 UTC`` or ``at 10.30 am on 15 February 2016``."""
    found = re.fullmatch(rf"(?P<date>.+?) (?:at )?{_TIME}", words) or re.fullmatch(
        rf"(?:at )?{_TIME} (?:on )?(?P<date>.+)", words
    )
    if not found or not (found["minute"] or found["half"]):
        return None
    day = read_phrase(found["date"])
    if not isinstance(day, Span) or day.precision is not Precision.DAY or day.start is None:
        return day if isinstance(day, Undetermined) else None
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            return Undetermined(reason=f"no clock shows {hour} {found['half']}")
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    zone = None if found["zone"] in {None, "local time"} else found["zone"].upper()
    exact = found["minute"] is not None
    start = wall(day.start.year, day.start.month, day.start.day, hour, int(found["minute"] or 0))
    early, width = (timedelta(0), timedelta(minutes=1)) if exact else (timedelta(minutes=30), timedelta(hours=1))
    precision = Precision.MINUTE if exact else Precision.HOUR
    return Span(start=start - early, end=start + width, precision=precision, edtf=None, zone=zone)


def _day(words: str) -> Outcome:
    """A day with its month and year; a weekday beside it must agree."""
    weekday = rf"(?:{WEEKDAY} (?:the )?)?"
    found = re.fullmatch(rf"{weekday}(?:the )?{_DAY} (?:of )?{_MONTH} {_YEAR}", words) or re.fullmatch(
        rf"{weekday}{_MONTH} (?:the )?{_DAY} {_YEAR}", words
    )
    if not found:
        return None
    span = day_span(int(found["year"]), MONTHS[found["month"]], int(found["day"]))
    if found["weekday"] and span.start and span.start.weekday() != WEEKDAYS[found["weekday"]]:
        return Undetermined(reason=f"{span.edtf} was not a {found['weekday']}")
    return span


def _month(words: str) -> Outcome:
    found = re.fullmatch(rf"{_MONTH} (?:of )?{_YEAR}", words)
    return month_span(int(found["year"]), MONTHS[found["month"]]) if found else None


def _part(words: str) -> Outcome:
    """Early, middle or late in a month or year; or the year alone."""
    if found := re.fullmatch(rf"(?:the )?{_PART}{_MONTH} {_YEAR}", words):
        part = _PARTS.get(found["part"], found["part"])
        return part_of_month(part, int(found["year"]), MONTHS[found["month"]])
    if found := re.fullmatch(rf"(?:the )?{_PART}{_YEAR}", words):
        return part_of_year(_PARTS.get(found["part"], found["part"]), int(found["year"]))
    found = re.fullmatch(rf"(?:the year )?{_YEAR}", words)
    return year_span(int(found["year"])) if found else None


def _numeric(words: str) -> Outcome:
    """A day in figures; two meanings where day and month could be either."""
    if found := re.fullmatch(rf"{_YEAR}[/.-](\d{{1,2}})[/.-](\d{{1,2}})", words):
        return day_span(int(found["year"]), int(found[2]), int(found[3]))
    found = re.fullmatch(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2{_YEAR}", words)
    if not found:
        return None
    one, two, year = int(found[1]), int(found[3]), int(found["year"])
    readings = [
        day_span(year, month, day) for day, month in {(one, two): 0, (two, one): 0} if _exists(year, month, day)
    ]
    return tuple(readings) or Undetermined(reason="the calendar has no such date")


def _exists(year: int, month: int, day: int) -> bool:
    try:
        wall(year, month, day)
    except ValueError:
        return False
    return True
