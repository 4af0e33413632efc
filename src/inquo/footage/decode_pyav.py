"""Video files to frames that can be named again: decoding through PyAV and FFmpeg.

A file is opened by its path, never as a stream, with a list of containers and the
single protocol ``file``: a playlist that calls itself ``clip.mp4`` reaches nothing.
A frame's digest is taken over the decoder's own planes, before any conversion of
colours, so that ``ffmpeg -i clip.mp4 -f framehash -hash sha256 -`` prints the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import av
import av.error
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from inquo.errors import FootageError
from inquo.geometry.grid import Grey
from inquo.records.digest import Digest
from inquo.records.footage import Frame, VideoProfile

CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,flv,ogg,gif"
MIN_SIDE_PX = 64
MAX_PIXELS = 64_000_000


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DecodedFrame:
    """One frame as it left the decoder; pictures are made from it when asked for.

    Attributes:
        index: Position in presentation order, from 0 at the start of the file.
        pts: Presentation time stamp, in units of ``time_base``.
        time_base: Seconds in one unit of ``pts``.
        damaged: The decoder patched this frame, or one that it builds on.
        picture: PyAV's frame.
    """

    index: int
    pts: int
    time_base: Fraction
    damaged: bool
    picture: VideoFrame

    @property
    def time_s(self) -> float:
        """Presentation time, seconds."""
        return float(self.pts * self.time_base)

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """Colours, shape (height, width, 3)."""
        return cast(NDArray[np.uint8], self.picture.to_ndarray(format="rgb24"))

    @property
    def grey(self) -> Grey:
        """Intensities over the full range 0 to 255, shape (height, width)."""
        return cast(Grey, self.picture.to_ndarray(format="gray"))

    def thumbnail(self, width_px: int) -> NDArray[np.uint8]:
        """Make the picture small, each pixel an average; colours, shape (height, width, 3).

        Args:
            width_px: Width wanted; a smaller picture keeps its own.
        """
        width_px = min(width_px, self.picture.width)
        height_px = max(2, round(width_px * self.picture.height / self.picture.width))
        small = self.picture.reformat(width=width_px, height=height_px, format="rgb24", interpolation="AREA")
        return cast(NDArray[np.uint8], small.to_ndarray())

    @property
    def record(self) -> Frame:
        """What names this frame: position, time, and the digest of its pixels."""
        return Frame(index=self.index, pts=self.pts, time_s=self.time_s, pixels=_digest_of(self.picture))


class Video:
    """An open video file, read once from its first frame to its last.

    Args:
        path: The file.

    Raises:
        FootageError: The file is empty, is no video that FFmpeg knows, carries no picture
            stream, or its pictures are too small or too large.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._container = _open(path)
        try:
            self._stream = _picture_stream(self._container, path)
        except FootageError:
            self._container.close()
            raise
        self._count = 0
        self._steps: set[int] = set()
        self._damaged: list[int] = []
        self._undecodable = 0
        self._wounded = False
        self._end_s = 0.0

    def __enter__(self) -> Self:
        """Use as a context manager: the file is closed at the end."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Close the file."""
        self._container.close()

    @property
    def frame_count_claimed(self) -> int:
        """How many frames the container says there are; 0 when it does not say."""
        return int(self._stream.frames)

    @property
    def duration_s(self) -> float | None:
        """Duration that the stream or the container claims, seconds."""
        if self._stream.duration is not None and self._stream.time_base is not None:
            return float(self._stream.duration * self._stream.time_base)
        if self._container.duration is not None:
            return self._container.duration / av.time_base
        return None

    def frames(self) -> Iterator[DecodedFrame]:
        """Decode every frame, in presentation order.

        What is damaged is decoded as far as it goes, marked, and told by ``profile``.

        Yields:
            The frames.

        Raises:
            FootageError: Not one frame could be decoded, or a frame carries no time stamp.
        """
        time_base = _time_base(self._stream)
        previous: int | None = None
        for picture in self._pictures():
            pts = picture.pts if picture.pts is not None else picture.dts
            if pts is None:
                raise FootageError(
                    self.path,
                    f"frame {self._count} carries no time stamp",
                    hint="Remux it with: ffmpeg -fflags +genpts -i IN -c copy OUT.mp4, and add both files.",
                )
            self._wounded = picture.is_corrupt or (self._wounded and not picture.key_frame)
            if self._wounded:
                self._damaged.append(self._count)
            if previous is not None:
                self._steps.add(pts - previous)
            previous = pts
            step_s = float(picture.duration * time_base) if picture.duration else 0.0
            self._end_s = float(pts * time_base) + step_s
            frame = DecodedFrame(
                index=self._count, pts=pts, time_base=time_base, damaged=self._wounded, picture=picture
            )
            self._count += 1
            yield frame
        if self._count == 0:
            raise FootageError(self.path, "not one frame of its video stream can be decoded")

    def _pictures(self) -> Iterator[VideoFrame]:
        """Decode packet by packet, so that a bad one does not end the file."""
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except av.error.FFmpegError:
                self._undecodable += 1
                return
            if packet is None:
                return
            try:
                pictures = packet.decode()
            except av.error.FFmpegError:
                self._undecodable += 1
                self._wounded = True
                continue
            yield from pictures

    @property
    def end_s(self) -> float:
        """When the last frame read so far stops being shown, seconds."""
        return self._end_s

    def profile(self) -> VideoProfile:
        """Say what the file is, as far as ``frames`` has read it."""
        context = self._stream.codec_context
        base = _time_base(self._stream)
        rate = self._stream.average_rate
        return VideoProfile(
            container=self._container.format.name,
            codec=context.codec.canonical_name,
            width_px=context.width,
            height_px=context.height,
            time_base=(base.numerator, base.denominator),
            duration_s=self.duration_s,
            frame_count=self._count,
            frame_rate=float(rate) if rate else None,
            variable_frame_rate=bool(self._steps) and max(self._steps) - min(self._steps) > 1,
            decoder=decoder_versions(),
            metadata=dict(self._container.metadata),
            warnings=tuple(self._warnings()),
        )

    def _warnings(self) -> Iterator[str]:
        if self._damaged:
            first, last = self._damaged[0], self._damaged[-1]
            yield f"{len(self._damaged)} damaged frames were patched by the decoder, the first {first}, the last {last}"
        if self._undecodable:
            yield f"{self._undecodable} packets could not be decoded"
        claimed_s = self.duration_s
        if claimed_s is not None and claimed_s - self._end_s > max(0.5, 0.02 * claimed_s):
            yield f"the pictures end at {self._end_s:.2f} s, but the file claims {claimed_s:.2f} s: it may be truncated"


def frames(path: Path, *, start_pts: int | None = None, end_pts: int | None = None) -> Iterator[DecodedFrame]:
    """Decode a file's frames, in presentation order.

    The file is always decoded from its start, so that a frame's index is its index in the
    file whatever part is asked for.

    Args:
        path: The video.
        start_pts: First time stamp wanted; None for the start.
        end_pts: Last time stamp wanted, included; None for the end.

    Yields:
        The frames.

    Raises:
        FootageError: The file cannot be read as a video.
    """
    with Video(path) as video:
        for frame in video.frames():
            if end_pts is not None and frame.pts > end_pts:
                return
            if start_pts is None or frame.pts >= start_pts:
                yield frame


def probe(path: Path) -> VideoProfile:
    """Decode a file once and say what it is.

    Raises:
        FootageError: The file cannot be read as a video.
    """
    with Video(path) as video:
        for _ in video.frames():
            pass
        return video.profile()


def decoder_versions() -> str:
    """Name the decoder: PyAV and the FFmpeg libraries that it carries."""
    libraries = " ".join(
        f"{name} {'.'.join(map(str, av.library_versions[name]))}"
        for name in ("libavformat", "libavcodec", "libswscale")
    )
    return f"PyAV {av.__version__} ({libraries})"


def _open(path: Path) -> InputContainer:
    try:
        if path.stat().st_size == 0:
            raise FootageError(path, "the file is empty", hint="Download it again and compare its size.")
        # An absolute path keeps a name such as "concat:a" from being read as a protocol.
        return av.open(
            str(path.resolve()), options={"format_whitelist": CONTAINERS, "protocol_whitelist": "file"}, timeout=None
        )
    except OSError as e:
        if isinstance(e, av.error.FFmpegError):
            raise FootageError(path, f"cannot be opened: {e.strerror}") from e
        raise FootageError(path, f"cannot be opened: {e.strerror}", hint="Check the path and its permissions.") from e
    except av.error.FFmpegError as e:
        raise FootageError(
            path,
            f"is not a video that can be read ({e.strerror})",
            hint="A download that broke off often lacks its index (the moov atom): fetch it again.",
        ) from e


def _picture_stream(container: InputContainer, path: Path) -> VideoStream:
    if not container.streams.video:
        raise FootageError(path, "has no pictures, only sound or data", hint="Add the video that the sound belongs to.")
    stream = container.streams.video[0]
    width_px, height_px = stream.codec_context.width, stream.codec_context.height
    if min(width_px, height_px) < MIN_SIDE_PX:
        raise FootageError(
            path, f"its pictures of {width_px} x {height_px} pixels are too small: {MIN_SIDE_PX} a side are needed"
        )
    if width_px * height_px > MAX_PIXELS:
        raise FootageError(path, f"its pictures of {width_px} x {height_px} pixels are larger than any camera's")
    stream.thread_type = "FRAME"
    stream.codec_context.thread_count = 2
    return stream


def _time_base(stream: VideoStream) -> Fraction:
    return stream.time_base if stream.time_base is not None else Fraction(1, av.time_base)


def _digest_of(picture: VideoFrame) -> Digest:
    """SHA-256 over the planes, cropped to the picture, as FFmpeg writes raw video."""
    layout = picture.format
    value = hashlib.sha256()
    for number, plane in enumerate(picture.planes):
        if len(picture.planes) == 1:
            row_bytes = (plane.width * layout.padded_bits_per_pixel + 7) // 8
        else:
            parts = [part for part in layout.components if part.plane == number]
            row_bytes = plane.width * sum((part.bits + 7) // 8 for part in parts)
        rows = np.frombuffer(memoryview(plane), dtype=np.uint8)[: plane.height * plane.line_size]
        value.update(rows.reshape(plane.height, plane.line_size)[:, :row_bytes].tobytes())
    return Digest(value.hexdigest())
