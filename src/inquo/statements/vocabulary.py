"""Words and how they include one another: what kind of building, weapon, act or state falls under which.

A term that is neither the same as another, nor under it, nor in one family with it may still mean
the same thing. Only members of one family exclude each other.
"""

from __future__ import annotations

import enum
import graphlib
from collections.abc import Mapping
from dataclasses import dataclass

from inquo.records.proposition import FacilityIs, OneOf
from inquo.records.statement import Accounts, NamedFacility


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
class Vocabulary:
    """Terms, parties, facilities and events of one case, and how they include one another.

    Attributes:
        broader: Each term's broader one.
        part_of: Each party's whole.
        facilities: Facilities by key.
        names: Each party's name.
        events: The wholes that each event is one of.
    """

    broader: Mapping[str, str]
    part_of: Mapping[str, str]
    facilities: Mapping[str, NamedFacility]
    names: Mapping[str, str]
    events: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, accounts: Accounts) -> Vocabulary:
        """The vocabulary of a case.

        Raises:
            ValueError: A term, party or event is under itself.
        """
        vocabulary = cls(
            broader={**BROADER, **accounts.broader},
            part_of={party.key: party.part_of for party in accounts.parties if party.part_of},
            facilities={facility.key: facility for facility in accounts.facilities},
            names={party.key: party.name for party in accounts.parties},
            events={event.key: event.part_of for event in accounts.events if event.part_of},
        )
        single = (
            {name: (above,) for name, above in table.items()} for table in (vocabulary.broader, vocabulary.part_of)
        )
        for table in (*single, vocabulary.events):
            try:
                graphlib.TopologicalSorter(table).prepare()
            except graphlib.CycleError as error:
                raise ValueError(f"{error.args[1][0]!r} is under itself: {', '.join(error.args[1])}") from error
        return vocabulary

    def event_line(self, event: str) -> tuple[str, ...]:
        """An event and everything that it is one of, nearest first."""
        line = [event]
        for step in line:
            line += [above for above in self.events.get(step, ()) if above not in line]
        return tuple(line)

    def side(self, party: str) -> str:
        """The party that answers for a party in the end."""
        return _line(party, self.part_of)[-1]

    def same_side(self, one: str, other: str) -> bool:
        """True when one party answers for both."""
        return self.side(one) == self.side(other)

    def term_in(self, term: str, pattern: OneOf) -> Inclusion:
        """Whether a term falls under any of a pattern's."""
        return _any_of([self._term(term, wanted) for wanted in pattern.terms])

    def party_in(self, party: str, pattern: OneOf) -> Inclusion:
        """Whether a party is any of a pattern's, or part of one; distinct parties exclude each other."""
        line = _line(party, self.part_of)
        if any(wanted in line for wanted in pattern.terms):
            return Inclusion.INSIDE
        wholes = {above for wanted in pattern.terms for above in _line(wanted, self.part_of)}
        return Inclusion.UNKNOWN if party in wholes else Inclusion.OUTSIDE

    def same_act(self, one: OneOf | None, other: OneOf | None) -> Inclusion:
        """Whether two tell of one act: inside when an act of one is a kind of the other's.

        Who names no act is taken to speak of an attack, as far as the other does too.
        """
        found = [
            self._term(a, b)
            for x, y in ((one or ATTACK, other or ATTACK), (other or ATTACK, one or ATTACK))
            for a in x.terms
            for b in y.terms
        ]
        act = _any_of(found)
        unsaid = one is None or other is None
        return Inclusion.UNKNOWN if unsaid and act is Inclusion.OUTSIDE else act

    def facility_in(self, key: str | None, kind: str | None, pattern: FacilityIs) -> Inclusion:
        """Whether a building falls under a pattern.

        Args:
            key: Its key; None for a building that the file does not name.
            kind: What it is; None when unknown.
            pattern: Keys and kinds any of which is meant.
        """
        found = []
        for wanted in pattern.keys:
            if key is not None:
                found.append(Inclusion.INSIDE if key == wanted else Inclusion.OUTSIDE)
            else:
                linked = bool(self.facilities[wanted].gazetteer_ids)
                found.append(Inclusion.OUTSIDE if linked else Inclusion.UNKNOWN)
        if pattern.kinds:
            kinds = OneOf(terms=pattern.kinds)
            found.append(Inclusion.UNKNOWN if kind is None else self.term_in(kind, kinds))
        return _any_of(found)

    def _term(self, term: str, wanted: str) -> Inclusion:
        above, wanted_above = _line(term, self.broader), _line(wanted, self.broader)
        if wanted in above:
            return Inclusion.INSIDE
        for family in FAMILIES:
            ours, theirs = family.intersection(above), family.intersection(wanted_above)
            if ours and theirs and not ours & theirs:
                return Inclusion.OUTSIDE
        return Inclusion.UNKNOWN


def all_of(found: list[Inclusion]) -> Inclusion:
    """Whether every one of several alternatives lies inside, or every one outside."""
    if found and all(one is Inclusion.INSIDE for one in found):
        return Inclusion.INSIDE
    if found and all(one is Inclusion.OUTSIDE for one in found):
        return Inclusion.OUTSIDE
    return Inclusion.UNKNOWN


def _any_of(found: list[Inclusion]) -> Inclusion:
    """Inside when inside any; outside only when outside all."""
    if Inclusion.INSIDE in found:
        return Inclusion.INSIDE
    return Inclusion.UNKNOWN if Inclusion.UNKNOWN in found or not found else Inclusion.OUTSIDE


def _line(name: str, above: Mapping[str, str]) -> tuple[str, ...]:
    """A name and everything above it, nearest first."""
    line = [name]
    while line[-1] in above:
        line.append(above[line[-1]])
    return tuple(line)
