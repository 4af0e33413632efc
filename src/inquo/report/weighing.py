"""Alternatives against statements, and the exculpatory log, gathered for the page."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.report.hearing import Exculpation, FacilityState, Hearing, Question, Weighs


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightRow:
    """A statement against every alternative of a question.

    Attributes:
        number: The statement's number.
        weights: One for each alternative.
    """

    number: int
    weights: tuple[Weighs, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A question as shown.

    Attributes:
        question: The question.
        rows: The statements that weigh on at least one alternative.
        sides: For each alternative, the numbers of the statements for it, and of those against it.
    """

    question: Question
    rows: tuple[WeightRow, ...]
    sides: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the exculpatory log.

    Attributes:
        number: The statement's number; None when it comes from something else.
        source: What it comes from, as shown.
        why: What it is.
        events: Of which events it holds.
        everywhere: True when those are all events in question, and several.
    """

    number: int | None
    source: str
    why: str
    events: tuple[str, ...]
    everywhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Everything that speaks for one party.

    Attributes:
        party: The party, as shown.
        entries: What speaks for it.
    """

    party: str
    entries: tuple[Entry, ...]


def weigh(hearing: Hearing) -> tuple[Weighed, ...]:
    """Every question, with the statements that weigh on its alternatives."""
    weighed = []
    for question in hearing.questions:
        rows = _rows(question, hearing)
        sides = tuple(
            (_numbers(rows, index, Weighs.FOR), _numbers(rows, index, Weighs.AGAINST))
            for index in range(len(question.alternatives))
        )
        weighed.append(Weighed(question=question, rows=rows, sides=sides))
    return tuple(weighed)


def exculpatory_log(hearing: Hearing) -> tuple[Log, ...]:
    """What speaks for each party; the same thing said of several events stands once, and names them all."""
    parties = dict.fromkeys(entry.party for entry in hearing.exculpatory)
    return tuple(
        Log(party=party, entries=_entries([e for e in hearing.exculpatory if e.party == party], hearing))
        for party in parties
    )


def _rows(question: Question, hearing: Hearing) -> tuple[WeightRow, ...]:
    rows = []
    for key, number in hearing.numbers.items():
        weights = tuple(one.weights.get(key, Weighs.NEUTRAL) for one in question.alternatives)
        if any(weight is not Weighs.NEUTRAL for weight in weights):
            rows.append(WeightRow(number=number, weights=weights))
    return tuple(rows)


def _numbers(rows: tuple[WeightRow, ...], alternative: int, weighs: Weighs) -> tuple[int, ...]:
    return tuple(row.number for row in rows if row.weights[alternative] is weighs)


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """What is known of one building at the time of one event.

    Attributes:
        facility: As shown.
        event: Key of the event.
        told: The aspects of which somebody has said something.
        silent: Those of which nobody has.
    """

    facility: str
    event: str
    told: tuple[FacilityState, ...]
    silent: tuple[FacilityState, ...]


def states(hearing: Hearing) -> tuple[States, ...]:
    """What buildings were, a group for each building and event, in the order in which they were asked about."""
    asked = dict.fromkeys((state.facility, state.event) for state in hearing.states)
    grouped = {pair: [one for one in hearing.states if (one.facility, one.event) == pair] for pair in asked}
    return tuple(
        States(
            facility=facility,
            event=event,
            told=tuple(one for one in group if one.witnesses),
            silent=tuple(one for one in group if not one.witnesses),
        )
        for (facility, event), group in grouped.items()
    )


def _entries(log: list[Exculpation], hearing: Hearing) -> tuple[Entry, ...]:
    """A line for each source and set of events, with everything that it says there."""
    numbers = hearing.numbers
    names = {facility.key: facility.names[0] for facility in hearing.accounts.facilities}
    in_question = {question.event for question in hearing.questions}
    events: dict[tuple[str, str], dict[str, None]] = {}
    for one in log:
        events.setdefault((one.source, one.why), {})[one.event] = None
    said: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (source, why), of in events.items():
        said.setdefault((source, tuple(of)), []).append(why)
    return tuple(
        Entry(
            number=numbers.get(source),
            source=names.get(source, source),
            why="; ".join(whys),
            events=tuple(map(hearing.event, of)),
            everywhere=len(of) > 2 and set(of) == in_question,
        )
        for (source, of), whys in said.items()
    )
