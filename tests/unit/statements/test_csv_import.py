"""A table becomes a draft of the one format there is, and nothing of it is lost."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquo.errors import StatementError
from inquo.records.proposition import Count, FacilityIs, OneOf, Spot
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


POINTS = "key,speaker,attitude,document,quote,about,lon_deg,lat_deg,ce90_m\n"
ROW = "a,doctor,asserts,article,the clinic was empty,strike"


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ("37.0412,36.58,20", Spot(lon_deg=37.0412, lat_deg=36.58, ce90_m=20.0)),
        (" 37.0412 ,36.58,", Spot(lon_deg=37.0412, lat_deg=36.58, ce90_m=None)),
        (",,", None),
    ],
)
def test_coordinates_become_a_place_with_the_error_that_is_stated_or_none(
    written: Callable[[str], Accounts], tmp_path: Path, cells: str, place: Spot | None
) -> None:
    (statement,) = written(draft(tmp_path, f"{POINTS}{ROW},{cells}\n")).statements
    assert statement.propositions[0].place == place


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("37.04,,20", "line 2: lat_deg: a place needs both coordinates"),
        ("37.04,north,", "line 2: lat_deg: 'north' is not a number"),
        ("nan,36.58,", "line 2: lon_deg: 'nan' is not a number"),
        ("37.04,36.58,inf", "line 2: ce90_m: 'inf' is not a number"),
    ],
)
def test_coordinates_that_are_none_are_refused_by_line(tmp_path: Path, cells: str, message: str) -> None:
    with pytest.raises(StatementError, match=message):
        draft(tmp_path, f"{POINTS}{ROW},{cells}\n")


def test_swapped_coordinates_that_leave_the_earth_are_refused(
    written: Callable[[str], Accounts], tmp_path: Path
) -> None:
    with pytest.raises(StatementError, match="place: not on Earth"):
        written(draft(tmp_path, f"{POINTS}{ROW},36.58,137.04,20\n"))


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
