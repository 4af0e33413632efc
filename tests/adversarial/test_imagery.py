"""Images that cannot be searched, or should not be opened, are refused by name and reason."""

from __future__ import annotations

import struct
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine, from_origin
from rasterio.windows import Window

from inquo.errors import ImageryError
from inquo.imagery.description import describe
from inquo.imagery.mosaic import Source, open_mosaics
from inquo.records.digest import Digest

DIGEST = Digest.of(b"an exhibit")
GREY = np.full((1, 64, 64), 90, dtype=np.uint8)


def look(path: Path) -> Any:
    return describe(path, DIGEST, acquired=None, provider=None, licence=None)


def refusal(path: Path) -> str:
    with pytest.raises(ImageryError) as caught:
        look(path)
    assert str(path) in str(caught.value)
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize(
    "content", [b"", b"II", b"II*\0", b"\x89PNG\r\n\x1a\n" + bytes(64), b"<VRTDataset/>", b"\0" * 99]
)
def test_what_is_not_a_tiff(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.tif"
    path.write_bytes(content)
    assert any(word in refusal(path) for word in ("not a TIFF", "empty", "truncated"))


@pytest.mark.parametrize("name", ["https://example.org/x.tif", "/vsicurl/https://example.org/x.tif", "nowhere.tif"])
def test_what_is_not_a_local_file(name: str) -> None:
    with pytest.raises(ImageryError, match=r"x\.tif|nowhere\.tif"):
        look(Path(name))


def test_a_vrt_that_says_it_is_a_tiff_reads_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret" * 1000)
    path = tmp_path / "x.tif"
    path.write_text(
        '<VRTDataset rasterXSize="50" rasterYSize="50"><SRS>EPSG:32637</SRS><VRTRasterBand dataType="Byte" band="1" '
        f'subClass="VRTRawRasterBand"><SourceFilename>{secret}</SourceFilename></VRTRasterBand></VRTDataset>'
    )
    assert "not a TIFF" in refusal(path)


def test_a_tiff_that_names_another_file_as_its_overviews(write_geotiff: Any, tmp_path: Path) -> None:
    """GDAL follows it: the pixels of a decimated read would be those of any file or host."""
    path = write_geotiff("a.tif", GREY)
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(ns="OVERVIEWS", OVERVIEW_FILE=str(tmp_path / "other.vrt"))
    assert "refers to another file" in refusal(path)


def test_files_beside_an_image_are_not_read(write_geotiff: Any, tmp_path: Path) -> None:
    path = write_geotiff("a.tif", GREY, crs=None, transform=None)
    (tmp_path / "a.tfw").write_text("1\n0\n0\n-1\n300000\n4000000\n")
    (tmp_path / "a.tif.aux.xml").write_text("<PAMDataset><SRS>EPSG:32637</SRS></PAMDataset>")
    assert "no coordinate reference system" in refusal(path)
    fine = write_geotiff("b.tif", GREY)
    write_geotiff("b.tif.msk", GREY * 0)
    write_geotiff("b.tif.ovr", GREY[:, :32, :32] + 1)
    (mosaic,) = open_mosaics([Source(path=fine, imagery=look(fine))])
    raster = mosaic.read(mosaic.bounds_m, 2.0)
    assert raster.valid.all()
    assert (raster.grey == 90).all()


def test_no_crs(write_geotiff: Any) -> None:
    assert "no coordinate reference system" in refusal(write_geotiff("a.tif", GREY, crs=None))


def test_a_local_crs(write_geotiff: Any) -> None:
    wkt = 'LOCAL_CS["site grid",UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]'
    assert "not tied to the Earth" in refusal(write_geotiff("a.tif", GREY, crs=wkt))


@pytest.mark.parametrize("transform", [Affine.identity(), Affine(1, 2, 300000, 2, 4, 4000000)])
def test_a_degenerate_transform(write_geotiff: Any, transform: Affine) -> None:
    assert "no usable geotransform" in refusal(write_geotiff("a.tif", GREY, transform=transform))


def test_only_ground_control_points(tmp_path: Path) -> None:
    points = [
        rasterio.control.GroundControlPoint(r, c, 300000 + c, 4e6 - r) for r, c in ((0, 0), (0, 60), (60, 0), (60, 59))
    ]
    path = tmp_path / "a.tif"
    with rasterio.open(
        path, "w", driver="GTiff", count=1, height=64, width=64, dtype="uint8", gcps=points, crs="EPSG:32637"
    ) as dataset:
        dataset.write(GREY)
    assert "ground control points" in refusal(path)


@pytest.mark.parametrize(("scale", "crs"), [(1e-4, "EPSG:32637"), (5000.0, "EPSG:32637"), (0.5, "EPSG:4326")])
def test_pixels_that_no_image_has(write_geotiff: Any, scale: float, crs: str) -> None:
    corner = (37.0, 36.0) if crs == "EPSG:4326" else (300000.0, 4e6)
    assert "pixels of" in refusal(write_geotiff("a.tif", GREY, crs=crs, transform=from_origin(*corner, scale, scale)))


def test_off_the_earth(write_geotiff: Any) -> None:
    path = write_geotiff("a.tif", GREY, crs="EPSG:4326", transform=from_origin(300000, 4e6, 1e-5, 1e-5))
    assert "off the Earth" in refusal(path)


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (9, 9)])
def test_too_small(write_geotiff: Any, shape: tuple[int, int]) -> None:
    assert "too small" in refusal(write_geotiff("a.tif", np.ones((1, *shape), dtype=np.uint8)))


@pytest.mark.parametrize("bands", [1, 3])
def test_nothing_but_missing_pixels(write_geotiff: Any, bands: int) -> None:
    empty = np.zeros((bands, 64, 64), dtype=np.uint16)
    assert "only missing" in refusal(write_geotiff("a.tif", empty, nodata=0))
    assert "only missing" in refusal(write_geotiff("b.tif", empty[:1].astype(np.float32) * np.nan))
    assert "only missing" in refusal(write_geotiff("c.tif", empty))


def test_complex_pixels(write_geotiff: Any) -> None:
    assert "complex" in refusal(write_geotiff("a.tif", GREY.astype(np.complex64)))


@pytest.mark.parametrize("profile", [{}, {"compress": "deflate", "tiled": True, "blockxsize": 64, "blockysize": 64},
                                     {"bigtiff": "yes", "interleave": "band"}])  # fmt: skip
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9, 0.999])
def test_a_truncated_file(write_geotiff: Any, profile: dict[str, Any], share: float) -> None:
    noise = np.random.default_rng(0).integers(1, 255, (3, 256, 256), dtype=np.uint8)
    path = write_geotiff("a.tif", noise, photometric="rgb", **profile)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert "truncated" in refusal(path)


def test_damage_inside_is_named_when_it_is_read(write_geotiff: Any) -> None:
    noise = np.random.default_rng(0).integers(1, 255, (1, 512, 512), dtype=np.uint8)
    path = write_geotiff("a.tif", noise, compress="deflate", tiled=True, blockxsize=64, blockysize=64)
    described = look(path)
    content = bytearray(path.read_bytes())
    content[-60000:-40000] = bytes(20000)
    path.write_bytes(content)
    (mosaic,) = open_mosaics([Source(path=path, imagery=described)])
    with pytest.raises(ImageryError, match="cannot be decoded near column") as caught:
        mosaic.read(mosaic.bounds_m, 1.0)
    assert str(path) in str(caught.value)
    assert caught.value.hint


def tiff(entries: dict[int, tuple[int, int, int]], rest: bytes = b"") -> bytes:
    """A little-endian TIFF of one directory, from tag to type, count and inline value or offset."""
    table = b"".join(struct.pack("<HHII", tag, *entries[tag]) for tag in sorted(entries))
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + table + struct.pack("<I", 0) + rest


SANE = {
    256: (4, 1, 64),
    257: (4, 1, 64),
    258: (3, 1, 8),
    259: (3, 1, 8),
    277: (3, 1, 1),
    273: (4, 1, 8),
    279: (4, 1, 4),
}
HOSTILE = {
    "bomb": (SANE | {256: (4, 1, 40000), 257: (4, 1, 40000)}, "too large to decode"),
    "no size": (SANE | {256: (4, 1, 0)}, "without width"),
    "no pixels": ({k: v for k, v in SANE.items() if k != 273}, "where its pixels lie"),
    "shell": (SANE | {279: (4, 1, 0)}, "stores none"),
    "claims": (SANE | {273: (4, 4_000_000_000, 8), 279: (4, 4_000_000_000, 8)}, "too many"),
    "beyond": (SANE | {273: (4, 5000, 8), 279: (4, 5000, 8)}, "truncated"),
    "far": (SANE | {273: (4, 1, 4_000_000_000)}, "truncated"),
    "tiles without size": ({k: v for k, v in SANE.items() if k not in (273, 279)} | {324: (4, 1, 8), 325: (4, 1, 4)},
                           "without size"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_directories_built_to_exhaust_or_mislead(tmp_path: Path, name: str) -> None:
    entries, reason = HOSTILE[name]
    path = tmp_path / "x.tif"
    path.write_bytes(tiff(entries))
    assert reason in refusal(path)


def test_directories_in_a_circle(tmp_path: Path) -> None:
    path = tmp_path / "x.tif"
    content = bytearray(tiff(SANE))
    content[-4:] = struct.pack("<I", 8)
    path.write_bytes(content)
    assert "without end" in refusal(path)


@pytest.mark.parametrize("seed", range(20))
def test_any_flipped_byte_of_the_head_ends_in_an_answer_or_a_named_error(write_geotiff: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    path = write_geotiff("a.tif", GREY, compress="deflate")
    content = bytearray(path.read_bytes())
    for position in rng.integers(0, 400, 4):
        content[position] = rng.integers(0, 256)
    path.write_bytes(content)
    try:
        (mosaic,) = open_mosaics([Source(path=path, imagery=look(path))])
        mosaic.read((0, 0, 100, 100), 1.0)
    except ImageryError as error:
        assert str(path) in str(error)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak memory from /proc")
def test_memory_follows_the_window_not_the_area(tmp_path: Path) -> None:
    """A 40,000 x 40,000 image, 1.6 GB when decoded, is described and read in under 200 MB."""
    path = tmp_path / "big.tif"
    noise = np.random.default_rng(0).integers(1, 255, (512, 512), dtype=np.uint8)
    shape = {"width": 40000, "height": 40000, "tiled": True, "blockxsize": 512, "blockysize": 512, "bigtiff": "yes"}
    place = {"crs": "EPSG:32637", "transform": from_origin(300000, 4050000, 0.5, 0.5)}
    packed = {"sparse_ok": True, "compress": "deflate", "zlevel": 1}
    with rasterio.open(path, "w", driver="GTiff", count=1, dtype="uint8", **shape, **place, **packed) as dataset:
        for row in range(0, 40000 - 512, 4096):
            for column in range(0, 40000 - 512, 4096):
                dataset.write(noise, 1, window=Window(column, row, 512, 512))
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from inquo.imagery.description import describe
        from inquo.imagery.mosaic import Source, open_mosaics
        from inquo.records.digest import Digest
        path = Path(sys.argv[1])
        image = describe(path, Digest.of(b""), acquired=None, provider=None, licence=None)
        (mosaic,) = open_mosaics([Source(path=path, imagery=image)])
        west, _, _, north = mosaic.bounds_m
        for step in range(4):
            corner = west + 2048 * step
            assert mosaic.read((corner, north - 700, corner + 700, north), 0.5).valid.any()
        assert mosaic.read((west, north - 6000, west + 6000, north), 4.0).valid.any()
        status = Path("/proc/self/status").read_text()
        print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
    """)
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 200
