"""From a lead of the sweep to the best nearby fit: a similarity first, then an affine transform."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Matrix, View
from inquo.placement.reference import Reference
from inquo.placement.surfaces import Surfaces, cut, lay
from inquo.placement.sweep import Lead

Float64 = NDArray[np.float64]

FINE_PX = 150.0
_TURNS_DEG = (-7.5, -5.0, -2.5, 0.0, 2.5, 5.0, 7.5)
_GROWTHS = (0.87, 0.91, 0.955, 1.0, 1.047, 1.096, 1.148)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A view laid on the imagery as well as a transform of few parameters allows.

    Attributes:
        lead: Where it started.
        map_from_frame: The transform.
        score: Masked normalised correlation of the whole view there.
    """

    lead: Lead
    map_from_frame: Matrix
    score: float


def fine_m(lead: Lead, reference: Reference) -> float:
    """Working resolution for a close look: no finer than either picture, no more than the view needs."""
    return max(reference.gsd_m, lead.posture.gsd_m, lead.footprint_m / FINE_PX)


def align(view: View, reference: Reference, lead: Lead) -> Alignment:
    """Turn, scale and move a lead to where the view fits best nearby."""
    working_m = fine_m(lead, reference)
    reach = math.ceil(0.16 * lead.footprint_m / working_m / 2) + 4
    overlay = lay(view, reference, lead.map_from_frame, working_m, reach)
    surfaces = cut(overlay, reach)
    if not len(surfaces.centres_px):
        return Alignment(lead=lead, map_from_frame=lead.map_from_frame, score=0.0)
    change, score = best_similarity(surfaces)
    moved = overlay.map_from_pixel @ change @ np.linalg.inv(overlay.map_from_pixel) @ lead.map_from_frame
    return Alignment(lead=lead, map_from_frame=moved / moved[2, 2], score=score)


def best_similarity(surfaces: Surfaces) -> tuple[Matrix, float]:
    """The small turn, growth and shift of the grid at which the patches together fit best.

    Returns:
        A 3 x 3 transform of grid pixels, and the masked normalised correlation of all patches there.
    """
    centre = surfaces.centres_px.mean(axis=0)
    offsets = surfaces.centres_px - centre
    own = float(surfaces.own_energy.sum())
    floor = 0.08 * float(surfaces.pixels.sum())
    best, answer = -math.inf, np.eye(3)
    for turn in _TURNS_DEG:
        for growth in _GROWTHS:
            c, s = growth * math.cos(math.radians(turn)), growth * math.sin(math.radians(turn))
            shape = np.array([[c, -s], [s, c]])
            moves = offsets @ (shape - np.eye(2)).T
            match, energy, reach = _summed(surfaces, moves)
            if reach < 1:
                continue
            score = match / np.sqrt(np.maximum(energy, floor) * max(own, floor))
            y, x = np.unravel_index(int(np.argmax(score)), score.shape)
            if score[y, x] > best:
                best = float(score[y, x])
                answer = np.eye(3)
                answer[:2, :2] = shape
                answer[:2, 2] = centre - shape @ centre + (x - reach, y - reach)
    return answer, best


def _summed(surfaces: Surfaces, moves: Float64) -> tuple[Float64, Float64, int]:
    """Add up the surfaces, each displaced by its own move; the reach shrinks by the longest."""
    whole = np.rint(moves).astype(int)
    longest = int(np.abs(whole).max())
    reach = surfaces.reach_px - longest
    if reach < 1:
        return np.zeros((1, 1)), np.ones((1, 1)), 0
    side = 2 * reach + 1
    match, energy = np.zeros((side, side)), np.zeros((side, side))
    for i, (dx, dy) in enumerate(whole):
        y, x = longest + dy, longest + dx
        match += surfaces.match[i, y : y + side, x : x + side]
        energy += surfaces.energy[i, y : y + side, x : x + side]
    return match, energy, reach
