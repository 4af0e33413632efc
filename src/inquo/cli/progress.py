"""Progress for a person: a bar on a terminal, a line a step elsewhere; always on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from inquo.cli.terminal import say
from inquo.geometry.progress import Progress
from inquo.statements.toml_text import visible


@contextmanager
def shown() -> Iterator[Progress]:
    """Show the progress of whatever runs inside."""
    if sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _Lines()


@contextmanager
def _bar() -> Iterator[Progress]:
    import rich.progress
    from rich.console import Console

    columns = (
        rich.progress.TextColumn("{task.description}", markup=False),
        rich.progress.BarColumn(bar_width=24),
        rich.progress.TextColumn("{task.percentage:>3.0f} %"),
        rich.progress.TimeElapsedColumn(),
        rich.progress.TextColumn("left"),
        rich.progress.TimeRemainingColumn(),
    )
    with rich.progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=1.0)

        def show(done: float, what: str) -> None:
            bar.update(task, completed=done, description=visible(what))

        yield show


class _Lines:
    """Prints a line when the work changes, and every few seconds while it does not."""

    _every_s = 5.0

    def __init__(self) -> None:
        self._said = ""
        self._when = -self._every_s

    def __call__(self, done: float, what: str) -> None:
        """Print what is being done, unless that was just said."""
        now = time.monotonic()
        stage = what.partition(":")[0]
        if stage != self._said or now - self._when >= self._every_s:
            self._said, self._when = stage, now
            say(f"{done:4.0%}  {what}", err=True)
