"""A file in custody is the file as received, once, whole, read-only, with who and when."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inquo.custody import content
from inquo.custody.casefile import CaseFolder, open_case
from inquo.custody.intake import take_in
from inquo.custody.verify import verify_case
from inquo.errors import CustodyError
from inquo.records.custody import Act, ExhibitKind, Source
from inquo.records.digest import Digest

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WHERE = Source(description="published by a ministry", url="https://example.org/clip")


def _failed(case: CaseFolder) -> list[str]:
    return [f"{check.subject}: {check.detail}" for check in verify_case(case.path) if not check.passed]


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_copy_is_the_original_and_the_original_is_untouched(case: CaseFolder, tmp_path: Path) -> None:
    original = tmp_path / "note.txt"
    original.write_bytes(b"a witness wrote this\n" * 200_000)
    os.utime(original, ns=(1, 1))
    before = original.stat()

    exhibit = take_in(case, original, WHERE, "A. Person", NOON)

    after = original.stat()
    assert (after.st_mtime_ns, after.st_ctime_ns, after.st_mode) == (
        before.st_mtime_ns,
        before.st_ctime_ns,
        before.st_mode,
    )
    if hasattr(os, "O_NOATIME"):
        assert after.st_atime_ns == before.st_atime_ns
    copy = case.exhibit_path(exhibit.digest)
    assert copy.read_bytes() == original.read_bytes()
    assert copy == case.path / "exhibits" / exhibit.digest[:2] / exhibit.digest
    assert exhibit.digest == Digest.of(original.read_bytes())
    assert exhibit.size_bytes == before.st_size
    assert exhibit.kind is ExhibitKind.DOCUMENT
    assert stat.S_IMODE(copy.stat().st_mode) == 0o444
    assert _failed(case) == []


def test_who_when_and_where_from_are_in_the_ledger(case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"\0\0\0\x18ftypisom")
    exhibit = take_in(case, tmp_path / "clip.mp4", WHERE, "A. Person", NOON)

    taken, described = case.history(exhibit.digest)
    assert (taken.act, taken.who, taken.when, taken.name) == (Act.TAKEN_IN, "A. Person", NOON, "clip.mp4")
    assert taken.source == WHERE
    assert taken.size_bytes == 12
    assert taken.program.startswith("inquo ")
    assert (described.act, described.kind) == (Act.DESCRIBED, ExhibitKind.FOOTAGE)
    assert case.exhibits() == (exhibit,)


def test_the_same_bytes_twice_are_one_exhibit_and_two_events(case: CaseFolder, tmp_path: Path) -> None:
    for name in ("first.txt", "second.txt"):
        (tmp_path / name).write_text("the same words")
    one, two = (take_in(case, tmp_path / name, WHERE, "A. Person", NOON) for name in ("first.txt", "second.txt"))

    assert one == two
    assert case.exhibits() == (one,)
    received = [event for event in case.history(one.digest) if event.act in {Act.TAKEN_IN, Act.TAKEN_IN_AGAIN}]
    assert [event.name for event in received] == ["first.txt", "second.txt"]
    assert len(_files(case.path / "exhibits")) == 1
    assert _failed(case) == []


def test_a_file_name_that_is_not_text_is_kept_readable(case: CaseFolder, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("words")
    exhibit = take_in(case, path, Source(), "A. Person", NOON)
    assert case.history(exhibit.digest)[0].name == r"caf\xe9.txt"


def test_what_is_not_a_plain_file_is_refused_by_name(case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.mp4").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    before = _files(case.path)
    expected = {
        "folder": "is a folder",
        "empty.mp4": "is empty",
        "pipe": "is a pipe",
        "dangling": "no such file",
        "missing.mp4": "no such file",
    }
    for name, reason in expected.items():
        with pytest.raises(CustodyError, match=reason) as refused:
            take_in(case, tmp_path / name, Source(), "A. Person", NOON)
        assert str(tmp_path / name) in str(refused.value)
        assert "\n" not in str(refused.value)
        assert refused.value.hint
    with pytest.raises(CustodyError, match="device"):
        take_in(case, Path("/dev/zero"), Source(), "A. Person", NOON)
    assert _files(case.path) == before
    assert case.exhibits() == ()


def test_an_unreadable_file_is_refused_by_name(
    case: CaseFolder, tmp_path: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(b"x")
    secret.chmod(0)
    (case.path / "incoming").chmod(0o777)
    with unprivileged(), pytest.raises(CustodyError, match=r"secret\.mp4: permission denied"):
        take_in(case, secret, Source(), "A. Person", NOON)


def test_a_file_that_changes_while_it_is_copied_is_refused(
    case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = tmp_path / "growing.mp4"
    original.write_bytes(b"x" * 5000)
    monkeypatch.setattr(content, "_CHUNK_BYTES", 1000)

    def write_meanwhile(done: float, what: str) -> None:
        if done == pytest.approx(0.4):
            with original.open("ab") as file:
                file.write(b"more")

    with pytest.raises(CustodyError, match="changed while it was being copied"):
        take_in(case, original, Source(), "A. Person", NOON, progress=write_meanwhile)
    assert case.exhibits() == ()
    assert _files(case.path / "incoming") == []


def test_ctrl_c_while_copying_leaves_nothing(case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = tmp_path / "clip.mp4"
    original.write_bytes(b"x" * 5000)
    monkeypatch.setattr(content, "_CHUNK_BYTES", 1000)
    before = _files(case.path)

    def interrupt(done: float, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(case, original, Source(), "A. Person", NOON, progress=interrupt)
    assert _files(case.path) == before


def test_a_damaged_exhibit_is_found_when_the_same_file_comes_again(case: CaseFolder, tmp_path: Path) -> None:
    original = tmp_path / "note.txt"
    original.write_text("true words")
    exhibit = take_in(case, original, Source(), "A. Person", NOON)
    copy = case.exhibit_path(exhibit.digest)
    copy.chmod(0o644)
    copy.write_text("fake words")

    with pytest.raises(CustodyError, match="no longer matches its digest"):
        take_in(case, original, Source(), "A. Person", NOON)
    assert _failed(case) == [
        f"exhibits/{exhibit.digest[:2]}/{exhibit.digest}: its 10 bytes have the digest {Digest.of(b'fake words')}"
    ]


def test_working_copies_are_kept_once_with_their_recipe(case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"\0\0\0\x18ftypisom")
    exhibit = take_in(case, tmp_path / "clip.mp4", WHERE, "A. Person", NOON)
    recipe = "composite/1: median of 41 frames"
    for _ in range(2):
        made = case.derive(b"pixels", derived_from=(exhibit.digest,), recipe=recipe, media_type="image/png", when=NOON)

    assert case.derived_path(made.digest).read_bytes() == b"pixels"
    (event,) = case.history(made.digest)
    assert event.act is Act.DERIVED
    assert recipe in event.detail
    assert exhibit.digest in event.detail
    assert case.exhibits() == (exhibit,)
    assert _failed(case) == []


def test_exhibits_that_nobody_took_in_or_that_vanished_are_found(case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("words")
    exhibit = take_in(case, tmp_path / "note.txt", Source(), "A. Person", NOON)
    case.exhibit_path(exhibit.digest).unlink()
    (case.path / "exhibits" / "planted").write_text("planted")
    assert len(_failed(case)) == 2
    with pytest.raises(CustodyError, match="not in this case"):
        case.exhibit_path(exhibit.digest)


def test_a_whole_copy_that_the_ledger_names_is_put_in_place_on_opening(case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("words")
    exhibit = take_in(case, tmp_path / "note.txt", Source(), "A. Person", NOON)
    waiting = case.exhibit_path(exhibit.digest).rename(case.path / "incoming" / exhibit.digest)
    assert _failed(case) == [], "it waits whole: nobody changed anything"
    assert "in incoming/ since an interruption" in [*verify_case(case.path)][-1].detail
    waiting.chmod(0o644)
    waiting.write_text("sword")
    assert len(_failed(case)) == 1
    waiting.write_text("words")

    again = open_case(case.path)

    assert again.exhibit_path(exhibit.digest).read_text() == "words"
    assert again.history(exhibit.digest)[-1].act is Act.RECOVERED
    assert _failed(again) == []


def test_a_whole_copy_that_the_ledger_does_not_name_was_never_in_custody(case: CaseFolder) -> None:
    (case.path / "incoming" / Digest.of(b"words")).write_bytes(b"words")
    (case.path / "incoming" / "copying-1-abc").write_bytes(b"wor")
    again = open_case(case.path)
    assert _files(case.path / "incoming") == []
    assert again.exhibits() == ()
    assert _failed(again) == []


def test_a_source_that_is_not_text_is_refused(case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("words")
    with pytest.raises(CustodyError, match="not text"):
        take_in(case, tmp_path / "note.txt", Source(description="caf\udce9"), "A. Person", NOON)
    assert case.exhibits() == ()
    assert _files(case.path / "incoming") == []


def test_a_geojson_is_a_map_when_the_person_says_so_and_stays_one(case: CaseFolder, tmp_path: Path) -> None:
    original = tmp_path / "buildings"
    original.write_text('{"type": "FeatureCollection", "features": []}')

    def taken(kind: ExhibitKind | None) -> ExhibitKind:
        exhibit = take_in(case, original, Source(), "A. Person", NOON, kind=kind)
        assert case.exhibits() == (exhibit,)
        return exhibit.kind

    gazetteer, drawn = ExhibitKind.GAZETTEER, ExhibitKind.MAP
    assert [taken(k) for k in (None, drawn, None, gazetteer, None, drawn)] == [
        gazetteer,
        drawn,
        drawn,
        gazetteer,
        gazetteer,
        drawn,
    ]
    details = [e.detail for e in case.history(case.exhibits()[0].digest) if e.act is Act.DESCRIBED]
    assert len(details) == 4, "what was known is not recorded again"
    assert "called a map" in (details[1] or "")


def test_what_cannot_be_a_map_is_kept_as_what_it_is_and_said_so(case: CaseFolder, tmp_path: Path) -> None:
    original = tmp_path / "buildings.geojson"
    original.write_bytes(b"RIFF\0\0\0\0AVI LIST")
    with pytest.raises(CustodyError, match="not a map: AVI"):
        take_in(case, original, Source(), "A. Person", NOON, kind=ExhibitKind.MAP)
    (exhibit,) = case.exhibits()
    assert exhibit.kind is ExhibitKind.FOOTAGE
