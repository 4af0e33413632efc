"""A case is exported as its report stands: nothing is computed, nothing overwritten, and the ledger says so."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pyogrio
import pytest
from tests.commands import apart, done_apart

from inquo.records.digest import Digest
from inquo.town import scene

pytestmark = pytest.mark.slow

GSD = ("--gsd", "0.25:0.5")


def refused(*words: str | Path) -> str:
    finished = apart(*words)
    assert finished.returncode == 2, finished.stdout + finished.stderr
    assert "Traceback" not in finished.stderr
    return finished.stderr


def rows(case: Path, table: str) -> int:
    with sqlite3.connect(case / "case.gpkg") as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    material = scene.render(scene.DEFAULT_SEED, tmp_path_factory.mktemp("town"), shots=(0,))
    folder = tmp_path_factory.mktemp("cases") / "invented"
    broken = folder.parent / "broken.mp4"
    broken.write_bytes(material.film.read_bytes()[:3000])
    done_apart("new", folder, "--question", "Which of the houses in the north is it?")
    done_apart("add", folder, material.film, broken, "--source", "rendered for a test", "--source-date", "2031-01-01")
    done_apart("add", folder, material.imagery[0], "--acquired", "2024-03-24")
    done_apart("add", folder, material.gazetteer)
    done_apart("investigate", folder, *GSD)
    return folder


@pytest.fixture(scope="module")
def exported(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "export"
    before = [rows(case, table) for table in ("records", "derivations", "placements")]
    done_apart("export", case, "-o", folder)
    assert [rows(case, table) for table in ("records", "derivations", "placements")] == before  # nothing was computed
    return folder


def test_what_is_exported_is_what_the_report_says(case: Path, exported: Path) -> None:
    report = json.loads((case / "report" / "report.json").read_bytes())
    said = [s["place"] for strike in report["strikes"] for s in strike["shots"] if s["place"]["record"] == "Placement"]
    placed = json.loads((exported / "geojson" / "placements.geojson").read_bytes())["features"]
    assert len(placed) == len(said) >= 1
    for feature, place in zip(placed, said, strict=True):
        assert feature["geometry"]["coordinates"] == pytest.approx([place["lon_deg"], place["lat_deg"]], abs=1e-7)
        assert feature["properties"]["ce90_m"] == place["ce90_m"]


def test_what_could_not_be_read_is_there_with_the_reason(exported: Path) -> None:
    lost = json.loads((exported / "geojson" / "undetermined.geojson").read_bytes())["features"]
    reasons = {feature["properties"]["file"]: feature["properties"]["reason"] for feature in lost}
    assert reasons["broken.mp4"]


def test_the_ledger_names_every_file_that_went_out(case: Path, exported: Path) -> None:
    events = [json.loads(line)["event"] for line in (case / "ledger.jsonl").read_text("utf-8").splitlines()]
    (event,) = [event for event in events if event["act"] == "exported" and "kml/inquo.kml" in event["detail"]]
    files = [path for path in exported.rglob("*") if path.is_file()]
    assert len(files) > 30
    assert all(f"{p.relative_to(exported)} {Digest.of(p.read_bytes())}" in event["detail"] for p in files)
    done_apart("check", case)


def test_nothing_is_written_over(case: Path, exported: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in exported.rglob("*") if path.is_file()}
    assert "is kept" in refused("export", case, "-o", exported)
    assert {path: path.read_bytes() for path in exported.rglob("*") if path.is_file()} == before
    note = tmp_path / "mine.kml"
    note.write_text("mine")
    assert "is kept" in refused("export", case, "--format", "kml", "-o", note)
    assert note.read_text() == "mine"


def test_one_file_may_be_named(case: Path, tmp_path: Path) -> None:
    done_apart("export", case, "--format", "kml", "-o", tmp_path / "one.kml")
    assert [path.name for path in tmp_path.iterdir()] == ["one.kml"]
    assert pyogrio.list_layers(tmp_path / "one.kml").shape[0] >= 5


def test_a_new_folder_in_the_case_is_the_default(case: Path) -> None:
    done_apart("export", case, "--format", "timeline")
    (made,) = (case / "exports").iterdir()
    assert [path.name for path in made.iterdir()] == ["timeline.json"]


def test_the_cases_own_package_lists_its_layers_untouched(case: Path, exported: Path) -> None:
    layers = {name for name, _ in pyogrio.list_layers(case / "case.gpkg")}
    assert "layer_styles" not in layers
    for layer in ("placements", "error_ellipses", "footprints", "facilities", "facility_outlines", "imagery_outlines"):
        assert layer in layers
        exact = pyogrio.raw.read(case / "case.gpkg", layer=layer)[2]
        assert len(exact) >= 1


def test_a_coarsened_export_does_not_give_the_place_away(case: Path, exported: Path, tmp_path: Path) -> None:
    said = done_apart("export", case, "--coarsen", "1000", "-o", tmp_path / "coarse")
    assert "withheld: facilities" in said
    placed = json.loads((exported / "geojson" / "placements.geojson").read_bytes())["features"]
    secrets = [f"{abs(c):.6f}"[:-1] for feature in placed for c in feature["geometry"]["coordinates"]]
    secrets += ["National Hospital", "Wahm", "broken.mp4", "in the north"]
    for path in (tmp_path / "coarse").rglob("*"):
        if path.is_file():
            assert [secret for secret in secrets if secret.encode() in path.read_bytes()] == [], path


@pytest.mark.parametrize("size", ["0", "-5", "nan", "1e9", "3"])
def test_a_grid_that_hides_nothing_or_everything_is_refused(case: Path, size: str) -> None:
    assert "such as --coarsen 1000" in refused("export", case, "--coarsen", size)


def test_keeping_without_coarsening_is_refused(case: Path) -> None:
    assert "--coarsen" in refused("export", case, "--keep", "facilities")


def test_a_case_without_a_report_is_told_what_to_do(tmp_path: Path) -> None:
    done_apart("new", tmp_path / "empty", "--question", "Where?")
    assert "inquo investigate" in refused("export", tmp_path / "empty", "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_has_changed_since_is_not_exported_as_if_it_were_known(case: Path, tmp_path: Path) -> None:
    """Last, for it changes the case."""
    later = tmp_path / "later.csv"
    later.write_text("name,lat,lon,kind\nAnother house,36.1,37.1,hospital\n")
    done_apart("add", case, later)
    done_apart("export", case, "--format", "csv", "-o", tmp_path / "with-later")
    assert "added after the last investigation" in (tmp_path / "with-later" / "undetermined.csv").read_text("utf-8")
    shot = json.loads((case / "report" / "report.json").read_bytes())["strikes"][0]["shots"][0]
    done_apart("decide", case, _first_digits(case, shot), "--aim", "300,200", "--reason", "seen here")
    assert "inquo investigate" in refused("export", case, "-o", tmp_path / "stale")
    done_apart("investigate", case, *GSD)
    done_apart("export", case, "--format", "csv", "-o", tmp_path / "fresh")
    assert "chosen by" in (tmp_path / "fresh" / "placements.csv").read_text("utf-8")


def _first_digits(case: Path, shot: dict[str, object]) -> str:
    with sqlite3.connect(case / "case.gpkg") as connection:
        found = connection.execute("SELECT digest, json FROM records WHERE kind = 'Shot'").fetchall()
    return next(digest[:12] for digest, text in found if json.loads(text)["first"] == shot["shot"]["first"])  # type: ignore[index]
