"""What a report shows of who said what: statements, what they mean for each other, and what they leave open.

Hearing
├── accounts       documents, parties, events, statements, as they were entered
├── datings        when each event was, as far as its bounds go
├── comparisons    every statement against every finding and every other statement
├── counted        which statements count as one account, and why
├── questions      who and what, with every alternative that anybody has raised
├── exculpatory    all that speaks for a party that may be held responsible
├── states         what a facility was at the date
└── gaps           what is missing
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field

from inquo.records.chronology import Dating
from inquo.records.comparison import Comparison
from inquo.records.finding import Undetermined
from inquo.records.naming import Names
from inquo.records.statement import Accounts, Scope


class Asks(enum.Enum):
    """What alternatives are alternatives to."""

    WHO = "who"
    WHAT = "what"


class Weighs(enum.Enum):
    """How a statement weighs on an alternative."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"


class Condition(enum.Enum):
    """What is asked of a facility at the date; the value is the term that answers with yes."""

    EXISTED = "existing"
    WORKED = "functioning"
    EVACUATED = "evacuated"
    MARKED = "marked"
    DECONFLICTED = "deconflicted"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedOnce:
    """Statements that count as one account.

    Attributes:
        statements: Their keys.
        why: For each reason to count them once, a clause.
    """

    statements: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One answer to a question about an event.

    Attributes:
        label: As shown.
        named: False for what nobody has named.
        raised_by: Keys of the statements that raise it.
        weights: How each statement weighs on it, by key.
        accounts_for: How many independent accounts are for it.
        accounts_against: How many are against it.
        found: Probability by the findings; None where they do not answer the question.
    """

    label: str
    named: bool
    raised_by: tuple[str, ...]
    weights: dict[str, Weighs]
    accounts_for: int
    accounts_against: int
    found: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question about an event, with every alternative.

    Attributes:
        event: Key of the event.
        asks: Who did it, or what was hit.
        alternatives: None dropped; the last is what nobody has named.
    """

    event: str
    asks: Asks
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exculpation:
    """One thing that speaks for a party that may be held responsible.

    Attributes:
        party: The party, as shown.
        event: Key of the event.
        source: Key of the statement, event or facility that it comes from.
        why: What it is, in a clause.
    """

    party: str
    event: str
    source: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateWitness:
    """One piece of evidence on what a facility was.

    Attributes:
        source: Key of a statement, or the tag of a map.
        holds: What it says; None when it does not settle the date in question.
        why: How it was applied to the date.
        circular: True for a map's tag that is not used, because it may stem from the strike itself.
    """

    source: str
    holds: bool | None
    why: str
    circular: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityState:
    """What a facility was when an event happened.

    Attributes:
        facility: As shown.
        aspect: What is asked.
        event: Key of the event.
        holds: The answer, or why there is none.
        witnesses: All that bears on it, used or not.
    """

    facility: str
    aspect: Condition
    event: str
    holds: bool | Undetermined
    witnesses: tuple[StateWitness, ...]

    @property
    def disputed(self) -> bool:
        """True when one says yes and another no."""
        return {True, False} <= {witness.holds for witness in self.witnesses}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCount:
    """What came of checking a count of facilities.

    Attributes:
        statement: Key of the statement that counts.
        adds_up: Whether it adds up, or why that cannot be told.
        why: In words.
    """

    statement: str
    adds_up: bool | Undetermined
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAt:
    """An event that footage of the case shows.

    Attributes:
        event: Key of the event.
        site: Number of the site.
    """

    event: str
    site: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Everything that a report says of statements.

    Attributes:
        accounts: What was said.
        scopes: How much of the world each statement covers, by key.
        datings: When each event was.
        unread: For each event, what was said of its date that bounds nothing, with the reason.
        comparisons: What each statement means for each finding and each other statement.
        counted: Which statements count once.
        questions: Who, and what, with alternatives.
        exculpatory: What speaks for those who may be held responsible.
        states: What facilities were at the date.
        tallies: Whether counts of facilities add up.
        gaps: What is missing, a sentence each.
        shown_at: Which events the sites show.
    """

    accounts: Accounts
    scopes: dict[str, Scope]
    datings: tuple[Dating, ...] = ()
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict)
    comparisons: tuple[Comparison, ...] = ()
    counted: tuple[CountedOnce, ...] = ()
    questions: tuple[Question, ...] = ()
    exculpatory: tuple[Exculpation, ...] = ()
    states: tuple[FacilityState, ...] = ()
    tallies: tuple[CheckedCount, ...] = ()
    gaps: tuple[str, ...] = ()
    shown_at: tuple[ShownAt, ...] = ()

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each statement, from 1, by key: what the report calls it by."""
        return {statement.key: n for n, statement in enumerate(self.accounts.statements, start=1)}

    @property
    def names(self) -> Names:
        """What the report calls everything else by."""
        return Names(self.accounts)

    def one_account(self, comparison: Comparison) -> bool:
        """True when the two statements that a comparison holds against each other count once."""
        pair = {comparison.statement, comparison.against}
        return comparison.against_proposition is not None and any(pair <= set(one.statements) for one in self.counted)

    def labels(self, keys: Iterable[str]) -> list[str]:
        """What the report calls some statements by, such as ``S4``."""
        return [*map(self.names.statement, keys)]

    def party(self, key: str) -> str:
        """A party's name, or its key when the file names none."""
        return self.names.party(key)

    def event(self, key: str) -> str:
        """An event's description, or its key when the file holds none."""
        return self.names.event(key)
