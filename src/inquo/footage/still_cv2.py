"""Still pictures as shots of one frame: PNG, JPEG, TIFF, WebP, of any depth, with palette or alpha."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.errors import FootageError
from inquo.geometry.grid import Grey, Mask
from inquo.records.digest import Digest

MIN_SIDE_PX = 64
MAX_PIXELS = 300_000_000
_HEAD = 40
_MAGIC = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"II*\x00": "tiff",
    b"MM\x00*": "tiff",
    b"II+\x00": "tiff",
    b"MM\x00+": "tiff",
}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Still:
    """A decoded picture.

    Attributes:
        format: ``png``, ``jpeg``, ``tiff`` or ``webp``, told by content.
        grey: Intensities, 8 bit, shape (height, width).
        rgb: Colours, 8 bit, shape (height, width, 3).
        opaque: True where the picture is not transparent.
        samples: SHA-256 of the decoded samples in their own depth, row by row.
        decoder: Program and version that decoded it.
    """

    format: str
    grey: Grey
    rgb: NDArray[np.uint8]
    opaque: Mask
    samples: Digest
    decoder: str


def format_of(path: Path) -> str | None:
    """Tell a still picture by its first bytes.

    Returns:
        ``png``, ``jpeg``, ``tiff`` or ``webp``; None for anything else.

    Raises:
        FootageError: The file cannot be opened.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as e:
        raise FootageError(path, f"cannot be opened: {e.strerror}", hint="Check the path and its permissions.") from e
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), None)


def read(path: Path) -> Still:
    """Decode a still picture.

    More than 8 bits a sample are stretched between the 0.5 % and the 99.5 % quantile, one
    stretch for all colours; what is transparent is marked and left as it is.

    Args:
        path: The picture.

    Raises:
        FootageError: The file is no picture of a known kind, is damaged, too small or too large.
    """
    kind = format_of(path)
    if kind is None:
        raise FootageError(path, "is no PNG, JPEG, TIFF or WebP picture")
    encoded = np.fromfile(path, dtype=np.uint8)
    if kind == "png":  # the one kind that packs a wall of pixels into a few bytes says its size at once
        _check_size(path, int.from_bytes(encoded[16:20].tobytes()), int.from_bytes(encoded[20:24].tobytes()))
    try:
        # OpenCV gives None where it cannot decode, whatever its type hints say.
        decoded: object = cv2.imdecode(encoded, cv2.IMREAD_UNCHANGED)
    except cv2.error as e:
        raise FootageError(path, f"its {kind} content cannot be decoded: {e.err}") from e
    if not isinstance(decoded, np.ndarray) or decoded.size == 0:
        raise FootageError(path, f"its {kind} content cannot be decoded", hint="Fetch the file again.")
    _check_size(path, decoded.shape[1], decoded.shape[0])
    colours, opaque = _separate(decoded)
    eight = _to_eight_bit(colours, opaque)
    rgb = np.dstack([eight] * 3) if eight.ndim == 2 else np.ascontiguousarray(eight[..., ::-1])
    return Still(
        format=kind,
        grey=cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.uint8),
        rgb=rgb,
        opaque=opaque,
        samples=Digest.of(np.ascontiguousarray(decoded).tobytes()),
        decoder=f"OpenCV {cv2.__version__}",
    )


def _check_size(path: Path, width_px: int, height_px: int) -> None:
    if min(height_px, width_px) < MIN_SIDE_PX:
        raise FootageError(path, f"{width_px} x {height_px} pixels are too small: {MIN_SIDE_PX} a side are needed")
    if height_px * width_px > MAX_PIXELS:
        raise FootageError(path, f"{width_px} x {height_px} pixels are more than can be worked with")


def _separate(decoded: NDArray[np.generic]) -> tuple[NDArray[np.generic], Mask]:
    """Split colours, in OpenCV's order, from transparency."""
    opaque = np.ones(decoded.shape[:2], np.bool_)
    if decoded.ndim == 3 and decoded.shape[2] in {2, 4}:
        top = {np.dtype(np.uint8): 255.0, np.dtype(np.uint16): 65535.0}.get(decoded.dtype, 1.0)
        opaque = np.asarray(decoded[..., -1].astype(np.float64) >= 0.5 * top)
        decoded = decoded[..., :-1]
    if decoded.ndim == 3 and decoded.shape[2] != 3:
        decoded = decoded[..., 0]
    return decoded, opaque


def _to_eight_bit(colours: NDArray[np.generic], opaque: Mask) -> NDArray[np.uint8]:
    if colours.dtype == np.uint8:
        return colours.astype(np.uint8)
    values = colours.astype(np.float64)
    finite = values[opaque & np.isfinite(values if values.ndim == 2 else values.sum(axis=2))]
    if finite.size == 0:
        return np.zeros(colours.shape, np.uint8)
    low, high = np.quantile(finite, [0.005, 0.995])
    stretched = (np.nan_to_num(values, nan=low) - low) * (255 / max(high - low, 1e-9))
    eight: NDArray[np.uint8] = np.clip(np.rint(stretched), 0, 255).astype(np.uint8)
    return eight
