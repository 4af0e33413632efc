"""By which angle the second picture of each SRIF SAR pair is turned: ``python -m bench.placement.sets.sar_angles``.

The published affines are turns about the middle of a square picture of 256 pixels by whole degrees, but of
another draw than the pictures: laid by them, streets cross streets in nearly all pairs. So the angle is looked
for in that same family of one parameter, as the one at which grey values share most information. That is no
part of Inquo's method, whose gradient fields, asked the same, agree within 1 degree in 19 pairs and 3 in one.

Source:
    Viola and Wells, International Journal of Computer Vision 24 (1997) 137-154 (alignment by mutual information).
"""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.placement.sets.source import folder, picture
from inquo.geometry.grid import Grey, Matrix

SIDE_PX = 256
BLUR_PX = 2.0
BINS = 24


def turned_by(angle_deg: float) -> Matrix:
    """A turn about the middle of the picture, 3 x 3."""
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    half = SIDE_PX / 2
    return np.array([[c, s, half - c * half - s * half], [-s, c, half + s * half - c * half], [0.0, 0.0, 1.0]])


def angle_deg(moving: Grey, fixed: Grey) -> int:
    """The turn, in whole degrees up to a quarter, at which two pictures share most information."""
    small = cv2.resize(moving, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA).astype(np.float32)
    other = cv2.GaussianBlur(fixed, (0, 0), BLUR_PX).astype(np.float32)
    shares = []
    for angle in range(91):
        place = turned_by(angle)[:2]
        seen = cv2.warpAffine(np.ones_like(small), place, (SIDE_PX, SIDE_PX)) > 0.99
        laid = cv2.GaussianBlur(cv2.warpAffine(small, place, (SIDE_PX, SIDE_PX)), (0, 0), BLUR_PX)
        shares.append(_shared(np.asarray(laid[seen], np.float32), np.asarray(other[seen], np.float32)))
    return int(np.argmax(shares))


def _shared(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """Mutual information, nats."""
    joint = np.histogram2d(a, b, BINS)[0] / a.size
    apart = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    there = joint > 0
    return float((joint[there] * np.log(joint[there] / apart[there])).sum())


def main() -> None:
    """Print the angle of every pair beside the published one."""
    where: Path = folder("srif") / "Optical-SAR"
    for number in range(1, 21):
        said = np.loadtxt(where / f"gt_{number}.txt")
        published = math.degrees(math.atan2(said[0, 1], said[0, 0]))
        found = angle_deg(*(picture(where / f"pair{number}_{side}.jpg") for side in (1, 2)))
        print(f"{number}: {found},  # published {published:.0f}")


if __name__ == "__main__":
    main()
