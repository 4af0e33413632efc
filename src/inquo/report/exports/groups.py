"""What can be left out of an export, by the words that a person uses for it."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable
from dataclasses import dataclass

WITHHELD = "withheld"


class Group(enum.Enum):
    """What can be withheld, by the word that a person uses for it."""

    FACILITIES = "facilities"
    FILES = "files"
    IMAGERY = "imagery"
    INCIDENTS = "incidents"
    LEADS = "leads"
    SPEAKERS = "speakers"
    STATEMENTS = "statements"
    WORDS = "words"


MEANINGS = {
    Group.FACILITIES: "names, identifiers, kinds and probabilities of facilities",
    Group.FILES: "names, sources and addresses of files, and the digests of all but footage and documents",
    Group.IMAGERY: "which images were used, and their outlines",
    Group.INCIDENTS: "what others recorded",
    Group.LEADS: "places that an undetermined shot resembles",
    Group.SPEAKERS: "who speaks in a statement, and who published it; not what the quotes themselves say",
    Group.STATEMENTS: "statements, their documents and events, and the dates that follow from them",
    Group.WORDS: "what people wrote: the case's name and question, notes, and what a decision rests on",
}
LEADS_BACK = frozenset(Group) - {Group.LEADS, Group.SPEAKERS}
"""What coarsening withholds by itself: each could lead back to the exact place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What a person decided to give away.

    Attributes:
        coarsen_m: Side of the grid that places are moved to, metres; None for places as they are.
        withhold: What is left out.
    """

    coarsen_m: float | None = None
    withhold: frozenset[Group] = frozenset()

    @classmethod
    def chosen(cls, coarsen_m: float | None, withhold: Iterable[Group], keep: Iterable[Group]) -> Disclosure:
        """What was asked for, and what coarsening withholds besides, but for what is to be kept."""
        withheld = frozenset(withhold) | (LEADS_BACK if coarsen_m is not None else frozenset())
        return cls(coarsen_m=coarsen_m, withhold=withheld - frozenset(keep))


def require_size(size_m: float) -> None:
    """Refuse a grid that would hide nothing, or everything.

    Raises:
        ValueError: The size is not between 10 m and 500 km.
    """
    if not (math.isfinite(size_m) and 10 <= size_m <= 500_000):
        raise ValueError(f"{size_m:g} m is no size for a grid; give 10 to 500000")
