"""Sun and sky on a surface."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.town.sun import Sun
from inquo.town.surface import Surface

SUNLIGHT = (1.14, 1.06, 0.93)
SKYLIGHT = (0.165, 0.19, 0.235)


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """How a surface is lit.

    Attributes:
        sun: Where the light comes from.
        shadow_top: Height below which each cell's column is in shadow, metres, float32.
        direct: Sunlight on the top surface, 0 to 1, float32.
        sky: Share of the sky that it sees, 0 to 1, float32.
    """

    sun: Sun
    shadow_top: NDArray[np.float32]
    direct: NDArray[np.float32]
    sky: NDArray[np.float32]


def cast_shadows(height: NDArray[np.float32], gsd_m: float, sun: Sun) -> NDArray[np.float32]:
    """Height of the shadow over every cell: where it is above the surface, the surface is in shadow.

    The highest of all heights towards the sun, each lowered by the sun's
    descent on the way, is found by doubling: steps of 1, 2, 4 ... cells.

    Args:
        height: Metres.
        gsd_m: Size of a cell.
        sun: Above the horizon.

    Raises:
        ValueError: The sun is too low for shadows of a finite length.
    """
    if not sun.elevation_deg >= 5.0:
        raise ValueError(f"no shadows from a sun at {sun.elevation_deg:.1f} degrees")
    azimuth = np.radians(sun.azimuth_deg)
    fall = gsd_m * np.tan(np.radians(sun.elevation_deg))
    reach = int(np.ceil(float(height.max()) / fall)) + 1
    towards = np.array([np.sin(azimuth), -np.cos(azimuth)])
    size = (height.shape[1], height.shape[0])
    top = np.asarray(height - fall * 0.5, dtype=np.float32)
    step = 1.0
    while step <= reach:
        moved = cv2.warpAffine(
            top,
            np.array([[1.0, 0.0, towards[0] * step], [0.0, 1.0, towards[1] * step]]),
            size,
            flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=0.0,
        )
        np.maximum(top, np.asarray(moved - fall * step, dtype=np.float32), out=top)
        step *= 2.0
    return top


def light(surface: Surface, sun: Sun) -> Light:
    """Compute sunlight, shadow and open sky over a surface."""
    height, gsd = surface.height, surface.gsd_m
    top = cast_shadows(height, gsd, sun)
    east = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3, scale=1 / (8 * gsd))
    south = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3, scale=1 / (8 * gsd))
    towards = sun.towards
    cosine = (towards[2] - towards[0] * east + towards[1] * south).astype(np.float32)
    slope2 = east * east + south * south
    direct: NDArray[np.float32] = cosine / np.sqrt(1.0 + slope2, dtype=np.float32)
    np.copyto(direct, np.float32(towards[2]), where=slope2 > 4.0)  # an edge, not a slope
    np.maximum(direct, 0.0, out=direct)
    lit = (height >= top - np.float32(0.12)).astype(np.float32)
    direct *= np.asarray(cv2.blur(lit, (3, 3)), dtype=np.float32)
    return Light(sun=sun, shadow_top=top, direct=direct, sky=_open_sky(height, gsd))


def _open_sky(height: NDArray[np.float32], gsd_m: float) -> NDArray[np.float32]:
    """Share of the sky that is seen: less where the surroundings are higher."""
    hidden = np.zeros_like(height)
    for reach_m, a_metre, most_m in ((2.5, 0.055, 6.0), (8.0, 0.035, 8.0)):
        above = cv2.subtract(cv2.blur(height, (2 * round(reach_m / gsd_m) + 1,) * 2), height)
        np.clip(above, 0.0, most_m, out=above)
        cv2.scaleAdd(above, a_metre, hidden, hidden)
    return np.asarray(np.maximum(1.0 - hidden, 0.35), dtype=np.float32)


def expose(albedo: NDArray[np.uint8], lit: Light) -> NDArray[np.uint8]:
    """The surface as it looks under its light, red, green, blue.

    Light multiplies linear reflectance; a display shows about its square root,
    so the displayed albedo is multiplied by the square root of the light.
    """
    shown = np.empty_like(albedo)
    for channel in range(3):
        amount = cv2.addWeighted(lit.direct, SUNLIGHT[channel], lit.sky, SKYLIGHT[channel], 0.0)
        cv2.sqrt(amount, amount)
        shown[..., channel] = cv2.multiply(albedo[..., channel], amount, dtype=cv2.CV_8U)
    return shown
