"""A control with every placement: the mirror image of the view, which has all of its texture and is nowhere.

Stripes, furrows, and a roof that fills the picture look much the same in a mirror. What fits there because it is
regular fits mirrored as well, wherever it is, and proves nothing.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from inquo.geometry import homography
from inquo.geometry.grid import View
from inquo.geometry.progress import silent
from inquo.placement.atlas import Atlas
from inquo.placement.criteria import COARSE, Criteria
from inquo.placement.hypotheses import plan
from inquo.placement.judging import Outcome, Sited, look_closely
from inquo.placement.reference import Bounds, Part
from inquo.placement.registration import Settled
from inquo.placement.shrunk import shrink
from inquo.placement.sweep import sweep
from inquo.records.finding import Undetermined

_AROUND = 0.5
_SCALES = 1.25


def told_from_its_mirror_image(outcome: Outcome, view: View, atlas: Atlas, criteria: Criteria) -> Outcome:
    """Refuse a place that the mirror image of the view fits about as well, at any angle.

    Args:
        outcome: What a search came to.
        view: The picture.
        atlas: The imagery on which the best candidate lies.
        criteria: Of the search.
    """
    if isinstance(outcome.answer, Undetermined):
        return outcome
    winner = outcome.settled[0]
    share = _strength(view, winner, atlas, criteria) / max(winner.strength, 1e-9)
    compared = replace(outcome, mirror_share=share)
    if share * criteria.min_distinction <= 1:
        return compared
    reason = f"the picture's mirror image fits {share:.0%} as well there: the ground is too regular to tell"
    return replace(compared, answer=Undetermined(reason=reason))


def _strength(view: View, winner: Settled, atlas: Atlas, criteria: Criteria) -> float:
    """How strongly the mirror image fits where the view was found."""
    grey, usable = np.ascontiguousarray(view.grey[:, ::-1]), np.ascontiguousarray(view.usable[:, ::-1])
    mirrored = shrink(View(grey=grey, usable=usable))
    lead = winner.alignment.lead
    nearby = Part(reference=atlas, bounds_m=_around(winner, view))
    gsd_m = lead.posture.gsd_m
    limits = replace(
        criteria,
        gsd_range_m=(gsd_m / _SCALES, gsd_m * _SCALES),
        density=replace(COARSE, brightness=criteria.compares_brightness),
        min_footprint_m=0.0,
        leads=8,
        aligned=4,
        finalists=1,
        asks_again=False,
    )
    leads = sweep(mirrored, nearby, plan(mirrored, nearby.bounds_m, atlas.gsd_m, limits), limits, silent)
    found = look_closely(mirrored, [Sited(one, atlas) for one in leads], limits, silent)
    strengths = [one.strength for one in found.settled] + [one.strength for one in found.aligned]
    return max(strengths, default=0.0)


def _around(winner: Settled, view: View) -> Bounds:
    """A box about the middle of the footprint, from which the mirror image's middle is not far."""
    x, y = homography.apply(winner.map_from_frame, np.array([[view.width_px / 2, view.height_px / 2]]))[0]
    reach_m = _AROUND * winner.alignment.lead.footprint_m * math.sqrt(2)
    return (float(x - reach_m), float(y - reach_m), float(x + reach_m), float(y + reach_m))
