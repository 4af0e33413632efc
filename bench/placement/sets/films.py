"""Strike compilations over invented towns: composites of their shots, as the pipeline makes them.

Each town has another plan, sun and script; one shot of each compilation shows another town: a decoy by
birth. Rendered and studied once, then kept in ``bench/out/films`` under the digest of the source of both.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from pyproj import Transformer

import inquo
from bench.placement.ground import PictureReference
from bench.placement.question import NOT_THERE, OWN_GROUND, MissingDataError, Query, Question
from inquo.footage.composite import Blend
from inquo.footage.study import study
from inquo.geometry.grid import View
from inquo.town import scene
from inquo.town.plan import FIRST_PASS

TOWNS = (7, 21, 22, 23, 24, 25)
SHOTS = {"grey": (1, 5), "infrared": (2, 4, 6), "colour": (3,)}
"""Numbers of a compilation's overhead shots, from 1, by look; the fifth shows another town."""
ELSEWHERE = 5
SCALES_M = (0.15, 0.6)
TOLERANCE_M = 10.0
TRUTH_CE90_M = 0.3
_KEPT = Path(__file__).resolve().parents[2] / "out" / "films"


@dataclass(frozen=True, slots=True)
class Films:
    """Overhead shots of several compilations, sought in their town's earlier satellite image."""

    name: str = "films"

    def questions(self, seed: int) -> tuple[Question, ...]:
        """One a shot; the place that is not there counts as a decoy."""
        return tuple(
            Question(
                dataset=self.name,
                kind=kind,
                item=f"{town}.{shot}",
                look="plain",
                tilt_deg=0.0,
                ground=NOT_THERE if shot == ELSEWHERE else OWN_GROUND,
                seed=seed,
            )
            for town in TOWNS
            for kind, shots in SHOTS.items()
            for shot in shots
        )

    def pose(self, question: Question) -> Query:
        """The shot's composite; the aim is where its key frame truly shows the target."""
        town, shot = (int(n) for n in question.item.split("."))
        kept = _film(town)
        with np.load(kept / f"shot-{shot}.npz") as one:
            view = View(grey=np.asarray(one["grey"], np.uint8), usable=np.asarray(one["usable"], bool))
            key = int(one["key"])
        truth = json.loads((kept / "truth.json").read_text())["shots"][shot]
        frame = truth["frames"][key - truth["first"]]
        reference = _reference(town)
        at = None
        if shot != ELSEWHERE:
            to_map = Transformer.from_crs("EPSG:4326", reference.crs, always_xy=True)
            at = to_map.transform(truth["aim_lon_deg"], truth["aim_lat_deg"])
        return Query(
            view=view,
            aim_px=(frame["aim_px"][0], frame["aim_px"][1]),
            aimed=True,
            gsd_range_m=SCALES_M,
            reference=reference,
            truth_m=at,
            centre_m=at,
            tolerance_m=TOLERANCE_M,
            truth_ce90_m=TRUTH_CE90_M,
            footprint_m=truth["gsd_m"] * float(np.sqrt(view.grey.size)),
        )

    def grounds(self) -> tuple[str, ...]:
        """Every town."""
        return tuple(str(town) for town in TOWNS)

    def ground(self, name: str) -> PictureReference:
        """One town's image."""
        return _reference(int(name))

    def is_elsewhere(self, question: Question, ground: str) -> bool:
        """Every town is another place."""
        return question.dataset != self.name or question.item.split(".")[0] != ground


@functools.lru_cache(maxsize=2)
def _reference(town: int) -> PictureReference:
    path = next(_film(town).glob(f"*{FIRST_PASS:%Y-%m-%d}.tif"))
    with rasterio.open(path) as source:
        rgb = source.read().astype(np.float32)
        transform, crs = source.transform, source.crs.to_string()
    grey = np.asarray(np.rint(0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]), np.uint8)
    return PictureReference(
        grey=grey, valid=np.ones(grey.shape, bool), gsd_m=transform.a, corner_m=(transform.c, transform.f), crs=crs
    )


def _film(town: int) -> Path:
    """The folder of a compilation that is rendered and studied; made when it is not there."""
    folder = _KEPT / f"{town}-{_source().hex()[:16]}"
    if not folder.exists():
        partial = folder.with_name(f"{folder.name}.{os.getpid()}.tmp")
        made = scene.render(town, partial)
        _study(made.film, made.truth["shots"], partial)
        try:
            partial.replace(folder)
        except OSError:  # another process was quicker
            shutil.rmtree(partial)
    return folder


def _study(film: Path, shots: list[dict[str, Any]], folder: Path) -> None:
    """Keep the composite of every true shot that the study found."""
    studied = study(film).shots
    for number, truth in enumerate(shots):
        middle = (truth["first"] + truth["last"]) // 2
        for one in studied:
            if one.shot.first.index <= middle <= one.shot.last.index and isinstance(one.blend, Blend):
                view = one.blend.view
                path = folder / f"shot-{number}.npz"
                np.savez_compressed(path, grey=view.grey, usable=view.usable, key=one.blend.key.index)
    missing = [n for n, truth in enumerate(shots) if truth["kind"] == "overhead" and not _has(folder, n)]
    if missing:
        raise MissingDataError(f"films: no composite of shots {missing} of {film}")


def _has(folder: Path, number: int) -> bool:
    return (folder / f"shot-{number}.npz").exists()


@functools.lru_cache(maxsize=1)
def _source() -> bytes:
    """Digest of what renders and studies: a changed film is another film."""
    whole = hashlib.sha256()
    for room in ("town", "footage"):
        for path in sorted((Path(inquo.__path__[0]) / room).glob("*.py")):
            whole.update(path.read_bytes())
    return whole.digest()
