"""What a report shows of incidents that others recorded: which tables were asked, and what each had to say."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.incident import Coverage, Incident, IncidentMatch, Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A recorded incident that could be the event: a candidate, never a finding by itself.

    Attributes:
        match: Its grounds, for and against.
        incident: The record as the table has it; None when it is not at hand.
    """

    match: IncidentMatch
    incident: Incident | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAnswer:
    """What one table has to say of an event.

    Attributes:
        dataset: The table's name.
        presence: Found; covered and not found; not covered; not determined.
        why: In words.
        coverage: What the table sets out to record; None when nobody has declared it.
        candidates: Best first, whatever the answer.
    """

    dataset: str
    presence: Presence
    why: str
    coverage: Coverage | None
    candidates: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSearch:
    """A placement, and what every table has to say of it.

    Attributes:
        site: Number of the site that was asked about.
        answers: One for each table.
    """

    site: int
    answers: tuple[TableAnswer, ...]
