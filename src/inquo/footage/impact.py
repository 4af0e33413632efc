"""When the explosion is first seen, as a proposal with its basis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inquo.errors import UsageError
from inquo.footage.watch import Observation
from inquo.records.finding import Undetermined
from inquo.records.footage import ImpactFrame

METHOD = "impact/1"

_CELL_CHANGED = 128
_MIN_ONSET = 3
_MIN_EXTENT = 10
_WINDOW = 4


def propose(observations: Sequence[Observation]) -> ImpactFrame | Undetermined:
    """Propose the frame in which the explosion is first seen.

    The picture is divided into 16 x 9 cells. With the motion of the ground taken out, a cell
    has changed when half of it differs from the frame before.

    1. The explosion begins where at least 3 cells change, and within four frames it fills
       at least 10, and four times what changed before by the camera's own jerks. Captions
       that come and go fill less.
    2. It goes on: one frame alone is a gap in the recording.

    Args:
        observations: The shot's frames, in order.

    Returns:
        The frame, or why none is proposed.
    """
    changed = [int((seen.changed > _CELL_CHANGED).sum()) for seen in observations]
    changed[0] = 0  # the shot's first frame differs from another shot's last
    for number in range(1, len(observations)):
        if changed[number] < _MIN_ONSET:
            continue
        ahead = changed[number : number + _WINDOW]
        usual = float(np.quantile(changed[1:number], 0.9)) if number > 1 else 0.0
        if not max(ahead) >= max(_MIN_EXTENT, 4 * usual):  # 1
            continue
        if sum(count >= _MIN_ONSET for count in changed[number : number + _WINDOW + 2]) < 2:  # 2
            continue
        return _impact(observations, number, max(ahead))
    most = max(changed)
    cells = observations[0].changed.size
    return Undetermined(reason=f"no frame shows an explosion begin: at most {most} of {cells} cells change at once")


def _impact(observations: Sequence[Observation], number: int, extent: int) -> ImpactFrame:
    seen = observations[number]
    ahead = observations[number : number + _WINDOW]
    brightened = max(later.brightened for later in ahead)
    rise = max(later.level for later in ahead) - observations[number - 1].level
    sudden = int((seen.changed > _CELL_CHANGED).sum()) >= _MIN_EXTENT
    what = "flash" if brightened >= 0.01 else "sudden change"
    basis = (
        f"{what}: within {len(ahead)} frames {extent} of {seen.changed.size} cells change, "
        f"{brightened:.0%} of the picture brightens and its mean rises by {rise:.0f} of 255"
    )
    return ImpactFrame(index=seen.index, time_s=seen.time_s, sigma_frames=0.5 if sudden else 1.5, basis=basis)


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
