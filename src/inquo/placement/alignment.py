"""From a lead of the sweep to the best nearby fit: a similarity first, then an affine transform.

Both are found on the same correlation surfaces: a transform moves each patch by a known amount,
so that its score, the masked normalised correlation of all patches moved by it, is a look-up and a sum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.geometry import homography
from inquo.geometry.grid import Matrix
from inquo.placement.atlas import Atlas
from inquo.placement.compared import Compared
from inquo.placement.lead import Lead
from inquo.placement.looks import Look, patches_of, working_m
from inquo.placement.nearby import best_postures, climb
from inquo.placement.shrunk import Shrunk
from inquo.placement.standing import REACH_PX, Standing, by_structure, standing
from inquo.placement.surfaces import lay

Float64 = NDArray[np.float64]

_NOD = 1.2


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
    compared = Compared.of(overlay, reach, patches, brightness=look.brightness)
    if len(compared.centres_px) < 3:
        # Holes can leave no whole patch at a glance: then the sweep's word stands, so that the lead is still looked at.
        score = 0.0 if look.weighed else lead.correlation
        stands = by_structure(score, lead.footprint_m / m)
        return Alignment(lead=lead, map_from_frame=start, score=score, working_m=m, standing=stands)
    pixel_from_frame = np.linalg.inv(overlay.map_from_pixel) @ start
    found = best_postures(compared, look, _vertical(view, pixel_from_frame))
    change, score = climb(compared, found) if look.sheared else found[0]
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
