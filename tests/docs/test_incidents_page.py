"""Every declaration on the page on incidents is one that the program reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inquo.corroboration.columns import LAYOUTS, ColumnMap
from inquo.corroboration.declaration import read_declaration
from inquo.dating.documents import Context, read_date
from inquo.records.digest import Digest
from inquo.records.incident import Presence

PAGE = (Path(__file__).parents[2] / "docs" / "incidents.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_is_read_and_declares_a_coverage(tmp_path: Path, text: str) -> None:
    path = tmp_path / "declaration.toml"
    path.write_text(text, encoding="utf-8")
    declared = read_declaration(path, Digest.of(b""), lambda words, zone: read_date(words, Context(zone=zone)))
    assert declared.coverage is not None


def test_the_page_names_every_layout_column_and_answer() -> None:
    assert len(EXAMPLES) == 2
    for layout in LAYOUTS:
        assert f"| `{layout}` |" in PAGE
    own = EXAMPLES[1]
    for column in set(ColumnMap.__slots__) - {"dataset", "date_precision", "slack_days"}:
        assert re.search(rf"^(\[columns\.)?{column}[\] ]", own, re.MULTILINE), column
    for presence in Presence:
        assert f"| {presence.value} |" in PAGE
