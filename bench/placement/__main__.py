"""Command line: ``python -m bench.placement --help``."""

from __future__ import annotations

import collections
import json
import math
import shlex
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import Progress

from bench.placement import growth, machine, statistics
from bench.placement.answers import Answers, finite, load
from bench.placement.calibration import coverages
from bench.placement.composites import gains
from bench.placement.decoys import list_decoys
from bench.placement.methods import BY_NAME_ALONE, METHODS
from bench.placement.plot import HIGH, LOW, honesty_svg
from bench.placement.question import MissingDataError, Question
from bench.placement.run import Job, Outcome, execute, jobs
from bench.placement.sets import CATALOGUE
from bench.placement.table import MAIN, line, table, table_of_calibration, table_of_composites, table_of_methods
from bench.placement.verdict import Verdict, row_of, rows

OUT = Path(__file__).resolve().parents[1] / "out"
QUICK_PER_ROW, QUICK_DECOYS = 1, 4
QUICK_LEAVES_OUT, QUICK_LOOK_LEFT_OUT = ("films", "clips", "compilation"), "file"
"""Rendering films, and studying whole videos, take longer than the quick form may; files say what pictures say."""
QUICK_UP_TO_DEG = 45.0
"""What is seen more obliquely is not placed, and takes every pass to find that out."""


def main(
    sets: Annotated[
        list[str] | None, typer.Option("--set", help=f"Only this set; repeatable. {', '.join(CATALOGUE)}.")
    ] = None,
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", help="Only this kind, such as map or 'tilt 45'; repeatable.")
    ] = None,
    methods: Annotated[
        list[str] | None, typer.Option("--method", help=f"Only this method; repeatable. {', '.join(METHODS)}.")
    ] = None,
    limit: Annotated[int | None, typer.Option(help="At most so many questions a kind.", min=1)] = None,
    decoys: Annotated[int, typer.Option(help="Searches of grounds that do not hold the place.", min=0)] = 300,
    seed: Annotated[int, typer.Option(help="Of all random choices: the same seed asks the same questions.")] = 1,
    processes: Annotated[int, typer.Option("--jobs", help="Processes; the quick form takes two.", min=1)] = 1,
    quick: Annotated[bool, typer.Option("--quick", help="A few questions a kind, under three minutes.")] = False,
    areas: Annotated[
        list[float] | None, typer.Option("--area", help="Also time areas of so many km2, simulated; repeatable.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="Ask in random order, and nothing more after so long; 0 shows what is known.")
    ] = None,
    only: Annotated[str | None, typer.Option(help="Only 'own' grounds, or only 'decoys'.")] = None,
    kept: Annotated[Path, typer.Option("--answers", help="Answers of earlier runs, which are not asked again.")] = OUT
    / "answers.jsonl",
    any_version: Annotated[
        bool, typer.Option("--any-version", help="Count answers of earlier versions, too, the last to each question.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="A line an answer.")] = False,
    output: Annotated[Path, typer.Option(help="JSON to write; the plot goes beside it.")] = OUT / "placement.json",
) -> None:
    """Measure placement on real and invented data, beside named baselines.

    Every answer is kept as it comes; the same command goes on where it was stopped.
    """
    console = Console(width=None if sys.stdout.isatty() else 220)
    if quick:
        limit, decoys, processes = limit or QUICK_PER_ROW, min(decoys, QUICK_DECOYS), max(processes, 2)
    chosen = methods or (["inquo", "sift", "orb", "phase"] if quick else [n for n in METHODS if n not in BY_NAME_ALONE])
    unknown = [n for n in (sets or []) if n not in CATALOGUE] + [n for n in chosen if n not in METHODS]
    if only not in (None, "own", "decoys"):
        raise typer.BadParameter(f"--only {only!r} is neither 'own' nor 'decoys'")
    if unknown:
        raise typer.BadParameter(f"no such set or method: {', '.join(unknown)}")
    offered = sets or [name for name in CATALOGUE if not (quick and name in QUICK_LEAVES_OUT)]
    questions = _questions(offered, kinds, limit, seed, console, quick=quick)
    grounds = {name: CATALOGUE[name] for name in (offered if quick else CATALOGUE)}
    elsewhere = list_decoys(questions, grounds, decoys, seed)
    everything = {None: (*questions, *elsewhere), "own": questions, "decoys": elsewhere}[only]
    started = time.perf_counter()
    bounds = machine.bounds()
    work = jobs(everything, chosen)
    if minutes is not None:
        work = [work[i] for i in np.random.default_rng(seed).permutation(len(work))]
    answers = load(kept, any_version=any_version)
    verdicts = _run(work, processes, math.inf if minutes is None else minutes, answers, console, verbose=verbose)
    grown = growth.measure(areas or [], threads=2)
    result = {**_result(verdicts, seed, bounds, time.perf_counter() - started), "growth": grown}
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(result, indent=1, allow_nan=False))
    _show(verdicts, output, console)
    for one in grown:
        console.print("  ".join(f"{k} {v:.2f}" if isinstance(v, float) else f"{k} {v}" for k, v in one.items()))


def _questions(
    sets: list[str], kinds: list[str] | None, limit: int | None, seed: int, console: Console, *, quick: bool
) -> tuple[Question, ...]:
    """All questions of the chosen sets, at most so many a kind and look, or a row if it is quick; missing are named."""
    chosen: list[Question] = []
    for name in sets:
        try:
            offered = CATALOGUE[name].questions(seed)
        except MissingDataError as e:
            console.print(f"[yellow]skipped[/] {e}")
            continue
        counts: collections.Counter[tuple[str, ...]] = collections.Counter()
        for question in offered:
            key = (row_of(question),) if quick else (question.kind, question.look)
            left_out = quick and (question.look == QUICK_LOOK_LEFT_OUT or question.tilt_deg > QUICK_UP_TO_DEG)
            if left_out or (kinds and question.kind not in kinds) or (limit is not None and counts[key] >= limit):
                continue
            counts[key] += 1
            chosen.append(question)
    return tuple(chosen)


def _run(
    work: list[Job], processes: int, minutes: float, kept: Answers, console: Console, *, verbose: bool
) -> list[Verdict]:
    if kept.unreadable:
        console.print(
            f"[yellow]{kept.unreadable} lines of {kept.path} are no answers[/] (an interrupted run leaves one)"
        )
    skipped: set[str] = set()
    with Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("asking", total=len(work))

        def tell(outcome: Outcome) -> None:
            progress.advance(task)
            for _, verdict in outcome.verdicts if verbose else ():
                progress.console.print(line(verdict), highlight=False)
            for reason in outcome.skipped:
                if reason not in skipped:
                    skipped.add(reason)
                    progress.console.print(f"[yellow]skipped[/] {reason}")

        return sorted(
            execute(work, processes, tell, kept, minutes), key=lambda verdict: (verdict.dataset, verdict.question)
        )


def _result(verdicts: list[Verdict], seed: int, bounds: dict[str, float], seconds: float) -> dict[str, object]:
    stated = _stated(verdicts)
    return {
        "commit": machine.commit(),
        "command": "python -m bench.placement " + shlex.join(sys.argv[1:]),
        "seed": seed,
        "machine": machine.describe(),
        "machine_bounds": bounds,
        "seconds": seconds,
        "rules": {method.name: method.rule for method in (make() for make in METHODS.values())},
        "rows": [{**asdict(row), "recall": row.recall} for row in rows(verdicts)],
        "calibration": [{**asdict(one), "says": one.says} for one in coverages(verdicts, MAIN)],
        "composites": [asdict(one) for one in gains(verdicts, MAIN)],
        "honesty": [
            {"t": t, "should": should, "is": None if is_ != is_ else is_, "upper_95": upper}
            for t, should, is_, upper in statistics.honesty(stated, _thresholds())
        ],
        "answers": [finite(asdict(verdict)) for verdict in verdicts],
    }


def _stated(verdicts: list[Verdict]) -> list[float]:
    """Expected false matches that Inquo stated in decoy searches; a part of it, where that alone was asked."""
    decoys = [v for v in verdicts if v.decoy and v.expected_false_matches is not None]
    ours = [v for v in decoys if v.method == MAIN] or decoys
    return [v.expected_false_matches for v in ours if v.expected_false_matches is not None]


def _thresholds() -> list[float]:
    return [float(t) for t in np.geomspace(LOW, HIGH, 11)]


def _show(verdicts: list[Verdict], output: Path, console: Console) -> None:
    if not verdicts:
        console.print("Nothing was asked: no data, or no method.")
        raise typer.Exit(1)
    summed = rows(verdicts)
    console.print(table(summed))
    console.print(table_of_methods(summed))
    console.print(table_of_calibration(coverages(verdicts, MAIN)))
    if compared := gains(verdicts, MAIN):
        console.print(table_of_composites(compared))
    stated = _stated(verdicts)
    if stated:
        honest = statistics.honesty(stated, _thresholds())
        output.with_suffix(".svg").write_text(honesty_svg(honest, len(stated)))
        console.print(f"Stated chance against frequency, {len(stated)} decoy searches:")
        for t, should, is_, upper in honest:
            console.print(f"  E <= {t:8.4f}  should {should:8.4%}  is {is_:8.4%}  (95 % bound {upper:.2%})")
    console.print(f"Written: {output}")


if __name__ == "__main__":
    typer.run(main)
