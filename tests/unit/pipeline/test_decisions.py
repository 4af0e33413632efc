"""Decisions of people reach the shot that they are about, and the later one counts."""

from __future__ import annotations

from datetime import UTC, datetime

from inquo.pipeline.decisions import choices_for
from inquo.records.digest import Digest
from inquo.records.finding import Review

SHOT, OTHER = Digest.of(b"shot"), Digest.of(b"other")


def review(who: str, subject: Digest = SHOT, **values: float) -> Review:
    when = datetime(2026, 11, 22, tzinfo=UTC)
    return Review(subject=subject, decision="set", reason="seen", who=who, when=when, values=values)


def test_a_decision_reaches_its_own_shot_only() -> None:
    choices = choices_for({SHOT: 2}, [review("A", OTHER, impact_frame=7.0), review("A", impact_frame=9.0)])
    assert list(choices) == [2]
    assert choices[2].impact_frame == 9
    assert choices[2].aim_px is None
    assert not choices[2].shows_ground


def test_that_a_shot_shows_the_ground_is_a_decision_and_stays_beside_a_later_one() -> None:
    choices = choices_for({SHOT: 0}, [review("A", shows_ground=1.0), review("B", aim_x_px=3.0, aim_y_px=4.0)])
    assert choices[0].shows_ground
    assert choices[0].aim_px == (3.0, 4.0)


def test_the_later_decision_about_one_thing_counts_and_the_other_thing_stays() -> None:
    first = review("A", aim_x_px=1.0, aim_y_px=2.0, impact_frame=9.0)
    choices = choices_for({SHOT: 0}, [first, review("B", aim_x_px=3.0, aim_y_px=4.0)])
    assert choices[0].aim_px == (3.0, 4.0)
    assert choices[0].impact_frame == 9
    assert choices[0].who == "B"
