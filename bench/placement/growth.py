"""How time and memory grow with the area searched, and how far that is from what the machine can do.

The ground is simulated: a patch of town repeated over any area and read by window, so that nothing is placed and no
pass spared. Each area runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from scipy import fft

from bench.placement import machine
from bench.placement.ground import EndlessReference, PictureReference
from bench.placement.look import Pose, cut
from bench.placement.methods.inquo_engine import InquoEngine
from bench.placement.question import Query

PATCH_PX = 1700
GSD_M = 0.6
FOOTPRINT_M = 250.0
FRAME_PX = (640, 480)
RANGES = {"4x": 4.0, "40x": 40.0}
BYTES_A_PIXEL = 72
"""What a pixel of one hypothesis reads and writes from spectra to best score, if nothing stays in a cache."""


def measure(areas_km2: Sequence[float], threads: int) -> list[dict[str, float | str]]:
    """Search each area at a fourfold range of scales, and the first also at a fortyfold one."""
    asked = [(area, "4x") for area in areas_km2] + [(areas_km2[0], "40x")] if areas_km2 else []
    return [_in_a_process_of_its_own(area, scales, threads) for area, scales in asked]


def _in_a_process_of_its_own(area_km2: float, scales: str, threads: int) -> dict[str, float | str]:
    command = [sys.executable, "-m", "bench.placement.growth", str(area_km2), scales, str(threads)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return {"area_km2": area_km2, "scales": scales, "error": done.stderr.strip().splitlines()[-1]}
    result: dict[str, float | str] = json.loads(done.stdout.splitlines()[-1])
    return result


def town(seed: int = 4) -> PictureReference:
    """A square kilometre of streets and roofs in no order that repeats."""
    rng = np.random.default_rng(seed)
    grey = np.full((PATCH_PX, PATCH_PX), 110, np.uint8)
    for _ in range(90):
        a, b = rng.integers(0, PATCH_PX, (2, 2))
        cv2.line(grey, tuple(int(v) for v in a), tuple(int(v) for v in b), int(rng.integers(60, 100)), 12)
    for _ in range(6000):
        x, y = (float(v) for v in rng.uniform(0, PATCH_PX, 2))
        size = tuple(float(v) for v in rng.uniform(12, 36, 2))
        angle = 15.0 * float(rng.integers(0, 6))
        shade, roof = ((x + 4, y + 5), size, angle), ((x, y), size, angle)
        cv2.fillPoly(grey, [cv2.boxPoints(shade).astype(np.int32)], 35)
        cv2.fillPoly(grey, [cv2.boxPoints(roof).astype(np.int32)], int(rng.integers(120, 245)))
    noisy = cv2.GaussianBlur(grey, (0, 0), 0.8) + rng.normal(0, 5, grey.shape)
    values = np.asarray(np.clip(noisy, 0, 255), np.uint8)
    return PictureReference(grey=values, valid=np.ones(values.shape, bool), gsd_m=GSD_M)


@dataclass
class Transformed:
    """Pixels that came out of inverse real transforms: one a hypothesis and tile, some more in the close look."""

    megapixel: float = 0.0


@contextmanager
def counted() -> Iterator[Transformed]:
    """Count transforms while they run; threads may lose a few to one another."""
    so_far, plain = Transformed(), fft.irfft2

    def irfft2(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever scipy takes and gives
        result = plain(*args, **options)
        so_far.megapixel += result.size / 1e6
        return result

    fft.irfft2 = irfft2
    try:
        yield so_far
    finally:
        fft.irfft2 = plain


def search(area_km2: float, scales: str, threads: int, dense_up_to_km2: float | None = None) -> dict[str, float | str]:
    """Search one area for footage of the patch, once, from cold; densely if that is more than there is of it."""
    patch = town()
    reference = EndlessReference(patch=patch, side_m=1000.0 * area_km2**0.5)
    pose = Pose(
        centre_px=(PATCH_PX * 0.45, PATCH_PX * 0.4),
        width_px=FOOTPRINT_M / GSD_M,
        angle_deg=200.0,
        tilt_deg=0.0,
        size_px=FRAME_PX,
    )
    view = cut(patch.grey, patch.valid, pose.picture_from_frame, FRAME_PX)
    gsd, ratio = FOOTPRINT_M / FRAME_PX[0], RANGES[scales]
    least = gsd / 2 if scales == "4x" else 0.05
    query = Query(
        view=view,
        aim_px=(FRAME_PX[0] / 2, FRAME_PX[1] / 2),
        aimed=False,
        gsd_range_m=(least, least * ratio),
        reference=reference,
        truth_m=None,
        centre_m=None,
        tolerance_m=10.0,
        truth_ce90_m=0.0,
        footprint_m=FOOTPRINT_M,
    )
    before_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.perf_counter()
    with counted() as transformed:
        answer = InquoEngine(threads=threads, dense_up_to_km2=dense_up_to_km2).answer(query)
    seconds, processor_s = time.perf_counter() - started, time.process_time()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bounds = machine.bounds()  # last, since copying takes more memory than searching
    return {
        "area_km2": area_km2,
        "scales": scales,
        "threads": float(threads),
        "seconds": seconds,
        "km2_per_s": area_km2 / seconds,
        "processor_s": processor_s,
        "before_mb": before_mb,
        "peak_mb": peak_mb,
        "transforms_alone_s": transformed.megapixel / bounds["transformed_megapixel_per_s"],
        "memory_alone_s": transformed.megapixel * BYTES_A_PIXEL / 1e3 / bounds["copy_gb_per_s"],
        "best_score": answer.score if answer.score is not None else 0.0,
    }


if __name__ == "__main__":
    cv2.setNumThreads(1)
    print(json.dumps(search(float(sys.argv[1]), sys.argv[2], int(sys.argv[3]), *map(float, sys.argv[4:5]))))
