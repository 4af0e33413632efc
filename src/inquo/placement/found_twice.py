"""A place that two searches find, each by itself, is less likely to be chance than either of them says.

A dense search by edges, and one by edges and brightness with other scales and angles, follow their own leads. Where the
view is elsewhere the best leads of both seldom are the same place; where it lies there they mostly are.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from inquo.geometry import homography
from inquo.placement.atlas import Atlas
from inquo.placement.criteria import Criteria
from inquo.placement.judging import Outcome, answered
from inquo.placement.registration import Settled
from inquo.placement.shrunk import Shrunk
from inquo.placement.significance import expected_false_matches

STANDS_OUT = 0.1
"""Expected false matches that each of the two may leave, at most."""
SAME_POSE = 0.2
"""How far the corners of the view may lie apart, root mean square, as a share of its side on the ground."""


def found_twice(less: Outcome, more: Outcome, view: Shrunk, atlas: Atlas, criteria: Criteria) -> Outcome:
    """Let two searches that place nothing count together, if both have found the same place.

    Args:
        less: What the search came to that leaves less to chance.
        more: What the other came to.
        view: The picture.
        atlas: The imagery.
        criteria: Of the search that leaves less to chance.

    Returns:
        The first with what both leave to chance, placed if that is enough; itself where they do not meet.
    """
    if not more.expected_false_matches <= STANDS_OUT or less.evidence is None:
        return less
    best = less.settled[0]
    if not _lie_alike(view, best, more.settled[0]):
        return less
    speaks = replace(less.evidence, found_again=more.expected_false_matches)
    winner, answer = answered(best, speaks, view, atlas, criteria)
    expected = expected_false_matches(speaks)
    settled = (winner, *less.settled[1:])
    return replace(less, answer=answer, expected_false_matches=expected, settled=settled, evidence=speaks)


def _lie_alike(view: Shrunk, one: Settled, other: Settled) -> bool:
    """Whether two candidates are the same pose, and not merely the same place."""
    width, height = view.width_px, view.height_px
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    apart_m = homography.apply(one.map_from_frame, corners) - homography.apply(other.map_from_frame, corners)
    rms_m = math.sqrt(float((apart_m**2).sum(axis=1).mean()))
    return rms_m <= SAME_POSE * one.alignment.lead.footprint_m
