from __future__ import annotations

import numpy as np
import pytest

from inquo.footage.ordering import order


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8, 13, 24, 31])
def test_every_pixel_is_sorted_for_any_number_of_pictures(number: int) -> None:
    rng = np.random.default_rng(number)
    pictures = [rng.integers(0, 256, (37, 11), dtype=np.uint8) for _ in range(number)]
    assert np.array_equal(order(pictures), np.sort(np.stack(pictures), axis=0))
