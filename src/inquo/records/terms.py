"""Words of the field and how they include one another: what kind of building, weapon, act or state falls under which.

A term that is neither the same as another, nor under it, nor in one family with it may still mean
the same thing. Only members of one family exclude each other.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inquo.records.proposition import OneOf


class Inclusion(enum.Enum):
    """Whether one meaning lies inside another; unknown is not no."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


BROADER: Mapping[str, str] = {
    # acts
    "airstrike": "strike",
    "missile strike": "strike",
    "drone strike": "strike",
    "shelling": "strike",
    "strike": "attack",
    "ground attack": "attack",
    # facilities, by their civilian function; what protection one had at a time is another question
    "hospital": "medical facility",
    "clinic": "medical facility",
    "doctors": "medical facility",
    "pharmacy": "medical facility",
    "ambulance station": "medical facility",
    "medical facility": "civilian object",
    "school": "civilian object",
    "university": "civilian object",
    "place of worship": "civilian object",
    "market": "civilian object",
    "dwelling": "civilian object",
    "civilian area": "civilian object",
    "laboratory": "medical facility",
    "kindergarten": "civilian object",
    "library": "civilian object",
    "museum": "civilian object",
    "bakery": "civilian object",
    "shelter": "civilian object",
    "rescue": "civilian object",
    "residential": "dwelling",
    "barracks": "military object",
    "airbase": "military object",
    "depot": "military object",
    # weapons
    "Iskander": "ballistic missile",
    "Tochka": "ballistic missile",
    "Scud": "ballistic missile",
    "Kalibr": "cruise missile",
    "ballistic missile": "missile",
    "cruise missile": "missile",
    "air-to-surface missile": "missile",
    "barrel bomb": "bomb",
    "guided bomb": "bomb",
    # platforms
    "warship": "ship",
    "submarine": "ship",
    "aeroplane": "aircraft",
    "helicopter": "aircraft",
    "drone": "aircraft",
    "ground launcher": "ground platform",
    "artillery piece": "ground platform",
    # changes of state
    "evacuate": "withdraw",
    # effects
    "destroyed": "damaged",
    "damaged": "hit",
}
FAMILIES: tuple[frozenset[str], ...] = (
    frozenset({"attack", "publish", "withdraw"}),
    frozenset({"ground attack", "strike"}),
    frozenset({"civilian object", "military object"}),
    frozenset({"hospital", "school", "university", "place of worship", "market", "dwelling"}),
    frozenset({"missile", "bomb", "shell", "rocket"}),
    frozenset({"ballistic missile", "cruise missile", "air-to-surface missile"}),
    frozenset({"ship", "aircraft", "ground platform"}),
    frozenset({"functioning", "not functioning"}),
    frozenset({"evacuated", "occupied"}),
    frozenset({"existing", "not existing"}),
    frozenset({"marked", "not marked"}),
    frozenset({"deconflicted", "not deconflicted"}),
    frozenset({"hit", "not hit"}),
)

ATTACK = OneOf(terms=("attack",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of a case.

    Attributes:
        broader: Each term's broader one.
    """

    broader: Mapping[str, str]

    @classmethod
    def of(cls, added: Mapping[str, str]) -> Terms:
        """The words above, and those that a case adds, each with its broader one."""
        return cls(broader={**BROADER, **added})

    def term_in(self, term: str, pattern: OneOf) -> Inclusion:
        """Whether a term falls under any of a pattern's.

        >>> Terms.of({}).term_in("Iskander", OneOf(terms=("missile",)))
        <Inclusion.INSIDE: 'inside'>
        """
        return any_of(self._term(term, wanted) for wanted in pattern.terms)

    def overlap(self, one: OneOf, other: OneOf) -> Inclusion:
        """Whether two can be of one thing: inside when a term of one is a kind of the other's.

        >>> Terms.of({}).overlap(OneOf(terms=("strike",)), OneOf(terms=("ground attack",)))
        <Inclusion.OUTSIDE: 'outside'>
        """
        return any_of(self._term(a, b) for x, y in ((one, other), (other, one)) for a in x.terms for b in y.terms)

    def _term(self, term: str, wanted: str) -> Inclusion:
        above, wanted_above = line_of(term, self.broader), line_of(wanted, self.broader)
        if wanted in above:
            return Inclusion.INSIDE
        for family in FAMILIES:
            ours, theirs = family.intersection(above), family.intersection(wanted_above)
            if ours and theirs and not ours & theirs:
                return Inclusion.OUTSIDE
        return Inclusion.UNKNOWN


def any_of(found: Iterable[Inclusion]) -> Inclusion:
    """Inside when inside any; outside only when outside all, of at least one."""
    seen = set(found)
    if Inclusion.INSIDE in seen:
        return Inclusion.INSIDE
    return Inclusion.OUTSIDE if seen == {Inclusion.OUTSIDE} else Inclusion.UNKNOWN


def all_of(found: Iterable[Inclusion]) -> Inclusion:
    """Whether every one of several alternatives lies inside, or every one outside."""
    seen = set(found)
    return seen.pop() if len(seen) == 1 else Inclusion.UNKNOWN


def line_of(name: str, above: Mapping[str, str]) -> tuple[str, ...]:
    """A name and everything above it, nearest first."""
    line = [name]
    while line[-1] in above:
        line.append(above[line[-1]])
    return tuple(line)
