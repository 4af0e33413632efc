"""``inquo new``, ``add``, ``investigate``, ``check``: a case from its question to its report."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from inquo.cli import options
from inquo.cli.progress import shown
from inquo.cli.terminal import say
from inquo.errors import EvidenceError, UsageError

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="The case's folder.", show_default=False)]
Who = Annotated[
    str | None, typer.Option("--who", help="Who is doing this. Default: the user of this computer.", show_default=False)
]


class AsKind(Enum):
    """What a person may call a file whose content leaves the choice."""

    MAP = "map"
    GAZETTEER = "gazetteer"


def new(
    case: CasePath,
    question: Annotated[str, typer.Option(help="What the investigation is to answer.")],
    who: Who = None,
) -> None:
    """Open a case: a folder that will hold everything that bears on one question.

    \b
    Example:
        inquo new azaz-2016 --question "Which building does the third strike of the compilation show?"
    """
    from inquo.pipeline.opening import open_new

    open_new(case, question=question, who=who)
    say(f"{case} is open. Next: inquo add {case} VIDEO --source WHERE-IT-CAME-FROM")


def add(
    case: CasePath,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Videos, imagery, gazetteers, maps, documents, statements.")
    ],
    source: Annotated[str, typer.Option(help="Who published it and how you got it.")] = "",
    source_date: Annotated[str | None, typer.Option(help="When it was published, as the source says it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was published.")] = None,
    note: Annotated[str, typer.Option(help="Anything else worth keeping.")] = "",
    acquired: Annotated[str | None, typer.Option(metavar="DATE", help="Imagery: when it was taken.")] = None,
    provider: Annotated[str | None, typer.Option(help="Imagery: who made it.")] = None,
    licence: Annotated[str | None, typer.Option(help="Imagery: its terms.")] = None,
    as_kind: Annotated[
        AsKind | None,
        typer.Option("--as", help="What a GeoJSON is: a map of buildings and roads, or a list of facilities."),
    ] = None,
    who: Who = None,
) -> None:
    """Take files into custody: bit for bit, hashed, read-only, entered in the ledger.

    What a file is is told by its content, not by its name; whether a GeoJSON is a list of facilities or, for leads
    where there is no imagery, a map of all buildings, --as says. A statements file that is added later takes the place
    of those before it, which stay in the case.

    \b
    Examples:
        inquo add azaz-2016 clip.mp4 --source "ministry's channel, downloaded by A. Person" --source-date 2021-02-25
        inquo add azaz-2016 imagery/*.tif --acquired 2016-03-14 --provider "..." --licence "..."
        inquo add azaz-2016 buildings.geojson --as map --source "extract of OpenStreetMap"
        inquo add azaz-2016 article.html statement.pdf statements.toml
    """
    from inquo.pipeline.intake import take_in
    from inquo.records.custody import ExhibitKind, Source

    told = Source(
        description=source,
        url=url,
        published=source_date,
        note=note,
        acquired=acquired,
        provider=provider,
        licence=licence,
    )
    with shown() as progress:
        kind = ExhibitKind(as_kind.value) if as_kind else None
        for line in take_in(case, files, told, who=who, progress=progress, kind=kind):
            say(line)


def investigate(
    case: CasePath,
    gsd: options.Gsd = options.ANY_GSD,
    thorough: options.Thorough = options.THOROUGH_KM2,
) -> None:
    """Run every step that is missing and write the report. Ctrl-C loses at most one tile; the next run goes on.

    \b
    Examples:
        inquo investigate azaz-2016 --gsd 0.1:0.8
        inquo investigate azaz-2016 --thorough 1000
    """
    from inquo.pipeline.run import investigate as run
    from inquo.pipeline.settings import Settings, parse_gsd

    low, high = parse_gsd(gsd)
    with shown() as progress:
        outcome = run(case, Settings(gsd_min_m=low, gsd_max_m=high, thorough_km2=thorough), progress)
    for line in outcome.lines:
        say(line)
    say(f"report: {outcome.report}")


def decide(
    case: CasePath,
    shot: Annotated[
        str, typer.Argument(help="The shot: its number, or the first digits of its digest, as in the report.")
    ],
    reason: Annotated[str, typer.Option(help="Why; it stands in the report.")],
    aim: Annotated[str | None, typer.Option(metavar="X,Y", help="Aim point in the composite, pixels.")] = None,
    impact: Annotated[int | None, typer.Option(metavar="FRAME", help="First frame of the explosion.")] = None,
    ground: Annotated[
        bool, typer.Option("--ground", help="It shows the ground from above, whatever it was taken for.")
    ] = False,
    points: options.PointsFile = None,
    points_crs: options.PointsCrs = None,
    points_sigma: options.PointsSigma = None,
    who: Who = None,
) -> None:
    """Set a shot's aim point, impact frame or control points by hand. Decisions are added to the ledger, never edited.

    A shot that was taken for a title or a view from the ground is not searched for. Any of these says that it shows
    the ground from above; --ground says that alone.

    \b
    Examples:
        inquo decide azaz-2016 3 --aim 512,300.5 --reason "the crosshair is off-centre; flash seen here"
        inquo decide azaz-2016 5 --ground --reason "a snowfield from above, not a title"
        inquo decide azaz-2016 3 --points shot3.png.points --reason "matched by eye: mosque, crossroads, school"
        inquo decide azaz-2016 3 --points none --reason "withdrawn: they were set on the wrong roofs"
    """
    from inquo.pipeline.decisions import record_decision, record_points

    if aim is None and impact is None and points is None and not ground:
        raise UsageError("nothing was decided", hint="give --aim X,Y, --impact FRAME, --ground or --points FILE")
    if points is not None:
        path = None if str(points) == "none" else points
        said = record_points(case, shot, path, crs=points_crs, sigma_px=points_sigma, reason=reason, who=who)
        say(said)
    if aim is not None or impact is not None or ground:
        say(record_decision(case, shot, aim=aim, impact=impact, ground=ground, reason=reason, who=who))


def points(
    case: CasePath,
    shot: Annotated[
        str, typer.Argument(help="The shot: its number, or the first digits of its digest, as in the report.")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write them, such as shot3.png.points.")
    ],
) -> None:
    """Write a shot's tie points for QGIS's georeferencer, and beside them the shot's picture.

    Control points are enabled, check points are not. Of a shot that was not placed the file has no points, and
    the picture is where to set them: save them in QGIS, then give the file to inquo decide --points.

    \b
    Example:
        inquo points azaz-2016 3 -o shot3.png.points
    """
    from inquo.pipeline.decisions import export_points

    for line in export_points(case, shot, output):
        say(line)


def check(case: CasePath) -> None:
    """Check every exhibit against its digest and every line of the ledger against the one before.

    Exits 0 when all checks pass and 3 when any fails.

    \b
    Example:
        inquo check azaz-2016
    """
    from inquo.pipeline.opening import check_case

    failed = 0
    for verdict in check_case(case):
        failed += not verdict.passed
        say(f"{'ok  ' if verdict.passed else 'FAIL'} {verdict.subject}: {verdict.detail}")
    if failed:
        raise EvidenceError(
            f"{case}: {failed} check(s) failed",
            hint="work from another copy of the case, and find out who changed this one",
        )
