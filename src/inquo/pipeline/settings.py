"""What a person may choose, and what was chosen for them, in one record that is part of every step's key."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How an investigation is run.

    Attributes:
        gsd_min_m: Finest ground sampling distance that the footage may have, metres per pixel.
        gsd_max_m: Coarsest.

    Raises:
        UsageError: The range of ground sampling distances is empty or not above zero.
    """

    gsd_min_m: float = 0.01
    gsd_max_m: float = 2.0

    def __post_init__(self) -> None:
        """Refuse a search that could find nothing."""
        if not 0 < self.gsd_min_m <= self.gsd_max_m:
            raise UsageError(
                f"--gsd {self.gsd_min_m:g}:{self.gsd_max_m:g} is no range",
                hint="give the finest and the coarsest metres per pixel, such as --gsd 0.1:0.8",
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
