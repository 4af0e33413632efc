"""On which line of a TOML file each table and field stands, so that an error can say where to look."""

from __future__ import annotations

import re
from typing import TypeAlias

Where: TypeAlias = "tuple[str | int, ...]"

_ARRAY_HEADER = re.compile(r"\s*\[\[\s*([\w.-]+)\s*\]\]")
_TABLE_HEADER = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")
_FIELD = re.compile(r"""\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*=""")
_FENCES = ('"' * 3, "'" * 3)


class Lines:
    """The lines of a TOML file that is known to parse."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Where, int] = {}
        self._counts: dict[Where, int] = {}
        table: Where = ()
        fence = ""
        for number, line in enumerate(text.splitlines(), 1):
            if fence:
                fence = "" if fence in line else fence
                continue
            if header := _ARRAY_HEADER.match(line):
                table = self._enter(header[1].split("."), repeated=True)
            elif header := _TABLE_HEADER.match(line):
                table = self._enter(header[1].split("."), repeated=False)
            elif field := _FIELD.match(line):
                self._lines.setdefault((*table, field[1] or field[2] or field[3]), number)
            self._lines.setdefault(table, number)
            fence = next((mark for mark in _FENCES if line.count(mark) % 2), "")

    def find(self, where: Where) -> int:
        """Line of a field, or of the nearest table around it.

        Args:
            where: Names and indices from the top, such as ``("statement", 2, "quote")``.
        """
        while where and where not in self._lines:
            where = where[:-1]
        return self._lines.get(where, 1)

    def _enter(self, names: list[str], *, repeated: bool) -> Where:
        """The place of a table, counting repeated ones from 0."""
        where: Where = ()
        for depth, name in enumerate(names):
            where = (*where, name)
            if depth == len(names) - 1 and repeated:
                self._counts[where] = self._counts.get(where, -1) + 1
            if where in self._counts:
                where = (*where, self._counts[where])
        return where
