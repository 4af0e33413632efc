from __future__ import annotations

from itertools import chain
from pathlib import Path

import cv2
import numpy as np
import pytest

import film
from film import Camera, Take
from inquo.footage.shots import split
from inquo.records.footage import Shot, ShotKind


def bounds(shots: tuple[Shot, ...]) -> list[tuple[int, int]]:
    return [(shot.first.index, shot.last.index) for shot in shots]


def test_cuts_are_found_to_the_frame_and_the_card_is_a_title(tmp_path: Path) -> None:
    takes = [Take(seed=1), Take(seed=2, camera=Camera(turn_deg=70)), Take(seed=3, symbols=False)]
    path = film.write(tmp_path / "cuts.mp4", chain(film.card(), *(film.shoot(take) for take in takes)))
    shots = split(path)
    assert bounds(shots) == [(0, 14), (15, 44), (45, 74), (75, 104)]
    assert [shot.kind for shot in shots] == [ShotKind.TITLE] + [ShotKind.OVERHEAD] * 3
    assert all(shot.reason for shot in shots)
    assert shots[1].first.time_s == pytest.approx(0.6)
    assert shots[1].end_s == pytest.approx(1.8)


@pytest.mark.parametrize(
    "take",
    [
        Take(seed=1, frames=40, flash=15),
        Take(seed=1, frames=60, smoke=12),
        Take(seed=1, frames=60, flash=12, smoke=13),
        Take(seed=1, frames=40, camera=Camera(zooming=1.02)),
        Take(seed=1, frames=40, camera=Camera(zooming=0.98, scale=1.5)),
        Take(seed=1, frames=40, camera=Camera(turning_deg=1.5)),
        Take(seed=1, frames=30, camera=Camera(drift=(9.0, 4.0), start=(400, 500))),
    ],
    ids=["flash", "smoke", "flash and smoke", "zoom in", "zoom out", "turn", "pan"],
)
def test_what_is_not_a_cut(tmp_path: Path, take: Take) -> None:
    path = film.write(tmp_path / "one.mp4", film.shoot(take))
    assert bounds(split(path)) == [(0, take.frames - 1)]


def test_a_change_of_gain_is_not_a_cut(tmp_path: Path) -> None:
    dark = [(0.4 * picture).astype(np.uint8) for picture in film.shoot(Take(seed=1, frames=30))]
    bright = list(film.shoot(Take(seed=1, frames=30)))
    path = film.write(tmp_path / "gain.mp4", bright[:15] + dark[15:])
    assert bounds(split(path)) == [(0, 29)]


def test_a_step_of_the_zoom_is_not_a_cut(tmp_path: Path) -> None:
    def crop(picture: np.ndarray) -> np.ndarray:
        height, width = picture.shape
        middle = picture[height // 4 : height * 3 // 4, width // 4 : width * 3 // 4]
        return cv2.resize(middle, (width, height), interpolation=cv2.INTER_CUBIC)

    pictures = list(film.shoot(Take(seed=1, frames=30, symbols=False)))
    path = film.write(tmp_path / "step.mp4", pictures[:15] + [crop(picture) for picture in pictures[15:]])
    assert bounds(split(path)) == [(0, 29)]


def test_the_same_site_shown_again_closer_and_turned_is_another_shot(tmp_path: Path) -> None:
    again = Take(seed=1, camera=Camera(turn_deg=45, scale=1.8))
    path = film.write(tmp_path / "again.mp4", chain(film.shoot(Take(seed=1, smoke=12)), film.shoot(again)))
    assert bounds(split(path)) == [(0, 29), (30, 59)]


def test_a_fade_through_black_is_a_cut_at_the_black(tmp_path: Path) -> None:
    first, second = list(film.shoot(Take(seed=1, frames=40))), list(film.shoot(Take(seed=2, frames=40)))
    out = [(picture * (1 - n / 20)).astype(np.uint8) for n, picture in enumerate(first[20:])]
    into = [(picture * (n / 20)).astype(np.uint8) for n, picture in enumerate(second[:20])]
    path = film.write(tmp_path / "fade.mp4", first[:20] + out + into + second[20:])
    shots = split(path)
    assert len(shots) == 2
    assert abs(shots[1].first.index - 40) <= 3


def test_a_horizon_is_not_an_overhead_view(tmp_path: Path) -> None:
    def low(picture: np.ndarray) -> np.ndarray:
        seen = picture.copy()
        seen[:130] = np.linspace(200, 225, 130).astype(np.uint8)[:, None]
        return seen

    path = film.write(tmp_path / "low.mp4", [low(picture) for picture in film.shoot(Take(seed=1, symbols=False))])
    (shot,) = split(path)
    assert shot.kind is ShotKind.OTHER
    assert "sky" in shot.reason


def test_a_shaded_card_is_a_title(tmp_path: Path) -> None:
    shade = np.linspace(5, 90, film.SIZE[1]).astype(np.uint8)[:, None]
    shaded = [np.maximum(picture, np.broadcast_to(shade, picture.shape)) for picture in film.card(grey=0)]
    (shot,) = split(film.write(tmp_path / "shaded.mp4", shaded))
    assert shot.kind is ShotKind.TITLE
