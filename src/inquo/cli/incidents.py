"""``inquo incidents``: what tables of other people's records say of each placed shot."""

from __future__ import annotations

from typing import Annotated

import typer

from inquo.cli.case import CasePath
from inquo.cli.progress import shown
from inquo.cli.terminal import say, say_json
from inquo.errors import UsageError


def incidents(
    case: CasePath,
    near: Annotated[
        str | None,
        typer.Option(metavar="LON,LAT,RADIUS", help="Ask about this place instead: degrees, degrees, metres."),
    ] = None,
    when: Annotated[str | None, typer.Option(help="With --near: when it was, such as 2016-02.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for a program.")] = False,
) -> None:
    """List tables of incidents, what they cover, and which records could be of each placed shot.

    Each candidate has its reasons for and against. Nothing in the case is changed.

    \b
    Examples:
        inquo incidents azaz-2016
        inquo incidents azaz-2016 --near 37.04,36.58,2000 --when 2016-02
    """
    from inquo.pipeline.incident_listing import lines_of, list_incidents, place_asked

    if when and not near:
        raise UsageError("--when says when the place of --near was struck", hint="give --near LON,LAT,RADIUS too")
    with shown() as progress:
        listing = list_incidents(case, place_asked(near, when) if near else None, progress)
    if as_json:
        say_json(listing.as_json(), indent=2)
        return
    for line in lines_of(listing):
        say(line)
