"""What happens to a picture on its way to being published footage: pose, symbols, noise, compression."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.footage.composite import Blend
from inquo.footage.study import study
from inquo.geometry.grid import Grey, Mask, Matrix, View

FIELD_OF_VIEW_DEG = 12.0
"""Vertical; drones and aircraft look at a target through long lenses."""
FRAMES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How footage is degraded.

    Attributes:
        symbols: Draw a crosshair, brackets and telemetry over it; they are masked, their halo is not.
        noise_grey: Standard deviation of the sensor's noise.
        crf: Least and most constant rate factor of H.264; None leaves the picture uncompressed.
        as_file: Save it, and let the program read it and tell what shows the ground, as ``inquo place`` does.
    """

    symbols: bool = False
    noise_grey: float = 0.0
    crf: tuple[int, int] | None = None
    as_file: bool = False


LOOKS = {
    "plain": Look(),
    "file": Look(as_file=True),
    "video": Look(symbols=True, noise_grey=6.0, crf=(30, 40)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """How a frame lies on the picture it is cut from.

    Attributes:
        centre_px: Point of the picture in the middle of the frame.
        width_px: Pixels of the picture along the frame's middle row.
        angle_deg: Turn of the frame on the picture, x towards y.
        tilt_deg: Off nadir, about the frame's horizontal.
        size_px: Width and height of the frame.
    """

    centre_px: tuple[float, float]
    width_px: float
    angle_deg: float
    tilt_deg: float
    size_px: tuple[int, int]

    @property
    def picture_from_frame(self) -> Matrix:
        """Homography of a pinhole camera that looks at a plane.

        1. Frame to rays: x right, y down, z along the axis.
        2. Rays to the plane: turned by the tilt about x, cut at the ground.
        3. Plane to picture: turned, scaled so that the middle row has its width, moved.
        """
        width, height = self.size_px
        focal = height / 2 / math.tan(math.radians(FIELD_OF_VIEW_DEG / 2))
        rays = np.array([[1.0, 0.0, -width / 2], [0.0, 1.0, -height / 2], [0.0, 0.0, focal]])  # 1
        c, s = math.cos(math.radians(self.tilt_deg)), math.sin(math.radians(self.tilt_deg))
        plane = np.array([[1.0, 0.0, 0.0], [0.0, 1.0 / c, 0.0], [0.0, s / c / focal, 1.0 / focal]])  # 2
        k = self.width_px / width
        a = math.radians(self.angle_deg)
        x, y = self.centre_px
        turn = np.array([[k * math.cos(a), -k * math.sin(a), x], [k * math.sin(a), k * math.cos(a), y], [0, 0, 1.0]])
        out = turn @ plane @ rays  # 3
        return np.asarray(out / out[2, 2], np.float64)


def apply(matrix: Matrix, point: tuple[float, float]) -> tuple[float, float]:
    """A point through a homography."""
    x, y, w = matrix @ np.array([*point, 1.0])
    return (float(x / w), float(y / w))


def corners(matrix: Matrix, size_px: tuple[int, int]) -> NDArray[np.float64]:
    """The frame's four corners through a homography, shape (4, 2)."""
    width, height = size_px
    return np.array([apply(matrix, p) for p in ((0, 0), (width, 0), (width, height), (0, height))])


def side_px(quadrilateral: NDArray[np.float64]) -> float:
    """Side of the square that has a quadrilateral's area."""
    x, y = quadrilateral.T
    return math.sqrt(abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2)


def cut(grey: Grey, valid: Mask, picture_from_frame: Matrix, size_px: tuple[int, int]) -> View:
    """Resample a picture into a frame; what lies outside it is not usable."""
    shrink = max(1.0, side_px(corners(picture_from_frame, size_px)) / math.sqrt(size_px[0] * size_px[1]))
    values = cv2.GaussianBlur(grey, (0, 0), 0.45 * math.sqrt(shrink**2 - 0.8)) if shrink > 1.1 else grey
    centres = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])
    between = np.linalg.inv(centres) @ picture_from_frame @ centres
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    frame = cv2.warpPerspective(values, between, size_px, flags=flags)
    usable = cv2.warpPerspective(valid.astype(np.float32), between, size_px, flags=flags) > 0.99
    return View(grey=np.asarray(frame, np.uint8), usable=np.asarray(usable, bool))


def degrade(view: View, look: Look, rng: np.random.Generator) -> View:
    """Add what a look adds, in the order in which it happens: noise, symbols, compression, a file."""
    frames = [noisy(view.grey, look.noise_grey, rng) for _ in range(FRAMES if look.crf else 1)]
    usable = view.usable
    if look.symbols:
        ink = stencil(view.width_px, view.height_px, rng)
        frames = [np.where(ink, np.uint8(235), frame) for frame in frames]
        usable = usable & ~ink
    if look.as_file:
        return read_again(View(grey=frames[0], usable=usable))
    if look.crf is None:
        return View(grey=frames[0], usable=usable)
    crf = int(rng.integers(look.crf[0], look.crf[1] + 1))
    return View(grey=compress(frames, crf)[-1], usable=usable)


def read_again(view: View) -> View:
    """A picture as the program sees it that reads it from a file; what cannot be used is transparent there.

    No pixel is usable where the program says that it is no view of the ground from above.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.png"
        alpha = np.where(view.usable, np.uint8(255), np.uint8(0))
        cv2.imwrite(str(path), np.dstack([view.grey, view.grey, view.grey, alpha]))
        (shot,) = study(path).shots
    if not isinstance(shot.blend, Blend):
        return View(grey=view.grey, usable=np.zeros_like(view.usable))
    return shot.blend.view


def noisy(grey: Grey, sigma_grey: float, rng: np.random.Generator) -> Grey:
    """Add a sensor's noise."""
    if sigma_grey == 0:
        return grey
    return np.asarray(np.clip(grey + rng.normal(0, sigma_grey, grey.shape), 0, 255), np.uint8)


def stencil(width: int, height: int, rng: np.random.Generator) -> Mask:
    """A crosshair, corner brackets and telemetry, as such footage carries them."""
    ink = np.zeros((height, width), np.uint8)
    x, y, unit = width // 2, height // 2, max(4, min(width, height) // 12)
    thick = max(1, unit // 14)
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        cv2.line(ink, (x + dx * unit // 2, y + dy * unit // 2), (x + dx * 2 * unit, y + dy * 2 * unit), 255, thick)
    for sx in (-1, 1):
        for sy in (-1, 1):
            at = (x + sx * 3 * unit, y + sy * 2 * unit)
            cv2.line(ink, at, (at[0] - sx * unit, at[1]), 255, thick)
            cv2.line(ink, at, (at[0], at[1] - sy * unit), 255, thick)
    scale = unit / 40
    for row, text in enumerate(
        (f"AZ {rng.integers(360):03d}", f"EL -{rng.integers(20, 90)}", f"RNG {rng.integers(900, 9000)}")
    ):
        cv2.putText(ink, text, (unit // 3, int((1 + 0.9 * row) * unit)), cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thick)
    return np.asarray(ink > 0, bool)


def compress(frames: list[Grey], crf: int) -> list[Grey]:
    """Send frames through H.264 and back; one thread, so that the result repeats."""
    height, width = frames[0].shape
    even = (width - width % 2, height - height % 2)
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = even[0], even[1], "yuv420p"
    encoder.time_base = Fraction(1, 25)
    encoder.options = {"crf": str(crf), "preset": "veryfast", "threads": "1"}
    decoder = av.CodecContext.create("h264", "r")
    packets = []
    for number, frame in enumerate(frames):
        picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame[: even[1], : even[0]]), format="gray")
        picture.pts = number
        packets += encoder.encode(picture.reformat(format="yuv420p"))
    packets += encoder.encode(None)
    decoded = [f for packet in packets for f in decoder.decode(packet)] + list(decoder.decode(None))
    out = []
    for original, back in zip(frames, decoded, strict=True):
        whole = original.copy()
        whole[: even[1], : even[0]] = back.reformat(format="gray").to_ndarray()
        out.append(whole)
    return out
