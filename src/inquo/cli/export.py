"""``inquo export``: what a case says, for other programs."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from inquo.cli.case import CasePath, Who
from inquo.cli.progress import shown
from inquo.cli.terminal import say
from inquo.errors import UsageError


class FormatName(enum.StrEnum):
    """Formats, as they are typed."""

    GEOJSON = "geojson"
    KML = "kml"
    CSV = "csv"
    QGIS = "qgis"
    FTM = "ftm"
    TIMELINE = "timeline"


class GroupName(enum.StrEnum):
    """What can be withheld, as it is typed."""

    FACILITIES = "facilities"
    FILES = "files"
    IMAGERY = "imagery"
    INCIDENTS = "incidents"
    LEADS = "leads"
    SPEAKERS = "speakers"
    STATEMENTS = "statements"
    WORDS = "words"


Formats = Annotated[
    list[FormatName] | None,
    typer.Option("--format", help="May be given again. Default: every format.", show_default=False),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="PATH",
        help="New folder; for kml, ftm or timeline alone also a file. Default: a new folder in CASE/exports.",
        show_default=False,
    ),
]
Coarsen = Annotated[
    float | None,
    typer.Option(
        metavar="METRES",
        help="Move places to a grid of this size, widen their errors to match, and withhold whatever could lead "
        "back: facilities, files, imagery, incidents, statements, words.",
        show_default=False,
    ),
]
Withhold = Annotated[
    list[GroupName] | None, typer.Option(help="Leave this out. May be given again.", show_default=False)
]
Keep = Annotated[
    list[GroupName] | None,
    typer.Option(help="With --coarsen: leave this in, at your own judgement. May be given again.", show_default=False),
]


def export(
    case: CasePath,
    formats: Formats = None,
    output: Output = None,
    coarsen: Coarsen = None,
    withhold: Withhold = None,
    keep: Keep = None,
    bom: Annotated[bool, typer.Option("--bom", help="Start CSV files with a byte order mark, for Excel.")] = False,
    who: Who = None,
) -> None:
    """Write what the last investigation found for other programs: maps, tables, graphs, timelines.

    Nothing is computed and nothing overwritten; what was not determined is in every format with its reason. The
    ledger records the export.

    \b
    Examples:
        inquo export azaz-2016
        inquo export azaz-2016 --format kml -o azaz.kml
        inquo export azaz-2016 --format geojson --format csv --coarsen 1000 -o to-publish
    """
    from inquo.pipeline.exporting import Format, Order
    from inquo.pipeline.exporting import export as run
    from inquo.report.exports.groups import Disclosure, Group, require_size

    if keep and coarsen is None:
        raise UsageError("--keep says what --coarsen leaves in", hint="without --coarsen nothing is withheld by itself")
    if coarsen is not None:
        try:
            require_size(coarsen)
        except ValueError as error:
            raise UsageError(f"--coarsen: {error}", hint="such as --coarsen 1000") from error
    disclosure = Disclosure.chosen(
        coarsen, [Group(one.value) for one in withhold or ()], [Group(one.value) for one in keep or ()]
    )
    chosen = tuple(dict.fromkeys(Format(one.value) for one in formats or FormatName))
    order = Order(formats=chosen, disclosure=disclosure, output=output, bom=bom, who=who)
    with shown() as progress:
        for line in run(case, order, progress):
            say(line)
