"""The winner against the search's own failures, with the law that their highest values follow."""

# ruff: noqa: E501 - a caption is a line
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from inquo.placement.criteria import Criteria
from inquo.placement.explain.drawing import CONTROL, INK, OTHER, WINNER, Drawing
from inquo.placement.significance import (
    Agreement,
    Evidence,
    chance_of_agreement,
    chance_of_strength,
    expected_false_matches,
)

_EULER = 0.5772156649015329
_TICK = 5.0
_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 920.0, 380.0, 40.0, 60.0


def draw_chances(evidence: Evidence, rivals: Sequence[float], criteria: Criteria) -> tuple[str, str]:
    """Draw the strengths of the leads that lie elsewhere, the fitted law, the winner and the bar it had to pass.

    Returns:
        The drawing and its caption.
    """
    bar = criteria.min_distinction * evidence.best_rival
    values = np.array(rivals, np.float64)
    high = 1.1 * max(evidence.strength, bar, float(values.max(initial=0.0)))
    low = min(0.0, float(values.min(initial=0.0)))
    drawing = Drawing(_WIDTH, _HEIGHT)

    def x_of(value: float) -> float:
        return _LEFT + (_WIDTH - 2 * _LEFT) * (value - low) / (high - low)

    base = _HEIGHT - _BOTTOM
    counts, edges = np.histogram(values, bins=24, range=(low, high))
    grid = np.linspace(low, high, 300)
    density = (
        gumbel_density(grid, evidence.rival_mean, evidence.rival_spread) * max(len(values), 1) * (edges[1] - edges[0])
    )
    most = max(float(counts.max(initial=0)), float(density.max()), 1.0)
    scale = (base - 70) / most
    for count, start, end in zip(counts, edges[:-1], edges[1:], strict=True):
        corners = [
            (x_of(start), base),
            (x_of(start), base - count * scale),
            (x_of(end), base - count * scale),
            (x_of(end), base),
        ]
        if count:
            drawing.area(corners, OTHER)
    curve = np.column_stack([[x_of(float(v)) for v in grid], base - density * scale])
    drawing.line(curve, CONTROL, 2)
    _upright(
        drawing, x_of(bar), base, INK, f"bar: {criteria.min_distinction:g} x the best elsewhere, {bar:.1f}", 40, "6 4"
    )
    _upright(drawing, x_of(evidence.strength), base, WINNER, f"best place: {evidence.strength:.1f}", 18, "")
    drawing.line([(_LEFT, base), (_WIDTH - _LEFT, base)], INK, 1)
    for tick in np.arange(math.ceil(low / _TICK), math.floor(high / _TICK) + 1) * _TICK:
        drawing.line([(x_of(tick), base), (x_of(tick), base + 5)], INK, 1)
        drawing.text(x_of(tick), base + 20, f"{tick:.0f}", anchor="middle")
    drawing.text(
        _WIDTH / 2,
        base + 42,
        "strength: structure, brightness and patches of the picture, as a sum of standard scores",
        anchor="middle",
    )
    return drawing.svg(), _caption(evidence, criteria)


def gumbel_density(values: NDArray[np.float64], mean: float, spread: float) -> NDArray[np.float64]:
    """Density of the extreme-value law with a mean and a standard deviation.

    Source:
        Gumbel, Statistics of Extremes (1958).
    """
    beta = spread * math.sqrt(6) / math.pi
    y = (values - (mean - _EULER * beta)) / beta
    return np.asarray(np.exp(-y - np.exp(-np.maximum(y, -50.0))) / beta, np.float64)


def _upright(drawing: Drawing, x: float, base: float, colour: str, text: str, top: float, dash: str) -> None:
    drawing.line([(x, base), (x, top)], colour, 2.5, dash)
    left = x < _WIDTH / 2
    drawing.text(x + (8 if left else -8), top + 10, text, anchor="start" if left else "end", colour=colour)


def _caption(evidence: Evidence, criteria: Criteria) -> str:
    at_first = expected_false_matches(replace(evidence, coarser=None, self_similar=None, found_again=None))
    return (
        f"Grey: how strongly the picture fits at the {evidence.rivals} other places that were looked at closely, all of them wrong if "
        f"the best one is right. Green: the extreme-value law with their mean ({evidence.rival_mean:.1f}) and their spread, "
        f"drawn towards the usual one ({evidence.rival_spread:.1f}). The chance that one wrong place reaches the best place's {evidence.strength:.1f} "
        f"is {chance_of_strength(evidence):.2g}. {_counted(evidence.agreement, 'agree on one transform there')}"
        f"Both together, over {evidence.rivals + 1} places: expected false matches {at_first:.2g}, at most "
        f"{criteria.max_expected_false_matches:g} is allowed. {_again(evidence)}{_found_again(evidence)}The best place must also pass the dashed bar."
    )


def _counted(found: Agreement, what: str) -> str:
    as_many = "as many" if found.in_weakest_half is None else "as many as that in two halves"
    return (
        f"Of {found.patches} patches {found.agreeing} {what}; elsewhere {found.base_share:.0%} do, so that "
        f"chance gives {as_many} with probability {chance_of_agreement(found):.2g}. "
    )


def _again(evidence: Evidence) -> str:
    """What larger pixels said, and self-similarity, if they had to be asked."""
    if evidence.coarser is None:
        return ""
    by_itself = replace(evidence, found_again=None)
    after = replace(by_itself, self_similar=None)
    counted = _counted(evidence.coarser, "agree there at pixels one and a half times and twice as large")
    said = f"{counted}With that it is {expected_false_matches(after):.2g}. "
    if evidence.self_similar is None:
        return said
    half = f"{evidence.self_similar.in_weakest_half} of them in the weakest half of the picture"
    counted = _counted(evidence.self_similar, f"agree there by how alike each pixel is to those around it, {half}")
    return f"{said}{counted}With that it is {expected_false_matches(by_itself):.2g}. "


def _found_again(evidence: Evidence) -> str:
    """What another search said, if it put the view at the same place."""
    if evidence.found_again is None:
        return ""
    return (
        "Another search, with other scales and angles and by other properties of the picture, found the same place by itself, "
        f"with {evidence.found_again:.2g} expected false matches of its own. Both together leave {expected_false_matches(evidence):.2g}. "
    )
