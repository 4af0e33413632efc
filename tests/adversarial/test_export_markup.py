"""Whatever others wrote is text in every export: no tag, no formula, no unseen mark, whatever field it stands in."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from test_report_markup import PAYLOADS, UNSEEN

import invented_content as invented
from inquo.pipeline.exporting import Format, written
from inquo.report import inert

FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "＝1+1", '=HYPERLINK("https://x","y")')
KML = "{http://www.opengis.net/kml/2.2}"


def files(payloads: tuple[str, ...]) -> dict[str, bytes]:
    """Every file, with the payloads after the words of every text field."""
    return written(invented.content(lambda text: " ".join((text, *payloads))), tuple(Format))


def strings(value: object) -> list[str]:
    """Every string in a JSON value, names of members included."""
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (key, *strings(item))]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


class Tags(HTMLParser):
    """Which tags a browser would find in a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_comment(self, data: str) -> None:
        self.found.append("!--")


def shape(root: ET.Element) -> list[tuple[str, tuple[str, ...]]]:
    return [(element.tag, tuple(element.attrib)) for element in root.iter()]


@pytest.fixture(scope="module")
def plain() -> dict[str, bytes]:
    return files(())


def test_there_are_at_least_two_hundred_payloads() -> None:
    assert len({*PAYLOADS, *FORMULAS}) >= 200


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 35))
def test_no_payload_is_obeyed_in_any_export(plain: dict[str, bytes], first: int) -> None:
    payloads = PAYLOADS[first : first + 35]
    made = files(payloads)
    assert set(made) == set(plain)
    shown = [inert.visible(payload) for payload in payloads]
    _json_is_inert(made, shown)
    _kml_is_inert(made["kml/inquo.kml"], plain["kml/inquo.kml"], shown)
    _tables_are_inert(made, shown)
    _project_is_inert(made, plain)
    _package_is_inert(made["qgis/inquo.gpkg"], shown)


def _json_is_inert(made: dict[str, bytes], shown: list[str]) -> None:
    for name, data in made.items():
        if not name.endswith("json"):
            continue
        text = data.decode()
        assert not re.search("[<>&]", text), name  # no tag can open or close, wherever it is pasted
        assert not UNSEEN.search(text), name
        values = [json.loads(line) for line in text.splitlines()] if "ftm" in name else [json.loads(text)]
        words = strings(values)
        if name.startswith("timeline"):
            assert {tag for word in words for tag in Tags(word).found if _shown_as_html(word, values)} <= {"br"}
        elif name in ("geojson/placements.geojson", "geojson/statements.geojson", "ftm/entities.ftm.json"):
            assert all(any(payload in word for word in words) for payload in shown), name


def _shown_as_html(word: str, values: list[Any]) -> bool:
    """Whether TimelineJS puts a string into the page: headlines, texts and the words for a date."""
    entries = values[0]["events"] + values[0]["undated"] + [values[0]["title"]]
    obeyed = {entry["text"][part] for entry in entries for part in ("headline", "text")}
    return word in obeyed | {entry.get("display_date") for entry in entries}


def _kml_is_inert(made: bytes, plain: bytes, shown: list[str]) -> None:
    root = ET.fromstring(made)
    assert b"<!" not in made
    assert b"<?" not in made[5:]
    assert shape(root) == shape(ET.fromstring(plain))
    texts = ["".join(element.itertext()) for element in root.iter() if element.tag in (f"{KML}name", f"{KML}value")]
    texts += [element.text or "" for element in root.iter(f"{KML}description")]
    assert not any(Tags(text).found for text in texts)  # what Google Earth shows is HTML once more
    assert not any("$[" in text for text in texts)
    assert not UNSEEN.search(made.decode())
    values = " ".join(map(html.unescape, texts))
    assert [payload for payload in shown if payload not in values] == []


def _tables_are_inert(made: dict[str, bytes], shown: list[str]) -> None:
    for name, data in made.items():
        if name.endswith(".csv"):
            text = data.decode()
            assert not UNSEEN.search(text.replace("\r\n", "\n")), name
            rows = list(csv.reader(io.StringIO(text, newline="")))
            assert len({len(row) for row in rows}) == 1, name
            assert not [cell for row in rows for cell in row if cell[:1] in "=+@\t\r" and cell]
    rows = list(csv.DictReader(io.StringIO(made["csv/placements.csv"].decode(), newline="")))
    assert all(payload in rows[0]["file"] for payload in shown)


def _project_is_inert(made: dict[str, bytes], plain: dict[str, bytes]) -> None:
    assert made["qgis/inquo.qgs"] == plain["qgis/inquo.qgs"]  # nothing that others wrote is in it
    for name, data in made.items():
        if name.endswith(".qml"):
            assert data == plain[name]


def _package_is_inert(package: bytes, shown: list[str]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(package)
    (names,) = zip(*connection.execute("SELECT file FROM placements"), strict=True)
    assert all(payload in names[0] for payload in shown)
    assert not any(UNSEEN.search(name) for name in names)
    (views,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE type IN ('view', 'trigger')").fetchone()
    assert views == 0
    connection.close()


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_field_that_is_nothing_but_a_formula_is_text(formula: str) -> None:
    made = written(invented.content(lambda _: formula), [Format.CSV])
    seen = 0
    for table in made.values():
        for row in list(csv.reader(io.StringIO(table.decode(), newline="")))[1:]:
            for cell in row:
                assert cell[:1] not in {"=", "+", "@", "\t", "\r", "＝"}, cell
                if cell.startswith("-"):
                    float(cell)  # a number, and nothing else
                seen += cell.startswith("'")
    assert seen or formula.startswith("\r")  # a lone return is spelt out before it can start anything


def test_marks_that_turn_text_around_are_spelt_out(tmp_path: Path) -> None:
    made = files(("invoice\u202egpj.exe", "\u200fمشفى\u200f"))
    for name, data in made.items():
        if name.endswith(("json", "csv", "kml", "qgs")):
            text = data.decode()
            assert not UNSEEN.search(text.replace("\r\n", "\n")), name
    assert "⟨U+202E⟩" in made["csv/placements.csv"].decode()
    assert "⟨U+200F⟩مشفى⟨U+200F⟩" in made["kml/inquo.kml"].decode()
