"""The one table, for a terminal and for a file."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table

from bench.placement.calibration import Coverage
from bench.placement.composites import Gain
from bench.placement.verdict import Row, Verdict

MAIN = "Inquo"


def table(rows: Sequence[Row]) -> Table:
    """One row a set and kind; the first method in full, the others as right/wrong of asked."""
    methods = list(dict.fromkeys(row.method for row in rows))
    main = MAIN if MAIN in methods else methods[0]
    others = [m for m in methods if m != main]
    out = Table(box=box.SIMPLE_HEAD, title=f"{main}, beside baselines on the same queries", pad_edge=False)
    heads = ("set", "kind", "asked", "right", "wrong", "1st lead", "decoys false", "false ≤95%", "in CE90", "err m")
    for head in (*heads, "CE90 m", "s", "cpu s", "km²/cpu s", "MB"):
        out.add_column(head, justify="left" if head in ("set", "kind") else "right", no_wrap=True)
    for method in others:
        out.add_column(f"{method}\n✓/✗/n", justify="right", no_wrap=True)
    for row in (r for r in rows if r.method == main):
        beside = [next(r for r in rows if (r.dataset, r.kind, r.method) == (row.dataset, row.kind, m)) for m in others]
        out.add_row(*_cells(row), *(_short(other) for other in beside), end_section=row.kind == "all")
    return out


def table_of_methods(rows: Sequence[Row]) -> Table:
    """One row a method over everything it was asked."""
    out = Table(box=box.SIMPLE_HEAD, title="All sets together", pad_edge=False)
    for head in ("method", "asked", "right", "wrong", "decoys", "placed in decoys", "false", "≤95%", "s", "cpu s"):
        out.add_column(head, justify="left" if head == "method" else "right")
    for r in (r for r in rows if r.dataset == "all"):
        bound = f"{r.false_upper_95:.2%}"
        counts = (str(n) for n in (r.asked, r.right, r.wrong, r.decoys, r.decoys_placed))
        out.add_row(
            r.method, *counts, _percent(r.false_rate, 2), bound, _number(r.seconds, 2), _number(r.processor_s, 2)
        )
    return out


def table_of_calibration(coverages: Sequence[Coverage]) -> Table:
    """One row a set or tilt: are stated errors honest?"""
    out = Table(box=box.SIMPLE_HEAD, title="Errors inside the stated CE90", pad_edge=False)
    for head in ("of", "placed", "inside", "truth's error allowed", "95 %", "err m", "CE90 m", "truth m", ""):
        out.add_column(head, justify="left" if head in ("of", "") else "right")
    for c in coverages:
        shares = (f"{c.inside:.0%}", f"{c.inside_with_truth:.0%}", f"{c.low:.0%} to {c.high:.0%}")
        metres = (f"{m:.1f}" for m in (c.median_error_m, c.median_ce90_m, c.median_truth_ce90_m))
        out.add_row(c.of, str(c.placements), *shares, *metres, c.says)
    return out


def table_of_composites(gains: Sequence[Gain]) -> Table:
    """One row a kind of clip: what is a composite worth beside one of its frames?"""
    out = Table(box=box.SIMPLE_HEAD, title="Composites beside single frames of the same clips", pad_edge=False)
    for head in ("of", "clips", "composite right", "frame right", "composite stronger", "orders of magnitude in E"):
        out.add_column(head, justify="left" if head == "of" else "right")
    for g in gains:
        out.add_row(g.of, *(str(n) for n in (g.clips, g.composite_right, g.frame_right, g.stronger)), f"{g.orders:.1f}")
    return out


def line(v: Verdict) -> str:
    """One answer, to watch a run by."""
    fate = "right" if v.right else "WRONG" if v.wrong else "none"
    expected = "-" if v.expected_false_matches is None else f"{v.expected_false_matches:.1e}"
    numbers = f"error {_number(v.error_m, 1)} ce90 {_number(v.ce90_m, 1)} E {expected} score {_number(v.score, 3)}"
    lead = "-" if v.lead_rank is None else v.lead_rank
    return (
        f"{fate:5} {v.method} {v.question}  {numbers} lead {lead} {v.seconds:.1f} s cpu {v.processor_s:.1f}  {v.reason}"
    )


def _cells(r: Row) -> tuple[str, ...]:
    return (
        r.dataset,
        r.kind,
        str(r.asked),
        _percent(r.recall),
        str(r.wrong),
        _percent(r.first_lead_right / r.asked if r.asked else None),
        f"{r.decoys_placed}/{r.decoys}",
        f"{r.false_upper_95:.1%}",
        _percent(r.ce90_coverage),
        _number(r.median_error_m, 1),
        _number(r.median_ce90_m, 1),
        _number(r.seconds, 2),
        _number(r.processor_s, 2),
        _number(r.km2_per_processor_s, 2),
        f"{r.peak_mb:.0f}",
    )


def _short(r: Row) -> str:
    return f"{r.right}/{r.wrong}/{r.asked}" if r.asked else "-"


def _percent(share: float | None, digits: int = 0) -> str:
    return "-" if share is None else f"{share:.{digits}%}"


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
