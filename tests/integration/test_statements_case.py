"""What was said of an invented town, held against what its footage shows: the whole matrix, cell by cell."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inquo.town import scene
from inquo.town.sayings import write_sayings

pytestmark = pytest.mark.slow

CONTRADICTS, SUPPORTS, COMPATIBLE, SILENT = "contradicts", "supports", "compatible", "does not address"
E, L, P, U = "established", "likely", "possible", "undetermined"
EVENTS = ("national-strike", "market-strike", "women-strike")
OPEN = (COMPATIBLE, U, None)
AWAY = (SILENT, E, None)
# The hospital is 76 % probable and the market 85 %: neither is established, and only the market may be called likely.
AGAINST_FINDINGS = {
    "released": (AWAY, AWAY, AWAY),
    "praise": (OPEN, OPEN, AWAY),
    "denial": ((COMPATIBLE, P, CONTRADICTS), (CONTRADICTS, L, None), OPEN),
    "no-ship": (OPEN, OPEN, OPEN),
    "not-women": (AWAY, AWAY, OPEN),
    "barracks": ((COMPATIBLE, P, CONTRADICTS), AWAY, AWAY),
    "blame": (OPEN, AWAY, AWAY),
    "doctor": ((COMPATIBLE, P, SUPPORTS), AWAY, AWAY),
    "located": ((SUPPORTS, E, None), AWAY, AWAY),
    "evacuated": (OPEN, AWAY, OPEN),
    "marked": ((COMPATIBLE, P, SUPPORTS), AWAY, AWAY),
    "women-bombed": (AWAY, AWAY, OPEN),
    "hill-taken": (AWAY, AWAY, AWAY),
}
DECIDED_BETWEEN_STATEMENTS = {
    ("praise", "barracks"): SUPPORTS,
    ("barracks", "doctor"): CONTRADICTS,
    ("barracks", "marked"): CONTRADICTS,
    ("doctor", "marked"): SUPPORTS,
}

DECLARED = """inquo = "incident table 1"
dataset = "Ours"
[columns]
key = "id"
date = "day"
longitude = "x"
latitude = "y"
names = ["title"]
weapons = ["with"]
killed = ["dead", "dead"]
assumed_radius_m = 100
"""


def inquo(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from inquo.cli.main import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def done(*words: str | Path) -> str:
    finished = inquo(*words)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = scene.render(scene.DEFAULT_SEED, tmp_path_factory.mktemp("town"), shots=(0, 1))
    folder = tmp_path_factory.mktemp("cases") / "invented"
    said = write_sayings(made.town, tmp_path_factory.mktemp("said"))
    done("new", folder, "--question", "What was hit?", "--who", "A. Person")
    done("add", folder, made.film, "--source-date", "2024-08-24")
    done("add", folder, made.imagery[0], made.gazetteer, *said, *tables(made.gazetteer, folder.parent))
    return folder


def tables(gazetteer: Path, folder: Path) -> list[Path]:
    """Three records of the hospital, alike but for who was hurt by what on which day, and what the columns mean."""
    features = json.loads(gazetteer.read_text(encoding="utf-8"))["features"]
    (ring,) = (f["geometry"]["coordinates"][0] for f in features if "National Hospital" in str(f["properties"]))
    lon_deg, lat_deg = (sum(corner[axis] for corner in ring[:-1]) / (len(ring) - 1) for axis in (0, 1))
    rows = [
        f"R{number};{day};{lon_deg};{lat_deg};National Hospital;{weapon};{dead}"
        for number, (day, weapon, dead) in enumerate(
            [("2024-08-17", "ballistic missile", "9"), ("2024-08-17", "barrel bomb", "40"), ("2024-08-02", "", "")]
        )
    ]
    (folder / "ours.csv").write_text("\n".join(["id;day;x;y;title;with;dead", *rows]) + "\n", encoding="utf-8")
    (folder / "ours.toml").write_text(DECLARED, encoding="utf-8")
    return [folder / "ours.csv", folder / "ours.toml"]


@pytest.fixture(scope="module")
def lines(case: Path) -> list[str]:
    return done("investigate", case, "--gsd", "0.25:0.5").splitlines()


@pytest.fixture(scope="module")
def heard(case: Path, lines: list[str]) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((case / "report" / "report.json").read_bytes())
    hearing: dict[str, Any] = report["heard"]
    return hearing


def test_every_statement_against_every_event(heard: dict[str, Any]) -> None:
    cells = {
        (c["statement"], c["against"]): (c["relation"], c["strength"], c["leans"])
        for c in heard["comparisons"]
        if c["against_proposition"] is None
    }
    assert cells == {
        (statement, event): cell
        for statement, row in AGAINST_FINDINGS.items()
        for event, cell in zip(EVENTS, row, strict=True)
    }


def test_every_statement_against_every_other(heard: dict[str, Any]) -> None:
    cells = {
        (c["statement"], c["against"]): c["relation"]
        for c in heard["comparisons"]
        if c["against_proposition"] is not None
    }
    rows = list(AGAINST_FINDINGS)
    assert set(cells) == {(a, b) for index, a in enumerate(rows) for b in rows[index + 1 :]}
    assert {pair: r for pair, r in cells.items() if r in {CONTRADICTS, SUPPORTS}} == DECIDED_BETWEEN_STATEMENTS


def test_a_contradiction_is_said_in_a_line_and_so_is_what_is_missing(lines: list[str]) -> None:
    said = [line for line in lines if line.startswith("What was found about market-strike probably contradicts")]
    assert len(said) == 1
    assert "The North (by its own word, praise)" in said[0]
    assert any(line.startswith("missing: women-strike: not placed") for line in lines)


def test_a_place_that_somebody_else_published_is_measured_against_ours(heard: dict[str, Any]) -> None:
    (cell,) = (c for c in heard["comparisons"] if (c["statement"], c["against"]) == ("located", "national-strike"))
    (place,) = (slot for slot in cell["slots"] if slot["slot"] == "place")
    apart, ours, theirs, both = map(int, re.findall(r"(\d+) m", place["reason"]))
    assert apart < 40
    assert theirs == 30
    assert ours < theirs < both < ours + theirs


def test_what_is_held_against_a_date_rests_on_publication_alone(heard: dict[str, Any]) -> None:
    found = {finding["event"]: finding["time"] for finding in heard["findings"]}
    dated = {dating["event"]: dating["windows"] for dating in heard["datings"]}
    assert found["national-strike"]["windows"][0]["earliest"] is None
    assert dated["national-strike"]["windows"][0]["earliest"] == "2024-08-16T21:00:00+00:00"


def test_what_the_facility_was_is_asked_five_times_and_never_guessed(heard: dict[str, Any]) -> None:
    answers = {
        (state["facility"], state["event"], state["aspect"]): state["holds"]
        for state in heard["states"]
        if state["facility"] == "national" and state["event"] == "national-strike"
    }
    holds = {aspect: answer for (_, _, aspect), answer in answers.items()}
    assert holds["marked"] is True
    assert holds["existing"] is True  # on the map since 2013, long before
    assert holds["functioning"]["reason"] == holds["deconflicted"]["reason"] == "nobody has said"
    assert "women-strike" in holds["evacuated"]["reason"]


def test_the_publisher_of_a_video_is_nobodys_suspect_and_the_other_side_stays_one(heard: dict[str, Any]) -> None:
    who = [h["answer"] for h in heard["hypotheses"]["national-strike"] if h["question"] == "actor"]
    assert who == ["south", "north", None] or who == ["north", "south", None]
    against = {(entry["source"], entry["why"]) for entry in heard["exculpatory"]["north"]}
    assert ("blame", "names The South instead") in against
    assert ("denial", "speaks against The North having done it") in against


@pytest.fixture(scope="module")
def recorded(case: Path, lines: list[str]) -> dict[str, Any]:
    assert any(line.startswith("recorded elsewhere") for line in lines)
    places = json.loads(done("incidents", case, "--json"))["places"]
    told = [place["corroboration"] for place in places]
    (of_hospital,) = (one for one in told if one["when_basis"].startswith("national-strike"))
    asked: dict[str, Any] = of_hospital
    return asked


def test_a_record_is_looked_for_when_the_statements_say_that_it_was(recorded: dict[str, Any]) -> None:
    (window,) = recorded["when"]["windows"]
    assert window["earliest"] == "2024-08-16T21:00:00+00:00", "17 August 2024, where the gazette is"
    assert recorded["when_basis"] == "national-strike: 17 August 2024: A doctor says so (doctor)"


def test_claims_of_casualties_and_weapons_speak_for_one_record_and_against_another(recorded: dict[str, Any]) -> None:
    matches = {match["key"]: match["grounds"] for match in recorded["answers"][0]["matches"]}
    reasons = {
        (key, ground["aspect"], ground["why"].split(";")[0]): ground["weight"]
        for key, grounds in matches.items()
        for ground in grounds
        if ground["aspect"] in {"killed", "weapon", "injured"}
    }
    nine, weapon = "A doctor (doctor) claims 9", "The Ministry of the North (praise) claims missile"
    assert set(reasons) == {
        ("R0", "killed", nine), ("R1", "killed", nine), ("R0", "weapon", weapon), ("R1", "weapon", weapon),
    }  # fmt: skip
    assert reasons["R0", "killed", nine] > 0 > reasons["R1", "killed", nine]
    assert reasons["R0", "weapon", weapon] > 0 > reasons["R1", "weapon", weapon]
    assert recorded["answers"][0]["matches"][0]["key"] == "R0"


def test_the_report_names_who_claims_what(case: Path, lines: list[str]) -> None:
    assert lines
    page = (case / "report" / "report.html").read_text(encoding="utf-8")
    assert "A doctor (doctor) claims 9; recorded as 40" in page
    assert "17 August 2024: A doctor says so (doctor)" in page


def test_a_second_run_is_a_look_up(case: Path, lines: list[str]) -> None:
    before = (case / "report" / "report.json").read_bytes()
    assert done("investigate", case, "--gsd", "0.25:0.5").splitlines() == lines
    assert (case / "report" / "report.json").read_bytes() == before


def test_a_later_statements_file_takes_the_place_of_the_first_which_stays(case: Path, lines: list[str]) -> None:
    exhibits = {path.read_bytes() for path in (case / "exhibits").rglob("*") if path.is_file()}
    (old,) = (one for one in exhibits if one.startswith(b"#:schema"))
    newer = case.parent / "statements.toml"
    newer.write_bytes(old.replace(b"killed = 9", b"killed = { least = 9 }"))
    done("add", case, newer)
    listed = done("statements", case)
    assert "superseded: statements.toml" in listed
    said = done("investigate", case, "--gsd", "0.25:0.5")
    assert "statements.toml: not used: superseded by" in said
    done("check", case)
    assert old in {path.read_bytes() for path in (case / "exhibits").rglob("*") if path.is_file()}
