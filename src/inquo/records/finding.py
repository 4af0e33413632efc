"""Answers, including the honest one: that the evidence does not settle it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from inquo.records.custody import require_utc
from inquo.records.digest import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Undetermined:
    """The evidence does not settle it. A value, not an error.

    Attributes:
        reason: Why, in words for the person who asked: the first criterion that was not met.

    Raises:
        ValueError: No reason is given.
    """

    reason: str

    def __post_init__(self) -> None:
        """Refuse to be silent about why."""
        if not self.reason.strip():
            raise ValueError("undetermined needs a reason")


class Strength(enum.Enum):
    """How firmly a finding may be worded; the report's sentences hang on it."""

    ESTABLISHED = "established"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence of the report before it is worded.

    Attributes:
        kind: What it is about, a key of the wording table, such as ``placement``.
        strength: How firmly it may be worded.
        subject: Digest of the record that it is about.
        basis: Digests of the records on which it rests.
        values: What the sentence is filled with, by name.
    """

    kind: str
    strength: Strength
    subject: Digest
    basis: tuple[Digest, ...]
    values: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A person's decision about a record: one more input to the steps after it.

    Attributes:
        subject: Digest of the record that was decided on.
        decision: Such as ``accepted``, ``rejected`` or ``aim moved``.
        reason: Why.
        who: The person.
        when: Time in UTC.
        values: What was set, by name.
    """

    subject: Digest
    decision: str
    reason: str
    who: str
    when: datetime
    values: dict[str, float]

    def __post_init__(self) -> None:
        """Refuse a time that is not in UTC."""
        require_utc(self.when)
