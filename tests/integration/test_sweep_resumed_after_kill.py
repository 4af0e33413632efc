"""A search whose process is killed goes on in the next one: the same answer, and at most one tile swept twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from commands import inquo
from drawn_ground import CRS, ORIGIN, looked_at, town

pytestmark = pytest.mark.slow

# The command itself, with small tiles, so that small ground has many, and a line that it writes when it begins one.
COUNTED = """
import sys, pathlib
from inquo.placement import sweep
sweep.TILE_PX = 320
search_tile, log = sweep._search_tile, pathlib.Path(sys.argv.pop(1))
def counted(view, ground, level, banks, tile, *rest):
    with log.open("a") as file:
        file.write(f"{level.working_m:.3f} {tile.bounds_m}\\n")
    return search_tile(view, ground, level, banks, tile, *rest)
sweep._search_tile = counted
from inquo.cli.main import main
main()
"""
GSD = ("--gsd", "0.3:0.5")


def command(log: Path, *words: str | Path) -> list[str]:
    return [sys.executable, "-c", COUNTED, *map(str, (log, *words))]


def run(log: Path, *words: str | Path) -> str:
    done = subprocess.run(command(log, *words), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def stopped(log: Path, *words: str | Path, after: int, by: signal.Signals) -> None:
    """Run a command until it begins so many tiles, then stop it."""
    with subprocess.Popen(command(log, *words), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while len(tiles(log)) < after:
            assert process.poll() is None, "it ended before it was stopped"
            time.sleep(0.005)
        process.send_signal(by)
        process.wait(timeout=60)
        assert process.returncode == (130 if by is signal.SIGINT else -by)


def tiles(log: Path) -> list[str]:
    return log.read_text().splitlines() if log.exists() else []


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A photograph, and imagery of more than a dozen tiles."""
    folder = tmp_path_factory.mktemp("material")
    grey = town(8, side=1200)
    view, _ = looked_at(town(8, side=1200, light=-1), centre_px=(800, 600), turn_deg=25, gsd=0.4)
    photograph, imagery = folder / "photo.png", folder / "area.tif"
    cv2.imwrite(str(photograph), np.asarray(view.grey))
    facts = {"crs": CRS, "transform": from_origin(*ORIGIN, 1, 1), "dtype": "uint8", "count": 1}
    with rasterio.open(imagery, "w", driver="GTiff", height=grey.shape[0], width=grey.shape[1], **facts) as out:
        out.write(grey[None])
    return photograph, imagery


@pytest.fixture(scope="module")
def uninterrupted(material: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], int]:
    """What a search in one go says, and of how many tiles it is."""
    log = tmp_path_factory.mktemp("whole") / "tiles"
    said = json.loads(run(log, "place", material[0], "--imagery", material[1], *GSD, "--json"))
    assert said["result"] == "placed"
    return said, len(tiles(log))


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_a_place_that_was_stopped_twice_goes_on(
    material: tuple[Path, Path], uninterrupted: tuple[dict[str, Any], int], tmp_path: Path, by: signal.Signals
) -> None:
    expected, whole = uninterrupted
    log, kept = tmp_path / "tiles", tmp_path / "kept"
    words = ("place", material[0], "--imagery", material[1], *GSD, "--json", "--resume", kept)
    stopped(log, *words, after=whole // 3, by=by)
    stopped(log, *words, after=2 * whole // 3, by=by)
    assert json.loads(run(log, *words)) == expected
    twice = Counter(tiles(log))
    assert len(twice) == whole
    assert sum(count - 1 for count in twice.values()) <= 2, "each stop costs one tile at most"
    assert not kept.exists(), "what is finished needs no folder"


def test_a_case_whose_investigation_was_killed_in_its_second_picture_goes_on(
    material: tuple[Path, Path], uninterrupted: tuple[dict[str, Any], int], tmp_path: Path
) -> None:
    expected, whole = uninterrupted
    log, case, second = tmp_path / "tiles", tmp_path / "case", tmp_path / "second.png"
    cv2.imwrite(str(second), looked_at(town(8, side=1200), centre_px=(500, 500), turn_deg=80, gsd=0.4)[0].grey)
    log_of_second = tmp_path / "tiles of the second"
    run(log_of_second, "place", second, "--imagery", material[1], *GSD)
    both = whole + len(tiles(log_of_second))
    run(log, "new", case, "--question", "Where is it?", "--who", "A. Person")
    run(log, "add", case, *material, second)
    stopped(log, "investigate", case, *GSD, after=(whole + both) // 2, by=signal.SIGKILL)
    assert len(list((case / "unfinished").iterdir())) == 2
    run(log, "check", case)
    run(log, "investigate", case, *GSD)
    assert both <= len(tiles(log)) <= both + 1, "every tile for each picture, and at most one once more"
    assert not (case / "unfinished").exists()
    placed, _ = json.loads((case / "report" / "report.json").read_bytes())["strikes"]
    place, aim = placed["shots"][0]["place"], expected["aim"]
    assert (place["lon_deg"], place["lat_deg"]) == (aim["lon_deg"], aim["lat_deg"])


def test_a_folder_to_go_on_from_and_pictures_of_every_tile_exclude_each_other(tmp_path: Path) -> None:
    refused = inquo("place", "a.mp4", "--imagery", "b.tif", "--resume", "kept", "--explain", "why", cwd=tmp_path)
    assert refused.returncode == 2
    assert "give one of them" in refused.stderr
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_one_is_named(material: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    words = ("place", material[0], "--imagery", material[1], *GSD, "--resume", tmp_path / "taken")
    refused = inquo(*words, cwd=tmp_path)
    assert refused.returncode == 3
    assert "taken" in refused.stderr
