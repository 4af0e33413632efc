"""How closely leads are compared with the imagery: looks that follow each other."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from inquo.geometry import homography
from inquo.geometry.grid import Matrix, View
from inquo.placement.atlas import FINEST_M, rung_at_least
from inquo.placement.criteria import Criteria
from inquo.placement.surfaces import Patches


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How closely leads are compared.

    Attributes:
        view_px: Side of the view at the working resolution, at most.
        sheared: Whether shear is looked for, too.
        weighed: Whether what speaks for the place is weighed.
        reach: How far patches are moved, as a share of the view's side.
        overlap: Share of a patch that the next one shows, too.
        across: How many patches a view should be wide, where they would not be too small to have a peak.
        turns_deg: By how much the view is turned.
        growths: By how much it is enlarged.
        stretches: By how much, besides, along its vertical: another tilt.
        followed: How many of the postures that fit best, and are not nearly the same, are followed by shear.
        brightness: Whether patches are compared by brightness, too, and not by edges alone.
    """

    view_px: float
    sheared: bool
    weighed: bool
    reach: float
    overlap: float
    across: int
    turns_deg: tuple[float, ...] = (-6.0, -3.0, 0.0, 3.0, 6.0)
    growths: tuple[float, ...] = (0.9, 0.95, 1.0, 1.05, 1.11)
    stretches: tuple[float, ...] = (1.0,)
    followed: int = 1
    brightness: bool = False

    @property
    def tilts(self) -> bool:
        """Whether other tilts than the lead's are tried."""
        return len(self.stretches) > 1


GLANCE = Look(view_px=100.0, sheared=False, weighed=False, reach=0.08, overlap=0.0, across=4)
CLOSE = Look(view_px=280.0, sheared=True, weighed=True, reach=0.05, overlap=0.25, across=6)
BY_EDGES = (GLANCE, CLOSE)
BY_BOTH = (
    Look(
        view_px=160.0,
        sheared=True,
        weighed=False,
        reach=0.14,
        overlap=0.0,
        across=5,
        growths=(0.86, 0.93, 1.0, 1.07, 1.16),
        stretches=(0.77, 0.88, 1.0, 1.14, 1.3),
        followed=8,
        brightness=True,
    ),
    replace(
        CLOSE,
        reach=0.03,
        turns_deg=(-1.5, -0.75, 0.0, 0.75, 1.5),
        growths=(0.975, 0.9875, 1.0, 1.0125, 1.025),
        brightness=True,
    ),
)
"""Looks that follow each other, each from where the one before has found the view."""


def looks_of(criteria: Criteria) -> tuple[Look, ...]:
    """How closely the leads of a search are compared, one look after the other."""
    return BY_BOTH if criteria.compares_brightness else BY_EDGES


def working_m(finest_m: float, side_m: float, look: Look = CLOSE) -> float:
    """Working resolution of a look: no finer than either picture, or than what lasts from year to year.

    Args:
        finest_m: Metres per pixel of the coarser of the two pictures.
        side_m: Side of the view on the ground.
        look: How closely.
    """
    return rung_at_least(max(finest_m, side_m / look.view_px, FINEST_M))


def close_look_at(view: View, map_from_frame: Matrix, finest_m: float) -> tuple[float, Patches]:
    """Working resolution of a whole view where it lies, and how it is cut.

    Args:
        view: The picture.
        map_from_frame: How it lies, shape (3, 3).
        finest_m: The imagery's own metres per pixel.
    """
    middle = np.array([[view.width_px / 2, view.height_px / 2]])
    gsd_m = math.sqrt(abs(float(np.linalg.det(homography.jacobian(map_from_frame, middle)[0]))))
    side_m = gsd_m * math.sqrt(view.width_px * view.height_px)
    m = working_m(max(finest_m, gsd_m), side_m)
    return m, patches_of(side_m / m)


def patches_of(view_px: float, look: Look = CLOSE) -> Patches:
    """How a view of a size is cut: patches of 16 to 32 pixels."""
    side = 8 * round(min(32.0, max(16.0, view_px / look.across)) / 8)
    return Patches(side_px=side, stride_px=round(side * (1 - look.overlap)))
