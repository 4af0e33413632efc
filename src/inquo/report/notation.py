"""How numbers are written for people: with their unit, and with no more digits than they bear."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime

from inquo.records.chronology import Window, WindowSet
from inquo.report.wording import ENGLISH, Wording

_PLAIN_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
NOT_KNOWN = ENGLISH.say("value.not_known")


def metres(value_m: float) -> str:
    r"""A length.

    >>> metres(3.14159), metres(12.6), metres(1234.0)
    ('3.1\xa0m', '13\xa0m', '1.23\xa0km')
    """
    if not math.isfinite(value_m):
        return NOT_KNOWN
    if abs(value_m) < 10:
        return f"{value_m:.1f}\u00a0m"
    if abs(value_m) < 1000:
        return f"{value_m:.0f}\u00a0m"
    return f"{value_m / 1000:.2f}\u00a0km"


def percent(share: float, words: Wording = ENGLISH) -> str:
    r"""A probability or a share; never rounded up to certainty or down to nothing.

    >>> percent(0.604), percent(0.9999), percent(0.0001), percent(1.0)
    ('60\xa0%', 'over 99\xa0%', 'under 1\xa0%', '100\xa0%')
    """
    if not math.isfinite(share):
        return words.say("value.not_known")
    if 0.99 < share < 1:
        return words.say("value.over", percent="99\u00a0%")
    if 0 < share < 0.01:
        return words.say("value.under", percent="1\u00a0%")
    return f"{share:.0%}".replace("%", "\u00a0%")


def coordinates(lon_deg: float, lat_deg: float) -> str:
    r"""A place: latitude first as people write it, five decimals (about one metre).

    >>> coordinates(-120.720361, 24.26099)
    '24.26099°\xa0N, 120.72036°\xa0W'
    """
    north = "N" if lat_deg >= 0 else "S"
    east = "E" if lon_deg >= 0 else "W"
    return f"{abs(lat_deg):.5f}°\u00a0{north}, {abs(lon_deg):.5f}°\u00a0{east}"


def degrees(value_deg: float, sides: str) -> str:
    r"""A round longitude (sides ``EW``) or latitude (``NS``) at the edge of a map.

    >>> degrees(-26.998, "EW"), degrees(36.0, "NS")
    ('26.998°\xa0W', '36°\xa0N')
    """
    return f"{abs(value_deg):.6f}".rstrip("0").rstrip(".") + f"°\u00a0{sides[value_deg < 0]}"


def timecode(time_s: float) -> str:
    """A time in a video.

    >>> timecode(65.324), timecode(3725.0)
    ('1:05.32', '1:02:05.00')
    """
    if not math.isfinite(time_s):
        return NOT_KNOWN
    minutes, seconds = divmod(round(time_s, 2), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02d}:{seconds:05.2f}" if hours else f"{minutes}:{seconds:05.2f}"


def size(length: int) -> str:
    r"""A file's length.

    >>> size(900), size(3_200_000)
    ('900\xa0bytes', '3.2\xa0MB')
    """
    if length < 1000:
        return f"{length}\u00a0bytes"
    power = min(int(math.log10(length)) // 3, 4)
    return f"{length / 1000**power:.1f}\u00a0{('', 'kB', 'MB', 'GB', 'TB')[power]}"


def instant(when: datetime, words: Wording = ENGLISH) -> str:
    """A time in UTC.

    >>> from datetime import UTC
    >>> instant(datetime(2026, 3, 1, 9, 5, tzinfo=UTC))
    '1 March 2026, 09:05 UTC'
    """
    return words.say(
        "value.instant",
        day=str(when.day),
        month=words.say(f"month.{when.month}"),
        year=str(when.year),
        time=f"{when:%H:%M}",
    )


def day(when: datetime, words: Wording = ENGLISH) -> str:
    """The day of a time in UTC.

    >>> from datetime import UTC
    >>> day(datetime(2026, 3, 1, 9, 5, tzinfo=UTC))
    '1 March 2026'
    """
    return words.say("value.day", day=str(when.day), month=words.say(f"month.{when.month}"), year=str(when.year))


def calendar(date: str, words: Wording = ENGLISH) -> str:
    """A date in EDTF for people; what is no plain date stays as it is.

    >>> calendar("2021-02-25"), calendar("2016-02"), calendar("2016"), calendar("../2016")
    ('25 February 2021', 'February 2016', '2016', '../2016')
    """
    if not _PLAIN_DATE.fullmatch(date):
        return date
    year, *rest = date.split("-")
    if not rest:
        return year
    month = words.say(f"month.{int(rest[0])}")
    return words.say("value.day", day=str(int(rest[1])), month=month, year=year) if rest[1:] else f"{month} {year}"


def language(tag: str, words: Wording = ENGLISH) -> str:
    """A language by its name, where the table has one; by its BCP 47 tag otherwise.

    >>> language("ar"), language("fr-CA"), language("xx")
    ('Arabic', 'French', 'xx')
    """
    return words.table.get(f"language_name.{tag.split('-', maxsplit=1)[0].lower()}", tag)


def window(span: Window, words: Wording = ENGLISH) -> str:
    """A stretch of time, to the minute.

    >>> from datetime import UTC
    >>> window(Window(earliest=None, latest=datetime(2021, 2, 26, 12, tzinfo=UTC)))
    'before 26 February 2021, 12:00 UTC'
    """
    earliest = instant(span.earliest, words) if span.earliest else ""
    latest = instant(span.latest, words) if span.latest else ""
    if earliest and latest:
        return words.say("value.between", earliest=earliest, latest=latest)
    if earliest:
        return words.say("value.from", earliest=earliest)
    return words.say("value.until", latest=latest) if latest else words.say("value.all_time")


def windows(times: WindowSet, words: Wording = ENGLISH) -> str:
    """Stretches of time, any one of which may be meant."""
    said = ""
    for span in times.windows:
        one = window(span, words)
        said = words.say("value.several", one=said, other=one) if said else one
    return said


def odds(expected: float, words: Wording = ENGLISH) -> str:
    """An expected number of false matches, in words that count searches.

    >>> odds(0.0004), odds(1e-9)
    ('once in about 2,500 searches', 'less than once in a million searches')
    >>> odds(0.3), odds(2.0)
    ('once in about 3 searches', '2.0 times in every search')
    """
    if not math.isfinite(expected):
        return words.say("value.odds_none")
    if expected < 1e-6:
        return words.say("value.odds_million")
    if expected >= 1:
        return words.say("value.odds_every", times=f"{expected:.1f}")
    searches = 1 / expected
    rounded = round(searches, -max(int(math.log10(searches)) - 1, 0))
    return words.say("value.odds_once", searches=f"{rounded:,.0f}")


def power(value: float) -> str:
    """A number that may be very small, to two digits.

    >>> power(0.000023), power(0.25), power(0.0)
    ('2.3 × 10⁻⁵', '0.25', '0')
    """
    if not math.isfinite(value):
        return NOT_KNOWN
    if value == 0 or 1e-3 <= abs(value) < 1e4:
        return f"{value:.2g}"
    digits, _, exponent = f"{value:.1e}".partition("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digits.removesuffix('.0')} × 10{raised}"


def listing(numbers: Sequence[int], words: Wording = ENGLISH) -> str:
    """Numbers in a sentence.

    >>> listing([3]), listing([3, 4]), listing([1, 2, 5])
    ('3', '3 and 4', '1, 2 and 5')
    """
    return words.listing([str(number) for number in numbers])
