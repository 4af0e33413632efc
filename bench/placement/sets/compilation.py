"""A strike compilation cut from drone photographs: composites of its shots, as the pipeline makes them.

One shot shows a place that is not in the reference: a decoy by birth. Truth is good to about 12 m.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyproj import Transformer

from bench.placement.ground import PictureReference
from bench.placement.question import NOT_THERE, OWN_GROUND, MissingDataError, Query, Question
from bench.placement.sets import fengyuan
from bench.placement.sets.source import folder
from inquo.footage.study import Footage, study
from inquo.geometry.grid import View
from inquo.records.finding import Undetermined

SCALES_M = (0.05, 0.2)
TOLERANCE_M = 15.0
TRUTH_CE90_M = 12.0


@dataclass(frozen=True, slots=True)
class Compilation:
    """Overhead shots, sought in the Fengyuan reference."""

    name: str = "compilation"

    def questions(self, seed: int) -> tuple[Question, ...]:
        """One an overhead shot; the place that is not there counts as a decoy."""
        return tuple(
            Question(
                dataset=self.name,
                kind="shot",
                item=str(number),
                look="plain",
                tilt_deg=0.0,
                ground=OWN_GROUND if "aim_px" in shot else NOT_THERE,
                seed=seed,
            )
            for number, shot in enumerate(_truth(), start=1)
            if shot["kind"] == "overhead"
        )

    def pose(self, question: Question) -> Query:
        """The shot's composite; the aim is the crosshair's place in it."""
        shot = _truth()[int(question.item) - 1]
        view, aim_px = _composite(shot)
        at: tuple[float, float] | None = None
        if "aim_px" in shot:
            to_map = Transformer.from_crs("EPSG:4326", "EPSG:32651", always_xy=True)
            at = to_map.transform(shot["aim_lon_deg"], shot["aim_lat_deg"])
        reference = fengyuan.Fengyuan().ground("reference")
        middle = float(np.sqrt(SCALES_M[0] * SCALES_M[1]))
        return Query(
            view=view,
            aim_px=aim_px,
            aimed=True,
            gsd_range_m=SCALES_M,
            reference=reference,
            truth_m=at,
            centre_m=at,
            tolerance_m=TOLERANCE_M,
            truth_ce90_m=TRUTH_CE90_M,
            footprint_m=middle * float(np.sqrt(view.grey.size)),
        )

    def grounds(self) -> tuple[str, ...]:
        """None of its own."""
        return ()

    def ground(self, name: str) -> PictureReference:
        """None of its own."""
        raise MissingDataError(f"compilation has no ground {name}")

    def is_elsewhere(self, question: Question, ground: str) -> bool:  # noqa: ARG002 - it has none
        """Its place is Fengyuan."""
        return False


@functools.lru_cache(maxsize=1)
def _truth() -> list[dict[str, Any]]:
    shots: list[dict[str, Any]] = json.loads((folder("compilation") / "compilation.truth.json").read_text())["shots"]
    return shots


@functools.lru_cache(maxsize=1)
def _studied() -> Footage:
    return study(folder("compilation") / "compilation.mp4")


def _composite(truth: dict[str, Any]) -> tuple[View, tuple[float, float]]:
    """The studied shot that holds the middle of the true one, and the aim that the pipeline proposes."""
    middle = (truth["first"] + truth["last"]) // 2
    for studied in _studied().shots:
        if studied.shot.first.index <= middle <= studied.shot.last.index:
            if isinstance(studied.blend, Undetermined):
                raise MissingDataError(f"compilation: no composite of the shot at frame {middle}")
            view = studied.blend.view
            if isinstance(studied.aim, Undetermined):
                return view, (view.width_px / 2, view.height_px / 2)
            return view, (studied.aim.x_px, studied.aim.y_px)
    raise MissingDataError(f"compilation: no shot at frame {middle}")
