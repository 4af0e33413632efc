"""A picture cut from the imagery is placed where it was cut, to a fraction of a pixel: nothing on the way moves it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from bench.placement.ground import PictureReference
from rasterio.transform import from_origin
from tests.drawn_ground import ORIGIN, looked_at, town

from inquo.geometry import homography
from inquo.imagery.description import describe
from inquo.imagery.mosaic import Source, open_mosaics
from inquo.placement.criteria import Criteria
from inquo.placement.locate import Located, locate
from inquo.placement.reference import Reference
from inquo.records.digest import Digest

GROUND = town(3)


def in_memory(gsd_m: float, write_geotiff: Any) -> Reference:
    return PictureReference(grey=GROUND, valid=np.ones(GROUND.shape, bool), gsd_m=gsd_m, corner_m=ORIGIN)


def in_a_file(gsd_m: float, write_geotiff: Any) -> Reference:
    path = write_geotiff("town.tif", GROUND[None], transform=from_origin(*ORIGIN, gsd_m, gsd_m))
    imagery = describe(path, Digest.of(path.read_bytes()), acquired=None, provider=None, licence=None)
    (mosaic,) = open_mosaics([Source(path=path, imagery=imagery)])
    return mosaic


@pytest.mark.parametrize("held", [in_memory, in_a_file])
@pytest.mark.parametrize("gsd_m", [0.61, 0.83, 1.0], ids="{} m".format)
def test_it_is_placed_where_it_was_cut(held: Any, gsd_m: float, write_geotiff: Any) -> None:
    view, map_from_frame = looked_at(GROUND, centre_px=(350, 350), turn_deg=25, seed=2)
    corner = np.array(ORIGIN)
    frame_px = np.array([(x, y) for x in (120.0, 240.0, 360.0) for y in (80.0, 160.0, 240.0)])
    truth_m = corner + gsd_m * (homography.apply(map_from_frame, frame_px) - corner)
    limits = Criteria(gsd_range_m=(0.35 * gsd_m, 0.75 * gsd_m))
    found = locate(view, held(gsd_m, write_geotiff), limits)
    assert isinstance(found, Located)
    off_m = (homography.apply(found.checked.fit.matrix, frame_px) - truth_m).mean(axis=0)
    assert np.abs(off_m).max() < 0.05 * gsd_m
