"""The page on statements says what the reader knows."""

from __future__ import annotations

import importlib.util
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_the_one_that_the_fields_make() -> None:
    spec = importlib.util.spec_from_file_location("statements_reference", DOCS / "statements_reference.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    assert (DOCS / "statements.md").read_text(encoding="utf-8") == reference.render()
