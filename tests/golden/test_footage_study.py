"""Rendered footage with known motion, symbols and impact, studied from the encoded file."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import numpy as np
import pytest

import film
from film import Camera, Take
from inquo.errors import UsageError
from inquo.footage.composite import Blend
from inquo.footage.study import Choice, Footage, study
from inquo.records.finding import Undetermined
from inquo.records.footage import AimPoint, ImpactFrame, ShotKind

STRIKE = Take(seed=1, frames=40, camera=Camera(turning_deg=0.3), flash=28, smoke=30)
QUIET = Take(seed=2, frames=30, camera=Camera(turn_deg=60, zooming=1.006))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    takes = chain(film.card(), film.shoot(STRIKE), film.shoot(QUIET))
    return film.write(tmp_path_factory.mktemp("film") / "film.mp4", takes)


@pytest.fixture(scope="module")
def footage(path: Path) -> Footage:
    told: list[float] = []
    studied = study(path, lambda done, what: told.append(done))
    assert told == sorted(told)
    assert told[-1] == 1.0
    return studied


def blend_of(footage: Footage, number: int) -> Blend:
    blend = footage.shots[number].blend
    assert isinstance(blend, Blend)
    return blend


def test_shots_impacts_and_kinds(footage: Footage) -> None:
    card, strike, quiet = footage.shots
    assert [one.shot.kind for one in footage.shots] == [ShotKind.TITLE, ShotKind.OVERHEAD, ShotKind.OVERHEAD]
    assert isinstance(card.blend, Undetermined)
    assert isinstance(card.aim, Undetermined)
    assert isinstance(strike.impact, ImpactFrame)
    assert abs(strike.impact.index - (15 + 28)) <= 1
    assert isinstance(quiet.impact, Undetermined)


def test_only_frames_before_the_impact_are_blended(footage: Footage) -> None:
    blend = blend_of(footage, 1)
    assert blend.key == blend.frames[-1]
    assert 15 <= blend.frames[0].index < blend.frames[-1].index < 43
    assert len(blend.frames) == len(blend.key_from_frame) >= 10


@pytest.mark.parametrize(("number", "first", "take"), [(1, 15, STRIKE), (2, 55, QUIET)])
def test_transforms_are_those_of_the_camera(footage: Footage, number: int, first: int, take: Take) -> None:
    blend = blend_of(footage, number)
    key_from_ground = take.camera.frame_from_ground(blend.key.index - first)
    corners = np.array([[60, 40, 1], [340, 40, 1], [340, 180, 1], [60, 180, 1.0]]).T
    for frame, key_from_frame in zip(blend.frames, blend.key_from_frame, strict=True):
        truth = key_from_ground @ np.linalg.inv(take.camera.frame_from_ground(frame.index - first))
        off_px = np.hypot(*((key_from_frame @ corners)[:2] - (truth @ corners)[:2]))
        assert off_px.max() < 1.0, frame.index


@pytest.mark.parametrize(("number", "first", "take"), [(1, 15, STRIKE), (2, 55, QUIET)])
def test_the_composite_shows_the_ground_and_no_symbol(footage: Footage, number: int, first: int, take: Take) -> None:
    blend = blend_of(footage, number)
    bare = Take(seed=take.seed, frames=blend.key.index - first + 1, camera=take.camera, symbols=False)
    ground = list(film.shoot(bare))[-1]
    usable = blend.view.usable
    assert usable.mean() > 0.95
    off = np.abs(blend.view.grey.astype(int) - ground)[usable]
    assert np.quantile(off, 0.95) < 14
    symbols = np.full(ground.shape, 100, np.uint8)
    film.draw_symbols(symbols, take.crosshair)
    there = (symbols == 250) & usable
    if there.any():
        assert np.median(np.abs(blend.view.grey.astype(int) - ground)[there]) < 20


def test_the_overlay_covers_the_symbols_and_little_else(footage: Footage) -> None:
    symbols = np.full(film.SIZE[::-1], 100, np.uint8)
    film.draw_symbols(symbols, STRIKE.crosshair)
    for number in (1, 2):
        overlay = blend_of(footage, number).overlay
        assert overlay[symbols == 250].mean() > 0.9
        assert overlay.mean() < 0.08


def test_the_aim_point_is_the_crosshair(footage: Footage) -> None:
    for number in (1, 2):
        aim = footage.shots[number].aim
        assert isinstance(aim, AimPoint)
        assert np.hypot(aim.x_px - film.SIZE[0] / 2, aim.y_px - film.SIZE[1] / 2) < 1.5
        assert aim.basis.startswith("crosshair at the picture centre")


def test_the_same_file_gives_the_same_composite(path: Path, footage: Footage) -> None:
    again = study(path)
    assert np.array_equal(blend_of(again, 1).view.grey, blend_of(footage, 1).view.grey)
    assert again.shots[1].aim == footage.shots[1].aim


def test_a_persons_choices_win(path: Path) -> None:
    choices = {1: Choice(who="A. Person", impact_frame=40, aim_px=(100.5, 50.5), aim_sigma_px=2.0)}
    strike = study(path, choices=choices).shots[1]
    assert isinstance(strike.impact, ImpactFrame)
    assert (strike.impact.index, strike.impact.basis) == (40, "chosen by A. Person")
    assert isinstance(strike.aim, AimPoint)
    assert strike.aim.basis == "chosen by A. Person"
    assert strike.aim.sigma_px == 2.0
    with pytest.raises(UsageError):
        study(path, choices={1: Choice(who="A. Person", impact_frame=5)})


def test_ground_that_a_person_marks_is_studied_whatever_it_was_taken_for(path: Path) -> None:
    card = study(path, choices={0: Choice(who="A. Person", aim_px=(100.5, 50.5))}).shots[0]
    assert card.shot.kind is ShotKind.TITLE, "what it was taken for stands beside it"
    assert isinstance(card.blend, Blend)
    assert isinstance(card.aim, AimPoint)
    assert card.aim.basis == "chosen by A. Person"
    said = study(path, choices={0: Choice(who="A. Person", shows_ground=True)}).shots[0]
    assert said.shot.kind is ShotKind.TITLE
    assert isinstance(said.blend, Blend)


def test_without_a_crosshair_the_flash_is_the_aim_and_the_centre_never_is(tmp_path: Path) -> None:
    struck = Take(seed=1, frames=30, flash=20, symbols=False, crosshair=(250, 130))
    plain = Take(seed=2, frames=20, symbols=False)
    path = film.write(tmp_path / "bare.mp4", chain(film.shoot(struck), film.shoot(plain)))
    first, second = study(path).shots
    assert isinstance(first.aim, AimPoint)
    assert first.aim.basis.startswith("flash")
    assert np.hypot(first.aim.x_px - 250, first.aim.y_px - 130) < 2 * first.aim.sigma_px
    assert isinstance(second.aim, Undetermined)
