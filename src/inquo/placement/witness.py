"""Who is shown what a search went through: nothing is collected when nobody watches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import View
from inquo.placement.reference import Reference

if TYPE_CHECKING:
    from inquo.placement.judging import Outcome
    from inquo.placement.locate import Located
    from inquo.placement.point import LookedAround


class Surface(Protocol):
    """Shown the sweep's scores, tile by tile."""

    def __call__(self, scores: NDArray[np.float32], corner_m: tuple[float, float], working_m: float) -> None:
        """Take note of a tile; called by one thread at a time.

        Args:
            scores: Best score over all angles with the view's centre at each pixel, as ``sweep.Lead.score``.
            corner_m: Map position of the tile's upper left corner.
            working_m: Metres per pixel.
        """


class Witness(Protocol):
    """Shown a view's search, or its placement on points that a person set."""

    def begun(self, view: View, reference: Reference) -> Surface:
        """A search begins; several may follow one another, on one reference each.

        One that begins again on the same reference before it has concluded takes the place of what it was before.
        """

    def concluded(self, outcome: Outcome, surface: Surface) -> None:
        """The search that was begun last has candidates, those of the pass whose scores this surface was shown."""

    def looked_around(self, reference: Reference, around: LookedAround) -> None:
        """The view was placed on this reference, and what stands around the placed point was looked for there."""

    def placed_by_hand(self, view: View, reference: Reference, located: Located) -> None:
        """The view was placed on control points, without a search."""
