"""``inquo place``: the one-off form, without a case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from inquo.cli.progress import shown
from inquo.errors import UndeterminedError, UsageError


def place(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="INPUT...", help="Videos and still pictures.", show_default=False)
    ],
    imagery: Annotated[
        list[Path],
        typer.Option(
            "--imagery", metavar="PATH...", help="Georeferenced imagery; folders are searched for .tif files."
        ),
    ],
    gsd: Annotated[
        str,
        typer.Option(
            metavar="MIN:MAX", help="Metres per pixel that the footage may have. A narrower range is faster and surer."
        ),
    ] = "0.05:2",
    gazetteer: Annotated[Path | None, typer.Option(metavar="PATH", help="Facilities: GeoJSON or CSV.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line; docs/place-json.md describes it.")
    ] = False,
) -> None:
    """Say where each shot of a video, or each picture, was filmed.

    Prints one line a shot. Exits 0 when something was placed, 4 when nothing could be.

    \b
    Examples:
        inquo place clip.mp4 --imagery area.tif
        inquo place photo.jpg --imagery tiles/ --gsd 0.05:0.3 --gazetteer hospitals.geojson --json
    """
    from inquo.pipeline.answers import sentence
    from inquo.pipeline.one_off import place_files
    from inquo.pipeline.settings import Settings, parse_gsd

    if not inputs:
        raise UsageError("nothing to place", hint="name a video or a picture")
    low, high = parse_gsd(gsd)
    settings = Settings(gsd_min_m=low, gsd_max_m=high)
    placed = 0
    with shown() as progress:
        for answer in place_files(inputs, imagery, gazetteer, settings, progress):
            placed += answer["result"] == "placed"
            typer.echo(json.dumps(answer, ensure_ascii=False) if as_json else sentence(answer))
    if not placed:
        raise UndeterminedError(
            "no shot could be placed", hint="the reasons stand above; a narrower --gsd or other imagery may help"
        )
