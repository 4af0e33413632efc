"""What was taken into custody, by whom, when, and what was derived from it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from inquo.records.digest import Digest


def require_utc(instant: datetime) -> None:
    """Refuse a time without a zone, or in another zone than UTC.

    Raises:
        ValueError: The time is not in UTC.
    """
    if instant.utcoffset() != timedelta(0):
        raise ValueError(f"{instant.isoformat()} is not in UTC")


class ExhibitKind(enum.Enum):
    """What an exhibit is, told by its content and never by its name.

    One content has two kinds, and a person says which: GeoJSON is a list of facilities, or a map of every building.
    """

    FOOTAGE = "footage"
    PICTURE = "picture"
    IMAGERY = "imagery"
    GAZETTEER = "gazetteer"
    MAP = "map"
    DOCUMENT = "document"
    STATEMENTS = "statements"
    INCIDENTS = "incidents"
    DECLARATION = "declaration"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an exhibit came from, in the words of the person who added it.

    Attributes:
        description: Who published it and how it was obtained; empty when not said.
        url: Address it was published at, as given; None when not said.
        published: Date or time of publication as written by the person (raw, unparsed); None when not said.
        note: Anything else.
        acquired: For imagery, date or time it was taken as written by the person (raw, unparsed); None when not said.
        provider: Who made it; None when not said.
        licence: Its terms; None when not said.
    """

    description: str = ""
    url: str | None = None
    published: str | None = None
    note: str = ""
    acquired: str | None = None
    provider: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One file in custody: the same bytes are one exhibit, however often they are added.

    Attributes:
        digest: SHA-256 of the bytes as received.
        size_bytes: Length of the file.
        kind: What the content is.

    Raises:
        ValueError: The size is negative.
    """

    digest: Digest
    size_bytes: int
    kind: ExhibitKind

    def __post_init__(self) -> None:
        """Refuse a file of negative length."""
        if self.size_bytes < 0:
            raise ValueError(f"a file cannot have {self.size_bytes} bytes")


class Act(enum.Enum):
    """What was done in a custody event."""

    CASE_OPENED = "case opened"
    TAKEN_IN = "taken into custody"
    TAKEN_IN_AGAIN = "the same bytes received again"
    DESCRIBED = "described"
    DERIVED = "working copy derived"
    DECIDED = "decision by a person"
    EXPORTED = "exported"
    RECOVERED = "recovered after an interruption"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyEvent:
    """One line of the ledger: who did what to which exhibit, when, with which program.

    Attributes:
        act: What was done.
        subject: Digest of what it was done to; None for the case as a whole.
        who: The person, as the system or they named them.
        when: Time in UTC; ``clock`` says whose.
        clock: Which clock gave the time, such as ``system clock, not verified``.
        program: Program and version.
        source: Where it came from, for an intake.
        name: File name as received; None when there is none.
        detail: Anything else, in words.
        size_bytes: Length of the file, for an intake or a working copy.
        kind: What the content is, for a description.

    Raises:
        ValueError: The time is not in UTC.
    """

    act: Act
    subject: Digest | None
    who: str
    when: datetime
    program: str
    clock: str = "system clock, not verified"
    source: Source | None = None
    name: str | None = None
    detail: str = ""
    size_bytes: int | None = None
    kind: ExhibitKind | None = None

    def __post_init__(self) -> None:
        """Refuse a time that is not in UTC."""
        require_utc(self.when)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCopy:
    """Something derived from exhibits, with the recipe that made it.

    Attributes:
        digest: SHA-256 of the derived bytes.
        derived_from: Digests of what it was made from.
        recipe: Step, method version and what it did, such as ``composite/1: median of 41 frames``.
        media_type: Such as ``image/png``.
        size_bytes: Length.
    """

    digest: Digest
    derived_from: tuple[Digest, ...]
    recipe: str
    media_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One step of a proof that what is on disk is what was taken into custody.

    Attributes:
        number: Place of the step in its list, from 1; steps about several files share it.
        subject: What was looked at, such as ``exhibits/0b/0b7c...``.
        passed: Whether it holds.
        detail: What was found, in a clause.
    """

    number: int
    subject: str
    passed: bool
    detail: str
