"""What a report shows of incidents that others recorded: which shot the tables were asked about."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.incident import Corroboration


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSearch:
    """A placed shot, and what every table has to say of it.

    Attributes:
        site: Number of the shot's site.
        shot: The shot's number.
        corroboration: What the tables say.
    """

    site: int
    shot: int
    corroboration: Corroboration
