"""Multi-modal pairs with hand landmarks: cross-season, day-night, depth, infrared, map, optical, SAR.

The pictures have no georeference: a pixel of the fixed picture is called a metre of an invented CRS.
Source: Jiang et al., Information Fusion 73 (2021), StaRainJ/Multi-modality-image-matching-database-metrics-methods.
"""

from __future__ import annotations

import functools
import json
import math
from dataclasses import dataclass

import numpy as np

from bench.placement.ground import PictureReference
from bench.placement.question import OWN_GROUND, Query, Question
from bench.placement.sets.source import folder, inside_frame, picture
from bench.placement.sets.windows import Pair, ask

WINDOWS_PER_PAIR = 3
CE90_PER_RMS = 1.517
"""CE90 of a circular normal error whose root mean square distance is one: 2.146 / sqrt(2)."""
PARAMETERS = 8


@dataclass(frozen=True, slots=True)
class Mmim:
    """Windows of 42 % of the moving picture, sought in the fixed one."""

    name: str = "mmim"

    def questions(self, seed: int) -> tuple[Question, ...]:
        """Several windows a pair, then the same as tilted, compressed video, then a window as a file."""
        pairs = sorted(path.name for path in folder(self.name).iterdir() if path.is_dir())
        return tuple(
            Question(
                dataset=self.name,
                kind=pair[:2],
                item=f"{pair}.{window}",
                look=look,
                tilt_deg=tilt,
                ground=OWN_GROUND,
                seed=seed,
            )
            for look, tilt in (("plain", 0.0), ("video", 20.0), ("file", 0.0))
            for window in range(WINDOWS_PER_PAIR if look == "plain" else 1)
            for pair in pairs
        )

    def pose(self, question: Question) -> Query:
        """Cut the window."""
        return ask(_pair(question.item.split(".")[0]), question)

    def grounds(self) -> tuple[str, ...]:
        """The fixed pictures."""
        return tuple(sorted(path.name for path in folder(self.name).iterdir() if path.is_dir()))

    def ground(self, name: str) -> PictureReference:
        """One fixed picture."""
        return _pair(name).fixed

    def is_elsewhere(self, question: Question, ground: str) -> bool:
        """Other pairs of this set show other places."""
        return question.dataset != self.name or question.item.split(".")[0] != ground


@functools.lru_cache(maxsize=8)
def _pair(name: str) -> Pair:
    where = folder("mmim") / name
    truth = json.loads((where / "truth.json").read_text())
    fixed, moving = picture(where / "fixed.png"), picture(where / "moving.png")
    rms = float(truth["landmark_rms_px"])
    # a fit to n landmarks is off by their rms times the root of parameters over coordinates
    fit_ce90 = CE90_PER_RMS * rms * math.sqrt(PARAMETERS / (2 * len(truth["landmarks_fixed_px"])))
    return Pair(
        moving=moving,
        moving_valid=inside_frame(moving),
        fixed=PictureReference(grey=fixed, valid=inside_frame(fixed), gsd_m=1.0),
        fixed_from_moving=np.array(truth["fixed_from_moving"], np.float64),
        tolerance_m=max(10.0, 3 * rms),
        truth_ce90_m=fit_ce90,
    )
