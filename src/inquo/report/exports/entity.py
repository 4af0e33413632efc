"""Entities of the FollowTheMoney model, as JSON lines.

Source:
    followthemoney 4 (MIT), ``followthemoney/schema``: names of schemata and properties. Every value
    is text, every property a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from inquo.records.digest import Digest
from inquo.report import inert
from inquo.report.exports.layer import text

_LONGEST = 60_000  # characters of a text, below what FollowTheMoney cuts off
_LONGEST_NAME = 380


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One entity.

    Attributes:
        id: Its name in the file.
        schema: Such as ``Event``.
        properties: Values by property.
    """

    id: str
    schema: str
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def plain(self) -> dict[str, object]:
        """The entity as a line says it."""
        properties = {name: list(values) for name, values in self.properties.items()}
        return {"id": self.id, "schema": self.schema, "properties": properties}


def entity(schema: str, key: tuple[str, ...], **properties: str | Iterable[str | None] | None) -> Entity:
    """An entity; values that are None or empty are left out, and nothing that cannot be seen stays unseen.

    Args:
        schema: Its schema.
        key: What makes it this one and no other.
        properties: Values by property.
    """
    kept: dict[str, tuple[str, ...]] = {}
    for name, given in properties.items():
        values = [given] if isinstance(given, str) or given is None else given
        longest = _LONGEST_NAME if name in ("name", "alias", "title", "fileName") else _LONGEST
        shown = tuple(dict.fromkeys(_cut(text(value) or "", longest) for value in values if value and value.strip()))
        if shown:
            kept[name] = shown
    return Entity(id=identifier(*key), schema=schema, properties=kept)


def link(subject: Entity, target: Entity, role: str, summary: str | None = None) -> Entity:
    """What one entity is to another."""
    key = ("link", subject.id, target.id, role)
    return entity("UnknownLink", key, subject=subject.id, object=target.id, role=role, summary=summary)


def identifier(*key: str) -> str:
    """An identifier that is the same in every export of the same case."""
    return f"inquo-{Digest.of(repr(key).encode('utf-8', 'backslashreplace'))[:40]}"


def address(url: str | None) -> str | None:
    """An address that may be followed; others are for the notes."""
    return inert.link(url) if url else None


def _cut(value: str, longest: int) -> str:
    return value if len(value) <= longest else f"{value[:longest]}… ({len(value)} characters in the case)"
