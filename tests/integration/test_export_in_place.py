"""An export appears whole under its name or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

import invented_content as invented
from inquo.errors import UsageError
from inquo.pipeline import exporting
from inquo.pipeline.exporting import Format, written


@pytest.mark.parametrize("single", [True, False])
def test_a_name_that_was_taken_in_the_meantime_is_kept_and_nothing_is_left_behind(tmp_path: Path, single: bool) -> None:
    files, output = {"a.json": b"1"}, tmp_path / "out.json"
    with (
        pytest.raises(UsageError, match="of that name now"),
        exporting._growing(output, files, single=single) as growing,
    ):
        output.mkdir()
        (output / "mine").write_text("mine")
        exporting._put_in_place(growing, output)
    assert [path.name for path in tmp_path.rglob("*")] == ["out.json", "mine"]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no space"), exporting._growing(tmp_path / "x", {"a/b": b""}, single=False):
        raise OSError(28, "no space")
    assert list(tmp_path.iterdir()) == []


def test_several_files_do_not_go_into_one() -> None:
    content = invented.content()
    tables = written(content, [Format.CSV])
    with pytest.raises(UsageError, match="do not go into one"):
        exporting._names_one_file(Path("to-publish.csv"), tables)
    assert not exporting._names_one_file(Path("export of 2026.11.25"), tables)
    assert exporting._names_one_file(Path("azaz.KML"), written(content, [Format.KML]))
