"""The JSON schema of a statements file, for editors that complete and check while a person writes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from inquo.records.canonical import Json
from inquo.statements.fields import FORMAT, LARGEST_COUNT, PROPOSITION, TABLES, Field, Kind

_TEXT: Json = {"type": "string", "minLength": 1}
_TEXTS: dict[str, Json] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_NATURAL: Json = {"type": "integer", "minimum": 0, "maximum": LARGEST_COUNT}
_LON: Json = {"type": "number", "minimum": -180, "maximum": 180}
_LAT: Json = {"type": "number", "minimum": -90, "maximum": 90}
_AT_LEAST_ZERO: Json = {"type": "number", "minimum": 0}
_ABOVE_ZERO: Json = {"type": "number", "exclusiveMinimum": 0}


def schema() -> Json:
    """The schema, made from the same list of fields as the reader."""
    tables: dict[str, Json] = {name: {"type": "array", "items": _table(fields)} for name, fields in TABLES.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Inquo statements file",
        "type": "object",
        "additionalProperties": False,
        "required": ["format"],
        "properties": {"format": {"const": FORMAT, "description": "Version of this format."}, **tables},
    }


def schema_text() -> str:
    """The schema as the file that is published."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _table(fields: Mapping[str, Field]) -> Json:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, field in fields.items() if field.required],
        "properties": {name: _field(field) for name, field in fields.items()},
    }


def _field(field: Field) -> Json:
    return {"description": field.meaning, **_shape(field.kind)}


def _object(required: dict[str, Json], optional: dict[str, Json] | None = None) -> dict[str, Json]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": required | (optional or {}),
    }


def _count() -> dict[str, Json]:
    return {"anyOf": [_NATURAL, _object({"least": _NATURAL}, {"most": _NATURAL})]}


def _mark() -> dict[str, Json]:
    in_picture: dict[str, Json] = {"x_px": _AT_LEAST_ZERO, "y_px": _AT_LEAST_ZERO}
    point = _object({**in_picture, "lon_deg": _LON, "lat_deg": _LAT, "ce90_m": _ABOVE_ZERO})
    points: Json = {"type": "array", "items": point}
    return _object(
        {"picture": _TEXT, **in_picture, "ce90_px": _ABOVE_ZERO},
        {"sha256": _TEXT, "points_by": _TEXT, "points": points},
    )


def _shape(kind: Kind) -> dict[str, Json]:
    match kind:
        case Kind.TEXT:
            return {"type": "string", "minLength": 1}
        case Kind.TEXTS:
            return _TEXTS
        case Kind.FLAG:
            return {"type": "boolean"}
        case Kind.COUNT:
            return _count()
        case Kind.TALLY:
            named: dict[str, Json] = {"kind": _TEXT, "where": _TEXT}
            return _object(named, {"total": _count()}) | {"additionalProperties": _count()}
        case Kind.FACILITY:
            return {"anyOf": [_TEXTS, _object({}, {"keys": _TEXTS, "kinds": _TEXTS})]}
        case Kind.PLACE:
            point = _object({"lon_deg": _LON, "lat_deg": _LAT}, {"ce90_m": _ABOVE_ZERO})
            area = _object({"name": _TEXT, "lon_deg": _LON, "lat_deg": _LAT, "radius_m": _ABOVE_ZERO})
            return {"anyOf": [point, area, _mark()]}
        case Kind.TIME:
            return {"anyOf": [_TEXT, _object({"text": _TEXT}, {"from": _TEXTS})]}
        case Kind.TRANSLATION:
            return _object({"text": _TEXT, "language": _TEXT, "translator": _TEXT})
        case Kind.GRADE:
            letter: Json = {"enum": ["A", "B", "C", "D", "E", "F"]}
            figure: Json = {"type": "integer", "minimum": 1, "maximum": 6}
            return _object({"source": letter, "information": figure, "reason": _TEXT, "by": _TEXT})
        case Kind.PROPOSITIONS:
            return {"type": "array", "items": _table(PROPOSITION)}
