"""The quick form asks one question a row, of what can be answered in the time that it has."""

from __future__ import annotations

from bench.placement.__main__ import QUICK_UP_TO_DEG, _questions
from bench.placement.verdict import row_of
from rich.console import Console


def test_it_asks_one_a_row_and_nothing_too_oblique_to_be_placed() -> None:
    console = Console(quiet=True)
    whole = _questions(["town"], None, None, 1, console, quick=False)
    quick = _questions(["town"], None, 1, 1, console, quick=True)
    wanted = {row_of(one) for one in whole if one.tilt_deg <= QUICK_UP_TO_DEG}
    assert wanted < {row_of(one) for one in whole}
    assert sorted(map(row_of, quick)) == sorted(wanted)
