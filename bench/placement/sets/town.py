"""An invented town, rendered: true three-dimensional pictures at known poses. Nothing in it exists.

The reference is one satellite pass, the footage is taken half a year later under another sun, so that
roofs lean, facades show and shadows fall elsewhere. Rendering is slow; pictures are kept in
``bench/out/town`` under the digest of the renderer's source and of what was asked.
"""

from __future__ import annotations

import functools
import hashlib
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

import inquo.town
from bench.placement.ground import PictureReference
from bench.placement.look import LOOKS, degrade
from bench.placement.question import OWN_GROUND, MissingDataError, Query, Question
from bench.placement.sets.windows import gsd_range
from inquo.geometry.grid import Grey, View
from inquo.town import moment, satellite, stills
from inquo.town.camera import Camera, look_at
from inquo.town.picture_cv2 import Look
from inquo.town.plan import FIRST_PASS, SECOND_PASS, Town, draw_town

TOWN_SEED, SIZE_M, GSD_M = 3, 1000.0, 0.5
TILTS_DEG = (0.0, 15.0, 30.0, 45.0, 60.0)
FORMS = (*((f"tilt {t:.0f}", "plain", t, "grey") for t in TILTS_DEG), ("infrared", "video", 20.0, "white-hot"))
PER_FORM = 12
FRAME_PX = (640, 480)
FOOTPRINT_M = (180.0, 300.0)
RANGE_M = 3000.0
TOLERANCE_M = 5.0
_KEPT = Path(__file__).resolve().parents[2] / "out" / "town"


@dataclass(frozen=True, slots=True)
class InventedTown:
    """Stills over one square kilometre."""

    name: str = "town"

    def questions(self, seed: int) -> tuple[Question, ...]:
        """By angle off nadir, then as compressed infrared video."""
        return tuple(
            Question(dataset=self.name, kind=kind, item=f"{n}", look=look, tilt_deg=tilt, ground=OWN_GROUND, seed=seed)
            for kind, look, tilt, _ in FORMS
            for n in range(PER_FORM)
        )

    def pose(self, question: Question) -> Query:
        """Fly a camera to a random place and heading, and look."""
        sensor = next(sensor for kind, _, _, sensor in FORMS if kind == question.kind)
        rng, reference = question.rng(), self.ground("town")
        camera = _camera(question.tilt_deg, rng)
        width, height = camera.size_px
        grey, up_m = _still(camera, sensor)
        aim = (width * float(rng.uniform(0.3, 0.7)), height * float(rng.uniform(0.3, 0.7)))
        onto_town = camera.plane_from_frame(float(up_m[int(aim[1]), int(aim[0])]))
        middle = camera.plane_from_frame()
        ring = [_carried(middle, p) for p in ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))]
        view = View(grey=grey, usable=np.ones(grey.shape, bool))
        return Query(
            view=degrade(view, LOOKS[question.look], rng),
            aim_px=aim,
            aimed=False,
            gsd_range_m=gsd_range(RANGE_M / camera.focal_px, rng),
            reference=reference,
            truth_m=_on_map(_carried(onto_town, aim)),
            centre_m=_on_map(_carried(middle, (width / 2, height / 2))),
            tolerance_m=TOLERANCE_M,
            truth_ce90_m=0.5,
            footprint_m=math.sqrt(_area(ring)),
        )

    def grounds(self) -> tuple[str, ...]:
        """One."""
        return ("town",)

    def ground(self, name: str) -> PictureReference:
        """The first pass."""
        return _reference(name)

    def is_elsewhere(self, question: Question, ground: str) -> bool:  # noqa: ARG002 - it has one ground
        """All footage shows this ground, and so do the clips made from it."""
        return question.dataset != self.name and not question.item.startswith("town:")


def _camera(tilt_deg: float, rng: np.random.Generator) -> Camera:
    """Draw cameras until the whole footprint lies in the town."""
    for _ in range(1000):
        x, y = (float(v) for v in rng.uniform(0.1 * SIZE_M, 0.9 * SIZE_M, 2))
        camera = look_at(
            (x, y, 0.0),
            off_nadir_deg=tilt_deg,
            heading_deg=float(rng.uniform(0, 360)),
            range_m=RANGE_M,
            gsd_m=float(rng.uniform(*FOOTPRINT_M)) / FRAME_PX[0],
            size_px=FRAME_PX,
        )
        plane = camera.plane_from_frame()
        corners = [_carried(plane, (float(x), float(y))) for x in (0, FRAME_PX[0]) for y in (0, FRAME_PX[1])]
        if all(0 < v < SIZE_M for corner in corners for v in corner):
            return camera
    raise MissingDataError(f"town: no camera at {tilt_deg} degrees sees only the town")


def _carried(matrix: NDArray[np.float64], point: tuple[float, float]) -> tuple[float, float]:
    x, y, w = matrix @ np.array([*point, 1.0])
    return (float(x / w), float(y / w))


def _area(ring: list[tuple[float, float]]) -> float:
    following = ring[1:] + ring[:1]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True))) / 2


def _on_map(town_m: tuple[float, float]) -> tuple[float, float]:
    x, y = _town().origin_m
    return (town_m[0] + x, town_m[1] + y)


@functools.lru_cache(maxsize=1)
def _town() -> Town:
    return draw_town(TOWN_SEED, size_m=SIZE_M)


@functools.lru_cache(maxsize=1)
def _reference(name: str) -> PictureReference:
    path = _KEPT / f"{_digest(name, SIZE_M, GSD_M)}.npz"
    if not path.exists():
        image = satellite.image(_town(), moment.at(FIRST_PASS), gsd_m=GSD_M)
        _keep(path, grey=cv2.cvtColor(image.rgb, cv2.COLOR_RGB2GRAY), transform=image.map_from_pixel, crs=image.crs)
    with np.load(path) as kept:
        grey, transform, crs = np.asarray(kept["grey"], np.uint8), kept["transform"], str(kept["crs"])
    return PictureReference(
        grey=grey,
        valid=np.ones(grey.shape, bool),
        gsd_m=float(transform[0, 0]),
        corner_m=(float(transform[0, 2]), float(transform[1, 2])),
        crs=crs,
    )


def _still(camera: Camera, sensor: str) -> tuple[Grey, NDArray[np.float32]]:
    """A picture and the height of what each pixel sees."""
    look = next(one for one in get_args(Look) if one == sensor)
    path = _KEPT / f"{_digest(camera.centre_m.tobytes(), camera.camera_from_town.tobytes(), camera.focal_px, look)}.npz"
    if not path.exists():
        still = stills.still(_town(), camera, moment.at(SECOND_PASS), look)
        _keep(path, grey=cv2.cvtColor(still.rgb, cv2.COLOR_RGB2GRAY), up_m=still.up_m)
    with np.load(path) as kept:
        return np.asarray(kept["grey"], np.uint8), np.asarray(kept["up_m"], np.float32)


def _keep(path: Path, **arrays: Any) -> None:  # noqa: ANN401 - whatever numpy can store
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.tmp.npz")
    np.savez_compressed(partial, **arrays)
    partial.replace(path)


@functools.lru_cache(maxsize=1)
def _renderer() -> bytes:
    """Digest of the renderer: a changed town is another town."""
    source = hashlib.sha256()
    for folder in inquo.town.__path__:
        for path in sorted(Path(folder).glob("*.py")):
            source.update(path.read_bytes())
    return source.digest()


def _digest(*asked: object) -> str:
    whole = hashlib.sha256(_renderer())
    for one in (TOWN_SEED, SIZE_M, FRAME_PX, *asked):
        whole.update(one if isinstance(one, bytes) else repr(one).encode())
    return whole.hexdigest()[:20]
