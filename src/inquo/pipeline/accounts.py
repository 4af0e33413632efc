"""Statements joined to the rules for dates, and to what was found: what a case says of who said what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inquo.dating.accounts import AccountBounds
from inquo.dating.bounds import gather
from inquo.dating.documents import Context, read_date
from inquo.records.chronology import DateText, Dating, WindowSet
from inquo.records.comparison import Comparison
from inquo.records.statement import Accounts
from inquo.statements.engine import Engine
from inquo.statements.findings import EventFinding
from inquo.statements.gaps import list_gaps
from inquo.statements.hearsay import Origin, independent
from inquo.statements.hypotheses import Hypothesis, Question, weigh_hypotheses
from inquo.statements.toml_file import read_statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Everything that follows from a statements file and the findings of a case.

    Attributes:
        accounts: What was said.
        datings: When each event was, by what the documents say.
        comparisons: Every statement against every finding and every other statement.
        origins: Which statements count as one account.
        hypotheses: For each event that is not background, who did it and what was hit.
        gaps: What is missing.
    """

    accounts: Accounts
    datings: tuple[Dating, ...]
    comparisons: tuple[Comparison, ...]
    origins: tuple[Origin, ...]
    hypotheses: dict[str, tuple[Hypothesis, ...]]
    gaps: tuple[str, ...]


def read_accounts(path: Path) -> Accounts:
    """Read a statements file, with the documents beside it.

    Args:
        path: The TOML file.

    Raises:
        StatementError: The file cannot be used; the message gives the line.
        QuoteError: A quote is not in its document.
        UsageError: A document names a time zone that does not exist.
    """
    return read_statements(path, read_time=_read_time)


def hear(accounts: Accounts, findings: Sequence[EventFinding] = ()) -> Hearing:
    """Draw every conclusion that the statements and the findings allow.

    Args:
        accounts: What was said.
        findings: What was found about the events; none is an answer too.
    """
    found = {finding.event: finding for finding in findings}
    events = [event.key for event in accounts.events if not event.context]
    return Hearing(
        accounts=accounts,
        datings=tuple(gather(event.key, [AccountBounds(accounts)]) for event in accounts.events),
        comparisons=Engine(accounts).matrix(findings),
        origins=independent(accounts),
        hypotheses={
            event: tuple(
                h for question in Question for h in weigh_hypotheses(question, event, accounts, found.get(event))
            )
            for event in events
        },
        gaps=list_gaps(accounts, findings),
    )


def _read_time(text: str, *, dateline: date | None, zone: str | None, events: Mapping[str, WindowSet]) -> DateText:
    return read_date(text, Context(dateline=dateline, zone=zone, events=events))
