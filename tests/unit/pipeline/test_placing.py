"""What is placed of a shot: a target stands higher than a point that nobody chose."""

from __future__ import annotations

import numpy as np
import pytest
from results_built import composite

from inquo.geometry.grid import View
from inquo.pipeline.placing import Seen
from inquo.placement.point import ANY_RELIEF_M, TARGET_RELIEF_M, ImagePoint
from inquo.records.finding import Undetermined
from inquo.records.footage import AimPoint

BLANK = View(grey=np.zeros((720, 1280), np.uint8), usable=np.ones((720, 1280), bool))
BLANK_PX = (1280, 720)
CHOSEN = AimPoint(x_px=600.0, y_px=300.5, sigma_px=2.0, basis="chosen by A. Person")
UNMARKED = Undetermined(reason="there is no crosshair and no flash to take the aim point from")


@pytest.mark.parametrize(
    ("aim", "placed"),
    [
        (CHOSEN, ImagePoint(at_px=(600.0, 300.5), sigma_px=2.0, relief_m=TARGET_RELIEF_M, size_px=BLANK_PX)),
        (UNMARKED, ImagePoint(at_px=(640.0, 360.0), sigma_px=0.5, relief_m=ANY_RELIEF_M, size_px=BLANK_PX)),
    ],
)
def test_what_was_aimed_at_stands_up_and_the_middle_mostly_does_not(
    aim: AimPoint | Undetermined, placed: ImagePoint
) -> None:
    assert Seen(composite=composite(aim), view=BLANK, halves=None).point == placed
    assert TARGET_RELIEF_M > ANY_RELIEF_M
