"""A case from its question to its report: resumable, repeatable, and never half-written."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyogrio
import pytest

from inquo.town import scene

pytestmark = pytest.mark.slow

GSD = ("--gsd", "0.25:0.5")


def inquo(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from inquo.cli.main import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def done(*words: str | Path) -> str:
    finished = inquo(*words)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> scene.Scene:
    return scene.render(scene.DEFAULT_SEED, tmp_path_factory.mktemp("town"), shots=(0,))


@pytest.fixture(scope="module")
def case(material: scene.Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases") / "invented"
    done("new", folder, "--question", "Which building is it?", "--who", "A. Person")
    done("add", folder, material.film, "--source", "rendered for a test", "--source-date", "2031-01-01")
    done("add", folder, material.imagery[0], "--acquired", "2024-03-24", "--licence", "none needed")
    done("add", folder, material.gazetteer)
    said = done("investigate", folder, *GSD)
    assert "National Hospital" in said
    return folder


def files_of(case: Path) -> dict[str, bytes]:
    return {str(p.relative_to(case)): p.read_bytes() for p in case.rglob("*") if p.is_file() and "gpkg" not in p.name}


def test_a_second_run_changes_nothing(case: Path) -> None:
    before = files_of(case)
    done("investigate", case, *GSD)
    assert files_of(case) == before


def test_the_originals_and_the_copies_are_untouched(case: Path, material: scene.Scene) -> None:
    copies = {p.read_bytes() for p in (case / "exhibits").rglob("*") if p.is_file()}
    assert {material.film.read_bytes(), material.imagery[0].read_bytes(), material.gazetteer.read_bytes()} == copies
    assert all(not p.stat().st_mode & 0o222 for p in (case / "exhibits").rglob("*") if p.is_file())


def test_the_same_bytes_again_are_one_exhibit_and_two_events(case: Path, material: scene.Scene) -> None:
    count = len(list((case / "exhibits").rglob("*")))
    done("add", case, material.gazetteer, "--source", "somebody else")
    assert len(list((case / "exhibits").rglob("*"))) == count
    ledger = [json.loads(line)["event"] for line in (case / "ledger.jsonl").read_text("utf-8").splitlines()]
    received = [event for event in ledger if event["name"] == material.gazetteer.name]
    assert [event["act"] for event in received] == ["taken into custody", "the same bytes received again"]


def test_another_program_reads_the_layers(case: Path) -> None:
    layers = {name for name, _ in pyogrio.list_layers(case / "case.gpkg")}
    assert {"placements", "footprints", "facilities", "imagery_outlines"} <= layers
    for layer in ("placements", "footprints", "imagery_outlines"):
        assert pyogrio.read_info(case / "case.gpkg", layer=layer)["features"] >= 1


def test_a_decision_is_kept_and_changes_the_answer(case: Path) -> None:
    before = json.loads((case / "report" / "report.json").read_bytes())
    why = "the crosshair is not on the target"
    done("decide", case, "2", "--aim", "300,200", "--reason", why, "--who", "B. Person")
    done("investigate", case, *GSD)
    after = json.loads((case / "report" / "report.json").read_bytes())
    aims = [report["strikes"][0]["shots"][0]["composite"]["aim"] for report in (before, after)]
    assert aims[0]["basis"].startswith("crosshair")
    assert aims[1]["basis"] == "chosen by B. Person"
    assert why in (case / "ledger.jsonl").read_text("utf-8")


def test_every_check_passes_and_one_changed_bit_fails(case: Path) -> None:
    done("check", case)
    exhibit = next(p for p in (case / "exhibits").rglob("*") if p.is_file())
    content = exhibit.read_bytes()
    exhibit.chmod(0o644)
    exhibit.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    failed = inquo("check", case)
    exhibit.write_bytes(content)
    exhibit.chmod(0o444)
    assert failed.returncode == 3
    assert f"FAIL exhibits/{exhibit.parent.name}/{exhibit.name}" in failed.stdout
    assert "Traceback" not in failed.stderr


def test_a_run_that_is_killed_goes_on_where_it_was(material: scene.Scene, tmp_path: Path) -> None:
    case = tmp_path / "killed"
    done("new", case, "--question", "Which building is it?")
    done("add", case, material.film, material.imagery[0])
    command = [sys.executable, "-c", "from inquo.cli.main import main; main()", "investigate", str(case), *GSD]
    for signum in (signal.SIGKILL, signal.SIGINT):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            time.sleep(4)
            running.send_signal(signum)
            running.wait(60)
        done("check", case)
    done("investigate", case, *GSD)
    assert (case / "report" / "report.html").is_file()
