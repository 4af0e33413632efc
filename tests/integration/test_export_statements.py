"""Statements go out as FollowTheMoney and come back as a draft, without a statement, a speaker or a link lost."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from pathlib import Path

import pytest
from tests.commands import done_apart

EXAMPLE = Path(__file__).parents[2] / "examples" / "azaz"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("azaz")
    case = folder / "case"
    done_apart("new", case, "--question", "Which hospital does the video show?")
    done_apart("add", case, EXAMPLE / "statements.toml", *sorted((EXAMPLE / "documents").iterdir()))
    done_apart("investigate", case)
    done_apart("export", case, "-o", folder / "out")
    return folder


def test_a_case_of_statements_alone_is_exported(exported: Path) -> None:
    whole = tomllib.loads((EXAMPLE / "statements.toml").read_text("utf-8"))
    with (exported / "out" / "csv" / "statements.csv").open(encoding="utf-8", newline="") as file:
        keys = {row["key"] for row in csv.DictReader(file)}
    assert keys == {one["key"] for one in whole["statement"]}
    bounds = json.loads((exported / "out" / "geojson" / "date_bounds.geojson").read_bytes())["features"]
    results = [one["properties"] for one in bounds if one["properties"]["row"] == "result"]
    assert {one["event"] for one in results} == {one["key"] for one in whole["event"]}


def test_what_went_out_as_followthemoney_comes_back(exported: Path) -> None:
    draft = exported / "draft.toml"
    done_apart("statements", exported / "case", "--import", exported / "out" / "ftm" / "entities.ftm.json", "-o", draft)
    whole = tomllib.loads((EXAMPLE / "statements.toml").read_text("utf-8"))
    back = tomllib.loads(draft.read_text("utf-8"))
    for table in ("statement", "party", "event", "facility"):
        assert len(back[table]) == len(whole[table]), table
    names = [{one["key"]: one["name"] for one in part["party"]} for part in (whole, back)]
    events = [{one["key"]: one["description"] for one in part["event"]} for part in (whole, back)]
    words = [
        {
            one["key"].removesuffix("-2"): (  # an event may have the same
                re.sub(r"\s+", " ", one["quote"]),
                one["attitude"],
                names[n][one["speaker"]],
                _listed(one.get("rests_on", ())),
                sorted({events[n][key] for p in one.get("proposition", ()) for key in _listed(p.get("about", ()))}),
            )
            for one in part["statement"]
        }
        for n, part in enumerate((whole, back))
    ]
    assert words[0].keys() == words[1].keys()
    assert {key for key in words[0] if words[0][key][:4] != words[1][key][:4]} == set()
    assert {key for key in words[0] if words[0][key][4] != words[1][key][4]} == set()


def _listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [*value]  # type: ignore[misc]
