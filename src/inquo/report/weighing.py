"""Alternatives against statements, and the exculpatory log, gathered for the page."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.report.hearing import Exculpation, Hearing, Question, Weighs


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
    """

    question: Question
    rows: tuple[WeightRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the exculpatory log.

    Attributes:
        number: The statement's number; None when it comes from something else.
        source: What it comes from, as shown.
        why: What it is.
        events: Of which events it holds.
    """

    number: int | None
    source: str
    why: str
    events: tuple[str, ...]


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
    return tuple(Weighed(question=question, rows=_rows(question, hearing)) for question in hearing.questions)


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


def _entries(log: list[Exculpation], hearing: Hearing) -> tuple[Entry, ...]:
    numbers = hearing.numbers
    names = {facility.key: facility.names[0] for facility in hearing.accounts.facilities}
    events: dict[tuple[str, str], list[str]] = {}
    for one in log:
        events.setdefault((one.source, one.why), []).append(hearing.event(one.event))
    return tuple(
        Entry(number=numbers.get(source), source=names.get(source, source), why=why, events=tuple(dict.fromkeys(of)))
        for (source, why), of in events.items()
    )
