"""Keys are for the person who writes a statements file; whoever reads what comes of it reads names."""

from __future__ import annotations

import csv
import html
import json
import re
import tomllib
from pathlib import Path

import pytest

from commands import done

EXAMPLE = Path(__file__).parents[2] / "examples" / "azaz"
KEY = re.compile(r"zq\d\dzq")
FOR_MACHINES = {"key", "unique_id"}  # and of an event, the one column that says so of itself
TABLES = ("document", "party", "facility", "event", "statement")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The example with every key in letters that nobody could take for a word, and what investigating it said."""
    folder = tmp_path_factory.mktemp("unreadable")
    written = (EXAMPLE / "statements.toml").read_text("utf-8")
    table = tomllib.loads(written)
    keys = {one["key"]: None for name in TABLES for one in table[name]}
    coded = {f'"{key}"': f'"zq{number:02}zq"' for number, key in enumerate(keys)}
    lines = [
        line
        if line.startswith(("status", "effect", "action"))
        else re.sub('"[^"]*"', lambda m: coded.get(m[0], m[0]), line)
        for line in written.splitlines()
    ]
    written = "\n".join(lines)
    (folder / "statements.toml").write_text(written, encoding="utf-8")
    done("new", "case", "--question", "Which hospital does the video show?", cwd=folder)
    done("add", "case", "statements.toml", *sorted((EXAMPLE / "documents").iterdir()), cwd=folder)
    said = done("investigate", "case", cwd=folder)
    done("export", "case", "-o", "out", cwd=folder)
    return folder, said


def test_no_key_is_printed_by_an_investigation(case: tuple[Path, str]) -> None:
    assert "contradicts the general denial by Russia (S8)" in case[1]
    assert KEY.findall(case[1]) == []


def test_no_key_is_read_in_the_report(case: tuple[Path, str]) -> None:
    page = (case[0] / "case" / "report" / "report.html").read_text("utf-8")
    shown = html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)))
    assert "“The air strike on the Women and Children's Hospital” is not placed" in shown
    assert [shown[max(found.start() - 60, 0) : found.end()] for found in KEY.finditer(shown)] == []
    told = " ".join(re.findall(r'(?:title|aria-label|alt)="([^"]*)"', page))
    assert KEY.findall(told) == []


def test_no_key_is_read_in_an_export_but_where_it_is_the_key(case: tuple[Path, str]) -> None:
    for table in sorted((case[0] / "out" / "csv").glob("*.csv")):
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                read = {name: value for name, value in row.items() if name not in FOR_MACHINES}
                if table.stem == "date_bounds":
                    assert KEY.fullmatch(read.pop("event"))
                assert [(table.stem, name) for name, value in read.items() if KEY.search(value or "")] == []
    marked = (case[0] / "out" / "kml" / "inquo.kml").read_text("utf-8")
    read_there = re.sub(r'<Data name="(key|event)">.*?</Data>', "", marked)
    assert KEY.findall(read_there) == []
    for line in (case[0] / "out" / "ftm" / "entities.ftm.json").read_text("utf-8").splitlines():
        properties = json.loads(line)["properties"]
        notes = [note for note in properties.pop("notes", []) if not note.startswith("Key in the case: ")]
        properties.pop("fileName", None)
        assert KEY.findall(json.dumps([properties, notes])) == []
    timeline = json.loads((case[0] / "out" / "timeline" / "timeline.json").read_bytes())
    texts = [entry["text"] for entry in (*timeline["events"], *timeline["undated"])]
    assert KEY.findall(json.dumps(texts)) == []
