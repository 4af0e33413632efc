"""What optics and electronics do to a picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.town.picture_cv2 import Look


def average(picture: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """Make pixels larger by a whole factor."""
    size = (picture.shape[1] // factor, picture.shape[0] // factor)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def record(rgb: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Record light as a satellite does: haze, a soft lens, muted colours, a little noise."""
    soft = cv2.GaussianBlur(rgb, (0, 0), 0.62)
    grey = cv2.cvtColor(cv2.cvtColor(soft, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    muted = cv2.addWeighted(soft, 0.72, grey, 0.22, 9.0)
    noise = rng.standard_normal((509, 521), dtype=np.float32) * 1.7
    rows, columns = rgb.shape[:2]
    repeats = (-(-rows // 509), -(-columns // 521))
    grain = np.tile(noise, repeats)[:rows, :columns]
    return np.asarray(cv2.add(muted, cv2.merge([grain] * 3), dtype=cv2.CV_8U), dtype=np.uint8)


def develop(picture: NDArray[np.uint8], look: Look) -> NDArray[np.uint8]:
    """Give a still its look.

    Args:
        picture: Colour, or warmth for the two thermal looks.
        look: Which.
    """
    if look == "colour":
        grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        return np.asarray(cv2.addWeighted(picture, 0.66, grey, 0.26, 14.0), dtype=np.uint8)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    if look == "black-hot":
        grey = 255 - grey
    if look != "grey":
        grey = cv2.GaussianBlur(grey, (0, 0), 1.1)
    low, high = np.percentile(grey[::7, ::7], [0.8, 99.4])
    scaled = (grey.astype(np.float32) - low) * (205.0 / max(high - low, 1.0)) + 22.0
    level = np.asarray(np.clip(scaled, 6, 246), dtype=np.uint8)
    return np.asarray(cv2.cvtColor(level, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
