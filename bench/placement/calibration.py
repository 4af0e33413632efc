"""Are stated errors honest? Share of errors inside the stated CE90, by set and by tilt.

The truth has an error of its own, which no method can know. If the truth were perfect, the first share
would be the coverage; if it is as bad as its source says, the second is. Where the two differ much, the
set cannot say more than that the coverage lies between them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.placement.statistics import interval, median
from bench.placement.verdict import Verdict

LEAST = 30
"""Placements that a share must rest on to be held against the range."""
RANGE = (0.85, 0.95)
TILTS_DEG = (0.0, 10.0, 25.0, 40.0, 50.0, 90.0)
"""Edges of the bins; the sets tilt by 0, 15 or 20, 30, 45, 60."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How often some placements lie within their stated error.

    Attributes:
        of: What they have in common.
        placements: How many, wrong ones included.
        inside: Share within the stated CE90.
        inside_with_truth: Share within the root of the summed squares of the stated CE90 and the truth's.
        low: Lower end of the 95 % interval of ``inside_with_truth``.
        high: Upper end.
        median_error_m: Middle error.
        median_ce90_m: Middle stated CE90.
        median_truth_ce90_m: Middle error of the truth.
    """

    of: str
    placements: int
    inside: float
    inside_with_truth: float
    low: float
    high: float
    median_error_m: float
    median_ce90_m: float
    median_truth_ce90_m: float

    @property
    def says(self) -> str:
        """Whether the wanted range is met, missed, or out of reach of so few or so uncertain truths."""
        if self.placements < LEAST:
            return "too few to say"
        if self.inside_with_truth < RANGE[0]:
            return "too narrow"
        if self.inside > RANGE[1]:
            return "too wide"
        if self.inside >= RANGE[0] and self.inside_with_truth <= RANGE[1]:
            return "within"
        return "the truth's own error decides"


def coverages(verdicts: Iterable[Verdict], method: str) -> list[Coverage]:
    """Coverage by set, then by tilt, then by tilt in the invented town alone, whose truth is exact."""
    placed = [v for v in verdicts if v.method == method and v.error_m is not None and v.ce90_m is not None]
    sets = list(dict.fromkeys(v.dataset for v in placed))
    out = [_coverage(name, [v for v in placed if v.dataset == name]) for name in sets]
    for whose, chosen in (("all", placed), ("town", [v for v in placed if v.dataset == "town"])):
        for low, high in itertools.pairwise(TILTS_DEG):
            some = [v for v in chosen if low <= v.tilt_deg < high]
            if some:
                out.append(_coverage(f"{whose}, {_tilts(some)}", some))
    return out


def _tilts(some: Sequence[Verdict]) -> str:
    low, high = min(v.tilt_deg for v in some), max(v.tilt_deg for v in some)
    return f"{low:.0f}°" if low == high else f"{low:.0f} to {high:.0f}°"


def _coverage(of: str, some: Sequence[Verdict]) -> Coverage:
    def errors(pick: Callable[[Verdict], float | None]) -> list[float]:
        return [value if (value := pick(v)) is not None else math.nan for v in some]

    error, ce90, truth = (
        errors(lambda v: v.error_m),
        errors(lambda v: v.ce90_m),
        errors(lambda v: v.truth_ce90_m),
    )
    within = sum(e <= c for e, c in zip(error, ce90, strict=True))
    allowed = sum(e <= math.hypot(c, t) for e, c, t in zip(error, ce90, truth, strict=True))
    low, high = interval(allowed, len(some))
    return Coverage(
        of=of,
        placements=len(some),
        inside=within / len(some),
        inside_with_truth=allowed / len(some),
        low=low,
        high=high,
        median_error_m=median(error) or 0.0,
        median_ce90_m=median(ce90) or 0.0,
        median_truth_ce90_m=median(truth) or 0.0,
    )
