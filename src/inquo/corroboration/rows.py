"""Rows of a table, one at a time: encodings that are certain, headers without doubt, memory for one row."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from inquo.errors import IncidentError

_DELIMITERS = ",;\t|"
_LONGEST_FIELD = 10_000_000
_BINARY = {
    b"PK\x03\x04": "a spreadsheet (XLSX or ODS) or an archive",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet (XLS)",
    b"\x1f\x8b": "compressed",
    b"%PDF": "a PDF",
    b"SQLite format 3": "a database",
}
_CONVERT = (
    "if you know its encoding, name it in a column map (encoding = 'cp1256' is Windows Arabic, 'cp1251' Cyrillic), "
    "or convert it: iconv -f CP1256 -t UTF-8 IN > OUT"
)


class Rows:
    """A table, read row by row.

    Args:
        path: The file.
        encoding: Its encoding; None for UTF-8, or UTF-16 where it begins with a byte-order mark.
        expected: Columns that must be there, each once; none for a look at the header alone.

    Attributes:
        header: Names of its columns as written, without marks at their edges; a name that is used again is numbered.
        line: Line of the file on which the last row that was read ends.

    Raises:
        IncidentError: It is no table of text, lacks a column or has one twice.
    """

    def __init__(self, path: Path, encoding: str | None = None, expected: Sequence[str] = ()) -> None:
        self._path = path
        self._encoding = encoding or _encoding_of(path)
        self.line = 0
        self._delimiter = ","
        first = self._first_row()
        self._delimiter = max(_DELIMITERS, key=",".join(first).count)
        written = [name.strip(" \t\ufeff\u200e\u200f") for name in self._first_row()]
        counts = Counter(written)
        if missing := [name for name in expected if name not in counts]:
            raise IncidentError(path, f"no column {', '.join(missing)}", hint="give a map of this table's columns")
        if twice := [name for name in expected if counts[name] > 1]:
            raise IncidentError(
                path, f"the column {twice[0]} is there {counts[twice[0]]} times", hint="rename the one not meant"
            )
        self.header = _numbered(written)

    def __iter__(self) -> Iterator[list[str]]:
        """Every row after the header, as written.

        Raises:
            IncidentError: Bytes are not in its encoding, or a quotation mark is not closed.
        """
        with closing(self._read()) as rows:
            next(rows, None)
            yield from rows

    def _first_row(self) -> list[str]:
        with closing(self._read()) as rows:
            return next(rows, [])

    def _read(self) -> Generator[list[str], None, None]:
        csv.field_size_limit(_LONGEST_FIELD)
        self.line = 0
        try:
            with self._path.open(encoding=self._encoding, newline="") as file:
                reader = csv.reader(file, delimiter=self._delimiter, strict=True)
                for row in reader:
                    self.line = reader.line_num
                    yield row
        except OSError as error:
            raise IncidentError(self._path, f"cannot be read: {error.strerror}") from error
        except LookupError as error:
            raise IncidentError(self._path, f"there is no encoding {self._encoding}", hint=_CONVERT) from error
        except UnicodeError as error:
            line = _line_of_fault(self._path, self._encoding) or self.line + 1
            name = self._encoding.upper().removesuffix("-SIG")
            raise IncidentError(self._path, f"line {line}: not {name}", hint=_CONVERT) from error
        except csv.Error as error:
            raise IncidentError(self._path, f"line {self.line + 1}: not a table: {error}") from error


def _encoding_of(path: Path) -> str:
    """UTF-16 where a mark says so, else UTF-8: no other encoding can be told for certain."""
    try:
        with path.open("rb") as file:
            head = file.read(64)
    except OSError as error:
        raise IncidentError(path, f"cannot be read: {error.strerror}") from error
    for magic, what in _BINARY.items():
        if head.startswith(magic):
            raise IncidentError(path, f"is {what}", hint="save the sheet as CSV (UTF-8) and give that")
    return "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _line_of_fault(path: Path, encoding: str) -> int | None:
    """First line that is not in an encoding; None where its lines cannot be told before it is decoded."""
    if encoding.startswith("utf-16"):
        return None
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode(encoding)
            except UnicodeError:
                return number
    return None


def _numbered(names: Sequence[str]) -> list[str]:
    """Number names that are used again, so that no column hides another."""
    header: list[str] = []
    for name in names:
        plain, number = name or "column", 2
        name = plain
        while name in header:
            name, number = f"{plain}#{number}", number + 1
        header.append(name)
    return header
