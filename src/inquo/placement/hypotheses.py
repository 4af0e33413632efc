"""Which scales, tilts and angles a sweep tries, and at which working resolution.

A hypothesis says how a view lies on the ground: metres per pixel along its horizontal,
a stretch of its vertical (such cameras hold the horizon level, so that tilt foreshortens
along the vertical), and an angle. Its footprint decides the working resolution: a view is
swept at the resolution that makes it about ``Density.template_px`` across, so that
large footprints cost little and a wide range of scales costs hardly more than a narrow one.

Where there is no more imagery than of a town, and a quick search finds nothing beyond doubt, hypotheses lie densely,
and tilt is among them; what that does not place is searched once more by what is bright and dark as well. That costs
some seconds a square kilometre. Over a country it would cost days.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from inquo.placement.criteria import COARSE, FINE_UP_TO_KM2, Criteria, Density, by_both, deep, dense, quick, roughly
from inquo.placement.reference import Bounds
from inquo.placement.shrunk import Shrunk

LEVEL_STEP = 2 ** (1 / 2)
_BEYOND = 1.3
"""How many times as wide as the imagery a view may be: part of what it shows is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """How large a view lies on the ground, and how far it is foreshortened.

    Attributes:
        gsd_m: Metres per pixel along the view's horizontal.
        stretch: Metres per pixel along its vertical, relative to the horizontal: at least 1.
    """

    gsd_m: float
    stretch: float

    def footprint_m(self, view: Shrunk) -> float:
        """Side of the square with the footprint's area."""
        return self.gsd_m * math.sqrt(view.width_px * view.height_px * self.stretch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Postures that share a working resolution.

    Attributes:
        working_m: Metres per pixel of the sweep.
        postures: What is tried there.
        density: How many turns of each are tried, and what is compared.
    """

    working_m: float
    postures: tuple[Posture, ...]
    density: Density


def plan(view: Shrunk, bounds_m: Bounds, finest_m: float, criteria: Criteria) -> tuple[Level, ...]:
    """Lay out the hypotheses of one search, finest resolution first.

    Args:
        view: The picture to be placed.
        bounds_m: Extent of the imagery: no footprint may exceed it by much.
        finest_m: The imagery's own resolution.
        criteria: Scale range, density, least footprint.

    Returns:
        Levels; none when every footprint is too small or exceeds the imagery.
    """
    extent_m = math.sqrt(max(bounds_m[2] - bounds_m[0], 0.0) * max(bounds_m[3] - bounds_m[1], 0.0))
    density = criteria.density or COARSE
    grouped: dict[int, list[Posture]] = {}
    for gsd_m in scales(*criteria.gsd_range_m, density.scale_step):
        for stretch in density.stretches:
            posture = Posture(gsd_m=gsd_m, stretch=stretch)
            side_m = posture.footprint_m(view)
            if not criteria.min_footprint_m <= side_m <= _BEYOND * extent_m:
                continue
            rung = math.floor(math.log(side_m / density.template_px, LEVEL_STEP) + 1e-9)
            grouped.setdefault(rung, []).append(posture)
    levels: dict[float, list[Posture]] = {}
    for rung, postures in sorted(grouped.items()):
        working_m = max(LEVEL_STEP**rung, finest_m, postures[0].gsd_m)
        levels.setdefault(working_m, []).extend(postures)
    return tuple(Level(working_m=m, postures=tuple(p), density=density) for m, p in sorted(levels.items()))


def passes(bounds_m: Bounds, criteria: Criteria) -> tuple[Criteria, ...]:
    """What a search tries, one after the other, until it places the view.

    Much imagery is searched coarsely. Where there is less, a dense pass follows a quick one, which places most views
    beyond doubt; then one that asks brightness as well, and one that follows the dense pass deeper.
    """
    area_km2 = (bounds_m[2] - bounds_m[0]) * (bounds_m[3] - bounds_m[1]) / 1e6
    if criteria.density or area_km2 > criteria.dense_up_to_km2:
        return (criteria,)
    closer = [dense(criteria), by_both(criteria), deep(criteria)]
    if area_km2 > FINE_UP_TO_KM2:
        closer = [roughly(one) for one in closer]
    return (quick(criteria), *closer)


def scales(least_m: float, most_m: float, step: float) -> tuple[float, ...]:
    """Ratios of so much, at most, that cover a range including both ends."""
    steps = math.ceil(math.log(most_m / least_m) / math.log(step) - 1e-9)
    if steps <= 0:
        return (math.sqrt(least_m * most_m),)
    ratio = (most_m / least_m) ** (1 / steps)
    return tuple(least_m * ratio**i for i in range(steps + 1))
