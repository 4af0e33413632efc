"""The command line, run in this process or in one of its own: what it prints, and the code that it exits with."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from inquo.cli.main import main


@dataclass(frozen=True)
class Finished:
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


def inquo(*words: str | Path, cwd: Path) -> Finished:
    """Run a command in a folder; a bug is never an acceptable answer."""
    out, err = io.StringIO(), io.StringIO()
    argv = ["inquo", *map(str, words)]
    with (
        contextlib.chdir(cwd),
        mock.patch.object(sys, "argv", argv),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 0
        else:
            code = 0
    assert "a bug in Inquo" not in err.getvalue()
    return Finished(returncode=code, stdout=out.getvalue(), stderr=err.getvalue())


def done(*words: str | Path, cwd: Path) -> str:
    """Run a command that must succeed, and give what it prints."""
    finished = inquo(*words, cwd=cwd)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def apart(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    command = [sys.executable, "-c", "from inquo.cli.main import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def done_apart(*words: str | Path) -> str:
    """Run a command that must succeed in a process of its own, and give what it prints."""
    finished = apart(*words)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout
