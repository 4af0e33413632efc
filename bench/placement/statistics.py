"""Rates with their bounds, coverage of stated errors, honesty of stated chances."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy.stats import beta

CONFIDENCE = 0.95


def upper_bound(events: int, trials: int, confidence: float = CONFIDENCE) -> float:
    """One-sided upper bound of a rate.

    Args:
        events: How often it happened.
        trials: How often it could have; none leaves the rate unbounded: 1.
        confidence: Of the bound.

    Source:
        Clopper and Pearson, Biometrika 26 (1934) 404-413.
    """
    if not 0 <= events <= trials:
        raise ValueError(f"{events} of {trials} cannot be")
    if events == trials:
        return 1.0
    return float(beta.ppf(confidence, events + 1, trials - events))


def interval(events: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Two-sided interval of a rate, by Clopper and Pearson; all of 0 to 1 without trials.

    Args:
        events: How often it happened.
        trials: How often it could have.
        confidence: Of the interval.
    """
    side = 1 - (1 - confidence) / 2
    if trials == 0:
        return (0.0, 1.0)
    return (1.0 - upper_bound(trials - events, trials, side), upper_bound(events, trials, side))


def share_inside(errors_m: Sequence[float], radii_m: Sequence[float]) -> float | None:
    """Share of errors within their stated radii; None when there are none.

    An error or radius that is not a number counts as outside.
    """
    if len(errors_m) != len(radii_m):
        raise ValueError(f"{len(errors_m)} errors, {len(radii_m)} radii")
    if not errors_m:
        return None
    return sum(error <= radius for error, radius in zip(errors_m, radii_m, strict=True)) / len(errors_m)


def honesty(stated: Sequence[float], thresholds: Sequence[float]) -> list[tuple[float, float, float, float]]:
    """Compare stated expected numbers of false matches with how often they came out so low.

    When a search states an expected number E of places as good as its best by chance, then over
    searches that hold no true place E <= t should happen in a share 1 - exp(-t) of them.

    Args:
        stated: E of the best match, one per decoy search.
        thresholds: Values of t.

    Returns:
        For each t: t, the share that should be, the share that is, its 95 % upper bound.
    """
    total = len(stated)
    rows = []
    for t in thresholds:
        seen = sum(value <= t for value in stated)
        rows.append((t, -math.expm1(-t), seen / total if total else math.nan, upper_bound(seen, total)))
    return rows


def median(values: Sequence[float]) -> float | None:
    """Middle value; None when there are none."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
