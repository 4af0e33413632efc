"""``inquo statements``: list, check, draft, complete, and the text to copy a quote from."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.commands import done, inquo

from inquo.statements.schema import schema_text

PAGE = "<!doctype html><html><head><title>News</title></head><p>A doctor said: the clinic was empty.</p></html>"
ROWS = """key,speaker,attitude,document,quote,about,actor,facility,status,source line
empty,doctor,asserts,page,the clinic was empty.,strike,,clinic,evacuated,12
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    done("new", "case", "--question", "?", cwd=tmp_path)
    done("add", "case", "page.html", "--source", "The Gazette, 26 August 2024", "--source-date", "2024-08-26",
         "--url", "https://example.org/page", cwd=tmp_path)  # fmt: skip
    return tmp_path


def test_a_table_becomes_a_draft_that_a_person_completes_adds_and_investigates(folder: Path) -> None:
    (folder / "table.csv").write_text(ROWS, encoding="utf-8")
    assert "statements.toml: a draft." in done("statements", "case", "--import", "table.csv", cwd=folder)
    draft = (folder / "statements.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(draft)
    (document,) = tables["document"]
    assert document["file"] == "page.html"
    assert len(document["sha256"]) == 64
    assert (document["citation"], document["published"]) == ("The Gazette, 26 August 2024", "2024-08-26")
    assert "# source line: 12" in draft
    refused = inquo("statements", "case", "--file", "statements.toml", cwd=folder)
    assert refused.returncode == 1
    assert "needs the field" in refused.stderr

    for field, value in (("publisher", "doctor"), ("language", "en"), ("kind", "hospital"), ("description", "It")):
        draft = draft.replace(f'# {field} = ""', f'{field} = "{value}"')
    (folder / "statements.toml").write_text(draft, encoding="utf-8")
    assert "1 statements by 1 parties" in done("statements", "case", "--file", "statements.toml", cwd=folder)
    done("add", "case", "statements.toml", cwd=folder)
    listed = json.loads(done("statements", "case", "--json", cwd=folder))
    assert listed["accounts"]["statements"][0]["anchor"]["exact"] == "the clinic was empty."
    assert listed["scopes"] == {"empty": "assertion"}
    assert "missing: “It” is not placed" in done("investigate", "case", cwd=folder)


def test_a_draft_is_never_written_over_a_file(folder: Path) -> None:
    (folder / "table.csv").write_text(ROWS, encoding="utf-8")
    (folder / "mine.toml").write_text("mine", encoding="utf-8")
    refused = inquo("statements", "case", "--import", "table.csv", "--output", "mine.toml", cwd=folder)
    assert refused.returncode == 2
    assert "mine.toml: there is a file already" in refused.stderr
    assert (folder / "mine.toml").read_text(encoding="utf-8") == "mine"


def test_entities_become_a_draft_too(folder: Path) -> None:
    entities = [
        {"id": "p", "schema": "Organization", "properties": {"name": ["The Monitors"]}},
        {"id": "d", "schema": "Article", "properties": {"title": ["A page"], "fileName": ["page.html"]}},
    ]
    (folder / "entities.ftm.json").write_text("\n".join(map(json.dumps, entities)), encoding="utf-8")
    done("statements", "case", "--import", "entities.ftm.json", "-o", "draft.toml", cwd=folder)
    tables = tomllib.loads((folder / "draft.toml").read_text(encoding="utf-8"))
    assert tables["party"] == [{"key": "the-monitors", "name": "The Monitors"}]
    assert [(one["key"], one["file"]) for one in tables["document"]] == [("a-page", "page.html")]


def test_the_text_to_copy_a_quote_from_is_printed(folder: Path) -> None:
    assert done("statements", "case", "--text", "page.html", cwd=folder) == (
        "News A doctor said: the clinic was empty.\n"
    )
    refused = inquo("statements", "case", "--text", "gone.html", cwd=folder)
    assert refused.returncode == 1
    assert "gone.html: is not among the exhibits of this case" in refused.stderr


def test_the_schema_is_printed_for_an_editor_without_a_case(tmp_path: Path) -> None:
    assert done("statements", "--schema", cwd=tmp_path) == schema_text()
    refused = inquo("statements", cwd=tmp_path)
    assert refused.returncode == 2
    assert "which case?" in refused.stderr


def test_nothing_is_written_by_looking(folder: Path) -> None:
    before = {path: path.read_bytes() for path in (folder / "case").rglob("*") if path.is_file()}
    assert inquo("statements", "case", cwd=folder).returncode == 1
    assert {path: path.read_bytes() for path in (folder / "case").rglob("*") if path.is_file()} == before


SCREEN = """format = 1
[[document]]
key = "post"
file = "post.png"
typed = "The clinic was hit."
typed_by = "A. Person"
citation = "A post"
publisher = "poster"
language = "en"
published = "2024-08-26"
[[party]]
key = "poster"
name = "Somebody"
[[event]]
key = "strike"
description = "The strike"
shot = "seen.png#1"
[[statement]]
key = "post"
speaker = "poster"
attitude = "asserts"
document = "post"
quote = "The clinic was hit."
[[statement.proposition]]
about = "strike"
action = "strike"
"""


def test_a_screenshot_is_quoted_and_not_searched_for_and_a_picture_without_imagery_says_so(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    for name in ("post.png", "seen.png"):
        small = rng.integers(0, 255, (45, 80), np.uint8)
        cv2.imwrite(str(tmp_path / name), cv2.resize(small, (640, 360), interpolation=cv2.INTER_CUBIC))
    (tmp_path / "statements.toml").write_text(SCREEN, encoding="utf-8")
    done("new", "case", "--question", "?", cwd=tmp_path)
    done("add", "case", "post.png", "seen.png", "statements.toml", cwd=tmp_path)
    assert "assertion, post, typed 0-19: The clinic was hit." in done("statements", "case", cwd=tmp_path)
    lines = done("investigate", "case", cwd=tmp_path).splitlines()
    assert not any(line.startswith("post.png") for line in lines)
    reason = "there is no imagery of the place in the case to search"
    assert any(line.startswith("seen.png#1: ") and line.endswith(reason) for line in lines)
    assert any(line.startswith("missing: “The strik") and line.endswith(f"is not placed: {reason}") for line in lines)


def test_without_statements_footage_still_needs_imagery(folder: Path) -> None:
    refused = inquo("investigate", "case", cwd=folder)
    assert refused.returncode == 2
    assert "there is no footage to place, and there are no statements" in refused.stderr
