"""``--explain``: a page, a file a picture, and the numbers, for every shot that was looked for."""

from __future__ import annotations

import json
from pathlib import Path

from inquo import __version__
from inquo.errors import UsageError
from inquo.pipeline.answers import answer, sentence
from inquo.pipeline.opening import replace_file
from inquo.pipeline.results import ShotResult
from inquo.placement.explain import figures, numbers, page
from inquo.placement.explain.account import Account
from inquo.records.canonical import Json
from inquo.records.digest import Digest


class Book:
    """Watches searches, and writes down how each went.

    Args:
        folder: Where to write; made when it is not there.

    Raises:
        UsageError: The folder cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UsageError(f"{folder}: {reason}", hint="name a folder for --explain") from error
        self._folder = folder
        self._accounts: dict[Digest, Account] = {}
        self._sections: list[page.Section] = []
        self._numbers: list[Json] = []

    def watch(self, shot: Digest) -> Account:
        """The witness of a shot's search."""
        return self._accounts.setdefault(shot, Account())

    def add(self, result: ShotResult) -> None:
        """Draw how a shot was looked for, and forget what was collected."""
        account = self._accounts.pop(result.outcome.shot, None)
        if account is None:
            return
        said = answer(result)
        title = f"{Path(result.file).name}, shot {result.number}"
        searched: list[Json] = []
        for count, search in enumerate(account.searches, start=1):
            drawn = figures.draw(search)
            name = f"shot-{len(self._numbers) + 1}" + (f"-reference-{count}" if len(account.searches) > 1 else "")
            for figure in drawn:
                replace_file(self._folder / f"{name}-{figure.name}.svg", figure.svg.encode())
            of = f", reference {count} of {len(account.searches)}" if len(account.searches) > 1 else ""
            self._sections.append(
                page.Section(title=title + of, facts=_facts(said, search.reference.crs), figures=drawn)
            )
            searched.append(numbers.numbers(search))
        self._numbers.append({"answer": said, "searches": searched})

    def close(self) -> None:
        """Write the page and the numbers."""
        content = {"program": f"inquo {__version__}", "shots": self._numbers}
        replace_file(self._folder / "explain.json", json.dumps(content, ensure_ascii=False, indent=1).encode())
        replace_file(self._folder / "index.html", page.render(self._sections, f"inquo {__version__}").encode())


def _facts(said: dict[str, Json], crs: str) -> tuple[tuple[str, str], ...]:
    expected, ties = said["expected_false_matches"], said["tie_points"]
    facts = [("Result", sentence(said)), ("Searched in", crs)]
    if said["result"] == "placed":
        facts.append(
            (
                "Expected false matches, all references together",
                f"{expected:.2g}" if isinstance(expected, float) else "not measured: no search was made",
            )
        )
    if isinstance(said["mirror_share"], float):
        facts.append(("Mirror image of the picture, best fit there", f"{said['mirror_share']:.0%} as strong"))
    if isinstance(ties, dict):
        facts.append(("Tie points", f"{ties['control']} control, {ties['check']} check"))
    if isinstance(said["check_rmse_m"], float):
        facts.append(("Check-point error", f"{said['check_rmse_m']:.2f} m root mean square"))
    return (*facts, ("Method", str(said["method"])))
