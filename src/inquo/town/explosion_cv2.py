"""A flash, then smoke that rises and drifts."""

from __future__ import annotations

from collections.abc import Iterator
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
_DUST = (1.0, 0.965, 0.92)
_FIRE = (1.0, 0.9, 0.72)


@cache
def _billows() -> tuple[NDArray[np.float32], ...]:
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
class _Puff:
    """One billow in the picture."""

    x_px: float
    y_px: float
    radius_px: float
    opacity: float
    shade: float
    number: int


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
        drawn = frame.copy()
        puffs = list(self._puffs(camera, after_s))
        part = _box_around(puffs, frame.shape[:2])
        if part is not None:
            self._cover(drawn[part], puffs, (part[1].start, part[0].start), after_s, look)
        if after_s < 3 * _FLASH_S:
            drawn = self._flash(drawn, camera, after_s, look)
        return drawn

    def _puffs(self, camera: Camera, after_s: float) -> Iterator[_Puff]:
        """The cloud's billows, as they are in the picture."""
        rng = np.random.default_rng([self.seed, 0xE0])
        gsd = float(np.linalg.norm(self.at_m - camera.centre_m)) / camera.focal_px
        for number in range(30):
            spread, bearing, rise = rng.uniform(0, 1), rng.uniform(0, 6.3), rng.uniform(0.3, 1)
            born, shade, size = rng.uniform(0, 0.35), rng.uniform(-1, 1), rng.uniform(0.45, 1.0)
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
            x, y = camera.project(place[None])[0]
            yield _Puff(
                x_px=float(x),
                y_px=float(y),
                radius_px=float(self.size_m * size * (0.28 + 0.5 * grown + 0.07 * age) / gsd),
                opacity=0.88 * float(np.exp(-age / 9.0)),
                shade=float(shade),
                number=number,
            )

    def _cover(
        self, part: NDArray[np.uint8], puffs: list[_Puff], corner_px: tuple[int, int], after_s: float, look: Look
    ) -> None:
        """Draw the cloud over the part of the frame that it touches, at half size and then enlarged."""
        rows, columns = part.shape[:2]
        clear = np.ones((-(-rows // 2), -(-columns // 2)), dtype=np.float32)
        bright = np.zeros_like(clear)
        for puff in puffs:
            _stamp(clear, bright, puff, corner_px)
        thermal = look in ("white-hot", "black-hot")
        glow = float(np.exp(-after_s / (0.9 if thermal else 0.25)))
        smoke = 128.0 + 62.0 * bright + (110.0 if thermal else 40.0) * glow
        if look == "black-hot":
            smoke = 255.0 - smoke
        opaque = np.asarray(cv2.resize(1.0 - clear, (columns, rows)), dtype=np.float32)
        smoke = np.asarray(cv2.resize(smoke, (columns, rows)), dtype=np.float32)
        planes = [part[..., k] for k in range(3)] if part.ndim == 3 else [part]
        for plane, tint in zip(planes, _DUST, strict=False):
            plane[...] = np.clip(plane + opaque * (smoke * tint - plane), 0, 255)

    def _flash(self, frame: NDArray[np.uint8], camera: Camera, after_s: float, look: Look) -> NDArray[np.uint8]:
        """Light that outshines the picture and fades."""
        x, y = camera.project(self.at_m[None])[0]
        rows, columns = frame.shape[:2]
        gsd = float(np.linalg.norm(self.at_m - camera.centre_m)) / camera.focal_px
        across, down = np.arange(0, columns, 4) + 2.0 - x, (np.arange(0, rows, 4) + 2.0 - y)[:, None]
        distance = np.hypot(across, down) * gsd / self.size_m
        power = float(np.exp(-after_s / _FLASH_S))
        light = power * (320.0 * np.exp(-((distance / 0.55) ** 2)) + 150.0 * np.exp(-distance / 1.1) + 26.0)
        glare = cv2.resize(light.astype(np.float32), (columns, rows))
        if look == "colour":
            glare = cv2.merge([glare * tint for tint in _FIRE])
        lit = (
            cv2.subtract(frame, glare, dtype=cv2.CV_8U)
            if look == "black-hot"
            else cv2.add(frame, glare, dtype=cv2.CV_8U)
        )
        return np.asarray(lit, dtype=np.uint8)


def _box_around(puffs: list[_Puff], shape: tuple[int, int]) -> tuple[slice, slice] | None:
    """Rows and columns that puffs touch."""
    if not puffs:
        return None
    left = max(0, int(min(p.x_px - p.radius_px for p in puffs)))
    right = min(shape[1], int(max(p.x_px + p.radius_px for p in puffs)) + 1)
    top = max(0, int(min(p.y_px - p.radius_px for p in puffs)))
    bottom = min(shape[0], int(max(p.y_px + p.radius_px for p in puffs)) + 1)
    return (slice(top, bottom), slice(left, right)) if left < right and top < bottom else None


def _stamp(clear: NDArray[np.float32], bright: NDArray[np.float32], puff: _Puff, corner_px: tuple[int, int]) -> None:
    """Put one puff in front of what is there: less clear, and its own brightness."""
    rows, columns = clear.shape
    radius = puff.radius_px / 2
    left, top = int((puff.x_px - corner_px[0]) / 2 - radius), int((puff.y_px - corner_px[1]) / 2 - radius)
    side = max(2, int(2 * radius))
    x0, x1, y0, y1 = max(left, 0), min(left + side, columns), max(top, 0), min(top + side, rows)
    if x0 >= x1 or y0 >= y1:
        return
    cloud = cv2.resize(_billows()[puff.number % _PUFFS], (side, side))[y0 - top : y1 - top, x0 - left : x1 - left]
    cloud = cloud * np.float32(puff.opacity)
    lit = np.linspace(0.5, -0.5, side, dtype=np.float32)[y0 - top : y1 - top, None] + np.float32(0.5 * puff.shade)
    clear[y0:y1, x0:x1] *= 1.0 - cloud
    bright[y0:y1, x0:x1] += cloud * (lit - bright[y0:y1, x0:x1])
