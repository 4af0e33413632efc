"""A window of the atlas holds the same structure wherever it is cut, and the ground is read once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from drawn_ground import ArrayReference, town
from inquo.geometry.grid import GroundRaster
from inquo.placement import atlas as room
from inquo.placement.atlas import HALO_PX, Atlas, Atlases, atlas_of, rung_at_least
from inquo.placement.field import brightness, structure
from inquo.placement.reference import Bounds

GSD_M = rung_at_least(0.6)


def window(atlas: Atlas, left: float, top: float, side: float) -> Bounds:
    west, _, _, north = atlas.bounds_m
    return (west + left, north - top - side, west + left + side, north - top)


def test_a_window_across_tiles_holds_what_the_whole_ground_holds() -> None:
    atlas = Atlas(ArrayReference(town(1)))
    whole = atlas.reference.read(atlas.bounds_m, GSD_M)
    sheet = atlas.look(window(atlas, 60, 60, 240), GSD_M)
    x, y = (round(v) for v in (60 / GSD_M, 60 / GSD_M))
    height, width = sheet.structure.z.shape
    assert height > room.TILE_PX
    for made, seen in ((structure, sheet.structure), (brightness, sheet.brightness)):
        field = made(whole.grey, whole.valid)
        same = field.z[y : y + height, x : x + width]
        apart = float(np.sqrt((np.abs(seen.z - same) ** 2).mean() / (np.abs(same) ** 2).mean()))
        assert apart < 0.02  # the wide blur works on every fourth pixel, and tiles start between them
        assert (seen.support == field.support[y : y + height, x : x + width]).mean() > 0.99


def test_the_same_ground_is_the_same_in_every_window() -> None:
    atlas = Atlas(ArrayReference(town(1)))
    large, small = (atlas.look(window(atlas, 60 + off, 60 + off, 200 - 2 * off), GSD_M) for off in (0, 30))
    shift = np.rint((small.map_from_pixel[:2, 2] - large.map_from_pixel[:2, 2]) / [GSD_M, -GSD_M]).astype(int)
    height, width = small.structure.z.shape
    inner = np.s_[shift[1] : shift[1] + height, shift[0] : shift[0] + width]
    assert np.array_equal(small.structure.z, large.structure.z[inner])
    assert np.array_equal(small.brightness.z, large.brightness.z[inner])


def test_beyond_the_imagery_there_is_no_structure() -> None:
    atlas = Atlas(ArrayReference(town(1)))
    sheet = atlas.look(window(atlas, -200, -200, 100), GSD_M)
    assert not sheet.structure.support.any()
    assert not sheet.structure.z.any()


def test_ground_is_read_once_by_however_many_threads() -> None:
    ground = ArrayReference(town(1))
    atlas = Atlas(ground)
    asked = window(atlas, 10, 10, 60)
    with ThreadPoolExecutor(8) as pool:
        sheets = list(pool.map(lambda _: atlas.look(asked, GSD_M), range(32)))
    assert len(ground.reads) == 1
    assert all(np.array_equal(sheet.structure.z, sheets[0].structure.z) for sheet in sheets)


def test_what_was_not_used_for_long_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_MOST_KEPT_BYTES", room.TILE_PX**2 * 9)
    ground = ArrayReference(town(1))
    atlas = Atlas(ground)
    for left in (10, 200, 10):
        atlas.look(window(atlas, left, 10, 40), GSD_M)
    assert len(ground.reads) == 3


def test_an_atlas_is_not_wrapped_again() -> None:
    atlas = Atlas(ArrayReference(town(1)))
    assert atlas_of(atlas) is atlas


def test_the_atlases_of_the_last_references_are_kept() -> None:
    first, second, third = (ArrayReference(town(seed)) for seed in (1, 2, 3))
    atlases = Atlases(most=2)
    kept = atlases.of(first)
    atlases.of(second)
    assert atlases.of(first) is kept
    atlases.of(third)
    assert atlases.of(first) is kept
    assert atlases.of(second) is not None
    assert atlases.of(third) is not kept


def test_a_resolution_between_the_rungs_is_refused() -> None:
    atlas = Atlas(ArrayReference(town(1)))
    with pytest.raises(ValueError, match="no resolution"):
        atlas.look(window(atlas, 0, 0, 50), 0.61)


def test_the_border_of_a_tile_is_wider_than_the_filters_reach() -> None:
    assert HALO_PX >= 3 * 10


@pytest.mark.parametrize(("east_m", "grown"), [(0.3, 1.0), (0.0, 1.002)], ids=["begins elsewhere", "other pixels"])
def test_imagery_that_is_read_off_the_grid_is_refused(east_m: float, grown: float) -> None:
    class OffGrid(ArrayReference):
        def read(self, bounds_m: Bounds, gsd_m: float) -> GroundRaster:
            ground = super().read(bounds_m, gsd_m)
            transform = ground.map_from_pixel * np.array([[grown, 1, 1], [1, grown, 1]]) + [[0, 0, east_m], [0, 0, 0]]
            return replace(ground, map_from_pixel=transform)

    atlas = Atlas(OffGrid(town(1)))
    with pytest.raises(ValueError, match=r"read 0\.\d+ pixels off the grid"):
        atlas.look(window(atlas, 60, 60, 100), GSD_M)
