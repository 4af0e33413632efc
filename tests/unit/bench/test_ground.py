"""Ground that is held in memory is read where it lies, as imagery from files is."""

from __future__ import annotations

import numpy as np
import pytest
from bench.placement.ground import INVENTED_CORNER_M, EndlessReference, PictureReference, Reference

SIDE_PX, GSD_M = 512, 0.7
WEST_M, NORTH_M = INVENTED_CORNER_M


def hills(x_m: np.ndarray, y_m: np.ndarray) -> np.ndarray:
    """Grey levels that change by up to six a metre, so that a pixel's displacement shows."""
    return 128 + 50 * np.sin(x_m / 11) + 50 * np.cos(y_m / 9)


def picture() -> PictureReference:
    middles_m = (np.arange(SIDE_PX) + 0.5) * GSD_M
    grey = np.rint(hills(*np.meshgrid(middles_m, middles_m))).astype(np.uint8)
    return PictureReference(grey=grey, valid=np.ones(grey.shape, bool), gsd_m=GSD_M)


@pytest.mark.parametrize("gsd_m", [0.7, 0.713, 0.9, 1.309, 1.851, 2.4])
@pytest.mark.parametrize("begins_m", [(-30.0, -12.0), (0.0, 0.0), (41.37, 98.11)])
@pytest.mark.parametrize("reference", [picture(), EndlessReference(patch=picture(), side_m=SIDE_PX * GSD_M)])
def test_it_is_read_where_it_lies_at_any_resolution(
    reference: Reference, gsd_m: float, begins_m: tuple[float, float]
) -> None:
    west, north = WEST_M + begins_m[0], NORTH_M - begins_m[1]
    ground = reference.read((west, north - 200, west + 240, north), gsd_m)
    assert ground.map_from_pixel.tolist() == [[gsd_m, 0, west], [0, -gsd_m, north]]
    rows, columns = np.indices(ground.grey.shape)
    x_m, y_m = begins_m[0] + (columns + 0.5) * gsd_m, begins_m[1] + (rows + 0.5) * gsd_m
    inside = (x_m > 3 * gsd_m) & (y_m > 3 * gsd_m)
    assert ground.valid[inside].all()
    assert not ground.valid[(x_m < -gsd_m) | (y_m < -gsd_m)].any()
    off = np.abs(ground.grey.astype(float) - hills(x_m, y_m))[inside]
    assert off.max() < 3, "a tenth of a metre would change it by one half"
