"""Control points on the invented town, whose truth is exact, through the program as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from pyproj import Geod
from typer.testing import CliRunner

from inquo.cli.main import app
from inquo.errors import PointsError
from inquo.geometry import homography
from inquo.geometry.crs_pyproj import lonlat_from_map
from inquo.placement import points_file
from inquo.records.control import ControlPoint
from inquo.town import geotiff_rasterio, moment, satellite, stills
from inquo.town.camera import look_at
from inquo.town.plan import FIRST_PASS, draw_town

pytestmark = pytest.mark.slow

Files = tuple[Path, Path, stills.Still]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A picture of the town from the air, imagery of the town, and the exact map between the two."""
    folder = tmp_path_factory.mktemp("town")
    town = draw_town(7, size_m=520.0)
    imagery = folder / "area.tif"
    geotiff_rasterio.write_geotiff(imagery, satellite.image(town, moment.at(FIRST_PASS), gsd_m=0.5), town)
    camera = look_at(
        (260.0, 260.0, 0.0), off_nadir_deg=8.0, heading_deg=200.0, range_m=4000.0, gsd_m=0.4, size_px=(720, 480)
    )
    still = stills.still(town, camera, moment.at(FIRST_PASS), "grey")
    picture = folder / "still.png"
    cv2.imwrite(str(picture), still.rgb[..., 0])
    return picture, imagery, still


def write(path: Path, still: stills.Still, *, mirror: bool = False, crs: str = "EPSG:4326", seed: int = 3) -> Path:
    """Fifteen clicks on the ground, each a pixel and a half off, in longitude and latitude."""
    rng = np.random.default_rng(seed)
    frame_px = rng.uniform((20, 20), (700, 460), (15, 2))
    map_m = homography.apply(still.map_from_frame, frame_px) + rng.normal(0, 0.5, (15, 2))
    frame_px = np.clip(frame_px + rng.normal(0, 1.5, (15, 2)), 0, (720, 480))
    there = lonlat_from_map(still.crs, map_m) if crs == "EPSG:4326" else map_m
    rows = [
        points_file.Row(
            point=ControlPoint(
                line=1, x_px=float(720 - x if mirror else x), y_px=float(y), map_x=float(e), map_y=float(n)
            )
        )
        for (x, y), (e, n) in zip(frame_px, there, strict=True)
    ]
    path.write_text(points_file.write(crs, rows), encoding="utf-8")
    return path


def place(files: Files, *more: object) -> tuple[int, dict[str, object]]:
    words = ["place", files[0], "--imagery", files[1], "--json", *more]
    done = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(done.exception, PointsError):
        raise done.exception
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return getattr(done.exception, "exit_code", 0), json.loads(lines[0])


def test_true_points_place_the_middle_within_the_stated_error(files: Files, tmp_path: Path) -> None:
    picture, _, still = files
    exit_code, said = place(files, "--points", write(tmp_path / "mine.points", still))
    assert exit_code == 0
    assert said["result"] == "placed"
    x, y, _ = still.ground_point(360.0, 240.0)
    lon, lat = lonlat_from_map(still.crs, np.array([[x, y]]))[0]
    aim = said["aim"]
    assert isinstance(aim, dict)
    off_m = Geod(ellps="WGS84").inv(aim["lon_deg"], aim["lat_deg"], lon, lat)[2]
    assert off_m < aim["ce90_m"]
    assert said["expected_false_matches"] is None
    assert "nobody knows what chance gives" in str(said["reason"])
    control = said["control_points"]
    assert isinstance(control, dict)
    assert (control["file"], control["sigma_px"], control["enabled"], control["disabled"]) == (
        "mine.points",
        2.0,
        15,
        0,
    )
    assert said["method"] == "control-points/4"
    assert picture.is_file()


def test_mirrored_points_are_no_place(files: Files, tmp_path: Path) -> None:
    exit_code, said = place(files, "--points", write(tmp_path / "mirrored.points", files[2], mirror=True))
    assert (exit_code, said["result"]) == (4, "undetermined")
    assert "mirrored" in str(said["reason"])


def test_latitude_before_longitude_is_an_error_with_its_line(files: Files, tmp_path: Path) -> None:
    path = write(tmp_path / "swapped.points", files[2])
    crs, header, *lines = path.read_text("utf-8").splitlines()
    swapped = [",".join([b, a, *rest]) for a, b, *rest in (line.split(",") for line in lines)]
    path.write_text("\n".join([crs, header, *swapped]), encoding="utf-8")
    with pytest.raises(PointsError, match=r"swapped\.points: line 3: .* lies on none of the imagery"):
        place(files, "--points", path)


def test_what_was_written_for_qgis_places_the_picture_again(files: Files, tmp_path: Path) -> None:
    out = tmp_path / "found.png.points"
    exit_code, first = place(files, "--gsd", "0.3:0.6", "--write-points", out)
    assert (exit_code, first["result"]) == (0, "placed"), first["reason"]
    assert (tmp_path / "found.png").is_file()
    ties = first["tie_points"]
    assert isinstance(ties, dict)
    read = points_file.parse(out.read_text("utf-8"), "found")
    assert sum(point.enabled for point in read.points) == ties["control"]
    assert sum(not point.enabled for point in read.points) == ties["check"]
    _, again = place(files, "--points", out)
    a, b = first["aim"], again["aim"]
    assert isinstance(a, dict)
    assert isinstance(b, dict)
    assert Geod(ellps="WGS84").inv(a["lon_deg"], a["lat_deg"], b["lon_deg"], b["lat_deg"])[2] < 1.0
