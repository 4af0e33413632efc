"""The page on exports says what the program writes."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import invented_content as invented
from inquo.pipeline.exporting import Format, written

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "exports.md").read_text(encoding="utf-8")


def test_the_page_is_the_one_that_the_layers_make() -> None:
    spec = importlib.util.spec_from_file_location("exports_reference", DOCS / "exports_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.render() == PAGE, "run: make docs"


def test_every_format_and_every_file_is_on_the_page() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", PAGE, re.MULTILINE))
    for one in Format:
        for name in written(invented.content(), [one]):
            if f"a {'table' if one is Format.CSV else 'file'} for each layer" in rows[one.value]:
                assert f"### {Path(name).stem}\n" in PAGE or f"`{name}`" in rows[one.value]
            else:
                assert f"`{name}`" in rows[one.value] or f"`{name.partition('/')[0]}/`" in rows[one.value]


def test_every_field_of_a_timeline_entry_is_on_the_page() -> None:
    timeline = json.loads(written(invented.content(), [Format.TIMELINE])["timeline.json"])
    entries = timeline["events"] + timeline["undated"]
    names = {name for entry in entries for part in (entry, entry["inquo"]) for name in part}
    assert [name for name in sorted(names) if f"`{name}`" not in PAGE] == []
