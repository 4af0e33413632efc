"""How many places as good as the winner chance would put into this search.

Two things speak for a place: the whole view correlates there better than it does anywhere else, and
its patches, each by itself, agree on one transform. Neither is compared with a fixed limit: the
correlation is set against this search's own failures, whose highest scores follow an extreme-value
law, and the agreement against the patches of those failures. The product t of the
two chances is at most x with probability x (1 - ln x), which is what is counted for every lead looked at. Both are
taken on the careful side: on decoys the count is three times too high, so that a third of it is stated.

What is still open then is asked once more: do larger pixels, which forgive what leans, agree on the place as well? And,
in the last pass, do patches agree by self-similarity? Each chance is combined with the count in the same way. And so
are the counts of two searches that put the view at the same place.

Source:
    Gumbel, Statistics of Extremes (1958); Fisher, Statistical Methods for Research Workers (1932), 21.1
    (combining probabilities); Desolneux, Moisan and Morel, From Gestalt Theory to Image Analysis (2008)
    (expected number of false alarms as the quantity to bound); Kish, Survey Sampling (1965), 8.2 (the design effect: by
    how much variance exceeds that of independent draws).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from inquo.placement.registration import TOLERANCE_PX, Settled
from inquo.placement.standing import REACH_PX

_EULER = 0.5772156649015329
_PRIOR_MEAN, _PRIOR_SPREAD = 12.0, 2.5
_USUAL_SPREAD, _AS_MANY = 2.0, 5
_LEAST_RIVALS = 5
_PRIOR_PATCHES = 30
_PRIOR_SHARE = 0.1
_DESIGN_EFFECT = 2.25
BY_FREQUENCY = 1 / 3
"""What the count is multiplied by, so that it agrees with its frequency on decoys."""
MEET_BY_CHANCE = 0.5
"""How often two searches for what is elsewhere find the same place, if one stands out in each: in 5 of 9 decoys."""
_LEAST_CHANCE = 1e-300
_LEAST_SHARE = math.pi * TOLERANCE_PX**2 / (2 * REACH_PX + 1) ** 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Patches that agree on a transform, beside those that do by chance.

    Attributes:
        base_share: Share of patches that agree on a transform where the view does not lie.
        agreeing: Patches that agree on the transform.
        patches: Patches asked.
        looks: At how many resolutions the same ground was asked.
        in_weakest_half: Those that agree in the half of the view, left, right, upper or lower, in which fewest do; None
            where halves were not asked by themselves.
    """

    base_share: float
    agreeing: int
    patches: int
    looks: int = 1
    in_weakest_half: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for a candidate.

    Attributes:
        strength: Masked normalised correlation of the whole view, in terms of a full close look.
        rival_mean: Mean of the same at this search's other leads.
        rival_spread: Standard deviation there, drawn towards what is usual when there are few.
        best_rival: The greatest of them.
        rivals: How many other leads there are.
        agreement: Of the patches.
        coarser: The same at larger pixels; None when nobody had to ask.
        self_similar: The same by self-similarity; None when nobody had to ask.
        found_again: Places as good that chance would give in another search, which has put the view at the same place;
            None where none has.
    """

    strength: float
    rival_mean: float
    rival_spread: float
    best_rival: float
    rivals: int
    agreement: Agreement
    coarser: Agreement | None = None
    self_similar: Agreement | None = None
    found_again: float | None = None


def evidence(settled: Settled, rival_scores: list[float], rivals: list[Settled]) -> Evidence:
    """Gather what speaks for a candidate.

    Args:
        settled: The candidate.
        rival_scores: Strengths of the leads that are elsewhere.
        rivals: Those of them that have tie points, whose agreement is false.
    """
    scores = np.array(rival_scores, np.float64)
    enough = len(scores) >= _LEAST_RIVALS
    return Evidence(
        strength=settled.strength,
        rival_mean=float(scores.mean()) if enough else _PRIOR_MEAN,
        rival_spread=_spread(scores) if enough else _PRIOR_SPREAD,
        best_rival=float(scores.max()) if len(scores) else 0.0,
        rivals=len(scores),
        agreement=agreement([settled], rivals),
    )


def agreement(
    looks: Sequence[Settled], false: Sequence[Settled], middle_px: tuple[float, float] | None = None
) -> Agreement:
    """Count the patches that agree.

    Args:
        looks: The candidate, at each resolution.
        false: Candidates elsewhere, whose agreement is false, at each resolution.
        middle_px: Of the view, where its halves are to be asked by themselves.
    """
    agreeing, patches = sum(one.agreeing for one in false), sum(one.ties.patches for one in false)
    prior = _PRIOR_PATCHES * len(looks)
    return Agreement(
        base_share=max(_LEAST_SHARE, (agreeing + _PRIOR_SHARE * prior) / (patches + prior)),
        agreeing=sum(one.agreeing for one in looks),
        patches=sum(one.ties.patches for one in looks),
        looks=len(looks),
        in_weakest_half=None if middle_px is None else _in_weakest_half(looks, middle_px),
    )


def _in_weakest_half(looks: Sequence[Settled], middle_px: tuple[float, float]) -> int:
    beyond = np.vstack([one.ties.frame_px[one.agree] for one in looks]) >= middle_px
    return int(min((~beyond).sum(axis=0).min(), beyond.sum(axis=0).min()))


def _spread(scores: NDArray[np.float64]) -> float:
    """Standard deviation, as if some scores with the usual one were among them: a handful can lie close by luck."""
    variance = len(scores) * float(scores.var()) + _AS_MANY * _USUAL_SPREAD**2
    return math.sqrt(variance / (len(scores) + _AS_MANY))


def expected_false_matches(found: Evidence) -> float:
    """Expected number of places in this search that are as good as this by chance."""
    both = chance_of_strength(found) * chance_of_agreement(found.agreement)
    expected = BY_FREQUENCY * (found.rivals + 1) * _as_small_a_product(both)
    for again in (found.coarser, found.self_similar):
        if again is not None:
            expected = asked_again(expected, again)
    return expected if found.found_again is None else MEET_BY_CHANCE * _both(expected, found.found_again)


def asked_again(expected: float, again: Agreement) -> float:
    """Expected number of places as good by chance, when patches were asked again because it was not small enough.

    Nothing is added for having asked twice: few searches are, and on decoys the number agrees with its frequency.

    Args:
        expected: The number before.
        again: What they say at larger pixels, or by self-similarity.
    """
    return _both(expected, chance_of_agreement(again))


def _both(expected: float, other: float) -> float:
    """Probability that chance gives two numbers, taken as probabilities, whose product is so small."""
    return _as_small_a_product(min(expected, 1.0) * min(other, 1.0))


def _as_small_a_product(product: float) -> float:
    """Probability that the product of two independent chances is so small; never nothing, whatever they are."""
    product = max(product, _LEAST_CHANCE)
    return product * (1.0 - math.log(product))


def chance_of_strength(found: Evidence) -> float:
    """Probability that a lead which is elsewhere fits as strongly as this one."""
    beta = found.rival_spread * math.sqrt(6) / math.pi
    mode = found.rival_mean - _EULER * beta
    return -math.expm1(-math.exp(-min((found.strength - mode) / beta, 700.0)))


def chance_of_agreement(found: Agreement) -> float:
    """Probability that so many patches agree with a transform when they agree as often as elsewhere in the search.

    Patches that agree by chance come in groups: they overlap, and ground that repeats itself makes many agree at once.
    Their share at false places scatters with 2.25 times the variance of the binomial law, so that nine patches count as
    four that are independent; the same ground at two resolutions counts once. The binomial tail for a number that is
    not whole is the incomplete beta function.

    Where halves were asked by themselves it is the probability that two of them have as many each as the weakest has:
    one thing that is alike everywhere, such as a running track, agrees in all its patches and says nothing of the rest.
    """
    if found.in_weakest_half is None:
        return _tail(found.agreeing, found.patches, found)
    return max(_tail(found.in_weakest_half, found.patches / 2, found) ** 2, _LEAST_CHANCE)


def _tail(agreeing: float, patches: float, found: Agreement) -> float:
    """Probability that so many of some patches agree by chance."""
    effect = _DESIGN_EFFECT * found.looks
    agreeing, patches = agreeing / effect, max(patches, 1) / effect
    if agreeing <= 0:
        return 1.0
    return max(float(betainc(agreeing, max(patches - agreeing, 0.0) + 1, found.base_share)), _LEAST_CHANCE)
