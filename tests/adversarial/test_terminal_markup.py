"""Whatever others wrote is read on the terminal: no escape sequence, no turned line, no line that we did not print."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from test_report_markup import PAYLOADS, UNSEEN
from tests.commands import Finished, inquo

from inquo.statements.toml_text import quoted, visible

ESCAPES = (
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x9b31m",
    "a\rb",
    "a\nerror: all is well",
    "\u202eb\u202c",
    "\x1b]8;;//x\x07y",
)
NO_TEXT = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")  # with one of these a file is no table, and no text
ALL = tuple(NO_TEXT.sub("", one) for one in (*PAYLOADS, *ESCAPES))
EVERYTHING = " ".join(ALL)
ARTICLE = "The ministry denied it. A doctor said that the clinic was empty."
SAID = """format = 1
[[document]]
key = {all}
file = "article.txt"
citation = {all}
publisher = {all}
language = "en"
published = "2024-08-26"
[[party]]
key = {all}
name = {all}
[[facility]]
key = {all}
names = {all}
kind = {all}
[[event]]
key = {all}
description = {all}
[[statement]]
key = {all}
speaker = {all}
attitude = "asserts"
document = {all}
quote = "The ministry denied it."
translation = {{ text = {all}, language = "en", translator = {all} }}
grade = {{ source = "A", information = 1, reason = {all}, by = {all} }}
note = {all}
[[statement.proposition]]
about = {all}
actor = {all}
action = "strike"
facility = {all}
weapon = {all}
time = {all}
[[statement]]
key = "denied"
speaker = {all}
attitude = "denies"
document = {all}
quote = "A doctor said"
[[statement.proposition]]
about = {all}
action = "strike"
"""
HEADER = (
    "code",
    "airwars_url",
    "date",
    "location_original",
    "latitude",
    "longitude",
    "military_original",
    "geo_accuracy",
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "statements.toml").write_text(SAID.format(all=quoted(EVERYTHING)), encoding="utf-8")
    table = io.StringIO(newline="")
    csv.writer(table).writerows(
        [HEADER, (EVERYTHING, EVERYTHING, "2016", EVERYTHING, 36.58, 37.04, EVERYTHING, EVERYTHING)]
    )
    (folder / "table.csv").write_text(table.getvalue(), encoding="utf-8", newline="")
    assert inquo("new", "case", "--question", EVERYTHING, "--who", "A. Person", cwd=folder).returncode == 0
    assert (
        inquo(
            "add", "case", "article.txt", "statements.toml", "table.csv", "--source", EVERYTHING, cwd=folder
        ).returncode
        == 0
    )
    return folder


def inert(done: Finished, code: int = 0) -> str:
    assert done.returncode == code, done.stderr
    for told in (done.stdout, done.stderr):
        assert not UNSEEN.search(told.replace("\n", " ")), UNSEEN.findall(told.replace("\n", " "))
        assert not any(line.startswith("error: all is well") for line in told.splitlines())
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("statements", "case"),
        ("investigate", "case"),
        ("incidents", "case", "--near", "37.04,36.58,500", "--when", "2016"),
    ],
    ids=["statements", "investigate", "incidents"],
)
def test_no_payload_in_any_field_reaches_the_terminal_as_it_is(case: Path, words: tuple[str, ...]) -> None:
    assert len(set(ALL)) >= 200
    told = inert(inquo(*words, cwd=case))
    assert [one for one in ALL if visible(one) not in told] == []


@pytest.mark.parametrize(
    "words", [("statements", "case", "--json"), ("incidents", "case", "--near", "37.04,36.58,500", "--json")]
)
def test_json_for_a_program_says_the_same_with_nothing_unseen_in_it(case: Path, words: tuple[str, ...]) -> None:
    told = inquo(*words, cwd=case)
    assert told.returncode == 0, told.stderr
    assert not re.search(UNSEEN, told.stdout)
    strings = json.dumps(json.loads(told.stdout), ensure_ascii=False)
    assert json.dumps(EVERYTHING, ensure_ascii=False)[1:-1] in strings


def test_an_error_that_repeats_what_a_file_holds_is_one_line(case: Path) -> None:
    broken = (
        SAID.replace("actor = {all}", 'actor = "nobody"').replace("note =", "nothing =").format(all=quoted(EVERYTHING))
    )
    (case / "broken.toml").write_text(broken, encoding="utf-8")
    told = inert(inquo("statements", "case", "--file", "broken.toml", cwd=case), 1)
    assert told.startswith("error: broken.toml: line")
    missing = inert(inquo("add", "case", "no\x1b[2J\nsuch.txt", cwd=case), 3)
    assert "no\\u001b[2J\\u000asuch.txt" in missing


def test_the_text_of_a_document_is_printed_letter_by_letter_without_its_controls(case: Path) -> None:
    (case / "odd.txt").write_text("مرحبا\u200f and \x1b[2J\nnext", encoding="utf-8")
    assert inquo("add", "case", "odd.txt", cwd=case).returncode == 0
    done = inquo("statements", "case", "--text", "odd.txt", cwd=case)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert "مرحبا" in done.stdout
