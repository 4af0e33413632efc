"""Writing frames as H.264."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from inquo.errors import FootageError


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
        frames: Red, green, blue, height x width x 3.
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
            stream = container.add_stream("libx264", rate=fps, options={"crf": str(crf), "preset": "veryfast"})
            stream.width, stream.height = size_px
            stream.pix_fmt = "yuv420p"
            stream.thread_count = 1
            for picture in frames:
                frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
                container.mux(stream.encode(frame))
                count += 1
            container.mux(stream.encode(None))
    except (av.FFmpegError, OSError) as e:
        raise FootageError(path, f"cannot be written: {e}") from e
    return count
