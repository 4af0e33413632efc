"""What people say of an event, held against what a table records of one: their word, for or against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inquo.records.incident import Claim, Claimed, Incident
from inquo.records.proposition import Count, OneOf
from inquo.records.terms import Inclusion, Terms

_OPEN = ", which may be the same or not"
_FEW = 2
_LITTLE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """A ground before it is weighed: how much of which weight it takes.

    Attributes:
        aspect: Such as ``place``.
        weight: Name of the weight.
        amount: How much of it.
        why: In a clause.
    """

    aspect: str
    weight: str
    amount: float
    why: str


def claim_clues(claims: Sequence[Claim], incident: Incident, terms: Terms) -> Iterator[Clue]:
    """A clue for each claim of what the record has, too; what could be the same or not weighs nothing.

    Args:
        claims: What people say of the event.
        incident: The record.
        terms: How their words include one another.
    """
    recorded: dict[Claimed, OneOf | Count | None] = {
        Claimed.KIND: OneOf(terms=incident.kinds) if incident.kinds else None,
        Claimed.WEAPON: OneOf(terms=incident.weapons) if incident.weapons else None,
        Claimed.KILLED: incident.killed,
        Claimed.INJURED: incident.injured,
    }
    for claim in claims:
        if (theirs := recorded[claim.aspect]) is None:
            continue
        aspect, found = claim.aspect.value, _compare(claim.said, theirs, terms)
        doubt = _OPEN if found is Inclusion.UNKNOWN else ""
        yield Clue(
            aspect=aspect,
            weight=f"{aspect}_{'other' if found is Inclusion.OUTSIDE else 'same'}",
            amount=0.0 if found is Inclusion.UNKNOWN else claim.share,
            why=f"{claim.by} claims {spelt(claim.said)}; recorded as {spelt(theirs)}{doubt}",
        )


def spelt(said: OneOf | Count) -> str:
    """What is claimed or recorded, for a person.

    >>> spelt(Count(least=3, most=None))
    'at least 3'
    """
    if isinstance(said, OneOf):
        return " or ".join(said.terms)
    if said.most is None:
        return f"at least {said.least}"
    return f"{said.least}" if said.least == said.most else f"{said.least} to {said.most}"


def _compare(said: OneOf | Count, recorded: OneOf | Count, terms: Terms) -> Inclusion:
    """Whether a claim can be of what is recorded: two counts can, where some number satisfies both.

    Where they miss each other by little, two people may have counted one event: that leaves it open.
    """
    if isinstance(said, OneOf) and isinstance(recorded, OneOf):
        return terms.overlap(said, recorded)
    assert isinstance(said, Count)
    assert isinstance(recorded, Count)
    if said.meets(recorded):
        return Inclusion.INSIDE
    low, high = sorted((said, recorded), key=lambda count: count.least)
    assert low.most is not None
    gap = high.least - low.most
    return Inclusion.UNKNOWN if gap <= max(_FEW, _LITTLE * high.least) else Inclusion.OUTSIDE
