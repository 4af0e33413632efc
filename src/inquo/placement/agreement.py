"""Whether independent parts of a shot fit where the shot as a whole was placed.

A composite of many frames is one picture and one search. Its frames in parts that share none say whether
each would bear the place out by itself: a resemblance that noise, compression or a ghost of the overlay
made in some frames is not there in the others. A resemblance of the ground itself is there in all of them,
so that agreement adds nothing to what the significance says; only disagreement counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import bdtrc

from inquo.geometry import homography
from inquo.geometry.grid import View
from inquo.placement.alignment import patches_of
from inquo.placement.atlas import atlas_of
from inquo.placement.criteria import Criteria
from inquo.placement.locate import Located, NotLocated
from inquo.placement.reference import Reference
from inquo.placement.registration import REACH_PX, TOLERANCE_PX
from inquo.placement.shrunk import shrink
from inquo.placement.surfaces import cut, lay
from inquo.placement.tie_points import find
from inquo.records.finding import Undetermined

LEAST_PATCHES = 6
CHANCE_SHARE = 0.1
MOST_CHANCE = 0.01
COST = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How the parts of a shot fit at one place.

    Attributes:
        tested: Parts that show enough to be tested.
        agreeing: Those that fit there better than chance.
    """

    tested: int
    agreeing: int


def compare_parts(parts: Sequence[View], located: Located, reference: Reference) -> Agreement:
    """Test each part of a shot where the shot lies.

    1. The part is laid on the imagery by the transform of the whole, whose coordinates it has, and its
       patches find their own tie points there.
    2. A part in which fewer than six patches show ground is not tested.
    3. It agrees when so many of its tie points lie within tolerance of the transform as chance would
       give in one place of a hundred, if a tenth of the patches agreed by chance.
    """
    results = [_agrees(part, located, reference) for part in parts]
    tested = [result for result in results if result is not None]
    return Agreement(tested=len(tested), agreeing=sum(tested))


def weigh(located: Located, agreement: Agreement, criteria: Criteria) -> Located | NotLocated:
    """Let parts that do not fit lower the confidence.

    Each multiplies the expected number of false matches by ten; when most do not fit, there is no place,
    however well the whole does.
    """
    registration = located.registration
    against = agreement.tested - agreement.agreeing
    stated = registration.expected_false_matches
    assert stated is not None  # a search always states it
    expected = stated * COST**against
    if not (2 * agreement.agreeing >= agreement.tested and expected <= criteria.max_expected_false_matches):
        why = f"{against} of {agreement.tested} independent groups of its frames do not fit there by themselves"
        return NotLocated(why=Undetermined(reason=why), expected_false_matches=expected, candidates=located.candidates)
    weighed = replace(
        registration,
        expected_false_matches=expected,
        groups_tested=agreement.tested,
        groups_agreeing=agreement.agreeing,
    )
    return replace(located, registration=weighed)


def _agrees(part: View, located: Located, reference: Reference) -> bool | None:
    matrix, m = located.checked.fit.matrix, located.working_m
    centre = np.array([[part.width_px / 2, part.height_px / 2]])
    area_m2 = abs(float(np.linalg.det(homography.jacobian(matrix, centre)[0]))) * part.width_px * part.height_px
    patches = patches_of(area_m2**0.5 / m)
    overlay = lay(shrink(part), atlas_of(reference), matrix, m, REACH_PX, patches)  # 1
    ties = find(overlay, cut(overlay, REACH_PX, patches))
    if ties.patches < LEAST_PATCHES:  # 2
        return None
    apart_m = np.linalg.norm(ties.map_m - homography.apply(matrix, ties.frame_px), axis=1)
    agreeing = int((apart_m <= TOLERANCE_PX * m).sum())
    return bool(bdtrc(agreeing - 1, ties.patches, CHANCE_SHARE) <= MOST_CHANCE)  # 3
