"""What a person may choose, and what was chosen for them, in one record that is part of every step's key."""

from __future__ import annotations

import math
from dataclasses import dataclass

from inquo.errors import UsageError
from inquo.placement.criteria import DENSE_UP_TO_KM2


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How an investigation is run.

    Attributes:
        gsd_min_m: Finest ground sampling distance that the footage may have, metres per pixel.
        gsd_max_m: Coarsest.
        thorough_km2: How much imagery, at most, is searched densely where a coarse search places nothing.

    Raises:
        UsageError: The range of ground sampling distances is empty or not above zero, or the area is below zero.
    """

    gsd_min_m: float = 0.01
    gsd_max_m: float = 2.0
    thorough_km2: float = DENSE_UP_TO_KM2

    def __post_init__(self) -> None:
        """Refuse a search that could find nothing."""
        if not 0 < self.gsd_min_m <= self.gsd_max_m:
            raise UsageError(
                f"--gsd {self.gsd_min_m:g}:{self.gsd_max_m:g} is no range",
                hint="give the finest and the coarsest metres per pixel, such as --gsd 0.1:0.8",
            )
        if not 0 <= self.thorough_km2 < math.inf:
            raise UsageError(
                f"--thorough {self.thorough_km2:g} is no area in square kilometres", hint="such as --thorough 100"
            )


def parse_gsd(text: str) -> tuple[float, float]:
    """Read ``MIN:MAX`` in metres per pixel.

    Raises:
        UsageError: The text is not two numbers with a colon between.

    >>> parse_gsd("0.1:0.8")
    (0.1, 0.8)
    """
    low, colon, high = text.partition(":")
    try:
        return float(low), float(high if colon else low)
    except ValueError as error:
        raise UsageError(f"--gsd {text!r} is not MIN:MAX in metres per pixel", hint="such as --gsd 0.1:0.8") from error
