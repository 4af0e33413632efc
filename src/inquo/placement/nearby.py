"""The poses near a start at which a view fits best: postures on a grid first, then climbs by all six parameters."""

from __future__ import annotations

import itertools
import math

import numpy as np
from numpy.typing import NDArray

from inquo.geometry import homography
from inquo.geometry.grid import Matrix
from inquo.placement.compared import Compared
from inquo.placement.looks import Look

Float64 = NDArray[np.float64]
Indices = NDArray[np.intp]

_CLIMB_PX = (2.0, 1.0, 0.5)
_CLIMB_ROUNDS = 6
_WAYS = np.kron(np.eye(6), [[1.0], [-1.0]])
_PARAMETER = np.repeat(np.arange(6), 2)
"""The twelve ways to go from a transform, up and down by each parameter, and which parameter that is."""
_APART_PX = 4.0


def best_postures(compared: Compared, look: Look, vertical: Float64) -> list[tuple[Matrix, float]]:
    """The small turns, growths, stretches and shifts of the grid at which the patches together fit best.

    Noise makes optima beside the true one at these few pixels, so that more than one may be worth following.

    Returns:
        3 x 3 transforms of grid pixels, and what ``Compared`` gives there; best first, at least one.
    """
    centre = compared.centres_px.mean(axis=0)
    offsets = compared.centres_px - centre
    found = [(np.eye(3), -math.inf)]
    for turn, growth, stretch in itertools.product(look.turns_deg, look.growths, look.stretches):
        c, s = growth * math.cos(math.radians(turn)), growth * math.sin(math.radians(turn))
        shape = np.array([[c, -s], [s, c]])
        if stretch != 1:
            shape = shape @ (np.eye(2) + (stretch - 1) * np.outer(vertical, vertical))
        score = compared.at_every_shift(offsets @ (shape - np.eye(2)).T)
        if score is None:
            continue
        reach = score.shape[0] // 2
        y, x = np.unravel_index(int(np.argmax(score)), score.shape)
        change = np.eye(3)
        change[:2, :2] = shape
        change[:2, 2] = centre - shape @ centre + (x - reach, y - reach)
        found.append((change, float(score[y, x])))
    found.sort(key=lambda one: -one[1])
    kept: list[tuple[Matrix, float]] = []
    for change, best in found:
        if len(kept) == look.followed:
            break
        ends = homography.apply(change, compared.centres_px)
        if all(np.abs(ends - homography.apply(other, compared.centres_px)).max() > _APART_PX for other, _ in kept):
            kept.append((change, best))
    return kept


def climb(compared: Compared, starts: list[tuple[Matrix, float]]) -> tuple[Matrix, float]:
    """Climb from each start to the affine transform nearby at which the patches fit best.

    Each parameter in turn is tried a step up and a step down; steps are in pixels at the patches' farthest, and shrink.
    All climbs go on side by side: what is scored together costs less than what is scored one by one.

    Args:
        compared: The patches.
        starts: 3 x 3 transforms of grid pixels, and what they are worth if a climb comes to less.

    Returns:
        The best of all ends, and its score.
    """
    centre = compared.centres_px.mean(axis=0)
    offsets = compared.centres_px - centre
    radius = max(float(np.abs(offsets).max()), 1.0)
    ways = np.tensordot(_WAYS, _moves(offsets / radius), axes=1)
    moves = np.stack([homography.apply(start, compared.centres_px) - compared.centres_px for start, _ in starts])
    total = np.zeros((len(starts), 6))
    best = compared.at(moves)
    for step in _CLIMB_PX:
        climbing = np.arange(len(starts))
        for _ in range(_CLIMB_ROUNDS):
            before = best[climbing]
            _round(compared, step, ways, climbing, moves, total, best)
            climbing = climbing[best[climbing] > before]
    best = np.maximum(best, [score for _, score in starts])
    highest = int(best.argmax())
    shear = total[highest, 2:].reshape(2, 2) / radius
    change = starts[highest][0].copy()
    change[:2, :2] += shear
    change[:2, 2] += total[highest, :2] - shear @ centre
    return change, float(best[highest])


def _round(
    compared: Compared, step: float, ways: Float64, climbing: Indices, moves: Float64, total: Float64, best: Float64
) -> None:
    """Take each parameter's first step that fits better, one parameter after the other, in the climbs that go on.

    Moves of the patches, the sum of steps and the best scores are changed in place.
    """
    parameter = np.zeros(len(moves), int)
    while len(climbing):
        tried = moves[climbing, None] + step * ways
        scores = compared.at(tried.reshape(-1, *moves.shape[1:])).reshape(len(climbing), -1)
        better = (scores > best[climbing, None]) & (parameter[climbing, None] <= _PARAMETER)
        rises = better.any(axis=1)
        climbing, way = climbing[rises], better[rises].argmax(axis=1)
        best[climbing], moves[climbing] = scores[rises, way], tried[rises, way]
        total[climbing] += step * _WAYS[way]
        parameter[climbing] = _PARAMETER[way] + 1


def _moves(unit: Float64) -> Float64:
    """Displacement of each patch by a unit of each parameter of an affine transform, shape (6, n, 2)."""
    one, zero = np.ones(len(unit)), np.zeros(len(unit))
    x, y = unit.T
    pairs = [(one, zero), (zero, one), (x, zero), (y, zero), (zero, x), (zero, y)]
    return np.stack([np.stack(pair, axis=1) for pair in pairs])
