"""From slots to a relation: the rules, and the limits on which they hang."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inquo.records.comparison import Relation, SlotMatch
from inquo.records.finding import Strength
from inquo.records.statement import Attitude
from inquo.records.terms import Inclusion

_OF_THE_ACT = frozenset({"action", "actor", "weapon", "platform", "time"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """From which probability on a relation may be named, and how firmly.

    Attributes:
        established: Probability from which it is established.
        likely: Probability from which it is likely; below, nothing is called a contradiction.
        leaning: Probability from which it is said what would follow if it were so.
        same_place_m: How far apart two points of one place can be, metres: a building and its grounds.
    """

    established: float = 0.95
    likely: float = 0.8
    leaning: float = 0.5
    same_place_m: float = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A relation, how firm it is, and what decided it.

    Attributes:
        relation: What the two mean for each other.
        strength: How firmly that may be said.
        leans: What it would be if what is only more likely than not were so; None when it does not lean.
        deciding: The slots that decided.
    """

    relation: Relation
    strength: Strength
    leans: Relation | None = None
    deciding: tuple[SlotMatch, ...] = ()


def judge_fact(
    attitude: Attitude,
    about: SlotMatch | None,
    matches: Sequence[SlotMatch],
    criteria: Criteria,
    *,
    act: Inclusion = Inclusion.INSIDE,
) -> Verdict:
    """Judge a proposition by a fact: a finding, or for a denial also an assertion.

    1. Of another event than the proposition names, it is not addressed; where it is not said of which
       event it is, that is one more slot, and unknown.
    2. An assertion about this event is judged slot by slot.
    3. A fact outside the pattern bears out a denial about this very event; a general statement it
       does not concern.
    4. A fact inside every slot contradicts a denial and supports an assertion.

    Args:
        attitude: Asserts or denies.
        about: Whether both concern one event; None when the proposition names none.
        matches: Every slot that the proposition fills.
        criteria: Limits.
        act: Whether the two tell of one act; where they certainly do not, nothing of theirs is compared.
    """
    if about is not None and about.outside:  # 1
        return not_addressed(about)
    same_event = about is not None and about.inside > 0
    if about is not None and not same_event:
        matches = [about, *matches]
    if attitude is Attitude.ASSERTS and same_event:  # 2
        return judge_same_event(matches, criteria, act=act)
    outside, refuted = _outside(matches, criteria)
    if outside >= criteria.likely:  # 3
        relation = Relation.SUPPORTS if same_event else Relation.DOES_NOT_ADDRESS
        return Verdict(relation=relation, strength=_strength(outside, criteria), deciding=refuted)
    relation = Relation.SUPPORTS if attitude is Attitude.ASSERTS else Relation.CONTRADICTS  # 4
    return _graded(relation, all_inside(matches), matches, criteria)


def judge_same_event(matches: Sequence[SlotMatch], criteria: Criteria, *, act: Inclusion) -> Verdict:
    """Judge an assertion by a fact of the same event: one slot outside contradicts it.

    1. Of one event several acts can be told. Where it is not certain that the two tell of one, what was
       done, by whom, with what and when is not compared.
    2. One slot outside contradicts it.
    3. It is supported in the slots that the fact addresses, and silent on the others. That something of
       that kind was done is no support by itself: the two speak of one event to begin with.
    """
    compared = [match for match in matches if act is Inclusion.INSIDE or match.slot not in _OF_THE_ACT]  # 1
    outside, refuted = _outside(compared, criteria)
    if outside >= criteria.leaning:  # 2
        return _graded(Relation.CONTRADICTS, outside, refuted, criteria)
    addressed = [match for match in compared if not match.silent]  # 3
    telling = any(match.slot != "action" for match in addressed)
    return _graded(Relation.SUPPORTS, all_inside(addressed) if telling else 0.0, addressed, criteria)


def judge_patterns(matches: Sequence[SlotMatch], back: Sequence[SlotMatch], criteria: Criteria) -> Verdict:
    """Judge two patterns of a kind that name no common event: they agree when one lies wholly within the other.

    Two denials never contradict each other, and neither do two assertions that may concern two events.

    Args:
        matches: The first held against every slot of the second.
        back: The second held against every slot of the first.
        criteria: Limits.
    """
    outside, refuted = _outside([*matches, *back], criteria)
    if outside >= criteria.likely:
        return Verdict(relation=Relation.DOES_NOT_ADDRESS, strength=_strength(outside, criteria), deciding=refuted[:1])
    side = max((matches, back), key=all_inside)
    return _graded(Relation.SUPPORTS, all_inside(side), side, criteria)


def not_addressed(why: SlotMatch) -> Verdict:
    """The verdict on two that concern different events, or say nothing of the same thing."""
    return Verdict(relation=Relation.DOES_NOT_ADDRESS, strength=Strength.ESTABLISHED, deciding=(why,))


def closer(matches: Sequence[SlotMatch], back: Sequence[SlotMatch]) -> tuple[SlotMatch, ...]:
    """Of two assertions, the slots that both fill, each in the direction in which one lies within the other."""
    returned = {match.slot: match for match in back}
    shared = [(match, returned[match.slot]) for match in matches if match.slot in returned]
    return tuple(max(pair, key=lambda match: (match.outside, match.inside)) for pair in shared)


def all_inside(matches: Sequence[SlotMatch]) -> float:
    """Probability, at least, that every slot holds, however they depend on one another; 0 for no slots.

    Source:
        Fréchet's lower bound on the probability of a conjunction.
    """
    return max(0.0, sum(match.inside for match in matches) - (len(matches) - 1)) if matches else 0.0


def _outside(matches: Sequence[SlotMatch], criteria: Criteria) -> tuple[float, tuple[SlotMatch, ...]]:
    """Probability, at least, that some slot does not hold, and the slots that make it so."""
    refuted = tuple(match for match in matches if match.outside >= criteria.leaning)
    return max((match.outside for match in matches), default=0.0), refuted


def _graded(relation: Relation, probability: float, deciding: Sequence[SlotMatch], criteria: Criteria) -> Verdict:
    if probability >= criteria.likely:
        return Verdict(relation=relation, strength=_strength(probability, criteria), deciding=tuple(deciding))
    if probability >= criteria.leaning:
        leaning, possible = tuple(deciding), Strength.POSSIBLE
        return Verdict(relation=Relation.COMPATIBLE, strength=possible, leans=relation, deciding=leaning)
    return Verdict(relation=Relation.COMPATIBLE, strength=Strength.UNDETERMINED)


def _strength(probability: float, criteria: Criteria) -> Strength:
    return Strength.ESTABLISHED if probability >= criteria.established else Strength.LIKELY
