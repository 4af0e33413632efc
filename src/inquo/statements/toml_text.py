"""Text written into a statements file: whatever it holds, it stands there as text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from inquo.statements.fields import Field


def quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes, and one more control character that TOML does not let stand."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def comment(text: str) -> str:
    """A line that the reader passes over; what cannot be seen is written as its code, so that it is seen."""
    return "# " + visible(text)


def visible(text: str) -> str:
    r"""Text for a terminal or a comment: marks of direction and control characters as codes, so that they are seen.

    >>> visible("\u202etxt.exe")
    '\\u202etxt.exe'
    """
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def entry(table: str, fields: Mapping[str, Field], values: Mapping[str, str | tuple[str, ...]]) -> list[str]:
    """A table as a draft has it: what is known is filled in, what it needs beside that is named, to be filled in.

    Args:
        table: Such as ``document``.
        fields: Its fields.
        values: What is known; a field that is missing or empty is not.

    Returns:
        Its lines. A field that is needed and not known is a comment: the file is refused until a person fills it in.
    """
    lines = [f"[[{table}]]"]
    for name, field in fields.items():
        value = values.get(name)
        if value:
            text = quoted(value) if isinstance(value, str) else "[" + ", ".join(map(quoted, value)) + "]"
            lines.append(f"{name} = {text}")
        elif field.required:
            lines.append(f'# {name} = ""  # needed: {field.meaning}')
    return lines
