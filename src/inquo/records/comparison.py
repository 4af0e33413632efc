"""What one thing said or found means for another: four relations, how firm, and why."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from inquo.records.finding import Strength


class Relation(enum.Enum):
    """What a statement and something else mean for each other; never a bare yes or no."""

    CONTRADICTS = "contradicts"
    SUPPORTS = "supports"
    COMPATIBLE = "compatible"
    DOES_NOT_ADDRESS = "does not address"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotMatch:
    """How one slot of a proposition compares; what is neither inside nor outside is unknown.

    Attributes:
        slot: Such as ``facility``.
        inside: Probability, at least, that the fact lies in what the slot says.
        outside: Probability, at least, that it does not.
        reason: Why, in a clause.

    Raises:
        ValueError: The two are no probabilities.
    """

    slot: str
    inside: float
    outside: float
    reason: str

    def __post_init__(self) -> None:
        """Refuse probabilities that are none."""
        if not (self.inside >= 0 and self.outside >= 0 and self.inside + self.outside <= 1 + 1e-9):
            raise ValueError(f"inside {self.inside} and outside {self.outside} cannot both hold")

    @property
    def silent(self) -> bool:
        """True when nothing is known either way."""
        return self.inside == 0 and self.outside == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One cell of the matrix of statements.

    Attributes:
        statement: Key of the statement.
        proposition: Which of its propositions, from 0.
        against: Key of the event that was found out about, or of the other statement.
        against_proposition: Which of the other statement's propositions; None for a finding.
        relation: What they mean for each other.
        strength: How firmly that may be said; undetermined where nothing decides.
        leans: What it would be if what is only probable were so; None when it does not lean.
        slots: Every slot that the proposition fills, with what decided it.
        conceded: Keys of the speaker's own statements that were counted against it.
        sentence: All this in one sentence from the fixed table.
        method: Name and version.
    """

    statement: str
    proposition: int
    against: str
    against_proposition: int | None
    relation: Relation
    strength: Strength
    leans: Relation | None
    slots: tuple[SlotMatch, ...]
    conceded: tuple[str, ...]
    sentence: str
    method: str
