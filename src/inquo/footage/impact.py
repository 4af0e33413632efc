"""When the explosion is first seen, as a proposal with its basis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from inquo.errors import UsageError
from inquo.footage.watch import Observation
from inquo.records.finding import Undetermined
from inquo.records.footage import ImpactFrame

METHOD = "impact/1"

_CELL_STRUCK = 128
_CELL_TOUCHED = 96
_MIN_EXTENT = 8
_OVER_USUAL = 4
_AHEAD = 4
_BEFORE = 6
_BRIGHT = 0.01
_SPECK = 5e-5
_SMALL_FIRE = 1.5e-4
_RARE = 0.05
_GLOW_LEVELS = 12.0
_GLOW_OVER_USUAL = 6.0
_GLOW_FRAMES = 7


def propose(observations: Sequence[Observation], *, after_cut: bool = False) -> ImpactFrame | Undetermined:
    """Propose the frame in which the explosion is first seen.

    The picture is divided into 16 x 9 cells. With the motion of the ground taken out, a cell
    is struck when half of it differs from the frame before, touched when three eighths do.

    1. After a cut, compression needs some frames to settle; they do not count.
    2. An explosion strikes at least 8 cells within one frame, and four times what the camera's
       own jerks struck before. Captions that come and go strike fewer.
    3. It goes on: one frame alone is a gap in the recording.
    4. It began where, going back over frames that follow each other closely, no cell was
       touched yet.
    5. Light that strikes few cells, but jumps over the whole picture and dies down at once, is
       an explosion's; a jump of the gain stays.
    6. Seen from afar it strikes no cell. In colour, a spot that turns to fire is enough where
       nothing else in the shot does so by mere motion.

    Args:
        observations: The shot's frames, in order.
        after_cut: The shot's first frame follows another shot.

    Returns:
        The frame, or why none is proposed.
    """
    struck = [int((seen.changed > _CELL_STRUCK).sum()) for seen in observations]
    touched = [int((seen.changed > _CELL_TOUCHED).sum()) for seen in observations]
    levels = [seen.level for seen in observations]
    start = _settled(touched) if after_cut else 1  # 1
    always = float(np.median(struck))
    for number in range(start, len(observations)):
        if touched[number] and _glows(levels, number, start):  # 5
            return _glow(observations, number)
        before = float(np.quantile(struck[start:number], 0.9)) if number > start else 0.0
        if not struck[number] >= max(_MIN_EXTENT, _OVER_USUAL * max(before, always)):  # 2
            continue
        around = touched[max(start, number - _AHEAD) : number + _BEFORE]
        if sum(count > 0 for count in around) < 2:  # 3
            continue
        return _impact(observations, _onset(touched, number, start), number, struck[number])  # 4
    small = _small_fire(observations[start:])  # 6
    if small is not None:
        return small
    most, cells = max(struck[start:], default=0), observations[0].changed.size
    return Undetermined(reason=f"no frame shows an explosion begin: at most {most} of {cells} cells change at once")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flash:
    """Where an explosion lights up.

    Attributes:
        index: Frame.
        at: Its centre, as shares of width and height.
        share: Share of the picture.
        what: Such as ``fire``.
    """

    index: int
    at: tuple[float, float]
    share: float
    what: str


def flash_after(observations: Sequence[Observation], impact: ImpactFrame) -> Flash | None:
    """Find where, within the first frames, the explosion lights up: by its fire, else by its light.

    Returns:
        The place, or None when the explosion is no flash.
    """
    ahead = [seen for seen in observations if 0 <= seen.index - impact.index <= _BEFORE]
    for seen in ahead:
        if seen.fire_at is not None and seen.fire >= _SMALL_FIRE:
            return Flash(index=seen.index, at=seen.fire_at, share=seen.fire, what="fire")
    for seen in ahead:
        if seen.bright_at is not None and seen.brightened >= _BRIGHT:
            return Flash(index=seen.index, at=seen.bright_at, share=seen.brightened, what="light")
    return None


def _small_fire(observations: Sequence[Observation]) -> ImpactFrame | None:
    """Find a spot of fire in a shot in which fire is rare, and nothing like it just before."""
    lit = sum(seen.fire >= _SPECK for seen in observations)
    if not lit <= max(3, _RARE * len(observations)):
        return None
    for number, seen in enumerate(observations):
        if seen.fire >= _SMALL_FIRE and not any(
            one.fire >= _SPECK for one in observations[max(0, number - 12) : number]
        ):
            basis = f"small fire: {seen.fire:.2%} of the picture turns to the colour of fire"
            return ImpactFrame(index=seen.index, time_s=seen.time_s, sigma_frames=2.0, basis=basis)
    return None


def _glows(levels: Sequence[float], number: int, start: int) -> bool:
    """The mean jumps within one frame, up or down, and soon goes back by a third, step by step."""
    jump = levels[number] - levels[number - 1]
    steps = np.abs(np.diff(levels[max(start, number - 25) : number]))
    usual = float(np.quantile(steps, 0.9)) if steps.size else 0.0
    if not abs(jump) >= max(_GLOW_LEVELS, _GLOW_OVER_USUAL * usual):
        return False
    left = [(level - levels[number - 1]) / jump for level in levels[number : number + _GLOW_FRAMES]]
    falls = all(later <= earlier + 0.05 for earlier, later in pairwise(left))
    return len(left) == _GLOW_FRAMES and falls and left[-1] <= 2 / 3


def _glow(observations: Sequence[Observation], number: int) -> ImpactFrame:
    seen = observations[number]
    jump = seen.level - observations[number - 1].level
    basis = (
        f"flash: the picture's mean jumps by {jump:+.0f} of 255 in one frame and dies down in the next, "
        f"{seen.brightened:.0%} of the picture brightens"
    )
    return ImpactFrame(index=seen.index, time_s=seen.time_s, sigma_frames=0.5, basis=basis)


def _settled(touched: Sequence[int]) -> int:
    """Find the first frame from which on three frames are untouched; at most twelve after the cut."""
    for number in range(1, min(12, len(touched))):
        if not any(touched[number : number + 3]):
            return number
    return min(12, len(touched))


def _onset(touched: Sequence[int], strongest: int, start: int) -> int:
    """Go back from the first strong frame while cells are touched, over gaps of one frame."""
    onset = strongest
    for number in range(strongest - 1, max(start, strongest - _BEFORE) - 1, -1):
        if touched[number]:
            onset = number
        elif onset - number >= 2:
            break
    return onset


def _impact(observations: Sequence[Observation], onset: int, strongest: int, extent: int) -> ImpactFrame:
    seen = observations[onset]
    ahead = observations[onset : strongest + _AHEAD]
    brightened = max(later.brightened for later in ahead)
    rise = max(later.level for later in ahead) - observations[max(0, onset - 1)].level
    what = "flash" if brightened >= _BRIGHT else "sudden change"
    basis = (
        f"{what}: within {len(ahead)} frames {extent} of {seen.changed.size} cells change at once, "
        f"{brightened:.0%} of the picture brightens and its mean changes by {rise:+.0f} of 255"
    )
    return ImpactFrame(
        index=seen.index, time_s=seen.time_s, sigma_frames=0.5 if onset == strongest else 1.5, basis=basis
    )


def choose(observations: Sequence[Observation], index: int, who: str) -> ImpactFrame:
    """Take a person's decision for the impact frame.

    Args:
        observations: The shot's frames, in order.
        index: The frame that was chosen.
        who: Who chose it.

    Raises:
        UsageError: The frame is not in this shot.
    """
    for seen in observations:
        if seen.index == index:
            return ImpactFrame(index=index, time_s=seen.time_s, sigma_frames=0.5, basis=f"chosen by {who}")
    first, last = observations[0].index, observations[-1].index
    raise UsageError(f"frame {index} is not in the shot, which has frames {first} to {last}")
