"""Bad input gets one line that names the file and the next step; never a traceback, never half a case."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from tests.commands import apart

Writer = Callable[[Path], None]


def one_error_line(done: subprocess.CompletedProcess[str], named: Path | str) -> str:
    """The only error line, which names the file and is followed by what to do next."""
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    assert len(errors) == 1, done.stderr
    assert str(named) in errors[0]
    assert "bug in Inquo" not in errors[0]
    assert "\n  next: " in done.stderr
    return errors[0]


def write_video(path: Path, *, width: int = 64, height: int = 48, frames: int = 8) -> None:
    noise = np.random.default_rng(3)
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv444p"
        for _ in range(frames):
            picture = noise.integers(0, 255, (height, width, 3), dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())


def write_sound(path: Path) -> None:
    with av.open(path, "w") as container:
        stream = container.add_stream("aac", rate=44100, layout="mono")
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 4096), np.float32), format="fltp", layout="mono")
        sound.rate = 44100
        container.mux(stream.encode(sound))
        container.mux(stream.encode())


def write_half_a_video(path: Path) -> None:
    write_video(path, width=128, height=128, frames=30)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def write_imagery(path: Path, **changes: object) -> None:
    profile: dict[str, object] = {
        "driver": "GTiff",
        "width": 300,
        "height": 300,
        "count": 1,
        "dtype": "uint8",
        "crs": "EPSG:32637",
        "transform": from_origin(500_000, 4_000_000, 0.5, 0.5),
    } | changes
    texture = np.random.default_rng(1).integers(1, 250, (profile["count"], 300, 300))  # type: ignore[arg-type]
    with rasterio.open(path, "w", **profile) as image:
        image.write(texture.astype(str(profile["dtype"])))
        if profile.get("photometric") == "palette":
            image.write_colormap(1, {value: (value, value, 255 - value, 255) for value in range(256)})


def write_empty_imagery(path: Path) -> None:
    write_imagery(path, nodata=0)
    with rasterio.open(path, "r+") as image:
        image.write(np.zeros((1, 300, 300), np.uint8))


def write_truncated_imagery(path: Path) -> None:
    write_imagery(path)
    path.write_bytes(path.read_bytes()[:30_000])


BAD_FOOTAGE: dict[str, Writer] = {
    "empty.mp4": lambda path: path.write_bytes(b"") and None,
    "text.mp4": lambda path: path.write_text("not a video at all\n" * 40) and None,
    "sound-only.mp4": write_sound,
    "truncated.mp4": write_half_a_video,
    "one-pixel.mp4": lambda path: write_video(path, width=2, height=2),
}
BAD_IMAGERY: dict[str, Writer] = {
    "empty.tif": lambda path: path.write_bytes(b"") and None,
    "text.tif": lambda path: path.write_text("<VRTDataset/>") and None,
    "no-crs.tif": lambda path: write_imagery(path, crs=None),
    "nodata-only.tif": write_empty_imagery,
    "truncated.tif": write_truncated_imagery,
}
GOOD_IMAGERY: dict[str, dict[str, object]] = {
    "sixteen-bit.tif": {"dtype": "uint16"},
    "four-band.tif": {"count": 4},
    "palette.tif": {"photometric": "palette"},
}


def write_gazetteer(path: Path, *rings: list[list[float]]) -> None:
    features = [
        {
            "type": "Feature",
            "id": f"x/{number}",
            "properties": {"name": f"House {number}"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for number, ring in enumerate(rings)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


@pytest.mark.parametrize("name", BAD_FOOTAGE)
def test_footage_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    BAD_FOOTAGE[name](tmp_path / name)
    write_imagery(tmp_path / "area.tif")
    done = apart("place", tmp_path / name, "--imagery", tmp_path / "area.tif", "--json")
    one_error_line(done, name)
    assert done.returncode == 1
    assert done.stdout == ""


@pytest.mark.parametrize("name", BAD_IMAGERY)
def test_imagery_that_cannot_be_used(tmp_path: Path, name: str) -> None:
    write_video(tmp_path / "clip.mp4")
    BAD_IMAGERY[name](tmp_path / name)
    done = apart("place", tmp_path / "clip.mp4", "--imagery", tmp_path / name, "--json")
    one_error_line(done, name)
    assert done.returncode == 1
    assert done.stdout == ""


@pytest.mark.parametrize("name", GOOD_IMAGERY)
def test_unusual_imagery_is_searched_and_noise_is_not_found_in_it(tmp_path: Path, name: str) -> None:
    write_video(tmp_path / "clip.mp4", width=320, height=240)
    write_imagery(tmp_path / name, **GOOD_IMAGERY[name])
    done = apart("place", tmp_path / "clip.mp4", "--imagery", tmp_path / name, "--gsd", "0.2:0.4", "--json")
    assert "Traceback" not in done.stderr
    assert done.returncode == 4, done.stderr
    assert all(json.loads(line)["result"] == "undetermined" for line in done.stdout.splitlines())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write_imagery(tmp_path / "area.tif")
    done = apart("place", tmp_path / "gone.mp4", "--imagery", tmp_path / "area.tif")
    one_error_line(done, "gone.mp4")
    assert done.returncode == 1


@pytest.mark.parametrize("gsd", ["0:1", "2:1", "x", "1:", "nan:1"])
def test_a_search_range_that_holds_nothing(tmp_path: Path, gsd: str) -> None:
    write_video(tmp_path / "clip.mp4")
    write_imagery(tmp_path / "area.tif")
    done = apart("place", tmp_path / "clip.mp4", "--imagery", tmp_path / "area.tif", "--gsd", gsd)
    one_error_line(done, "--gsd")
    assert done.returncode == 2


def test_a_gazetteer_whose_axes_are_swapped(tmp_path: Path) -> None:
    write_imagery(tmp_path / "area.tif")  # near 39 E, 36.1 N
    write_video(tmp_path / "clip.mp4", width=320, height=240)
    square = [[36.1430, 39.0], [36.1431, 39.0], [36.1431, 39.0001], [36.1430, 39.0]]
    write_gazetteer(tmp_path / "swapped.geojson", square)
    done = apart(
        "place", tmp_path / "clip.mp4", "--imagery", tmp_path / "area.tif", "--gazetteer", tmp_path / "swapped.geojson"
    )
    assert "latitude" in one_error_line(done, "swapped.geojson")
    assert done.returncode == 1


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = apart("new", tmp_path / "file" / "case", "--question", "where?")
    one_error_line(done, "file")
    assert done.returncode in (2, 3)
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_case_of_a_newer_format_is_left_alone(tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert apart("new", case, "--question", "where?").returncode == 0
    card = json.loads((case / "case.json").read_text(encoding="utf-8"))
    (case / "case.json").write_text(json.dumps(card | {"format_version": 99}), encoding="utf-8")
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    write_video(tmp_path / "clip.mp4")
    for words in (("add", case, tmp_path / "clip.mp4"), ("investigate", case), ("check", case)):
        done = apart(*words)
        assert "99" in one_error_line(done, "case")
        assert done.returncode == 2
    assert {path: path.read_bytes() for path in case.rglob("*") if path.is_file()} == before


def test_a_folder_that_is_no_case(tmp_path: Path) -> None:
    done = apart("investigate", tmp_path)
    one_error_line(done, tmp_path)
    assert done.returncode == 2


def test_a_bad_file_is_kept_in_custody_and_named_by_the_investigation(tmp_path: Path) -> None:
    case = tmp_path / "case"
    apart("new", case, "--question", "where?")
    write_half_a_video(tmp_path / "half.mp4")
    write_imagery(tmp_path / "area.tif")
    added = apart("add", case, tmp_path / "half.mp4", tmp_path / "area.tif", "--source", "test")
    assert added.returncode == 0, added.stderr
    done = apart("investigate", case)
    assert "Traceback" not in done.stderr
    assert "half.mp4" in done.stdout + done.stderr
    assert apart("check", case).returncode == 0


POINTS = "#CRS: EPSG:32637\nmapX,mapY,sourceX,sourceY,enable\n"


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (POINTS + "500010,3999990,ten,-10,1\n", "line 3: 'ten' is not a number"),
        (POINTS + "".join(f"{500010 + i},3999990,{5 * i},{-3 * i * i},1\n" for i in range(9)), "line 10: the point"),
        (POINTS + "".join(f"{40 + i},3,{5 * i},{-i * i / 2},1\n" for i in range(8)), "lies on none of the imagery"),
        (POINTS + "500010,3999990,10,10,1\n", "line 3: source y is 10, above the picture"),
    ],
    ids=["no number", "outside the picture", "outside the imagery", "upside down"],
)
def test_control_points_that_cannot_be_used_are_one_line(tmp_path: Path, points: str, said: str) -> None:
    picture, imagery, file = tmp_path / "still.png", tmp_path / "area.tif", tmp_path / "mine.points"
    write_imagery(imagery)
    texture = np.random.default_rng(2).integers(1, 250, (120, 160)).astype(np.uint8)
    cv2.imwrite(str(picture), texture)
    file.write_text(points, encoding="utf-8")
    done = apart("place", picture, "--imagery", imagery, "--points", file)
    assert said in one_error_line(done, "mine.points")
    assert done.returncode == 1
    assert done.stdout == ""
