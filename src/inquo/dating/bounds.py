"""Where the bounds on an event meet, and which of them cannot all be right.

Documents, shadows and before-and-after imagery all speak in the same terms here: sets of
windows. A source of bounds needs no more than the one method of ``BoundSource``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from inquo.records.chronology import Conflict, DateBound, Dating, Window, WindowSet
from inquo.records.finding import Undetermined

METHOD = "window-algebra/1"
_MOST_SETS = 1024


class BoundSource(Protocol):
    """Something that can bound an event in time: documents, the sun, imagery before and after."""

    def bounds(self, event: str) -> Sequence[DateBound]:
        """Bounds on an event, each with its basis.

        Args:
            event: Key of the event.

        Returns:
            As many as there are, possibly none.
        """


def gather(event: str, sources: Iterable[BoundSource]) -> Dating:
    """Ask every source for its bounds on an event, and see where they meet."""
    return combine(event, [bound for source in sources for bound in source.bounds(event)])


def combine(event: str, bounds: Sequence[DateBound]) -> Dating:
    """See where the bounds on an event meet.

    1. Bounds on other events are not mixed in.
    2. A claim narrows nothing: it is set beside the result, and marked where it lies outside.
    3. The windows that remain are those that every bound allows.
    4. Where none remains, the smallest sets of bounds that cannot all be right are named.

    Args:
        event: Key of the event.
        bounds: Any bounds, of this event and others.

    Returns:
        The dating; its windows are ``Undetermined`` when nothing bounds the event or the bounds conflict.
    """
    ours = [bound for bound in bounds if bound.event == event]  # 1
    binding = tuple(bound for bound in ours if not bound.claim)  # 2
    claims = tuple(bound for bound in ours if bound.claim)
    met = WindowSet.always()  # 3
    for bound in binding:
        met = met.meet(bound.windows)
    conflicts, complete = conflicting(binding) if met.empty else ((), True)  # 4
    windows: WindowSet | Undetermined = met
    if not binding:
        windows = Undetermined(reason="nothing but claims bounds it" if claims else "nothing bounds it")
    elif met.empty:
        windows = Undetermined(reason=sentence(conflicts[0]))
    return Dating(
        event=event,
        windows=windows,
        bounds=binding,
        claims=claims,
        disputed=tuple(claim for claim in claims if binding and claim.windows.meet(met).empty),
        conflicts=conflicts,
        conflicts_complete=complete,
        method=METHOD,
    )


def conflicting(bounds: Sequence[DateBound]) -> tuple[tuple[Conflict, ...], bool]:
    """Find the minimal sets of bounds that no instant satisfies.

    Between two neighbouring ends of windows nothing changes, so finitely many instants stand for
    all. A set of bounds conflicts when each of those instants is refused by one of the set; the
    minimal such sets are the minimal transversals of the refusals. For plain windows they are all
    pairs; sets of windows can also conflict three or more at a time.

    Args:
        bounds: Bounds on one event.

    Returns:
        The conflicts, smallest first and then in the order of the bounds, and whether they are all.

    Source:
        C. Berge, Hypergraphs (1989), chapter 2: transversals by sequential multiplication.
    """
    refusals = _minimal({_refused_by(instant, bounds) for instant in _instants(bounds)})
    sets, complete = [0], True
    for refusal in refusals:
        grown = {chosen for chosen in sets if chosen & refusal}
        grown |= {chosen | bit for chosen in sets if not chosen & refusal for bit in _bits(refusal)}
        sets = _minimal(grown)
        complete = complete and len(sets) <= _MOST_SETS
        sets = sets[:_MOST_SETS]
    return tuple(
        Conflict(bounds=tuple(bound for index, bound in enumerate(bounds) if chosen >> index & 1))
        for chosen in sets
        if all(any(chosen & refusal == bit for refusal in refusals) for bit in _bits(chosen))
    ), complete


def sentence(conflict: Conflict) -> str:
    """Say a conflict in words."""
    count = "two cannot both" if len(conflict.bounds) == 2 else f"{len(conflict.bounds)} cannot all"
    stated = "; ".join(f"{describe(bound.windows)} ({bound.basis})" for bound in conflict.bounds)
    return f"these {count} be right: {stated}"


def describe(windows: WindowSet) -> str:
    """Write windows for a person, in UTC, ends as they are and none rounded.

    >>> describe(WindowSet.one(None, datetime(2021, 2, 26, tzinfo=UTC)))
    'before 2021-02-26T00:00Z'
    """
    return " or ".join(_describe_one(window) for window in windows.windows) or "at no time"


def _describe_one(window: Window) -> str:
    match window.earliest, window.latest:
        case None, None:
            return "at any time"
        case None, datetime() as latest:
            return f"before {_stamp(latest)}"
        case datetime() as earliest, None:
            return f"from {_stamp(earliest)} on"
        case earliest, latest:
            return f"from {_stamp(earliest)} to {_stamp(latest)}"


def _stamp(instant: datetime | None) -> str:
    if instant is None:
        return "?"
    exact = instant.second or instant.microsecond
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="auto" if exact else "minutes") + "Z"


def _instants(bounds: Sequence[DateBound]) -> list[datetime]:
    """One instant for each stretch between neighbouring ends: the ends themselves, and one before them all."""
    ends = {end for b in bounds for w in b.windows.windows for end in (w.earliest, w.latest) if end is not None}
    return [datetime.min.replace(tzinfo=UTC), *sorted(ends)]


def _refused_by(instant: datetime, bounds: Sequence[DateBound]) -> int:
    """Which bounds do not allow an instant, one bit each."""
    return sum(1 << index for index, bound in enumerate(bounds) if not _holds(bound.windows, instant))


def _holds(windows: WindowSet, instant: datetime) -> bool:
    return any(
        (window.earliest is None or window.earliest <= instant) and (window.latest is None or instant < window.latest)
        for window in windows.windows
    )


def _minimal(sets: Iterable[int]) -> list[int]:
    """Keep the sets that contain no other, smallest first."""
    kept: list[int] = []
    for candidate in sorted(sets, key=lambda s: (s.bit_count(), s)):
        if not any(smaller & candidate == smaller for smaller in kept):
            kept.append(candidate)
    return kept


def _bits(chosen: int) -> Iterable[int]:
    while chosen:
        bit = chosen & -chosen
        yield bit
        chosen ^= bit
