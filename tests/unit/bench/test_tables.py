"""What is shown says what was measured."""

from __future__ import annotations

import io
from typing import Any

from bench.placement.calibration import coverages
from bench.placement.composites import gains
from bench.placement.markdown import render
from bench.placement.plot import honesty_svg
from bench.placement.statistics import honesty
from bench.placement.table import line, table, table_of_methods
from bench.placement.verdict import Verdict, rows
from rich.console import Console


def verdict(method: str, **other: Any) -> Verdict:
    values: dict[str, Any] = {
        "question": "town/roofs/1",
        "dataset": "town",
        "row": "roofs",
        "tilt_deg": 0.0,
        "decoy": "",
        "method": method,
        "placed": True,
        "right": True,
        "error_m": 2.0,
        "off_m": (1.2, 1.6),
        "ce90_m": 4.0,
        "truth_ce90_m": 1.0,
        "expected_false_matches": 1e-5,
        "lead_rank": 0,
        "score": 0.5,
        "reason": "",
        "seconds": 2.0,
        "processor_s": 1.0,
        "peak_mb": 100.0,
        "area_km2": 0.5,
        "footprint_m": 200.0,
    }
    return Verdict(**(values | other))


VERDICTS = [
    verdict("Inquo"),
    verdict("Inquo", placed=False, right=False, error_m=None, ce90_m=None, reason="too little structure"),
    verdict("SIFT", right=False, error_m=900.0, ce90_m=None),
    verdict("Inquo", decoy="pattern:roofs", placed=False, right=False, error_m=None, expected_false_matches=0.5),
    verdict("SIFT", decoy="pattern:roofs", right=False, error_m=None, ce90_m=None),
]


CLIP = [
    verdict(
        "Inquo", question=f"clips/photo crf 40 {form}/one/plain/0deg/own", dataset="clips", row=f"photo crf 40 {form}"
    )
    for form in ("composite", "one frame")
]


def test_the_table_shows_recall_and_the_baselines_beside_it() -> None:
    text = io.StringIO()
    console = Console(file=text, width=220)
    console.print(table(rows(VERDICTS)))
    console.print(table_of_methods(rows(VERDICTS)))
    shown = text.getvalue()
    assert "50%" in shown
    assert "0/1/1" in shown
    assert "0/1" in shown
    assert "too little structure" in line(VERDICTS[1])


def test_markdown_holds_the_same_figures() -> None:
    from dataclasses import asdict

    result: dict[str, Any] = {
        "commit": "abc",
        "command": "make bench-placement",
        "seed": 1,
        "machine": {"processor": "one", "cores": 2, "load": 0.1, "python": "3.11"},
        "machine_bounds": {"copy_gb_per_s": 5.0},
        "rules": {"Inquo": "its own", "SIFT": "10 inliers"},
        "rows": [{**asdict(row), "recall": row.recall} for row in rows(VERDICTS)],
        "honesty": [{"t": 0.1, "should": 0.095, "is": 0.0, "upper_95": 0.95}],
        "growth": [],
        "composites": [asdict(one) for one in gains(CLIP, "Inquo")],
        "calibration": [{**asdict(one), "says": one.says} for one in coverages(VERDICTS, "Inquo")],
        "answers": [asdict(one) for one in VERDICTS],
    }
    text = render(result)
    assert "| town | roofs | 2 | 1 (50%) | 0 |" in text
    assert "| SIFT | 10 inliers | 1 | 0 | 1 | 1 of 1 |" in text
    assert "| pattern:roofs | 1 | 0 |" in text
    assert "| photo crf 40 | 1 | 1 | 1 | 0 | 0.0 |" in text
    assert "| town | 1 | 100% | 100% | " in text
    assert " to 100% | 2.0 | 4.0 | 1.0 | too few to say |" in text


def test_the_plot_draws_what_was_seen() -> None:
    compared = honesty([0.01, 0.2, 0.5, 3.0], [0.001, 0.1, 1.0])
    drawn = honesty_svg(compared, 4)
    assert drawn.startswith("<svg")
    assert drawn.count("<polyline") == 3
