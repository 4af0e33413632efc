"""FollowTheMoney entities become tables of a draft; what no table takes is kept with the reason."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from inquo.errors import StatementError
from inquo.statements.ftm_import import draft_from_ftm


def entity(key: str, schema: str, **properties: list[str]) -> str:
    return json.dumps({"id": key, "schema": schema, "properties": properties}, ensure_ascii=False)


LINES = [
    entity("p1", "PublicBody", name=["The Ministry"], country=["xx"], alias=["MoD"]),
    entity("p2", "Person", name=["طبيب"]),
    entity("d1", "Article", title=["They saw it"], fileName=["a.html"], publisher=["The Gazette"], language=["en"],
           publishedAt=["2024-08-26"], sourceUrl=["https://example.org/a"]),
    entity("d2", "Pages", title=["A letter"], publisher=["The Gazette"]),
    entity("e1", "Event", name=["The strike"], startDate=["2024-08-17"], endDate=["2024-08-18"], location=["the town"]),
    entity("b1", "RealEstate", name=["The clinic", "العيادة"]),
    entity("o1", "Ownership", owner=["p1"], asset=["b1"]),
    entity("p1", "Person", name=["Somebody else"]),
    entity("n1", "Person"),
    '{"schema": "Person"}',
    '{"id": "x", "schema": "Person", "properties": [1]}',
]  # fmt: skip


def draft(folder: Path, content: str | bytes) -> str:
    path = folder / "entities.ftm.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return draft_from_ftm(path)


def test_parties_documents_events_and_buildings_are_taken_over(tmp_path: Path) -> None:
    text = draft(tmp_path, "\n".join(LINES) + "\n")
    tables: dict[str, Any] = tomllib.loads(text)
    assert [(p["key"], p["name"]) for p in tables["party"]] == [
        ("the-ministry", "The Ministry"),
        ("طبيب", "طبيب"),
        ("the-gazette", "The Gazette"),
    ]
    first, second = tables["document"]
    assert first == {
        "key": "they-saw-it",
        "file": "a.html",
        "citation": "The Gazette, 2024-08-26, They saw it",
        "publisher": "the-gazette",
        "language": "en",
        "published": "2024-08-26",
        "url": "https://example.org/a",
    }
    assert second["publisher"] == "the-gazette"
    assert '# file = ""  # needed' in text
    assert tables["event"][0]["time"] == "2024-08-17/2024-08-18"
    assert tables["facility"][0]["names"] == ["The clinic", "العيادة"]
    assert '# kind = ""  # needed' in text
    assert "# country: xx" in text
    assert "# location: the town" in text


def test_notes_become_statements_with_what_links_say_of_them(tmp_path: Path) -> None:
    lines = [
        entity("s", "LegalEntity", name=["The state"]),
        entity("m", "LegalEntity", name=["The ministry"]),
        entity("d", "Document", title=["A letter, 2024-08-21"], publisher=["The ministry"], publishedAt=["2024-08-21"]),
        entity("v", "Event", name=["The video"]),
        entity("e", "Event", name=["The strike"]),
        entity("n", "Note", name=["denial"], description=["We did not."], proof=["d"], entity=["e"]),
        entity("r", "Note", name=["report"], description=["It said so."], proof=["d"]),
        entity("1", "UnknownLink", subject=["m"], object=["s"], role=["part of"]),
        entity("2", "UnknownLink", subject=["e"], object=["v"], role=["part of"]),
        entity("3", "UnknownLink", subject=["m"], object=["n"], role=["denies"]),
        entity("4", "UnknownLink", subject=["s"], object=["r"], role=["reports"]),
        entity("5", "UnknownLink", subject=["r"], object=["n"], role=["rests on"]),
        entity("6", "UnknownLink", subject=["n"], object=["e"], role=["about"]),
        entity("7", "UnknownLink", subject=["m"], object=["d"], role=["likes"]),
        entity("x", "Note", name=["to do"], description=["Ask the doctor."]),
    ]
    text = draft(tmp_path, "\n".join(lines))
    tables: dict[str, Any] = tomllib.loads(text)
    assert [(p["key"], p.get("part_of")) for p in tables["party"]] == [
        ("the-state", None),
        ("the-ministry", "the-state"),
    ]
    assert tables["document"][0]["citation"] == "The ministry, A letter, 2024-08-21"
    assert tables["document"][0]["publisher"] == "the-ministry"
    assert tables["event"][1]["part_of"] == ["the-video"]
    denial, report = tables["statement"]
    assert (denial["speaker"], denial["attitude"], denial["document"]) == ("the-ministry", "denies", "a-letter-2024-08")
    assert (denial["quote"], denial["proposition"]) == ("We did not.", [{"about": ["the-strike"]}])
    assert (report["speaker"], report["attitude"], report["rests_on"]) == ("the-state", "reports", ["denial"])
    assert "proposition" not in report
    assert f"is no statement\n# {lines[14]}" in text
    assert f"# line 14: kept as written: no field of a statements file says what this link does\n# {lines[13]}" in text


def test_what_no_table_takes_is_kept_as_written_with_the_reason(tmp_path: Path) -> None:
    text = draft(tmp_path, "\n".join(LINES))
    for line, reason in (
        (7, "no table of a statements file takes the schema Ownership"),
        (8, "the id p1 was used before"),
        (9, "it has no name"),
        (10, "not an entity with an id and a schema"),
        (11, "its properties are not a table"),
    ):
        assert f"# line {line}: kept as written: {reason}\n# {LINES[line - 1]}" in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (LINES[0] + "\n{", "line 2: not JSON"),
        (LINES[0].encode() + b"\ncaf\xe9", "line 2: not UTF-8"),
        ("[" * 100_000, "line 1: not JSON"),
    ],
)
def test_what_is_no_such_list_is_refused_with_its_line(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(StatementError, match=message):
        draft(tmp_path, content)


def test_names_that_are_markup_or_invisible_stay_text(tmp_path: Path) -> None:
    nasty = '"]\n[[party]]\nkey = "x" \u202e\x7f<script>'
    text = draft(tmp_path, entity("p", "Person", name=[nasty], note=[nasty]))
    (party,) = tomllib.loads(text)["party"]
    assert party["name"] == nasty
    assert '# note: "]\\u000a[[party]]' in text
