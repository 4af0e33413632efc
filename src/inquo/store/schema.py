"""The tables of a case's GeoPackage, and whether a file has them and no others of their kind.

Source:
    OGC 12-128r18 (GeoPackage 1.3): 1.1.2 (spatial reference systems), 1.1.3 (contents),
    2.1.5 (geometry columns), table 1 (application id and user version).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from inquo.errors import CaseError
from inquo.store.layers import LAYERS, Layer
from inquo.store.wkb import SRS_ID

SCHEMA_VERSION = 1
_APPLICATION_ID = 0x47504B47
_USER_VERSION = 10300

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],'
    'AUTHORITY["EPSG","4326"]]'
)
_REFERENCE_SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    ("WGS 84 geodetic", SRS_ID, "EPSG", SRS_ID, _WGS84, "longitude and latitude in degrees on WGS 84"),
)

_PACKAGE = (
    """CREATE TABLE gpkg_spatial_ref_sys (
        srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
        organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)""",
    """CREATE TABLE gpkg_contents (
        table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
        description TEXT DEFAULT '',
        last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
        min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
        CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (
        table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
        z TINYINT NOT NULL, m TINYINT NOT NULL,
        CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
        CONSTRAINT uk_gc_table_name UNIQUE (table_name),
        CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
        CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
)
_TABLES = (
    "CREATE TABLE inquo_schema (version INTEGER NOT NULL PRIMARY KEY)",
    """CREATE TABLE records (
        id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, json TEXT NOT NULL)""",
    "CREATE INDEX records_by_kind ON records (kind)",
    """CREATE TABLE derivations (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, step TEXT NOT NULL, method TEXT NOT NULL,
        inputs TEXT NOT NULL, settings TEXT NOT NULL, outputs TEXT NOT NULL, made_at TEXT NOT NULL)""",
)
_APPEND_ONLY = ("inquo_schema", "records", "derivations", *(layer.name for layer in LAYERS))


def create_package(connection: sqlite3.Connection) -> None:
    """Make an empty database a GeoPackage without layers."""
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {_USER_VERSION}")
    for statement in _PACKAGE:
        connection.execute(statement)
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _REFERENCE_SYSTEMS)


def create_schema(connection: sqlite3.Connection) -> None:
    """Make an empty database a case's GeoPackage."""
    create_package(connection)
    for statement in (*_TABLES, *(_layer_table(layer) for layer in LAYERS), *_triggers()):
        connection.execute(statement)
    connection.execute("INSERT INTO inquo_schema VALUES (?)", (SCHEMA_VERSION,))
    for layer in LAYERS:
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?, ?, ?, ?, ?)",
            (layer.name, "features", layer.name, layer.title, SRS_ID),
        )
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (layer.name, layer.geometry, SRS_ID)
        )


def require_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file whose tables are not ours to the letter, before any of them is used.

    1. It is a GeoPackage.
    2. It has no views: one could run forever when it is read.
    3. It is not of a newer version.
    4. Our tables, indexes and triggers are as we make them, and nobody hung others on our tables.

    Tables that others add beside ours, as QGIS does for styles, are left alone and never read.

    Raises:
        CaseError: It is not ours, or only a newer Inquo can read it.
    """
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    found = set(connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"))
    names = {(kind, name): sql for kind, name, _, sql in found}
    if application_id != _APPLICATION_ID or not names.get(("table", "inquo_schema"), "").startswith(
        "CREATE TABLE"
    ):  # 1
        raise CaseError(f"{path}: not the GeoPackage of a case", hint="move it away; Inquo then makes a new one")
    if views := sorted(name for kind, name in names if kind == "view"):  # 2
        raise CaseError(f"{path}: holds a view ({views[0]}), which no case has", hint="restore it from a copy")
    versions = [version for (version,) in connection.execute("SELECT version FROM inquo_schema LIMIT 9")]
    if versions and max(versions) > SCHEMA_VERSION:  # 3
        raise CaseError(
            f"{path}: its tables have version {max(versions)}, this Inquo reads up to {SCHEMA_VERSION}",
            hint="open the case with a newer Inquo",
        )
    ours = _our_objects()
    our_tables = {table for _, _, table, _ in ours}
    changed = sorted(name for _, name, _, _ in ours - found)
    changed += sorted(name for _, name, table, _ in found - ours if table in our_tables)
    if changed:  # 4
        raise CaseError(f"{path}: {changed[0]} is not as Inquo makes it", hint="restore it from a copy")


def _our_objects() -> set[tuple[str, str, str, str]]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        create_schema(connection)
        return set(connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"))
    finally:
        connection.close()


def _layer_table(layer: Layer) -> str:
    columns = ", ".join(f"{name} {kind}" for name, kind in layer.columns)
    return (
        f"CREATE TABLE {layer.name} (fid INTEGER PRIMARY KEY, geom {layer.geometry}, record TEXT NOT NULL, {columns})"
    )


def _triggers() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in _APPEND_ONLY
        for act in ("UPDATE", "DELETE")
    ]
