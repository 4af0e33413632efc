"""How far a view stands out where it lies, in three standard scores.

Its structure: the correlation of the whole, in standard deviations of the correlation of so many independent
samples that have nothing in common. Its brightness, likewise: most places are found by their edges alone, so that what
is bright and dark is a second witness; the negative counts as well, as an infrared look may be one. Its patches:
by how much the brightness of each fits better than that of the same patch a little displaced.

Patches are not asked for their structure here. Furrows agree with furrows in all patches at once, and would
count as many witnesses.

Source:
    Stouffer et al., The American Soldier, vol. 1 (1949), p. 45, note 15 (the sum of standard scores over the square
    root of their number, here over the patches).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.placement.surfaces import Overlay, Patches, cut

REACH_PX = 8
STRUCTURE_SAMPLE_PX = 7.5
"""Side of the square that counts as one independent sample of structure."""
BRIGHTNESS_SAMPLE_PX = 10.0
"""Likewise of brightness, which is smoother."""
BRIGHTNESS_WEIGHT = STRUCTURE_SAMPLE_PX / BRIGHTNESS_SAMPLE_PX
"""What a correlation of brightness counts beside one of structure, so that they add up as standard scores do."""
_AT_PX = 1.5
_AWAY_PX = 4.0
_LEAST_SPREAD = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What speaks for a place where a view was laid.

    Attributes:
        structure: Standard score of the whole view's structure.
        brightness: Of the whole view's brightness.
        patches: Of the brightness of its patches, each against itself displaced.
    """

    structure: float
    brightness: float = 0.0
    patches: float = 0.0

    @property
    def total(self) -> float:
        """The three together: what candidates are compared by."""
        return self.structure + self.brightness + self.patches


def by_structure(correlation: float, side_px: float) -> Standing:
    """What structure alone says: n independent samples scatter as 1 / sqrt(n).

    Args:
        correlation: Masked normalised correlation of the whole view.
        side_px: Side of the view at the working resolution.
    """
    return Standing(structure=correlation * side_px / STRUCTURE_SAMPLE_PX)


def standing(correlation: float, side_px: float, overlay: Overlay, patches: Patches) -> Standing:
    """What structure and brightness say.

    Args:
        correlation: Masked normalised correlation of the whole view's structure.
        side_px: Side of the view at the working resolution.
        overlay: The view as it was laid.
        patches: How it is cut.
    """
    bright = overlay.by_brightness()
    whole = bright.correlation * side_px / BRIGHTNESS_SAMPLE_PX
    surfaces = cut(bright, REACH_PX, patches).correlation()
    positive, negative = (whole, _above(surfaces)), (-whole, _above(-surfaces))
    brightness, above = max(positive, negative, key=sum)
    return Standing(
        structure=by_structure(correlation, side_px).structure,
        brightness=brightness,
        patches=above,
    )


def _above(surfaces: NDArray[np.float32]) -> float:
    """By how many standard deviations patches together fit better where they lie than displaced."""
    if not len(surfaces):
        return 0.0
    steps = np.arange(-REACH_PX, REACH_PX + 1)
    apart_px = np.hypot(steps[:, None], steps[None, :])
    away = surfaces[:, apart_px > _AWAY_PX]
    above = surfaces[:, apart_px <= _AT_PX].max(axis=1) - away.mean(axis=1)
    return float((above / np.maximum(away.std(axis=1), _LEAST_SPREAD)).sum()) / math.sqrt(len(surfaces))
