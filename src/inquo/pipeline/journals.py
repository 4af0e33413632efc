"""Where a run keeps the searches that it has not finished, so that the next run goes on with them."""

from __future__ import annotations

import contextlib
from pathlib import Path

from inquo.store.step import Step
from inquo.store.sweep_file import SweepFile


class Journals:
    """A file for each search of a run.

    Args:
        folder: Where they lie; None to keep nothing. Made when it is needed.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._used: set[Path] = set()

    def of(self, step: Step) -> SweepFile | None:
        """The file of a search, with what an earlier run left in it.

        Args:
            step: Everything that the search depends on.
        """
        if self._folder is None:
            return None
        path = self._folder / f"{step.key}.jsonl"
        self._used.add(path)
        return SweepFile(path, step.key)

    def drop(self) -> None:
        """Remove the files of this run, whose results are all known now; the folder too, once nothing is in it."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):  # what is left behind is only of no more use
            for path in self._used:
                path.unlink(missing_ok=True)
            self._folder.rmdir()
        self._used.clear()
