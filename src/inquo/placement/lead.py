"""A place where a view could lie, and how it is kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inquo.geometry.grid import Matrix
from inquo.placement.hypotheses import Posture
from inquo.records.swept import SweptLead


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A place where the view could lie.

    Attributes:
        score: Normalised correlation times the square root of the template's pixels.
        correlation: Masked normalised correlation of structure, -1 to 1; where brightness is asked its share is added.
        posture: Scale and stretch.
        angle_rad: Turn of the view on the imagery, x towards y in pixels.
        map_from_frame: The hypothesis as a 3 x 3 transform to map metres.
        centre_m: Where the view's centre lies.
        footprint_m: Side of the square with the footprint's area.
    """

    score: float
    correlation: float
    posture: Posture
    angle_rad: float
    map_from_frame: Matrix
    centre_m: tuple[float, float]
    footprint_m: float


def as_record(lead: Lead) -> SweptLead:
    """A lead to be kept; ``as_lead`` gives the same lead, to the last bit."""
    (a, b, c), (d, e, f), (g, h, i) = ((float(x) for x in row) for row in lead.map_from_frame)
    return SweptLead(
        score=lead.score,
        correlation=lead.correlation,
        gsd_m=lead.posture.gsd_m,
        stretch=lead.posture.stretch,
        angle_rad=lead.angle_rad,
        map_from_frame=((a, b, c), (d, e, f), (g, h, i)),
        x_m=lead.centre_m[0],
        y_m=lead.centre_m[1],
        footprint_m=lead.footprint_m,
    )


def as_lead(record: SweptLead) -> Lead:
    """A lead that was kept."""
    return Lead(
        score=record.score,
        correlation=record.correlation,
        posture=Posture(gsd_m=record.gsd_m, stretch=record.stretch),
        angle_rad=record.angle_rad,
        map_from_frame=np.array(record.map_from_frame, np.float64),
        centre_m=(record.x_m, record.y_m),
        footprint_m=record.footprint_m,
    )
