"""What ``inquo place --json`` prints is what its page says, and unknown is null."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.pipeline.results_built import HOSPITAL, NOT_PLACED, PLACED, result

from inquo.pipeline.answers import answer, ranking_lines, sentence, swept
from inquo.pipeline.results import Ranked, SweptShot
from inquo.records.finding import Undetermined
from inquo.records.place import BetweenHalves, OffPlane

PAGE = (Path(__file__).parents[3] / "docs" / "place-json.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("outcome", [PLACED, NOT_PLACED], ids=["placed", "undetermined"])
def test_the_fields_are_the_documented_ones_in_their_order(outcome: object) -> None:
    documented = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert list(answer(result(outcome))) == documented  # type: ignore[arg-type]


def test_a_place_comes_with_its_error_and_its_building() -> None:
    said = json.loads(json.dumps(answer(result(PLACED))))
    assert said["result"] == "placed"
    assert said["reason"] is None
    assert said["aim"]["ce90_m"] == pytest.approx(4.29)
    assert said["footprint"]["coordinates"][0][0] == said["footprint"]["coordinates"][0][-1]
    assert [f["name"] for f in said["facilities"]] == ["Invented Hospital", None]
    assert {"text": "مشفى متخيَّل", "language": "ar"} in said["facilities"][0]["names"]
    assert said["candidates"] == []


def test_what_is_not_determined_has_no_place_anywhere() -> None:
    said = json.loads(json.dumps(answer(result(NOT_PLACED))))
    assert said["result"] == "undetermined"
    assert "chance" in said["reason"]
    assert said["aim"] == {
        "x_px": 640.0,
        "y_px": 360.0,
        "lon_deg": None,
        "lat_deg": None,
        "ce90_m": None,
        "basis": "crosshair at the picture centre",
    }
    for field in ("footprint", "expected_false_matches", "check_rmse_m", "tie_points"):
        assert said[field] is None
    assert said["facilities"] == []
    assert said["candidates"][0]["score"] == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("halves", "said"),
    [
        (BetweenHalves(apart_m=2.5, explained_m=1.0), {"apart_m": 2.5, "explained_m": 1.0, "reason": None}),
        (Undetermined(reason="too few"), {"apart_m": None, "explained_m": None, "reason": "too few"}),
        (None, None),
    ],
)
def test_whether_early_and_late_frames_agree_is_said(
    halves: BetweenHalves | Undetermined | None, said: dict[str, object] | None
) -> None:
    assert answer(result(replace(PLACED, halves=halves)))["between_frames"] == said


@pytest.mark.parametrize(
    ("off_plane", "said"),
    [
        (
            OffPlane(east_m=3.0, north_m=-4.0, seen=0.9),
            {"east_m": 3.0, "north_m": -4.0, "seen": 0.9, "reason": None},
        ),
        (Undetermined(reason="smoke"), {"east_m": None, "north_m": None, "seen": None, "reason": "smoke"}),
        (None, None),
    ],
)
def test_how_far_the_surroundings_moved_the_point_is_said(
    off_plane: OffPlane | Undetermined | None, said: dict[str, object] | None
) -> None:
    assert answer(result(replace(PLACED, off_plane=off_plane)))["off_plane"] == said


def test_a_picture_without_a_mark_is_placed_by_its_centre_and_says_so() -> None:
    said = json.loads(json.dumps(answer(result(PLACED, Undetermined(reason="no crosshair and no flash")))))
    assert (said["aim"]["x_px"], said["aim"]["y_px"]) == (640.0, 360.0)
    assert said["aim"]["basis"].startswith("picture centre")
    assert "no crosshair" in said["aim"]["basis"]
    assert "(90 %), the middle of the picture" in sentence(said)
    assert "middle of the picture" not in sentence(answer(result(PLACED)))


def test_a_chained_placement_names_the_shots_it_went_through() -> None:
    chained = replace(result(PLACED), chain=(3, 1))
    assert answer(chained)["chain"] == [3, 1]
    assert "shot 3, then 1" in sentence(answer(chained))


def test_the_line_for_a_person_never_gives_a_place_without_its_error() -> None:
    assert "within 4.3 m (90 %)" in sentence(answer(result(PLACED)))
    assert "not determined" in sentence(answer(result(NOT_PLACED)))
    assert not re.search(r"\d{2}\.\d{4}", sentence(answer(result(NOT_PLACED))))


SWEPT = SweptShot(
    result=result(NOT_PLACED),
    ranking=(Ranked(facility=HOSPITAL, lead=NOT_PLACED.candidates[0], distance_m=31.0),),
    facilities=9,
    searched=7,
    windows=5,
    area_km2=4.25,
    radius_m=500.0,
)


def test_a_sweep_says_what_was_searched_and_its_fields_are_documented() -> None:
    said = json.loads(json.dumps(swept(SWEPT)))
    assert {key: said[key] for key in answer(SWEPT.result)} == json.loads(json.dumps(answer(SWEPT.result)))
    chapter = PAGE.split("## What `inquo sweep --json` adds")[1]
    for field in (*said["sweep"], *said["sweep"]["ranking"][0]):
        assert f"`{field}`" in chapter
    assert said["sweep"]["ranking"][0]["distance_m"] == 31.0


def test_what_was_not_searched_is_not_passed_over() -> None:
    first, searched = ranking_lines(SWEPT)
    assert "Invented Hospital" in first
    assert "31 m" in first
    assert "7 of 9 facilities" in searched
    assert "2 have no imagery" in searched
