"""The command line's front door: every command, one way out for every error.

Heavy libraries are imported inside the commands, so that ``inquo --help`` answers at once.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import Annotated

import typer

from inquo import __version__
from inquo.cli import case, demo, export, incidents, place, report, statements, sweep
from inquo.cli.terminal import say
from inquo.errors import InquoError

app = typer.Typer(
    name="inquo",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with: inquo demo -o demo-output    Exit codes: 0 done, 1 input, 2 usage, 3 evidence, "
    "4 undetermined, 5 supplier, 130 stopped.",
)
app.command(name="demo")(demo.demo)
app.command(name="new")(case.new)
app.command(name="add")(case.add)
app.command(name="statements")(statements.statements)
app.command(name="investigate")(case.investigate)
app.command(name="decide")(case.decide)
app.command(name="points")(case.points)
app.command(name="check")(case.check)
app.command(name="report")(report.report)
app.command(name="export")(export.export)
app.command(name="incidents")(incidents.incidents)
app.command(name="place")(place.place)
app.command(name="sweep")(sweep.sweep)


_STOPPED = ("stopped", "run the same command again: a case, or place --resume DIR, goes on where it stopped", 130)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"inquo {__version__}")
        raise typer.Exit


@app.callback()
def inquo(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=lambda v: _print_version(wanted=v), is_eager=True
        ),
    ] = False,
) -> None:
    """Find where a published strike video was filmed, with a stated error, and keep the evidence checkable.

    A place that the evidence does not settle is "undetermined": an answer, never a guess.
    """


def main() -> None:
    """Run a command; say what went wrong in one line and what to do next; exit with the error's code."""
    try:
        app(args=_spread(sys.argv[1:]), standalone_mode=True)
    except InquoError as error:
        _stop(str(error), error.hint or "inquo --help says what each command needs", error.exit_code)
    except KeyboardInterrupt:
        _stop(*_STOPPED)
    except SystemExit as left:
        if left.code == 130:  # typer turns Ctrl-C into this, and says nothing
            _stop(*_STOPPED)
        raise
    except OSError as error:
        _stop(_say(error), "free some space or check the folder's permissions, then run the command again", 1)
    except Exception as error:  # the outermost edge: a person never gets a traceback they did not ask for
        if os.environ.get("INQUO_DEBUG"):
            raise
        _stop(
            f"a bug in Inquo: {type(error).__name__}: {error}",
            "set INQUO_DEBUG=1 to see where it happened, and report it; the case is as it was before this step",
            1,
        )


def _spread(words: list[str]) -> list[str]:
    """Let ``--imagery a.tif b.tif`` name several files, as a shell's ``*.tif`` gives them.

    Only once the inputs have been named: otherwise ``--imagery area.tif clip.mp4`` would swallow the clip.

    >>> _spread(["place", "clip.mp4", "--imagery", "a.tif", "b.tif", "--json"])
    ['place', 'clip.mp4', '--imagery', 'a.tif', '--imagery', 'b.tif', '--json']
    """
    if words[:1] != ["place"] or "--imagery" not in words or words[1].startswith("-"):
        return words
    start = words.index("--imagery") + 1
    end = next((i for i in range(start, len(words)) if words[i].startswith("-")), len(words))
    paths = [word for path in words[start:end] for word in ("--imagery", path)]
    return words[: start - 1] + paths + words[end:]


def _say(error: OSError) -> str:
    name = f"{error.filename}: " if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"{name}the disk is full; nothing half-written was kept"
    return f"{name}{(error.strerror or str(error)).lower()}"


def _stop(message: str, hint: str, exit_code: int) -> None:
    say(f"error: {message}", err=True)
    if hint:
        say(f"  next: {hint}", err=True)
    sys.exit(exit_code)
