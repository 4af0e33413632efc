"""Maps as GeoPackage, read as a hostile file: nothing in it can run, and nothing is written.

Source:
    OGC 12-128r19 (GeoPackage 1.4), clauses 1.1.3, 2.1. SQLite, "Defense Against The Dark Arts".
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inquo.errors import ImageryError
from inquo.imagery.map_features import Collector, MapFeatures
from inquo.imagery.projection_pyproj import require_earthly
from inquo.imagery.wkb import parts_of_blob

_LONGEST_S = 120.0
_STEPS = 50_000
_LOOKED_AT = "building", "height", "building:levels", "levels", "highway", "width", "fclass"
_ALSO = "landuse", "natural", "leisure", "water", "waterway", "boundary", "place"


def read_map_geopackage(path: Path) -> MapFeatures:
    """Read buildings and roads from every table of features.

    Raises:
        ImageryError: It is damaged, holds no features, uses more than one CRS, or takes too long to read.
    """
    try:
        with _opened(path) as connection:
            layers = _layers(path, connection)
            collector = Collector(_crs(path, connection, layers))
            for table, column, _ in layers:
                _read_layer(connection, table, column, collector)
    except sqlite3.Error as error:
        raise ImageryError(path, f"cannot be read as a GeoPackage: {error}", hint="Export it again.") from error
    return collector.features()


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        started = time.monotonic()
        connection.set_progress_handler(lambda: time.monotonic() - started > _LONGEST_S, _STEPS)
        yield connection
    finally:
        connection.close()


def _layers(path: Path, connection: sqlite3.Connection) -> list[tuple[str, str, int]]:
    """Feature tables, their geometry column and CRS number; a view in a table's place is refused."""
    tables = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    listed = connection.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns").fetchall()
    layers = [(str(table), str(column), int(srs)) for table, column, srs in listed if str(table) in tables]
    if len(layers) < len(listed):
        raise ImageryError(path, "lists a view as a layer of features", hint="Copy the view into a table.")
    if not layers:
        raise ImageryError(path, "holds no layer of features", hint="Give building outlines or roads.")
    return layers


def _crs(path: Path, connection: sqlite3.Connection, layers: list[tuple[str, str, int]]) -> str:
    numbers = sorted({srs for _, _, srs in layers})
    if len(numbers) > 1:
        raise ImageryError(path, f"has layers in {len(numbers)} CRS", hint="Give one file for each.")
    found = connection.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
        (numbers[0],),
    ).fetchone()
    if found is None:
        raise ImageryError(path, f"does not say what its CRS {numbers[0]} is")
    organisation, number, definition = found
    stated = f"EPSG:{int(number)}" if str(organisation).upper() == "EPSG" else str(definition)
    return require_earthly(path, stated)


def _read_layer(connection: sqlite3.Connection, table: str, column: str, collector: Collector) -> None:
    there = {str(row[1]) for row in connection.execute(f"PRAGMA table_info({_quoted(table)})")}
    tags = [name for name in (*_LOOKED_AT, *_ALSO) if name in there]
    chosen = ", ".join(_quoted(name) for name in (column, *tags))
    for blob, *values in connection.execute(f"SELECT {chosen} FROM {_quoted(table)}"):  # noqa: S608 - names are quoted
        try:
            parts = parts_of_blob(blob if isinstance(blob, bytes) else b"")
        except ValueError:
            collector.leave_out("its geometry cannot be read")
            continue
        collector.add(parts, dict(zip(tags, values, strict=True)))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
