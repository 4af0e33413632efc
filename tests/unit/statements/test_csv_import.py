"""A table becomes a draft of the one format there is, and nothing of it is lost."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquo.errors import StatementError
from inquo.records.proposition import Count, FacilityIs, OneOf
from inquo.records.statement import Accounts
from inquo.statements.csv_import import draft_from_csv
from inquo.statements.toml_text import quoted

TABLE = """key,speaker,attitude,document,quote,rests_on,about,actor,facility,time,killed,status,their column
a,doctor,asserts,article,the clinic was empty,,strike,,north; south,February 2016,14,evacuated,"kept, ""as"" is"
b,observers,reports,article,A doctor told the observers,a,,,,,,,
"""


def draft(folder: Path, content: str | bytes) -> str:
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return draft_from_csv(path)


def test_rows_become_statements_that_are_read_like_any_others(
    written: Callable[[str], Accounts], tmp_path: Path
) -> None:
    text = draft(tmp_path, TABLE)
    assert '# their column: kept, "as" is' in text
    first, second = written(text).statements
    (proposition,) = first.propositions
    assert proposition.facility == FacilityIs(keys=("north", "south"))
    assert proposition.killed == Count(least=14, most=14)
    assert proposition.status == OneOf(terms=("evacuated",))
    assert proposition.time is not None
    assert proposition.time.raw == "February 2016"
    assert second.rests_on == ("a",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: no column key, speaker"),
        ("key,key,speaker,attitude,document,quote\n", "line 1: a column is named twice"),
        (TABLE + "c,d\n", "line 4: 2 fields"),
        (TABLE.replace("their column", "place").replace('"kept, ""as"" is"', "Azaz"), "line 2: place: takes a table"),
        (TABLE + '"x', "line 4: not a table"),
        (TABLE.encode() + b"caf\xe9", "line 4: not UTF-8"),
    ],
)
def test_what_is_no_such_table_is_refused_with_its_line(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(StatementError, match=message):
        draft(tmp_path, content)
    with pytest.raises(StatementError, match="cannot be read"):
        draft_from_csv(tmp_path / "gone.csv")


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_comes_back_from_toml(text: str) -> None:
    assert tomllib.loads(f"x = {quoted(text)}") == {"x": text}
