"""A case folder opens, or says in one line why it does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inquo.custody.casefile import CaseFolder, create_case, open_case
from inquo.custody.verify import verify_case
from inquo.errors import CaseError, InquoError, LedgerError
from inquo.records.custody import Act

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _refusal(action: object, *args: object, **named: object) -> InquoError:
    with pytest.raises(InquoError) as refused:
        action(*args, **named)  # type: ignore[operator]
    assert "\n" not in str(refused.value)
    assert refused.value.hint
    return refused.value


def test_a_new_case_opens_and_verifies(case: CaseFolder) -> None:
    again = open_case(case.path)
    assert again.case == case.case
    assert again.case.name == "case"
    assert [event.act for event in again.ledger.events()] == [Act.CASE_OPENED]
    assert [check.number for check in verify_case(case.path)] == [1, 2]
    assert all(check.passed for check in verify_case(case.path))


def test_looking_writes_nothing(case: CaseFolder) -> None:
    before = {path: path.stat().st_mtime_ns for path in case.path.rglob("*")}
    open_case(case.path, for_writing=False)
    open_case(case.path)
    assert {path: path.stat().st_mtime_ns for path in case.path.rglob("*")} == before


def test_a_folder_that_is_in_use_is_not_made_a_case(case: CaseFolder, tmp_path: Path) -> None:
    error = _refusal(create_case, case.path, question="?", who="x", when=NOON)
    assert isinstance(error, CaseError)
    assert str(case.path) in str(error)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.doc").touch()
    assert "not empty" in str(_refusal(create_case, tmp_path / "full", question="?", who="x", when=NOON))
    (tmp_path / "file").touch()
    assert "file of that name" in str(_refusal(create_case, tmp_path / "file", question="?", who="x", when=NOON))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_empty_folder_becomes_a_case(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    create_case(tmp_path / "empty", question="?", who="x", when=NOON)
    assert open_case(tmp_path / "empty").case.question == "?"


def test_what_is_not_a_case_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "missing", tmp_path / "file"):
        error = _refusal(open_case, path)
        assert isinstance(error, CaseError)
        assert str(path) in str(error)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"record": "Exhibit"}', b"[" * 100_000])
def test_a_broken_case_file_is_refused(case: CaseFolder, content: bytes) -> None:
    (case.path / "case.json").write_bytes(content)
    assert isinstance(_refusal(open_case, case.path), CaseError)
    assert not all(check.passed for check in verify_case(case.path))


def test_a_case_of_a_newer_format_says_which_inquo_to_use(case: CaseFolder) -> None:
    value = json.loads((case.path / "case.json").read_text())
    value |= {"format_version": 7, "program": "inquo 2.3.0", "new_field": []}
    (case.path / "case.json").write_text(json.dumps(value))
    error = _refusal(open_case, case.path)
    assert isinstance(error, CaseError)
    assert "case format 7, made by inquo 2.3.0" in str(error)
    assert "inquo 2.3.0 or newer" in error.hint


def test_a_case_file_that_was_changed_is_found(case: CaseFolder) -> None:
    path = case.path / "case.json"
    path.write_text(path.read_text().replace("Where?", "When??"))
    assert next((check.number, check.passed) for check in verify_case(case.path)) == (1, False)


def test_a_missing_ledger_is_found(case: CaseFolder) -> None:
    (case.path / "ledger.jsonl").unlink()
    assert isinstance(_refusal(open_case, case.path), LedgerError)
    assert not all(check.passed for check in verify_case(case.path))


def test_a_folder_that_cannot_be_written_to_is_refused(
    case: CaseFolder, tmp_path: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o555)
    case.path.chmod(0o555)
    with unprivileged():
        assert "cannot be written to" in str(_refusal(open_case, case.path))
        assert open_case(case.path, for_writing=False).case == case.case
        error = _refusal(create_case, locked / "new", question="?", who="x", when=NOON)
    assert isinstance(error, CaseError)
    assert "permission denied" in str(error)
    assert list(locked.iterdir()) == []


def test_empty_folders_that_a_copy_left_out_are_made_again(case: CaseFolder) -> None:
    for name in ("incoming", "report", "derived"):
        (case.path / name).rmdir()
    assert open_case(case.path, for_writing=False).exhibits() == ()
    open_case(case.path)
    assert (case.path / "incoming").is_dir()


def test_a_question_that_is_not_text_is_refused(tmp_path: Path) -> None:
    error = _refusal(create_case, tmp_path / "case", question="caf\udce9", who="x", when=NOON)
    assert isinstance(error, CaseError)
    assert list(tmp_path.iterdir()) == []
