"""What a person declares of a table of incidents, in one small TOML file: what it covers, and its columns.

Nobody's coverage is assumed. Until somebody declares it, with a basis, a record's absence means nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import Any

from inquo.corroboration.columns import LAYOUTS, ColumnMap
from inquo.errors import IncidentError
from inquo.records.chronology import DateText
from inquo.records.digest import Digest
from inquo.records.incident import Coverage, layout_of

FORMAT = "incident table 1"
"""First value of every declaration, by which it is told."""

_TOP = {"inquo": str, "dataset": str, "layout": str, "sha256": str, "zone": str, "coverage": dict, "columns": dict}
_COVERAGE: Mapping[str, type] = {
    "time": str, "west": float, "south": float, "east": float, "north": float,
    "kinds": list, "languages": list, "basis": str,
}  # fmt: skip
_COVERAGE_NEEDED = ("time", "west", "south", "east", "north", "basis")
_LISTS = frozenset({"names", "actors", "kinds", "weapons", "facilities"})
_PAIRS = frozenset({"killed", "injured"})
_TABLES = {"radius_m": float, "slack_days": float, "terms": str}
_COLUMNS = {field.name: field.default is MISSING and field.default_factory is MISSING for field in fields(ColumnMap)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a person declared of a table.

    Attributes:
        exhibit: Digest of the file that says so.
        layout: The known layout that the table has; None where the columns are given.
        columns: Which column says what.
        coverage: What the table sets out to record; None when that is left open.
        zone: Time zone in which the table counts days; None when unknown.
        sha256: First digits of the digest of the only table that is meant; empty for every table that fits.
    """

    exhibit: Digest
    layout: str | None
    columns: ColumnMap
    coverage: Coverage | None
    zone: str | None
    sha256: str

    def fits(self, table: Digest, header: Iterable[str]) -> bool:
        """Whether it speaks of a table: by its digest where it names one, and by its header."""
        names = frozenset(header)
        if not table.startswith(self.sha256):
            return False
        return layout_of(names) == self.layout if self.layout else frozenset(self.columns.required) <= names


def read_declaration(path: Path, exhibit: Digest, read_time: Callable[[str, str | None], DateText]) -> Declaration:
    """Read a declaration.

    Args:
        path: The TOML file.
        exhibit: Its digest.
        read_time: Reads words about a time, in a zone or in any.

    Raises:
        IncidentError: It is not one, or a field is missing, unknown or not of its kind; the message gives the line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        tables = tomllib.loads(text)
    except OSError as error:
        raise IncidentError(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise IncidentError(path, f"line {line}: not UTF-8", hint="save the file as UTF-8 throughout") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise IncidentError(path, f"not TOML: {error}", hint="check brackets and quotation marks there") from error
    return _Fields(path, text, tables).declaration(exhibit, read_time)


class _Fields:
    """The fields of one declaration, each refused by its line when it is not what it should be."""

    def __init__(self, path: Path, text: str, tables: dict[str, Any]) -> None:
        self._path = path
        self._lines = text.splitlines()
        self._tables = tables

    def declaration(self, exhibit: Digest, read_time: Callable[[str, str | None], DateText]) -> Declaration:
        self._check("", self._tables, _TOP, needed=("inquo",))
        if self._tables["inquo"] != FORMAT:
            raise self._refuse("", "inquo", f"this version reads inquo = '{FORMAT}'")
        layout = self._tables.get("layout")
        if (layout is None) == ("columns" not in self._tables):
            raise self._refuse("", "layout", "a declaration names a layout or gives the columns, one of the two")
        if layout is not None and layout not in LAYOUTS:
            raise self._refuse("", "layout", f"the known layouts are {', '.join(LAYOUTS)}")
        columns = LAYOUTS[layout] if layout else self._columns()
        columns = replace(columns, dataset=self._tables.get("dataset", columns.dataset))
        return Declaration(
            exhibit=exhibit,
            layout=layout,
            columns=columns,
            coverage=self._coverage(columns.dataset, read_time),
            zone=self._tables.get("zone"),
            sha256=self._tables.get("sha256", ""),
        )

    def _columns(self) -> ColumnMap:
        given = self._tables["columns"]
        if "dataset" not in self._tables:
            raise self._refuse("", "columns", "a table with columns of its own needs a name: dataset = '...'")
        needed = [name for name, must in _COLUMNS.items() if must and name not in ("dataset", "longitude", "latitude")]
        kinds: dict[str, type] = {name: str for name in _COLUMNS if name != "dataset"}
        kinds |= dict.fromkeys(_LISTS | _PAIRS, list) | dict.fromkeys(_TABLES, dict) | {"assumed_radius_m": float}
        self._check("columns", given, kinds, needed=needed)
        if ("longitude" in given) != ("latitude" in given):
            raise self._refuse("columns", "longitude", "longitude and latitude go together")
        values: dict[str, Any] = {"longitude": None, "latitude": None, "dataset": self._tables["dataset"]}
        for name, value in given.items():
            if name in _TABLES:
                self._check(f"columns.{name}", value, dict.fromkeys(value, _TABLES[name]))
            if name in _PAIRS and len(value) not in (1, 2):
                raise self._refuse(
                    "columns", name, "it takes the column of the least and, if there is one, of the most"
                )
            if (
                name.endswith("radius_m")
                and not min([value] if name == "assumed_radius_m" else value.values(), default=1) > 0
            ):
                raise self._refuse("columns", name, "a radius is above zero, in metres")
            pair = (*value, None)[:2] if name in _PAIRS else None
            values[name] = pair or (tuple(value) if name in _LISTS else value)
        return ColumnMap(**values)

    def _coverage(self, dataset: str, read_time: Callable[[str, str | None], DateText]) -> Coverage | None:
        given = self._tables.get("coverage")
        if given is None:
            read_time("2000", self._tables.get("zone"))  # refuses a zone that does not exist
            return None
        self._check("coverage", given, _COVERAGE, needed=_COVERAGE_NEEDED)
        when = read_time(given["time"], self._tables.get("zone"))
        if when.unread is not None:
            raise self._refuse("coverage", "time", f"cannot be read: {when.unread.reason}; such as 2014/2020")
        try:
            return Coverage(
                dataset=dataset,
                windows=when.windows,
                west_deg=float(given["west"]),
                south_deg=float(given["south"]),
                east_deg=float(given["east"]),
                north_deg=float(given["north"]),
                kinds=tuple(given.get("kinds", ())),
                languages=tuple(given.get("languages", ())),
                basis=given["basis"],
            )
        except ValueError as error:
            raise self._refuse("coverage", "west", str(error)) from error

    def _check(
        self, table: str, given: Mapping[str, Any], kinds: Mapping[str, type], needed: Iterable[str] = ()
    ) -> None:
        """Refuse fields that do not exist, are missing, or hold the wrong kind of value."""
        for name, value in given.items():
            if name not in kinds:
                raise self._refuse(table, name, f"there is no such field; there are {', '.join(kinds)}")
            kind = kinds[name]
            right = isinstance(value, (int, float) if kind is float else kind) and not isinstance(value, bool)
            if not right or (kind is list and not all(isinstance(item, str) for item in value)):
                words = {str: "text", float: "a number", list: "a list of texts", dict: "a table"}
                raise self._refuse(table, name, f"it holds {words[kind]}")
        if missing := [name for name in needed if name not in given]:
            raise self._refuse(table, missing[0], f"it is missing; needed are {', '.join(needed)}")

    def _refuse(self, table: str, name: str, reason: str) -> IncidentError:
        where = f"{table}.{name}" if table else name
        return IncidentError(
            self._path, f"line {self._line(table, name)}: {where}: {reason}", hint="docs/incidents.md shows a whole one"
        )

    def _line(self, table: str, name: str) -> int:
        """Line of a field; of its table's heading, or the first, where it is not there."""
        here, heading = "", 1
        for number, line in enumerate(self._lines, 1):
            if header := re.match(r"\s*\[([^\]]+)\]", line):
                here = header[1].strip()
                heading = number if here == table else heading
                if f"{table}.{name}".lstrip(".") == here:
                    return number
            elif here == table and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line):
                return number
        return heading
