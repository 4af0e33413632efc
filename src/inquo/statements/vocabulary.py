"""Who and what the statements of a case speak of, and how parties, buildings, events and terms include one another."""

from __future__ import annotations

import graphlib
from collections.abc import Mapping
from dataclasses import dataclass

from inquo.records.naming import Names
from inquo.records.proposition import FacilityIs, OneOf
from inquo.records.statement import Accounts, NamedFacility
from inquo.records.terms import ATTACK, Inclusion, Terms, any_of, line_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Terms, parties, facilities and events of one case, and how they include one another.

    Attributes:
        terms: How terms include one another.
        part_of: Each party's whole.
        facilities: Facilities by key.
        names: What people read in the place of keys.
        events: The wholes that each event is one of.
    """

    terms: Terms
    part_of: Mapping[str, str]
    facilities: Mapping[str, NamedFacility]
    names: Names
    events: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, accounts: Accounts) -> Vocabulary:
        """The vocabulary of a case.

        Raises:
            ValueError: A term, party or event is under itself.
        """
        vocabulary = cls(
            terms=Terms.of(accounts.broader),
            part_of={party.key: party.part_of for party in accounts.parties if party.part_of},
            facilities={facility.key: facility for facility in accounts.facilities},
            names=Names(accounts),
            events={event.key: event.part_of for event in accounts.events if event.part_of},
        )
        single = (
            {name: (above,) for name, above in table.items()}
            for table in (vocabulary.terms.broader, vocabulary.part_of)
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
        return line_of(party, self.part_of)[-1]

    def same_side(self, one: str, other: str) -> bool:
        """True when one party answers for both."""
        return self.side(one) == self.side(other)

    def term_in(self, term: str, pattern: OneOf) -> Inclusion:
        """Whether a term falls under any of a pattern's."""
        return self.terms.term_in(term, pattern)

    def party_in(self, party: str, pattern: OneOf) -> Inclusion:
        """Whether a party is any of a pattern's, or part of one; distinct parties exclude each other."""
        line = line_of(party, self.part_of)
        if any(wanted in line for wanted in pattern.terms):
            return Inclusion.INSIDE
        wholes = {above for wanted in pattern.terms for above in line_of(wanted, self.part_of)}
        return Inclusion.UNKNOWN if party in wholes else Inclusion.OUTSIDE

    def same_act(self, one: OneOf | None, other: OneOf | None) -> Inclusion:
        """Whether two tell of one act: inside when an act of one is a kind of the other's.

        Who names no act is taken to speak of an attack, as far as the other does too.
        """
        act = self.terms.overlap(one or ATTACK, other or ATTACK)
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
        return any_of(found)
