"""What a shot shows: the ground from above, a title card, or something else.

The rules lean towards *overhead*: a shot wrongly taken for overhead costs a search that
ends in "not determined"; one wrongly left out is evidence that nobody looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from inquo.footage.watch import Observation
from inquo.records.footage import ShotKind

Classifier: TypeAlias = Callable[[Sequence[Observation]], tuple[ShotKind, str]]

_BLANK = 3.0
_IS_BLANK = ShotKind.OTHER, "the picture is one grey all over"
_CARD_GREY = 0.6
_SHADED_CARD_TEXTURE = 0.3
_STILL_PX = 0.2
_CARD_TEXTURE = 0.45
_MIN_TEXTURE = 0.5
_MAX_SKY = 0.75
_MIN_CALM = 0.3


def classify(observations: Sequence[Observation]) -> tuple[ShotKind, str]:
    """Say what a shot shows, and why.

    A shot is judged by its clearest fifth, because smoke may hide the ground in the rest.

    1. One grey all over is no picture.
    2. A card is mostly one grey, or shaded and standing still, with structure in a small part.
    3. Frames that never continue each other are no camera's view of the ground.
    4. Ground seen from above has structure all over; where the whole top is empty there is
       a sky, and the camera stands low.

    Args:
        observations: The shot's frames, in order.

    Returns:
        The kind and the reason, a clause for a person.
    """

    def clearest(values: list[float], share: float) -> float:
        return float(np.quantile(values, share))

    contrast = clearest([seen.contrast for seen in observations], 0.8)
    texture = clearest([seen.textured for seen in observations], 0.8)
    dominant = float(np.median([seen.dominant for seen in observations]))
    sky = clearest([seen.top_flat for seen in observations], 0.2)
    followed = [seen.calm for seen in observations[1:]]
    calm = float(np.mean(followed)) if followed else 1.0

    if contrast < _BLANK:  # 1
        return _IS_BLANK
    if texture <= _CARD_TEXTURE and dominant >= _CARD_GREY:  # 2
        return (
            ShotKind.TITLE,
            f"{dominant:.0%} of the picture is one grey, and only {texture:.0%} of it has structure: a card",
        )
    if texture <= _SHADED_CARD_TEXTURE and _stands_still(observations):
        return ShotKind.TITLE, f"only {texture:.0%} of the picture has structure, and nothing moves: a shaded card"
    if len(followed) >= 10 and calm < _MIN_CALM:  # 3
        return ShotKind.OTHER, f"only {calm:.0%} of its frames continue the one before: not one view of the ground"
    if sky >= _MAX_SKY:  # 4
        return ShotKind.OTHER, f"{sky:.0%} of the top third is without structure: a sky, so the camera stands low"
    if texture < _MIN_TEXTURE:
        return ShotKind.OTHER, f"only {texture:.0%} of the picture has structure"
    return ShotKind.OVERHEAD, f"{texture:.0%} of the picture has structure, up to its top edge"


def classify_still(observations: Sequence[Observation]) -> tuple[ShotKind, str]:
    """Say what a single picture shows, and why.

    Nobody hands in a title card to have it placed, and what is smooth all over may be forest, desert or water: whatever
    is not one grey all over is searched.

    Args:
        observations: The picture, alone.

    Returns:
        The kind and the reason, a clause for a person.
    """
    (seen,) = observations
    if seen.contrast < _BLANK:
        return _IS_BLANK
    return (
        ShotKind.OVERHEAD,
        f"a single picture, {seen.textured:.0%} of which has structure: taken for a view from above",
    )


def _stands_still(observations: Sequence[Observation]) -> bool:
    """Nine tenths of the frames show neither motion nor change."""
    moves = [
        bool((seen.changed > 0).any())
        or (seen.motion is not None and float(np.abs(seen.motion.b_from_a - np.eye(3)).max()) > _STILL_PX)
        for seen in observations[1:]
    ]
    return bool(moves) and float(np.mean(moves)) <= 0.1
