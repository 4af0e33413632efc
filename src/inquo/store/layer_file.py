"""A GeoPackage of layers to give away: nothing of a case's own records is in it.

The case's GeoPackage is never copied or changed for this; styles for QGIS are a table here alone.

Source:
    OGC 12-128r18 (GeoPackage 1.3); 2.4 for tables without geometry. ``layer_styles`` is QGIS's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inquo.store.layers import Value
from inquo.store.schema import create_package
from inquo.store.wkb import SRS_ID, Geometry

_STYLES = """CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
    f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
    description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP)"""
_CONTENTS = "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%fZ','now'), ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A layer with its rows.

    Attributes:
        name: Its table; letters, digits and underscores.
        title: For people.
        geometry: OGC name of its geometry type; None for a table without geometry.
        columns: Name and SQL type of each attribute.
        rows: Geometry, or None where there is none, and values.
    """

    name: str
    title: str
    geometry: str | None
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Geometry | None, tuple[Value, ...]], ...]


def layer_file(tables: Sequence[Table], styles: Mapping[str, str]) -> bytes:
    """Bytes of a GeoPackage.

    Args:
        tables: Its layers.
        styles: QGIS style of each layer that has one, by table.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute("BEGIN")
        create_package(connection)
        for table in tables:
            _write(connection, table)
        _write_styles(connection, styles)
        connection.execute("COMMIT")
        return connection.serialize()
    finally:
        connection.close()


def _write(connection: sqlite3.Connection, table: Table) -> None:
    columns = "".join(f', "{name}" {kind}' for name, kind in table.columns)
    geom = f", geom {table.geometry}" if table.geometry else ""
    connection.execute(f"CREATE TABLE {table.name} (fid INTEGER PRIMARY KEY{geom}{columns})")
    names = [*(["geom"] if table.geometry else []), *(f'"{name}"' for name, _ in table.columns)]
    insert = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - names are ours
    for geometry, values in table.rows:
        shape = [geometry.blob if geometry else None] if table.geometry else []
        connection.execute(insert, (*shape, *values))
    boxes = [geometry.box for geometry, _ in table.rows if geometry]
    box: tuple[float | None, ...] = (None,) * 4
    if boxes:
        west, south, east, north = zip(*boxes, strict=True)
        box = (min(west), min(south), max(east), max(north))
    kind, srs_id = ("features", SRS_ID) if table.geometry else ("attributes", None)
    connection.execute(_CONTENTS, (table.name, kind, table.name, table.title, *box, srs_id))
    if table.geometry:
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (table.name, table.geometry, SRS_ID)
        )


def _write_styles(connection: sqlite3.Connection, styles: Mapping[str, str]) -> None:
    connection.execute(_STYLES)
    title = "Styles for QGIS"
    connection.execute(_CONTENTS, ("layer_styles", "attributes", "layer_styles", title, None, None, None, None, None))
    connection.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
        " styleQML, styleSLD, useAsDefault, description, owner, update_time)"
        " VALUES ('', '', ?, 'geom', ?, ?, '', 1, 'Inquo', '', strftime('%Y-%m-%dT%H:%M:%fZ','now'))",
        [(name, name, style) for name, style in styles.items()],
    )
