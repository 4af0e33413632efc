"""Nothing is computed twice, and a change of anything that bears on a result computes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from inquo.errors import InputError
from inquo.pipeline.evidence import once
from inquo.pipeline.loose import LooseFiles
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.store.step import Step

STEP = Step(name="placement", method="sweep/1", inputs=(Digest.of(b"a"),), settings={"gsd_min_m": 0.1})


class Counting:
    def __init__(self) -> None:
        self.runs = 0

    def __call__(self) -> list[Undetermined]:
        self.runs += 1
        return [Undetermined(reason=f"run {self.runs}")]


def test_the_same_step_is_looked_up() -> None:
    files, compute = LooseFiles(), Counting()
    first = once(files, STEP, compute)
    assert once(files, STEP, compute) == first
    assert compute.runs == 1


@pytest.mark.parametrize(
    "other",
    [
        Step(name="placement", method="sweep/2", inputs=STEP.inputs, settings=STEP.settings),
        Step(name="placement", method="sweep/1", inputs=(Digest.of(b"b"),), settings=STEP.settings),
        Step(name="placement", method="sweep/1", inputs=STEP.inputs, settings={"gsd_min_m": 0.2}),
        Step(name="sites", method="sweep/1", inputs=STEP.inputs, settings=STEP.settings),
    ],
    ids=["method", "input", "setting", "step"],
)
def test_another_step_is_computed(other: Step) -> None:
    files, compute = LooseFiles(), Counting()
    once(files, STEP, compute)
    once(files, other, compute)
    assert compute.runs == 2


def test_a_file_is_named_by_its_content(tmp_path: Path) -> None:
    for name in ("a.bin", "b.bin"):
        (tmp_path / name).write_bytes(b"the same")
    files = LooseFiles()
    assert files.add(tmp_path / "a.bin") == files.add(tmp_path / "b.bin") == Digest.of(b"the same")


def test_an_empty_or_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    for name in ("empty.mp4", "gone.mp4"):
        with pytest.raises(InputError, match=name):
            LooseFiles().add(tmp_path / name)
