"""The main job on real footage with known truth: what may be placed is, and nothing is placed wrongly."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from pyproj import Geod

from inquo.geometry.progress import silent
from inquo.pipeline.one_off import place_files
from inquo.pipeline.settings import Settings

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

WITHIN_M = 15.0
TRUTH_GOOD_TO_M = 12.0


@pytest.fixture(scope="module")
def truth(measuring_data: Path) -> list[dict[str, Any]]:
    text = (measuring_data / "compilation" / "compilation.truth.json").read_text(encoding="utf-8")
    shots: list[dict[str, Any]] = json.loads(text)["shots"]
    return shots


@pytest.fixture(scope="module")
def answers(measuring_data: Path) -> list[dict[str, Any]]:
    folder = measuring_data / "compilation"
    return list(
        place_files(
            [folder / "compilation.mp4"],
            [measuring_data / "fengyuan" / "reference.tif"],
            folder / "gazetteer.geojson",
            Settings(),
            silent,
        )
    )


def off_by_m(answer: dict[str, Any], shot: dict[str, Any]) -> float:
    aim = answer["aim"]
    return float(Geod(ellps="WGS84").inv(aim["lon_deg"], aim["lat_deg"], shot["aim_lon_deg"], shot["aim_lat_deg"])[2])


def test_every_shot_is_found_with_its_boundaries(answers: list[dict[str, Any]], truth: list[dict[str, Any]]) -> None:
    assert len(answers) == len(truth) == 7
    for answer, shot in zip(answers, truth, strict=True):
        assert abs(answer["shot"]["first_frame"] - shot["first"]) <= 2
        assert abs(answer["shot"]["last_frame"] - shot["last"]) <= 2


def test_the_title_is_told_from_the_ground(answers: list[dict[str, Any]], truth: list[dict[str, Any]]) -> None:
    assert [answer["kind"] for answer in answers] == [shot["kind"] for shot in truth]


def test_nothing_is_placed_wrongly(answers: list[dict[str, Any]], truth: list[dict[str, Any]]) -> None:
    for answer, shot in zip(answers, truth, strict=True):
        if answer["result"] == "placed":
            assert "aim_lon_deg" in shot, "placed what is not in the imagery"
            assert off_by_m(answer, shot) <= WITHIN_M
        else:
            assert answer["reason"]


@pytest.mark.parametrize("number", [2, 5, 7])
def test_the_shots_that_can_be_placed_are(
    answers: list[dict[str, Any]], truth: list[dict[str, Any]], number: int
) -> None:
    answer, shot = answers[number - 1], truth[number - 1]
    assert answer["result"] == "placed", answer["reason"]
    off_m = off_by_m(answer, shot)
    assert off_m <= WITHIN_M
    # The truth itself is only good to 12 m: its error and ours together must cover the difference.
    assert off_m <= math.hypot(answer["aim"]["ce90_m"], TRUTH_GOOD_TO_M)


def test_the_site_that_is_shown_twice_is_one_site(answers: list[dict[str, Any]]) -> None:
    assert answers[2]["group"] == answers[3]["group"]
    others = [answers[number]["group"] for number in (1, 4, 5, 6)]
    assert len({answers[2]["group"], *others}) == 5


def test_impact_frames_are_where_the_flash_is(answers: list[dict[str, Any]], truth: list[dict[str, Any]]) -> None:
    for answer, shot in zip(answers, truth, strict=True):
        if shot.get("flash_frame") is None:
            assert answer["impact_frame"] is None
        else:
            assert abs(answer["impact_frame"]["index"] - shot["flash_frame"]) <= 3


def test_the_first_strike_is_on_the_right_one_of_two_hospitals(answers: list[dict[str, Any]]) -> None:
    first = answers[1]["facilities"][0]
    assert first["name"] == "Invented National Hospital"
    assert any(name["language"] == "ar" for name in first["names"])
