"""``inquo export``: what a case says, for other programs; whole or not at all, and nothing computed."""

from __future__ import annotations

import contextlib
import enum
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inquo.custody.ledger import PROGRAM
from inquo.dating.documents import read_date
from inquo.errors import UsageError
from inquo.geometry.progress import Progress
from inquo.pipeline.case_files import CaseFiles
from inquo.pipeline.looking_up import look_up_findings
from inquo.pipeline.opening import now, opened, person
from inquo.records.custody import Act, CustodyEvent
from inquo.records.digest import Digest
from inquo.records.incident import Incident
from inquo.report.exports import csv_table, followthemoney, geojson, kml, provenance, qgis, timeline
from inquo.report.exports.content import Content
from inquo.report.exports.disclosure import disclose
from inquo.report.exports.gathering import gather
from inquo.report.exports.groups import Disclosure, Group
from inquo.report.exports.layer import Geometry, Layer
from inquo.report.exports.layers import draw
from inquo.store import layer_file, wkb

_SQL = {str: "TEXT", float: "REAL", int: "INTEGER"}
_GEOMETRY = {Geometry.POINT: "POINT", Geometry.POLYGON: "MULTIPOLYGON", Geometry.NONE: None}
_FILE_ENDINGS = frozenset({".csv", ".geojson", ".gpkg", ".json", ".kml", ".qgs"})


class Format(enum.Enum):
    """What an export can be written as."""

    GEOJSON = "geojson"
    KML = "kml"
    CSV = "csv"
    QGIS = "qgis"
    FTM = "ftm"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a person wants exported.

    Attributes:
        formats: At least one.
        disclosure: What may go out.
        output: Folder, or file for a format that is a single file; None for a new folder in the case.
        bom: Start tables with a byte order mark.
        who: The person; None for the user of this computer.
    """

    formats: tuple[Format, ...] = tuple(Format)
    disclosure: Disclosure = Disclosure()  # noqa: RUF009 - frozen
    output: Path | None = None
    bom: bool = False
    who: str | None = None


def export(case: Path, order: Order, progress: Progress) -> tuple[str, ...]:
    """Write what the last investigation found, and enter in the ledger that it went out.

    1. Look up what was found.
    2. Take out what is withheld, before any format sees it.
    3. Write every file beside its place.
    4. Enter the export in the ledger, then put it in its place.

    Returns:
        Lines for the person.

    Raises:
        UsageError: Nothing was investigated yet, or there is something at the place already.
    """
    with opened(case) as evidence:
        output = order.output or _new_folder(evidence, order.disclosure)
        _require_free(output)
        progress(0.1, "looking up what was found")
        content = disclose(look_up(evidence), order.disclosure)  # 1, 2
        progress(0.7, "writing")
        files = written(content, order.formats, bom=order.bom)
        single = _names_one_file(output, files)
        with _growing(output, files, single=single) as growing:  # 3
            evidence.folder.ledger.append(_event(order, files))  # 4
            _put_in_place(growing, output)
    withheld = [f"withheld: {what}" for what in content.provenance.withheld]
    return (*withheld, f"{len(files)} file(s) in {output}")


def look_up(evidence: CaseFiles) -> Content:
    """Everything that a case holds, exact."""
    found = look_up_findings(evidence)
    return gather(
        found.dossier,
        read_date,
        accounts=found.hearing.accounts if found.hearing else None,
        datings=found.hearing.datings if found.hearing else (),
        incidents=evidence.store.all(Incident),
        events=found.events,
    )


def written(content: Content, formats: Sequence[Format], *, bom: bool = False) -> dict[str, bytes]:
    """The files of an export, by path; in a folder for each format when there are several."""
    made: dict[str, bytes] = {}
    for one in formats:
        folder = f"{one.value}/" if len(formats) > 1 else ""
        made |= {f"{folder}{name}": content_ for name, content_ in _write(content, one, bom=bom).items()}
    return made


def _write(content: Content, one: Format, *, bom: bool) -> dict[str, bytes]:
    match one:
        case Format.GEOJSON:
            return geojson.write(content)
        case Format.KML:
            return kml.write(content)
        case Format.CSV:
            return csv_table.write(content, bom=bom)
        case Format.QGIS:
            return {qgis.PACKAGE: package(content), **qgis.write(content)}
        case Format.FTM:
            return followthemoney.write(content)
        case Format.TIMELINE:
            return timeline.write(content)


def package(content: Content) -> bytes:
    """A GeoPackage of the layers, with their styles; made anew, never a copy of the case's."""
    layers = draw(content)
    told = layer_file.Table(
        name="provenance",
        title="Where this comes from",
        geometry=None,
        columns=(("name", "TEXT"), ("value", "TEXT")),
        rows=tuple((None, pair) for pair in provenance.pairs(content.provenance)),
    )
    styles = {layer.name: qgis.style(layer) for layer in layers if qgis.styled(layer)}
    return layer_file.layer_file([told, *map(_table, layers)], styles)


def _table(layer: Layer) -> layer_file.Table:
    rows = []
    for feature in layer.features:
        shape = wkb.point(*feature.point) if feature.point and layer.geometry is Geometry.POINT else None
        if feature.polygons:
            shape = wkb.multi_polygon(feature.polygons)
        rows.append((shape, feature.values))
    return layer_file.Table(
        name=layer.name,
        title=layer.title,
        geometry=_GEOMETRY[layer.geometry],
        columns=tuple((field.name, _SQL[field.kind]) for field in layer.fields),
        rows=tuple(rows),
    )


def _new_folder(evidence: CaseFiles, disclosure: Disclosure) -> Path:
    coarse = "" if disclosure.coarsen_m is None else f"-coarse-{disclosure.coarsen_m:g}m"
    return evidence.folder.path / "exports" / f"{now():%Y%m%dT%H%M%SZ}{coarse}"


def _require_free(output: Path) -> None:
    """Refuse to write over anything."""
    if output.is_dir() and not any(output.iterdir()):
        return
    if output.exists() or output.is_symlink():
        raise UsageError(f"{output}: there is something of that name, and it is kept", hint="choose another -o PATH")


def _names_one_file(output: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a path is that of a file, told by its ending.

    Raises:
        UsageError: It is, and there are several files.
    """
    if output.suffix.lower() not in _FILE_ENDINGS:
        return False
    if len(files) > 1:
        raise UsageError(f"{output}: {len(files)} files do not go into one", hint="name a folder with -o")
    return True


def _event(order: Order, files: Mapping[str, bytes]) -> CustodyEvent:
    what = ", ".join(one.value for one in order.formats)
    coarse = order.disclosure.coarsen_m
    grid = "" if coarse is None else f"; places moved to a grid of {coarse:g} m"
    hidden = _listed(order.disclosure.withhold)
    listed = "; ".join(f"{name} {Digest.of(content)}" for name, content in files.items())
    return CustodyEvent(
        act=Act.EXPORTED,
        subject=None,
        who=person(order.who),
        when=now(),
        program=PROGRAM,
        detail=f"{what}{grid}{f'; withheld: {hidden}' if hidden else ''}; {listed}",
    )


def _listed(groups: Iterable[Group]) -> str:
    return ", ".join(sorted(group.value for group in groups))


@contextlib.contextmanager
def _growing(output: Path, files: Mapping[str, bytes], *, single: bool) -> Iterator[Path]:
    """Files beside their place, whole before anybody sees them, and gone if they do not get there.

    Args:
        output: Where they are to go.
        files: Content by relative path.
        single: True when ``output`` names the one file itself, not a folder.
    """
    growing = output.parent / f".{output.name}.{secrets.token_hex(4)}"
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = growing if single else growing / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield growing
    finally:
        if growing.is_dir():
            shutil.rmtree(growing, ignore_errors=True)
        growing.unlink(missing_ok=True)


def _put_in_place(growing: Path, output: Path) -> None:
    """Give a file or folder its name, unless somebody took that in the meantime."""
    try:
        if growing.is_dir():
            growing.rename(output)
        else:
            os.link(growing, output)
    except OSError as error:
        if not output.exists():
            raise
        raise UsageError(f"{output}: there is something of that name now", hint="export again") from error
