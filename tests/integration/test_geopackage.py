"""The case's GeoPackage: append-only, read by GDAL, closed to forgeries."""

from __future__ import annotations

import dataclasses
import hashlib
import sqlite3
from pathlib import Path

import pyogrio
import pytest
import shapely

from inquo.errors import CaseError, InquoError, StoreError
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.imagery import Imagery
from inquo.records.place import Facility, LonLat, Name, NotPlaced, Placement, Registration, TiePoint
from inquo.store.geopackage import open_store
from inquo.store.step import Step

STEP = Step(name="place", method="structure-sweep/1", inputs=(Digest.of(b"shot"),), settings={"gsd": [0.05, 2.0]})


def _square(lon: float, lat: float, half: float = 0.001) -> tuple[LonLat, ...]:
    """A closed clockwise square."""
    west, south, east, north = lon - half, lat - half, lon + half, lat + half
    return ((west, south), (west, north), (east, north), (east, south), (west, south))


@pytest.fixture
def placement() -> Placement:
    tie = TiePoint(x_px=1, y_px=2, x_m=3, y_m=4, covariance_m2=((1, 0), (0, 1)), score=0.5, check=False, residual_m=0.1)
    registration = Registration(
        map_from_frame=((1, 0, 0), (0, 1, 0), (0, 0, 1)),
        crs="EPSG:32637",
        model="affine",
        control=8,
        check=2,
        check_rmse_m=1.5,
        score=0.4,
        expected_false_matches=1e-4,
        tie_points=(tie,) * 10,
        method="structure-sweep/1",
    )
    return Placement(
        shot=Digest.of(b"shot"),
        imagery=(Digest.of(b"imagery"),),
        lon_deg=37.04,
        lat_deg=36.58,
        covariance_m2=((16.0, 6.0), (6.0, 9.0)),
        ce90_m=8.0,
        footprint_lonlat_deg=_square(37.04, 36.58)[:-1],
        registration=registration,
        chain=(),
        method="structure-sweep/1",
    )


@pytest.fixture
def hospitals() -> tuple[Facility, Facility]:
    """One with an outline around a courtyard, one that is only a point."""
    lon, lat = 37.05, 36.58
    outlines = (((_square(lon, lat), _square(lon, lat, 0.0005)),), ())
    first, second = (
        Facility(
            gazetteer=Digest.of(b"gazetteer"),
            id=f"way/{number}",
            names=(Name(text="National Hospital", language=None), Name(text="المشفى الوطني", language="ar")),
            kind="hospital",
            outline_lonlat_deg=outline,
            point_lonlat_deg=(lon, lat),
            properties={"beds": "40"},
        )
        for number, outline in enumerate(outlines)
    )
    return first, second


@pytest.fixture
def tile() -> Imagery:
    return Imagery(
        exhibit=Digest.of(b"tile"),
        crs="EPSG:32637",
        outline_lonlat_deg=_square(37.04, 36.58, 0.02),
        gsd_m=0.5,
        width_px=100,
        height_px=100,
        bands=("red",),
        data_type="uint8",
        ce90_m=5.0,
        ce90_basis="provider",
    )


@pytest.fixture
def records(placement: Placement, hospitals: tuple[Facility, Facility], tile: Imagery) -> tuple[object, ...]:
    """One of each that has a place."""
    return (placement, *hospitals, tile)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.gpkg"


def _state(path: Path) -> tuple[str, int]:
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


def _refusal(path: Path) -> InquoError:
    with pytest.raises(InquoError) as refused:
        open_store(path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.hint
    return refused.value


def test_what_goes_in_comes_out(path: Path, records: tuple[object, ...]) -> None:
    with open_store(path) as store:
        digests = store.put_all(records)
        assert store.put_all(records) == digests
    with open_store(path) as store:
        assert tuple(store.find(digest) for digest in digests) == records
        assert store.get(Placement, digests[0]) == records[0]
        assert store.all(Facility) == records[1:3]
        assert store.all(NotPlaced) == ()


def test_what_is_not_there_or_of_another_kind_is_an_error(path: Path, placement: Placement) -> None:
    with open_store(path) as store:
        digest = store.put(placement)
        with pytest.raises(StoreError, match="is a Placement, not a Facility"):
            store.get(Facility, digest)
        with pytest.raises(StoreError, match="no record"):
            store.find(Digest.of(b"elsewhere"))


def test_a_step_is_remembered_with_what_it_made(path: Path, placement: Placement) -> None:
    lost = NotPlaced(shot=Digest.of(b"shot"), why=Undetermined(reason="too narrow"), candidates=(), method="x/1")
    with open_store(path) as store:
        assert store.recall(STEP) is None
        digests = store.remember(STEP, (placement, lost))
    with open_store(path) as store:
        assert store.recall(STEP) == digests
        assert [store.find(digest) for digest in digests] == [placement, lost]
        assert store.remember(STEP, ()) == digests
        changes: tuple[dict[str, object], ...] = (
            {"name": "x"},
            {"method": "x"},
            {"inputs": ()},
            {"settings": {"gsd": [0.05, 2.1]}},
        )
        for change in changes:
            assert store.recall(dataclasses.replace(STEP, **change)) is None  # type: ignore[arg-type]


def test_a_second_run_that_changes_nothing_writes_nothing(path: Path, records: tuple[object, ...]) -> None:
    def run() -> None:
        with open_store(path) as store:
            store.put_all(records)
            if store.recall(STEP) is None:
                store.remember(STEP, records[:1])

    run()
    before = _state(path)
    run()
    assert _state(path) == before
    assert [file.name for file in path.parent.iterdir()] == ["case.gpkg"]


def test_gdal_reads_every_layer_where_it_is(
    path: Path, records: tuple[object, ...], placement: Placement, tile: Imagery
) -> None:
    with open_store(path) as store:
        store.put_all(records)
    layers = {str(name): kind for name, kind in pyogrio.list_layers(path) if kind}
    assert layers == {
        "placements": "Point",
        "error_circles": "Polygon",
        "error_ellipses": "Polygon",
        "footprints": "Polygon",
        "facilities": "Point",
        "facility_outlines": "MultiPolygon",
        "imagery_outlines": "Polygon",
    }
    read = {name: pyogrio.raw.read(path, layer=name) for name in layers}
    shapes = {name: list(shapely.from_wkb(wkb)) for name, (_, _, wkb, _) in read.items()}
    assert {meta["crs"] for meta, *_ in read.values()} == {"EPSG:4326"}
    assert all(shape.is_valid for drawn in shapes.values() for shape in drawn)
    assert {name: len(drawn) for name, drawn in shapes.items()} == dict.fromkeys(shapes, 1) | {"facilities": 2}

    here = shapely.Point(placement.lon_deg, placement.lat_deg)
    assert shapes["placements"] == [here]
    assert shapes["footprints"][0].equals(shapely.Polygon(placement.footprint_lonlat_deg))
    assert shapes["imagery_outlines"][0].equals(shapely.Polygon(tile.outline_lonlat_deg))
    assert shapes["error_circles"][0].centroid.distance(here) < 1e-9
    assert len(shapes["facility_outlines"][0].geoms[0].interiors) == 1
    attributes = dict(zip(read["facilities"][0]["fields"], read["facilities"][3], strict=True))
    assert list(attributes["names"]) == ["National Hospital; المشفى الوطني"] * 2
    assert pyogrio.read_info(path, layer="footprints")["total_bounds"] == pytest.approx(shapes["footprints"][0].bounds)


def test_it_is_a_geopackage_by_its_own_marks(path: Path) -> None:
    open_store(path).close()
    header = path.read_bytes()[:100]
    assert header.startswith(b"SQLite format 3\0")
    assert header[68:72] == b"GPKG"
    assert int.from_bytes(header[60:64], "big") >= 10300
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert dict(connection.execute("SELECT srs_id, organization FROM gpkg_spatial_ref_sys")) == {
        -1: "NONE",
        0: "NONE",
        4326: "EPSG",
    }
    connection.close()


def test_outlines_that_enclose_nothing_are_kept_but_not_drawn(path: Path, placement: Placement, tile: Imagery) -> None:
    flat = dataclasses.replace(placement, footprint_lonlat_deg=((1, 1), (2, 2), (3, 3)))
    bare = dataclasses.replace(placement, footprint_lonlat_deg=())
    endless = dataclasses.replace(tile, outline_lonlat_deg=((0, 0), (0, 1), (1e308, 1), (1e308, -1e308)))
    with open_store(path) as store:
        digests = store.put_all((flat, bare, endless))
        assert tuple(store.find(digest) for digest in digests) == (flat, bare, endless)
    assert pyogrio.read_info(path, layer="footprints")["features"] == 0
    assert pyogrio.read_info(path, layer="imagery_outlines")["features"] == 0


@pytest.mark.parametrize("table", ["records", "derivations", "placements", "facilities", "inquo_schema"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET rowid = 99", "DELETE FROM {}"])
def test_nothing_is_changed_or_deleted(path: Path, records: tuple[object, ...], table: str, statement: str) -> None:
    with open_store(path) as store:
        store.put_all(records)
        store.remember(STEP, ())
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement.format(table))
    connection.close()


def test_a_record_that_was_changed_in_the_file_is_found(path: Path, placement: Placement) -> None:
    with open_store(path) as store:
        digest = store.put(placement)
    connection = sqlite3.connect(path)
    (trigger,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'records_no_update'").fetchone()
    connection.execute("DROP TRIGGER records_no_update")
    connection.execute("UPDATE records SET json = replace(json, '36.58', '36.59')")
    connection.execute(trigger)
    connection.commit()
    connection.close()
    with open_store(path) as store:
        with pytest.raises(StoreError, match="no longer matches its digest"):
            store.find(digest)
        with pytest.raises(StoreError, match="no longer matches its digest"):
            store.all(Placement)


FORGERIES = {
    "a view": "CREATE VIEW more AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
    "a view for a table": "DROP TABLE inquo_schema; CREATE VIEW inquo_schema AS SELECT 1 AS version",
    "a trigger of theirs": "CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM gpkg_contents; END",
    "a trigger that is gone": "DROP TRIGGER records_no_delete",
    "a trigger that does nothing": "DROP TRIGGER records_no_delete;"
    "CREATE TRIGGER records_no_delete BEFORE DELETE ON records BEGIN SELECT 1; END",
    "an index with an expression": "CREATE INDEX i ON records (hex(zeroblob(1000000)) || json)",
    "another column": "ALTER TABLE records ADD COLUMN note TEXT",
    "a table that is gone": "DROP TABLE derivations",
    "a table that is virtual": "DROP TABLE inquo_schema; CREATE VIRTUAL TABLE inquo_schema USING fts5(version)",
    "a newer version": "INSERT INTO inquo_schema VALUES (7)",
    "another application": "PRAGMA application_id = 1",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_file_that_is_not_as_we_make_it_is_refused(path: Path, forgery: str) -> None:
    open_store(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(FORGERIES[forgery])
    connection.close()
    error = _refusal(path)
    assert isinstance(error, CaseError)
    if forgery == "a newer version":
        assert "version 7" in str(error)
        assert "newer Inquo" in error.hint


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, b"SQLite format 3\0" + bytes(4096)])
def test_a_file_that_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert isinstance(_refusal(path), CaseError | StoreError)
    assert path.read_bytes() == content


def test_a_path_that_cannot_be_a_file_is_refused(path: Path) -> None:
    path.mkdir()
    assert isinstance(_refusal(path), StoreError)
    assert isinstance(_refusal(path / "nowhere" / "case.gpkg"), StoreError)


def test_a_table_that_others_add_beside_ours_is_left_alone(path: Path, placement: Placement) -> None:
    with open_store(path) as store:
        store.put(placement)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT)")
    connection.commit()
    connection.close()
    with open_store(path) as store:
        assert store.all(Placement) == (placement,)
