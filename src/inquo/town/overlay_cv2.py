"""What is burnt into published strike footage: crosshair, frame, telemetry, a title card."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.town.plan import NOTICE

_FONT = cv2.FONT_HERSHEY_SIMPLEX
_WHITE = (236, 236, 236)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telemetry:
    """What the sensor says about itself, invented like the rest."""

    sensor: str
    range_m: float
    bearing_deg: float
    clock: str


def write(picture: NDArray[np.uint8], text: str, at: tuple[int, int], scale: float, thick: int = 1) -> None:
    """Write in white with a thin dark rim."""
    cv2.putText(picture, text, at, _FONT, scale, (20, 20, 20), thick + 2, cv2.LINE_AA)
    cv2.putText(picture, text, at, _FONT, scale, _WHITE, thick, cv2.LINE_AA)


def burn_in(picture: NDArray[np.uint8], telemetry: Telemetry) -> None:
    """Draw the overlay into a frame."""
    rows, columns = picture.shape[:2]
    x, y = columns // 2, rows // 2
    for gap, reach in ((10, 34),):
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            ends = (x + dx * gap, y + dy * gap), (x + dx * reach, y + dy * reach)
            cv2.line(picture, *ends, (20, 20, 20), 3, cv2.LINE_AA)
            cv2.line(picture, *ends, _WHITE, 1, cv2.LINE_AA)
    for sx in (-1, 1):
        for sy in (-1, 1):
            corner = (x + sx * 120, y + sy * 84)
            cv2.line(picture, corner, (corner[0] - sx * 18, corner[1]), _WHITE, 1, cv2.LINE_AA)
            cv2.line(picture, corner, (corner[0], corner[1] - sy * 18), _WHITE, 1, cv2.LINE_AA)
    write(picture, telemetry.sensor, (24, 36), 0.52)
    write(picture, f"RNG {telemetry.range_m:5.0f} M", (24, rows - 44), 0.46)
    write(picture, f"BRG {telemetry.bearing_deg:05.1f}", (24, rows - 22), 0.46)
    write(picture, telemetry.clock, (columns - 176, rows - 22), 0.46)
    cv2.rectangle(picture, (columns - 252, 18), (columns - 20, 44), (24, 24, 24), -1)
    cv2.putText(picture, NOTICE, (columns - 244, 36), _FONT, 0.42, _WHITE, 1, cv2.LINE_AA)


def title_card(size_px: tuple[int, int], lines: tuple[str, ...]) -> NDArray[np.uint8]:
    """Words on a dark ground, the first in large letters."""
    columns, rows = size_px
    card = np.empty((rows, columns), dtype=np.uint8)
    card[:] = np.linspace(30, 14, rows, dtype=np.uint8)[:, None]
    y = rows // 2 - 18 * (len(lines) - 1)
    for number, line in enumerate(lines):
        scale, thick = (1.35, 3) if number == 0 else (0.62, 1)
        (width, _), _ = cv2.getTextSize(line, _FONT, scale, thick)
        cv2.putText(card, line, ((columns - width) // 2, y), _FONT, scale, 224, thick, cv2.LINE_AA)
        y += 52 if number == 0 else 34
    return card
