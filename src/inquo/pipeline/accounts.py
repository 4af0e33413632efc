"""Statements joined to the rules for dates, and to what was found: what a case says of who said what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from inquo.dating.accounts import AccountBounds
from inquo.dating.bounds import BoundSource, gather
from inquo.dating.documents import Context, read_date
from inquo.records.chronology import DateText, Dating, WindowSet
from inquo.records.comparison import Comparison, Relation
from inquo.records.finding import Undetermined
from inquo.records.proposition import Proposition
from inquo.records.statement import Accounts
from inquo.statements.counting import TallyCheck, check_tally
from inquo.statements.documents import OpenDocument
from inquo.statements.engine import Engine
from inquo.statements.findings import EventFinding
from inquo.statements.gaps import list_gaps
from inquo.statements.hearsay import Origin, independent
from inquo.statements.hypotheses import Exculpatory, Hypothesis, Question, log_exculpatory, weigh_hypotheses
from inquo.statements.state import Aspect, MapTag, StateAnswer, facility_state
from inquo.statements.toml_file import parse_statements, read_statements
from inquo.statements.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Everything that follows from a statements file and the findings of a case.

    Attributes:
        accounts: What was said.
        findings: What was found about each event; empty where nothing was asked.
        datings: When each event was, by what the documents say.
        unread: For each event, what was said of its date that bounds nothing, with the reason.
        comparisons: Every statement against every finding and every other statement.
        origins: Which statements count as one account.
        hypotheses: For each event that is not background, who did it and what was hit.
        states: What each facility was at each event that statements tie it to: five questions, none left out.
        exculpatory: For each party that anybody names as an actor, all that speaks for it.
        tallies: For each statement that counts facilities, by its key, whether the count adds up.
        gaps: What is missing.
    """

    accounts: Accounts
    findings: tuple[EventFinding, ...] = ()
    datings: tuple[Dating, ...]
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict)
    comparisons: tuple[Comparison, ...]
    origins: tuple[Origin, ...]
    hypotheses: dict[str, tuple[Hypothesis, ...]]
    states: tuple[StateAnswer, ...] = ()
    exculpatory: dict[str, tuple[Exculpatory, ...]] = field(default_factory=dict)
    tallies: dict[str, tuple[TallyCheck, ...]] = field(default_factory=dict)
    gaps: tuple[str, ...]

    @property
    def contradictions(self) -> tuple[Comparison, ...]:
        """Every cell in which what was found contradicts what was said, or two statements each other."""
        return tuple(cell for cell in self.comparisons if cell.relation is Relation.CONTRADICTS)


def read_accounts(path: Path) -> Accounts:
    """Read a statements file, with the documents beside it.

    Args:
        path: The TOML file.

    Raises:
        StatementError: The file cannot be used; the message gives the line.
        QuoteError: A quote is not in its document.
    """
    return read_statements(path, read_time=_read_time)


def parse_accounts(content: bytes, path: Path, open_document: OpenDocument) -> Accounts:
    """Read a statements file that quotes documents kept elsewhere.

    Args:
        content: The TOML file.
        path: What to call it in an error.
        open_document: Finds the documents.

    Raises:
        StatementError: As for ``read_accounts``.
        QuoteError: As for ``read_accounts``.
    """
    return parse_statements(content, path, read_time=_read_time, open_document=open_document)


def hear(
    accounts: Accounts,
    findings: Sequence[EventFinding] = (),
    *,
    bounds: Sequence[BoundSource] = (),
    tags: Sequence[MapTag] = (),
    compare: Callable[[Sequence[EventFinding]], tuple[Comparison, ...]] | None = None,
) -> Hearing:
    """Draw every conclusion that the statements and the findings allow.

    Args:
        accounts: What was said.
        findings: What was found about the events; none is an answer too.
        bounds: What bounds the events in time, beside the documents.
        tags: What maps say of the facilities.
        compare: Makes the matrix; None for the engine on these accounts.
    """
    found = {finding.event: finding for finding in findings}
    events = [event.key for event in accounts.events if not event.context]
    said = AccountBounds(accounts)
    datings = tuple(gather(event.key, [said, *bounds]) for event in accounts.events)
    hypotheses = {
        event: tuple(h for question in Question for h in weigh_hypotheses(question, event, accounts, found.get(event)))
        for event in events
    }
    states = _states(accounts, events, {dating.event: dating.windows for dating in datings}, tags)
    return Hearing(
        accounts=accounts,
        findings=tuple(findings),
        datings=datings,
        unread={event.key: said.unread(event.key) for event in accounts.events if said.unread(event.key)},
        comparisons=(compare or Engine(accounts).matrix)(findings),
        origins=independent(accounts),
        hypotheses=hypotheses,
        states=states,
        exculpatory=_exculpatory(hypotheses, states, Vocabulary.of(accounts)),
        tallies=_tallies(accounts),
        gaps=list_gaps(accounts, findings),
    )


def _states(
    accounts: Accounts, events: Sequence[str], when: Mapping[str, WindowSet | Undetermined], tags: Sequence[MapTag]
) -> tuple[StateAnswer, ...]:
    """Every question about every facility that a statement ties to an event, by naming both or by counting from it."""
    tied = {
        (key, event)
        for statement in accounts.statements
        for proposition in statement.propositions
        if proposition.facility is not None
        for key in proposition.facility.keys
        for event in (*proposition.about, *_counted_from(proposition))
        if event in events
    }
    return tuple(
        facility_state(key, aspect, event, _known(when.get(event)), accounts, tags)
        for key, event in sorted(tied)
        for aspect in Aspect
    )


def _counted_from(proposition: Proposition) -> tuple[str, ...]:
    readings = proposition.time.readings if proposition.time else ()
    return tuple(reading.relative_to for reading in readings if reading.relative_to)


def _known(windows: WindowSet | Undetermined | None) -> WindowSet:
    return windows if isinstance(windows, WindowSet) else WindowSet.always()


def _exculpatory(
    hypotheses: Mapping[str, Sequence[Hypothesis]], states: Sequence[StateAnswer], vocabulary: Vocabulary
) -> dict[str, tuple[Exculpatory, ...]]:
    """All that speaks for each party; that another of its own side is named does not."""
    log: dict[str, tuple[Exculpatory, ...]] = {}
    for event, weighed in hypotheses.items():
        who = [hypothesis for hypothesis in weighed if hypothesis.question is Question.WHO]
        there = [state for state in states if state.event == event]
        for actor in [hypothesis.answer for hypothesis in who if hypothesis.answer]:
            others = [one for one in who if one.answer == actor or not vocabulary.same_side(one.answer or "", actor)]
            log[actor] = (*log.get(actor, ()), *log_exculpatory(actor, others, there, event))
    return log


def _tallies(accounts: Accounts) -> dict[str, tuple[TallyCheck, ...]]:
    checked = {
        statement.key: tuple(check_tally(p.tally, accounts) for p in statement.propositions if p.tally is not None)
        for statement in accounts.statements
    }
    return {key: checks for key, checks in checked.items() if checks}


def _read_time(text: str, *, dateline: date | None, zone: str | None, events: Mapping[str, WindowSet]) -> DateText:
    return read_date(text, Context(dateline=dateline, zone=zone, events=events))
