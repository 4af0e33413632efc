"""Records to JSON and back, and the digest that names each.

A record's JSON is its fields plus ``"record"``, the name of its class. Reading it back
goes through the constructor, so that a record that could not be built cannot be read.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import types
import typing
from datetime import date, datetime
from typing import Any, TypeVar

from inquo.records.canonical import Json, canonical_bytes
from inquo.records.digest import Digest

R = TypeVar("R")


def to_json(value: object) -> Json:
    """Turn a record, or anything that a record may hold, into JSON.

    Raises:
        TypeError: The value is of a kind that records do not hold.
    """
    match value:
        case None | bool() | int() | float():
            return value
        case enum.Enum():
            return to_json(value.value)
        case str():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case tuple() | list():
            return [to_json(item) for item in value]
        case dict():
            return {str(key): to_json(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"record": type(value).__name__, **fields}
    raise TypeError(f"a record cannot hold a {type(value).__name__}")


def digest_of(record: object) -> Digest:
    """Digest that names a record: SHA-256 of its canonical bytes."""
    return Digest.of(canonical_bytes(to_json(record)))


def from_json(kind: type[R], value: Json) -> R:
    """Build a record from its JSON.

    Args:
        kind: The class of the record.
        value: What ``to_json`` gave.

    Raises:
        ValueError: The JSON is not one of this record: a field is missing, unknown or of another
            type, or the constructor refuses it.
    """
    try:
        return typing.cast(R, _build(kind, value))
    except (TypeError, KeyError) as error:
        raise ValueError(f"not a {kind.__name__}: {error}") from error


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, value: Any) -> Any:  # noqa: ANN401 - walks arbitrary annotations
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _build_one_of(typing.get_args(kind), value)
    if origin is tuple:
        return _build_tuple(typing.get_args(kind), value)
    if origin is dict:
        key_kind, item_kind = typing.get_args(kind)
        return {_build(key_kind, key): _build(item_kind, item) for key, item in value.items()}
    if dataclasses.is_dataclass(kind):
        return _build_record(typing.cast(type, kind), value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind in (int, float, bool, str, types.NoneType):
        if type(value) is not kind:
            raise TypeError(f"{value!r} is not a {kind.__name__}")
        return value
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, (enum.Enum, str)):
        return kind(value)
    raise TypeError(f"records do not hold {kind}")


def _build_record(kind: type, value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, dict) or value.get("record") != kind.__name__:
        raise TypeError(f"expected a {kind.__name__}")
    hints = _hints(kind)
    unknown = set(value) - set(hints) - {"record"}
    if unknown:
        raise TypeError(f"unknown fields {sorted(unknown)}")
    return kind(**{name: _build(hints[name], item) for name, item in value.items() if name != "record"})


def _build_tuple(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:  # noqa: ANN401
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_build(kinds[0], item) for item in value)
    if len(kinds) != len(value):
        raise TypeError(f"expected {len(kinds)} items, found {len(value)}")
    return tuple(_build(kind, item) for kind, item in zip(kinds, value, strict=True))


def _build_one_of(kinds: tuple[Any, ...], value: Any) -> Any:  # noqa: ANN401
    """Build the first alternative that fits; records are told apart by name, not by trial."""
    if isinstance(value, dict) and "record" in value:
        kinds = tuple(kind for kind in kinds if getattr(kind, "__name__", "") == value["record"])
    for kind in kinds:
        try:
            return _build(kind, value)
        except (TypeError, ValueError):  # an enumeration refuses None with a ValueError
            if len(kinds) == 1:
                raise
    raise TypeError(f"{value!r} fits none of {kinds}")
