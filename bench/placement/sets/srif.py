"""Pairs with scale and rotation differences: optical to optical, infrared, map, SAR.

The pictures have no georeference: a pixel of the second picture is called a metre of an invented CRS.
Source: Li et al., ISPRS Journal 204 (2023) 77-88, LJY-RS/SRIF. Truth is said to be good to 1 to 3 pixels;
optical 6 and 19 are off by 8 to 12 by whole pairs and by SIFT features that match nearby. The affines of
the SAR pairs belong to another draw than the pictures: ``sar_angles`` says how theirs were found.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from bench.placement.ground import PictureReference
from bench.placement.question import OWN_GROUND, Query, Question
from bench.placement.sets.sar_angles import turned_by
from bench.placement.sets.source import folder, inside_frame, picture
from bench.placement.sets.windows import Pair, ask

KINDS = {"optical": "Optical-Optical", "map": "Optical-Map", "infrared": "Optical-Infrared", "sar": "Optical-SAR"}
PAIRS = 20
WHOLE = " whole"
TOLERANCE_PX = 10.0
TRUTH_CE90_PX = 3.0
SAR_TRUTH_CE90_PX = 5.0
SAR_ANGLES_DEG = (38, 81, 19, 47, 15, 61, 8, 69, 78, 35, 44, 28, 87, 36, 28, 58, 39, 84, 8, 39)
"""Turn of each SAR pair; the first picture is resized to the second one's size before it."""


@dataclass(frozen=True, slots=True)
class Srif:
    """Windows of 42 % of the first picture's sides, then all of it, sought in the second."""

    name: str = "srif"

    def questions(self, seed: int) -> tuple[Question, ...]:
        """One window a pair, then the whole picture, then the same as a file."""
        folder(self.name)
        return tuple(
            Question(
                dataset=self.name,
                kind=f"{kind}{size}",
                item=f"{kind}{number}",
                look=look,
                tilt_deg=0.0,
                ground=OWN_GROUND,
                seed=seed,
            )
            for size, look in (("", "plain"), (WHOLE, "plain"), (WHOLE, "file"))
            for number in range(1, PAIRS + 1)
            for kind in KINDS
        )

    def pose(self, question: Question) -> Query:
        """Cut the window."""
        return ask(_pair(question.item), question, whole=question.kind.endswith(WHOLE))

    def grounds(self) -> tuple[str, ...]:
        """The second pictures."""
        folder(self.name)
        return tuple(f"{kind}{number}" for kind in KINDS for number in range(1, PAIRS + 1))

    def ground(self, name: str) -> PictureReference:
        """One second picture."""
        return _pair(name).fixed

    def is_elsewhere(self, question: Question, ground: str) -> bool:
        """Other kinds are other cities; pairs of one kind were cut from few scenes and may overlap."""
        return question.dataset != self.name or not ground.startswith(question.kind.removesuffix(WHOLE))


@functools.lru_cache(maxsize=8)
def _pair(name: str) -> Pair:
    kind = name.rstrip("0123456789")
    number = name[len(kind) :]
    where = folder("srif") / KINDS[kind]
    moving, fixed = (picture(where / f"pair{number}_{side}.jpg") for side in (1, 2))
    if kind == "sar":
        resized = np.diag([fixed.shape[1] / moving.shape[1], fixed.shape[0] / moving.shape[0], 1.0])
        affine = turned_by(SAR_ANGLES_DEG[int(number) - 1]) @ resized
    else:
        affine = np.vstack([np.loadtxt(where / f"gt_{number}.txt")[:2], [0.0, 0.0, 1.0]])
    return Pair(
        moving=moving,
        moving_valid=inside_frame(moving),
        fixed=PictureReference(grey=fixed, valid=inside_frame(fixed), gsd_m=1.0),
        fixed_from_moving=affine,
        tolerance_m=TOLERANCE_PX,
        truth_ce90_m=SAR_TRUTH_CE90_PX if kind == "sar" else TRUTH_CE90_PX,
    )
