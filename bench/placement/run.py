"""Put questions to methods, one after the other or in several processes, always in the same order."""

from __future__ import annotations

import collections
import functools
import math
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from bench.placement.answers import Answers
from bench.placement.decoys import search_instead
from bench.placement.methods import METHODS, OURS, STRIDES
from bench.placement.question import OWN_GROUND, Answer, Method, MissingDataError, Question
from bench.placement.sets import CATALOGUE
from bench.placement.verdict import Spent, Verdict, judge

BASELINE_DECOY_STRIDE = 10
"""Baselines are asked every tenth decoy: their rates are high enough to be seen in fewer."""
_asked: dict[str, Method] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One question and the methods that it goes to."""

    question: Question
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a job.

    Attributes:
        question: What was asked.
        verdicts: One a method, with the name by which it was asked.
        skipped: Why a question or method could not run, if so.
    """

    question: Question
    verdicts: tuple[tuple[str, Verdict], ...]
    skipped: tuple[str, ...]


def jobs(questions: Sequence[Question], methods: Sequence[str]) -> list[Job]:
    """Give every question to the quick methods, and some to the slow ones."""
    out = []
    places: dict[tuple[bool, str, str, str], int] = {}
    for question in questions:
        key = (question.is_decoy, question.dataset, question.kind, question.look)
        number = places[key] = places.get(key, -1) + 1
        chosen = []
        for name in methods:
            stride = STRIDES[name] * (BASELINE_DECOY_STRIDE if question.is_decoy and name not in OURS else 1)
            if number % stride == 0:
                chosen.append(name)
        out.append(Job(question=question, methods=tuple(chosen)))
    return [job for job in out if job.methods]


def execute(
    work: Sequence[Job],
    processes: int,
    tell: Callable[[Outcome], None],
    kept: Answers,
    minutes: float = math.inf,
) -> list[Verdict]:
    """Run jobs in the order given; the order of results does not depend on the number of processes.

    Args:
        work: The jobs.
        processes: How many run at once.
        tell: Told of each outcome.
        kept: Answers of earlier runs, which are not asked for again; new ones are added as they come.
        minutes: No job begins after so long; what was answered until then is what is returned.
    """
    verdicts: list[Verdict] = []
    left: list[Job] = []
    for job in work:
        known = {name: kept.find(job.question, name) for name in job.methods}
        verdicts += [verdict for verdict in known.values() if verdict is not None]
        unknown = tuple(name for name, verdict in known.items() if verdict is None)
        if unknown:
            left.append(replace(job, methods=unknown))
        else:
            tell(Outcome(question=job.question, verdicts=(), skipped=()))
    until = time.monotonic() + 60 * minutes
    for outcome in _outcomes(left, processes, until):
        for name, verdict in outcome.verdicts:
            kept.keep(outcome.question, name, verdict)
            verdicts.append(verdict)
        tell(outcome)
    return verdicts


def _outcomes(work: Sequence[Job], processes: int, until: float) -> Iterator[Outcome]:
    if processes <= 1:
        for job in work:
            if time.monotonic() >= until:
                return
            yield perform(job)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_end_with_parent) as pool:
        running = collections.deque[Future[Outcome]]()
        for job in work:
            if len(running) >= 2 * processes:
                yield running.popleft().result()
            if time.monotonic() >= until:
                break
            running.append(pool.submit(perform, job))
        for future in running:
            yield future.result()


def _end_with_parent() -> None:
    """Let a worker end when its parent does, however that ends."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def perform(job: Job) -> Outcome:
    """Pose one question and let each method answer it."""
    cv2.setNumThreads(1)
    question = job.question
    dataset = CATALOGUE[question.dataset]
    try:
        query = dataset.pose(replace(question, ground=OWN_GROUND))
        if question.is_decoy:
            query = search_instead(query, question, CATALOGUE)
    except MissingDataError as e:
        return Outcome(question=question, verdicts=(), skipped=(str(e),))
    verdicts, skipped = [], []
    for name in job.methods:
        method = _asked.setdefault(name, METHODS[name]())
        try:
            answer, spent = measured(functools.partial(method.answer, query))
        except MissingDataError as e:
            skipped.append(str(e))
            continue
        verdicts.append((name, judge(question, query, method.name, answer, spent)))
    return Outcome(question=question, verdicts=tuple(verdicts), skipped=tuple(skipped))


def measured(answering: Callable[[], Answer]) -> tuple[Answer, Spent]:
    """An answer, and what it cost."""
    _forget_peak()
    started, worked = time.perf_counter(), time.process_time()
    answer = answering()
    seconds, processor_s = time.perf_counter() - started, time.process_time() - worked
    return answer, Spent(seconds=seconds, processor_s=processor_s, peak_mb=_peak_mb())


def _forget_peak() -> None:
    """Let the kernel count this process's peak memory anew; Linux only, elsewhere the peak is of the whole run."""
    reset = Path("/proc/self/clear_refs")
    if reset.exists() and os.access(reset, os.W_OK):
        reset.write_text("5")


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
