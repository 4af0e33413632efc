"""What a composite is worth beside the frame whose coordinates it has: clips that were asked both ways."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from bench.placement.sets.clips import FORMS
from bench.placement.verdict import Verdict

_LEAST = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """Clips of one kind, each as a composite and as a single frame.

    Attributes:
        of: Source and compression.
        clips: How many were asked both ways.
        composite_right: Placed rightly as a composite.
        frame_right: Placed rightly as a single frame.
        stronger: Clips of which the composite leaves less to chance.
        orders: By how many orders of magnitude its expected number of false matches is smaller, median.
    """

    of: str
    clips: int
    composite_right: int
    frame_right: int
    stronger: int
    orders: float


def gains(verdicts: Iterable[Verdict], method: str) -> tuple[Gain, ...]:
    """One row a kind, then one over all; nothing when no clip was asked both ways."""
    kinds: dict[str, dict[str, dict[str, Verdict]]] = {}
    for one in verdicts:
        form = next((form for form in FORMS if one.row.endswith(form)), None)
        if one.dataset == "clips" and not one.decoy and one.method == method and form:
            of, item = one.row.removesuffix(form).strip(), one.question.split("/")[2]
            kinds.setdefault(of, {}).setdefault(item, {})[form] = one
    pairs = {
        of: [(one[FORMS[0]], one[FORMS[1]]) for one in kinds[of].values() if len(one) == 2] for of in sorted(kinds)
    }
    pairs = {of: both for of, both in pairs.items() if both}
    rows = [_gain(of, both) for of, both in pairs.items()]
    return (*rows, _gain("all", [pair for both in pairs.values() for pair in both])) if rows else ()


def _gain(of: str, pairs: list[tuple[Verdict, Verdict]]) -> Gain:
    orders = [_orders(frame) - _orders(composite) for composite, frame in pairs]
    return Gain(
        of=of,
        clips=len(pairs),
        composite_right=sum(composite.right for composite, _ in pairs),
        frame_right=sum(frame.right for _, frame in pairs),
        stronger=sum(one > 0 for one in orders),
        orders=median(orders),
    )


def _orders(one: Verdict) -> float:
    """Common logarithm of the expected number of false matches; nothing found is as bad as one match by chance."""
    stated = one.expected_false_matches
    return 0.0 if stated is None else math.log10(max(stated, _LEAST))
