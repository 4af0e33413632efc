from __future__ import annotations

import numpy as np

from inquo.imagery.layers import split_layers, split_regions
from inquo.imagery.stretch import Stretch, choose_stretch
from inquo.records.digest import Digest
from inquo.records.imagery import Imagery


def image(
    lon: float, lat: float, side_deg: float = 0.01, acquired: str | None = None, crs: str = "EPSG:4326"
) -> Imagery:
    corners = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    return Imagery(
        exhibit=Digest.of(f"{lon} {lat} {acquired}".encode()), crs=crs, gsd_m=0.5, width_px=100, height_px=100,
        outline_lonlat_deg=tuple((lon + side_deg * x, lat + side_deg * y) for x, y in corners),
        bands=("gray",), data_type="uint8", ce90_m=5.0, ce90_basis="assumed", acquired=acquired,
    )  # fmt: skip


def test_tiles_within_five_kilometres_are_one_region() -> None:
    chain = [image(37.0 + 0.05 * n, 36.5) for n in range(10)]  # gaps of 3.6 km
    assert split_regions([*chain, image(38.0, 36.5), image(37.0, 36.7)]) == [list(range(10)), [10], [11]]


def test_the_antimeridian_parts_nothing() -> None:
    assert split_regions([image(179.985, -17.0), image(-179.995, -17.0), image(180.02, -17.0)]) == [[0, 1, 2]]


def test_a_country_too_wide_for_one_projection_is_split_by_zone() -> None:
    tiles = [image(24.0 + 0.5 * n, 48.0, side_deg=0.5) for n in range(28)]  # 14 degrees without a gap
    regions = split_regions(tiles)
    assert [len(region) for region in regions] == [12, 12, 4]


def test_layers() -> None:
    images = [image(0, 0, acquired="2016"), image(0, 0, acquired="2017"), image(1, 0, acquired="2016"), image(2, 0)]
    shared = np.diag([100.0] * 4)
    shared[0, 1] = shared[1, 0] = 95
    shared[0, 2] = shared[2, 0] = 35  # tiles of one product overlap by a margin
    shared[2, 3] = shared[3, 2] = 35  # of another date: a second look
    assert split_layers(images, shared) == [[0, 2], [1, 3]]


def test_one_small_image_within_a_large_one_is_a_second_look() -> None:
    shared = np.array([[10000.0, 90.0], [90.0, 100.0]])
    assert split_layers([image(0, 0), image(0, 0, crs="EPSG:32631")], shared) == [[0], [1]]


def test_a_stretch_leaves_ordinary_eight_bits_alone() -> None:
    ordinary = np.arange(256, dtype=np.float32)
    assert choose_stretch(ordinary, eight_bit=True) == Stretch(0.0, 255.0)
    dull = np.linspace(100, 130, 500, dtype=np.float32)
    assert choose_stretch(dull, eight_bit=True).apply(dull)[[0, -1]].tolist() == [0, 255]
    assert choose_stretch(np.full(9, 7.0, dtype=np.float32), eight_bit=True) == Stretch(0.0, 255.0)


def test_a_stretch_is_not_ruled_by_a_few_bright_pixels() -> None:
    values = np.concatenate([np.linspace(1000, 2000, 9990), np.full(10, 65535)]).astype(np.float32)
    stretch = choose_stretch(values, eight_bit=False)
    assert 990 < stretch.black < 1010
    assert 1990 < stretch.white < 2010
    flat = choose_stretch(np.full(9, 7.0, dtype=np.float32), eight_bit=False)
    assert flat.apply(np.array([7.0], dtype=np.float32)).tolist() == [128]
    assert choose_stretch(np.array([], dtype=np.float32), eight_bit=False).white > 0
