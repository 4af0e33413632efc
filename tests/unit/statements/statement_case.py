"""A small case, written as a person would write it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from inquo.dating.documents import Context, read_date
from inquo.records.chronology import DateText, WindowSet
from inquo.records.statement import Accounts
from inquo.statements.toml_file import read_statements

ARTICLE = """The ministry denied it. A doctor told the observers that the clinic was empty.
The observers said two were destroyed. The ministry praised its missiles."""

HEAD = """format = 1
[[document]]
key = "article"
file = "article.txt"
citation = "A paper, 27 February 2021"
publisher = "paper"
language = "en"
published = "2021-02-27"
[[party]]
key = "paper"
name = "A paper"
[[party]]
key = "state"
name = "The state"
[[party]]
key = "ministry"
name = "The ministry"
part_of = "state"
[[party]]
key = "doctor"
name = "A doctor"
[[party]]
key = "observers"
name = "Observers"
[[facility]]
key = "north"
names = ["North Hospital", "مشفى الشمال"]
kind = "hospital"
gazetteer = "way/1"
[[facility]]
key = "south"
names = "South Hospital"
kind = "hospital"
[[event]]
key = "video"
description = "The compilation"
[[event]]
key = "strike"
description = "The first strike in it"
part_of = "video"
[[event]]
key = "other"
description = "Another strike"
time = "2016-02-15"
"""


def read_time(text: str, *, dateline: date | None, zone: str | None, events: Mapping[str, WindowSet]) -> DateText:
    return read_date(text, Context(dateline=dateline, zone=zone, events=events))


def read_case(folder: Path, body: str, head: str = HEAD) -> Accounts:
    """Write a statements file with the given statements below the usual head, and read it."""
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    path = folder / "statements.toml"
    path.write_text(head + body, encoding="utf-8")
    return read_statements(path, read_time=read_time)
