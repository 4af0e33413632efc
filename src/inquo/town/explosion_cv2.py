"""A flash, then smoke that rises and drifts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.town.camera import Camera
from inquo.town.picture_cv2 import Look
from inquo.town.polygons import Points

_PUFF_CELLS = 96
_PUFFS = 6
_FLASH_S = 0.14


@cache
def _puffs() -> tuple[NDArray[np.float32], ...]:
    """Billows: how opaque they are, 0 to 1, shape (96, 96) each."""
    y, x = (np.mgrid[:_PUFF_CELLS, :_PUFF_CELLS] + 0.5) / (_PUFF_CELLS / 2) - 1.0
    puffs = []
    for number in range(_PUFFS):
        rng = np.random.default_rng([number, 0x500])
        lumps = np.zeros_like(x)
        for size, weight in ((6, 0.55), (13, 0.3), (29, 0.15)):
            noise = rng.standard_normal((size, size)).astype(np.float32)
            lumps += weight * cv2.resize(noise, (_PUFF_CELLS, _PUFF_CELLS), interpolation=cv2.INTER_CUBIC)
        inside = 1.0 - np.hypot(x, y) + 0.20 * lumps
        rim = np.clip((1.0 - np.hypot(x, y)) * 6.0, 0, 1)
        puffs.append((np.clip(inside * 1.9, 0, 1) * rim).astype(np.float32))
    return tuple(puffs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explosion:
    """What is seen of a hit, seconds after it.

    Attributes:
        at_m: Where: east, north, up, in the town.
        size_m: About how far the first cloud reaches.
        wind_m_s: East and north.
        seed: Of its shape.
    """

    at_m: Points
    size_m: float
    wind_m_s: tuple[float, float]
    seed: int

    def cover(self, frame: NDArray[np.uint8], camera: Camera, after_s: float, look: Look) -> NDArray[np.uint8]:
        """Draw it over a frame.

        Args:
            frame: Red, green, blue; left as it is.
            camera: That took the frame.
            after_s: Time since the hit, not negative.
            look: Of the footage.
        """
        opaque, bright = self._smoke(camera, after_s, frame.shape[:2])
        thermal = look in ("white-hot", "black-hot")
        glow = float(np.exp(-after_s / (0.9 if thermal else 0.25)))
        smoke = 128.0 + 62.0 * bright + (110.0 if thermal else 40.0) * glow
        if look == "black-hot":
            smoke = 255.0 - smoke
        tint = np.array([1.0, 0.965, 0.92] if look == "colour" else [1.0, 1.0, 1.0], dtype=np.float32)
        shown = frame.astype(np.float32)
        covered = shown + opaque[..., None] * (smoke[..., None] * tint - shown)
        if after_s < 3 * _FLASH_S:
            covered = self._flash(covered, camera, after_s, look)
        drawn: NDArray[np.uint8] = np.clip(covered, 0, 255).astype(np.uint8)
        return drawn

    def _smoke(
        self, camera: Camera, after_s: float, shape: tuple[int, int]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Opacity and brightness of the cloud, drawn at half size."""
        rows, columns = shape[0] // 2, shape[1] // 2
        clear = np.ones((rows, columns), dtype=np.float32)
        bright = np.zeros((rows, columns), dtype=np.float32)
        rng = np.random.default_rng([self.seed, 0xE0])
        gsd = float(np.linalg.norm(self.at_m - camera.centre_m)) / camera.focal_px
        for number in range(26):
            spread, bearing, rise, born = (
                rng.uniform(0, 1),
                rng.uniform(0, 6.3),
                rng.uniform(0.3, 1),
                rng.uniform(0, 0.35),
            )
            shade, size = rng.uniform(-1, 1), rng.uniform(0.45, 1.0)
            age = after_s - born * 0.8
            if age <= 0:
                continue
            grown = 1.0 - np.exp(-age / 0.45)
            away = self.size_m * (0.75 * spread * grown + 0.05 * age)
            place = self.at_m + np.array(
                [
                    away * np.cos(bearing) + self.wind_m_s[0] * age,
                    away * np.sin(bearing) + self.wind_m_s[1] * age,
                    rise * (4.0 * age + self.size_m * 0.5 * grown),
                ]
            )
            radius = self.size_m * size * (0.25 + 0.5 * grown + 0.07 * age)
            fade = 0.80 * float(np.exp(-age / 7.0))
            centre = camera.project(place[None])[0] / 2
            _stamp(clear, bright, _puffs()[number % _PUFFS], centre, radius / gsd / 2, fade, shade)
        full = (shape[1], shape[0])
        opaque = np.asarray(cv2.resize(1.0 - clear, full), dtype=np.float32)
        return opaque, np.asarray(cv2.resize(bright, full), dtype=np.float32)

    def _flash(self, frame: NDArray[np.float32], camera: Camera, after_s: float, look: Look) -> NDArray[np.float32]:
        x, y = camera.project(self.at_m[None])[0]
        rows, columns = frame.shape[:2]
        gsd = float(np.linalg.norm(self.at_m - camera.centre_m)) / camera.focal_px
        distance = np.hypot(np.arange(columns) + 0.5 - x, (np.arange(rows) + 0.5 - y)[:, None]) * gsd / self.size_m
        power = float(np.exp(-after_s / _FLASH_S))
        light = power * (320.0 * np.exp(-((distance / 0.7) ** 2)) + 150.0 * np.exp(-distance / 1.6) + 26.0)
        sign = -1.0 if look == "black-hot" else 1.0
        tint = np.array([1.0, 0.9, 0.72] if look == "colour" else [1.0, 1.0, 1.0])
        lit: NDArray[np.float32] = (frame + sign * light[..., None] * tint).astype(np.float32)
        return lit


def _stamp(
    clear: NDArray[np.float32],
    bright: NDArray[np.float32],
    puff: NDArray[np.float32],
    centre: Points,
    radius: float,
    fade: float,
    shade: float,
) -> None:
    """Put one puff in front of what is there: less clear, and its own brightness."""
    rows, columns = clear.shape
    left, top = int(np.floor(centre[0] - radius)), int(np.floor(centre[1] - radius))
    side = max(2, int(2 * radius))
    x0, x1, y0, y1 = max(left, 0), min(left + side, columns), max(top, 0), min(top + side, rows)
    if x0 >= x1 or y0 >= y1:
        return
    cloud = cv2.resize(puff, (side, side))[y0 - top : y1 - top, x0 - left : x1 - left] * np.float32(fade)
    lit = np.linspace(0.5, -0.5, side, dtype=np.float32)[y0 - top : y1 - top, None] + np.float32(0.5 * shade)
    clear[y0:y1, x0:x1] *= 1.0 - cloud
    bright[y0:y1, x0:x1] += cloud * (lit - bright[y0:y1, x0:x1])
