"""Exported entities against the schema of FollowTheMoney, which is not ours."""

from __future__ import annotations

import json
import re
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
import yaml

import invented_content as invented
from inquo.pipeline.exporting import Format, written


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The entities of an invented case, one in a line."""
    files = written(invented.content(), [Format.FTM])
    return files["entities.ftm.json"].decode("utf-8").splitlines()


class Model:
    """FollowTheMoney's schema, read from its package; the package's code is not run."""

    def __init__(self) -> None:
        self.schemata: dict[str, dict[str, Any]] = {}
        files = Path(str(distribution("followthemoney").locate_file("followthemoney/schema")))
        for path in files.glob("*.yaml"):
            self.schemata |= yaml.safe_load(path.read_text("utf-8"))

    def ancestors(self, schema: str) -> list[str]:
        above = [other for parent in self.schemata[schema].get("extends", []) for other in self.ancestors(parent)]
        return [schema, *above]

    def properties(self, schema: str) -> dict[str, dict[str, Any]]:
        return {
            name: spec
            for one in reversed(self.ancestors(schema))
            for name, spec in (self.schemata[one].get("properties") or {}).items()
        }

    def required(self, schema: str) -> set[str]:
        return {name for one in self.ancestors(schema) for name in self.schemata[one].get("required", [])}


_TYPES = {
    "date": re.compile(r"\d{4}(-\d\d(-\d\d)?)?"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "url": re.compile(r"https?://\S+"),
}


def test_every_entity_is_as_the_model_of_followthemoney_wants(lines: list[str]) -> None:
    model = Model()
    entities = {one["id"]: one for one in map(json.loads, lines)}
    assert len(entities) == len(lines)
    for one in entities.values():
        schema = one["schema"]
        assert not model.schemata[schema].get("abstract")
        known = model.properties(schema)
        assert model.required(schema) <= set(one["properties"]), one
        for name, values in one["properties"].items():
            assert name in known, (schema, name)
            assert values
            assert all(isinstance(value, str) and value for value in values)
            kind = known[name].get("type", "string")
            if kind in _TYPES:
                assert all(_TYPES[kind].fullmatch(value) for value in values), (schema, name, values)
            if kind == "entity":
                assert all(known[name]["range"] in model.ancestors(entities[v]["schema"]) for v in values), (
                    schema,
                    name,
                )


def test_entities_keep_what_is_not_known_and_who_spoke(lines: list[str]) -> None:
    entities = [json.loads(line) for line in lines]
    lost = next(e for e in entities if e["properties"].get("name") == ["clip.mp4, shot 5"])
    assert lost["schema"] == "Event"
    assert "addressEntity" not in lost["properties"]
    assert (
        "Not determined: only 7 tie points agree with one transform, and 12 are needed" in lost["properties"]["notes"]
    )
    assert [e["properties"]["name"] for e in entities if e["schema"] == "LegalEntity"] == [
        ["An invented ministry"],
        ["An invented paper"],
    ]
    strike = next(e for e in entities if e["properties"].get("name") == ["The first strike of the compilation"])
    assert strike["properties"]["date"] == ["2031-05"]  # a month: no day was added
    conflict = next(e for e in entities if e["properties"].get("name") == ["Shelling, the week before"])
    assert "date" not in conflict["properties"]
    assert any(note.startswith("Date not determined") for note in conflict["properties"]["notes"])
