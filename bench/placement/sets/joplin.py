"""A town before and after a tornado: footage over the after tiles, sought on the before tiles.

The after tiles' pixels are squares of degrees; footage is cut with pixels that are squares of metres.

Source: DIUx-xView/xView2-deploy, MIT. Truth is the georeference of both, a few metres apart by eye.
"""

from __future__ import annotations

import functools
import json
import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import rasterio
from pyproj import Transformer
from shapely.geometry import Point as Dot
from shapely.geometry import shape

from bench.placement.ground import PictureReference
from bench.placement.look import LOOKS, Pose, apply, corners, cut, degrade, side_px
from bench.placement.question import OWN_GROUND, MissingDataError, Query, Question
from bench.placement.sets.source import folder, inside_frame
from bench.placement.sets.windows import gsd_range
from inquo.geometry.grid import Grey, Mask, Matrix

KINDS = {"destroyed": 15, "standing": 15, "anywhere": 15}
"""Queries of each kind; the zones are drawn by eye."""
FOOTPRINT_M = (220.0, 340.0)
FRAME_PX = (640, 480)
TOLERANCE_M = 5.0
TRUTH_CE90_M = 3.0
_TRIES = 4000


@dataclass(frozen=True, slots=True)
class Joplin:
    """Windows of the after tiles, plain and as video."""

    name: str = "joplin"

    def questions(self, seed: int) -> tuple[Question, ...]:
        """Windows in flattened blocks, standing blocks, anywhere."""
        folder(self.name)
        return tuple(
            Question(
                dataset=self.name, kind=kind, item=f"{kind}{n}", look=look, tilt_deg=tilt, ground=OWN_GROUND, seed=seed
            )
            for look, tilt in (("plain", 0.0), ("video", 20.0))
            for n in range(max(KINDS.values()))
            for kind, count in KINDS.items()
            if n < count
        )

    def pose(self, question: Question) -> Query:
        """Cut a window out of the after tiles."""
        rng, before, after = question.rng(), _before(), _after()
        after_from_frame = lay(question, rng)
        total = before_from_after() @ after_from_frame
        width, height = FRAME_PX
        aim = (width * float(rng.uniform(0.25, 0.75)), height * float(rng.uniform(0.25, 0.75)))
        step = apply(total, (width / 2 + 0.5, height / 2)), apply(total, (width / 2 - 0.5, height / 2))
        view = cut(after, _after_valid(), after_from_frame, FRAME_PX)
        return Query(
            view=degrade(view, LOOKS[question.look], rng),
            aim_px=aim,
            aimed=False,
            gsd_range_m=gsd_range(math.dist(*step) * before.gsd_m, rng),
            reference=before,
            truth_m=before.map_from_picture(apply(total, aim)),
            centre_m=before.map_from_picture(apply(total, (width / 2, height / 2))),
            tolerance_m=TOLERANCE_M,
            truth_ce90_m=TRUTH_CE90_M,
            footprint_m=side_px(corners(total, FRAME_PX)) * before.gsd_m,
        )

    def grounds(self) -> tuple[str, ...]:
        """The before tiles as one."""
        folder(self.name)
        return ("before",)

    def ground(self, name: str) -> PictureReference:
        """The before tiles as one."""
        del name
        return _before()

    def is_elsewhere(self, question: Question, ground: str) -> bool:  # noqa: ARG002 - it has one ground
        """All of it is one town."""
        return question.dataset != self.name


def lay(question: Question, rng: np.random.Generator) -> Matrix:
    """Draw poses until the middle is in a zone of the wanted kind and the corners are on both dates.

    Returns:
        Homography from the frame to the after tiles' pixels.
    """
    zones = [shape(f["geometry"]) for f in _zones() if f["properties"]["state"] == question.kind]
    corner_lon, corner_lat, step = _after_grid()
    after_from_level, level_m = _after_from_level()
    level_from_after = np.asarray(np.linalg.inv(after_from_level), np.float64)
    height, width = _after().shape
    before = _before().grey.shape
    for _ in range(_TRIES):
        centre = (float(rng.uniform(0, width)), float(rng.uniform(0, height)))
        here = Dot(corner_lon + centre[0] * step, corner_lat - centre[1] * step)
        pose = Pose(
            centre_px=apply(level_from_after, centre),
            width_px=float(rng.uniform(*FOOTPRINT_M)) / level_m,
            angle_deg=float(rng.uniform(0, 360)),
            tilt_deg=question.tilt_deg,
            size_px=FRAME_PX,
        )
        if zones and not any(zone.contains(here) for zone in zones):
            continue
        after_from_frame = after_from_level @ pose.picture_from_frame
        on_after = corners(after_from_frame, FRAME_PX)
        on_before = corners(before_from_after() @ after_from_frame, FRAME_PX)
        if _within(on_after, (height, width)) and _within(on_before, before):
            return np.asarray(after_from_frame, np.float64)
    raise MissingDataError(f"{question.name}: no window found")


def _within(points: np.ndarray[tuple[int, int], np.dtype[np.float64]], size: tuple[int, ...]) -> bool:
    return bool((points >= 0).all() and (points[:, 0] < size[1]).all() and (points[:, 1] < size[0]).all())


def _merged(part: str) -> tuple[Grey, tuple[float, float], float, str]:
    """Tiles of one date laid side by side: picture, corner, step, CRS. They share one grid."""
    paths = sorted((folder("joplin") / part).glob("*.tif"))
    if not paths:
        raise MissingDataError(f"joplin: no tiles in {part}")
    tiles = [rasterio.open(path) for path in paths]
    step, crs = float(tiles[0].transform.a), str(tiles[0].crs.to_string())
    left, top = min(t.bounds.left for t in tiles), max(t.bounds.top for t in tiles)
    right, bottom = max(t.bounds.right for t in tiles), min(t.bounds.bottom for t in tiles)
    grey = np.zeros((round((top - bottom) / step), round((right - left) / step)), np.uint8)
    for tile in tiles:
        row, column = round((top - tile.bounds.top) / step), round((tile.bounds.left - left) / step)
        part_grey = cv2.cvtColor(tile.read().transpose(1, 2, 0), cv2.COLOR_RGB2GRAY)
        grey[row : row + tile.height, column : column + tile.width] = part_grey
        tile.close()
    return grey, (left, top), step, crs


@functools.lru_cache(maxsize=1)
def _before() -> PictureReference:
    grey, corner, step, crs = _merged("pre")
    return PictureReference(grey=grey, valid=inside_frame(grey), gsd_m=step, corner_m=corner, crs=crs)


@functools.lru_cache(maxsize=1)
def _after() -> Grey:
    return _merged("post")[0]


@functools.lru_cache(maxsize=1)
def _after_valid() -> Mask:
    return inside_frame(_after())


@functools.lru_cache(maxsize=1)
def _after_grid() -> tuple[float, float, float]:
    """Longitude and latitude of the corner, and the step, of the after tiles."""
    _, (left, top), step, _ = _merged("post")
    return left, top, step


@functools.lru_cache(maxsize=1)
def _after_from_level() -> tuple[Matrix, float]:
    """To the after tiles' pixels from squares of the ground as high as they are, 3 x 3; and their side, metres."""
    height, width = _after().shape
    x, y = width / 2, height / 2
    across, down = (
        math.dist(apply(before_from_after(), (x - dx, y - dy)), apply(before_from_after(), (x + dx, y + dy)))
        for dx, dy in ((0.5, 0.0), (0.0, 0.5))
    )
    return np.diag([down / across, 1.0, 1.0]), down * _before().gsd_m


@functools.lru_cache(maxsize=1)
def before_from_after() -> Matrix:
    """Homography between the two dates' pixels, exact at the corners, off by millimetres between."""
    height, width = _after().shape
    lon, lat, step = _after_grid()
    before = _before()
    to_map = Transformer.from_crs("EPSG:4326", before.crs, always_xy=True)
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    target = []
    for x, y in source:
        e, n = to_map.transform(lon + float(x) * step, lat - float(y) * step)
        target.append([(e - before.corner_m[0]) / before.gsd_m, (before.corner_m[1] - n) / before.gsd_m])
    return np.asarray(cv2.getPerspectiveTransform(source, np.array(target, np.float32)), np.float64)


@functools.lru_cache(maxsize=1)
def _zones() -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((folder("joplin") / "zones.geojson").read_text())["features"]
    return features
