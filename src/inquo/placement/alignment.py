"""From a lead of the sweep to the best nearby fit: a similarity first, then an affine transform.

Both are found on the same correlation surfaces: a transform moves each patch by a known amount,
so that its score, the masked normalised correlation of all patches moved by it, is a look-up and a sum.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from inquo.geometry import homography
from inquo.geometry.grid import Matrix
from inquo.placement.atlas import FINEST_M, Atlas, rung_at_least
from inquo.placement.criteria import Criteria
from inquo.placement.lead import Lead
from inquo.placement.shrunk import Shrunk
from inquo.placement.standing import BRIGHTNESS_WEIGHT, REACH_PX, Standing, by_structure, standing
from inquo.placement.surfaces import Overlay, Patches, Surfaces, cut, lay

Float64 = NDArray[np.float64]

_CLIMB_PX = (2.0, 1.0, 0.5)
_CLIMB_ROUNDS = 6
_NOD = 1.2
_APART_PX = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How closely leads are compared.

    Attributes:
        view_px: Side of the view at the working resolution, at most.
        sheared: Whether shear is looked for, too.
        weighed: Whether what speaks for the place is weighed.
        reach: How far patches are moved, as a share of the view's side.
        overlap: Share of a patch that the next one shows, too.
        across: How many patches a view should be wide, where they would not be too small to have a peak.
        turns_deg: By how much the view is turned.
        growths: By how much it is enlarged.
        stretches: By how much, besides, along its vertical: another tilt.
        followed: How many of the postures that fit best, and are not nearly the same, are followed by shear.
        brightness: Whether patches are compared by brightness, too, and not by edges alone.
    """

    view_px: float
    sheared: bool
    weighed: bool
    reach: float
    overlap: float
    across: int
    turns_deg: tuple[float, ...] = (-6.0, -3.0, 0.0, 3.0, 6.0)
    growths: tuple[float, ...] = (0.9, 0.95, 1.0, 1.05, 1.11)
    stretches: tuple[float, ...] = (1.0,)
    followed: int = 1
    brightness: bool = False

    @property
    def tilts(self) -> bool:
        """Whether other tilts than the lead's are tried."""
        return len(self.stretches) > 1


GLANCE = Look(view_px=100.0, sheared=False, weighed=False, reach=0.08, overlap=0.0, across=4)
CLOSE = Look(view_px=280.0, sheared=True, weighed=True, reach=0.05, overlap=0.25, across=6)
BY_EDGES = (GLANCE, CLOSE)
BY_BOTH = (
    Look(
        view_px=160.0,
        sheared=True,
        weighed=False,
        reach=0.18,
        overlap=0.0,
        across=5,
        turns_deg=(-8.0, -5.3, -2.7, 0.0, 2.7, 5.3, 8.0),
        growths=(0.83, 0.885, 0.94, 1.0, 1.06, 1.13, 1.2),
        stretches=(0.77, 0.88, 1.0, 1.14, 1.3),
        followed=8,
        brightness=True,
    ),
    replace(
        CLOSE,
        reach=0.03,
        turns_deg=(-1.5, -0.75, 0.0, 0.75, 1.5),
        growths=(0.975, 0.9875, 1.0, 1.0125, 1.025),
        brightness=True,
    ),
)
"""Looks that follow each other, each from where the one before has found the view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A view laid on the imagery as well as a transform of few parameters allows.

    Attributes:
        lead: Where it started.
        map_from_frame: The transform.
        score: Masked normalised correlation of the whole view there; before it is weighed, of what the look compares.
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
    surfaces = _Compared.by(look, overlay, reach, patches)
    if len(surfaces.centres_px) < 3:
        # Holes can leave no whole patch at a glance: then the sweep's word stands, so that the lead is still looked at.
        score = 0.0 if look.weighed else lead.correlation
        stands = by_structure(score, lead.footprint_m / m)
        return Alignment(lead=lead, map_from_frame=start, score=score, working_m=m, standing=stands)
    pixel_from_frame = np.linalg.inv(overlay.map_from_pixel) @ start
    found = _best_postures(surfaces, look, _vertical(view, pixel_from_frame))
    if look.sheared:
        found = [_best_affine(surfaces, *one) for one in found]
    change, score = max(found, key=lambda one: one[1])
    moved = overlay.map_from_pixel @ change @ np.linalg.inv(overlay.map_from_pixel) @ start
    moved /= moved[2, 2]
    side_px = lead.footprint_m / m
    stands = by_structure(score, side_px)
    if look.weighed:
        there = lay(view, atlas, moved, m, REACH_PX, patches)
        if look.brightness:  # what fitted best is the sum of two correlations; a place's score is that of structure
            score = there.correlation
        stands = standing(score, side_px, there, patches)
    return Alignment(lead=lead, map_from_frame=moved, score=score, working_m=m, standing=stands)


def looks_of(criteria: Criteria) -> tuple[Look, ...]:
    """How closely the leads of a search are compared, one look after the other."""
    return BY_BOTH if criteria.asks_brightness else BY_EDGES


def align_by(view: Shrunk, atlas: Atlas, start: Matrix, lead: Lead, looks: Sequence[Look]) -> Alignment:
    """Align a view by looks that follow each other.

    Args:
        view: The picture.
        atlas: The imagery.
        start: Transform to begin with.
        lead: The lead.
        looks: At least one.
    """
    found = align(view, atlas, start, lead, looks[0])
    for look in looks[1:]:
        found = align(view, atlas, found.map_from_frame, lead, look)
    return found


def nod(view: Shrunk, atlas: Atlas, found: Alignment, looks: Sequence[Look]) -> Alignment:
    """Align a lead once more from another tilt, and keep the better of the two.

    A similarity cannot foreshorten, and the climb that follows it reaches only so far: a view that is tilted by 30
    degrees can end on a band of itself. Leads that were found upright are tried foreshortened, and the other way round.
    """
    by = _NOD if found.lead.posture.stretch < _NOD else 1 / _NOD
    start = foreshortened(view, found.lead.map_from_frame, by)
    return max(found, align_by(view, atlas, start, found.lead, looks), key=lambda one: one.strength)


def foreshortened(view: Shrunk, map_from_frame: Matrix, by: float) -> Matrix:
    """A transform that shows so many times more ground along the picture's vertical.

    Args:
        view: The picture.
        map_from_frame: A transform.
        by: How many times more; less than one for a camera that looks down more steeply.
    """
    change = np.array([[1.0, 0.0, 0.0], [0.0, by, (1 - by) * view.height_px / 2], [0.0, 0.0, 1.0]])
    return np.asarray(map_from_frame @ change)


def _vertical(view: Shrunk, pixel_from_frame: Matrix) -> Float64:
    """Where the picture's vertical points on the grid, shape (2,), length 1."""
    middle = np.array([[view.width_px / 2, view.height_px / 2]])
    down: Float64 = homography.jacobian(pixel_from_frame, middle)[0][:, 1]
    return down / np.linalg.norm(down)


def _best_postures(compared: _Compared, look: Look, vertical: Float64) -> list[tuple[Matrix, float]]:
    """The small turns, growths, stretches and shifts of the grid at which the patches together fit best.

    Noise makes optima beside the true one at these few pixels, so that more than one may be worth following.

    Returns:
        3 x 3 transforms of grid pixels, and what ``_Compared`` gives there; best first, at least one.
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


def _best_affine(compared: _Compared, start: Matrix, score: float) -> tuple[Matrix, float]:
    """Climb from a similarity to the affine transform nearby at which the patches fit best.

    Each parameter in turn is tried a step up and a step down; steps are in pixels at the patches'
    farthest, and shrink.
    """
    centre = compared.centres_px.mean(axis=0)
    offsets = compared.centres_px - centre
    radius = max(float(np.abs(offsets).max()), 1.0)
    basis = _moves(offsets / radius)
    shape = start[:2, :2]
    moves = offsets @ (shape - np.eye(2)).T + (start[:2, 2] - (centre - shape @ centre))
    best = compared.at(moves)
    total = np.zeros(len(basis))
    for step in _CLIMB_PX:
        for _ in range(_CLIMB_ROUNDS):
            before = best
            for i, one in enumerate(basis):
                for sign in (step, -step):
                    tried = moves + sign * one
                    found = compared.at(tried)
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


@dataclass(frozen=True, slots=True)
class _Compared:
    """Patches compared by their structure and, where it is asked, by their brightness, too.

    What is compared by both is the correlation of structure and that of brightness, of either sign as an infrared
    look may be the negative, added up as the standard scores that they stand for.
    """

    structure: Surfaces
    brightness: Surfaces | None

    @classmethod
    def by(cls, look: Look, overlay: Overlay, reach: int, patches: Patches) -> _Compared:
        """Cut what a look asks for."""
        bright = cut(overlay.by_brightness(), reach, patches) if look.brightness else None
        return cls(cut(overlay, reach, patches), bright)

    @property
    def centres_px(self) -> Float64:
        """Of the patches, shape (n, 2)."""
        return self.structure.centres_px

    def at_every_shift(self, moves: Float64) -> Float64 | None:
        """Correlation with each patch moved by its own, and all shifted together; None where moves are out of reach."""
        score = _summed(self.structure, moves)
        if score is None or self.brightness is None:
            return score
        bright = _summed(self.brightness, moves)
        assert bright is not None
        return score + BRIGHTNESS_WEIGHT * np.abs(bright)

    def at(self, moves: Float64) -> float:
        """Correlation with each patch moved by its own; minus infinity where moves are out of reach."""
        score = _looked_up(self.structure, moves)
        if self.brightness is None or score == -math.inf:
            return score
        return score + BRIGHTNESS_WEIGHT * abs(_looked_up(self.brightness, moves))


def _moves(unit: Float64) -> list[Float64]:
    """Displacement of each patch by a unit of each parameter of an affine transform."""
    one, zero = np.ones(len(unit)), np.zeros(len(unit))
    x, y = unit.T
    pairs = [(one, zero), (zero, one), (x, zero), (y, zero), (zero, x), (zero, y)]
    return [np.stack(pair, axis=1) for pair in pairs]


def _looked_up(surfaces: Surfaces, moves: Float64) -> float:
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
    return float(match) / math.sqrt(max(float(energy), surfaces.energy_floor) * surfaces.energy)


def _summed(surfaces: Surfaces, moves: Float64) -> Float64 | None:
    """Correlation of all patches at every shift, each moved by its own; the reach shrinks by the longest move."""
    whole = np.rint(moves).astype(int)
    longest = int(np.abs(whole).max())
    reach = surfaces.reach_px - longest
    if reach < 1:
        return None
    side = 2 * reach + 1
    x, y = (longest + whole).T
    windows = sliding_window_view(surfaces.both, (side, side), axis=(2, 3))
    match, energy = windows[:, np.arange(len(whole)), y, x].sum(axis=1, dtype=np.float64)
    return np.asarray(match / np.sqrt(np.maximum(energy, surfaces.energy_floor) * surfaces.energy))
