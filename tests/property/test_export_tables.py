"""Tables are read back as they were meant, whatever is in a cell; and no cell is a formula."""

from __future__ import annotations

import csv
import io
import math
import random
import re

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from inquo.report.exports import csv_table
from inquo.report.exports.layer import Feature, Field, Geometry, Layer, Value, polygons, text

_PIECES = (
    *'=+-@\t\r\n",;\' |%!$<>&\\/',
    "\r\n", "''", '""', "＝", "＋", "－", "＠", "\x00", "\u202e", "\ufeff", "\ud800",
    "é", "مشفى", "虛", "🏥", "0", "1e5",
    "=cmd|' /C calc'!A0", "-36.5", "NaN", "inf", "TRUE", "NULL", "2016-02", "a", "Azaz",
)  # fmt: skip
_MAY_BE_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_FIELDS = tuple(Field(name=f"field_{n}", kind=kind, meaning="") for n, kind in enumerate((str, float, int, str)))


def cells(rng: random.Random, count: int) -> list[Value]:
    made: list[Value] = []
    for _ in range(count):
        match rng.randrange(8):
            case 0:
                made.append(None)
            case _:
                made.append(text("".join(rng.choices(_PIECES, k=rng.randrange(8)))))
    return made


def table(rows: list[tuple[Value, ...]]) -> str:
    layer = Layer(
        name="cells",
        title="Cells",
        geometry=Geometry.NONE,
        fields=_FIELDS,
        features=tuple(Feature(values=row) for row in rows),
    )
    return csv_table.of(layer)


def test_ten_thousand_random_cells_come_back_and_none_is_a_formula() -> None:
    rng = random.Random(20310501)
    words = iter(cells(rng, 5000))
    rows: list[tuple[Value, ...]] = [
        (next(words), rng.choice((None, -rng.random(), 1e-9, -36.5, 1e17)), rng.choice((None, -7, 12)), next(words))
        for _ in range(2500)
    ]
    written = table(rows)
    assert len(rows) * len(_FIELDS) == 10_000
    read = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    assert read[0] == [field.name for field in _FIELDS]
    assert len(read) == len(rows) + 1
    for row, got in zip(rows, read[1:], strict=True):
        for value, cell, field in zip(row, got, _FIELDS, strict=True):
            if value is None:
                assert cell == ""
            elif field.kind is str:
                assert not _MAY_BE_FORMULA.match(cell), repr(cell)
                assert (cell.removeprefix("'") if cell.startswith("'") else cell) == value
            else:
                assert field.kind(cell) == value


def test_line_ends_are_those_of_the_standard() -> None:
    written = table([("a\nb", 1.0, 2, 'say "no"')])
    assert written.endswith('"a\nb",1.0,2,"say ""no"""\r\n')
    assert written.count("\r") == 2


@given(st.text())
def test_taking_one_apostrophe_off_gives_the_text_back(value: str) -> None:
    safe = csv_table.safe(value)
    assert isinstance(safe, str)
    assert not _MAY_BE_FORMULA.match(safe)
    assert (safe.removeprefix("'")) == value


@given(
    st.floats(-180, 180),
    st.floats(-80, 80),
    st.lists(st.tuples(st.floats(0.001, 3), st.floats(0, 6.28)), min_size=3, max_size=9),
)
def test_a_polygon_is_closed_turned_and_on_earth_wherever_it_lies(
    lon: float, lat: float, spokes: list[tuple[float, float]]
) -> None:
    """Stars around any point, the 180th meridian included: the same area, cut in two at most."""
    spokes = sorted(spokes, key=lambda spoke: spoke[1])
    ring = [(lon + length * math.cos(turn), lat + length * math.sin(turn)) for length, turn in spokes]
    wrapped = [((x + 180) % 360 - 180, y) for x, y in ring]
    parts = polygons([wrapped])
    assert len(parts) <= 2
    for outer, *holes in parts:
        assert outer[0] == outer[-1]
        assert not holes
        assert shapely.LinearRing(outer).is_ccw or not shapely.Polygon(outer).is_valid
        assert all(-180 <= x <= 180 for x, _ in outer)
    if shapely.Polygon(ring).is_valid:
        whole = shapely.Polygon(ring).area
        assert sum(shapely.Polygon(outer).area for outer, *_ in parts) == pytest.approx(whole, rel=1e-3, abs=1e-5)
