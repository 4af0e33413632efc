"""Views sought in nine times their own imagery: ``python -m bench.placement.wider --set joplin``.

Around each ground lie mirror images of it: all of its texture, none of its places. Every view is sought there once as
it is, and once with its own ground left out, where every placement is false. The baseline is one coarse search, which
is all that imagery of more than 2 km2 got until version 16.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer

from bench.placement import machine
from bench.placement.answers import finite, restored
from bench.placement.ground import PictureReference
from bench.placement.methods.inquo_engine import InquoEngine
from bench.placement.question import DataSet, MissingDataError, Query, Question
from bench.placement.sets.fengyuan import Fengyuan
from bench.placement.sets.joplin import Joplin
from bench.placement.sets.mmim import Mmim
from bench.placement.statistics import upper_bound
from bench.placement.verdict import Spent, Verdict, judge
from inquo.geometry.progress import silent
from inquo.placement.criteria import COARSE, Criteria
from inquo.placement.locate import locate

SETS: dict[str, DataSet] = {one.name: one for one in (Fengyuan(), Joplin(), Mmim())}
ASKED = {"fengyuan": "photo", "joplin": "", "mmim": ""}
"""Kind of view, where not all are asked."""
LEFT_OUT = "left out"
METHODS = ("coarse", "Inquo")
THRESHOLDS = (0.001, 0.01, 0.1, 1.0)
OUT = Path(__file__).resolve().parents[1] / "out" / "wider.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wide:
    """Mirror images around a ground.

    Attributes:
        own: The ground.
        left_out: Whether it is itself left out.
    """

    own: PictureReference
    left_out: bool

    def reference(self) -> PictureReference:
        """Nine squares: the ground in the middle, each of its four mirror images twice around it."""
        side = max(self.own.grey.shape)
        grey = np.zeros((3 * side, 3 * side), np.uint8)
        valid = np.zeros(grey.shape, bool)
        for number in range(9):
            row, column = divmod(number, 3)
            if number == 4 and self.left_out:
                continue
            for whole, part in ((grey, self.own.grey), (valid, self.own.valid)):
                laid = part if number == 4 else np.rot90(part[:, ::-1], number % 4)
                height, width = laid.shape
                whole[row * side : row * side + height, column * side : column * side + width] = laid
        x, y = self.own.corner_m
        corner_m = (x - side * self.own.gsd_m, y + side * self.own.gsd_m)
        return PictureReference(grey=grey, valid=valid, gsd_m=self.own.gsd_m, corner_m=corner_m, crs=self.own.crs)


def questions(sets: Iterable[str], seed: int) -> Iterator[Question]:
    """Views of plain pictures straight down, on their own ground, and where it is left out."""
    for name in sets:
        for one in SETS[name].questions(seed):
            if one.look == "plain" and one.tilt_deg == 0 and one.kind == (ASKED[name] or one.kind):
                yield one
                yield replace(one, ground=LEFT_OUT)


def asked(question: Question) -> Iterator[Verdict]:
    """What the coarse search and the whole one answer.

    Raises:
        MissingDataError: The set is not there.
    """
    query = SETS[question.dataset].pose(replace(question, ground="own"))
    assert isinstance(query.reference, PictureReference)
    query = replace(query, reference=Wide(own=query.reference, left_out=question.is_decoy).reference())
    if question.is_decoy:
        query = replace(query, truth_m=None, centre_m=None)
    for method in METHODS:
        yield _answered(question, query, method)


def _answered(question: Question, query: Query, method: str) -> Verdict:
    density = COARSE if method == "coarse" else None
    criteria = Criteria(gsd_range_m=query.gsd_range_m, threads=1, density=density)
    started, worked = time.perf_counter(), time.process_time()
    found = locate(query.view, query.reference, criteria, progress=silent)
    answer = InquoEngine().concluded(query, found)
    spent = Spent(seconds=time.perf_counter() - started, processor_s=time.process_time() - worked, peak_mb=0.0)
    return judge(question, query, method, answer, spent)


def recall_row(name: str, verdicts: list[Verdict]) -> str:
    """One line of the table of own grounds."""
    figures = [name]
    for method in METHODS:
        of = [one for one in verdicts if one.method == method and not one.decoy]
        placed = [one for one in of if one.error_m is not None and one.ce90_m is not None]
        inside = sum(one.error_m <= math.hypot(one.ce90_m, one.truth_ce90_m) for one in placed)  # type: ignore[operator,arg-type]
        figures += [f"{sum(one.right for one in of)} of {len(of)}", f"{sum(not one.right for one in placed)}"]
        figures += [f"{inside} of {len(placed)}", f"{np.mean([one.processor_s for one in of]):.0f}" if of else ""]
    return f"| {' | '.join(figures)} |"


def decoy_row(name: str, verdicts: list[Verdict], method: str) -> str:
    """One line of the table of grounds left out."""
    of = [one for one in verdicts if one.method == method and one.decoy]
    placed = sum(one.placed for one in of)
    expected = [one.expected_false_matches or math.inf for one in of]
    figures = [f"{name}, {method}", f"{placed} of {len(of)}", f"{upper_bound(placed, len(of)):.1%}"]
    figures += [f"{sum(one <= limit for one in expected) / max(len(of), 1):.1%}" for limit in THRESHOLDS]
    figures += [f"{np.mean([one.processor_s for one in of]):.0f}" if of else ""]
    return f"| {' | '.join(figures)} |"


def tables(verdicts: list[Verdict]) -> Iterator[str]:
    """Own grounds by set and kind, then grounds left out by set."""
    yield "| views | " + " | ".join(f"{one}: right | wrong | inside CE90 | processor s" for one in METHODS) + " |"
    yield "|---" * (1 + 4 * len(METHODS)) + "|"
    for name in sorted({f"{one.dataset} {one.row}" for one in verdicts}):
        yield recall_row(name, [one for one in verdicts if f"{one.dataset} {one.row}" == name])
    yield ""
    heads = " | ".join(f"E at most {limit:g} (should be {1 - math.exp(-limit):.1%})" for limit in THRESHOLDS)
    yield f"| own ground left out | placed | at most (95 %) | {heads} | processor s |"
    yield "|---" * (4 + len(THRESHOLDS)) + "|"
    for name in sorted({one.dataset for one in verdicts}):
        for method in METHODS:
            yield decoy_row(name, [one for one in verdicts if one.dataset == name], method)


def _kept(path: Path, *, any_version: bool) -> dict[tuple[str, str], Verdict]:
    """What this commit, or any, has answered already."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    entries = [json.loads(line) for line in lines]
    verdicts = [restored(one["verdict"]) for one in entries if any_version or one["commit"] == machine.commit()]
    return {(one.question, one.method): one for one in verdicts}


def main(
    sets: Annotated[list[str], typer.Option("--set", help=f"Repeatable: {', '.join(SETS)}.")] = [*SETS],  # noqa: B006
    part: Annotated[int, typer.Option(help="Of this many processes, the number of this one.")] = 0,
    of: Annotated[int, typer.Option(help="Processes; each is started by itself.", min=1)] = 1,
    minutes: Annotated[float, typer.Option(help="Ask nothing more after so long.")] = math.inf,
    answers: Annotated[Path, typer.Option(help="Where answers are kept, and looked up by the same commit.")] = OUT,
    any_version: Annotated[bool, typer.Option("--any-version", help="Count those of other commits, too.")] = False,
    seed: Annotated[int, typer.Option(help="The same seed asks the same.")] = 1,
) -> None:
    """Print how many views are placed rightly, and how many where their ground is left out; in random order."""
    cv2.setNumThreads(1)
    every = list(questions(sets, seed))
    random.Random(seed).shuffle(every)
    kept, until = _kept(answers, any_version=any_version), time.monotonic() + 60 * minutes
    answers.parent.mkdir(parents=True, exist_ok=True)
    for question in every[part::of]:
        if (question.name, METHODS[-1]) in kept or time.monotonic() >= until:
            continue
        try:
            verdicts = list(asked(question))
        except MissingDataError as error:
            typer.echo(str(error), err=True)
            continue
        with answers.open("a", encoding="utf-8") as lines:
            for one in verdicts:
                kept[one.question, one.method] = one
                lines.write(json.dumps({"commit": machine.commit(), "verdict": finite(asdict(one))}) + "\n")
    typer.echo(f"{machine.commit()}: {len(kept) // len(METHODS)} of {len(every)} searches, seed {seed}")
    for line in tables([one for one in kept.values() if one.dataset in sets]):
        typer.echo(line)


if __name__ == "__main__":
    typer.run(main)
