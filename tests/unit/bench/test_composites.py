"""A composite is held against the frame whose coordinates it has, clip by clip."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench.placement.composites import gains
from bench.placement.verdict import Verdict
from test_kept_answers import QUESTION, verdict


def asked(item: str, form: str, expected: float | None, *, right: bool, crf: int = 40) -> Verdict:
    return replace(
        verdict(QUESTION),
        question=f"clips/photo crf {crf} {form}/{item}/plain/0deg/own",
        dataset="clips",
        row=f"photo crf {crf} {form}",
        decoy="",
        right=right,
        expected_false_matches=expected,
    )


BOTH_WAYS = [
    asked("one", "composite", 1e-6, right=True),
    asked("one", "one frame", 1e-4, right=True),
    asked("two", "composite", 1e-5, right=True),
    asked("two", "one frame", 1e-1, right=False),
    asked("three", "composite", 1.0, right=False),
    asked("three", "one frame", None, right=False),
]


def test_each_clip_counts_once_with_both_of_its_forms() -> None:
    (kind, every) = gains([*BOTH_WAYS, asked("four", "composite", 1e-9, right=True)], "Inquo")
    assert (kind.of, every.of) == ("photo crf 40", "all")
    assert (kind.clips, kind.composite_right, kind.frame_right, kind.stronger) == (3, 2, 1, 2)
    assert kind.orders == pytest.approx(2)


def test_kinds_are_kept_apart_and_summed() -> None:
    other = [asked("one", "composite", 1e-3, right=True, crf=30), asked("one", "one frame", 1e-3, right=True, crf=30)]
    rows = gains([*BOTH_WAYS, *other], "Inquo")
    assert [(row.of, row.clips) for row in rows] == [("photo crf 30", 1), ("photo crf 40", 3), ("all", 4)]


def test_decoys_other_sets_and_other_methods_say_nothing() -> None:
    others = [replace(one, decoy="mirror") for one in BOTH_WAYS] + [replace(one, method="SIFT") for one in BOTH_WAYS]
    assert gains([*others, *(replace(one, dataset="town") for one in BOTH_WAYS)], "Inquo") == ()
