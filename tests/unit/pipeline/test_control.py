"""Which shot an option is about, which of several files of points counts, and what a bad one says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.pipeline.results_built import NOT_PLACED, PLACED, SHOT, result

from inquo.errors import PointsError, UsageError
from inquo.pipeline.answers import answer, sentence
from inquo.pipeline.control import latest_points, one_shot, read_points
from inquo.records.control import ControlPoint, ControlPoints
from inquo.records.digest import Digest
from inquo.records.finding import Strength
from inquo.records.footage import ShotKind
from inquo.report.narrative import place_strength

TITLE = replace(SHOT, kind=ShotKind.TITLE)
WHEN = datetime(2031, 1, 1, tzinfo=UTC)
POINTS = ControlPoints(
    shot=Digest.of(b"a"),
    file=Digest.of(b"file"),
    name="mine.points",
    crs="EPSG:4326",
    points=(
        ControlPoint(line=3, x_px=1.0, y_px=2.0, map_x=3.0, map_y=4.0),
        ControlPoint(line=4, x_px=5.0, y_px=6.0, map_x=7.0, map_y=8.0, enabled=False),
    ),
    sigma_px=2.0,
    who="A. Person",
    when=WHEN,
)
GOOD = "#CRS: EPSG:4326\nmapX,mapY,sourceX,sourceY,enable\n37.1,36.5,10,-20,1\n"


def test_the_only_shot_of_the_ground_needs_no_number() -> None:
    assert one_shot([TITLE, SHOT, TITLE], None, "--points") == 2
    assert one_shot([SHOT, SHOT], 2, "--points") == 2


def test_a_shot_that_a_person_names_may_be_taken_for_a_title() -> None:
    assert one_shot([TITLE, SHOT], 1, "--shot") == 1


@pytest.mark.parametrize(
    ("shots", "number", "said"),
    [
        ([SHOT, TITLE, SHOT], None, "2 of 3 show ground"),
        ([TITLE], None, "0 of 1"),
        ([SHOT], 7, "there is no shot 7"),
        ([SHOT], 0, "there is no shot 0"),
    ],
)
def test_a_shot_that_is_not_clear_is_asked_for(shots: list[object], number: int | None, said: str) -> None:
    with pytest.raises(UsageError, match=said) as raised:
        one_shot(shots, number, "--points")  # type: ignore[arg-type]
    assert raised.value.hint


def test_the_last_file_of_a_shot_counts_and_an_empty_one_withdraws() -> None:
    other = replace(POINTS, shot=Digest.of(b"b"))
    newer = replace(POINTS, name="newer.points")
    assert latest_points([POINTS, other, newer]) == {POINTS.shot: newer, other.shot: other}
    assert latest_points([POINTS, other, replace(newer, points=())]) == {other.shot: other}


def test_a_file_is_read_with_its_error_and_its_author(tmp_path: Path) -> None:
    path = tmp_path / "x.points"
    path.write_text(GOOD, encoding="utf-8")
    points, content = read_points(path, POINTS.shot, crs=None, sigma_px=None, who="A. Person")
    assert content == GOOD.encode()
    assert (points.sigma_px, points.who, points.file) == (2.0, "A. Person", Digest.of(content))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD.replace("#CRS: EPSG:4326\n", ""), "line 1: does not say the CRS"),
        (GOOD.replace("EPSG:4326", "EPSG:4"), "line 1: not a coordinate reference system"),
        ("\x00\xff", "line 1: no header"),
        (GOOD + "x" * 2**20, "larger than 1 MiB"),
    ],
    ids=["no crs", "no such crs", "not a table", "endless"],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "bad.points"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PointsError) as raised:
        read_points(path, POINTS.shot, crs=None, sigma_px=None, who=None)
    assert "bad.points: " in str(raised.value)
    assert said in str(raised.value)


def test_bytes_that_are_no_text_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.points"
    path.write_bytes(GOOD.encode() + b"\xff\xfe\n")
    with pytest.raises(PointsError, match="line 4: not text in UTF-8"):
        read_points(path, POINTS.shot, crs=None, sigma_px=None, who=None)
    with pytest.raises(PointsError, match="no such file"):
        read_points(tmp_path / "none.points", POINTS.shot, crs=None, sigma_px=None, who=None)


def test_a_place_by_hand_says_nothing_of_chance_and_is_never_established() -> None:
    fit = replace(PLACED.registration, expected_false_matches=None, control_points=POINTS)
    by_hand = replace(PLACED, registration=fit)
    said = answer(result(by_hand))
    assert said["expected_false_matches"] is None
    assert said["control_points"] == {
        "file": "mine.points",
        "sha256": str(POINTS.file),
        "who": "A. Person",
        "crs": "EPSG:4326",
        "sigma_px": 2.0,
        "enabled": 1,
        "disabled": 1,
    }
    assert "a person set" in sentence(said)
    assert place_strength(by_hand) is Strength.LIKELY
    assert answer(result(PLACED))["control_points"] is None
    assert answer(result(NOT_PLACED))["control_points"] is None


def test_a_registration_cannot_be_silent_about_chance_or_invent_it() -> None:
    with pytest.raises(ValueError, match="expected false matches"):
        replace(PLACED.registration, expected_false_matches=None)
    with pytest.raises(ValueError, match="expected false matches"):
        replace(PLACED.registration, control_points=POINTS)
