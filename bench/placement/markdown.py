"""The tables of bench/RESULTS.md from a run's JSON: ``python -m bench.placement.markdown bench/out/placement.json``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

MAIN = "Inquo"


def render(result: dict[str, Any]) -> str:
    """Every table that RESULTS.md holds, with what it was measured by."""
    machine = result["machine"]
    head = (
        f"Commit `{result['commit']}`, seed {result['seed']}, {machine['processor']}, {machine['cores']} cores, "
        f"load {machine['load']:.1f}, Python {machine['python']}.\nCommand: `{result['command']}`\n"
    )
    parts = [head, _recall(result["rows"]), _methods(result["rows"], result["rules"]), _honesty(result["honesty"])]
    return "\n".join(
        [
            *parts,
            _calibration(result["calibration"]),
            _composites(result["composites"]),
            _growth(result),
            _decoys(result["answers"]),
        ]
    )


HEADS = (
    "set",
    "kind",
    "asked",
    "right",
    "wrong",
    "first lead right",
    "decoys placed",
    "false at most (95 %)",
    "error inside CE90",
    "median error m",
    "median CE90 m",
    "cpu s",
    "km2/cpu s",
    "MB",
)


def _recall(rows: list[dict[str, Any]]) -> str:
    others = [m for m in dict.fromkeys(r["method"] for r in rows) if m != MAIN]
    table: list[tuple[object, ...]] = [(*HEADS, *others)]
    for r in (r for r in rows if r["method"] == MAIN):
        place = (r["dataset"], r["kind"])
        beside = [next(o for o in rows if (o["dataset"], o["kind"], o["method"]) == (*place, m)) for m in others]
        cells = (
            *place,
            r["asked"],
            f"{r['right']} ({_percent(r['recall'])})",
            r["wrong"],
            _percent(r["first_lead_right"] / r["asked"] if r["asked"] else None),
            f"{r['decoys_placed']} of {r['decoys']}",
            f"{r['false_upper_95']:.1%}",
            _percent(r["ce90_coverage"]),
            _number(r["median_error_m"]),
            _number(r["median_ce90_m"]),
            _number(r["processor_s"]),
            _number(r["km2_per_processor_s"], 2),
            f"{r['peak_mb']:.0f}",
        )
        table.append((*cells, *(_counts(other) for other in beside)))
    return "Baselines as right/wrong/asked.\n\n" + _table(table)


def _counts(row: dict[str, Any]) -> str:
    return f"{row['right']}/{row['wrong']}/{row['asked']}" if row["asked"] else "-"


def _methods(rows: list[dict[str, Any]], rules: dict[str, str]) -> str:
    table: list[tuple[object, ...]] = [
        ("method", "accepts", "asked", "right", "wrong", "decoys placed", "false at most (95 %)", "cpu s")
    ]
    for r in (r for r in rows if r["dataset"] == "all"):
        placed = f"{r['decoys_placed']} of {r['decoys']}"
        numbers = (r["asked"], r["right"], r["wrong"], placed, f"{r['false_upper_95']:.1%}", _number(r["processor_s"]))
        table.append((r["method"], rules.get(r["method"], ""), *numbers))
    return _table(table)


def _honesty(rows: list[dict[str, Any]]) -> str:
    table: list[tuple[object, ...]] = [("E at most", "should be", "is", "is at most (95 %)")]
    table += [(f"{r['t']:.4g}", f"{r['should']:.3%}", _percent(r["is"], 2), f"{r['upper_95']:.2%}") for r in rows]
    return _table(table)


def _calibration(rows: list[dict[str, Any]]) -> str:
    table: list[tuple[object, ...]] = [
        (
            "of",
            "placed",
            "inside CE90",
            "truth's error allowed",
            "95 % interval",
            "error m",
            "CE90 m",
            "truth m",
            "says",
        )
    ]
    table += [
        (
            r["of"],
            r["placements"],
            _percent(r["inside"]),
            _percent(r["inside_with_truth"]),
            f"{r['low']:.0%} to {r['high']:.0%}",
            *(_number(r[f"median_{name}_m"]) for name in ("error", "ce90", "truth_ce90")),
            r["says"],
        )
        for r in rows
    ]
    return _table(table)


def _composites(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    names = ("of", "clips", "composite_right", "frame_right", "stronger", "orders")
    heads = ("of", "clips", "composite right", "frame right", "composite stronger", "orders of magnitude in E")
    table: list[tuple[object, ...]] = [heads]
    table += [tuple(_number(r[n]) if n == "orders" else r[n] for n in names) for r in rows]
    return _table(table)


def _growth(result: dict[str, Any]) -> str:
    bounds = ", ".join(f"{name} {value:.2f}" for name, value in result["machine_bounds"].items())
    grown = result.get("growth") or []
    if not grown:
        return f"Machine bounds: {bounds}.\n"
    names = ("area_km2", "scales", "seconds", "processor_s", "km2_per_s", "peak_mb", "error")
    table: list[tuple[object, ...]] = [names]
    table += [
        tuple(_number(one[n], 2) if isinstance(one.get(n), float) else one.get(n, "") for n in names) for one in grown
    ]
    return f"Machine bounds: {bounds}.\n\n" + _table(table)


def _decoys(answers: list[dict[str, Any]]) -> str:
    """Decoy searches by kind of ground."""
    grounds: dict[str, list[int]] = {}
    for a in answers:
        if a["decoy"] and a["method"] == MAIN:
            counts = grounds.setdefault(a["decoy"].split("/")[0], [0, 0])
            counts[0] += 1
            counts[1] += a["placed"]
    return _table([("decoy ground", "searches", "placed"), *((g, *c) for g, c in sorted(grounds.items()))])


def _table(rows: list[tuple[object, ...]]) -> str:
    lines = ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:], ""])


def _percent(share: float | None, digits: int = 0) -> str:
    return "-" if share is None else f"{share:.{digits}%}"


def _number(value: float | None, digits: int = 1) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


if __name__ == "__main__":
    print(render(json.loads(Path(sys.argv[1]).read_text())))
