"""Small films with known truth: invented ground under a camera path, drawn symbols, flash and smoke."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import cv2
import numpy as np

SIZE = (400, 224)


@lru_cache(maxsize=4)
def ground(seed: int, side: int = 1200) -> np.ndarray:
    """Invented ground from above: fields of several sizes, roofs, roads. Grey, uint8."""
    rng = np.random.default_rng(seed)
    picture = np.full((side, side), 110.0)
    for cells, depth in ((6, 40), (30, 25), (120, 14), (350, 9)):
        noise = rng.normal(0, depth, (cells, cells)).astype(np.float32)
        picture += cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC)
    for _ in range(260):
        x, y = rng.integers(0, side, 2)
        box = cv2.boxPoints(((float(x), float(y)), tuple(rng.uniform(15, 70, 2)), float(rng.uniform(0, 90))))
        cv2.fillPoly(picture, [box.astype(np.int32)], float(rng.uniform(30, 230)), cv2.LINE_AA)
    for _ in range(14):
        (x0, y0), (x1, y1) = rng.integers(0, side, (2, 2))
        cv2.line(picture, (int(x0), int(y0)), (int(x1), int(y1)), 190.0, 9, cv2.LINE_AA)
    return np.clip(picture, 0, 255).astype(np.uint8)


@dataclass
class Camera:
    """Where the camera looks in every frame: centre, turn and scale of the ground, with drift."""

    start: tuple[float, float] = (600, 600)
    drift: tuple[float, float] = (0.8, 0.5)
    turn_deg: float = 10.0
    turning_deg: float = 0.0
    scale: float = 1.0
    zooming: float = 1.0

    def frame_from_ground(self, number: int) -> np.ndarray:
        """Transform from ground pixels to frame pixels, pixel centre at 0.5, shape (3, 3)."""
        x, y = self.start[0] + self.drift[0] * number, self.start[1] + self.drift[1] * number
        angle = np.radians(self.turn_deg + self.turning_deg * number)
        scale = self.scale * self.zooming**number
        a, b = scale * np.cos(angle), scale * np.sin(angle)
        turn = np.array([[a, b, 0], [-b, a, 0], [0, 0, 1]])
        here = np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1]])
        centre = np.array([[1, 0, SIZE[0] / 2], [0, 1, SIZE[1] / 2], [0, 0, 1]])
        return centre @ turn @ here


@dataclass
class Take:
    """One shot of a film.

    ``flash`` and ``smoke`` are frame numbers within the take, None for without.
    """

    seed: int
    frames: int = 30
    camera: Camera = field(default_factory=Camera)
    flash: int | None = None
    smoke: int | None = None
    symbols: bool = True
    crosshair: tuple[float, float] = (SIZE[0] / 2, SIZE[1] / 2)
    gain: float = 1.0


def shoot(take: Take) -> Iterable[np.ndarray]:
    """Render a take, frame by frame, grey uint8."""
    land = ground(take.seed)
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    for number in range(take.frames):
        matrix = np.linalg.inv(half) @ take.camera.frame_from_ground(number) @ half
        picture = cv2.warpPerspective(land, matrix, SIZE, flags=cv2.INTER_AREA).astype(np.float32) * take.gain
        if take.smoke is not None and number >= take.smoke:
            picture = _blow(picture, take, 8 + 3.0 * (number - take.smoke))
        if take.flash is not None and 0 <= number - take.flash < 5:
            picture += _glow(take, 400 * 0.55 ** (number - take.flash), 90)
        seen = np.clip(picture, 0, 255).astype(np.uint8)
        if take.symbols:
            draw_symbols(seen, take.crosshair)
        yield seen


def draw_symbols(picture: np.ndarray, crosshair: tuple[float, float]) -> None:
    """Burn a crosshair with a gap and two lines of text into a picture."""
    x, y = (round(v - 0.5) for v in crosshair)
    for sign in (-1, 1):
        cv2.line(picture, (x + 5 * sign, y), (x + 16 * sign, y), 250, 1)
        cv2.line(picture, (x, y + 5 * sign), (x, y + 16 * sign), 250, 1)
    cv2.putText(picture, "TV WIDE", (12, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 250, 1, cv2.LINE_AA)
    cv2.putText(picture, "REC 14:07", (310, 210), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 250, 1, cv2.LINE_AA)


def _disc(take: Take) -> np.ndarray:
    x, y = np.meshgrid(np.arange(SIZE[0]) + 0.5, np.arange(SIZE[1]) + 0.5)
    return np.hypot(x - take.crosshair[0], y - take.crosshair[1])


def _glow(take: Take, strength: float, radius: float) -> np.ndarray:
    return (strength * np.exp(-((_disc(take) / radius) ** 2))).astype(np.float32)


def _blow(picture: np.ndarray, take: Take, radius: float) -> np.ndarray:
    rng = np.random.default_rng(take.seed + 1)
    cloud = cv2.resize(rng.uniform(90, 190, (20, 36)).astype(np.float32), SIZE, interpolation=cv2.INTER_CUBIC)
    cover = 1 / (1 + np.exp((_disc(take) - radius) / 4))
    return (picture * (1 - cover) + cloud * cover).astype(np.float32)


def card(text: str = "COMPILATION", frames: int = 15, grey: int = 16) -> list[np.ndarray]:
    """A title card."""
    picture = np.full(SIZE[::-1], grey, np.uint8)
    cv2.putText(picture, text, (70, 120), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 230, 2, cv2.LINE_AA)
    return [picture] * frames


def write(
    path: Path,
    pictures: Iterable[np.ndarray],
    *,
    codec: str = "libx264",
    pts: Sequence[int] | None = None,
    fps: int = 25,
    pix_fmt: str = "yuv420p",
    options: dict[str, str] | None = None,
) -> Path:
    """Encode grey or colour pictures. ``pts`` are in thousandths of a second when given."""
    with av.open(str(path), "w", options=options or {}) as film:
        stream = film.add_stream(codec, rate=fps)
        stream.pix_fmt = pix_fmt
        if codec == "libx264":
            stream.options = {"crf": "20", "preset": "veryfast"}
        for number, picture in enumerate(pictures):
            if number == 0:
                stream.height, stream.width = picture.shape[:2]
                stream.codec_context.time_base = Fraction(1, 1000) if pts else Fraction(1, fps)
            colours = picture if picture.ndim == 3 else np.dstack([picture] * 3)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(colours), format="rgb24")
            frame.time_base = stream.codec_context.time_base
            frame.pts = pts[number] if pts else number
            film.mux(stream.encode(frame))
        film.mux(stream.encode())
    return path
