"""The report of a case is written once, written anew when it would say something else, and printed only as it is."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path

import pypdf
import pytest

from commands import done, inquo
from inquo.pipeline import looking_up
from inquo.pipeline import run as pipeline
from inquo.report import edition as editions

EXAMPLE = Path(__file__).parents[2] / "examples" / "azaz"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    done("new", folder, "--question", "Which hospital does the video show?", cwd=tmp_path)
    done("add", folder, EXAMPLE / "statements.toml", *sorted((EXAMPLE / "documents").iterdir()), cwd=tmp_path)
    done("investigate", folder, cwd=tmp_path)
    return folder


def page_of(case: Path) -> bytes:
    return (case / "report" / "report.html").read_bytes()


def test_it_is_printed_beside_the_page(case: Path) -> None:
    done("report", case, "--pdf", cwd=case.parent)
    reader = pypdf.PdfReader(io.BytesIO((case / "report" / "report.pdf").read_bytes()))
    assert "contradicts the general denial by Russia" in " ".join(
        " ".join(sheet.extract_text().split()) for sheet in reader.pages
    )


def test_a_page_of_another_edition_is_refused_by_name_and_written_anew_on_request(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = pipeline.REPORT + " of tomorrow"
    monkeypatch.setattr(pipeline, "REPORT", other)
    monkeypatch.setattr(looking_up, "REPORT", other)
    refused = inquo("report", case, "--pdf", cwd=case.parent)
    assert refused.returncode == 2
    assert "was written by another edition of Inquo" in refused.stderr
    assert f"inquo investigate {case}" in refused.stderr
    assert not (case / "report" / "report.pdf").exists()
    done("investigate", case, cwd=case.parent)
    done("report", case, "--pdf", cwd=case.parent)


def test_other_words_make_another_edition_and_other_exports_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = editions.edition()
    room = tmp_path / "report"
    shutil.copytree(Path(editions.__file__).parent, room)
    monkeypatch.setattr(editions, "_ROOM", room)

    def of_the_copy() -> str:
        editions.edition.cache_clear()
        return editions.edition()

    assert of_the_copy() == ours
    (room / "exports" / "kml.py").write_text("# another\n", encoding="utf-8")
    assert of_the_copy() == ours
    words = room / "words" / "en.toml"
    words.write_text(words.read_text("utf-8").replace("Probable", "Likely"), encoding="utf-8")
    assert of_the_copy() != ours
    editions.edition.cache_clear()


def test_an_export_leaves_the_report_as_it_is_and_what_it_says_of_the_ledger_true(case: Path, tmp_path: Path) -> None:
    before = page_of(case)
    lines = (case / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    done("export", case, "-o", tmp_path / "out", cwd=case.parent)
    done("investigate", case, cwd=case.parent)
    assert page_of(case) == before
    grown = (case / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    assert len(grown) == len(lines) + 1
    ledger = json.loads((case / "report" / "report.json").read_bytes())["ledger"]
    assert ledger["entries"] == len(lines)
    assert json.loads(grown[len(lines)])["previous"] == ledger["head"]  # the next line names what the report names


def test_another_exhibit_has_it_written_anew(case: Path, tmp_path: Path) -> None:
    before = page_of(case)
    (tmp_path / "later.txt").write_text("A later document.", encoding="utf-8")
    done("add", case, tmp_path / "later.txt", cwd=case.parent)
    done("investigate", case, cwd=case.parent)
    assert page_of(case) != before


def test_the_hearing_stands_in_the_json_once(case: Path) -> None:
    text = (case / "report" / "report.json").read_text("utf-8")
    assert text.count('"comparisons":') == 1
    quoted = "Moscow had many times denied having any part in attacks on civilian areas of Syria."
    assert text.count(f'"exact":"{quoted}"') == 1
    assert re.findall(r'"heard"', text) == []
