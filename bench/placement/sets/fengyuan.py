"""Drone photographs over a satellite reference of another date, whole, as video, and tilted.

Source: Howard1181/GPS-Denied-UAV-Localization-Using-Feature-Matching_Matlab. The photographs' centres
are known to about 10 m.
"""

from __future__ import annotations

import csv
import functools
import math
from dataclasses import dataclass

import cv2
import numpy as np
import rasterio
from pyproj import Transformer

from bench.placement.ground import PictureReference
from bench.placement.look import LOOKS, Pose, corners, cut, degrade, side_px
from bench.placement.question import OWN_GROUND, Query, Question
from bench.placement.sets.source import folder, inside_frame, picture
from bench.placement.sets.windows import gsd_range

TILTS_DEG = (15.0, 30.0, 45.0, 60.0)
TOLERANCE_M = 15.0
TRUTH_CE90_M = 10.0
VIDEO_PX = (1280, 720)
WIDE_RANGE_M = (0.05, 2.0)


@dataclass(frozen=True, slots=True)
class Fengyuan:
    """Photographs of 160 x 90 m in 0.43 km2."""

    name: str = "fengyuan"

    def questions(self, seed: int) -> tuple[Question, ...]:
        """Every photograph as it is and as a file, at an unknown scale, as video, and warped as a plane to a tilt."""
        photos = [row["photo"].removesuffix(".jpg") for row in _rows().values()]
        forms = [("photo", "plain", 0.0), ("video", "video", 0.0), ("wide scale", "plain", 0.0), ("photo", "file", 0.0)]
        forms += [(f"tilt {tilt:.0f}", "plain", tilt) for tilt in TILTS_DEG]
        return tuple(
            Question(dataset=self.name, kind=kind, item=photo, look=look, tilt_deg=tilt, ground=OWN_GROUND, seed=seed)
            for kind, look, tilt in forms
            for photo in photos
        )

    def pose(self, question: Question) -> Query:
        """Tilt and degrade one photograph; its middle is the aim."""
        row, rng = _rows()[question.item], question.rng()
        photo = picture(folder(self.name) / "photos" / row["photo"])
        height, width = photo.shape
        across = VIDEO_PX[0] if question.look == "video" else width
        size = (across, round(across * height / width * math.cos(math.radians(question.tilt_deg))))
        pose = Pose(
            centre_px=(width / 2, height / 2), width_px=width, angle_deg=0.0, tilt_deg=question.tilt_deg, size_px=size
        )
        view = cut(photo, np.ones(photo.shape, bool), pose.picture_from_frame, size)
        photo_gsd = float(row["gsd_m"])
        true_gsd = photo_gsd * width / across
        at = Transformer.from_crs("EPSG:4326", "EPSG:32651", always_xy=True).transform(
            float(row["centre_lon_deg"]), float(row["centre_lat_deg"])
        )
        return Query(
            view=degrade(view, LOOKS[question.look], rng),
            aim_px=(size[0] / 2, size[1] / 2),
            aimed=False,
            gsd_range_m=WIDE_RANGE_M if question.kind == "wide scale" else gsd_range(true_gsd, rng),
            reference=self.ground("reference"),
            truth_m=at,
            centre_m=at,
            tolerance_m=TOLERANCE_M,
            truth_ce90_m=TRUTH_CE90_M,
            footprint_m=side_px(corners(pose.picture_from_frame, size)) * photo_gsd,
        )

    def grounds(self) -> tuple[str, ...]:
        """One."""
        folder(self.name)
        return ("reference",)

    def ground(self, name: str) -> PictureReference:
        """The satellite picture."""
        return _reference(name)

    def is_elsewhere(self, question: Question, ground: str) -> bool:  # noqa: ARG002 - it has one ground
        """All photographs show this ground, and so do the clips and the compilation made from them."""
        return question.dataset not in {self.name, "compilation"} and not question.item.startswith("photo:")


@functools.lru_cache(maxsize=1)
def _rows() -> dict[str, dict[str, str]]:
    with (folder("fengyuan") / "truth.csv").open(encoding="utf-8") as lines:
        return {row["photo"].removesuffix(".jpg"): row for row in csv.DictReader(lines)}


@functools.lru_cache(maxsize=1)
def _reference(name: str) -> PictureReference:
    with rasterio.open(folder("fengyuan") / f"{name}.tif") as source:
        grey = np.asarray(cv2.cvtColor(source.read().transpose(1, 2, 0), cv2.COLOR_RGB2GRAY), np.uint8)
        transform, crs = source.transform, source.crs.to_string()
    return PictureReference(
        grey=grey,
        valid=inside_frame(grey),
        gsd_m=transform.a,
        corner_m=(transform.c, transform.f),
        crs=crs,
    )
