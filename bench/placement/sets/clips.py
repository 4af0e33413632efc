"""Five seconds of a camera that hovers and pans: the shot's composite, and one of its frames by itself.

Made from photographs and from the invented town's stills: symbols that stay put, sensor noise, H.264.
The composite is the pipeline's own, overlay and all; of the single frame the symbols are known. Kept in
``bench/out/clips`` under the digest of what was asked and of the source that studies it.
"""

from __future__ import annotations

import functools
import hashlib
import math
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

import inquo
from bench.placement.ground import Reference
from bench.placement.look import Pose, apply, cut, noisy, stencil
from bench.placement.question import OWN_GROUND, DataSet, MissingDataError, Query, Question
from bench.placement.sets.fengyuan import Fengyuan
from bench.placement.sets.town import InventedTown
from inquo.footage.composite import Blend
from inquo.footage.decode_pyav import frames as decoded
from inquo.footage.study import study
from inquo.geometry.grid import Grey, Mask, Matrix, View
from inquo.town.film_pyav import write_film

FRAMES, FPS = 125, 25
ACROSS_PX = 800
"""Width of the picture that frames are cut from."""
FIELD = 0.8
LEVELS = {30: 4.0, 35: 8.0, 40: 12.0}
"""Standard deviation of the sensor's noise, grey values, by constant rate factor."""
SOURCES: dict[str, tuple[DataSet, str]] = {"photo": (Fengyuan(), "photo"), "town": (InventedTown(), "tilt 15")}
FORMS = ("composite", "one frame")
PER_SOURCE = 12
_KEPT = Path(__file__).resolve().parents[2] / "out" / "clips"


@dataclass(frozen=True, slots=True)
class Clips:
    """The same ground twice: as a composite, and as the frame whose coordinates that has."""

    name: str = "clips"

    def questions(self, seed: int) -> tuple[Question, ...]:
        """By source, compression and form; the two forms of one clip follow each other."""
        out = []
        for source, (dataset, kind) in SOURCES.items():
            try:
                every = [one for one in dataset.questions(seed) if one.kind == kind and one.look == "plain"]
            except MissingDataError:
                continue
            out += [
                Question(
                    dataset=self.name,
                    kind=f"{source} crf {crf} {form}",
                    item=f"{source}:{one.item}:{crf}",
                    look="plain",
                    tilt_deg=one.tilt_deg,
                    ground=OWN_GROUND,
                    seed=seed,
                )
                for crf in LEVELS
                for one in every[:: max(1, len(every) // PER_SOURCE)][:PER_SOURCE]
                for form in FORMS
            ]
        return tuple(out)

    def pose(self, question: Question) -> Query:
        """Film the clip, study it, take what was asked for."""
        source, item, crf = question.item.split(":")
        dataset, kind = SOURCES[source]
        base = dataset.pose(replace(question, dataset=dataset.name, kind=kind, item=item))
        across = min(ACROSS_PX, base.view.width_px)
        shrunk = base.view.width_px / across
        size = (across, round(base.view.height_px / shrunk))
        picture = np.asarray(cv2.resize(base.view.grey, size, interpolation=cv2.INTER_AREA), np.uint8)
        composite, single, key = _kept(picture, int(crf), question.seed, question.item)
        view = composite if question.kind.endswith(FORMS[0]) else single
        matrix = _poses(picture, np.random.default_rng([question.seed, *question.item.encode()]))[key]
        aim = apply(np.asarray(np.linalg.inv(matrix), np.float64), (base.aim_px[0] / shrunk, base.aim_px[1] / shrunk))
        return replace(
            base,
            view=view,
            aim_px=aim,
            gsd_range_m=(base.gsd_range_m[0] * shrunk, base.gsd_range_m[1] * shrunk),
            footprint_m=base.footprint_m * FIELD,
        )

    def grounds(self) -> tuple[str, ...]:
        """None of its own."""
        return ()

    def ground(self, name: str) -> Reference:
        """None of its own."""
        raise MissingDataError(f"clips has no ground {name}")

    def is_elsewhere(self, question: Question, ground: str) -> bool:  # noqa: ARG002 - it has none
        """Its places are those of other sets."""
        return False


def _frame_size(picture: Grey) -> tuple[int, int]:
    height, width = picture.shape
    return (round(FIELD * width / 2) * 2, round(FIELD * height / 2) * 2)


def _poses(picture: Grey, rng: np.random.Generator) -> list[Matrix]:
    """How each frame lies on the picture: a slow pan, a shake, a roll, a creeping lens."""
    height, width = picture.shape
    size = _frame_size(picture)
    room = np.array([width - size[0], height - size[1]]) / 2
    slow, phase = rng.uniform(0.5, 1.2, 2), rng.uniform(0, math.tau, 2)
    roll, zoom = rng.uniform(-0.5, 0.5), rng.uniform(-0.006, 0.006)
    out = []
    for number in range(FRAMES):
        since = (number - FRAMES / 2) / FPS
        pan = 0.6 * room * np.sin(slow * since + phase) + rng.normal(0, 0.4, 2)
        pose = Pose(
            centre_px=(width / 2 + float(pan[0]), height / 2 + float(pan[1])),
            width_px=size[0] * (1 + zoom * since),
            angle_deg=roll * since,
            tilt_deg=0.0,
            size_px=size,
        )
        out.append(pose.picture_from_frame)
    return out


def _kept(picture: Grey, crf: int, seed: int, item: str) -> tuple[View, View, int]:
    """Composite, single frame, and number of that frame; filmed and studied when they are not there."""
    asked = hashlib.sha256(_source() + picture.tobytes() + f"{crf} {seed} {item}".encode())
    path = _KEPT / f"{asked.hexdigest()[:20]}.npz"
    if not path.exists():
        composite, single, key = _film_and_study(picture, crf, np.random.default_rng([seed, *item.encode()]))
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.tmp.npz")
        np.savez_compressed(
            partial,
            grey=composite.grey,
            usable=composite.usable,
            one=single.grey,
            clear=single.usable,
            key=np.int64(key),
        )
        partial.replace(path)
    with np.load(path) as kept:
        composite = View(grey=np.asarray(kept["grey"], np.uint8), usable=np.asarray(kept["usable"], bool))
        single = View(grey=np.asarray(kept["one"], np.uint8), usable=np.asarray(kept["clear"], bool))
        return composite, single, int(kept["key"])


def _film_and_study(picture: Grey, crf: int, rng: np.random.Generator) -> tuple[View, View, int]:
    poses, size = _poses(picture, rng), _frame_size(picture)
    ink = stencil(*size, rng)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        footage = _filmed(picture, poses, ink, LEVELS[crf], rng)
        write_film(path, footage, size_px=size, fps=FPS, notice="made for a benchmark", crf=crf)
        blend = next((one.blend for one in study(path).shots if isinstance(one.blend, Blend)), None)
        if blend is None:
            raise MissingDataError(f"clips: the study found no overhead shot at crf {crf}")
        key = blend.key.index
        single = next(frame.grey for frame in decoded(path) if frame.index == key)
    return blend.view, View(grey=single, usable=~ink), key


def _filmed(
    picture: Grey, poses: list[Matrix], ink: Mask, noise_grey: float, rng: np.random.Generator
) -> Iterator[Grey]:
    size = (ink.shape[1], ink.shape[0])
    everywhere = np.ones(picture.shape, bool)
    for matrix in poses:
        seen = cut(picture, everywhere, matrix, size).grey
        yield np.asarray(np.where(ink, np.uint8(235), noisy(seen, noise_grey, rng)), np.uint8)


@functools.lru_cache(maxsize=1)
def _source() -> bytes:
    """Digest of what studies and of what films: a changed composite is another one."""
    whole = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted((Path(inquo.__path__[0]) / "footage").glob("*.py")):
        whole.update(path.read_bytes())
    return whole.digest()
