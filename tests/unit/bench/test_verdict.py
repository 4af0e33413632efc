"""Answers are judged as the method's page says: refusals cost recall, wrong places cost more."""

from __future__ import annotations

import math

import numpy as np
import pytest
from bench.placement.ground import PictureReference
from bench.placement.question import Answer, Query, Question
from bench.placement.verdict import Spent, Verdict, judge, rows, summarise

from inquo.geometry.grid import View

QUESTION = Question(dataset="town", kind="roofs", item="1", look="plain", tilt_deg=0.0, ground="own", seed=1)
DECOY = Question(dataset="town", kind="roofs", item="1", look="plain", tilt_deg=0.0, ground="mirror", seed=1)


def query(*, decoy: bool = False) -> Query:
    grey, valid = np.zeros((100, 100), np.uint8), np.ones((100, 100), bool)
    return Query(
        view=View(grey=grey, usable=valid),
        aim_px=(50.0, 50.0),
        aimed=False,
        gsd_range_m=(0.5, 2.0),
        reference=PictureReference(grey=grey, valid=valid, gsd_m=1.0),
        truth_m=None if decoy else (10.0, 20.0),
        centre_m=None if decoy else (10.0, 20.0),
        tolerance_m=5.0,
        truth_ce90_m=1.0,
        footprint_m=100.0,
    )


def judged(answer: Answer, *, decoy: bool = False) -> Verdict:
    return judge(
        DECOY if decoy else QUESTION,
        query(decoy=decoy),
        "M",
        answer,
        Spent(seconds=0.5, processor_s=0.4, peak_mb=100.0),
    )


def test_within_the_tolerance_is_right_and_beyond_it_wrong() -> None:
    near, far = judged(Answer(place_m=(13.0, 24.0), ce90_m=6.0)), judged(Answer(place_m=(13.0, 24.1), ce90_m=6.0))
    assert near.right and not near.wrong and near.error_m == 5.0 and near.off_m == (3.0, 4.0)
    assert far.wrong and not far.right


def test_a_refusal_is_neither() -> None:
    refused = judged(Answer(reason="no", leads_m=((200.0, 20.0), (12.0, 20.0))))
    assert not refused.right and not refused.wrong
    assert refused.lead_rank == 1


def test_a_place_that_is_no_number_is_wrong() -> None:
    assert judged(Answer(place_m=(math.nan, 0.0), ce90_m=1.0)).wrong


def test_every_placement_on_a_decoy_is_false() -> None:
    placed = judged(Answer(place_m=(10.0, 20.0), ce90_m=6.0), decoy=True)
    assert placed.wrong and placed.error_m is None


def test_a_row_counts_recall_over_its_own_ground_and_false_over_all_searches() -> None:
    verdicts = [
        judged(Answer(place_m=(10.0, 21.0), ce90_m=6.0)),
        judged(Answer(place_m=(10.0, 24.0), ce90_m=2.0)),
        judged(Answer(reason="no")),
        judged(Answer(place_m=(0.0, 0.0)), decoy=True),
    ]
    row = summarise("town", "roofs", "M", verdicts)
    assert (row.asked, row.right, row.wrong, row.decoys, row.decoys_placed) == (3, 2, 0, 1, 1)
    assert row.recall == 2 / 3
    assert row.false_rate == 1 / 4
    assert row.ce90_coverage == 1 / 2
    assert row.seconds == 0.5
    assert row.processor_s == pytest.approx(0.4)
    assert [(r.dataset, r.kind) for r in rows(verdicts)] == [("town", "roofs"), ("town", "all"), ("all", "all")]
