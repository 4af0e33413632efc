"""A line of time for the report: bars on one axis, which runs slower where nothing is bounded."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from inquo.records.chronology import DateBound, Dating, WindowSet
from inquo.records.finding import Undetermined
from inquo.records.statement import Document, Event
from inquo.report import notation
from inquo.report.hearing import Hearing
from inquo.report.wording import ENGLISH, Wording

WIDTH = 1000
_MARGIN = 70
_LEAST = 8
_LABEL_APART = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of time as drawn, in thousandths of the line's width.

    Attributes:
        left: Where it starts.
        width: How long it is drawn.
        open_left: True when nothing bounds it from before.
        open_right: True when nothing bounds it from after.
    """

    left: float
    width: float
    open_left: bool
    open_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A date at the line.

    Attributes:
        at: Where, in thousandths of the width.
        label: The day; empty where there is no room for it.
    """

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event on the line.

    Attributes:
        key: Its anchor.
        event: The event.
        dating: Its bounds.
        bars: Its windows; empty when its bounds do not meet, or there are none.
        site: Number of the site that shows it; None when none does.
    """

    key: str
    event: Event
    dating: Dating | None
    bars: tuple[Bar, ...]
    site: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A publication on the line.

    Attributes:
        document: The document.
        bars: When it was published.
        statements: Numbers of the statements in it.
    """

    document: Document
    bars: tuple[Bar, ...]
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything on one line.

    Attributes:
        ticks: Dates at which something starts or ends.
        events: What happened.
        context: What else was going on.
        documents: What was published.
    """

    ticks: tuple[Tick, ...]
    events: tuple[EventRow, ...]
    context: tuple[EventRow, ...]
    documents: tuple[DocumentRow, ...]


class Axis:
    """Where an instant lies on the line.

    Between two neighbouring instants the line is as long as the logarithm of the days between
    them, so that a month in 2016 and an article of 2021 fit on one line; instants keep their order.
    """

    def __init__(self, instants: Iterable[datetime]) -> None:
        self._instants = sorted(set(instants))
        gaps = [math.log1p((b - a).total_seconds() / 86_400) for a, b in itertools.pairwise(self._instants)]
        reach = list(itertools.accumulate(gaps, initial=0.0))
        room = WIDTH - 2 * _MARGIN
        whole = reach[-1] if self._instants and reach[-1] > 0 else 0.0
        self._at = {
            when: _MARGIN + (room * along / whole if whole else room / 2)
            for when, along in zip(self._instants, reach, strict=False)
        }

    def at(self, when: datetime) -> float:
        """Where one of the instants lies."""
        return self._at[when]

    def bars(self, windows: WindowSet) -> tuple[Bar, ...]:
        """Windows as bars; an open side reaches the edge."""
        bars = []
        for window in windows.windows:
            left = self._at[window.earliest] if window.earliest else 0.0
            right = self._at[window.latest] if window.latest else float(WIDTH)
            bars.append(
                Bar(
                    left=left,
                    width=max(right - left, _LEAST),
                    open_left=window.earliest is None,
                    open_right=window.latest is None,
                )
            )
        return tuple(bars)

    def ticks(self, words: Wording = ENGLISH) -> tuple[Tick, ...]:
        """Every instant, labelled where there is room; the last always is."""
        ticks: list[Tick] = []
        labelled = -math.inf
        last = self._at[self._instants[-1]] if self._instants else 0.0
        for when in self._instants:
            at = self._at[when]
            room = at == last or (at - labelled >= _LABEL_APART and last - at >= _LABEL_APART)
            labelled = at if room else labelled
            ticks.append(Tick(at=at, label=notation.day(when, words) if room else ""))
        return tuple(ticks)


def draw_timeline(hearing: Hearing, words: Wording = ENGLISH) -> Timeline:
    """Lay every event and publication on one line."""
    datings = {dating.event: dating for dating in hearing.datings}
    shown = {link.event: link.site for link in hearing.shown_at}
    spans = [_span(datings.get(event.key)) for event in hearing.accounts.events]
    spans += [document.published.windows for document in hearing.accounts.documents]
    axis = Axis(
        end for span in spans for window in span.windows for end in (window.earliest, window.latest) if end is not None
    )
    rows = [
        EventRow(
            key=f"event-{number}",
            event=event,
            dating=datings.get(event.key),
            bars=_bars(axis, span),
            site=shown.get(event.key),
        )
        for number, (event, span) in enumerate(zip(hearing.accounts.events, spans, strict=False), start=1)
    ]
    return Timeline(
        ticks=axis.ticks(words),
        events=tuple(row for row in rows if not row.event.context),
        context=tuple(row for row in rows if row.event.context),
        documents=tuple(_document(document, axis, hearing) for document in hearing.accounts.documents),
    )


def only_claimed(dating: Dating) -> tuple[tuple[DateBound, bool], ...]:
    """What is only said of an event's date, and whether the bounds speak against it."""
    return tuple((claim, claim in dating.disputed) for claim in dating.claims)


def _span(dating: Dating | None) -> WindowSet:
    if dating is None or isinstance(dating.windows, Undetermined):
        return WindowSet.always()
    return dating.windows


def _bars(axis: Axis, span: WindowSet) -> tuple[Bar, ...]:
    return () if span == WindowSet.always() else axis.bars(span)


def _document(document: Document, axis: Axis, hearing: Hearing) -> DocumentRow:
    numbers = hearing.numbers
    held = tuple(numbers[s.key] for s in hearing.accounts.statements if s.anchor.document == document.digest)
    return DocumentRow(document=document, bars=_bars(axis, document.published.windows), statements=held)
