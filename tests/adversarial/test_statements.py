"""Hostile statements: markup, format strings and marks of direction are text; numbers that are none are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from inquo.errors import InquoError
from inquo.pipeline.accounts import read_accounts
from inquo.statements.engine import Engine
from inquo.statements.findings import Building, EventFinding
from inquo.statements.gaps import list_gaps
from inquo.statements.hearsay import trace

PAYLOADS = [
    "{statement}",
    "{0}",
    "{speaker.__class__}",
    "%s%n",
    "<script>alert(1)</script>",
    "\\u202eevil\\u202c",
    '=HYPERLINK(\\"x\\")',
    "../../etc/passwd",
    "a' or 1=1 --",
    "مشفى",
]
CASE = """format = 1
[[document]]
key = "d"
file = "d.txt"
citation = "{payload}"
publisher = "p"
language = "en"
published = "{payload}"
dateline = "{payload}"
[[party]]
key = "p"
name = "{payload}"
[[facility]]
key = "f"
names = ["{payload}"]
kind = "{payload}"
[[event]]
key = "e"
description = "{payload}"
[[statement]]
key = "s-{payload}"
speaker = "p"
attitude = "denies"
document = "d"
quote = "it was hit"
note = "{payload}"
[[statement.proposition]]
actor = "p"
action = "{payload}"
facility = "f"
time = "{payload}"
weapon = "{payload}"
[[statement]]
key = "t"
speaker = "p"
attitude = "asserts"
document = "d"
quote = "it was hit"
[[statement.proposition]]
about = "e"
actor = "p"
action = "strike"
"""


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_looks_like_code_stays_text_in_every_sentence(tmp_path: Path, payload: str) -> None:
    (tmp_path / "d.txt").write_text("On that day it was hit.", encoding="utf-8")
    path = tmp_path / "s.toml"
    path.write_text(CASE.replace("{payload}", payload), encoding="utf-8")
    accounts = read_accounts(path)
    name = accounts.parties[0].name
    building = Building(key="f", name=accounts.facilities[0].names[0], kind="hospital", probability=1.0)
    cells = Engine(accounts).matrix([EventFinding(event="e", buildings=(building,), action="strike")])
    assert len(cells) == 3
    assert all(name in cell.sentence for cell in cells)
    assert any(f"“{accounts.events[0].description}”" in cell.sentence for cell in cells)
    assert not any(f"s-{name}" in cell.sentence for cell in cells)  # a key is for whoever writes the file
    assert trace(accounts.statements)
    assert any(name in gap for gap in list_gaps(accounts))


@pytest.mark.parametrize(
    "value",
    ["inf", "nan", "-1", "1e400", "true", "'5'", "{ least = -1 }", "{ least = nan }", "[1]", "99999999999999999999"],
)
def test_a_count_that_is_none_is_refused_or_kept_exact(tmp_path: Path, value: str) -> None:
    (tmp_path / "d.txt").write_text("On that day it was hit.", encoding="utf-8")
    path = tmp_path / "s.toml"
    path.write_text(CASE.replace("{payload}", "x") + f"killed = {value}\n", encoding="utf-8")
    with pytest.raises(InquoError, match="line"):
        read_accounts(path)


@pytest.mark.parametrize(
    "nested", ["[" * 5000, "a = " + "[" * 5000 + "]" * 5000, "a = " + "{b=" * 3000 + "1" + "}" * 3000]
)
def test_a_file_nested_without_end_is_refused(tmp_path: Path, nested: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(nested, encoding="utf-8")
    with pytest.raises(InquoError):
        read_accounts(path)


@pytest.mark.parametrize("outside", ["/etc/hostname", "../d.txt", "sub/../../d.txt", "link.txt"])
def test_a_document_outside_the_folder_is_never_opened(tmp_path: Path, outside: str) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (tmp_path / "d.txt").write_text("On that day it was hit.", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "d.txt")
    path = folder / "s.toml"
    path.write_text(CASE.replace("{payload}", "x").replace('"d.txt"', f'"{outside}"'), encoding="utf-8")
    with pytest.raises(InquoError, match=r"line 4: file: .*lies outside"):
        read_accounts(path)
