"""What a facility was at the date: whether it stood, worked, was empty, was marked, was on a list.

Which building it is, whether it worked as what it is, and what protection it had are separate
questions. Each is answered from dated statements, and from map tags only where they are older than
the strike: a tag added afterwards may have been added because of it, and proves nothing.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from inquo.records.chronology import Reading, WindowSet
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.naming import Names
from inquo.records.proposition import Proposition
from inquo.records.statement import Accounts, Attitude


class Aspect(enum.Enum):
    """A question about a facility; the value is the term that answers it with yes."""

    EXISTED = "existing"
    WORKED = "functioning"
    EVACUATED = "evacuated"
    MARKED = "marked"
    DECONFLICTED = "deconflicted"

    @property
    def no(self) -> str:
        """The term that answers it with no."""
        return "occupied" if self is Aspect.EVACUATED else f"not {self.value}"


LASTING = frozenset({Aspect.EVACUATED, Aspect.DECONFLICTED})
"""States that hold from when they are said to have begun until something else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapTag:
    """What a map says of a facility, and since when.

    Attributes:
        facility: Key of the facility.
        aspect: What the tag answers.
        holds: Its answer.
        added: When it was first on the map; None when that is not known.
        source: Digest of the map or its history.
        name: The tag as written, such as ``amenity=hospital``.
    """

    facility: str
    aspect: Aspect
    holds: bool
    added: WindowSet | None
    source: Digest
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One piece of evidence on a facility's state.

    Attributes:
        source: Key of the statement, or name of the tag.
        holds: What it says; None when it does not settle the date in question.
        why: How it was applied to the date, in a clause.
        circular: True for a tag that is not used because it may stem from the strike itself.
    """

    source: str
    holds: bool | None
    why: str
    circular: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StateAnswer:
    """What a facility was when an event happened, as far as anybody has said.

    Attributes:
        facility: Key of the facility.
        aspect: The question.
        event: Key of the event.
        holds: The answer, or why there is none.
        witnesses: All that bears on it, used or not.
    """

    facility: str
    aspect: Aspect
    event: str
    holds: bool | Undetermined
    witnesses: tuple[Witness, ...]


def facility_state(
    facility: str,
    aspect: Aspect,
    event: str,
    when: WindowSet,
    accounts: Accounts,
    tags: Iterable[MapTag] = (),
) -> StateAnswer:
    """Say what a facility was when an event happened.

    1. Every statement that fills the slot for this facility is applied to the date; where its words
       have several readings, it settles the date only if they agree.
    2. A map tag counts only if it is known to be older than the event.
    3. Accounts that differ are shown, and leave the answer open.

    Args:
        facility: Key of the facility.
        aspect: The question.
        event: Key of the event.
        when: When it happened, as far as it is known.
        accounts: Everything that was said.
        tags: What maps say.
    """
    names = Names(accounts)
    witnesses = [
        _apply(statement.key, proposition, event, when, names, said=said, lasting=aspect in LASTING)
        for statement in accounts.statements
        if statement.attitude is Attitude.ASSERTS
        for proposition in statement.propositions
        if (said := _answer(proposition, facility, aspect)) is not None  # 1
    ]
    witnesses += [_apply_tag(tag, when) for tag in tags if (tag.facility, tag.aspect) == (facility, aspect)]  # 2
    answers = {witness.holds for witness in witnesses if witness.holds is not None}
    holds: bool | Undetermined
    if len(answers) == 2:  # 3
        holds = Undetermined(reason="accounts differ: " + _list(witnesses, names))
    elif answers:
        holds = answers.pop()
    else:
        reason = "nothing that was said settles it: " + _list(witnesses, names) if witnesses else "nobody has said"
        holds = Undetermined(reason=reason)
    return StateAnswer(facility=facility, aspect=aspect, event=event, holds=holds, witnesses=tuple(witnesses))


def _answer(proposition: Proposition, facility: str, aspect: Aspect) -> bool | None:
    """What a proposition says of an aspect of a facility; None when it says nothing."""
    if proposition.facility is None or proposition.facility.keys != (facility,) or proposition.status is None:
        return None
    terms = proposition.status.terms
    if aspect.value in terms:
        return None if aspect.no in terms else True
    return False if aspect.no in terms else None


def _apply(
    source: str, proposition: Proposition, event: str, when: WindowSet, names: Names, *, said: bool, lasting: bool
) -> Witness:
    if proposition.time is None:
        if event in proposition.about:
            return Witness(source=source, holds=said, why="said of the event itself")
        return Witness(source=source, holds=None, why="gives no date")
    settled = [(reading, *_settles(reading, event, when, lasting=lasting)) for reading in proposition.time.readings]
    why = "; ".join(f"if {names.rule(reading)}: {word}" for reading, _, word in settled)
    if settled and all(yes for _, yes, _ in settled):
        return Witness(source=source, holds=said, why=why)
    return Witness(source=source, holds=None, why=why or f"the date {proposition.time.raw!r} cannot be read")


def _settles(reading: Reading, event: str, when: WindowSet, *, lasting: bool) -> tuple[bool, str]:
    """Whether a state said of a time holds at the event, and how that follows."""
    if reading.relative_to == event and reading.after_days is not None:
        least, most = reading.after_days
        if lasting and most is not None and most <= 0:
            return True, "it had begun before the event"
        if least is not None and least >= 0:
            return False, "it began after the event"
    begun = reading.windows.latest
    if lasting and begun is not None and when.earliest is not None and begun <= when.earliest:
        return True, "it had begun before the event"
    if when.within(reading.windows):
        return (False, "it may have begun before or after the event") if lasting else (True, "said of that time")
    return False, "the dates do not settle it"


def _apply_tag(tag: MapTag, when: WindowSet) -> Witness:
    if tag.added is None:
        return Witness(source=tag.name, holds=None, why="not known since when it is on the map", circular=True)
    added = tag.added.latest
    if added is not None and when.earliest is not None and added <= when.earliest:
        return Witness(source=tag.name, holds=tag.holds, why="on the map before the event")
    after = tag.added.earliest is not None and when.latest is not None and tag.added.earliest >= when.latest
    why = "added after the event: circular" if after else "may have been added after the event"
    return Witness(source=tag.name, holds=None, why=why, circular=True)


def _list(witnesses: Iterable[Witness], names: Names) -> str:
    return "; ".join(f"{names.statement(witness.source)} ({witness.why})" for witness in witnesses)
