"""The main job on the invented town, whose truth is exact: nothing is placed wrongly."""

from __future__ import annotations

from typing import Any

import pytest
from pyproj import Geod

from inquo.geometry.progress import silent
from inquo.pipeline.one_off import place_files
from inquo.pipeline.settings import Settings
from inquo.town import scene

pytestmark = pytest.mark.slow

Answered = list[tuple[dict[str, Any], dict[str, Any]]]


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Answered:
    """Each answer with the true shot that it overlaps most."""
    made = scene.render(scene.DEFAULT_SEED, tmp_path_factory.mktemp("town"))
    answers: list[dict[str, Any]] = list(
        place_files([made.film], made.imagery, made.gazetteer, Settings(gsd_min_m=0.15, gsd_max_m=0.6), silent)
    )
    shots = made.truth["shots"]

    def shared(answer: dict[str, Any], shot: dict[str, Any]) -> int:
        seen = answer["shot"]
        return int(min(seen["last_frame"], shot["last"]) - max(seen["first_frame"], shot["first"]))

    return [(answer, max(shots, key=lambda shot, a=answer: shared(a, shot))) for answer in answers]  # type: ignore[misc]


def off_by_m(answer: dict[str, Any], shot: dict[str, Any]) -> float:
    aim = answer["aim"]
    return float(Geod(ellps="WGS84").inv(aim["lon_deg"], aim["lat_deg"], shot["aim_lon_deg"], shot["aim_lat_deg"])[2])


def test_every_shot_is_found(answered: Answered) -> None:
    assert [shot["first"] for _, shot in answered] == sorted({shot["first"] for _, shot in answered})
    assert all(abs(answer["shot"]["first_frame"] - shot["first"]) <= 2 for answer, shot in answered)
    assert [answer["kind"] for answer, _ in answered] == [shot["kind"] for _, shot in answered]


def test_nothing_is_placed_wrongly(answered: Answered) -> None:
    for answer, shot in answered:
        if answer["result"] == "placed":
            assert shot["place"] == "in the imagery"
            assert off_by_m(answer, shot) <= max(15.0, answer["aim"]["ce90_m"])
        else:
            assert answer["reason"]


def test_most_of_what_the_imagery_shows_is_placed_on_the_right_building(answered: Answered) -> None:
    shown = [(a, s) for a, s in answered if s.get("place") == "in the imagery"]
    placed = [(a, s) for a, s in shown if a["result"] == "placed"]
    assert len(placed) >= 3, [(a["shot"], a["reason"]) for a, _ in shown]
    for answer, shot in placed:
        if shot["facility"] is not None:
            assert shot["facility"] == answer["facilities"][0]["name"], answer["facilities"]


def test_the_flash_is_found_to_three_frames(answered: Answered) -> None:
    for answer, shot in answered:
        if shot.get("flash_frame") is not None and answer["impact_frame"] is not None:
            assert abs(answer["impact_frame"]["index"] - shot["flash_frame"]) <= 3
    assert sum(answer["impact_frame"] is not None for answer, _ in answered) >= 3
