"""From what a person wrote in a field to the slot that it fills."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from inquo.errors import StatementError
from inquo.records.proposition import Area, Count, FacilityIs, OneOf, Spot, Tally
from inquo.records.statement import Grade, Translation
from inquo.statements.fields import LARGEST_COUNT, Field, Kind
from inquo.statements.lines import Lines, Where

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value in the file, which knows where it stands.

    Attributes:
        path: The file.
        lines: Its lines.
        where: Names and indices from the top.
        value: What TOML says is there.
    """

    path: Path
    lines: Lines
    where: Where
    value: Any

    def refuse(self, reason: str, hint: str = "") -> StatementError:
        """The error that says where this value stands and why it will not do."""
        name = next((part for part in reversed(self.where) if isinstance(part, str)), "file")
        return StatementError(self.path, f"line {self.lines.find(self.where)}: {name}: {reason}", hint=hint)

    def at(self, part: str | int) -> Cell:
        """The value below this one."""
        return Cell(path=self.path, lines=self.lines, where=(*self.where, part), value=self.value[part])

    def get(self, name: str) -> Cell | None:
        """The value of a field; None when the table does not have it."""
        return self.at(name) if name in self.value else None

    def items(self) -> list[Cell]:
        """The values of a list.

        Raises:
            StatementError: It is not a list.
        """
        if not isinstance(self.value, list):
            raise self.refuse(f"must be a list of tables, each under [[{self.where[-1]}]]")
        return [self.at(index) for index in range(len(self.value))]

    def build(self, make: Callable[[], R]) -> R:
        """Make a record, turning its refusal into an error at this line."""
        try:
            return make()
        except ValueError as error:
            raise self.refuse(str(error)) from error


def check_table(cell: Cell, fields: Mapping[str, Field]) -> None:
    """Refuse a table with a field that does not exist, lacks, or holds another kind of value.

    Raises:
        StatementError: It says which field, on which line, and what was probably meant.
    """
    if not isinstance(cell.value, dict):
        raise cell.refuse("must be a table")
    for name in cell.value:
        if name not in fields:
            raise cell.at(name).refuse("there is no such field here", _suggest(name, fields))
    for name, field in fields.items():
        if name not in cell.value:
            if field.required:
                raise cell.refuse(f"needs the field {name}", field.meaning)
        elif not _SHAPES[field.kind](cell.value[name]):
            raise cell.at(name).refuse(f"must be {field.kind.value}, not {cell.value[name]!r}", field.meaning)


def texts(cell: Cell | None) -> tuple[str, ...]:
    """A text or a list of texts; none when the field is left out."""
    if cell is None:
        return ()
    return (cell.value,) if isinstance(cell.value, str) else tuple(cell.value)


def text(cell: Cell | None) -> str | None:
    """A text; None when the field is left out."""
    return None if cell is None else str(cell.value)


def one_of(cell: Cell | None) -> OneOf | None:
    """A term or a set of terms; None leaves the slot open."""
    return None if cell is None else OneOf(terms=texts(cell))


def count(cell: Cell | None) -> Count | None:
    """A number or a range; None when the field is left out."""
    if cell is None:
        return None
    if isinstance(cell.value, int):
        return cell.build(lambda: Count(least=cell.value, most=cell.value))
    return cell.build(lambda: Count(least=cell.value["least"], most=cell.value.get("most")))


def tally(cell: Cell | None) -> Tally | None:
    """Counts by state; None when the field is left out."""
    if cell is None:
        return None
    parts = {name: count(cell.at(name)) for name in cell.value if name not in {"kind", "where", "total"}}
    counted = {name: part for name, part in parts.items() if part is not None}
    return Tally(kind=cell.value["kind"], where=cell.value["where"], total=count(cell.get("total")), parts=counted)


def facility(cell: Cell | None) -> FacilityIs | None:
    """A building by key or by kind; None leaves the slot open."""
    if cell is None:
        return None
    if not isinstance(cell.value, dict):
        return FacilityIs(keys=texts(cell))
    return cell.build(lambda: FacilityIs(keys=texts(cell.get("keys")), kinds=texts(cell.get("kinds"))))


def place(cell: Cell | None) -> Spot | Area | None:
    """A point or an area; None leaves the slot open."""
    if cell is None:
        return None
    value = cell.value
    lon_deg, lat_deg = float(value["lon_deg"]), float(value["lat_deg"])
    if "radius_m" in value:
        radius_m = float(value["radius_m"])
        return cell.build(lambda: Area(name=value["name"], lon_deg=lon_deg, lat_deg=lat_deg, radius_m=radius_m))
    ce90_m = float(value["ce90_m"]) if "ce90_m" in value else None
    return cell.build(lambda: Spot(lon_deg=lon_deg, lat_deg=lat_deg, ce90_m=ce90_m))


def translation(cell: Cell | None) -> Translation | None:
    """A translation; None when there is none."""
    return None if cell is None else cell.build(lambda: Translation(**cell.value))


def grade(cell: Cell | None) -> Grade | None:
    """A person's grading; None when there is none."""
    if cell is None:
        return None
    value = cell.value
    return cell.build(
        lambda: Grade(source=value["source"], information=value["information"], reason=value["reason"], who=value["by"])
    )


def known(cell: Cell, keys: tuple[str, ...], declared: Collection[str], what: str) -> None:
    """Refuse a key that names nothing in the file.

    Raises:
        StatementError: It says which, and what was probably meant.
    """
    for key in keys:
        if key not in declared:
            raise cell.refuse(f"there is no {what} {key!r} in this file", _suggest(key, declared))


def _suggest(name: str, names: Collection[str]) -> str:
    close = difflib.get_close_matches(name, list(names), n=1)
    return f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(sorted(names)) or 'none yet'}"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: object) -> bool:
    return _is_text(value) or (isinstance(value, list) and bool(value) and all(map(_is_text, value)))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_natural(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_COUNT


def _is_table(
    value: object, required: Mapping[str, Callable[[object], bool]], optional: Mapping[str, Callable[[object], bool]]
) -> bool:
    if not isinstance(value, dict) or not set(required) <= set(value) <= set(required) | set(optional):
        return False
    checks = {**required, **optional}
    return all(checks[name](item) for name, item in value.items())


def _is_count(value: object) -> bool:
    return _is_natural(value) or _is_table(value, {"least": _is_natural}, {"most": _is_natural})


def _is_tally(value: object) -> bool:
    if not isinstance(value, dict) or not {"kind", "where"} < set(value):
        return False
    return all(_is_text(item) if name in {"kind", "where"} else _is_count(item) for name, item in value.items())


def _is_place(value: object) -> bool:
    coordinates = {"lon_deg": _is_number, "lat_deg": _is_number}
    spot = _is_table(value, coordinates, {"ce90_m": _is_number})
    area = _is_table(value, {**coordinates, "name": _is_text, "radius_m": _is_number}, {})
    return spot or area or _is_mark(value, coordinates)


def _is_mark(value: object, coordinates: Mapping[str, Callable[[object], bool]]) -> bool:
    in_picture = {"x_px": _is_number, "y_px": _is_number}
    point = {**in_picture, **coordinates, "ce90_m": _is_number}
    return _is_table(
        value,
        {"picture": _is_text, **in_picture, "ce90_px": _is_number},
        {
            "sha256": _is_text,
            "points_by": _is_text,
            "points": lambda listed: isinstance(listed, list) and all(_is_table(one, point, {}) for one in listed),
        },
    )


_SHAPES: dict[Kind, Callable[[object], bool]] = {
    Kind.TEXT: _is_text,
    Kind.TEXTS: _is_texts,
    Kind.FLAG: lambda value: isinstance(value, bool),
    Kind.COUNT: _is_count,
    Kind.TALLY: _is_tally,
    Kind.FACILITY: lambda value: _is_texts(value) or _is_table(value, {}, {"keys": _is_texts, "kinds": _is_texts}),
    Kind.PLACE: _is_place,
    Kind.TIME: lambda value: _is_text(value) or _is_table(value, {"text": _is_text}, {"from": _is_texts}),
    Kind.TRANSLATION: lambda value: _is_table(value, dict.fromkeys(("text", "language", "translator"), _is_text), {}),
    Kind.GRADE: lambda value: _is_table(
        value, {"source": _is_text, "information": _is_natural, "reason": _is_text, "by": _is_text}, {}
    ),
    Kind.PROPOSITIONS: lambda value: isinstance(value, list),
}
