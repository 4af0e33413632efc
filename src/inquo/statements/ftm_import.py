"""FollowTheMoney entities into a draft of a statements file: who is spoken of, what is quoted, what happened.

Entities hold no quotes, so that no statement comes of them: parties, documents, events and buildings do.
An entity of another schema, or one that cannot be read, is kept as it is written, with the reason.

Source:
    https://followthemoney.tech/explorer/: one entity a line, with ``id``, ``schema`` and ``properties``, each a
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
from inquo.statements.documents import read_whole
from inquo.statements.fields import DOCUMENT, EVENT, FACILITY, PARTY
from inquo.statements.toml_text import comment, entry

_PARTIES = {"Person", "Organization", "Company", "PublicBody", "LegalEntity", "Airline", "Bank"}
_DOCUMENTS = {"Document", "PlainText", "HyperText", "Pages", "Article", "Email", "Image"}
_EVENTS = {"Event"}
_BUILDINGS = {"RealEstate"}
_NAMES = ("name", "title", "weakAlias", "alias", "fileName")
_TAKEN = {
    "party": {"name"},
    "document": {"fileName", "title", "name", "publisher", "language", "publishedAt", "date", "sourceUrl"},
    "event": {"name", "summary", "description", "startDate", "endDate", "date"},
    "facility": {"name", "alias"},
}

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Entity:
    line: int
    id: str
    schema: str
    properties: Values
    raw: str

    def first(self, *names: str) -> str:
        return next((self.properties[name][0] for name in names if self.properties.get(name)), "")


def draft_from_ftm(path: Path) -> str:
    """Write the parties, documents, events and buildings of an entity file as they stand in a statements file.

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
    drafted = _Draft()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            drafted.add(_entity(path, number, line.strip()))
    return "\n\n".join("\n".join(lines) for lines in drafted.blocks()) + "\n"


class _Draft:
    """The tables so far, by kind, with the keys that are taken."""

    def __init__(self) -> None:
        self._tables: dict[str, list[list[str]]] = {"document": [], "party": [], "facility": [], "event": []}
        self._kept: list[list[str]] = []
        self._keys: set[str] = set()
        self._ids: set[str] = set()
        self._publishers: dict[str, str] = {}

    def add(self, entity: _Entity | tuple[int, str, str]) -> None:
        """Take an entity, or keep it raw with the reason."""
        if not isinstance(entity, _Entity):
            self._keep(*entity)
        elif entity.id in self._ids:
            self._keep(entity.line, f"the id {entity.id} was used before", entity.raw)
        elif entity.schema not in _PARTIES | _DOCUMENTS | _EVENTS | _BUILDINGS:
            self._keep(entity.line, f"no table of a statements file takes the schema {entity.schema}", entity.raw)
        elif not entity.first(*_NAMES, "summary", "description"):
            self._keep(entity.line, "it has no name", entity.raw)
        else:
            self._ids.add(entity.id)
            if entity.schema in _PARTIES:
                values = {"key": self._key(entity.first(*_NAMES)), "name": entity.first(*_NAMES)}
                self._table("party", entity, entry("party", PARTY, values))
            elif entity.schema in _DOCUMENTS:
                self._table("document", entity, entry("document", DOCUMENT, self._document(entity)))
            elif entity.schema in _EVENTS:
                self._table("event", entity, entry("event", EVENT, self._event(entity)))
            else:
                names = tuple(dict.fromkeys([*entity.properties.get("name", ()), *entity.properties.get("alias", ())]))
                key = self._key(entity.first(*_NAMES))
                self._table("facility", entity, entry("facility", FACILITY, {"key": key, "names": names}))

    def blocks(self) -> Iterator[list[str]]:
        """Every table, then what was kept."""
        for tables in self._tables.values():
            yield from tables
        yield from self._kept

    def _keep(self, line: int, reason: str, raw: str) -> None:
        self._kept.append([comment(f"line {line}: kept as written: {reason}"), comment(raw)])

    def _table(self, name: str, entity: _Entity, lines: list[str]) -> None:
        rest = [
            comment(f"{key}: {'; '.join(values)}")
            for key, values in entity.properties.items()
            if values and (key not in _TAKEN[name] or len(values) > 1)
        ]
        origin = comment(f"line {entity.line}: followthemoney {entity.schema} {entity.id}")
        self._tables[name].append([lines[0], origin, *rest, *lines[1:]])

    def _document(self, entity: _Entity) -> dict[str, str]:
        publisher = entity.first("publisher")
        if publisher and publisher not in self._publishers:
            self._publishers[publisher] = self._key(publisher)
            values = {"key": self._publishers[publisher], "name": publisher}
            self._tables["party"].append(entry("party", PARTY, values))
        published = entity.first("publishedAt", "date")
        title = entity.first("title", "name", "fileName")
        return {
            "key": self._key(title),
            "file": entity.first("fileName"),
            "citation": ", ".join(part for part in (publisher, published, title) if part),
            "publisher": self._publishers.get(publisher, ""),
            "language": entity.first("language"),
            "published": published,
            "url": entity.first("sourceUrl"),
        }

    def _event(self, entity: _Entity) -> dict[str, str]:
        start, end = entity.first("startDate", "date"), entity.first("endDate")
        return {
            "key": self._key(entity.first("name", "summary", "description")),
            "description": entity.first("name", "summary", "description"),
            "time": f"{start}/{end}" if start and end and start != end else start,
        }

    def _key(self, name: str) -> str:
        """A short name that is not taken, in the letters of the long one."""
        stem = "-".join(re.findall(r"\w+", name.casefold())[:4]) or "x"
        key = next(
            one for n in range(1, len(self._keys) + 2) if (one := stem if n == 1 else f"{stem}-{n}") not in self._keys
        )
        self._keys.add(key)
        return key


def _entity(path: Path, number: int, line: str) -> _Entity | tuple[int, str, str]:
    """An entity, or why a line of JSON is none."""
    try:
        value: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = f"line {number}: not JSON: {error}"
        raise StatementError(path, reason, hint="give FollowTheMoney entities, one a line") from error
    if not isinstance(value, dict) or not isinstance(value.get("schema"), str) or not isinstance(value.get("id"), str):
        return number, "not an entity with an id and a schema", line
    stated = value.get("properties", {})
    if not isinstance(stated, dict):
        return number, "its properties are not a table", line
    properties = {
        str(name): [str(one) for one in (values if isinstance(values, list) else [values]) if str(one).strip()]
        for name, values in stated.items()
    }
    return _Entity(number, value["id"], value["schema"], properties, line)
