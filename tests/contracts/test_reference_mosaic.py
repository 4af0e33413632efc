"""A mosaic reads any GeoTIFF as grey ground in metres, the same whatever the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from rasterio.transform import Affine, from_origin

from inquo.geometry.grid import GroundRaster
from inquo.imagery.description import describe
from inquo.imagery.mosaic import Mosaic, Source, open_mosaics
from inquo.records.digest import Digest

WEST, NORTH = 300000.0, 4050000.0


def source(path: Path, acquired: str | None = None, provider: str | None = None) -> Source:
    digest = Digest.of(path.read_bytes())
    return Source(path=path, imagery=describe(path, digest, acquired=acquired, provider=provider, licence=None))


def only(sources: list[Source]) -> Mosaic:
    (mosaic,) = open_mosaics(sources)
    return mosaic


def ground(x_m: NDArray[Any], y_m: NDArray[Any]) -> NDArray[np.float64]:
    """An invented brightness for every place: smooth, so that resampling is nearly exact."""
    return 128 + 60 * np.sin((x_m - WEST) / 17) + 50 * np.cos((y_m - NORTH) / 23)


def picture(width: int, height: int, west: float = WEST, north: float = NORTH, gsd: float = 1.0) -> NDArray[np.float64]:
    x, y = np.meshgrid(west + (np.arange(width) + 0.5) * gsd, north - (np.arange(height) + 0.5) * gsd)
    return ground(x, y)


def misfit(raster: GroundRaster) -> NDArray[np.float64]:
    rows, columns = np.nonzero(raster.valid)
    x, y = raster.map_from_pixel @ np.stack([columns + 0.5, rows + 0.5, np.ones_like(rows)])
    return np.abs(raster.grey[rows, columns] - ground(x, y))


def test_pixels_come_back_as_they_are(write_geotiff: Any) -> None:
    pixels = np.random.default_rng(1).integers(1, 255, (1, 60, 80), dtype=np.uint8)
    mosaic = only([source(write_geotiff("a.tif", pixels))])
    assert (mosaic.crs, mosaic.bounds_m, mosaic.gsd_m) == ("EPSG:32637", (WEST, NORTH - 60, WEST + 80, NORTH), 1.0)
    raster = mosaic.read((WEST + 10, NORTH - 40, WEST + 50, NORTH - 20), 1.0)
    assert raster.valid.all()
    assert (raster.grey == pixels[0, 20:40, 10:50]).all()
    assert raster.map_from_pixel.tolist() == [[1, 0, WEST + 10], [0, -1, NORTH - 20]]


LAYOUTS = {
    "grey": lambda g: (g[None].astype(np.uint8), {}),
    "rgb": lambda g: (np.stack([g] * 3).astype(np.uint8), {"photometric": "rgb"}),
    "rgba": lambda g: (np.stack([g, g, g, np.full_like(g, 255)]).astype(np.uint8), {"photometric": "rgb"}),
    "four bands": lambda g: (np.stack([g, g, g, g * 0]).astype(np.uint8), {"photometric": "rgb", "alpha": "no"}),
    "planar, jpeg": lambda g: (np.stack([g] * 3).astype(np.uint8), {"compress": "jpeg", "photometric": "ycbcr"}),
    "tiled deflate": lambda g: (g[None].astype(np.uint8), {"tiled": True, "blockxsize": 64, "blockysize": 64,
                                                           "compress": "deflate"}),
    "float": lambda g: (g[None].astype(np.float32) / 255, {}),
    "sixteen bit": lambda g: ((g[None] * 40).astype(np.uint16), {}),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_band_layout_shows_the_same_ground(write_geotiff: Any, layout: str) -> None:
    pixels, profile = LAYOUTS[layout](picture(300, 200))
    raster = only([source(write_geotiff("a.tif", pixels, **profile))]).read((WEST, NORTH - 200, WEST + 300, NORTH), 1.0)
    assert raster.valid.all()
    wanted = picture(300, 200)
    assert np.corrcoef(raster.grey.ravel(), wanted.ravel())[0, 1] > 0.995


def test_a_palette_is_looked_up_before_it_is_averaged(tmp_path: Path) -> None:
    import rasterio

    path = tmp_path / "palette.tif"
    pixels = np.tile(np.array([[1, 3], [3, 1]], dtype=np.uint8), (50, 50))
    profile: dict[str, Any] = {"crs": "EPSG:32637", "transform": from_origin(WEST, NORTH, 1, 1)}
    with rasterio.open(path, "w", driver="GTiff", count=1, height=100, width=100, dtype="uint8", **profile) as dataset:
        dataset.write(pixels, 1)
        dataset.write_colormap(1, {1: (0, 0, 0, 255), 2: (9, 200, 9, 255), 3: (200, 200, 200, 255)})
    raster = only([source(path)]).read((WEST, NORTH - 100, WEST + 100, NORTH), 2.0)
    assert np.abs(raster.grey.astype(int) - 100).max() <= 1  # the mean index, 2, is a green of 120


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32636", "EPSG:2039", "EPSG:3035"])
@pytest.mark.parametrize("gsd_m", [0.5, 1.0, 4.0])
def test_ground_lies_where_it_is_in_any_crs(write_geotiff: Any, crs: str, gsd_m: float) -> None:
    from pyproj import Transformer

    to_map = Transformer.from_crs(crs, "EPSG:32637", always_xy=True)
    box = Transformer.from_crs("EPSG:32637", crs, always_xy=True).transform_bounds(WEST, NORTH - 400, WEST + 400, NORTH)
    step = ((box[2] - box[0]) / 400, (box[3] - box[1]) / 400)
    x, y = np.meshgrid(box[0] + (np.arange(400) + 0.5) * step[0], box[3] - (np.arange(400) + 0.5) * step[1])
    pixels = ground(*to_map.transform(x, y))[None].astype(np.uint8)
    mosaic = only([source(write_geotiff("a.tif", pixels, crs=crs, transform=from_origin(box[0], box[3], *step)))])
    raster = mosaic.read((WEST + 100, NORTH - 300, WEST + 300, NORTH - 100), gsd_m)
    assert mosaic.crs == "EPSG:32637"
    assert raster.valid.all()
    assert misfit(raster).max() < 3  # a shift of one pixel would miss by up to 5 at 1 m, 20 at 4 m


def test_a_turned_image_lies_where_it_is(write_geotiff: Any) -> None:
    turn = Affine(0.8, 0.6, WEST, 0.6, -0.8, NORTH - 200)  # 1 m pixels, turned by 37 degrees
    columns, rows = np.meshgrid(np.arange(400) + 0.5, np.arange(400) + 0.5)
    x, y = turn.a * columns + turn.b * rows + turn.c, turn.d * columns + turn.e * rows + turn.f
    mosaic = only([source(write_geotiff("a.tif", ground(x, y)[None].astype(np.uint8), transform=turn))])
    assert mosaic.gsd_m == 1.0
    for gsd_m in (0.7, 1.0, 3.0):
        raster = mosaic.read(mosaic.bounds_m, gsd_m)
        assert 0.4 < raster.valid.mean() < 0.6  # a square on its corner fills about half of its box
        assert misfit(raster).max() < 3 + gsd_m  # at the rim a value is half a pixel off


def test_a_fine_image_is_averaged_not_skipped(write_geotiff: Any) -> None:
    stripes = np.zeros((1, 512, 512), dtype=np.uint8)
    stripes[:, :, ::2] = 200
    mosaic = only([source(write_geotiff("a.tif", stripes))])
    raster = mosaic.read((WEST + 40, NORTH - 440, WEST + 440, NORTH - 40), 8.0)
    assert np.abs(raster.grey.astype(int) - 100).max() <= 1


def test_a_shrunk_image_is_as_sharp_wherever_the_window_begins(write_geotiff: Any) -> None:
    fine = np.random.default_rng(5).integers(0, 255, (1, 240, 240)).astype(np.uint8)
    mosaic = only([source(write_geotiff("a.tif", fine))])
    shifted = mosaic.read((WEST + 2, NORTH - 202, WEST + 202, NORTH - 2), 4.0)
    exact = fine[0, 2:202, 2:202].reshape(50, 4, 50, 4).mean(axis=(1, 3))
    assert shifted.grey.std() > 0.85 * exact.std()
    assert np.corrcoef(shifted.grey.ravel(), exact.ravel())[0, 1] > 0.95


@pytest.mark.parametrize("how", ["nodata", "alpha", "mask", "nan", "collar"])
@pytest.mark.parametrize("gsd_m", [1.0, 5.0])
def test_missing_ground_is_not_valid_and_leaves_no_edge(tmp_path: Path, how: str, gsd_m: float) -> None:
    import rasterio

    missing = np.zeros((300, 300), dtype=bool)
    missing[:, :103] = True
    grey = np.where(missing, 0, 180).astype(np.float32 if how == "nan" else np.uint8)
    if how == "nan":
        grey[missing] = np.nan
    bands = np.stack([grey] * 3 + [np.where(missing, 0, 255).astype(np.uint8)]) if how == "alpha" else grey[None]
    profile: dict[str, Any] = {"crs": "EPSG:32637", "transform": from_origin(WEST, NORTH, 1, 1), "dtype": bands.dtype}
    profile |= {"nodata": 0} if how == "nodata" else {"photometric": "rgb", "alpha": "yes"} if how == "alpha" else {}
    path = tmp_path / "a.tif"
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
        rasterio.open(path, "w", driver="GTiff", count=len(bands), height=300, width=300, **profile) as dataset,
    ):
        dataset.write(bands)
        if how == "mask":
            dataset.write_mask(~missing)
    raster = only([source(path)]).read((WEST, NORTH - 300, WEST + 300, NORTH), gsd_m)
    edge = 103 / gsd_m
    assert not raster.valid[:, : int(edge) - 1].any()
    assert raster.valid[:, int(edge) + 3 :].all()
    seen = raster.grey[raster.valid].astype(int)
    assert np.ptp(seen) <= 1


def test_a_dark_lake_inside_a_collar_is_ground(write_geotiff: Any) -> None:
    grey = np.full((1, 300, 300), 180, np.uint8)
    grey[:, :, :103] = 0
    grey[:, 100:180, 180:260] = 3
    mosaic = only([source(write_geotiff("a.tif", grey))])
    for gsd_m, window in ((1.0, mosaic.bounds_m), (3.0, (WEST + 90, NORTH - 300, WEST + 300, NORTH))):
        raster = mosaic.read(window, gsd_m)
        edge = round((WEST + 103 - window[0]) / gsd_m)
        assert not raster.valid[:, : edge - 1].any()
        assert raster.valid[:, edge + 3 :].all()


def test_tiles_join_without_a_seam(write_geotiff: Any) -> None:
    whole = (picture(400, 200) * 40).astype(np.uint16)  # stretched to 8 bits: two tiles, one stretch
    left = write_geotiff("l.tif", whole[None, :, :200])
    right = write_geotiff("r.tif", whole[None, :, 200:], transform=from_origin(WEST + 200, NORTH, 1, 1))
    joined = only([source(left), source(right)]).read((WEST, NORTH - 200, WEST + 400, NORTH), 1.0)
    assert joined.valid.all()
    assert np.abs(np.diff(joined.grey.astype(int), axis=1)).max() <= 6
    coarse = only([source(left), source(right)]).read((WEST, NORTH - 200, WEST + 400, NORTH), 7.3)
    assert coarse.valid[:27, :54].all()


def test_the_seam_of_two_products_is_not_ground(write_geotiff: Any) -> None:
    left = write_geotiff("l.tif", np.full((1, 200, 200), 50, dtype=np.uint8))
    right = write_geotiff(
        "r.tif", np.full((1, 200, 200), 200, np.uint8), transform=from_origin(WEST + 200, NORTH, 1, 1)
    )
    mosaic = only([source(left, provider="one"), source(right, provider="another")])
    raster = mosaic.read((WEST, NORTH - 200, WEST + 400, NORTH), 1.0)
    assert not raster.valid[:, 199:201].any()
    assert raster.valid[:, :199].all()
    assert raster.valid[:, 201:].all()


def test_two_windows_agree_where_they_overlap(write_geotiff: Any) -> None:
    pixels = (picture(500, 500) * 100).astype(np.uint16)
    mosaic = only([source(write_geotiff("a.tif", pixels[None], crs="EPSG:32636"))])
    west, south, _, _ = mosaic.bounds_m
    one = mosaic.read((west + 50, south + 50, west + 250, south + 250), 1.0).grey.astype(int)
    two = mosaic.read((west + 150, south + 50, west + 350, south + 250), 1.0).grey.astype(int)
    assert np.abs(one[:, 100:] - two[:, :100]).max() <= 1


def test_two_dates_of_one_place_are_two_layers(write_geotiff: Any) -> None:
    pixels = np.full((1, 200, 200), 90, dtype=np.uint8)
    places = [from_origin(WEST + 190 * column, NORTH, 1, 1) for column in range(3)]
    before = [write_geotiff(f"b{n}.tif", pixels, transform=place) for n, place in enumerate(places)]
    after = [write_geotiff(f"a{n}.tif", pixels + 1, transform=place) for n, place in enumerate(places)]
    dated = open_mosaics([source(p, "2016-01-10") for p in before] + [source(p, "2016-02-20") for p in after])
    assert [{image.acquired for image in mosaic.images} for mosaic in dated] == [{"2016-01-10"}, {"2016-02-20"}]
    undated = open_mosaics([source(p) for p in before] + [source(p) for p in after])
    assert [len(mosaic.exhibits) for mosaic in undated] == [3, 3]


def test_another_continent_is_another_mosaic(write_geotiff: Any) -> None:
    pixels = np.full((1, 100, 100), 90, dtype=np.uint8)
    here = source(write_geotiff("here.tif", pixels))
    there = source(write_geotiff("there.tif", pixels, crs="EPSG:32755"))
    mosaics = open_mosaics([here, there])
    assert [mosaic.crs for mosaic in mosaics] == ["EPSG:32637", "EPSG:32754"]
    assert [mosaic.exhibits for mosaic in mosaics] == [(here.imagery.exhibit,), (there.imagery.exhibit,)]


@pytest.mark.parametrize(("crs", "metric"), [("EPSG:3413", "EPSG:5041"), ("EPSG:3031", "EPSG:5042")])
def test_the_poles_have_their_own_map(write_geotiff: Any, crs: str, metric: str) -> None:
    pixels = np.full((1, 100, 100), 90, dtype=np.uint8)
    mosaic = only([source(write_geotiff("a.tif", pixels, crs=crs, transform=from_origin(1000, 1000, 1, 1)))])
    assert mosaic.crs == metric
    assert mosaic.read(mosaic.bounds_m, 1.0).valid.mean() > 0.4


def test_it_says_which_exhibit_covers_a_point(write_geotiff: Any) -> None:
    left = source(write_geotiff("l.tif", np.full((1, 200, 200), 50, dtype=np.uint8)))
    far = from_origin(WEST + 300, NORTH, 1, 1)
    right = source(write_geotiff("r.tif", np.full((1, 200, 200), 60, dtype=np.uint8), transform=far))
    mosaic = only([left, right])
    assert mosaic.source_at(WEST + 10, NORTH - 10) == left.imagery.exhibit
    assert mosaic.source_at(WEST + 310, NORTH - 10) == right.imagery.exhibit
    assert mosaic.source_at(WEST + 250, NORTH - 10) is None
    assert mosaic.covers((WEST, NORTH - 10, WEST + 10, NORTH))
    assert not mosaic.covers((WEST + 210, NORTH - 10, WEST + 290, NORTH))
    outside = mosaic.read((WEST + 210, NORTH - 10, WEST + 290, NORTH), 1.0)
    assert not outside.valid.any()


def test_threads_read_the_same(write_geotiff: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    pixels = np.random.default_rng(3).integers(1, 60000, (1, 400, 400), dtype=np.uint16)
    mosaic = only([source(write_geotiff("a.tif", pixels, crs="EPSG:32636"))])
    west, south, _, _ = mosaic.bounds_m
    boxes = [(west + x, south + 50, west + x + 100, south + 250) for x in range(50, 250, 10)]
    with ThreadPoolExecutor(2) as pool:
        threaded = list(pool.map(lambda box: mosaic.read(box, 1.0).grey, boxes))
    assert all((mosaic.read(box, 1.0).grey == grey).all() for box, grey in zip(boxes, threaded, strict=True))


@pytest.mark.real_data
def test_real_imagery_of_two_dates_and_two_crs(measuring_data: Path) -> None:
    tiles = sorted((measuring_data / "joplin").glob("p*/*.tif"))
    before, after = sorted(open_mosaics([source(path) for path in tiles]), key=lambda mosaic: len(mosaic.exhibits))
    assert (len(before.exhibits), len(after.exhibits), before.crs) == (4, 6, "EPSG:32615")
    assert after.crs == before.crs
    assert before.read(before.bounds_m, 2.4).valid.mean() > 0.99
