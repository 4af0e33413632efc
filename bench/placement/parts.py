"""Where the time of a search goes: ``python -m bench.placement.parts --set town``.

Stacks are sampled while Inquo answers, and each sample is credited to the module of the package that the
work was done for, so that the figures do not depend on how its functions are named.
"""

from __future__ import annotations

import collections
import sys
import threading
import time
from types import FrameType
from typing import Annotated

import cv2
import numpy as np
import typer

from bench.placement import machine
from bench.placement.methods.inquo_engine import InquoEngine
from bench.placement.question import MissingDataError
from bench.placement.sets import CATALOGUE

EVERY_S = 0.002
ROOM = "/inquo/placement/"


class Sampler(threading.Thread):
    """Counts, every few milliseconds, for which functions of a room the threads of a process work."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: collections.Counter[tuple[str, str]] = collections.Counter()
        self._over = threading.Event()

    def run(self) -> None:
        """Sample until stopped."""
        while not self._over.wait(EVERY_S):
            for number, frame in sys._current_frames().items():  # noqa: SLF001 - the only door to other threads
                if number != self.ident and (where := _credited(frame)) is not None:
                    self.seen[where] += 1

    def stop(self) -> None:
        """End sampling."""
        self._over.set()
        self.join()


def _credited(frame: FrameType | None) -> tuple[str, str] | None:
    """The outermost step and the innermost function of the room on a stack; None for a thread that waits."""
    if frame is not None and frame.f_code.co_name in ("wait", "acquire", "_worker", "_wait_for_tstate_lock"):
        return None
    inside: list[str] = []
    while frame is not None:
        if ROOM in frame.f_code.co_filename:
            module = frame.f_code.co_filename.rsplit("/", 1)[-1].removesuffix(".py")
            inside.append(f"{module}.{frame.f_code.co_name}")
        frame = frame.f_back
    steps = [one for one in inside if not one.startswith(("search.", "locate."))]
    return (steps[-1], steps[0]) if steps else None


def main(
    sets: Annotated[list[str], typer.Option("--set", help=f"Repeatable. {', '.join(CATALOGUE)}.")],
    limit: Annotated[int, typer.Option(help="Questions a set.", min=1)] = 6,
    seed: Annotated[int, typer.Option(help="The same seed asks the same questions.")] = 1,
) -> None:
    """Print the share of each step, then of each function, in searches of some sets, one thread each."""
    cv2.setNumThreads(1)
    engine, spent, area_km2, asked = InquoEngine(), 0.0, 0.0, 0
    sampler = Sampler()
    queries = []
    for name in sets:
        try:
            questions = CATALOGUE[name].questions(seed)
            some = np.random.default_rng(seed).permutation(len(questions))[:limit]
            queries += [CATALOGUE[name].pose(questions[i]) for i in some]
        except MissingDataError as e:
            typer.echo(f"skipped {e}")
    if not queries:
        raise typer.Exit(1)
    engine.answer(queries[0])  # libraries load, plans of transforms are made
    sampler.start()
    for query in queries:
        started = time.process_time()
        engine.answer(query)
        spent += time.process_time() - started
        area_km2 += query.reference.area_km2
        asked += 1
    sampler.stop()
    total = max(1, sum(sampler.seen.values()))
    each = f"{spent / asked:.2f} processor s and {area_km2 / asked:.2f} km2 each"
    typer.echo(f"{machine.commit()}: {asked} searches, {each}")
    for title, which in (("for the step", 0), ("in the function", 1)):
        typer.echo(title)
        counts: collections.Counter[str] = collections.Counter()
        for key, number in sampler.seen.items():
            counts[key[which]] += number
        for where, number in counts.most_common(14):
            typer.echo(f"  {number / total:6.1%}  {spent / asked * number / total:6.3f} s  {where}")


if __name__ == "__main__":
    typer.run(main)
