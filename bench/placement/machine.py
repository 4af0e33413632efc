"""What this machine can do at best, measured in the same run: transforms and memory."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
from scipy import fft

SIDE_PX = 512
COPY_MB = 256


def describe() -> dict[str, object]:
    """Machine, interpreter and libraries."""
    info = Path("/proc/cpuinfo")
    model = (
        next((x.split(":")[1].strip() for x in info.read_text().splitlines() if x.startswith("model name")), "")
        if info.exists()
        else ""
    )
    libraries = {name: version(name) for name in ("numpy", "scipy", "opencv-python-headless", "av", "scikit-image")}
    return {
        "processor": model or platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "libraries": libraries,
        "load": os.getloadavg()[0],
    }


def commit() -> str:
    """The commit that is measured, and whether the tree differs from it."""
    try:
        head = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
        ).stdout
        changed = subprocess.run(
            ["git", "status", "--porcelain", "src"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return head.strip() + (" and changes" if changed.strip() else "")


def bounds() -> dict[str, float]:
    """Best of several: one real inverse transform of a 512 x 512 tile, and copying memory, on one core."""
    spectrum = fft.rfft2(np.random.default_rng(0).standard_normal((SIDE_PX, SIDE_PX)).astype(np.float32))
    transform_s = min(_timed(lambda: fft.irfft2(spectrum, (SIDE_PX, SIDE_PX))) for _ in range(30))
    source = np.ones(COPY_MB * 2**20 // 8)
    target = np.empty_like(source)
    copy_s = min(_timed(lambda: np.copyto(target, source)) for _ in range(5))
    return {
        "irfft2_512_ms": transform_s * 1e3,
        "transformed_megapixel_per_s": SIDE_PX**2 / transform_s / 1e6,
        "copy_gb_per_s": 2 * source.nbytes / copy_s / 1e9,
    }


def _timed(work: object) -> float:
    assert callable(work)
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
