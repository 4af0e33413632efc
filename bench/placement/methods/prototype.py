"""The plain prototype: coarse sweep of double-angle gradient fields, then fine correlation. The floor to beat.

One thread, plain FFTs, no uncertainty. Working resolutions follow the footprint, so that 120 m are
swept at 2.4 m and looked at closely at 0.8 m, as in the first measurement on the Fengyuan photographs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import fft

from bench.placement.question import Answer, Point, Query
from inquo.geometry.grid import Grey, GroundRaster, View

COARSE_PX, FINE_PX = 50.0, 150.0
"""Pixels along the footprint's side at the two resolutions."""
ANGLES_DEG = tuple(range(0, 360, 10))
SCALES = tuple(float(s) for s in np.geomspace(0.5, 2.0, 9))
KEEP = 12
MIN_SCORE = 0.28
Complex64 = NDArray[np.complex64]
Float32 = NDArray[np.float32]
Candidate = tuple[float, float, float, float, float]
"""Score, angle, scale, x and y of the middle in coarse pixels."""


@dataclass(frozen=True, slots=True)
class Prototype:
    """Sweep, keep twelve, correlate each closely, take the best."""

    name: str = "prototype"
    rule: str = f"fine correlation at least {MIN_SCORE} (its decoys reached 0.27)"

    def answer(self, query: Query) -> Answer:
        """Search a reference that fits into memory."""
        middle = math.sqrt(query.gsd_range_m[0] * query.gsd_range_m[1])
        side_m = middle * math.sqrt(query.view.grey.size)
        coarse_m, fine_m = (max(query.reference.gsd_m, side_m / n) for n in (COARSE_PX, FINE_PX))
        reference = query.reference
        coarse, fine = (reference.read(reference.bounds_m, m) for m in (coarse_m, fine_m))
        leads = _sweep(_field(coarse.grey) * coarse.valid, query.view, middle, coarse_m)
        if not leads:
            return Answer(reason="nothing fits")
        close = _field(fine.grey) * fine.valid
        ranked = sorted(
            ((_refine(close, query.view, middle, (coarse_m, fine_m), lead), lead) for lead in leads),
            key=lambda r: -r[0][0],
        )
        (score, angle, scale, x, y), _ = ranked[0]
        centre = _at(fine, (x, y))
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        dx = (query.aim_px[0] - query.view.width_px / 2) * middle * scale
        dy = (query.aim_px[1] - query.view.height_px / 2) * middle * scale
        aim = (centre[0] + c * dx + s * dy, centre[1] + s * dx - c * dy)
        points = tuple(_at(fine, (one[0][3], one[0][4])) for one in ranked)
        return Answer(
            place_m=aim if score >= MIN_SCORE else None, leads_m=points, score=score, reason=f"correlation {score:.2f}"
        )


def _at(ground: GroundRaster, pixel: Point) -> Point:
    x, y = ground.map_from_pixel @ np.array([*pixel, 1.0])
    return (float(x), float(y))


def _field(grey: Grey | Float32) -> Complex64:
    """Double-angle gradient field: blind to inversion, locally normalised."""
    image = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 0.8)
    gx, gy = cv2.Scharr(image, cv2.CV_32F, 1, 0), cv2.Scharr(image, cv2.CV_32F, 0, 1)
    magnitude = np.hypot(gx, gy)
    local = np.sqrt(cv2.GaussianBlur(magnitude**2, (0, 0), 10)) + 0.1 * magnitude.mean() + 1e-3
    weight = np.minimum(magnitude / local, 2.0) / (magnitude**2 + 1e-6)
    real = cv2.GaussianBlur((gx**2 - gy**2) * weight, (0, 0), 1.0)
    return np.asarray(real + 1j * cv2.GaussianBlur(2 * gx * gy * weight, (0, 0), 1.0), np.complex64)


def _turned(view: View, factor: float, angle_deg: float, border: int) -> tuple[Complex64, Float32]:
    """The view's field at a working resolution, turned, with its support."""
    small = cv2.resize(view.grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    usable = cv2.resize(view.usable.astype(np.float32), small.shape[::-1], interpolation=cv2.INTER_AREA) > 0.5
    f = _field(np.asarray(small, np.uint8)) * usable
    f[:border] = f[-border:] = 0
    f[:, :border] = f[:, -border:] = 0
    height, width = f.shape
    size = math.ceil(math.hypot(height, width))
    m = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    m[:, 2] += [size / 2 - width / 2, size / 2 - height / 2]
    t = cv2.warpAffine(f.real.copy(), m, (size, size)) + 1j * cv2.warpAffine(f.imag.copy(), m, (size, size))
    t = np.asarray(t * np.exp(-2j * math.radians(angle_deg)), np.complex64)
    return t, np.asarray(np.abs(t) > 1e-6, np.float32)


def _sweep(field: Complex64, view: View, gsd_m: float, coarse_m: float) -> list[Candidate]:
    """Best candidates at distinct places or angles."""
    longest = math.ceil(math.hypot(*view.grey.shape) * gsd_m * max(SCALES) / coarse_m) + 2
    shape = [fft.next_fast_len(n + longest) for n in field.shape]
    spectrum, energy = fft.fft2(field, shape), fft.fft2(np.abs(field) ** 2, shape)
    found: list[Candidate] = []
    for scale in SCALES:
        for angle in ANGLES_DEG:
            t, mask = _turned(view, gsd_m * scale / coarse_m, angle, 3)
            size = t.shape[0]
            c = fft.ifft2(spectrum * np.conj(fft.fft2(t, shape))).real
            e = fft.ifft2(energy * np.conj(fft.fft2(mask, shape))).real
            s = c / np.sqrt(np.maximum(e, 0.3 * e.max()) * (np.abs(t) ** 2).sum() + 1e-9) * math.sqrt(mask.sum())
            s = s[: max(1, field.shape[0] - size // 2), : max(1, field.shape[1] - size // 2)]
            y, x = np.unravel_index(int(np.argmax(s)), s.shape)
            found.append((float(s[y, x]), float(angle), scale, float(x) + size / 2, float(y) + size / 2))
    found.sort(reverse=True)
    apart = COARSE_PX / 6
    best: list[Candidate] = []
    for c in found:
        near = (
            math.hypot(c[3] - b[3], c[4] - b[4]) <= apart and abs((c[1] - b[1] + 180) % 360 - 180) <= 15 for b in best
        )
        if not any(near):
            best.append(c)
        if len(best) == KEEP:
            break
    return best


def _refine(
    field: Complex64, view: View, gsd_m: float, resolutions_m: tuple[float, float], candidate: Candidate
) -> Candidate:
    """Best masked normalised correlation close to one candidate, in fine pixels."""
    coarse_m, fine_m = resolutions_m
    _, angle, scale, x, y = candidate
    x, y = x * coarse_m / fine_m, y * coarse_m / fine_m
    reach = math.ceil(FINE_PX / 15)
    best = (0.0, angle, scale, x, y)
    mean = float((np.abs(field) ** 2).mean())
    for ds in (0.9, 0.95, 1.0, 1.05, 1.11):
        for da in (-6.0, -3.0, 0.0, 3.0, 6.0):
            t, mask = _turned(view, gsd_m * scale * ds / fine_m, angle + da, 4)
            size = t.shape[0]
            x0, y0 = int(x - size / 2) - reach, int(y - size / 2) - reach
            window = np.zeros((size + 2 * reach,) * 2, np.complex64)
            a, b = max(0, y0), max(0, x0)
            c, d = min(field.shape[0], y0 + window.shape[0]), min(field.shape[1], x0 + window.shape[0])
            if c - a < size // 2 or d - b < size // 2:
                continue
            window[a - y0 : c - y0, b - x0 : d - x0] = field[a:c, b:d]
            num = _match(window.real, t.real) + _match(window.imag, t.imag)
            energy = _match(np.abs(window) ** 2, mask)
            floor = 0.5 * mean * float(mask.sum())
            s = num / np.sqrt(np.maximum(energy, floor) * float((np.abs(t) ** 2).sum()) + 1e-9)
            row, column = np.unravel_index(int(np.argmax(s)), s.shape)
            if s[row, column] > best[0]:
                middle = (x0 + float(column) + size / 2, y0 + float(row) + size / 2)
                best = (float(s[row, column]), angle + da, scale * ds, *middle)
    return best


def _match(image: NDArray[np.floating], template: NDArray[np.floating]) -> Float32:
    a, b = (np.ascontiguousarray(one, np.float32) for one in (image, template))
    return np.asarray(cv2.matchTemplate(a, b, cv2.TM_CCORR), np.float32)
