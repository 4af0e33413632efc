"""What a search went through, collected while it runs, in memory that does not grow with the area."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter

from inquo.geometry.grid import Matrix, View
from inquo.placement.atlas import Atlas
from inquo.placement.criteria import Criteria
from inquo.placement.judging import Outcome
from inquo.placement.locate import Located
from inquo.placement.point import LookedAround
from inquo.placement.reference import Bounds, Reference
from inquo.placement.registration import Checked, Settled, register
from inquo.placement.shrunk import shrink
from inquo.placement.tie_points import TiePoints
from inquo.placement.witness import Surface
from inquo.records.finding import Undetermined

_MOST_CELLS = 640


class PeakMap:
    """Best score of the sweep, over all angles and scales, with the view's middle in each cell of a coarse map.

    Args:
        bounds_m: Extent of the imagery.
    """

    def __init__(self, bounds_m: Bounds) -> None:
        west, south, east, north = bounds_m
        self.bounds_m = bounds_m
        self.cell_m = max(east - west, north - south, 1.0) / _MOST_CELLS
        shape = tuple(max(1, math.ceil(side / self.cell_m)) for side in (north - south, east - west))
        self.best: NDArray[np.float32] = np.full(shape, -np.inf, np.float32)

    def __call__(self, scores: NDArray[np.float32], corner_m: tuple[float, float], working_m: float) -> None:
        """Take note of a tile."""
        if self.cell_m > working_m:
            scores = maximum_filter(scores, size=math.ceil(self.cell_m / working_m))
        west, _, _, north = self.bounds_m
        columns, x = _covered(corner_m[0] - west, working_m, scores.shape[1], self.cell_m, self.best.shape[1])
        rows, y = _covered(north - corner_m[1], working_m, scores.shape[0], self.cell_m, self.best.shape[0])
        if len(columns) and len(rows):
            window = np.ix_(rows, columns)
            self.best[window] = np.maximum(self.best[window], scores[np.ix_(y, x)])

    def cell_of(self, x_m: float, y_m: float) -> tuple[float, float]:
        """Column and row of a map position, in cells."""
        return (x_m - self.bounds_m[0]) / self.cell_m, (self.bounds_m[3] - y_m) / self.cell_m


def _covered(
    start_m: float, pixel_m: float, pixels: int, cell_m: float, cells: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Cells whose middles a row of pixels covers, and the pixel under each."""
    middles = (np.arange(cells) + 0.5) * cell_m
    under = np.floor((middles - start_m) / pixel_m).astype(np.intp)
    inside = np.flatnonzero((under >= 0) & (under < pixels))
    return inside, under[inside]


@dataclass(slots=True, kw_only=True)
class Search:
    """One search, on one reference.

    Attributes:
        view: What was looked for.
        reference: Where.
        peaks: The sweep.
        outcome: What it came to; None when it ended before there was a candidate.
        located: The placement on points that a person set; no search then.
        around: What was looked for around the placed point; None when it was not placed here.
    """

    view: View
    reference: Reference
    peaks: PeakMap
    outcome: Outcome | None = None
    located: Located | None = None
    around: LookedAround | None = None

    def begins_again(self, view: View, reference: Reference) -> bool:
        """Whether a search that begins is this one, more densely."""
        open_still = self.outcome is None and self.located is None
        return open_still and self.view is view and self.reference is reference

    @property
    def winner(self) -> Settled | None:
        """The best candidate."""
        return self.outcome.settled[0] if self.outcome and self.outcome.settled else None

    def pose(self) -> Pose | None:
        """How the view lies on the imagery at the best place, with the tie points there; None without a candidate."""
        if self.located is not None:
            checked = self.located.checked
            side_m = math.sqrt(abs(float(np.linalg.det(checked.fit.matrix[:2, :2])))) * math.sqrt(self.view.grey.size)
            return Pose(
                matrix=checked.fit.matrix, ties=checked.ties, checked=checked, side_m=side_m, agreeing=len(checked.ties)
            )
        winner, outcome = self.winner, self.outcome
        if winner is None or outcome is None:
            return None
        answer = outcome.answer
        if isinstance(answer, Undetermined):
            answer = register(winner, shrink(self.view), Criteria())
        side_m, agreeing = winner.alignment.lead.footprint_m, winner.agreeing
        if isinstance(answer, Undetermined):
            return Pose(matrix=winner.map_from_frame, ties=winner.ties, checked=None, side_m=side_m, agreeing=agreeing)
        return Pose(matrix=answer.fit.matrix, ties=answer.ties, checked=answer, side_m=side_m, agreeing=agreeing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """A view laid on the imagery.

    Attributes:
        matrix: From the view's pixels to map metres.
        ties: Every tie point.
        checked: The fit with its control and check points; None when it did not pass.
        side_m: Side of the square with the footprint's area.
        agreeing: How many tie points agree on the transform of the best candidate, before any test.
    """

    matrix: Matrix
    ties: TiePoints
    checked: Checked | None
    side_m: float
    agreeing: int


@dataclass(slots=True)
class Account:
    """A witness that keeps what it is shown.

    Attributes:
        searches: One for each reference, in the order in which they were searched.
    """

    searches: list[Search] = field(default_factory=list)
    _passes: list[Search] = field(default_factory=list)
    """Of the search that was begun last: only when it concludes is it known which of them is shown."""

    def begun(self, view: View, reference: Reference) -> Surface:
        """A search begins."""
        if self.searches and self.searches[-1].begins_again(view, reference):
            self.searches.pop()
        else:
            self._passes.clear()
        search = Search(view=view, reference=reference, peaks=PeakMap(reference.bounds_m))
        self._passes.append(search)
        self.searches.append(search)
        return search.peaks

    def concluded(self, outcome: Outcome, surface: Surface) -> None:
        """The search has candidates, from one of its passes."""
        self.searches[-1] = next(one for one in self._passes if one.peaks is surface)
        self.searches[-1].outcome = outcome

    def looked_around(self, reference: Reference, around: LookedAround) -> None:
        """What stands around the placed point was looked for."""
        for search in self.searches:
            if _imagery(search.reference) is _imagery(reference):
                search.around = around

    def placed_by_hand(self, view: View, reference: Reference, located: Located) -> None:
        """The view was placed on control points."""
        peaks = PeakMap(reference.bounds_m)
        self.searches.append(Search(view=view, reference=reference, peaks=peaks, located=located))


def _imagery(reference: Reference) -> Reference:
    """The imagery itself: two dates of one area have the same extent, and an atlas of either is made anew."""
    return reference.reference if isinstance(reference, Atlas) else reference


def role_of(pose: Pose, i: int) -> str:
    """What a tie point was: control, check, or left out."""
    if pose.checked is None:
        return "left out"
    return "control" if pose.checked.control[i] else "check" if pose.checked.check[i] else "left out"
