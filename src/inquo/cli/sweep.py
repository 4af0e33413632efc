"""``inquo sweep``: every facility's surroundings instead of one area."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inquo.cli import options
from inquo.cli.progress import shown
from inquo.cli.terminal import say, say_json
from inquo.errors import UndeterminedError


def sweep(
    case: Annotated[Path, typer.Argument(metavar="CASE", help="The case's folder.", show_default=False)],
    gazetteer: Annotated[Path, typer.Option(metavar="PATH", help="Facilities: GeoJSON or CSV.")],
    radius_m: Annotated[
        float,
        typer.Option(
            metavar="M",
            help="How far from a facility's point, or a point in its outline, the picture's middle may lie.",
        ),
    ] = 500.0,
    gsd: options.Gsd = options.ANY_GSD,
    shot: Annotated[
        str | None,
        typer.Option(help="Only this shot: its number, or the first digits of its digest.", show_default=False),
    ] = None,
    as_json: options.AsJson = False,
    who: Annotated[
        str | None,
        typer.Option("--who", help="Who is doing this. Default: the user of this computer.", show_default=False),
    ] = None,
) -> None:
    """Search the surroundings of every facility of a list for each shot of a case, and rank the facilities.

    Where surroundings overlap the ground is searched once. All of it is one search: a place has to stand out
    among the best places near any facility. Ctrl-C loses one tile of one window; the same command goes on. The
    list is taken into custody. Exits 0 when something was placed, 4 when nothing could be: the ranking is then a
    list of leads.

    \b
    Examples:
        inquo sweep azaz-2016 --gazetteer hospitals.geojson
        inquo sweep azaz-2016 --gazetteer schools.csv --radius-m 800 --gsd 0.2:0.8 --shot 3 --json
    """
    from inquo.pipeline.answers import ranking_lines, sentence, swept
    from inquo.pipeline.facility_sweep import sweep_case
    from inquo.pipeline.settings import Settings, parse_gsd

    low, high = parse_gsd(gsd)
    settings = Settings(gsd_min_m=low, gsd_max_m=high)
    placed = 0
    with shown() as progress:
        for found in sweep_case(case, gazetteer, settings, progress, radius_m=radius_m, shot=shot, who=who):
            said = swept(found)
            placed += said["result"] == "placed"
            if as_json:
                say_json(said)
                continue
            for line in (sentence(said), *ranking_lines(found)):
                say(line)
    if not placed:
        raise UndeterminedError(
            "no shot could be placed", hint="the ranking above holds leads, not findings; try a narrower --gsd"
        )
