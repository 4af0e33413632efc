"""Videos and pictures: their streams, their shots, the frames that serve as evidence.

A frame is (index, PTS, time base, SHA-256 of its pixels): an index alone lies on video
of variable frame rate, and a PTS alone cannot be checked against the pixels.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from inquo.records.digest import Digest
from inquo.records.finding import Undetermined


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoProfile:
    """What the container and the video stream say of themselves.

    Attributes:
        container: Such as ``mov,mp4,m4a,3gp,3g2,mj2``.
        codec: Such as ``h264``.
        width_px: Columns.
        height_px: Rows.
        time_base: Seconds per PTS unit as (numerator, denominator).
        duration_s: As the container claims; None when it does not say.
        frame_count: As decoded.
        frame_rate: Average, frames a second, as the container claims; None when it does not say.
        variable_frame_rate: True when frames are not evenly spaced.
        decoder: Program and versions that decoded it.
        metadata: The container's own tags, which are claims, not facts.
        warnings: What could not be decoded, and from where on; empty when everything could.
    """

    container: str
    codec: str
    width_px: int
    height_px: int
    time_base: tuple[int, int]
    duration_s: float | None
    frame_count: int
    frame_rate: float | None
    variable_frame_rate: bool
    decoder: str
    metadata: dict[str, str]
    warnings: tuple[str, ...] = ()


class ShotKind(enum.Enum):
    """What a shot shows."""

    OVERHEAD = "overhead"
    TITLE = "title"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One decoded frame.

    Attributes:
        index: Position in presentation order, from 0.
        pts: Presentation timestamp, in units of the stream's time base.
        time_s: Presentation time in seconds from the stream's zero.
        pixels: SHA-256 of the decoder's own planes, as ``ffmpeg -f framehash -hash sha256`` prints it; of a still
            picture, of its decoded samples, row by row.
    """

    index: int
    pts: int
    time_s: float
    pixels: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A run of frames from one camera without a cut.

    Attributes:
        exhibit: The video.
        first: Its first frame.
        last: Its last frame, included.
        end_s: When the last frame stops being shown, seconds.
        kind: What it shows.
        reason: Why it was taken for that kind, in a sentence.

    Raises:
        ValueError: The last frame lies before the first.
    """

    exhibit: Digest
    first: Frame
    last: Frame
    end_s: float
    kind: ShotKind
    reason: str

    def __post_init__(self) -> None:
        """Refuse a shot that ends before it starts."""
        if self.last.index < self.first.index or not self.end_s >= self.first.time_s:
            raise ValueError(f"shot ends (frame {self.last.index}) before it starts (frame {self.first.index})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactFrame:
    """The frame in which the explosion is first seen.

    Attributes:
        index: Frame index.
        time_s: Its presentation time, seconds.
        sigma_frames: Standard uncertainty, frames.
        basis: Why this frame, such as ``flash: brightness rises by 83 of 255 within 2 frames``.
    """

    index: int
    time_s: float
    sigma_frames: float
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AimPoint:
    """The picture point at which the weapon was aimed, or where it struck.

    Attributes:
        x_px: Column in the composite, pixel centre at 0.5.
        y_px: Row in the composite.
        sigma_px: Standard uncertainty in each axis, pixels.
        basis: How it was chosen, such as ``crosshair``, ``flash``, or ``chosen by A. Person``.
    """

    x_px: float
    y_px: float
    sigma_px: float
    basis: str

    def __post_init__(self) -> None:
        """Refuse a precision nobody has."""
        if not self.sigma_px > 0:
            raise ValueError("an aim point needs an uncertainty above zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfComposite:
    """Some of a composite's frames blended by themselves, in the coordinates of the same key frame.

    Attributes:
        picture: Digest of the blended picture (PNG, greyscale).
        usable: Digest of its mask (PNG; 255 where the ground is seen).
    """

    picture: Digest
    usable: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite:
    """A shot's pre-impact frames, stabilised and blended into one picture.

    Attributes:
        shot: Digest of the shot's record.
        picture: Digest of the blended picture (PNG, greyscale).
        usable: Digest of its mask (PNG; 255 where the ground is seen).
        width_px: Columns.
        height_px: Rows.
        key: The frame whose coordinates the picture has.
        frames: Which frames went in.
        masked_share: Share of the picture that is not usable, 0 to 1.
        impact: First frame of the explosion, or why there is none.
        aim: The aim point in the composite, or why there is none.
        halves: The earlier and the later of the frames, each half without the other; None when they are too few.
    """

    shot: Digest
    picture: Digest
    usable: Digest
    width_px: int
    height_px: int
    key: Frame
    frames: tuple[Frame, ...]
    masked_share: float
    impact: ImpactFrame | Undetermined
    aim: AimPoint | Undetermined
    halves: tuple[HalfComposite, HalfComposite] | None = None
