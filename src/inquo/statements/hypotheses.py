"""Competing hypotheses: who did it, what was hit; every alternative that anybody has raised, none dropped."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from inquo.records.finding import Undetermined
from inquo.records.naming import inside
from inquo.records.proposition import FacilityIs, OneOf, Proposition
from inquo.records.statement import Accounts, Attitude, Statement
from inquo.records.terms import ATTACK, Inclusion
from inquo.statements.findings import EventFinding
from inquo.statements.hearsay import independent
from inquo.statements.patterns import match_propositions
from inquo.statements.state import Aspect, StateAnswer
from inquo.statements.vocabulary import Vocabulary

SOMETHING_ELSE = "somebody or something that nobody has named"


class Question(enum.Enum):
    """What the hypotheses are about: a slot."""

    WHO = "actor"
    WHAT = "facility"


class Weight(enum.Enum):
    """How a statement weighs on a hypothesis."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One answer to a question about an event.

    Attributes:
        question: The question.
        answer: Key of the party or facility; None for what nobody has named.
        label: As shown.
        raised_by: Keys of the statements that raise it, to assert or to deny it.
        weights: How each statement that asserts or denies weighs on it, by key.
        accounts_for: How many independent accounts are for it.
        accounts_against: How many independent accounts are against it.
        found: Probability by the findings; None where they do not answer the question.
    """

    question: Question
    answer: str | None
    label: str
    raised_by: tuple[str, ...]
    weights: dict[str, Weight]
    accounts_for: int
    accounts_against: int
    found: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exculpatory:
    """One thing that speaks for somebody who may be held responsible.

    Attributes:
        source: Key of the statement, event or facility that it comes from.
        why: What it is, in a clause.
        event: Key of the event that it concerns; empty where it was not asked of one.
    """

    source: str
    why: str
    event: str = ""


def weigh_hypotheses(
    question: Question, event: str, accounts: Accounts, finding: EventFinding | None = None
) -> tuple[Hypothesis, ...]:
    """Set every answer that anybody has raised against every statement.

    The order is by how little speaks against each, and then for how much speaks for it, counted in
    independent accounts. It is an order to read in, not a verdict; grading is a person's.

    Args:
        question: Who, or what.
        event: Key of the event.
        accounts: Everything that was said.
        finding: What was found about the event; None when nothing was.

    Returns:
        The hypotheses; the last is always what nobody has named.
    """
    vocabulary = Vocabulary.of(accounts)
    raised: dict[str, list[str]] = {}
    for statement, proposition in _claims(accounts):
        if _concerns(proposition, event, vocabulary) and not _another_act(proposition, vocabulary):
            for key in _answers(question, proposition):
                raised.setdefault(key, []).append(statement.key)
    buildings = finding.buildings if finding and question is Question.WHAT else ()
    found = {} if isinstance(buildings, Undetermined) else {b.key: b.probability for b in buildings if b.key}
    for key in found:
        raised.setdefault(key, [])
    hypotheses = [_weigh(question, key, by, event, accounts, vocabulary, found) for key, by in raised.items()]
    ordered = sorted(hypotheses, key=lambda h: (h.accounts_against, -h.accounts_for, h.label))
    rest = Hypothesis(
        question=question,
        answer=None,
        label=SOMETHING_ELSE,
        raised_by=(),
        weights={},
        accounts_for=0,
        accounts_against=0,
        found=max(0.0, 1 - sum(found.values())) if found else None,
    )
    return (*ordered, rest)


def log_exculpatory(
    actor: str, hypotheses: Sequence[Hypothesis], states: Sequence[StateAnswer] = (), event: str = ""
) -> tuple[Exculpatory, ...]:
    """List all that speaks for a party that may be held responsible, so that nothing of it is lost.

    Args:
        actor: Key of the party.
        hypotheses: Who did it, weighed.
        states: What is known of the facility's state at the time.
        event: Key of the event that the hypotheses are about.
    """
    entries = []
    for hypothesis in hypotheses:
        for key, weight in hypothesis.weights.items():
            if hypothesis.answer == actor and weight is Weight.AGAINST:
                entries.append((key, f"speaks against {inside(hypothesis.label)} having done it"))
            elif hypothesis.answer != actor and weight is Weight.FOR:
                entries.append((key, f"names {inside(hypothesis.label)} instead"))
    for state in states:
        mitigating = state.aspect is Aspect.EVACUATED  # of the other aspects, it is the "no" that mitigates
        if state.holds is mitigating:
            entries.append((state.facility, f"it was {_state(state)} at the time"))
        elif isinstance(state.holds, Undetermined):
            why = f"whether it was {state.aspect.value} at the time is open: {state.holds.reason}"
            entries.append((state.facility, why))
    return tuple(Exculpatory(source=source, why=why, event=event) for source, why in dict.fromkeys(entries))


def _claims(accounts: Accounts) -> list[tuple[Statement, Proposition]]:
    return [
        (statement, proposition)
        for statement in accounts.statements
        if statement.attitude is not Attitude.REPORTS
        for proposition in statement.propositions
    ]


def _concerns(proposition: Proposition, event: str, vocabulary: Vocabulary) -> bool:
    """True when a proposition speaks of the event, or of any event."""
    return not proposition.about or bool(set(proposition.about) & set(vocabulary.event_line(event)))


def _another_act(proposition: Proposition, vocabulary: Vocabulary) -> bool:
    """True when a proposition tells of something that is certainly no attack: who published a video did not strike."""
    return vocabulary.same_act(ATTACK, proposition.action) is Inclusion.OUTSIDE


def _answers(question: Question, proposition: Proposition) -> tuple[str, ...]:
    if question is Question.WHO:
        return proposition.actor.terms if proposition.actor else ()
    return proposition.facility.keys if proposition.facility else ()


def _weigh(
    question: Question,
    key: str,
    raised_by: Sequence[str],
    event: str,
    accounts: Accounts,
    vocabulary: Vocabulary,
    found: dict[str, float],
) -> Hypothesis:
    fact = (
        Proposition(about=(event,), actor=OneOf(terms=(key,)))
        if question is Question.WHO
        else Proposition(about=(event,), facility=FacilityIs(keys=(key,)))
    )
    weights: dict[str, Weight] = {}
    for statement, proposition in _claims(accounts):
        weight = _weight(question, statement, proposition, fact, event, vocabulary)
        if weights.get(statement.key, Weight.NEUTRAL) is Weight.NEUTRAL:
            weights[statement.key] = weight
    label = vocabulary.names.party(key) if question is Question.WHO else vocabulary.names.facility(key)
    return Hypothesis(
        question=question,
        answer=key,
        label=label,
        raised_by=tuple(dict.fromkeys(raised_by)),
        weights=weights,
        accounts_for=len(independent(accounts, [k for k, w in weights.items() if w is Weight.FOR])),
        accounts_against=len(independent(accounts, [k for k, w in weights.items() if w is Weight.AGAINST])),
        found=found.get(key, 0.0) if found else None,
    )


def _weight(
    question: Question,
    statement: Statement,
    proposition: Proposition,
    fact: Proposition,
    event: str,
    vocabulary: Vocabulary,
) -> Weight:
    """How one proposition weighs: only what speaks of this event, or denies of every event, weighs at all.

    Who says that a side did it does not say which of its arms, but who says that an arm did it says that the
    side did; who denies it for the side denies it for every arm.
    """
    if not _concerns(proposition, event, vocabulary) or _another_act(proposition, vocabulary):
        return Weight.NEUTRAL
    asserted = statement.attitude is Attitude.ASSERTS
    narrow, wide = (proposition, fact) if asserted else (fact, proposition)
    matches = {m.slot: m for m in match_propositions(narrow, wide, vocabulary, same_place_m=0.0)}
    match = matches.get(question.value)
    if match is None or (asserted and not proposition.about):
        return Weight.NEUTRAL
    if match.inside:
        return Weight.FOR if asserted else Weight.AGAINST
    return Weight.AGAINST if match.outside and asserted else Weight.NEUTRAL


def _state(state: StateAnswer) -> str:
    return state.aspect.value if state.holds is True else state.aspect.no
