"""Which exhibits of a case are tables of incidents, with what a person declared of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inquo.corroboration.columns import LAYOUTS, ColumnMap
from inquo.corroboration.declaration import Declaration, read_declaration
from inquo.corroboration.rows import Rows
from inquo.corroboration.tables import IncidentTable, read_table
from inquo.custody.casefile import CaseFolder
from inquo.dating.documents import Context, read_date
from inquo.errors import IncidentError, InputError, UsageError
from inquo.records.chronology import DateText
from inquo.records.custody import Exhibit, ExhibitKind
from inquo.records.digest import Digest
from inquo.records.incident import Coverage, Incident, layout_of

_COULD_BE_MAPPED = (ExhibitKind.INCIDENTS, ExhibitKind.GAZETTEER, ExhibitKind.DOCUMENT)
_LARGEST_HEADER = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledTable:
    """A table of incidents in custody.

    Attributes:
        exhibit: Its digest.
        label: The name it came with.
        path: The read-only copy.
        columns: Which column says what.
        coverage: What it sets out to record; None when nobody has declared that.
        zone: Time zone in which it counts days; None when unknown.
        declaration: Digest of the declaration that holds for it; None when there is none.
    """

    exhibit: Digest
    label: str
    path: Path
    columns: ColumnMap
    coverage: Coverage | None
    zone: str | None
    declaration: Digest | None

    def read(self, keep: Callable[[Incident], bool] = lambda _: True) -> IncidentTable:
        """Read it.

        Args:
            keep: Whether a record is wanted whole.

        Raises:
            IncidentError: It cannot be read as a table in these columns.
        """
        return read_table(self.path, self.columns, self.coverage, _reader(self.zone), keep)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledTables:
    """Every table of incidents of a case.

    Attributes:
        tables: In the order in which they came in.
        declarations: How many declarations could be read.
        problems: Why a table or declaration cannot be used, by its digest.
    """

    tables: tuple[FiledTable, ...]
    declarations: int
    problems: dict[Digest, str]

    def holds(self, exhibit: Digest) -> bool:
        """Whether an exhibit is one of them, so that it is no gazetteer."""
        return any(table.exhibit == exhibit for table in self.tables)


def file_tables(folder: CaseFolder) -> FiledTables:
    """Find the tables of incidents in a case.

    1. Declarations are read, in the order in which they came in.
    2. A table is told by the columns of a known publisher, or by a declaration that fits its header.
    3. Where several declarations fit a table, the one that was added last holds: the earlier ones stay in
       the case, and are superseded as a person's decision is, by a later one.

    Args:
        folder: The case; nothing is written.
    """
    exhibits = folder.exhibits()
    problems: dict[Digest, str] = {}
    declarations = tuple(_declarations(folder, exhibits, problems))  # 1
    tables: list[FiledTable] = []
    for exhibit in exhibits:
        known = exhibit.kind is ExhibitKind.INCIDENTS
        if not known and not (declarations and exhibit.kind in _COULD_BE_MAPPED):
            continue
        try:
            table = _filed(folder, exhibit, declarations)  # 2, 3
        except InputError as error:
            if known:
                problems[exhibit.digest] = error.reason
            continue
        if table is not None:
            tables.append(table)
    return FiledTables(tables=tuple(tables), declarations=len(declarations), problems=problems)


def _declarations(
    folder: CaseFolder, exhibits: Sequence[Exhibit], problems: dict[Digest, str]
) -> Iterator[Declaration]:
    for exhibit in exhibits:
        if exhibit.kind is ExhibitKind.DECLARATION:
            try:
                yield read_declaration(folder.exhibit_path(exhibit.digest), exhibit.digest, _read_date)
            except IncidentError as error:
                problems[exhibit.digest] = error.reason
            except UsageError as error:
                problems[exhibit.digest] = f"its zone cannot be used: {error}"


def _filed(folder: CaseFolder, exhibit: Exhibit, declarations: Sequence[Declaration]) -> FiledTable | None:
    """An exhibit as the table that it is; None when it is none."""
    path = folder.exhibit_path(exhibit.digest)
    fits = [
        declaration
        for declaration in declarations
        if declaration.fits(exhibit.digest, _header(path, declaration.columns.encoding))
    ]
    layout = layout_of(_header(path, None)) if not fits else None
    if not fits and layout is None:
        return None
    holds = fits[-1] if fits else None
    label = next((event.name for event in folder.history(exhibit.digest) if event.name), exhibit.digest.short)
    return FiledTable(
        exhibit=exhibit.digest,
        label=label,
        path=path,
        columns=holds.columns if holds else LAYOUTS[layout or ""],
        coverage=holds.coverage if holds else None,
        zone=holds.zone if holds else None,
        declaration=holds.exhibit if holds else None,
    )


def _header(path: Path, encoding: str | None) -> tuple[str, ...]:
    """Names of the columns; none where the first line is too long to be a header."""
    with path.open("rb") as file:
        if b"\n" not in file.read(_LARGEST_HEADER):
            return ()
    return tuple(Rows(path, encoding).header)


def _reader(zone: str | None) -> Callable[[str], DateText]:
    return lambda text: _read_date(text, zone)


def _read_date(text: str, zone: str | None) -> DateText:
    return read_date(text, Context(zone=zone))
