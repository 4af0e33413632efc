"""Do the earlier and the later frames of a shot say the same?

They share no frame, and the camera has moved between them. Each half is fitted, by tie points of its own, where all
frames together were found. Where the two put a point further apart than their own errors explain, something is at
work that neither knows of: frames that were carried wrongly to the key frame, roofs that lean another way.

Source:
    Snedecor and Cochran, Statistical Methods, 8th edition, 5.3 (the standard error of a mean of two is half their
    difference); Hartley and Zisserman, Multiple View Geometry, 5.2 (covariance of a transferred point).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from inquo.geometry import homography
from inquo.geometry.grid import Matrix, View
from inquo.geometry.homography import Fit
from inquo.placement.atlas import Atlas
from inquo.placement.looks import close_look_at
from inquo.placement.registration import TOLERANCE_PX, robust
from inquo.placement.shrunk import shrink
from inquo.placement.standing import REACH_PX
from inquo.placement.surfaces import lay
from inquo.placement.tie_points import find
from inquo.records.finding import Undetermined

CHI2_95 = 5.991
"""What the square of a two-dimensional standard normal stays below, 95 times of 100."""
_LEAST_TIES = 4
_ROUNDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """How the halves of a shot differ at a point.

    Attributes:
        difference_m: From where the earlier frames put it to where the later ones do, shape (2,).
        explained_m: What their own errors explain in that direction, 95 times of 100.
    """

    difference_m: Matrix
    explained_m: float

    @property
    def distance_m(self) -> float:
        """Length of the difference."""
        return float(np.linalg.norm(self.difference_m))

    @property
    def disagree(self) -> bool:
        """Whether there is more between them than their errors explain."""
        return self.distance_m > self.explained_m

    @property
    def covariance_m2(self) -> Matrix:
        """What this adds to the covariance of a place that rests on both, shape (2, 2)."""
        return np.outer(self.difference_m, self.difference_m) / 4 * self.disagree


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """Where half of the frames lie, by themselves.

    Attributes:
        fit: Similarity from where the whole puts a point on the map to where this half does.
        ties: How many tie points it rests on.
    """

    fit: Fit
    ties: int

    def covariance_at(self, place_m: Matrix) -> Matrix:
        """Of a place, shape (2, 2); enlarged where residuals exceed what the tie points promise."""
        freedom = max(1, 2 * self.ties - homography.PARAMETERS[self.fit.model])
        return np.asarray(self.fit.covariance_at(place_m)[0] * max(1.0, self.fit.chi2 / freedom))


@dataclass(frozen=True, slots=True, kw_only=True)
class Halves:
    """How the earlier and the later frames, each fitted without the other, depart from the fit of all.

    Attributes:
        map_from_frame: The fit of all frames together.
        earlier: The first half of them.
        later: The other half.
    """

    map_from_frame: Matrix
    earlier: Half
    later: Half

    def at(self, point_px: Matrix) -> Apart:
        """Compare them at a point of the picture, shape (1, 2)."""
        place_m = homography.apply(self.map_from_frame, point_px)
        (here,), (there,) = (homography.apply(half.fit.matrix, place_m) for half in (self.earlier, self.later))
        difference = there - here
        length = float(np.linalg.norm(difference))
        along = difference / length if length > 0 else np.array([1.0, 0.0])
        covariance = self.earlier.covariance_at(place_m) + self.later.covariance_at(place_m)
        explained = math.sqrt(CHI2_95 / float(along @ np.linalg.solve(covariance, along)))
        return Apart(difference_m=difference, explained_m=explained)


def compare(halves: tuple[View, View], map_from_frame: Matrix, atlas: Atlas) -> Halves | Undetermined:
    """Fit each half of a shot where the whole was found.

    Args:
        halves: Pictures of the earlier and of the later frames, in the coordinates of the whole.
        map_from_frame: The fit of all frames together.
        atlas: The imagery on which it lies.
    """
    earlier, later = (_fitted(half, map_from_frame, atlas) for half in halves)
    if earlier is None or later is None:
        which = "earlier" if earlier is None else "later"
        return Undetermined(reason=f"the {which} frames by themselves have too few tie points that agree")
    return Halves(map_from_frame=map_from_frame, earlier=earlier, later=later)


def _fitted(half: View, whole: Matrix, atlas: Atlas) -> Half | None:
    """Tie points of a half, where it is laid by the whole's fit; what they are shifted by together is taken first.

    The whole has shown how the picture lies; a half only has to show that it lies a little otherwise, which four
    parameters can say and a few tie points can support.
    """
    view = shrink(half)
    m, patches = close_look_at(half, whole, atlas.gsd_m)
    departs, answer = np.eye(3), None
    for _ in range(_ROUNDS):
        ties = find(lay(view, atlas, departs @ whole, m, REACH_PX, patches), REACH_PX, patches)
        if len(ties) < _LEAST_TIES:
            return None
        places = replace(ties, frame_px=homography.apply(whole, ties.frame_px))
        shift = np.eye(3)
        shift[:2, 2] = np.median(ties.map_m - homography.apply(departs, places.frame_px), axis=0)
        found = robust(places, shift @ departs, "similarity", np.ones(len(ties), bool), TOLERANCE_PX * m)
        if found is None or not found[1].sum() >= _LEAST_TIES:
            return None
        answer, departs = Half(fit=found[0], ties=int(found[1].sum())), found[0].matrix
    return answer
