"""Ground that is drawn, not photographed, for tests of placement: blocks, roads, trees at known places."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from inquo.geometry import homography
from inquo.geometry.grid import GroundRaster, Mask, View
from inquo.geometry.raster_cv2 import warp

CRS = "EPSG:32637"
ORIGIN = (300_000.0, 4_000_000.0)


@dataclass
class ArrayReference:
    """Imagery that lies in memory."""

    grey: np.ndarray
    gsd_m: float = 1.0
    valid: Mask | None = None
    ce90_m: float = 0.0
    crs: str = CRS
    reads: list[tuple[int, int]] = field(default_factory=list)

    @property
    def bounds_m(self) -> tuple[float, float, float, float]:
        h, w = self.grey.shape
        return (ORIGIN[0], ORIGIN[1] - h * self.gsd_m, ORIGIN[0] + w * self.gsd_m, ORIGIN[1])

    def read(self, bounds_m: tuple[float, float, float, float], gsd_m: float) -> GroundRaster:
        left, bottom, right, top = bounds_m
        size = (max(1, round((right - left) / gsd_m)), max(1, round((top - bottom) / gsd_m)))
        self.reads.append(size)
        f = self.gsd_m / gsd_m
        valid = np.ones(self.grey.shape, bool) if self.valid is None else self.valid
        small = cv2.GaussianBlur(self.grey, (0, 0), 0.45 / f) if f < 0.9 else self.grey
        place = np.array([[f, 0, (ORIGIN[0] - left) / gsd_m], [0, f, (top - ORIGIN[1]) / gsd_m], [0, 0, 1.0]])
        return GroundRaster(
            grey=np.clip(warp(small.astype(np.float32), place, size), 0, 255).astype(np.uint8),
            valid=warp(valid.astype(np.float32), place, size) > 0.99,
            map_from_pixel=np.array([[gsd_m, 0, left], [0, -gsd_m, top]]),
            crs=self.crs,
        )


def town(seed: int, side: int = 700, *, light: float = 1.0) -> np.ndarray:
    """A town at one metre per pixel: crooked roads, blocks of houses, trees."""
    rng = np.random.default_rng(seed)
    grey = np.full((side, side), 110.0, np.float32) + cv2.GaussianBlur(
        rng.normal(0, 60, (side, side)).astype(np.float32), (0, 0), 12
    )
    for _ in range(side // 35):
        a, b = rng.uniform(0, side, 2), rng.uniform(0, side, 2)
        way = b - a
        ends = [tuple(int(v) for v in a - 3 * way), tuple(int(v) for v in b + 3 * way)]
        cv2.line(grey, ends[0], ends[1], float(rng.uniform(140, 190)), int(rng.integers(5, 10)), cv2.LINE_AA)
    for _ in range(side * side // 900):
        centre, size, turn = rng.uniform(0, side, 2), rng.uniform(7, 24, 2), rng.uniform(0, 180)
        box = cv2.boxPoints((tuple(centre), tuple(size), turn))
        shadow = (box + np.array([3.0, 2.0]) * light).astype(np.int32)
        cv2.fillPoly(grey, [shadow], 40.0, cv2.LINE_AA)
        cv2.fillPoly(grey, [box.astype(np.int32)], float(rng.uniform(60, 240)), cv2.LINE_AA)
    for _ in range(side * side // 900):
        x, y = rng.integers(0, side, 2)
        cv2.circle(grey, (int(x), int(y)), int(rng.integers(2, 6)), 70.0, -1, cv2.LINE_AA)
    return np.clip(cv2.GaussianBlur(grey, (0, 0), 0.7), 0, 255).astype(np.uint8)


def looked_at(
    grey: np.ndarray,
    *,
    centre_px: tuple[float, float],
    gsd: float = 0.5,
    turn_deg: float = 0.0,
    size_px: tuple[int, int] = (480, 320),
    keystone: float = 0.0,
    invert: bool = False,
    seed: int = 0,
) -> tuple[View, np.ndarray]:
    """A view of drawn ground by a camera with known pose.

    Returns:
        The view, and the homography from its pixels to map metres of ``ArrayReference``.
    """
    w, h = size_px
    a = np.radians(turn_deg)
    turn = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    ground_from_frame = (
        np.array([[1, 0, centre_px[0]], [0, 1, centre_px[1]], [0, 0, 1.0]])
        @ turn
        @ np.diag([gsd, gsd, 1.0])
        @ np.array([[1, 0, 0], [0, 1, 0], [0, -keystone / h, 1.0]])
        @ np.array([[1, 0, -w / 2], [0, 1, -h / 2], [0, 0, 1.0]])
    )
    picture = warp(grey.astype(np.float32), np.linalg.inv(ground_from_frame), (w, h))
    picture = picture + np.random.default_rng(seed).normal(0, 4, picture.shape)
    if invert:
        picture = 255 - picture
    map_from_ground = np.array([[1, 0, ORIGIN[0]], [0, -1, ORIGIN[1]], [0, 0, 1.0]])
    view = View(grey=np.clip(picture, 0, 255).astype(np.uint8), usable=np.ones((h, w), bool))
    return view, map_from_ground @ ground_from_frame


def true_point(map_from_frame: np.ndarray, x: float, y: float) -> np.ndarray:
    """Where a pixel of a view truly lies."""
    return homography.apply(map_from_frame, np.array([[x, y]]))[0]
