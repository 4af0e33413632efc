from __future__ import annotations

import cv2
import numpy as np
import pytest

import film
from inquo.footage import crosshair


def drawn(x: int, y: int, grey: int, seed: int = 5) -> np.ndarray:
    picture = cv2.GaussianBlur(film.ground(seed)[:540, :960], (0, 0), 2)
    for sign in (-1, 1):
        cv2.line(picture, (x + 10 * sign, y), (x + 34 * sign, y), grey, 2)
        cv2.line(picture, (x, y + 10 * sign), (x, y + 34 * sign), grey, 2)
    return picture


@pytest.mark.parametrize("grey", [255, 0])
@pytest.mark.parametrize("at", [(480, 270), (430, 310)])
def test_a_crosshair_is_found_to_a_pixel(at: tuple[int, int], grey: int) -> None:
    picture = drawn(*at, grey)
    found = crosshair.find(picture, picture)
    assert found is not None
    assert abs(found.x_px - (at[0] + 0.5)) <= 1
    assert abs(found.y_px - (at[1] + 0.5)) <= 1


@pytest.mark.parametrize("seed", range(6))
def test_ground_without_a_crosshair_has_none(seed: int) -> None:
    picture = cv2.GaussianBlur(film.ground(seed)[:540, :960], (0, 0), 1.2)
    assert crosshair.find(picture, picture) is None


def test_its_arms_are_covered() -> None:
    picture = drawn(480, 270, 255)
    found = crosshair.find(picture, picture)
    assert found is not None
    covered = crosshair.cover(found, picture.shape)
    assert covered[270, 450:470].all()
    assert covered[240:260, 480].all()
    assert covered.mean() < 0.01


def test_a_faint_crosshair_counts_only_where_another_shot_has_a_clear_one() -> None:
    clear, faint = drawn(480, 270, 255), np.full((540, 960), 120, np.uint8)
    faint = np.where(drawn(480, 270, 255) == 255, np.uint8(129), faint)
    known = crosshair.find(clear, clear)
    assert known is not None
    assert crosshair.find(faint, faint) is None
    found = crosshair.find(faint, faint, near=known)
    assert found is not None
    assert abs(found.x_px - 480.5) <= 1
