"""Views sought in nine times their own imagery, or more: ``python -m bench.placement.wider --set joplin``.

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
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from rich.console import Console

from bench.placement import machine
from bench.placement.answers import finite, restored
from bench.placement.calibration import coverages
from bench.placement.ground import PictureReference, mirrored
from bench.placement.methods.inquo_engine import InquoEngine
from bench.placement.question import OWN_GROUND, Answer, DataSet, MissingDataError, Query, Question
from bench.placement.run import measured
from bench.placement.sets.fengyuan import Fengyuan
from bench.placement.sets.joplin import Joplin
from bench.placement.sets.mmim import Mmim
from bench.placement.statistics import honesty
from bench.placement.table import table, table_of_calibration
from bench.placement.verdict import Verdict, judge, rows
from inquo.geometry.progress import silent
from inquo.placement.criteria import COARSE, Criteria
from inquo.placement.locate import locate

SETS: dict[str, DataSet] = {one.name: one for one in (Fengyuan(), Joplin(), Mmim())}
ASKED = {"fengyuan": "photo", "joplin": "", "mmim": ""}
"""Kind of view, where not all are asked."""
LEFT_OUT = "left out"
METHODS = ("coarse", "Inquo")
THRESHOLDS = (0.001, 0.01, 0.1, 0.316, 1.0)
OUT = Path(__file__).resolve().parents[1] / "out" / "wider.jsonl"


def surrounded(own: PictureReference, *, rings: int = 1, left_out: bool) -> PictureReference:
    """A ground in the middle of rings of squares, in each of which lies one of its four mirror images.

    Args:
        own: The ground.
        rings: How many: one makes nine squares, two make 25.
        left_out: Whether the middle is empty.
    """
    mirror, side, across = mirrored(own), max(own.grey.shape), 2 * rings + 1
    grey = np.zeros((across * side, across * side), np.uint8)
    valid = np.zeros(grey.shape, bool)
    middle = across**2 // 2
    for number in range(across**2):
        row, column = divmod(number, across)
        if number == middle and left_out:
            continue
        one, quarters = (own, 0) if number == middle else (mirror, number)
        for whole, part in ((grey, one.grey), (valid, one.valid)):
            laid = np.rot90(part, quarters)
            height, width = laid.shape
            whole[row * side : row * side + height, column * side : column * side + width] = laid
    x, y = own.corner_m
    corner_m = (x - rings * side * own.gsd_m, y + rings * side * own.gsd_m)
    return PictureReference(grey=grey, valid=valid, gsd_m=own.gsd_m, corner_m=corner_m, crs=own.crs)


def questions(sets: Iterable[str], seed: int) -> Iterator[Question]:
    """Views of plain pictures straight down, on their own ground, and where it is left out."""
    for name in sets:
        for one in SETS[name].questions(seed):
            if one.look == "plain" and one.tilt_deg == 0 and one.kind == (ASKED[name] or one.kind):
                yield one
                yield replace(one, ground=LEFT_OUT)


def asked(question: Question, rings: int) -> Iterator[Verdict]:
    """What the coarse search and the whole one answer, however much imagery that is.

    Raises:
        MissingDataError: The set is not there.
    """
    query = SETS[question.dataset].pose(replace(question, ground=OWN_GROUND))
    assert isinstance(query.reference, PictureReference)
    query = replace(query, reference=surrounded(query.reference, rings=rings, left_out=question.is_decoy))
    if question.is_decoy:
        query = replace(query, truth_m=None, centre_m=None)
    for method in METHODS:
        yield _answered(question, query, method)


def _answered(question: Question, query: Query, method: str) -> Verdict:
    density = COARSE if method == "coarse" else None
    criteria = Criteria(gsd_range_m=query.gsd_range_m, threads=1, density=density, dense_up_to_km2=math.inf)

    def answering() -> Answer:
        return InquoEngine().concluded(query, locate(query.view, query.reference, criteria, progress=silent))

    answer, spent = measured(answering)
    return judge(question, query, method, answer, spent)


def show(verdicts: list[Verdict], console: Console) -> None:
    """Print a table a method, whether stated errors are honest, and whether expected false matches are."""
    every = rows(verdicts)
    for method in METHODS:
        console.print(table([row for row in every if row.method == method]))
        console.print(table_of_calibration(coverages(verdicts, method)))
        of = [one for one in verdicts if one.method == method and one.decoy]
        if not of:
            continue
        console.print(f"{method}, own ground left out: {sum(one.processor_s for one in of) / len(of):.0f} processor s")
        stated = [math.inf if one.expected_false_matches is None else one.expected_false_matches for one in of]
        for limit, should, share, bound in honesty(stated, THRESHOLDS):
            console.print(f"  E <= {limit:g}: should {should:.1%}, is {share:.1%} (95 % bound {bound:.1%})")


def _kept(path: Path, rings: int, *, any_version: bool) -> dict[tuple[str, str], Verdict]:
    """What this commit, or any, has answered already."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    entries = [json.loads(line) for line in lines]
    alike = [one for one in entries if one.get("rings", 1) == rings]
    verdicts = [restored(one["verdict"]) for one in alike if any_version or one["commit"] == machine.commit()]
    return {(one.question, one.method): one for one in verdicts}


def main(
    sets: Annotated[list[str], typer.Option("--set", help=f"Repeatable: {', '.join(SETS)}.")] = [*SETS],  # noqa: B006
    rings: Annotated[int, typer.Option(help="Of mirror images: one makes 9 times the imagery, two 25.", min=1)] = 1,
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
    kept, until = _kept(answers, rings, any_version=any_version), time.monotonic() + 60 * minutes
    answers.parent.mkdir(parents=True, exist_ok=True)
    for question in every[part::of]:
        if (question.name, METHODS[-1]) in kept or time.monotonic() >= until:
            continue
        try:
            verdicts = list(asked(question, rings))
        except MissingDataError as error:
            typer.echo(str(error), err=True)
            continue
        with answers.open("a", encoding="utf-8") as lines:
            for one in verdicts:
                kept[one.question, one.method] = one
                entry = {"commit": machine.commit(), "rings": rings, "verdict": finite(asdict(one))}
                lines.write(json.dumps(entry) + "\n")
    typer.echo(f"{machine.commit()}: {len(kept) // len(METHODS)} of {len(every)} searches, seed {seed}")
    show([one for one in kept.values() if one.dataset in sets], Console(width=200))


if __name__ == "__main__":
    typer.run(main)
