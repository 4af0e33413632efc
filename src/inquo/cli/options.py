"""Options that more than one command has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Imagery = Annotated[
    list[Path],
    typer.Option(
        "--imagery",
        metavar="PATH...",
        help="Georeferenced imagery; folders are searched for .tif files. A map of buildings or roads (GeoJSON, "
        "TopoJSON, GeoPackage, .osm.pbf) can stand in for it, for leads only.",
    ),
]
Gsd = Annotated[
    str,
    typer.Option(
        metavar="MIN:MAX", help="Metres per pixel that the footage may have. A narrower range is faster and surer."
    ),
]
ANY_GSD = "0.01:2"
"""From large photographs taken low to blurred footage from afar; views of less than 70 m are not searched for."""
Thorough = Annotated[
    float,
    typer.Option(
        metavar="KM2",
        help="Up to how much imagery a shot is searched for densely when a coarse search has not placed it. That finds "
        "more, and takes minutes: a second or two a km2.",
    ),
]
THOROUGH_KM2 = 100.0
"""A town and what surrounds it: some three minutes for a shot that is not there."""
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a line; docs/place-json.md describes it.")]
ShotNumber = Annotated[
    int | None,
    typer.Option(
        "--shot",
        metavar="N",
        help="Only this shot, by its number from 1, whatever it is taken for.",
        show_default=False,
    ),
]
PointsFile = Annotated[
    Path | None,
    typer.Option(
        "--points", metavar="FILE", help="Control points that you set: a QGIS .points file.", show_default=False
    ),
]
PointsCrs = Annotated[
    str | None,
    typer.Option(metavar="CRS", help="CRS of its map coordinates, where it does not say.", show_default=False),
]
PointsSigma = Annotated[
    float | None,
    typer.Option(
        metavar="PX", help="Standard error of a click, pixels of either picture. Default: 2.", show_default=False
    ),
]
WritePoints = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write the tie points for QGIS, and the picture beside them.")
]
Explain = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Write pictures that show how each shot was searched for.")
]
Resume = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Keep what is swept in this folder: after Ctrl-C the same command goes on from there."
    ),
]
