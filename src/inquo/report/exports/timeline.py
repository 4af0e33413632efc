"""What is dated, in the JSON that TimelineJS 3 draws; ``docs/exports.md`` gives the schema.

TimelineJS needs a start for every entry, and nobody may invent one: what has no earliest time
goes to ``undated``, with its bounds and the reason. A month stays a month, and an unknown day is
not there. TimelineJS shows text as HTML, so text in it is escaped as HTML wants it.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from inquo.records.chronology import DateText, Dating, Precision, WindowSet
from inquo.records.finding import Undetermined
from inquo.records.naming import Names
from inquo.report import inert
from inquo.report.exports import provenance
from inquo.report.exports.content import Content, ShotRow
from inquo.report.exports.plain_json import plain_json
from inquo.report.exports.times import calendar_date, calendar_date_of, ends_of, windows_text

NO_BOUND = "nothing bounds when it happened"
FORMAT = "inquo-timeline/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something on the timeline.

    Attributes:
        key: Its name in the file.
        group: The row that it stands in.
        headline: What it is.
        windows: When; None when nothing is known.
        calendar: A year, a month or a day, when it is exactly that.
        precision: Unit in which the source speaks; empty when unknown.
        words: The source's own words; empty when there are none.
        basis: Why then, or why it is not known.
    """

    key: str
    group: str
    headline: str
    windows: WindowSet | None
    calendar: str | None = None
    precision: str = ""
    words: str = ""
    basis: str = ""


def write(content: Content) -> dict[str, bytes]:
    """One file, ``timeline.json``."""
    told = dict(provenance.pairs(content.provenance))
    dated: list[dict[str, object]] = []
    undated: list[dict[str, object]] = []
    for entry in _entries(content):
        drawn = _drawn(entry)
        (dated if "start_date" in drawn else undated).append(drawn)
    title = {"headline": _html(told.get("case", "Inquo")), "text": _html(told.get("warning", told["limit"]))}
    timeline = {
        "format": FORMAT,
        "inquo": told,
        "scale": "human",
        "title": {"text": title},
        "events": dated,
        "undated": undated,
    }
    return {"timeline.json": plain_json(timeline)}


def _entries(content: Content) -> Iterator[Entry]:
    yield from _events(content)
    yield from _claims(content)
    yield from _published(content)
    for shot in content.shots:
        yield _shot(shot, content)
    for incident in content.incidents:
        key, name = f"incident {incident.dataset} {incident.key}", f"{incident.dataset} {incident.key}"
        yield _from_words(key, "Recorded by others", name, incident.when)
    for row in content.files:
        if row.taken_in is not None:
            instant = WindowSet.one(row.taken_in, row.taken_in + timedelta(seconds=1))
            yield Entry(
                key=f"custody {row.number}",
                group="Custody",
                headline=f"{row.label} is taken into custody",
                windows=instant,
                precision=Precision.SECOND.value,
                basis="the ledger; its clock is not verified",
            )


def _events(content: Content) -> Iterator[Entry]:
    known = {event.key: event for event in content.accounts.events} if content.accounts else {}
    for dating in content.datings:
        event = known.get(dating.event)
        yield _of_dating(
            f"event {dating.event}",
            "Background" if event and event.context else "Events",
            event.description if event else dating.event,
            dating,
        )


def _of_dating(key: str, group: str, headline: str, dating: Dating) -> Entry:
    if isinstance(dating.windows, Undetermined):
        return Entry(key=key, group=group, headline=headline, windows=None, basis=dating.windows.reason)
    narrowing = [bound for bound in dating.bounds if bound.windows == dating.windows] or list(dating.bounds)
    return Entry(
        key=key,
        group=group,
        headline=headline,
        windows=dating.windows if dating.bounds else None,
        calendar=calendar_date_of(dating),
        precision=narrowing[0].precision.value if len(narrowing) == 1 else "",
        words="; ".join(bound.raw for bound in dating.bounds if bound.raw),
        basis="; ".join(bound.basis for bound in dating.bounds) or NO_BOUND,
    )


def _claims(content: Content) -> Iterator[Entry]:
    accounts = content.accounts
    names = Names(accounts) if accounts else None
    for said in accounts.statements if accounts else ():
        for number, proposition in enumerate(said.propositions, start=1):
            if proposition.time is not None and names is not None:
                headline = f"{names.party(said.speaker)} {said.attitude.value}: {names.statement(said.key)}"
                yield _from_words(f"statement {said.key} {number}", "Claimed", headline, proposition.time, names)


def _published(content: Content) -> Iterator[Entry]:
    for document in content.accounts.documents if content.accounts else ():
        headline = f"Published: {document.citation}"
        yield _from_words(f"document {document.key}", "Publications", headline, document.published)
    for row in content.files:
        if row.published is not None:
            headline = f"Published, as its source says: {row.label}"
            yield _from_words(f"published {row.number}", "Publications", headline, row.published)
    for number, image in enumerate(content.imagery, start=1):
        if image.acquired is not None:
            yield _from_words(f"imagery {number}", "Imagery", f"Taken: {image.file}", image.acquired)


def _shot(shot: ShotRow, content: Content) -> Entry:
    key = f"shot {shot.label}"
    dating = content.dating_of(shot.event)
    if dating is not None:
        return _of_dating(key, "Footage", shot.label, dating)
    return Entry(key=key, group="Footage", headline=shot.label, windows=None, basis=NO_BOUND)


def _from_words(key: str, group: str, headline: str, when: DateText, names: Names | None = None) -> Entry:
    reading = when.readings[0] if len(when.readings) == 1 else None
    rules = [names.rule(one) if names else one.rule for one in when.readings]
    return Entry(
        key=key,
        group=group,
        headline=headline,
        windows=when.windows if when.readings else None,
        calendar=calendar_date(when),
        precision=reading.precision.value if reading else "",
        words=when.raw,
        basis=when.unread.reason if when.unread else "; ".join(rules),
    )


def _drawn(entry: Entry) -> dict[str, object]:
    """The entry as TimelineJS has it; without ``start_date`` when its start is not known."""
    earliest, latest = ends_of(entry.windows) if entry.windows else (None, None)
    lines = [entry.words and f"In the source's words: {entry.words}", entry.basis]
    drawn: dict[str, object] = {
        "unique_id": inert.visible(entry.key),
        "group": entry.group,
        "text": {"headline": _html(entry.headline), "text": "<br>".join(_html(line) for line in lines if line)},
        "inquo": {
            "not_before": earliest,
            "not_after": latest,
            "windows": windows_text(entry.windows) if entry.windows else None,
            "precision": entry.precision or None,
            "words": inert.visible(entry.words) or None,
            "basis": inert.visible(entry.basis) or None,
        },
    }
    if entry.calendar:
        parts = entry.calendar.split("-")
        drawn["start_date"] = {name: int(part) for name, part in zip(("year", "month", "day"), parts, strict=False)}
    elif entry.windows and entry.windows.earliest and entry.windows.latest:
        drawn["start_date"] = _date(entry.windows.earliest)
        drawn["end_date"] = _date(entry.windows.latest - timedelta(seconds=1))
        if entry.precision != Precision.SECOND.value:
            drawn["display_date"] = _html(entry.words or _between(entry.windows.earliest, entry.windows.latest))
    return drawn


def _date(instant: datetime) -> dict[str, int]:
    """An instant in TimelineJS's parts; they are an edge of what is known, not a precision."""
    return {
        "year": instant.year,
        "month": instant.month,
        "day": instant.day,
        "hour": instant.hour,
        "minute": instant.minute,
        "second": instant.second,
    }


def _between(earliest: datetime, latest: datetime) -> str:
    return f"between {earliest:%Y-%m-%d %H:%M} and {latest:%Y-%m-%d %H:%M} UTC"


def _html(value: str) -> str:
    return html.escape(inert.visible(value))
