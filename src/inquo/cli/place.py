"""``inquo place``: the one-off form, without a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inquo.cli import options
from inquo.cli.progress import shown
from inquo.cli.terminal import say, say_json
from inquo.errors import UndeterminedError, UsageError


def place(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="INPUT...", help="Videos and still pictures.", show_default=False)
    ],
    imagery: options.Imagery,
    gsd: options.Gsd = options.ANY_GSD,
    thorough: options.Thorough = options.THOROUGH_KM2,
    gazetteer: Annotated[Path | None, typer.Option(metavar="PATH", help="Facilities: GeoJSON or CSV.")] = None,
    shot: options.ShotNumber = None,
    points: options.PointsFile = None,
    points_crs: options.PointsCrs = None,
    points_sigma: options.PointsSigma = None,
    write_points: options.WritePoints = None,
    explain: options.Explain = None,
    resume: options.Resume = None,
    as_json: options.AsJson = False,
) -> None:
    """Say where each shot of a video, or each picture, was filmed.

    Prints one line a shot. Exits 0 when something was placed, 4 when nothing could be. With --points nothing is
    searched: your points go through the same fit, check points and errors as those that a search finds.

    \b
    Examples:
        inquo place clip.mp4 --imagery area.tif
        inquo place clip.mp4 --imagery buildings.topojson --gsd 0.1:1 --json
        inquo place photo.jpg --imagery tiles/ --gsd 0.05:0.3 --gazetteer hospitals.geojson --json
        inquo place clip.mp4 --imagery province/ --thorough 1000 --resume going-on/
        inquo place clip.mp4 --imagery area.tif --shot 3 --write-points shot3.png.points
        inquo place clip.mp4 --imagery area.tif --shot 3 --points shot3.png.points --explain why/
    """
    from inquo.pipeline.answers import sentence
    from inquo.pipeline.one_off import OneShot, place_files
    from inquo.pipeline.settings import Settings, parse_gsd

    if not inputs:
        raise UsageError("nothing to place", hint="name a video or a picture")
    low, high = parse_gsd(gsd)
    settings = Settings(gsd_min_m=low, gsd_max_m=high, thorough_km2=thorough)
    one = OneShot(
        number=shot, points=points, points_crs=points_crs, points_sigma_px=points_sigma, write_points=write_points
    )
    placed = 0
    with shown() as progress:
        for answer in place_files(
            inputs, imagery, gazetteer, settings, progress, one=one, explain=explain, resume=resume
        ):
            placed += answer["result"] == "placed"
            if as_json:
                say_json(answer)
            else:
                say(sentence(answer))
    if write_points is not None:
        say(f"points: {write_points}", err=True)
    if explain is not None:
        say(f"why: {explain / 'index.html'}", err=True)
    if not placed:
        hint = "the reasons stand above; a narrower --gsd or other imagery may help; --thorough, where it was too much"
        raise UndeterminedError("no shot could be placed", hint=hint)
