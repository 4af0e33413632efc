"""The limits that a placement has to meet. Changing one changes results: bump ``METHOD``."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

METHOD = "structure-sweep/18"


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """How densely the hypotheses of a sweep lie.

    Attributes:
        angles: Turns of the view, an even number.
        scale_step: Ratio of neighbouring scales, at most.
        stretches: Foreshortenings tried: 1 / cos(tilt).
        template_px: Side of a view at the working resolution of its level, at least.
        thinning: Pixels of the field along each side of what one pixel of the sweep is the mean of.
        brightness: Whether leads are sought by brightness, too, and not by edges alone.
    """

    angles: int
    scale_step: float
    stretches: tuple[float, ...]
    template_px: float
    thinning: int = 2
    brightness: bool = False

    def __post_init__(self) -> None:
        """Refuse what would search nothing."""
        sizes = (self.angles, self.template_px, self.thinning)
        if not (min(sizes) > 0 and self.angles % 2 == 0 and self.scale_step > 1):
            raise ValueError(f"not a density: {self}")
        if not self.stretches or not all(stretch >= 1 for stretch in self.stretches):
            raise ValueError(f"a stretch is at least 1: {self.stretches}")

    @property
    def halved(self) -> Density:
        """As many hypotheses at half the resolution.

        What prevails over twice as many pixels speaks nearly as well for a place, and costs less than a third.
        """
        return replace(self, template_px=self.template_px / 2, thinning=2 * self.thinning)


COARSE = Density(angles=30, scale_step=1.2, stretches=(1.0,), template_px=36.0)
FINE = Density(angles=48, scale_step=1.12, stretches=(1.0, 1.4), template_px=48.0)
BOTH = Density(angles=36, scale_step=1.2, stretches=(1.0, 1.4), template_px=36.0, brightness=True)
FINE_UP_TO_KM2 = 2.0
DENSE_UP_TO_KM2 = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Range of the search, and what its winner must satisfy.

    Attributes:
        gsd_range_m: Metres on the ground per pixel of footage, least and most.
        density: Of the hypotheses; None for what the area allows, see ``hypotheses.passes``.
        dense_up_to_km2: How much imagery, at most, is searched densely where a quick search places nothing.
        min_footprint_m: Views that cover less cannot be told apart and are not searched.
        leads: How many candidates of the sweep are looked at.
        aligned: How many of those are looked at closely.
        finalists: How many of those get tie points.
        min_control: Tie points that the fit must rest on.
        min_check: Tie points held out that must agree with it.
        min_check_chance: Chance of so few agreeing check points if they agreed as often as control points do.
        min_spread: Share of the frame's area inside the hull of the tie points.
        max_check_rmse_m: Error at the check points, as a share of the footprint's side.
        min_distinction: How many times as strong as the best place elsewhere the winner must be.
        max_expected_false_matches: Places as good as the winner that chance would give.
        compares_brightness: Whether leads, however they were found, are compared by brightness, too.
        asks_again: Whether a place that stands out, but may be chance, is looked at once more at larger pixels, and
            by self-similarity where brightness is compared, too.
        max_tilt_deg: Angle off straight down that the fit may show.
        threads: Parallel workers.
    """

    gsd_range_m: tuple[float, float] = (0.05, 2.0)
    density: Density | None = None
    dense_up_to_km2: float = DENSE_UP_TO_KM2
    min_footprint_m: float = 70.0
    leads: int = 64
    aligned: int = 24
    finalists: int = 6
    min_control: int = 5
    min_check: int = 1
    min_check_chance: float = 0.01
    min_spread: float = 0.1
    max_check_rmse_m: float = 0.06
    min_distinction: float = 1.15
    max_expected_false_matches: float = 0.00033
    compares_brightness: bool = False
    asks_again: bool = True
    max_tilt_deg: float = 50.0
    threads: int = 2

    def __post_init__(self) -> None:
        """Refuse ranges that hold nothing, and a search that forgets what it went by."""
        least, most = self.gsd_range_m
        if not 0 < least <= most < math.inf:
            raise ValueError(f"not a range of metres per pixel: {least} to {most}")
        if self.seeks_by_brightness and not self.compares_brightness:
            raise ValueError("what is sought by brightness has to be compared by it")

    @property
    def seeks_by_brightness(self) -> bool:
        """Whether leads are sought by brightness, too."""
        return self.density is not None and self.density.brightness


def quick(criteria: Criteria) -> Criteria:
    """A coarse search that looks at few leads, and places what leaves no need for another.

    Its winner must be a hundred times less likely to be chance, so that having searched twice hardly counts.
    """
    return replace(
        criteria,
        density=COARSE,
        leads=min(24, criteria.leads),
        aligned=min(10, criteria.aligned),
        finalists=min(3, criteria.finalists),
        max_expected_false_matches=criteria.max_expected_false_matches / 100,
        asks_again=False,
    )


def dense(criteria: Criteria) -> Criteria:
    """A search in which scales and angles lie densely, and tilt is among them."""
    return replace(criteria, density=FINE)


def by_both(criteria: Criteria) -> Criteria:
    """A search by brightness as well as by edges, after a dense one by edges alone has placed nothing.

    Nothing is added to the number of false matches for having searched twice: on decoys the smaller number of the two
    agrees with its frequency within 1.6.
    """
    return replace(
        criteria,
        density=BOTH,
        leads=2 * criteria.leads,
        aligned=min(16, criteria.aligned),
        compares_brightness=True,
    )


def deep(criteria: Criteria) -> Criteria:
    """A search by edges that goes on with many more leads, and compares them by brightness, too.

    Where half of what a view shows is rubble now, its edges still bring the place among the leads, but not to their
    top, and do not lay it down well.
    """
    return replace(by_both(criteria), density=FINE, leads=4 * criteria.leads)


def roughly(criteria: Criteria) -> Criteria:
    """A dense search of a town: at half the resolution, for twice as many leads."""
    assert criteria.density is not None
    return replace(criteria, density=criteria.density.halved, leads=2 * criteria.leads)
