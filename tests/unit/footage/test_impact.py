from __future__ import annotations

import numpy as np
import pytest

from inquo.errors import UsageError
from inquo.footage import impact
from inquo.footage.watch import Observation
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.footage import Frame, ImpactFrame


def seen(index: int, struck: int = 0, brightened: float = 0.0, fire: float = 0.0, level: float = 100.0) -> Observation:
    changed = np.zeros(144, np.uint8)
    changed[:struck] = 255
    return Observation(
        frame=Frame(index=index, pts=index * 512, time_s=index / 25, pixels=Digest("0" * 64)),
        damaged=False,
        level=level,
        contrast=40.0,
        white=0.0,
        textured=1.0,
        dominant=0.1,
        top_flat=0.0,
        motion=None,
        changed=changed.reshape(9, 16),
        brightened=brightened,
        bright_at=(0.5, 0.5) if brightened else None,
        fire=fire,
        fire_at=(0.25, 0.75) if fire else None,
    )


def shot(struck: dict[int, int], length: int = 60, bright: float = 0.0) -> list[Observation]:
    return [seen(n, struck.get(n, 0), bright if n in struck else 0.0) for n in range(length)]


def test_a_flash_is_the_impact() -> None:
    found = impact.propose(shot({30: 90, 31: 60, 32: 20}, bright=0.2))
    assert isinstance(found, ImpactFrame)
    assert found.index == 30
    assert found.sigma_frames < 1
    assert found.basis.startswith("flash")


def test_the_onset_is_where_the_first_cells_changed() -> None:
    found = impact.propose(shot({28: 1, 29: 3, 31: 40, 32: 12}))
    assert isinstance(found, ImpactFrame)
    assert found.index == 28
    assert found.sigma_frames > 1


@pytest.mark.parametrize(
    "struck",
    [
        {},
        {5: 3, 6: 4, 7: 3},
        {30: 60},
        dict.fromkeys(range(1, 60), 9),
    ],
    ids=["nothing", "a caption", "a gap of one frame", "a camera that always jerks"],
)
def test_what_is_no_explosion(struck: dict[int, int]) -> None:
    assert isinstance(impact.propose(shot(struck)), Undetermined)


def test_compression_that_settles_after_a_cut_is_no_explosion() -> None:
    struck = {0: 120, 1: 40, 2: 21, 3: 9}
    assert isinstance(impact.propose(shot(struck), after_cut=True), Undetermined)
    both = impact.propose(shot({**struck, 30: 50, 31: 20}), after_cut=True)
    assert isinstance(both, ImpactFrame)
    assert both.index == 30


def test_a_persons_choice_wins_but_must_lie_in_the_shot() -> None:
    assert impact.choose(shot({}), 12, "A. Person").basis == "chosen by A. Person"
    with pytest.raises(UsageError, match="frame 99 is not in the shot, which has frames 0 to 59"):
        impact.choose(shot({}), 99, "A. Person")


def test_a_spot_of_fire_seen_from_afar_is_an_impact_where_fire_is_rare() -> None:
    lit = [seen(n, fire=0.0005 if n == 30 else 0.0) for n in range(60)]
    found = impact.propose(lit)
    assert isinstance(found, ImpactFrame)
    assert found.index == 30
    assert found.basis.startswith("small fire")
    everywhere = [seen(n, fire=0.0005 if n % 3 == 0 else 0.0) for n in range(60)]
    assert isinstance(impact.propose(everywhere), Undetermined)


def test_the_fire_tells_the_place_before_the_light_does() -> None:
    frames = shot({30: 90, 31: 60}, bright=0.2)
    struck = impact.propose(frames)
    assert isinstance(struck, ImpactFrame)
    light = impact.flash_after(frames, struck)
    assert light is not None
    assert (light.what, light.at) == ("light", (0.5, 0.5))
    frames[31] = seen(31, struck=60, brightened=0.2, fire=0.01)
    fire = impact.flash_after(frames, struck)
    assert fire is not None
    assert (fire.what, fire.at, fire.index) == ("fire", (0.25, 0.75), 31)


@pytest.mark.parametrize("sign", [1, -1], ids=["white-hot", "black-hot"])
def test_light_that_jumps_and_dies_down_is_an_impact_a_jump_of_the_gain_is_not(sign: int) -> None:
    def shot_with(levels: list[float]) -> list[Observation]:
        return [seen(n, struck=3 if n == 20 else 0, level=level) for n, level in enumerate(levels)]

    glow = [100.0] * 20 + [100 + sign * 35 * 0.85**n for n in range(30)]
    found = impact.propose(shot_with(glow))
    assert isinstance(found, ImpactFrame)
    assert found.index == 20
    assert found.basis.startswith("flash")
    gain = [100.0] * 20 + [100.0 + sign * 35] * 30
    assert isinstance(impact.propose(shot_with(gain)), Undetermined)
