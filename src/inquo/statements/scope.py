"""How much of the world a statement covers: told by its slots, never by its tone."""

from __future__ import annotations

from collections.abc import Iterable

from inquo.records.proposition import OneOf, Proposition
from inquo.records.statement import Attitude, Scope, Statement
from inquo.records.terms import ATTACK, Inclusion
from inquo.statements.vocabulary import Vocabulary


def scope_of(statement: Statement, vocabulary: Vocabulary) -> Scope:
    """Tell how much a statement covers.

    A denial that names no event, place, time, weapon, platform, effect, status or single building, and
    speaks for the whole side of its speaker, is general: it covers every event there is. An assertion in
    which a side ascribes an attack to itself is an admission, and an implied one when it leaves open what
    was hit and where.
    """
    match statement.attitude:
        case Attitude.REPORTS:
            return Scope.REPORT
        case Attitude.DENIES:
            denied = statement.propositions
            general = any(not (_narrowed(p) or _of_a_part(statement.speaker, p, vocabulary)) for p in denied)
            return Scope.GENERAL_DENIAL if general else Scope.NARROW_DENIAL
    own = [p for p in statement.propositions if ascribes_to_itself(statement.speaker, p, vocabulary)]
    if not own:
        return Scope.ASSERTION
    named = any(proposition.facility is not None or proposition.place is not None for proposition in own)
    return Scope.ADMISSION if named else Scope.IMPLIED_ADMISSION


def ascribes_to_itself(speaker: str, proposition: Proposition, vocabulary: Vocabulary) -> bool:
    """True when a speaker says that its own side attacked."""
    if proposition.actor is None or proposition.action is None:
        return False
    ours = all(vocabulary.same_side(speaker, actor) for actor in proposition.actor.terms)
    attack = all(vocabulary.term_in(term, ATTACK) is Inclusion.INSIDE for term in proposition.action.terms)
    return ours and attack


def concessions(
    speaker: str, event: str, statements: Iterable[Statement], vocabulary: Vocabulary
) -> tuple[tuple[str, Proposition], ...]:
    """What a speaker's own side has said that it did in an event: a claim that binds that side alone.

    Args:
        speaker: Key of the party.
        event: Key of the event; what was said of the publication that shows it counts as said of it.
        statements: All of the case's.
        vocabulary: Who is part of whom, and which event of which.

    Returns:
        The key of each such statement, with the proposition in which it says so.
    """
    line = set(vocabulary.event_line(event))
    return tuple(
        (statement.key, proposition)
        for statement in statements
        if statement.attitude is Attitude.ASSERTS and vocabulary.same_side(speaker, statement.speaker)
        for proposition in statement.propositions
        if line & set(proposition.about) and ascribes_to_itself(statement.speaker, proposition, vocabulary)
    )


def _of_a_part(speaker: str, proposition: Proposition, vocabulary: Vocabulary) -> bool:
    """True when a speaker answers only for a part of its side that it is no member of, such as one of its arms."""
    if proposition.actor is None:
        return False
    return all(
        vocabulary.same_side(speaker, actor)
        and vocabulary.side(actor) != actor
        and vocabulary.party_in(speaker, OneOf(terms=(actor,))) is not Inclusion.INSIDE
        for actor in proposition.actor.terms
    )


def _narrowed(proposition: Proposition) -> bool:
    slots = (
        proposition.place,
        proposition.time,
        proposition.weapon,
        proposition.platform,
        proposition.effect,
        proposition.status,
    )
    named = proposition.facility is not None and bool(proposition.facility.keys)
    return bool(proposition.about) or named or any(slot is not None for slot in slots)
