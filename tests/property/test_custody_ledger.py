"""Any flipped bit is found; any truncation is repaired and recorded, or found."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inquo.custody.ledger import Entry, Ledger
from inquo.errors import LedgerError
from inquo.records.custody import Act, CustodyEvent, ExhibitKind, Source
from inquo.records.digest import Digest

LINES = 2
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _event(number: int) -> CustodyEvent:
    return CustodyEvent(
        act=Act.TAKEN_IN,
        subject=Digest.of(str(number).encode()),
        who="Ж. Person",
        when=NOON,
        program="inquo 0",
        source=Source(description="a \\ source") if number == 0 else None,
        kind=ExhibitKind.FOOTAGE,
        size_bytes=number,
    )


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    ledger = Ledger.create(tmp_path_factory.mktemp("ledger") / "ledger.jsonl", _event(0))
    for number in range(1, LINES):
        ledger.append(_event(number))
    return ledger


@pytest.fixture
def copy_of(ledger: Ledger, tmp_path: Path) -> Callable[[bytes], Ledger]:
    """Make a ledger with the same head and other lines."""

    def make(content: bytes) -> Ledger:
        (tmp_path / "ledger.jsonl").write_bytes(content)
        shutil.copy(ledger.path.with_suffix(".head"), tmp_path / "ledger.head")
        return Ledger(tmp_path / "ledger.jsonl")

    return make


def _holds(ledger: Ledger) -> bool:
    return all(check.passed for check in ledger.verify())


def test_an_untouched_ledger_holds(ledger: Ledger) -> None:
    assert _holds(ledger)
    assert ledger.events() == tuple(_event(number) for number in range(LINES))
    assert [entry.sequence for entry in ledger.entries()] == list(range(LINES))


def test_every_flipped_bit_of_the_last_line_is_found(ledger: Ledger, copy_of: Callable[[bytes], Ledger]) -> None:
    content = ledger.path.read_bytes()
    start = content.rindex(b"\n", 0, -1) + 1
    forged = copy_of(content)
    with forged.path.open("r+b", buffering=0) as file:
        for place in range(start, len(content)):
            for bit in range(8):
                os.pwrite(file.fileno(), bytes([content[place] ^ 1 << bit]), place)
                assert not _holds(forged), (place, bit)
            os.pwrite(file.fileno(), content[place : place + 1], place)
    assert _holds(forged)


@pytest.mark.parametrize("which", ["ledger.jsonl", "ledger.head"])
@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_flipped_bit_anywhere_is_found(
    which: str, ledger: Ledger, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    for name in ("ledger.jsonl", "ledger.head"):
        shutil.copy(ledger.path.parent / name, folder)
    content = bytearray((folder / which).read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    (folder / which).write_bytes(content)
    forged = Ledger(folder / "ledger.jsonl")
    assert not _holds(forged)
    with pytest.raises(LedgerError):
        forged.events()


def test_a_ledger_cut_at_any_byte_is_found_when_its_head_knows_better(
    ledger: Ledger, copy_of: Callable[[bytes], Ledger]
) -> None:
    cut = copy_of(ledger.path.read_bytes())
    for length in reversed(range(ledger.path.stat().st_size)):
        os.truncate(cut.path, length)
        assert not _holds(cut), length
        with pytest.raises(LedgerError):
            cut.append(_event(9))


def test_an_append_cut_at_any_byte_is_repaired_and_recorded(
    ledger: Ledger, copy_of: Callable[[bytes], Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    content = ledger.path.read_bytes()
    entries = ledger.entries()
    line = Entry(sequence=LINES, previous=Digest.of(entries[-1].line()), event=_event(LINES)).line()
    for length in range(1, len(line)):
        torn = copy_of(content + line[:length])
        assert not _holds(torn)
        torn.append(_event(5))
        *before, repair, after = torn.events()
        assert len(before) == LINES
        assert repair.act is Act.RECOVERED
        assert line[:length].decode(errors="backslashreplace") in repair.detail
        assert after == _event(5)


def test_a_ledger_one_ahead_of_its_head_goes_on(ledger: Ledger, copy_of: Callable[[bytes], Ledger]) -> None:
    last = ledger.entries()[-1]
    line = Entry(sequence=LINES, previous=Digest.of(last.line()), event=_event(LINES)).line()
    ahead = copy_of(ledger.path.read_bytes() + line)
    assert _holds(ahead)
    ahead.append(_event(LINES + 1))
    assert ahead.events() == tuple(_event(number) for number in range(LINES + 2))
    assert _holds(ahead)


def test_lines_that_were_removed_swapped_or_doubled_are_found(
    ledger: Ledger, copy_of: Callable[[bytes], Ledger]
) -> None:
    one, two = ledger.path.read_bytes().splitlines(keepends=True)
    forgeries = [[], [one], [two], [two, one], [one, one], [one, two, two], [one, b"\n", two], [one, b" " + two]]
    for lines in forgeries:
        forged = copy_of(b"".join(lines))
        assert not _holds(forged)
        with pytest.raises(LedgerError):
            forged.events()
