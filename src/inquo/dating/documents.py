"""What a document says of a date, and what may be concluded from it.

Words are read by rules that never add precision. What no rule reads is kept as it was written,
with the reason, and bounds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from inquo.dating.calendar import Span, windows_of
from inquo.dating.edtf import read_edtf, write_not_after, write_one_of
from inquo.dating.phrases import plain, read_phrase
from inquo.dating.relative import read_from_dateline, read_from_event
from inquo.records.chronology import DateBound, DateText, Precision, Reading, WindowSet, coarsest
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a document's dates are read against.

    Attributes:
        dateline: Day on which it was written or published, by its own words; None when unknown.
        zone: Zone that it keeps time in, such as ``+03:00`` or ``Asia/Damascus``; None when unknown.
        events: Events that its words may count from, with what is known of the time of each.
    """

    dateline: date | None = None
    zone: str | None = None
    events: Mapping[str, WindowSet] = field(default_factory=dict)


def read_date(text: str, context: Context | None = None) -> DateText:
    """Read words about a time.

    >>> read_date("Thursday", Context(dateline=date(2021, 2, 27))).readings[0].edtf
    '2021-02-25'
    >>> read_date("some time ago").unread.reason
    'no rule reads these words'

    Args:
        text: The words, as written.
        context: What they are read against.

    Returns:
        The words with every meaning that they can have, or with why they have none.

    Raises:
        UsageError: The context names a time zone that does not exist.
    """
    context = context or Context()
    outcome = read_edtf(text.strip()) or read_phrase(plain(text))
    if outcome is None:
        return _read_relative(text, context)
    if isinstance(outcome, Undetermined):
        return DateText(raw=text, readings=(), unread=outcome)
    spans = outcome if isinstance(outcome, tuple) else (outcome,)
    return DateText(raw=text, readings=tuple(_reading(span, context.zone, ambiguous=len(spans) > 1) for span in spans))


def _read_relative(text: str, context: Context) -> DateText:
    words = plain(text)
    outcome = None
    if context.dateline is not None:
        outcome = read_from_dateline(words, context.dateline, context.zone)
    outcome = outcome or read_from_event(words, context.events)
    if isinstance(outcome, tuple):
        return DateText(raw=text, readings=outcome)
    return DateText(raw=text, readings=(), unread=outcome or Undetermined(reason="no rule reads these words"))


def _reading(span: Span, zone: str | None, *, ambiguous: bool) -> Reading:
    named = span.zone or zone
    rule = "as written" if named is None else f"as written, in {named}"
    if named is None:
        rule += ", zone unknown: every zone is taken in"
    if ambiguous:
        rule = "day and month could be either; " + rule
    return Reading(windows=windows_of(span, zone), precision=span.precision, rule=rule, edtf=span.edtf)


def bound_from_account(event: str, when: DateText, source: Digest, *, basis: str) -> DateBound | Undetermined:
    """Bound an event by what an account says of when it was.

    Returns:
        The bound, or why the words bound nothing.
    """
    if when.unread is not None:
        return Undetermined(reason=f"{when.raw!r}: {when.unread.reason}")
    if when.windows == WindowSet.always():
        return Undetermined(reason=f"{when.raw!r} counts from an event of unknown time")
    return DateBound(
        event=event,
        windows=when.windows,
        precision=coarsest(reading.precision for reading in when.readings),
        basis=basis,
        source=source,
        raw=when.raw,
        edtf=write_one_of([reading.edtf for reading in when.readings]),
    )


def bound_from_publication(event: str, published: DateText, source: Digest) -> DateBound | Undetermined:
    """Bound an event by the publication of something that shows or tells of it: not after, and no more.

    Returns:
        A bound that is open before, at the end of the latest day that the words can mean; or why there is none.
    """
    latest = published.windows.latest
    if published.unread is not None or latest is None:
        reason = published.unread.reason if published.unread else "open to the future"
        return Undetermined(reason=f"published {published.raw!r}: {reason}")
    return DateBound(
        event=event,
        windows=WindowSet.one(None, latest),
        precision=coarsest(reading.precision for reading in published.readings),
        basis="published then, so it happened no later",
        source=source,
        raw=published.raw,
        edtf=write_not_after([reading.edtf for reading in published.readings]),
    )


def claim_from_container(event: str, created: datetime, source: Digest) -> DateBound:
    """Keep a container's creation time as the claim that it is: any program can write any time there.

    Raises:
        ValueError: The time is not in UTC.
    """
    return DateBound(
        event=event,
        windows=WindowSet.one(created, created + timedelta(seconds=1)),
        precision=Precision.SECOND,
        basis="the container states this creation time",
        source=source,
        raw=created.isoformat(),
        claim=True,
    )
