"""Statements from a table into the file that a person keeps: a draft to check, not a second format.

Each row becomes a statement with one proposition. Columns are named as the fields are; lists are parted at
semicolons, and lon_deg, lat_deg and ce90_m are those of a place. What no field takes is kept beside the
statement as a comment.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from pathlib import Path

from inquo.errors import StatementError
from inquo.statements.fields import PROPOSITION, STATEMENT, Kind
from inquo.statements.toml_text import comment, quoted

_TAKEN = {
    **{name: field.kind for name, field in STATEMENT.items()},
    **{name: field.kind for name, field in PROPOSITION.items()},
}
_POINT = ("lon_deg", "lat_deg", "ce90_m")
_PLAIN_KINDS = (Kind.TEXT, Kind.TEXTS, Kind.FACILITY, Kind.TIME, Kind.COUNT)


def draft_from_csv(path: Path) -> str:
    """Write the statements of a table as they stand in a statements file.

    Args:
        path: A CSV file, UTF-8, with a header. It needs the columns that every statement needs; the parties,
            documents, events and facilities that its rows name are declared in the statements file.

    Returns:
        Tables to paste below the declarations; ``read_statements`` then checks them like any others.

    Raises:
        StatementError: The file is no such table; the message gives the line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise StatementError(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise StatementError(path, f"line {line}: not UTF-8", hint="save the table as UTF-8 throughout") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        missing = [name for name, field in STATEMENT.items() if field.required and name not in header]
        if missing or len(set(header)) < len(header):
            reason = f"no column {', '.join(missing)}" if missing else "a column is named twice"
            raise StatementError(path, f"line 1: {reason}", hint="name the columns as the fields of a statement")
        rows = []
        for fields in reader:
            if len(fields) != len(header):
                reason = f"{len(fields)} fields, and the header has {len(header)}"
                raise StatementError(path, f"line {reader.line_num}: {reason}")
            rows.append("\n".join(_statement(path, reader.line_num, dict(zip(header, fields, strict=True)))))
    except csv.Error as error:
        raise StatementError(path, f"line {reader.line_num}: not a table: {error}") from error
    return "\n\n".join(rows) + "\n"


def _statement(path: Path, line: int, row: dict[str, str]) -> Iterator[str]:
    filled = {name: value.strip() for name, value in row.items() if value.strip()}
    for name in filled:
        if name in _TAKEN and _TAKEN[name] not in _PLAIN_KINDS:
            raise StatementError(path, f"line {line}: {name}: takes a table", hint="write that field by hand")
    yield "[[statement]]"
    point = _point(path, line, filled)
    others = {name: value for name, value in filled.items() if name not in _TAKEN and not (point and name in _POINT)}
    yield from (comment(f"{name}: {value}") for name, value in others.items())
    yield from (f"{name} = {_value(filled[name], STATEMENT[name].kind)}" for name in filled if name in STATEMENT)
    slots = [name for name in filled if name in PROPOSITION]
    if slots or point:
        yield "[[statement.proposition]]"
        yield from (f"{name} = {_value(filled[name], PROPOSITION[name].kind)}" for name in slots)
        yield from point


def _point(path: Path, line: int, filled: dict[str, str]) -> tuple[str, ...]:
    """The place that a row gives; none where it gives neither coordinate."""
    given = {name: filled[name] for name in _POINT if name in filled}
    if not {"lon_deg", "lat_deg"} & set(given):
        return ()
    if missing := [name for name in ("lon_deg", "lat_deg") if name not in given]:
        raise StatementError(path, f"line {line}: {missing[0]}: a place needs both coordinates")
    numbers = []
    for name, text in given.items():
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise StatementError(path, f"line {line}: {name}: {text!r} is not a number", hint="write it as 37.0412")
        numbers.append(f"{name} = {value!r}")
    return (f"place = {{ {', '.join(numbers)} }}",)


def _value(text: str, kind: Kind) -> str:
    if kind in {Kind.TEXTS, Kind.FACILITY} and ";" in text:
        return "[" + ", ".join(quoted(part.strip()) for part in text.split(";") if part.strip()) + "]"
    if kind is Kind.COUNT and text.isascii() and text.isdigit():
        return str(int(text))
    return quoted(text)
