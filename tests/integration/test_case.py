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
from tests.commands import apart, done_apart

from inquo.geometry.progress import silent
from inquo.pipeline import facility_sweep
from inquo.pipeline.settings import Settings
from inquo.placement.criteria import METHOD
from inquo.placement.scattered import sweep_piece
from inquo.town import scene

pytestmark = pytest.mark.slow

GSD = ("--gsd", "0.25:0.5")


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> scene.Scene:
    return scene.render(scene.DEFAULT_SEED, tmp_path_factory.mktemp("town"), shots=(0,))


@pytest.fixture(scope="module")
def case(material: scene.Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases") / "invented"
    done_apart("new", folder, "--question", "Which building is it?", "--who", "A. Person")
    done_apart("add", folder, material.film, "--source", "rendered for a test", "--source-date", "2031-01-01")
    done_apart("add", folder, material.imagery[0], "--acquired", "2024-03-24", "--licence", "none needed")
    done_apart("add", folder, material.gazetteer)
    said = done_apart("investigate", folder, *GSD)
    assert "National Hospital" in said
    return folder


def files_of(case: Path) -> dict[str, bytes]:
    return {str(p.relative_to(case)): p.read_bytes() for p in case.rglob("*") if p.is_file() and "gpkg" not in p.name}


def test_a_second_run_changes_nothing(case: Path) -> None:
    before = files_of(case)
    done_apart("investigate", case, *GSD)
    assert files_of(case) == before


def test_the_originals_and_the_copies_are_untouched(case: Path, material: scene.Scene) -> None:
    copies = {p.read_bytes() for p in (case / "exhibits").rglob("*") if p.is_file()}
    assert {material.film.read_bytes(), material.imagery[0].read_bytes(), material.gazetteer.read_bytes()} == copies
    assert all(not p.stat().st_mode & 0o222 for p in (case / "exhibits").rglob("*") if p.is_file())


def test_the_same_bytes_again_are_one_exhibit_and_two_events(case: Path, material: scene.Scene) -> None:
    count = len(list((case / "exhibits").rglob("*")))
    done_apart("add", case, material.gazetteer, "--source", "somebody else")
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
    done_apart("decide", case, "2", "--aim", "300,200", "--reason", why, "--who", "B. Person")
    done_apart("investigate", case, *GSD)
    after = json.loads((case / "report" / "report.json").read_bytes())
    aims = [report["strikes"][0]["shots"][0]["composite"]["aim"] for report in (before, after)]
    assert aims[0]["basis"].startswith("crosshair")
    assert aims[1]["basis"] == "chosen by B. Person"
    assert why in (case / "ledger.jsonl").read_text("utf-8")


def ledger_of(case: Path) -> list[dict[str, object]]:
    return [json.loads(line)["event"] for line in (case / "ledger.jsonl").read_text("utf-8").splitlines()]


def test_a_facility_sweep_places_the_shot_and_ranks_the_facilities(case: Path, material: scene.Scene) -> None:
    words = ("sweep", case, "--gazetteer", material.gazetteer, "--radius-m", "90", "--shot", "2", *GSD)
    said = json.loads(done_apart(*words, "--json"))
    assert said["result"] == "placed"
    ranking = said["sweep"]["ranking"]
    assert "National Hospital" in ranking[0]["name"]
    assert said["sweep"]["windows"] > 1
    assert all(one["distance_m"] <= 120 for one in ranking), "a close look moves a lead a little"
    before = ledger_of(case)
    assert json.loads(done_apart(*words, "--json")) == said, "a second run says the same"
    assert ledger_of(case) == before, "and takes nothing in again"


def test_a_sweep_that_is_stopped_goes_on_with_the_next_window(
    case: Path, material: scene.Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[object] = []

    def count(*given: object) -> object:
        swept.append(given)
        return sweep_piece(*given)  # type: ignore[arg-type]

    def stop_at_the_third(_: float, what: str) -> None:
        if "sweeping window 3 of" in what:
            raise KeyboardInterrupt

    monkeypatch.setattr(facility_sweep, "sweep_piece", count)
    settings = Settings(gsd_min_m=0.25, gsd_max_m=0.5)
    asked = (case, material.gazetteer, settings)
    with pytest.raises(KeyboardInterrupt):
        list(facility_sweep.sweep_case(*asked, stop_at_the_third, radius_m=70.0, shot="2"))
    assert len(swept) == 2
    (found,) = facility_sweep.sweep_case(*asked, silent, radius_m=70.0, shot="2")
    assert len(swept) == found.windows
    assert found.result.outcome.method == METHOD


def test_control_points_that_a_person_set_are_kept_used_and_withdrawn(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "shot2.png.points"
    assert "control and" in done_apart("points", case, "2", "-o", out)
    assert (tmp_path / "shot2.png").read_bytes().startswith(b"\x89PNG")
    said = done_apart("decide", case, "2", "--points", out, "--reason", "checked by eye", "--who", "C. Person")
    assert "control points set" in said
    placed = done_apart("investigate", case, *GSD)
    assert "nobody knows what chance gives" in placed
    page = (case / "report" / "report.html").read_text("utf-8")
    assert "Control points set by" in page
    assert "not measured: no search was made" in page
    report = json.loads((case / "report" / "report.json").read_bytes())
    fit = report["strikes"][0]["shots"][0]["place"]["registration"]
    assert fit["expected_false_matches"] is None
    assert fit["control_points"]["who"] == "C. Person"
    kept = case / "derived" / fit["control_points"]["file"][:2] / fit["control_points"]["file"]
    assert kept.read_bytes() == out.read_bytes()
    done_apart("decide", case, "2", "--points", "none", "--reason", "the search is enough", "--who", "C. Person")
    assert "nobody knows" not in done_apart("investigate", case, *GSD)
    broken = apart("decide", case, "2", "--points", case / "case.json", "--reason", "x")
    assert broken.returncode == 1
    assert "case.json: line 1: no header" in broken.stderr
    done_apart("check", case)


def test_a_shot_that_was_taken_for_a_title_is_searched_when_a_person_says_so(
    case: Path, material: scene.Scene, tmp_path: Path
) -> None:
    out, decided = tmp_path / "shot1.png.points", "a person has decided that it shows the ground"
    refused = apart("points", case, "1", "-o", out)
    assert refused.returncode == 2
    assert "inquo decide --ground" in refused.stderr
    done_apart("decide", case, "1", "--ground", "--reason", "no title", "--who", "B. Person")
    done_apart("investigate", case, *GSD)
    assert decided in (case / "report" / "report.html").read_text("utf-8")
    assert "not placed" in done_apart("points", case, "1", "-o", out), "it has a picture to set points on now"
    one_scale = ("--gsd", "0.35:0.36")
    named = apart("place", material.film, "--imagery", material.imagery[0], "--shot", "1", "--json", *one_scale)
    said = json.loads(named.stdout)
    assert said["kind"] == "title"
    assert said["kind_reason"].endswith(decided)
    assert not said["reason"].startswith("not searched")


def test_every_check_passes_and_one_changed_bit_fails(case: Path) -> None:
    done_apart("check", case)
    exhibit = next(p for p in (case / "exhibits").rglob("*") if p.is_file())
    content = exhibit.read_bytes()
    exhibit.chmod(0o644)
    exhibit.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    failed = apart("check", case)
    exhibit.write_bytes(content)
    exhibit.chmod(0o444)
    assert failed.returncode == 3
    assert (
        f"FAIL exhibits/{exhibit.parent.name}/{exhibit.name}: its {len(content)} bytes have the digest" in failed.stdout
    )
    assert "Traceback" not in failed.stderr


def test_a_run_that_is_killed_goes_on_where_it_was(material: scene.Scene, tmp_path: Path) -> None:
    case = tmp_path / "killed"
    done_apart("new", case, "--question", "Which building is it?")
    done_apart("add", case, material.film, material.imagery[0])
    command = [sys.executable, "-c", "from inquo.cli.main import main; main()", "investigate", str(case), *GSD]
    for signum in (signal.SIGKILL, signal.SIGINT):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            time.sleep(4)
            running.send_signal(signum)
            running.wait(60)
        done_apart("check", case)
    done_apart("investigate", case, *GSD)
    assert (case / "report" / "report.html").is_file()
