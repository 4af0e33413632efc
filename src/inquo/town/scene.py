"""The whole demonstration, rendered into a folder: imagery of two dates, footage, gazetteer, truth."""

from __future__ import annotations

import contextlib
import itertools
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inquo.geometry.progress import Progress, silent
from inquo.town import film_pyav, geotiff_rasterio, moment, satellite
from inquo.town.footage import Film
from inquo.town.gazetteer import gazetteer
from inquo.town.plan import FIRST_PASS, NOTICE, SECOND_PASS, Town, draw_town
from inquo.town.satellite import Orbit
from inquo.town.script import FPS, SIZE_PX, compile_takes

DEFAULT_SEED = 7
_ELSEWHERE = 101
_PASSES = (
    (FIRST_PASS, Orbit(off_nadir_deg=7.0, azimuth_deg=105.0)),
    (SECOND_PASS, Orbit(off_nadir_deg=13.0, azimuth_deg=284.0)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What was written.

    Attributes:
        town: The plan behind it.
        imagery: GeoTIFFs, before and after the strikes.
        film: The strike compilation, H.264 in MP4.
        gazetteer: Facilities, GeoJSON.
        truth_path: What is true about the film, JSON.
        truth: The same, read.
    """

    town: Town
    imagery: tuple[Path, Path]
    film: Path
    gazetteer: Path
    truth_path: Path
    truth: dict[str, Any]


def render(
    seed: int,
    folder: Path,
    *,
    size_m: float = 1040.0,
    gsd_m: float = 0.5,
    shots: tuple[int, ...] | None = None,
    progress: Progress = silent,
) -> Scene:
    """Render a town, its imagery, a compilation over it, and the truth.

    Args:
        seed: Of the town.
        folder: Made if it does not exist; files in it are replaced.
        size_m: Side of the imagery, 500 m at least.
        gsd_m: Pixel of the imagery.
        shots: Numbers of the shots to film, from 0; all by default.
        progress: Told what is being rendered.

    Raises:
        InquoError: A file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    progress(0.0, "drawing the town")
    town = draw_town(seed, size_m=size_m)
    takes = compile_takes(town, draw_town(seed + _ELSEWHERE, size_m=520.0))
    film = Film(takes=takes if shots is None else tuple(takes[number] for number in shots))

    film_path = folder / "strike-compilation.mp4"
    count, imagery = _film_and_image(town, film, film_path, gsd_m, progress)
    truth = {
        "invented": True,
        "notice": f"{NOTICE}. {town.name} ({town.name_ar}) does not exist.",
        "seed": seed,
        "fps": FPS,
        "frames": count,
        "size_px": list(SIZE_PX),
        "shots": film.truth,
    }
    gazetteer_path, truth_path = folder / "facilities.geojson", folder / "truth.json"
    gazetteer_path.write_text(json.dumps(gazetteer(town), ensure_ascii=False, indent=1), encoding="utf-8")
    truth_path.write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    progress(1.0, "rendered")
    return Scene(
        town=town,
        imagery=imagery,
        film=film_path,
        gazetteer=gazetteer_path,
        truth_path=truth_path,
        truth=truth,
    )


def _film_and_image(
    town: Town, film: Film, path: Path, gsd_m: float, progress: Progress
) -> tuple[int, tuple[Path, Path]]:
    """Film while the satellites pass; whoever stops it waits for one frame, and finds no half film.

    Returns:
        How many frames there are, and the images.
    """
    stop = threading.Event()
    frames = itertools.takewhile(lambda _: not stop.is_set(), film.frames(silent))
    try:
        with ThreadPoolExecutor(1) as camera, contextlib.ExitStack() as stopping:
            stopping.callback(stop.set)  # before the pool waits for the film, which would go on to its end
            filmed = camera.submit(film_pyav.write_film, path, frames, size_px=SIZE_PX, fps=FPS, notice=NOTICE)
            imagery = _image(town, path.parent, gsd_m, progress)
            progress(0.9, "filming the strikes")
            return filmed.result(), imagery
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _image(town: Town, folder: Path, gsd_m: float, progress: Progress) -> tuple[Path, Path]:
    """Take both satellite images."""
    paths = []
    for number, (when, orbit) in enumerate(_PASSES):
        picture = satellite.image(
            town, moment.at(when), gsd_m=gsd_m, orbit=orbit, progress=_share(progress, 0.03 + 0.43 * number, 0.43)
        )
        path = folder / f"qasr-al-wahm-{when:%Y-%m-%d}.tif"
        geotiff_rasterio.write_geotiff(path, picture, town)
        paths.append(path)
    return paths[0], paths[1]


def _share(progress: Progress, start: float, length: float) -> Progress:
    """Report a part of the work as its share of the whole."""

    def report(done: float, what: str) -> None:
        progress(start + length * done, what)

    return report
