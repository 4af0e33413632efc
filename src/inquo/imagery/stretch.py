"""From the values of a sensor to 8 bits, in one way for all windows of one product."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Grey

_SHADOW_PERCENT, _LIGHT_PERCENT = 0.2, 99.8
_ENOUGH_LEVELS = 64


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight line from sensor values to 0 to 255.

    It belongs to a whole product, never to a window: two windows stretched each in its own
    way would meet in an edge that is not on the ground.

    Attributes:
        black: Value that becomes 0.
        white: Value that becomes 255.
    """

    black: float
    white: float

    def apply(self, values: NDArray[np.float32]) -> Grey:
        """Turn values to 8 bits, cut off at both ends."""
        scaled = values - np.float32(self.black)
        scaled *= np.float32(255 / (self.white - self.black))
        np.rint(scaled, out=scaled)  # in place: a window is as large as all else that reading it takes
        levels: Grey = np.clip(scaled, 0, 255, out=scaled).astype(np.uint8)
        return levels


def choose_stretch(samples: NDArray[np.float32], *, eight_bit: bool) -> Stretch:
    """Choose the stretch of a product from a sample of its values.

    Args:
        samples: Values that exist, any shape; may be empty.
        eight_bit: True when the product is 8 bits already: it is left as it is unless it uses
            fewer than 64 of its levels.

    Returns:
        A line through the 0.2 and 99.8 per cent points; for constant values, a flat picture.
    """
    black, white = (0.0, 255.0)
    if samples.size:
        black, white = (float(v) for v in np.percentile(samples, (_SHADOW_PERCENT, _LIGHT_PERCENT)))
    if eight_bit and not 0 < white - black < _ENOUGH_LEVELS:
        return Stretch(0.0, 255.0)
    if not white > black:
        return Stretch(black - 1, black + 1)
    return Stretch(black, white)
