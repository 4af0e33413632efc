"""Where the measuring data lies, and how its pictures are read."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np

from bench.placement.question import MissingDataError
from inquo.geometry.grid import Grey, Mask


def folder(name: str) -> Path:
    """A set's folder.

    Raises:
        MissingDataError: INQUO_DATA is not set, or has no such folder.
    """
    root = os.environ.get("INQUO_DATA")
    if not root:
        raise MissingDataError(f"{name}: INQUO_DATA is not set")
    path = Path(root) / name
    if not path.is_dir():
        raise MissingDataError(f"{name}: no folder {path}")
    return path


def picture(path: Path) -> Grey:
    """A picture as intensities.

    Raises:
        MissingDataError: It is not there or cannot be read.
    """
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise MissingDataError(f"{path} cannot be read")
    return np.asarray(grey, np.uint8)


def inside_frame(grey: Grey) -> Mask:
    """True except on black that reaches in from the picture's border: what a rotation left empty."""
    count, labels = cv2.connectedComponents((grey <= 2).astype(np.uint8), connectivity=4)
    sizes = np.bincount(labels.ravel(), minlength=count)
    rim = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    empty = [n for n in rim if n and sizes[n] > 0.002 * grey.size]
    valid = ~np.isin(labels, empty)
    if not empty:
        return np.asarray(valid, bool)
    # JPEG leaves a dim rim of a few pixels
    return np.asarray(cv2.erode(valid.astype(np.uint8), np.ones((7, 7), np.uint8), borderValue=1) > 0, bool)
