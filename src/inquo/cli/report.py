"""``inquo report``: the report on paper, or in other words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inquo.cli.case import CasePath
from inquo.cli.terminal import say


def report(
    case: CasePath,
    pdf: Annotated[bool, typer.Option("--pdf", help="Print it as a PDF beside the page.")] = False,
    words: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Say it in these words: a translation of src/inquo/report/words/en.toml, whole.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the report of the last investigation again, on paper or in other words. Nothing is computed.

    \b
    Examples:
        inquo report azaz-2016 --pdf
        inquo report azaz-2016 --words ar.toml --pdf
    """
    from inquo.pipeline.reporting import write_report

    for path in write_report(case, pdf=pdf, words=words):
        say(path)
