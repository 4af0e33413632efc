"""What answers are worth: each judged against its truth, then summed by row."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.placement.question import Answer, Point, Query, Question
from bench.placement.statistics import median, share_inside, upper_bound

LEAD_REACH = 0.15
"""A lead is right when its middle is within this share of the footprint, or within the tolerance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What an answer cost.

    Attributes:
        seconds: Wall clock.
        processor_s: Processor time of all threads, which a busy machine does not lengthen.
        peak_mb: Greatest resident memory.
    """

    seconds: float
    processor_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One answer, judged.

    Attributes:
        question: Its name.
        dataset: Its set.
        row: Its row of the table.
        tilt_deg: Its tilt.
        decoy: The ground searched when the true place was not in it; empty otherwise.
        method: Who answered.
        placed: A place was claimed.
        right: It was within the tolerance.
        error_m: How far off; None for decoys and refusals.
        off_m: The same as east and north.
        ce90_m: What the method said.
        truth_ce90_m: How well the truth is known.
        expected_false_matches: What the method said.
        lead_rank: Position of the first right lead, from 0; None when none is.
        score: What the method ranks by.
        reason: Why it refused.
        seconds: Time of the answer.
        processor_s: Processor time of the answer, all threads: what is left of it on a busy machine.
        peak_mb: Greatest resident memory during it.
        area_km2: Imagery searched.
        footprint_m: Side of the view on the ground.
    """

    question: str
    dataset: str
    row: str
    tilt_deg: float
    decoy: str
    method: str
    placed: bool
    right: bool
    error_m: float | None
    off_m: Point | None
    ce90_m: float | None
    truth_ce90_m: float
    expected_false_matches: float | None
    lead_rank: int | None
    score: float | None
    reason: str
    seconds: float
    processor_s: float
    peak_mb: float
    area_km2: float
    footprint_m: float

    @property
    def wrong(self) -> bool:
        """A place was claimed that is not the place."""
        return self.placed and not self.right


def judge(question: Question, query: Query, method: str, answer: Answer, spent: Spent) -> Verdict:
    """Hold one answer against the truth. A place that is no number is wrong, not missing."""
    off: Point | None = None
    if answer.place_m is not None and query.truth_m is not None:
        off = (answer.place_m[0] - query.truth_m[0], answer.place_m[1] - query.truth_m[1])
    error = None if off is None else math.hypot(*off)
    return Verdict(
        question=question.name,
        dataset=question.dataset,
        row=row_of(question),
        tilt_deg=question.tilt_deg,
        decoy=question.ground if question.is_decoy else "",
        method=method,
        placed=answer.place_m is not None,
        right=error is not None and error <= query.tolerance_m,
        error_m=error,
        off_m=off,
        ce90_m=answer.ce90_m,
        truth_ce90_m=query.truth_ce90_m,
        expected_false_matches=answer.expected_false_matches,
        lead_rank=_rank(answer.leads_m, query),
        score=answer.score,
        reason=answer.reason,
        seconds=spent.seconds,
        processor_s=spent.processor_s,
        peak_mb=spent.peak_mb,
        area_km2=query.reference.area_km2,
        footprint_m=query.footprint_m,
    )


def row_of(question: Question) -> str:
    """Where a question is counted: by kind, files and video apart."""
    if question.look == "file":
        return f"{question.kind} file"
    if question.look == "video" and question.kind != "video":
        return f"video {question.tilt_deg:.0f}°" if question.tilt_deg else "video"
    return question.kind


def _rank(leads_m: Sequence[Point], query: Query) -> int | None:
    if query.centre_m is None:
        return None
    reach = max(query.tolerance_m, LEAD_REACH * query.footprint_m)
    return next((i for i, lead in enumerate(leads_m) if math.dist(lead, query.centre_m) <= reach), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One method on one set and kind.

    Attributes:
        dataset: Set, or ``all``.
        kind: Kind, or ``all``.
        method: Who answered.
        asked: Questions on their own ground.
        right: Placed within the tolerance.
        wrong: Placed further off.
        first_lead_right: Best lead right, accepted or not.
        any_lead_right: Some lead right.
        decoys: Searches where the place was not.
        decoys_placed: Placements in them, all false.
        false_rate: Share of all searches that ended in a false placement.
        false_upper_95: Clopper-Pearson upper bound of that rate.
        ce90_coverage: Share of right or wrong placements whose error is inside the stated CE90.
        median_error_m: Of placements within the tolerance.
        seconds: Per question, mean.
        processor_s: Processor time per question, mean.
        km2_per_processor_s: Imagery searched a second of processor time.
        peak_mb: Greatest resident memory.
    """

    dataset: str
    kind: str
    method: str
    asked: int
    right: int
    wrong: int
    first_lead_right: int
    any_lead_right: int
    decoys: int
    decoys_placed: int
    false_rate: float | None
    false_upper_95: float
    ce90_coverage: float | None
    median_error_m: float | None
    median_ce90_m: float | None
    seconds: float | None
    processor_s: float | None
    km2_per_processor_s: float | None
    peak_mb: float

    @property
    def recall(self) -> float | None:
        """Share placed and right."""
        return self.right / self.asked if self.asked else None


def summarise(dataset: str, kind: str, method: str, verdicts: Iterable[Verdict]) -> Row:
    """Sum verdicts of one method."""
    every = list(verdicts)
    own, decoys = [v for v in every if not v.decoy], [v for v in every if v.decoy]
    stated = [(v.error_m, v.ce90_m) for v in own if v.error_m is not None and v.ce90_m is not None]
    false = sum(v.wrong for v in every)
    spent = sum(v.processor_s for v in own)
    return Row(
        dataset=dataset,
        kind=kind,
        method=method,
        asked=len(own),
        right=sum(v.right for v in own),
        wrong=sum(v.wrong for v in own),
        first_lead_right=sum(v.lead_rank == 0 for v in own),
        any_lead_right=sum(v.lead_rank is not None for v in own),
        decoys=len(decoys),
        decoys_placed=sum(v.placed for v in decoys),
        false_rate=false / len(every) if every else None,
        false_upper_95=upper_bound(false, len(every)),
        ce90_coverage=share_inside([e for e, _ in stated], [c for _, c in stated]),
        median_error_m=median([v.error_m for v in own if v.right and v.error_m is not None]),
        median_ce90_m=median([v.ce90_m for v in own if v.right and v.ce90_m is not None]),
        seconds=sum(v.seconds for v in own) / len(own) if own else None,
        processor_s=spent / len(own) if own else None,
        km2_per_processor_s=sum(v.area_km2 for v in own) / spent if spent else None,
        peak_mb=max((v.peak_mb for v in every), default=0.0),
    )


def rows(verdicts: Sequence[Verdict]) -> list[Row]:
    """One row a kind and method, one a set and method, one a method."""
    out = []
    methods = list(dict.fromkeys(v.method for v in verdicts))
    for dataset in dict.fromkeys(v.dataset for v in verdicts):
        here = [v for v in verdicts if v.dataset == dataset]
        kinds = list(dict.fromkeys(v.row for v in here))
        for kind in kinds:
            for method in methods:
                out.append(summarise(dataset, kind, method, (v for v in here if v.row == kind and v.method == method)))
        for method in methods:
            out.append(summarise(dataset, "all", method, (v for v in here if v.method == method)))
    for method in methods:
        out.append(summarise("all", "all", method, (v for v in verdicts if v.method == method)))
    return out
