"""What was answered once is not asked again, and what changed is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bench.placement import answers
from bench.placement.answers import answered_by, asked, load, meaning
from bench.placement.question import Question
from bench.placement.run import Job, Outcome, execute
from bench.placement.verdict import Verdict

QUESTION = Question(dataset="mmim", kind="DO", item="DO1.0", look="plain", tilt_deg=0.0, ground="own", seed=1)


def verdict(question: Question, expected: float | None = 1e-9) -> Verdict:
    return Verdict(
        question=question.name,
        dataset=question.dataset,
        row=question.kind,
        tilt_deg=0.0,
        decoy="",
        method="Inquo",
        placed=True,
        right=True,
        error_m=1.5,
        off_m=(0.9, -1.2),
        ce90_m=4.0,
        truth_ce90_m=0.5,
        expected_false_matches=expected,
        lead_rank=0,
        score=0.4,
        reason="",
        seconds=1.0,
        processor_s=1.0,
        peak_mb=100.0,
        area_km2=0.3,
        footprint_m=200.0,
    )


def test_answers_come_back_as_they_were_infinity_included(tmp_path: Path) -> None:
    kept = load(tmp_path / "answers.jsonl")
    given = verdict(QUESTION, expected=float("inf"))
    kept.keep(QUESTION, "inquo", given)
    again = load(tmp_path / "answers.jsonl")
    assert again.find(QUESTION, "inquo") == given
    assert again.find(QUESTION, "sift") is None
    assert again.find(replace(QUESTION, ground="mirror"), "inquo") is None
    assert again.find(replace(QUESTION, seed=2), "inquo") is None


def test_a_line_that_was_cut_off_costs_that_answer_alone(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    other = replace(QUESTION, item="DO2.0")
    kept = load(path)
    kept.keep(other, "inquo", verdict(other))
    kept.keep(QUESTION, "inquo", verdict(QUESTION))
    path.write_text(path.read_text()[:-40])
    again = load(path)
    assert again.unreadable == 1
    assert again.find(other, "inquo") is not None
    assert again.find(QUESTION, "inquo") is None


def test_changed_code_is_another_method_and_a_changed_comment_is_not() -> None:
    source = 'def f(x):\n    """Double."""\n    return 2 * x  # twice\n'
    assert meaning(source) == meaning('def f(x):\n    """Twice as much."""\n    return 2*x\n')
    assert meaning(source) != meaning('def f(x):\n    """Double."""\n    return 3 * x\n')


def test_the_last_answer_of_a_method_that_has_changed_since_counts_where_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    kept = load(path)
    for expected in (0.5, 0.25):
        kept.keep(QUESTION, "inquo", verdict(QUESTION, expected))
    path.write_text(path.read_text().replace(answered_by("inquo"), "as it was once"))
    assert load(path).find(QUESTION, "inquo") is None
    lenient = load(path, any_version=True)
    assert lenient.find(QUESTION, "inquo") == verdict(QUESTION, 0.25)
    assert lenient.find(QUESTION, "third") is None
    lenient.keep(QUESTION, "inquo", verdict(QUESTION, 0.125))
    assert lenient.find(QUESTION, "inquo") == verdict(QUESTION, 0.125)


def test_a_decoy_rests_on_the_source_of_the_other_set_too(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Path, ...]] = []
    monkeypatch.setattr(answers, "_source", lambda paths: seen.append(paths) or "")
    asked(QUESTION)
    asked(replace(QUESTION, ground="other:town/town"))
    own, decoy = ({path.name for path in paths} for paths in seen)
    assert decoy - own == {"decoys.py", "town.py"}


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = [replace(QUESTION, item=f"DO{n}.0") for n in range(4)]
    work = [Job(question=q, methods=("inquo",)) for q in questions]
    path, performed = tmp_path / "answers.jsonl", []

    def perform(job: Job) -> Outcome:
        performed.append(job.question)
        if len(performed) == 3:
            raise KeyboardInterrupt
        return Outcome(question=job.question, verdicts=(("inquo", verdict(job.question)),), skipped=())

    monkeypatch.setattr("bench.placement.run.perform", perform)
    with pytest.raises(KeyboardInterrupt):
        execute(work, 1, lambda _: None, load(path))
    assert len(path.read_text().splitlines()) == 2
    assert len(execute(work, 1, lambda _: None, load(path), minutes=0)) == 2
    performed.clear()
    told: list[Outcome] = []
    assert len(execute(work, 1, told.append, load(path))) == 4
    assert performed == questions[2:]
    assert len(told) == 4
