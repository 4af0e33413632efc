"""Writing frames as H.264."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from inquo.errors import FootageError

_STUDIO = np.round(np.arange(256) * (219.0 / 255.0) + 16.0).astype(np.uint8)


def write_film(
    path: Path,
    frames: Iterable[NDArray[np.uint8]],
    *,
    size_px: tuple[int, int],
    fps: int,
    notice: str,
    crf: int = 23,
) -> int:
    """Encode frames, as many as come.

    Args:
        path: An .mp4 file.
        frames: Red, green, blue (height x width x 3), or grey (height x width).
        size_px: Width and height, even numbers.
        fps: Frames a second.
        notice: Put into the file's metadata as its comment.
        crf: Constant rate factor of x264; more is worse.

    Returns:
        How many were written.

    Raises:
        FootageError: The file cannot be written.
    """
    count = 0
    try:
        with av.open(str(path), "w", format="mp4") as container:
            container.metadata["comment"] = notice
            stream = container.add_stream("libx264", rate=fps, options={"crf": str(crf), "preset": "superfast"})
            stream.width, stream.height = size_px
            stream.pix_fmt = "yuv420p"
            stream.thread_count = 2
            for picture in frames:
                container.mux(stream.encode(_frame(picture)))
                count += 1
            container.mux(stream.encode(None))
    except (av.FFmpegError, OSError) as e:
        raise FootageError(path, f"cannot be written: {e}") from e
    return count


def _frame(picture: NDArray[np.uint8]) -> av.VideoFrame:
    """A frame as the encoder wants it; grey keeps the range that video has, 16 to 235."""
    if picture.ndim == 3:
        return av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    rows = picture.shape[0]
    planes = np.full((rows * 3 // 2, picture.shape[1]), 128, dtype=np.uint8)
    planes[:rows] = _STUDIO[picture]
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")
