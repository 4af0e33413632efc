"""The field is blind to what changes between pictures of one place, and sees nothing where there is nothing."""

from __future__ import annotations

import numpy as np
import pytest

from drawn_ground import town
from inquo.placement.field import MARGIN_PX, structure, thinned

GREY = town(1, 160)
ALL = np.ones(GREY.shape, bool)


def agreement(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.real(np.vdot(a, b)) / np.sqrt(np.vdot(a, a).real * np.vdot(b, b).real))


def test_a_negative_has_the_same_field() -> None:
    assert agreement(structure(GREY, ALL).z, structure(255 - GREY, ALL).z) > 0.999


def test_half_the_contrast_has_nearly_the_same_field() -> None:
    assert agreement(structure(GREY, ALL).z, structure(GREY // 2 + 60, ALL).z) > 0.97


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turning_a_picture_turns_its_field(quarters: int) -> None:
    turned = structure(np.ascontiguousarray(np.rot90(GREY, -quarters)), ALL).z
    expected = np.rot90(structure(GREY, ALL).z, -quarters) * np.exp(2j * quarters * np.pi / 2)
    assert agreement(expected, turned) > 0.99


def test_one_grey_has_no_structure() -> None:
    assert not structure(np.full((50, 50), 128, np.uint8), np.ones((50, 50), bool)).z.any()


def test_the_outline_of_what_is_not_usable_is_no_edge() -> None:
    grey, usable = np.full((80, 80), 128, np.uint8), np.ones((80, 80), bool)
    grey[30:50, 30:50], usable[30:50, 30:50] = 255, False
    field = structure(grey, usable)
    assert not field.z.any()
    assert not field.support[30 - MARGIN_PX : 50 + MARGIN_PX, 30 - MARGIN_PX : 50 + MARGIN_PX].any()
    assert field.support[30 - MARGIN_PX - 1, 40]


def test_thinning_keeps_the_direction_that_prevails() -> None:
    stripes = np.broadcast_to((120 + 60 * np.sin(np.arange(64) / 2)).astype(np.uint8), (64, 64)).copy()
    field = structure(stripes, np.ones((64, 64), bool))
    thin = thinned(field, 2)
    assert thin.z.shape == (32, 32)
    assert (thin.z.real[8:-8, 8:-8] > 0).all()
