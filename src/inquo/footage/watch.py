"""Watching a video once, from its first frame to its last, in constant memory.

Every frame leaves a line of figures; only a few thumbnails are held. A place where one
frame does not continue the one before is a disturbance. Most disturbances in footage of
strikes are not cuts: a flash blinds the sensor, its gain jumps, smoke covers the ground.

1. The last settled picture is kept while the disturbance lasts.
2. When the ground of that picture is found again within a few seconds, moved, turned and
   scaled no more than a camera does, it was one camera all along: no cut.
3. When the ground is not found again but the picture broke several times over and lost
   its structure, it was an explosion that left nothing to recognise: no cut.
4. Otherwise it is a cut, at the frame where the disturbance began; after a fade, at the
   first picture of what follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inquo.footage.motion_cv2 import Motion, agreement, bounds, match, track, warp
from inquo.geometry.grid import Grey, Mask, Matrix
from inquo.records.footage import Frame

THUMBNAIL_PX = 320
CELLS = (16, 9)

_CALM = 0.3
_BROKEN = 0.15
_SETTLED_FRAMES = 5
_PATIENCE_S = 3.0
_TRIES = frozenset({0, 1, 2, 4, 6, 9, 13, 18, 25, 34, 45, 60, 80})
_BLANK = 3.0
_WHITE = 235
_STEP = 20
_RED = 150
_WARM_STEP = 40


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Observation:
    """What one frame leaves behind.

    Attributes:
        frame: Which frame.
        damaged: The decoder patched it.
        level: Mean intensity, 0 to 255.
        contrast: Standard deviation of the intensity.
        white: Share of the picture that is saturated.
        textured: Share of the cells of the picture with structure.
        dominant: Share of the picture within a few levels of its most frequent intensity.
        top_flat: Share of the cells in the top third without structure.
        motion: Ground motion from the frame before, thumbnail pixels; None where it does not continue it.
        changed: Share of each cell that changed beyond ground motion, shape (9, 16), 0 to 255.
        brightened: Share of the picture that became much brighter and is among its brightest.
        bright_at: Centre of that part, as shares of width and height; None without.
        fire: Share of the picture that turned to the colour of fire.
        fire_at: Centre of that part, as shares of width and height; None without.
    """

    frame: Frame
    damaged: bool
    level: float
    contrast: float
    white: float
    textured: float
    dominant: float
    top_flat: float
    motion: Motion | None
    changed: NDArray[np.uint8]
    brightened: float
    bright_at: tuple[float, float] | None
    fire: float
    fire_at: tuple[float, float] | None

    @property
    def index(self) -> int:
        """Frame index."""
        return self.frame.index

    @property
    def time_s(self) -> float:
        """Presentation time, seconds."""
        return self.frame.time_s

    @property
    def calm(self) -> bool:
        """The frame continues the one before."""
        return self.motion is not None and self.motion.support >= _CALM


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where frames did not continue each other, and what was made of it.

    Attributes:
        index: First frame after.
        cut: True for a cut; False for the same camera.
        reason: Why.
    """

    index: int
    cut: bool
    reason: str


@dataclass(slots=True, eq=False, kw_only=True)
class _Disturbance:
    """Frames since the picture last continued itself, and the settled picture before."""

    start: int
    start_s: float
    before: Grey
    before_seen: Observation
    seen: list[Observation] = field(default_factory=list)
    calm_run: int = 0

    def add(self, now: Observation) -> None:
        """Take note of a frame."""
        self.seen.append(now)
        self.calm_run = self.calm_run + 1 if now.calm and now.contrast > _BLANK else 0

    @property
    def early(self) -> list[Observation]:
        """The first half second."""
        return [seen for seen in self.seen if seen.time_s - self.start_s <= 0.5]

    @property
    def broken(self) -> int:
        """How often the picture broke within the first half second."""
        return sum(seen.motion is None or seen.motion.support < _BROKEN for seen in self.early)

    @property
    def over(self) -> bool:
        """Nothing more is to be learnt by waiting.

        After one clean break that is as soon as the picture is settled; after more, when
        its structure is back as well, or patience is at an end.
        """
        now = self.seen[-1]
        if now.time_s - self.start_s > _PATIENCE_S:
            return True
        if self.calm_run < _SETTLED_FRAMES:
            return False
        return self.broken <= 1 or now.textured >= 0.9 * self.before_seen.textured


class Watch:
    """Looks at thumbnails in presentation order and remembers figures.

    Attributes:
        observations: One a frame.
        breaks: Every disturbance, cut or not, in order.
    """

    def __init__(self) -> None:
        self.observations: list[Observation] = []
        self.breaks: list[Break] = []
        self._previous: _Thumbnail | None = None
        self._disturbance: _Disturbance | None = None
        self._settled: tuple[Grey, Observation] | None = None
        self._calm_run = 0

    def see(self, frame: Frame, thumbnail: NDArray[np.uint8], *, damaged: bool = False) -> Observation:
        """Take note of the next frame.

        Args:
            frame: Which frame.
            thumbnail: Colours, shape (height, width, 3).
            damaged: The decoder patched it.
        """
        now = _Thumbnail(grey=intensity(thumbnail), warmth=_warmth(thumbnail))
        observation = _observe(frame, self._previous, now, damaged=damaged)
        if self._previous is not None:
            self._judge(self._previous.grey, now.grey, observation)
        self.observations.append(observation)
        self._previous = now
        return observation

    def finish(self) -> None:
        """Decide what is still open at the end of the file."""
        if self._disturbance is not None:
            self._decide(self._disturbance)
            self._disturbance = None

    def _judge(self, previous: Grey, grey: Grey, now: Observation) -> None:
        if self._disturbance is None:
            if now.calm:
                self._calm_run += 1
                if self._calm_run >= _SETTLED_FRAMES:
                    self._settled = None
                return
            if self._settled is None:
                self._settled = (previous, self.observations[-1])
            self._calm_run = 0
            self._disturbance = _Disturbance(
                start=now.index, start_s=now.time_s, before=self._settled[0], before_seen=self._settled[1]
            )
        open_ = self._disturbance
        open_.add(now)
        lag = now.index - open_.start
        due = lag in _TRIES or open_.over
        if due and now.contrast > _BLANK and self._same_ground(open_, grey, lag):
            self._disturbance = None
        elif open_.over:
            self._decide(open_)
            self._disturbance, self._settled = None, None

    def _same_ground(self, open_: _Disturbance, grey: Grey, lag: int) -> bool:
        """Find the ground of before in the picture of now (step 2)."""
        height_px, width_px = grey.shape
        for look in (track, match):
            motion = look(open_.before, grey)
            if motion is None:
                continue
            agreed = agreement(open_.before, grey, motion.b_from_a)
            turn_deg, shift = abs(motion.turn_deg), motion.shift_px(width_px, height_px) / width_px
            drifted = agreed >= 0.3 and turn_deg <= 15 and 0.75 <= motion.scale <= 1.33 and shift <= 0.4
            stepped = agreed >= 0.6 and lag <= 1 and turn_deg <= 3 and 0.25 <= motion.scale <= 4 and shift <= 0.05
            if drifted or stepped:
                what = "the view changed its zoom" if not drifted else "the ground of before is there again"
                self.breaks.append(
                    Break(
                        index=open_.start,
                        cut=False,
                        reason=f"{what} after {lag + 1} frames: {agreed:.0%} of the picture agrees",
                    )
                )
                return True
        return False

    def _decide(self, open_: _Disturbance) -> None:
        """Tell an explosion from a cut, the ground not having been found again (steps 3 and 4)."""
        emptied = min(seen.textured for seen in open_.early) < 0.75 * open_.before_seen.textured
        blank = min(seen.contrast for seen in open_.seen) < _BLANK
        earlier = [seen.contrast for seen in self.observations if 0 < open_.start_s - seen.time_s <= 1]
        faded = blank and open_.before_seen.contrast < 0.5 * max(earlier, default=0.0)
        if not faded and ((open_.broken >= 2 and emptied) or open_.broken >= 4):
            what = "lost its structure" if emptied else "would not settle"
            reason = f"the picture broke {open_.broken} times within half a second and {what}: an explosion"
            self.breaks.append(Break(index=open_.start, cut=False, reason=reason))
            return
        textured = [seen.index for seen in open_.seen if seen.contrast > _BLANK]
        where = textured[0] if faded and textured else open_.start
        reason = "a fade to one grey and back" if faded else "the ground of before is not found again"
        self.breaks.append(Break(index=where, cut=True, reason=reason))


def intensity(rgb: NDArray[np.uint8]) -> Grey:
    """Intensity of colours, full range (ITU-R BT.601 weights)."""
    weighed = rgb[..., 0] * np.uint32(77) + rgb[..., 1] * np.uint32(150) + rgb[..., 2] * np.uint32(29)
    grey: Grey = (weighed >> 8).astype(np.uint8)
    return grey


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Thumbnail:
    grey: Grey
    warmth: Grey


def _warmth(rgb: NDArray[np.uint8]) -> Grey:
    """By how much a bright red outshines blue; 0 where red is dark, and all over a grey picture."""
    red, blue = rgb[..., 0], rgb[..., 2]
    warmth: Grey = np.where((red > blue) & (red >= _RED), red - blue, np.uint8(0))
    return warmth


def _observe(frame: Frame, previous: _Thumbnail | None, now: _Thumbnail, *, damaged: bool) -> Observation:
    grey = now.grey
    motion = None if previous is None else track(previous.grey, grey)
    change = _Change() if previous is None else _change(previous, now, None if motion is None else motion.b_from_a)
    histogram = np.bincount(grey.ravel(), minlength=256)
    flat = cells(grey, np.std) < 5
    return Observation(
        frame=frame,
        damaged=damaged,
        level=float(grey.mean()),
        contrast=float(grey.std()),
        white=float(histogram[_WHITE:].sum() / grey.size),
        textured=float(1 - flat.mean()),
        dominant=float(np.convolve(histogram, np.ones(9), "same").max() / grey.size),
        top_flat=float(flat[:3].mean()),
        motion=motion,
        changed=change.changed,
        brightened=change.brightened,
        bright_at=change.bright_at,
        fire=change.fire,
        fire_at=change.fire_at,
    )


def cells(picture: NDArray[Any], figure: Callable[..., Any]) -> Matrix:
    """Reduce a picture to one figure a cell, shape (9, 16).

    Args:
        picture: Shape (height, width), at least one pixel a cell.
        figure: Such as ``np.mean``, with an ``axis``.
    """
    columns, rows = CELLS
    height, width = picture.shape[0] // rows * rows, picture.shape[1] // columns * columns
    blocks = picture[:height, :width].reshape(rows, height // rows, columns, width // columns)
    return np.asarray(figure(blocks.astype(np.float32), axis=(1, 3)), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Change:
    """What differs between two frames; nothing before the first."""

    changed: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(CELLS[::-1], np.uint8))
    brightened: float = 0.0
    bright_at: tuple[float, float] | None = None
    fire: float = 0.0
    fire_at: tuple[float, float] | None = None


def _change(previous: _Thumbnail, now: _Thumbnail, now_from_previous: Matrix | None) -> _Change:
    """Compare two frames after the motion of the ground, and the gain, have been taken out.

    A pixel has changed when it lies outside what its neighbourhood showed, so that a ground
    motion that is off by a pixel changes nothing.
    """
    if now_from_previous is None:
        now_from_previous = np.eye(3)
    shape = (now.grey.shape[0], now.grey.shape[1])
    carried, inside = warp(previous.grey, now_from_previous, shape)
    low, high = (bound.astype(np.int16) for bound in bounds(carried))
    gain = np.int16(np.median(now.grey.astype(np.int16) - carried))
    seen = now.grey.astype(np.int16) - gain
    changed = ((seen > high + _STEP) | (seen < low - _STEP)) & inside
    bright = (now.grey > high + _STEP) & (now.grey >= 0.9 * float(now.grey.max())) & inside
    fire = np.zeros(shape, np.bool_)
    if now.warmth.any():
        warm, _ = warp(previous.warmth, now_from_previous, shape)
        fire = (now.warmth > bounds(warm)[1].astype(np.int16) + _WARM_STEP) & inside
    return _Change(
        changed=(cells(changed, np.mean) * 255).astype(np.uint8),
        brightened=float(bright.mean()),
        bright_at=_centre(bright),
        fire=float(fire.mean()),
        fire_at=_centre(fire),
    )


def _centre(mask: Mask) -> tuple[float, float] | None:
    """Centre of a mask as shares of width and height; None when it is empty."""
    rows, columns = np.nonzero(mask)
    if not rows.size:
        return None
    return float(columns.mean() + 0.5) / mask.shape[1], float(rows.mean() + 0.5) / mask.shape[0]
