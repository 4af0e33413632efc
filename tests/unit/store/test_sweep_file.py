"""An unfinished sweep is recalled as far as its file is whole, and never as the answer to another question."""

from __future__ import annotations

from pathlib import Path

import pytest

from inquo.errors import StoreError
from inquo.records.canonical import Json
from inquo.records.digest import Digest
from inquo.records.swept import SweptLead
from inquo.store.sweep_file import SweepFile

QUESTION = Digest.of(b"this picture on this imagery")
PLAN: Json = {"levels": [{"working_m": 1.5, "tiles": 5}]}


def lead(score: float) -> SweptLead:
    return SweptLead(
        score=score,
        correlation=0.1 + 0.2,
        gsd_m=1 / 3,
        stretch=1.0,
        angle_rad=0.0,
        map_from_frame=((0.1, 1e-17, 3.3e5), (-0.0, 2 / 3, 4e6), (0.0, 0.0, 1.0)),
        x_m=300_000.1,
        y_m=4e6 + 1 / 7,
        footprint_m=240.0,
    )


TILES = [(lead(0.3), lead(0.2)), (), (lead(1e-9),)]


def written(path: Path) -> bytes:
    journal = SweepFile(path, QUESTION)
    assert journal.begun(PLAN) == []
    for tile in TILES:
        journal.finished(tile)
    return path.read_bytes()


def test_what_was_finished_is_recalled_to_the_last_bit(tmp_path: Path) -> None:
    written(tmp_path / "new" / "one")
    assert SweepFile(tmp_path / "new" / "one", QUESTION).begun(PLAN) == TILES


def test_it_goes_on_after_what_it_recalls(tmp_path: Path) -> None:
    written(tmp_path / "one")
    journal = SweepFile(tmp_path / "one", QUESTION)
    journal.begun(PLAN)
    journal.finished((lead(9.0),))
    assert SweepFile(tmp_path / "one", QUESTION).begun(PLAN) == [*TILES, (lead(9.0),)]


def test_a_search_of_two_sweeps_goes_on_in_the_second_and_forgets_it_when_the_first_grows(tmp_path: Path) -> None:
    path, second = tmp_path / "one", "denser"
    written(path)
    journal = SweepFile(path, QUESTION)
    assert (journal.begun(PLAN), journal.begun(second)) == (TILES, [])
    journal.finished((lead(5.0),))
    again = SweepFile(path, QUESTION)
    assert (again.begun(PLAN), again.begun(second)) == (TILES, [(lead(5.0),)])
    longer = SweepFile(path, QUESTION)
    longer.begun(PLAN)
    longer.finished((lead(9.0),))
    assert longer.begun(second) == [], "it followed what has changed"


def test_cut_anywhere_it_recalls_whole_tiles_alone_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "one"
    content = written(path)
    recalled = set()
    for length in range(0, len(content), 7):
        path.write_bytes(content[:length])
        journal = SweepFile(path, QUESTION)
        known = journal.begun(PLAN)
        assert known == TILES[: len(known)]
        recalled.add(len(known))
        journal.finished((lead(5.0),))
        assert SweepFile(path, QUESTION).begun(PLAN) == [*known, (lead(5.0),)]
    assert recalled == {0, 1, 2}


def test_a_changed_bit_ends_what_is_recalled(tmp_path: Path) -> None:
    path = tmp_path / "one"
    content = written(path)
    for at in range(0, len(content), 11):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        known = SweepFile(path, QUESTION).begun(PLAN)
        assert known == TILES[: len(known)]
        assert len(known) < len(TILES)


def test_a_line_from_elsewhere_in_the_file_is_not_taken_for_the_next_tile(tmp_path: Path) -> None:
    path = tmp_path / "one"
    lines = written(path).splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], lines[1], lines[3]]))
    assert SweepFile(path, QUESTION).begun(PLAN) == TILES[:1]


def test_another_question_or_plan_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "one"
    for question, plan in ((Digest.of(b"another picture"), PLAN), (QUESTION, {"levels": []})):
        written(path)
        other = SweepFile(path, question)
        assert other.begun(plan) == []
        other.finished(())
        assert SweepFile(path, question).begun(plan) == [()]
        assert SweepFile(path, QUESTION).begun(PLAN) == []
        path.unlink()


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    journal = SweepFile(tmp_path / "file" / "one", QUESTION)
    with pytest.raises(StoreError, match="file/one"):
        journal.begun(PLAN)
        journal.finished(())
