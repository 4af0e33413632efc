"""A video cut into its shots, each with what it shows and why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from inquo.footage.decode_pyav import Video
from inquo.footage.kind import Classifier, classify
from inquo.footage.watch import THUMBNAIL_PX, Break, Observation, Watch
from inquo.geometry.progress import Progress, silent
from inquo.records.digest import Digest
from inquo.records.footage import Shot, VideoProfile

METHOD = "shots/2"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Survey:
    """What one pass over a video leaves.

    Attributes:
        profile: What the file is.
        observations: One a frame.
        breaks: Where frames did not continue each other; cuts among them.
        end_s: When the last frame stops being shown, seconds.
    """

    profile: VideoProfile
    observations: tuple[Observation, ...]
    breaks: tuple[Break, ...]
    end_s: float


def split(path: Path, progress: Progress = silent, *, exhibit: Digest | None = None) -> tuple[Shot, ...]:
    """Cut a video into its shots.

    Args:
        path: The video.
        progress: Told how far it is.
        exhibit: Digest of the file, when it is known already.

    Returns:
        The shots, in order; together they hold every frame.

    Raises:
        FootageError: The file cannot be read as a video.
    """
    return cut(survey(path, progress), exhibit or digest_of_file(path))


def survey(path: Path, progress: Progress = silent) -> Survey:
    """Watch a video once.

    Args:
        path: The video.
        progress: Told how far it is.

    Raises:
        FootageError: The file cannot be read as a video.
    """
    watch = Watch()
    with Video(path) as video:
        whole_s = video.duration_s or 0.0
        for frame in video.frames():
            watch.see(frame.record, frame.thumbnail(THUMBNAIL_PX), damaged=frame.damaged)
            if frame.index % 25 == 0:
                done = min(1.0, frame.time_s / whole_s) if whole_s > 0 else 0.0
                progress(done, f"looking for shots at {frame.time_s:.0f} s of {whole_s:.0f} s")
        watch.finish()
        return Survey(
            profile=video.profile(),
            observations=tuple(watch.observations),
            breaks=tuple(watch.breaks),
            end_s=video.end_s,
        )


def cut(seen: Survey, exhibit: Digest, tell: Classifier = classify) -> tuple[Shot, ...]:
    """Turn a survey into shots.

    Args:
        seen: The survey.
        exhibit: Digest of the file.
        tell: Says what a shot shows.
    """
    starts = [0, *(found.index for found in seen.breaks if found.cut)]
    ends = [*starts[1:], len(seen.observations)]
    shots = []
    for start, end in zip(starts, ends, strict=True):
        inside = seen.observations[start:end]
        kind, reason = tell(inside)
        next_s = seen.observations[end].time_s if end < len(seen.observations) else seen.end_s
        shots.append(
            Shot(
                exhibit=exhibit,
                first=inside[0].frame,
                last=inside[-1].frame,
                end_s=max(next_s, inside[-1].time_s),
                kind=kind,
                reason=reason,
            )
        )
    return tuple(shots)


def digest_of_file(path: Path) -> Digest:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return Digest(hashlib.file_digest(stream, "sha256").hexdigest())
