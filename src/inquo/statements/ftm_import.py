"""FollowTheMoney entities into a draft of a statements file: who speaks, what is quoted, what happened.

    LegalEntity and its kinds   a party
    Document and its kinds      a document
    Event                       an event
    RealEstate                  a facility
    Note                        a statement: its description is the quote, ``proof`` the document, ``entity`` the events
    UnknownLink                 who asserts, denies or reports a note; what rests on what; what is part of what

Whatever else there is, and what cannot be read, is kept as it is written, with the reason.

Source:
    followthemoney 4, ``followthemoney/schema``: one entity a line, with ``id``, ``schema`` and ``properties``, each a
    list of texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inquo.errors import StatementError
from inquo.records.statement import Attitude
from inquo.statements.documents import read_whole
from inquo.statements.fields import DOCUMENT, EVENT, FACILITY, PARTY, STATEMENT, Field
from inquo.statements.toml_text import comment, entry, quoted

_SCHEMATA = {
    "document": {"Document", "PlainText", "HyperText", "Pages", "Article", "Email", "Image"},
    "party": {"Person", "Organization", "Company", "PublicBody", "LegalEntity"},
    "facility": {"RealEstate"},
    "event": {"Event"},
    "statement": {"Note"},
}
_TABLE_OF = {schema: table for table, schemata in _SCHEMATA.items() for schema in schemata}
_FIELDS: Mapping[str, Mapping[str, Field]] = {
    "document": DOCUMENT,
    "party": PARTY,
    "facility": FACILITY,
    "event": EVENT,
    "statement": STATEMENT,
}
_TAKEN = {
    "document": {"fileName", "title", "name", "publisher", "language", "publishedAt", "date", "sourceUrl"},
    "party": {"name"},
    "facility": {"name", "alias"},
    "event": {"name", "summary", "description", "startDate", "endDate", "date"},
    "statement": {"name", "description", "proof", "entity"},
}
_KEY = "Key in the case: "
_MANY = {"facility": {"name", "alias"}, "statement": {"entity"}}
_ATTITUDES = {attitude.value for attitude in Attitude}

Values = dict[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Entity:
    line: int
    id: str
    schema: str
    properties: Mapping[str, Sequence[str]]
    raw: str

    @property
    def table(self) -> str | None:
        return _TABLE_OF.get(self.schema)

    @property
    def name(self) -> str:
        return self.first("name", "title", "summary", "description", "fileName")

    @property
    def key_in_case(self) -> str:
        """The key that an export of ours says it had; empty where none does."""
        said = (note.removeprefix(_KEY) for note in self.properties.get("notes", ()) if note.startswith(_KEY))
        return next(said, "")

    def first(self, *names: str) -> str:
        return next((self.properties[name][0] for name in names if self.properties.get(name)), "")


@dataclass(frozen=True, slots=True)
class _Kept:
    line: int
    reason: str
    raw: str


def draft_from_ftm(path: Path) -> str:
    """Write the entities of a file as they stand in a statements file.

    Args:
        path: Entities as JSON, one a line.

    Returns:
        Tables for a person to complete; what no table takes is kept as comments, each with the reason.

    Raises:
        StatementError: The file is no such list; the message gives the line.
    """
    content = read_whole(path, lambda reason: StatementError(path, reason))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        raise StatementError(path, f"line {number}: not UTF-8", hint="save the file as UTF-8 throughout") from error
    read = [_entity(path, number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    return "\n\n".join("\n".join(lines) for lines in _Draft(read).blocks()) + "\n"


class _Draft:
    """Every entity by table, with its key, and what links say of it."""

    def __init__(self, read: Sequence[_Entity | _Kept]) -> None:
        self._kept = [one for one in read if isinstance(one, _Kept)]
        self._taken: dict[str, list[_Entity]] = {table: [] for table in _SCHEMATA}
        self._keys: dict[str, str] = {}
        self._publishers: dict[str, str] = {}
        self._tables: dict[str, str] = {}
        self._links: dict[str, dict[str, list[str]]] = {}
        links = []
        for one in read:
            if isinstance(one, _Entity) and one.schema == "UnknownLink":
                links.append(one)
            elif isinstance(one, _Entity):
                self._take(one)
        self._publishers = {entity.name: self._keys[entity.id] for entity in self._taken["party"]}
        for link in links:
            self._follow(link)
        for note in [*self._taken["statement"]]:
            if note.first("proof") not in self._keys and "speaker" not in self._links.get(note.id, {}):
                self._taken["statement"].remove(note)
                self._keep(note, "a note that names no document, and nobody who says it, is no statement")

    def blocks(self) -> Iterator[list[str]]:
        """Every table, then what was kept, in the order of the lines."""
        named = set(self._publishers)
        tables = {table: [self._block(table, one) for one in self._taken[table]] for table in self._taken}
        for name in [name for name in self._publishers if name not in named]:
            tables["party"].append(entry("party", PARTY, {"key": self._publishers[name], "name": name}))
        for blocks in tables.values():
            yield from blocks
        for kept in sorted(self._kept, key=lambda one: one.line):
            yield [comment(f"line {kept.line}: kept as written: {kept.reason}"), comment(kept.raw)]

    def _take(self, entity: _Entity) -> None:
        if entity.id in self._keys:
            self._keep(entity, f"the id {entity.id} was used before")
        elif entity.table is None:
            self._keep(entity, f"no table of a statements file takes the schema {entity.schema}")
        elif not entity.name:
            self._keep(entity, "it has no name")
        else:
            self._keys[entity.id] = self._new_key(entity.key_in_case or entity.name)
            self._tables[entity.id] = entity.table
            self._taken[entity.table].append(entity)

    def _follow(self, link: _Entity) -> None:
        """Take what a link says of two entities, where a field says the same."""
        subject, target, role = link.first("subject"), link.first("object"), link.first("role")
        match self._tables.get(subject), self._tables.get(target), role:
            case "party", "statement", said if said in _ATTITUDES:
                self._links.setdefault(target, {}).setdefault("speaker", []).append(self._keys[subject])
                self._links[target].setdefault("attitude", []).append(said)
            case "statement", "statement", "rests on":
                self._links.setdefault(subject, {}).setdefault("rests_on", []).append(self._keys[target])
            case ("party", "party", "part of") | ("event", "event", "part of"):
                self._links.setdefault(subject, {}).setdefault("part_of", []).append(self._keys[target])
            case "statement", "event", "about":
                self._links.setdefault(subject, {}).setdefault("about", []).append(self._keys[target])
            case _:
                self._keep(link, "no field of a statements file says what this link does")

    def _keep(self, entity: _Entity, reason: str) -> None:
        self._kept.append(_Kept(entity.line, reason, entity.raw))

    def _block(self, table: str, entity: _Entity) -> list[str]:
        links = self._links.get(entity.id, {})
        values: Values = {"key": self._keys[entity.id]}
        match table:
            case "document":
                values |= self._document(entity)
            case "party":
                values |= {"name": entity.name, "part_of": "".join(links.get("part_of", [])[:1])}
            case "facility":
                names = [*entity.properties.get("name", ()), *entity.properties.get("alias", ())]
                values["names"] = tuple(dict.fromkeys(names))
            case "event":
                start, end = entity.first("startDate", "date"), entity.first("endDate")
                time = f"{start}/{end}" if start and end and start != end else start
                values |= {"description": entity.name, "time": time, "part_of": tuple(links.get("part_of", ()))}
            case "statement":
                values |= self._statement(entity, links)
        many = _MANY.get(table, set())
        rest = [
            comment(f"{name}: {'; '.join(said)}")
            for name, said in entity.properties.items()
            if said and (name not in _TAKEN[table] or (len(said) > 1 and name not in many))
        ]
        head, *fields = entry(table, _FIELDS[table], values)
        origin = comment(f"line {entity.line}: followthemoney {entity.schema} {entity.id}")
        block = [head, origin, *rest, *fields]
        if table == "statement" and values.get("attitude") != Attitude.REPORTS.value:
            block += self._proposition(entity, links)
        return block

    def _document(self, entity: _Entity) -> Values:
        publisher, published = entity.first("publisher"), entity.first("publishedAt", "date")
        if publisher and publisher not in self._publishers:
            self._publishers[publisher] = self._new_key(publisher)
        title = entity.first("title", "name", "fileName")
        parts = (part for part in (publisher, published) if part and part not in title)
        return {
            "file": entity.first("fileName"),
            "citation": ", ".join([*parts, title]),
            "publisher": self._publishers.get(publisher, ""),
            "language": entity.first("language"),
            "published": published,
            "url": entity.first("sourceUrl"),
        }

    def _statement(self, entity: _Entity, links: Mapping[str, Sequence[str]]) -> Values:
        return {
            "speaker": "".join(links.get("speaker", ())[:1]),
            "attitude": "".join(links.get("attitude", ())[:1]),
            "document": self._keys.get(entity.first("proof"), ""),
            "quote": entity.first("description"),
            "rests_on": tuple(links.get("rests_on", ())),
        }

    def _proposition(self, entity: _Entity, links: Mapping[str, Sequence[str]]) -> list[str]:
        named = [self._keys[one] for one in entity.properties.get("entity", ()) if self._tables.get(one) == "event"]
        about = list(dict.fromkeys([*named, *links.get("about", ())]))
        said = [f"about = [{', '.join(map(quoted, about))}]"] if about else []
        return ["[[statement.proposition]]", comment("fill in what is asserted or denied, slot by slot"), *said]

    def _new_key(self, name: str) -> str:
        """A short name that is not taken, in the letters of the long one."""
        taken = {*self._keys.values(), *self._publishers.values()}
        stem = "-".join(re.findall(r"\w+", name.casefold())[:4]) or "x"
        key, number = stem, 1
        while key in taken:
            number += 1
            key = f"{stem}-{number}"
        return key


def _entity(path: Path, number: int, line: str) -> _Entity | _Kept:
    """An entity, or why a line of JSON is none."""
    try:
        value: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = f"line {number}: not JSON: {error}"
        raise StatementError(path, reason, hint="give FollowTheMoney entities, one a line") from error
    if not isinstance(value, dict) or not isinstance(value.get("schema"), str) or not isinstance(value.get("id"), str):
        return _Kept(number, "not an entity with an id and a schema", line)
    stated = value.get("properties", {})
    if not isinstance(stated, dict):
        return _Kept(number, "its properties are not a table", line)
    properties = {
        str(name): [str(one) for one in (values if isinstance(values, list) else [values]) if str(one).strip()]
        for name, values in stated.items()
    }
    return _Entity(number, value["id"], value["schema"], properties, line)
