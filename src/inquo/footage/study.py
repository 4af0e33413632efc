"""Everything a video has to say, in two passes over it: shots, composites, overlays, impacts, aim points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from inquo.footage import composite, crosshair, impact, overlay, shots
from inquo.footage.composite import MIN_MOTION_PX, Blend, compose, lasting
from inquo.footage.crosshair import Crosshair
from inquo.footage.decode_pyav import frames
from inquo.footage.impact import Flash
from inquo.footage.kind import classify_still
from inquo.footage.stabilise_cv2 import shrink, shrink_colours
from inquo.footage.still_cv2 import format_of
from inquo.footage.still_cv2 import read as read_still
from inquo.footage.watch import THUMBNAIL_PX, Break, Watch
from inquo.geometry.grid import Grey, Mask, Matrix
from inquo.geometry.progress import Progress, silent
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.footage import AimPoint, Frame, ImpactFrame, Shot, ShotKind, VideoProfile

METHOD = f"{shots.METHOD} {impact.METHOD} {composite.METHOD} crosshair/2"

_SPAN_S = 6.0
_AFTER_S = 4.0
_MAX_FRAMES = 24
_MAX_BYTES = 96_000_000
_FIRST_PASS = 0.6
_SAME = 20
_CROSSHAIR_PX = 1920
_AT_CENTRE = 0.01

_Marks: TypeAlias = tuple[Grey, Grey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person has decided about a shot, instead of what is proposed.

    Attributes:
        who: The person.
        impact_frame: Index of the frame in which the explosion is first seen; None leaves the proposal.
        aim_px: Aim point (x, y) in that frame, or in the composite's key frame when there is no
            impact; pixel centre at 0.5. None leaves the proposal.
        aim_sigma_px: Standard uncertainty of the aim point in each axis.
        shows_ground: The shot shows the ground from above, whatever it is taken for.
    """

    who: str
    impact_frame: int | None = None
    aim_px: tuple[float, float] | None = None
    aim_sigma_px: float = 3.0
    shows_ground: bool = False

    @property
    def marks_ground(self) -> bool:
        """Whether the person has said that the shot shows ground, or what is hit there, or when."""
        return self.shows_ground or self.impact_frame is not None or self.aim_px is not None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class StudiedShot:
    """A shot, and what it shows of the ground before the impact.

    Attributes:
        shot: The shot.
        impact: First frame of the explosion, or why there is none.
        blend: The composite with its overlay, or why there is none.
        aim: The aim point in the composite's coordinates, or why there is none.
    """

    shot: Shot
    impact: ImpactFrame | Undetermined
    blend: Blend | Undetermined
    aim: AimPoint | Undetermined


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Footage:
    """A studied video.

    Attributes:
        exhibit: Digest of the file.
        profile: What the file is.
        shots: Its shots, in order.
        breaks: Every disturbance that was looked at, cut or not, with the reason.
    """

    exhibit: Digest
    profile: VideoProfile
    shots: tuple[StudiedShot, ...]
    breaks: tuple[Break, ...]


def study(
    path: Path,
    progress: Progress = silent,
    *,
    exhibit: Digest | None = None,
    choices: Mapping[int, Choice] | None = None,
) -> Footage:
    """Study a video, or a still picture as a video of one frame.

    The first pass finds shots and impacts from thumbnails; the second decodes again and
    keeps, shot by shot, the few frames that its composite is made of. Memory depends on the
    size of a frame, not on the length of the video.

    Args:
        path: The video or picture.
        progress: Told how far it is.
        exhibit: Digest of the file, when it is known already.
        choices: A person's decisions, by the shot's number from 0.

    Raises:
        FootageError: The file cannot be read as a video or picture.
    """
    if format_of(path) is not None:
        return study_still(path, exhibit=exhibit, choice=(choices or {}).get(0))
    exhibit = exhibit or shots.digest_of_file(path)
    seen = shots.survey(path, lambda done, what: progress(_FIRST_PASS * done, what))
    found = shots.cut(seen, exhibit)
    plans = [_plan(shot, seen, (choices or {}).get(number)) for number, shot in enumerate(found)]
    blends: list[Blend | None] = []
    later: list[_Marks | None] = []
    for number, (plan, read) in enumerate(_read(path, plans)):
        known = [blend for blend in blends if blend is not None]
        pictures, after = read[: len(plan.frames)], read[len(plan.frames) :]
        later.append(_small(lasting(after)) if after else None)
        blends.append(
            compose(pictures, plan.frames, plan.key, plan.expected, _shared(known, pictures)) if pictures else None
        )
        share = (number + 1) / len(plans)
        progress(_FIRST_PASS + (1 - _FIRST_PASS) * share, f"stabilised shot {number + 1} of {len(plans)}")
    crosses = _crosshairs(blends, later)
    blends = [
        blend if blend is None or cross is None else blend.without(crosshair.cover(cross, blend.overlay.shape))
        for blend, cross in zip(blends, crosses, strict=True)
    ]
    return Footage(
        exhibit=exhibit,
        profile=seen.profile,
        shots=tuple(_conclude(*parts) for parts in zip(plans, blends, crosses, strict=True)),
        breaks=seen.breaks,
    )


def study_still(path: Path, *, exhibit: Digest | None = None, choice: Choice | None = None) -> Footage:
    """Study a still picture: one shot of one frame.

    Args:
        path: The picture.
        exhibit: Digest of the file, when it is known already.
        choice: A person's decision.

    Raises:
        FootageError: The file cannot be read as a picture.
    """
    still = read_still(path)
    height_px, width_px = still.grey.shape
    frame = Frame(index=0, pts=0, time_s=0.0, pixels=still.samples)
    watch = Watch()
    thumbnail = shrink_colours(still.rgb, THUMBNAIL_PX)
    inside = (watch.see(frame, thumbnail),)
    profile = VideoProfile(
        container=still.format,
        codec=still.format,
        width_px=width_px,
        height_px=height_px,
        time_base=(1, 1),
        duration_s=None,
        frame_count=1,
        frame_rate=None,
        variable_frame_rate=False,
        decoder=still.decoder,
        metadata={},
    )
    seen = shots.Survey(profile=profile, observations=inside, breaks=(), end_s=0.0)
    (shot,) = shots.cut(seen, exhibit or shots.digest_of_file(path), classify_still)
    plan = _plan(shot, seen, choice)
    blend = None
    if plan.frames:
        blend = compose([still.grey], plan.frames, 0, (None,), None).without(~still.opaque)
    (cross,) = _crosshairs([blend], [None])
    return Footage(exhibit=shot.exhibit, profile=profile, shots=(_conclude(plan, blend, cross),), breaks=())


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Plan:
    """Which frames of a shot are wanted, and what is known before they are read.

    ``after`` are frames after the impact, in which nothing but a crosshair is looked for.
    """

    shot: Shot
    impact: ImpactFrame | Undetermined
    flash: Flash | None
    choice: Choice | None
    frames: tuple[Frame, ...]
    key: int
    expected: tuple[Matrix | None, ...]
    after: tuple[int, ...] = ()


def _plan(shot: Shot, seen: shots.Survey, choice: Choice | None) -> _Plan:
    """Choose the frames of a composite: calm, whole, before the impact, the last of them the key.

    Without an impact they are the shot's first seconds, and the key an early one of them: smoke
    that nobody saw begin is thinnest there.
    """
    inside = seen.observations[shot.first.index : shot.last.index + 1]
    at = impact.propose(inside, after_cut=shot.first.index > 0)
    if choice is not None and choice.impact_frame is not None:
        at = impact.choose(inside, choice.impact_frame, choice.who)
    if shot.kind is not ShotKind.OVERHEAD and not (choice and choice.marks_ground):
        at = Undetermined(reason=f"the shot is no overhead view: {shot.reason}")
        return _Plan(shot=shot, impact=at, flash=None, choice=choice, frames=(), key=0, expected=())
    if isinstance(at, ImpactFrame):
        before = [one for one in inside if one.index < at.index] or [inside[0]]
        near = [one for one in before if one.time_s >= before[-1].time_s - _SPAN_S]
        flash = impact.flash_after(inside, at)
        seen_after = [one.index for one in inside if one.calm and 0.5 <= one.time_s - at.time_s <= _AFTER_S]
        after = tuple(seen_after[round(i)] for i in np.linspace(0, len(seen_after) - 1, min(6, len(seen_after))))
    else:
        near = [one for one in inside if one.time_s <= inside[0].time_s + _SPAN_S]
        flash, after = None, ()
    good = [one for one in near if not one.damaged and (one.calm or one.index == shot.first.index)] or near
    limit = max(5, min(_MAX_FRAMES, _MAX_BYTES // (seen.profile.width_px * seen.profile.height_px)))
    chosen = [good[round(i)] for i in np.linspace(0, len(good) - 1, min(limit, len(good)))]
    key = len(chosen) - 1 if isinstance(at, ImpactFrame) else len(chosen) // 4
    return _Plan(
        shot=shot,
        impact=at,
        flash=flash,
        choice=choice,
        frames=tuple(one.frame for one in chosen),
        key=key,
        expected=_expected(seen, [one.index for one in chosen], key),
        after=after,
    )


def _expected(seen: shots.Survey, wanted: Sequence[int], key: int) -> tuple[Matrix | None, ...]:
    """Chain the motion between thumbnails into transforms ``key_from_frame`` of full pictures."""
    full = seen.profile.width_px / min(THUMBNAIL_PX, seen.profile.width_px)
    to_full, to_small = np.diag([full, full, 1.0]), np.diag([1 / full, 1 / full, 1.0])
    first_to: dict[int, Matrix | None] = {wanted[0]: np.eye(3)}
    chain: Matrix | None = np.eye(3)
    for index in range(wanted[0] + 1, wanted[-1] + 1):
        motion = seen.observations[index].motion
        chain = None if chain is None or motion is None else motion.b_from_a @ chain
        first_to[index] = chain
    to_key = first_to[wanted[key]]
    if to_key is None:
        return tuple(None for _ in wanted)
    steps = [first_to[index] for index in wanted]
    return tuple(None if step is None else to_full @ to_key @ np.linalg.inv(step) @ to_small for step in steps)


def _read(path: Path, plans: Sequence[_Plan]) -> Iterator[tuple[_Plan, list[Grey]]]:
    """Decode once more, and hand out each shot's pictures as soon as they are complete."""
    waiting = list(plans)
    pictures: list[Grey] = []
    wanted = {frame.index for plan in plans for frame in plan.frames} | {i for plan in plans for i in plan.after}
    for frame in frames(path):
        while waiting and len(pictures) == len(waiting[0].frames) + len(waiting[0].after):
            yield waiting.pop(0), pictures
            pictures = []
        if not waiting:
            return
        if frame.index in wanted:
            pictures.append(frame.grey)
    while waiting:
        yield waiting.pop(0), pictures
        pictures = []


def _shared(known: Sequence[Blend], pictures: Sequence[Grey]) -> Mask | None:
    """What stayed put in earlier shots and stands in this one as well."""
    here = np.median(np.stack(pictures[:: max(1, len(pictures) // 5)]), axis=0)
    shared: Mask | None = None
    for blend in known:
        if blend.overlay.shape != here.shape or not blend.overlay.any():
            continue
        same = blend.overlay & (np.abs(blend.lasting[0] - here) < _SAME)
        shared = same if shared is None else shared | same
    return shared


def _crosshairs(blends: Sequence[Blend | None], later: Sequence[_Marks | None]) -> list[Crosshair | None]:
    """Find each shot's crosshair.

    Before the impact, among the overlay alone or, hidden by bright ground, after the impact; a
    faint one counts where another shot has a clear one. In a single picture a crossing of streets looks the
    same: there only a crosshair at its centre is clear.
    """
    marks = [
        [] if blend is None else [_small(blend.lasting), *_alone(blend), *([] if after is None else [after])]
        for blend, after in zip(blends, later, strict=True)
    ]
    clear = [
        _first(cross for pair in pairs if _stands_alone(cross := crosshair.find(*pair), pair, blend))
        for blend, pairs in zip(blends, marks, strict=True)
    ]
    known = [cross for cross in clear if cross is not None]
    found: list[Crosshair | None] = []
    for blend, pairs, cross in zip(blends, marks, clear, strict=True):
        if pairs and cross is None:
            tries = [crosshair.find(*pairs[0], near=other) for other in known]
            cross = max((one for one in tries if one is not None), key=lambda one: one.contrast, default=None)
        if blend is not None and cross is not None:
            cross = crosshair.enlarge(cross, blend.view.width_px / pairs[0][0].shape[1])
        found.append(cross)
    return found


def _stands_alone(cross: Crosshair | None, pair: _Marks, blend: Blend | None) -> bool:
    """Whether a crosshair can be told from the ground: it lasts over frames, or stands at the centre of the picture."""
    if cross is None or blend is None:
        return False
    height_px, width_px = pair[0].shape
    return len(blend.frames) > 1 or _off_centre(cross, width_px, height_px) <= _AT_CENTRE * width_px


def _off_centre(cross: Crosshair, width_px: int, height_px: int) -> float:
    return float(np.hypot(cross.x_px - width_px / 2, cross.y_px - height_px / 2))


def _alone(blend: Blend) -> list[_Marks]:
    if blend.moved_px < MIN_MOTION_PX:
        return []
    bright, dark = blend.lasting
    return [_small((overlay.isolate(bright, blend.overlay), overlay.isolate(dark, blend.overlay)))]


def _first(found: Iterable[Crosshair | None]) -> Crosshair | None:
    return next((cross for cross in found if cross is not None), None)


def _small(pair: _Marks) -> _Marks:
    return shrink(pair[0], _CROSSHAIR_PX), shrink(pair[1], _CROSSHAIR_PX)


def _conclude(plan: _Plan, blend: Blend | None, cross: Crosshair | None) -> StudiedShot:
    if blend is None:
        nothing = Undetermined(reason=f"the shot is no overhead view: {plan.shot.reason}")
        return StudiedShot(shot=plan.shot, impact=plan.impact, blend=nothing, aim=nothing)
    return StudiedShot(shot=plan.shot, impact=plan.impact, blend=blend, aim=_aim(plan, blend, cross))


def _aim(plan: _Plan, blend: Blend, cross: Crosshair | None) -> AimPoint | Undetermined:
    """Choose the aim point: a person's, the crosshair, or the flash; never the mere centre."""
    key_from_last = blend.key_from_frame[-1] if isinstance(plan.impact, ImpactFrame) else np.eye(3)
    height_px, width_px = blend.view.grey.shape
    if plan.choice is not None and plan.choice.aim_px is not None:
        basis = f"chosen by {plan.choice.who}"
        return _carry(plan.choice.aim_px, key_from_last, plan.choice.aim_sigma_px, basis)
    if cross is not None:
        off_px = _off_centre(cross, width_px, height_px)
        where = (
            "at the picture centre" if off_px <= _AT_CENTRE * width_px else f"{off_px:.0f} px from the picture centre"
        )
        basis = f"crosshair {where}, {cross.contrast:.0f} of 255 above its surroundings"
        return _carry((cross.x_px, cross.y_px), key_from_last, cross.sigma_px, basis)
    if plan.flash is not None:
        at_px = (plan.flash.at[0] * width_px, plan.flash.at[1] * height_px)
        radius_px = float(np.sqrt(plan.flash.share * width_px * height_px / np.pi))
        basis = f"flash: centre of its {plan.flash.what} in frame {plan.flash.index}, {radius_px:.0f} px in radius"
        return _carry(at_px, key_from_last, max(0.01 * width_px, radius_px / 2), basis)
    return Undetermined(reason="there is no crosshair and no flash to take the aim point from")


def _carry(at_px: tuple[float, float], key_from_frame: Matrix, sigma_px: float, basis: str) -> AimPoint:
    x, y, w = key_from_frame @ np.array([at_px[0], at_px[1], 1.0])
    return AimPoint(x_px=float(x / w), y_px=float(y / w), sigma_px=sigma_px, basis=basis)
