"""The example's README is a sequence of commands that do what it says."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "azaz"


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(line)
    assert words[0] == "inquo"
    command = [sys.executable, "-c", "from inquo.cli.main import main; main()", *words[1:]]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, subprocess.CompletedProcess[str]]]]:
    folder = tmp_path_factory.mktemp("example") / "azaz"
    shutil.copytree(EXAMPLE, folder)
    (block,) = re.findall(r"```sh\n(.*?)```", (EXAMPLE / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    return folder, [(line, run(line, folder)) for line in block.splitlines()]


Runs = tuple[Path, list[tuple[str, subprocess.CompletedProcess[str]]]]


def test_every_line_but_the_second_succeeds_and_that_one_says_what_to_do(runs: Runs) -> None:
    _, done = runs
    assert [finished.returncode for _, finished in done] == [0, 1, *[0] * (len(done) - 2)]
    refused = done[1][1].stderr
    assert "line 8: file: documents/the-new-arab-2021-02-27.summary.txt: is not among the exhibits" in refused
    assert "next: inquo add azaz-2016 documents/the-new-arab-2021-02-27.summary.txt" in refused


def test_the_statements_are_listed_with_their_scope(runs: Runs) -> None:
    _, done = runs
    listed = done[5][1].stdout
    assert "21 statements by 8 parties; every quote is in its document (1 document)" in listed
    assert re.search(r"^  S8 +denial +Russia: general denial, new-arab, summary \d+-\d+: ", listed, re.MULTILINE)
    assert re.search(r"^  S5 +praise +Russia's defence ministry: implied admission, ", listed, re.MULTILINE)


def test_without_footage_or_imagery_the_case_says_what_is_missing(runs: Runs) -> None:
    folder, done = runs
    said = done[6][1].stdout
    assert said.count("is not placed: it takes the footage or a picture of it, and imagery of the place") == 3
    assert "missing: “The air strike on the Women and Children's Hospital” is not placed" in said
    assert "missing: Azaz National Hospital: not linked to a gazetteer" in said
    assert "only a summary is in the case, not the original" in said
    contradictions = [line for line in said.splitlines() if " contradicts " in line]
    assert len(contradictions) == 1  # one account against another: nothing was found
    assert contradictions[0].startswith("The assertion by the New Arab (S4) contradicts the general denial by Russia")
    report = json.loads((folder / "azaz-2016" / "report" / "report.json").read_bytes())
    assert report["strikes"] == []
    found = [c for c in report["hearing"]["comparisons"] if c["against_proposition"] is None]
    assert {cell["relation"] for cell in found} == {"compatible", "does not address"}
    page = (folder / "azaz-2016" / "report" / "report.html").read_text(encoding="utf-8")
    assert "is not placed: it takes the footage" in page
    words = re.sub(r"<[^>]+>", "", page)
    assert "“Thursday”: 25 February 2021 (Thursday on or before the dateline, 27 February 2021)" in words
    assert "[..2021-02-25]" in words  # and says of the strike only that it was not later
    assert "“ten days before the strike”: ten days before “The strike that destroyed the National Hospital” or" in words
