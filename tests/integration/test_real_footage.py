"""The real compilation, against its known truth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inquo.footage.composite import Blend
from inquo.footage.study import Footage, study
from inquo.records.finding import Undetermined
from inquo.records.footage import AimPoint, ImpactFrame

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


@pytest.fixture(scope="module")
def truth(measuring_data: Path) -> list[dict[str, object]]:
    content = json.loads((measuring_data / "compilation" / "compilation.truth.json").read_text(encoding="utf-8"))
    shots: list[dict[str, object]] = content["shots"]
    return shots


@pytest.fixture(scope="module")
def footage(measuring_data: Path) -> Footage:
    return study(measuring_data / "compilation" / "compilation.mp4")


def test_shots_are_cut_within_two_frames_and_known_for_what_they_are(
    footage: Footage, truth: list[dict[str, object]]
) -> None:
    assert len(footage.shots) == len(truth)
    for found, known in zip(footage.shots, truth, strict=True):
        assert abs(found.shot.first.index - int(str(known["first"]))) <= 2
        assert abs(found.shot.last.index - int(str(known["last"]))) <= 2
        assert found.shot.kind.value == known["kind"]


def test_impacts_are_within_three_frames_or_undetermined(footage: Footage, truth: list[dict[str, object]]) -> None:
    for found, known in zip(footage.shots, truth, strict=True):
        flash = known.get("flash_frame")
        if flash is None:
            assert isinstance(found.impact, Undetermined)
        else:
            assert isinstance(found.impact, ImpactFrame)
            assert abs(found.impact.index - int(str(flash))) <= 3


def test_every_overhead_shot_has_its_crosshair_and_a_composite_without_it(footage: Footage) -> None:
    for found in footage.shots[1:]:
        assert isinstance(found.aim, AimPoint)
        assert found.aim.basis.startswith("crosshair")
        assert abs(found.aim.x_px - 640) <= 2
        assert abs(found.aim.y_px - 360) <= 2
        assert isinstance(found.blend, Blend)
        assert len(found.blend.frames) >= 12
        assert found.blend.view.usable.mean() > 0.95
        assert found.blend.overlay[360, 665:680].all(), "the crosshair's right arm"
        assert found.blend.overlay[40:55, 40:160].mean() > 0.3, "the label at the top left"
