"""From a lead of the sweep to the best nearby fit: a similarity first, then an affine transform.

Both are found on the same correlation surfaces: a transform moves each patch by a known amount,
so that its score, the masked normalised correlation of all patches moved by it, is a look-up and a sum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from inquo.geometry.grid import Matrix
from inquo.placement.atlas import FINEST_M, Atlas, rung_at_least
from inquo.placement.lead import Lead
from inquo.placement.shrunk import Shrunk
from inquo.placement.standing import REACH_PX, Standing, by_structure, standing
from inquo.placement.surfaces import ENERGY_FLOOR, Patches, Surfaces, cut, lay

Float64 = NDArray[np.float64]

_TURNS_DEG = (-6.0, -3.0, 0.0, 3.0, 6.0)
_GROWTHS = (0.9, 0.95, 1.0, 1.05, 1.11)
_CLIMB_PX = (2.0, 1.0, 0.5)
_CLIMB_ROUNDS = 6
_NOD = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How closely leads are compared.

    Attributes:
        view_px: Side of the view at the working resolution, at most.
        closely: Whether shear is looked for, too, and what speaks for the place is weighed.
        reach: How far patches are moved, as a share of the view's side.
        overlap: Share of a patch that the next one shows, too.
        across: How many patches a view should be wide, where they would not be too small to have a peak.
    """

    view_px: float
    closely: bool
    reach: float
    overlap: float
    across: int


GLANCE = Look(view_px=100.0, closely=False, reach=0.08, overlap=0.0, across=4)
CLOSE = Look(view_px=280.0, closely=True, reach=0.05, overlap=0.25, across=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A view laid on the imagery as well as a transform of few parameters allows.

    Attributes:
        lead: Where it started.
        map_from_frame: The transform.
        score: Masked normalised correlation of the whole view there.
        working_m: Metres per pixel at which it was measured.
        standing: What speaks for it; after a glance, the score alone.
    """

    lead: Lead
    map_from_frame: Matrix
    score: float
    working_m: float
    standing: Standing

    @property
    def view_px(self) -> float:
        """Side of the view at the working resolution."""
        return self.lead.footprint_m / self.working_m

    @property
    def strength(self) -> float:
        """What it is compared by."""
        return self.standing.total


def working_m(finest_m: float, side_m: float, look: Look = CLOSE) -> float:
    """Working resolution of a look: no finer than either picture, or than what lasts from year to year.

    Args:
        finest_m: Metres per pixel of the coarser of the two pictures.
        side_m: Side of the view on the ground.
        look: How closely.
    """
    return rung_at_least(max(finest_m, side_m / look.view_px, FINEST_M))


def patches_of(view_px: float, look: Look = CLOSE) -> Patches:
    """How a view of a size is cut: patches of 16 to 32 pixels."""
    side = 8 * round(min(32.0, max(16.0, view_px / look.across)) / 8)
    return Patches(side_px=side, stride_px=round(side * (1 - look.overlap)))


def align(view: Shrunk, atlas: Atlas, start: Matrix, lead: Lead, look: Look) -> Alignment:
    """Turn, scale, move and then shear a view to where it fits best nearby.

    Args:
        view: The picture.
        atlas: The imagery.
        start: Transform to begin with, the lead's own or one that a coarser look has found.
        lead: The lead.
        look: How closely.
    """
    m = working_m(max(atlas.gsd_m, lead.posture.gsd_m), lead.footprint_m, look)
    reach = math.ceil(look.reach * lead.footprint_m / m) + 3
    patches = patches_of(lead.footprint_m / m, look)
    overlay = lay(view, atlas, start, m, reach, patches)
    surfaces = cut(overlay, reach, patches)
    if len(surfaces.centres_px) < 3:
        # Holes can leave no whole patch at a glance: then the sweep's word stands, so that the lead is still looked at.
        score = 0.0 if look.closely else lead.correlation
        stands = by_structure(score, lead.footprint_m / m)
        return Alignment(lead=lead, map_from_frame=start, score=score, working_m=m, standing=stands)
    change, score = best_similarity(surfaces)
    if look.closely:
        change, score = best_affine(surfaces, change, score)
    moved = overlay.map_from_pixel @ change @ np.linalg.inv(overlay.map_from_pixel) @ start
    moved /= moved[2, 2]
    side_px = lead.footprint_m / m
    stands = by_structure(score, side_px)
    if look.closely:
        stands = standing(score, side_px, lay(view, atlas, moved, m, REACH_PX, patches), patches)
    return Alignment(lead=lead, map_from_frame=moved, score=score, working_m=m, standing=stands)


def nod(view: Shrunk, atlas: Atlas, found: Alignment) -> Alignment:
    """Align a lead once more from another tilt, and keep the better of the two.

    A similarity cannot foreshorten, and the climb that follows it reaches only so far: a view that is tilted by 30
    degrees can end on a band of itself. Leads that were found upright are tried foreshortened, and the other way round.
    """
    by = _NOD if found.lead.posture.stretch < _NOD else 1 / _NOD
    nodded = align_foreshortened(view, atlas, found.lead.map_from_frame, found.lead, by)
    return max(found, nodded, key=lambda one: one.strength)


def align_foreshortened(view: Shrunk, atlas: Atlas, start: Matrix, lead: Lead, by: float) -> Alignment:
    """Align a view from a start that shows so many times more ground along the picture's vertical.

    Args:
        view: The picture.
        atlas: The imagery.
        start: A transform.
        lead: The lead.
        by: How many times more; less than one for a camera that looks down more steeply.
    """
    foreshortened = np.array([[1.0, 0.0, 0.0], [0.0, by, (1 - by) * view.height_px / 2], [0.0, 0.0, 1.0]])
    glance = align(view, atlas, start @ foreshortened, lead, GLANCE)
    return align(view, atlas, glance.map_from_frame, lead, CLOSE)


def best_similarity(surfaces: Surfaces) -> tuple[Matrix, float]:
    """The small turn, growth and shift of the grid at which the patches together fit best.

    Returns:
        A 3 x 3 transform of grid pixels, and the masked normalised correlation of all patches there.
    """
    centre = surfaces.centres_px.mean(axis=0)
    offsets = surfaces.centres_px - centre
    own, floor = _floored(surfaces)
    best, answer = -math.inf, np.eye(3)
    for turn in _TURNS_DEG:
        for growth in _GROWTHS:
            c, s = growth * math.cos(math.radians(turn)), growth * math.sin(math.radians(turn))
            shape = np.array([[c, -s], [s, c]])
            match, energy, reach = _summed(surfaces, offsets @ (shape - np.eye(2)).T)
            if reach < 1:
                continue
            score = match / np.sqrt(np.maximum(energy, floor) * own)
            y, x = np.unravel_index(int(np.argmax(score)), score.shape)
            if score[y, x] > best:
                best = float(score[y, x])
                answer = np.eye(3)
                answer[:2, :2] = shape
                answer[:2, 2] = centre - shape @ centre + (x - reach, y - reach)
    return answer, best


def best_affine(surfaces: Surfaces, start: Matrix, score: float) -> tuple[Matrix, float]:
    """Climb from a similarity to the affine transform nearby at which the patches fit best.

    Each parameter in turn is tried a step up and a step down; steps are in pixels at the patches'
    farthest, and shrink.
    """
    centre = surfaces.centres_px.mean(axis=0)
    offsets = surfaces.centres_px - centre
    radius = max(float(np.abs(offsets).max()), 1.0)
    basis = _moves(offsets / radius)
    shape = start[:2, :2]
    moves = offsets @ (shape - np.eye(2)).T + (start[:2, 2] - (centre - shape @ centre))
    own, floor = _floored(surfaces)
    best = _looked_up(surfaces, moves, own, floor)
    total = np.zeros(len(basis))
    for step in _CLIMB_PX:
        for _ in range(_CLIMB_ROUNDS):
            before = best
            for i, one in enumerate(basis):
                for sign in (step, -step):
                    tried = moves + sign * one
                    found = _looked_up(surfaces, tried, own, floor)
                    if found > best:
                        best, moves = found, tried
                        total[i] += sign
                        break
            if not best > before:
                break
    change = np.eye(3)
    change[:2, :2] = shape + total[2:].reshape(2, 2) / radius
    change[:2, 2] = start[:2, 2] + total[:2] - (total[2:].reshape(2, 2) / radius) @ centre
    return change, max(best, score)


def _moves(unit: Float64) -> list[Float64]:
    """Displacement of each patch by a unit of each parameter of an affine transform."""
    one, zero = np.ones(len(unit)), np.zeros(len(unit))
    x, y = unit.T
    pairs = [(one, zero), (zero, one), (x, zero), (y, zero), (zero, x), (zero, y)]
    return [np.stack(pair, axis=1) for pair in pairs]


def _floored(surfaces: Surfaces) -> tuple[float, float]:
    """Energy of the patches, and the least energy that the imagery under them counts with."""
    floor = ENERGY_FLOOR * float(surfaces.pixels.sum())
    return max(float(surfaces.own_energy.sum()), floor), floor


def _looked_up(surfaces: Surfaces, moves: Float64, own: float, floor: float) -> float:
    """Correlation of all patches, each moved by its own, between pixels linearly; minus infinity out of reach."""
    at = moves + surfaces.reach_px
    low = np.floor(at).astype(int)
    if low.min() < 0 or low.max() >= 2 * surfaces.reach_px:
        return -math.inf
    (fx, fy), (x, y), i = (at - low).T, low.T, np.arange(len(at))

    def between(values: NDArray[np.float32]) -> Float64:
        top = values[:, i, y, x] * (1 - fx) + values[:, i, y, x + 1] * fx
        bottom = values[:, i, y + 1, x] * (1 - fx) + values[:, i, y + 1, x + 1] * fx
        return np.asarray((top * (1 - fy) + bottom * fy).sum(axis=1))

    match, energy = between(surfaces.both)
    return float(match) / math.sqrt(max(float(energy), floor) * own)


def _summed(surfaces: Surfaces, moves: Float64) -> tuple[Float64, Float64, int]:
    """Add up the surfaces, each displaced by its own move; the reach shrinks by the longest."""
    whole = np.rint(moves).astype(int)
    longest = int(np.abs(whole).max())
    reach = surfaces.reach_px - longest
    if reach < 1:
        return np.zeros((1, 1)), np.ones((1, 1)), 0
    side = 2 * reach + 1
    x, y = (longest + whole).T
    windows = sliding_window_view(surfaces.both, (side, side), axis=(2, 3))
    total = windows[:, np.arange(len(whole)), y, x].sum(axis=1, dtype=np.float64)
    return total[0], total[1], reach
