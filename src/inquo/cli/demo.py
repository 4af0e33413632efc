"""``inquo demo``: the main job on an invented town."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inquo.cli.progress import shown
from inquo.cli.terminal import say


def demo(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Folder to write to.")] = Path(
        "inquo-demo"
    ),
    seed: Annotated[int, typer.Option(help="Another seed is another town.")] = 7,
) -> None:
    """Render an invented town and a strike compilation over it, then investigate that.

    Nothing in it exists, and every page says so.

    \b
    Example:
        inquo demo -o demo-output
    """
    from inquo.pipeline.demo import run_demo

    with shown() as progress:
        outcome = run_demo(output, seed, progress)
    for line in outcome.lines:
        say(line)
    say(f"report: {outcome.report}")
