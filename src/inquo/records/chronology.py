"""When: windows of time, what a text says of a date, and the bounds on an event that follow."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from inquo.records.custody import require_utc
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
_AFTER_ALL = datetime.max.replace(tzinfo=UTC)


class Precision(enum.Enum):
    """The unit in which a source speaks of a time; never finer than its words."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    DAYS = "several days"
    PART_OF_MONTH = "part of a month"
    MONTH = "month"
    PART_OF_YEAR = "part of a year"
    YEAR = "year"
    DECADE = "decade"


def coarsest(precisions: Iterable[Precision]) -> Precision:
    """The least precise of some units.

    >>> coarsest([Precision.DAY, Precision.MONTH]).value
    'month'
    """
    return max(precisions, key=list(Precision).index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time, from its earliest instant up to but not including its latest.

    Attributes:
        earliest: First instant, UTC; None when nothing bounds it from before.
        latest: First instant that no longer belongs to it, UTC; None when nothing bounds it from after.

    Raises:
        ValueError: An end is not in UTC, or the window holds no instant.
    """

    earliest: datetime | None
    latest: datetime | None

    def __post_init__(self) -> None:
        """Refuse a window that is empty, or in somebody's local time."""
        for end in (self.earliest, self.latest):
            if end is not None:
                require_utc(end)
        if not self.start < self.end:
            raise ValueError(f"a window must end after it starts, not {self.earliest} to {self.latest}")

    @property
    def start(self) -> datetime:
        """The earliest instant, or the calendar's first where nothing bounds it."""
        return _BEFORE_ALL if self.earliest is None else self.earliest

    @property
    def end(self) -> datetime:
        """The latest instant, or the calendar's last where nothing bounds it."""
        return _AFTER_ALL if self.latest is None else self.latest

    def meet(self, other: Window) -> Window | None:
        """What both windows hold; None when that is nothing."""
        earliest = self.earliest if self.start >= other.start else other.earliest
        latest = self.latest if self.end <= other.end else other.latest
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Window(earliest=earliest, latest=latest) if start < end else None

    def shifted(self, least: timedelta, most: timedelta) -> Window:
        """The window of an event that came at least ``least`` and at most ``most`` after one in this window."""
        return Window(
            earliest=None if self.earliest is None else self.earliest + least,
            latest=None if self.latest is None else self.latest + most,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSet:
    """Windows any one of which may hold the event: sorted, apart from one another, possibly none.

    Attributes:
        windows: In order of time, with a gap between each and the next.

    Raises:
        ValueError: They are out of order or touch; build from any windows with ``of``.
    """

    windows: tuple[Window, ...]

    def __post_init__(self) -> None:
        """Refuse a set that could be written in two ways, for then its digest would not name it."""
        for first, second in zip(self.windows, self.windows[1:], strict=False):
            if not first.end < second.start:
                raise ValueError("windows of a set must be in order and apart; use WindowSet.of")

    @classmethod
    def of(cls, windows: Iterable[Window]) -> WindowSet:
        """Sort windows, and merge those that touch."""
        merged: list[Window] = []
        for window in sorted(windows, key=lambda w: (w.start, w.end)):
            if merged and merged[-1].end >= window.start:
                last = merged.pop()
                latest = last.latest if last.end >= window.end else window.latest
                window = Window(earliest=last.earliest, latest=latest)
            merged.append(window)
        return cls(windows=tuple(merged))

    @classmethod
    def one(cls, earliest: datetime | None, latest: datetime | None) -> WindowSet:
        """The set of a single window."""
        return cls(windows=(Window(earliest=earliest, latest=latest),))

    @classmethod
    def always(cls) -> WindowSet:
        """All of time: what is known when nothing is."""
        return cls.one(None, None)

    @property
    def empty(self) -> bool:
        """True when no instant is left."""
        return not self.windows

    @property
    def earliest(self) -> datetime | None:
        """The first instant; None when there is none, or nothing bounds it."""
        return self.windows[0].earliest if self.windows else None

    @property
    def latest(self) -> datetime | None:
        """The instant after the last; None when there is none, or nothing bounds it."""
        return self.windows[-1].latest if self.windows else None

    def meet(self, other: WindowSet) -> WindowSet:
        """Instants that both sets hold."""
        both = (mine.meet(theirs) for mine in self.windows for theirs in other.windows)
        return WindowSet.of(window for window in both if window is not None)

    def join(self, other: WindowSet) -> WindowSet:
        """Instants that either set holds."""
        return WindowSet.of(self.windows + other.windows)

    def within(self, other: WindowSet) -> bool:
        """True when the other set holds every instant of this one, which holds at least one."""
        return not self.empty and self.meet(other) == self

    def shifted(self, least: timedelta, most: timedelta) -> WindowSet:
        """When something happened that came between ``least`` and ``most`` after an event in this set.

        Raises:
            OverflowError: The calendar has no such year.
        """
        return WindowSet.of(window.shifted(least, most) for window in self.windows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One meaning that words about a time can have.

    Attributes:
        windows: When that would be.
        precision: Unit in which the words speak.
        rule: How the words were read, such as ``Thursday on or before the dateline, 27 February 2021``.
        edtf: The same in the Extended Date/Time Format, local calendar; None where EDTF cannot say it.
        relative_to: Event that the words count from; None for words that name a date.
        after_days: Least and most days after that event; negative before it, None on an open side.
    """

    windows: WindowSet
    precision: Precision
    rule: str
    edtf: str | None = None
    relative_to: str | None = None
    after_days: tuple[float | None, float | None] | None = None

    def __post_init__(self) -> None:
        """Refuse a reading that means no time at all."""
        if self.windows.empty:
            raise ValueError("a reading must leave at least one instant")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateText:
    """Words about a time as a source wrote them, with every meaning that they can have.

    Attributes:
        raw: The words, unchanged.
        readings: One for each meaning; more than one where the words are ambiguous, none where they cannot be read.
        unread: Why they could not be read; None when they were.

    Raises:
        ValueError: There are readings and a reason for having none, or neither.
    """

    raw: str
    readings: tuple[Reading, ...]
    unread: Undetermined | None = None

    def __post_init__(self) -> None:
        """Refuse words that are both read and unread."""
        if bool(self.readings) == (self.unread is not None):
            raise ValueError("words about a time are either read or unread, with a reason")

    @property
    def windows(self) -> WindowSet:
        """Every instant that some reading allows; all of time when the words could not be read."""
        if not self.readings:
            return WindowSet.always()
        return WindowSet.of(window for reading in self.readings for window in reading.windows.windows)


class BoundKind(enum.Enum):
    """What a bound says, told by the shape of its windows."""

    NOT_BEFORE = "not before"
    NOT_AFTER = "not after"
    WINDOW = "window"
    WINDOWS = "one of several windows"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateBound:
    """Something that limits when an event can have happened.

    Attributes:
        event: Key of the event.
        windows: When it can have happened, as far as this goes.
        precision: Unit in which the source speaks.
        basis: Why, in a clause, such as ``published then, so it happened before``.
        source: Digest of what it rests on.
        raw: The source's own words; empty where there are none.
        edtf: The same in the Extended Date/Time Format, local calendar; None where that cannot say it.
        claim: True for what is only said, such as a container's creation time: shown, but it narrows nothing.

    Raises:
        ValueError: It allows no instant or every instant, or says no basis or event.
    """

    event: str
    windows: WindowSet
    precision: Precision
    basis: str
    source: Digest
    raw: str = ""
    edtf: str | None = None
    claim: bool = False

    def __post_init__(self) -> None:
        """Refuse a bound that bounds nothing, leaves nothing, or rests on nothing."""
        if self.windows.empty or self.windows == WindowSet.always():
            raise ValueError("a bound must leave some instants and exclude others")
        if not (self.basis.strip() and self.event.strip()):
            raise ValueError("a bound needs an event and a basis")

    @property
    def kind(self) -> BoundKind:
        """Not before, not after, or between."""
        if len(self.windows.windows) > 1:
            return BoundKind.WINDOWS
        if self.windows.earliest is None:
            return BoundKind.NOT_AFTER
        return BoundKind.NOT_BEFORE if self.windows.latest is None else BoundKind.WINDOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Bounds that cannot all be right, though any fewer of them could be.

    Attributes:
        bounds: The smallest such set, at least two.
    """

    bounds: tuple[DateBound, ...]

    def __post_init__(self) -> None:
        """Refuse a conflict of one."""
        if len(self.bounds) < 2:
            raise ValueError("a conflict takes at least two bounds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """When an event happened, as far as all its bounds together can say.

    Attributes:
        event: Key of the event.
        windows: Where the bounds meet, or why they do not.
        bounds: Every bound that narrows it.
        claims: What is only said; it narrows nothing.
        disputed: The claims that lie wholly outside the windows.
        conflicts: Minimal sets of bounds that cannot all be right, smallest first; empty when the bounds meet.
        conflicts_complete: False when there were too many such sets to list them all.
        method: Name and version.
    """

    event: str
    windows: WindowSet | Undetermined
    bounds: tuple[DateBound, ...]
    claims: tuple[DateBound, ...]
    disputed: tuple[DateBound, ...]
    conflicts: tuple[Conflict, ...]
    conflicts_complete: bool
    method: str
