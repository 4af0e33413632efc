"""The earlier and the later frames of a shot are blended apart, so that one cannot speak for the other."""

from __future__ import annotations

import numpy as np

from inquo.footage.composite import Blend, compose
from inquo.geometry.grid import Grey
from inquo.records.digest import Digest
from inquo.records.footage import Frame

LOT = np.s_[100:112, 150:162]


def _frames(count: int) -> tuple[Frame, ...]:
    return tuple(Frame(index=i, pts=i, time_s=i / 25, pixels=Digest.of(f"frame {i}".encode())) for i in range(count))


def _filmed(count: int, arrived: int) -> Blend:
    """A camera that stands still over rough ground; a lot is dark until something bright arrives on it."""
    rng = np.random.default_rng(4)
    land = np.kron(rng.integers(40, 200, (30, 40)), np.ones((8, 8))).astype(np.float64)

    def seen(number: int) -> Grey:
        picture = land + rng.normal(0, 2, land.shape)
        picture[LOT] = 20 if number < arrived else 230
        return np.clip(picture, 0, 255).astype(np.uint8)

    pictures = [seen(number) for number in range(count)]
    return compose(pictures, _frames(count), count - 1, [np.eye(3)] * count)


def test_a_half_shows_its_own_frames_and_no_other() -> None:
    blend = _filmed(12, arrived=6)
    assert blend.left_out == ()
    assert blend.halves is not None
    earlier, later = blend.halves
    assert np.median(earlier.grey[LOT]) < 30
    assert np.median(later.grey[LOT]) > 220
    assert earlier.usable.mean() > 0.95


def test_too_few_frames_have_no_halves() -> None:
    assert _filmed(7, arrived=7).halves is None
    assert _filmed(8, arrived=8).halves is not None


def test_what_is_hidden_is_hidden_in_the_halves() -> None:
    blend = _filmed(10, arrived=10)
    hidden = np.zeros(blend.overlay.shape, np.bool_)
    hidden[40:50, 60:70] = True
    cleared = blend.without(hidden)
    assert cleared.halves is not None
    assert not any(half.usable[40:50, 60:70].any() for half in cleared.halves)
