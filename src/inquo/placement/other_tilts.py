"""A place is laid down again from other tilts before its pose is believed.

A view that a camera took at 60 degrees off straight down, and that was aligned at 40, can agree with the imagery along
a band of itself: in enough patches to be no chance, and to pass every test of the fit, tens of metres off. From a
start that is tilted like the camera the alignment finds the true pose, and fits it far better.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from inquo.placement.alignment import align_by, foreshortened
from inquo.placement.atlas import Atlas
from inquo.placement.criteria import Criteria
from inquo.placement.looks import looks_of
from inquo.placement.registration import Settled, settle
from inquo.placement.shrunk import Shrunk

FORESHORTENED = (1 / 1.4, 1 / 1.2, 1.2, 1.4, 1.7)
"""How many times more ground than before is tried along the picture's vertical: from 45 degrees 1.7 leads to 65."""


def from_other_tilts(view: Shrunk, atlas: Atlas, found: Settled, criteria: Criteria) -> Settled:
    """What a candidate becomes from other tilts, where that fits distinctly better; the candidate where nothing does.

    Args:
        view: The picture.
        atlas: The imagery.
        found: A candidate.
        criteria: How many times as strong a pose must be to take its place is ``min_distinction``.
    """

    def pose(by: float) -> Settled:
        start = foreshortened(view, found.map_from_frame, by)
        return settle(view, atlas, align_by(view, atlas, start, found.alignment.lead, looks_of(criteria)))

    with ThreadPoolExecutor(criteria.threads) as pool:
        best = max(pool.map(pose, FORESHORTENED), key=lambda one: one.strength)
    return best if best.strength >= criteria.min_distinction * found.strength else found
