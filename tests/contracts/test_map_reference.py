"""A map reads as a reference does: grey ground in metres, the same whatever the window and the format."""

from __future__ import annotations

import json
import sqlite3
import struct
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inquo.errors import ImageryError
from inquo.geometry.crs_pyproj import lonlat_from_map
from inquo.geometry.grid import View
from inquo.geometry.progress import silent
from inquo.imagery.map_drawing_cv2 import Drawing, Style
from inquo.imagery.map_reference import LEADS_ONLY, MapReference, open_map, tell_map
from inquo.pipeline import ground
from inquo.pipeline.ground import find, find_by_hand
from inquo.placement.atlas import Atlases
from inquo.placement.criteria import Criteria
from inquo.placement.locate import NotLocated
from inquo.records.control import ControlPoint, ControlPoints
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined

WEST, NORTH = 600_000.0, 3_500_000.0
CRS = "EPSG:32636"


def house(x_m: float, y_m: float, width_m: float, depth_m: float) -> list[list[float]]:
    """A ring in degrees, of a house whose south-west corner is so far from the north-west corner of the map."""
    x, y = WEST + x_m, NORTH - y_m
    ring = np.array([(x, y), (x + width_m, y), (x + width_m, y + depth_m), (x, y + depth_m), (x, y)])
    return [[float(a), float(b)] for a, b in lonlat_from_map(CRS, ring)]


HOUSES = [house(100, 100, 40, 20), house(200, 180, 16, 30), house(300, 60, 12, 12), house(120, 300, 50, 14)]


def write_geojson(path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"building": "yes"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for ring in HOUSES
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def write_topojson(path: Path) -> None:
    polygons = [[[number]] for number in range(len(HOUSES))]
    kept = {"type": "MultiPolygon", "arcs": polygons, "properties": {"fclass": "building"}}
    objects = {"a": {"type": "GeometryCollection", "geometries": [kept]}}
    path.write_text(json.dumps({"type": "Topology", "arcs": HOUSES, "objects": objects}))


def write_geopackage(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA application_id = 1196444487")
        db.execute("CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id, definition)")
        db.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326, '')")
        db.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)")
        db.execute("INSERT INTO gpkg_geometry_columns VALUES ('houses', 'geom', 4326)")
        db.execute("CREATE TABLE houses (geom BLOB, building TEXT)")
        for ring in HOUSES:
            wkb = struct.pack("<BIII", 1, 3, 1, len(ring)) + np.array(ring, "<f8").tobytes()
            db.execute("INSERT INTO houses VALUES (?, 'yes')", (b"GP\0\1" + struct.pack("<i", 4326) + wkb,))
    db.close()


WRITERS = {"GeoJSON": write_geojson, "TopoJSON": write_topojson, "GeoPackage": write_geopackage}


@pytest.fixture(params=WRITERS)
def opened(request: Any, tmp_path: Path) -> MapReference:
    path = tmp_path / "named-for-nothing"
    WRITERS[request.param](path)
    assert tell_map(path) == request.param
    return open_map(path, Digest.of(path.read_bytes()))


def test_houses_lie_where_they_are(opened: MapReference) -> None:
    assert opened.crs == CRS
    assert opened.bounds_m == pytest.approx((WEST + 100, NORTH - 300, WEST + 312, NORTH - 48), abs=0.01)
    picture = opened.read((WEST + 90, NORTH - 110, WEST + 150, NORTH - 70), 1.0)
    ground, inside = picture.grey[2, 2], picture.grey[12:28, 12:48]
    assert picture.map_from_pixel.tolist() == [[1, 0, WEST + 90], [0, -1, NORTH - 70]]
    assert (inside != ground).all()
    assert (picture.grey[:, :8] == ground).all()
    assert (picture.grey[32:] == ground).all()


@pytest.mark.parametrize("style", Style)
def test_two_windows_of_a_map_agree_where_they_overlap(opened: MapReference, style: Style) -> None:
    drawn = opened.drawn(Drawing(style=style, tilt_deg=50.0, heading_deg=30.0, sun_azimuth_deg=200.0))
    one = drawn.read((WEST + 80, NORTH - 200, WEST + 240, NORTH - 40), 0.8)
    two = drawn.read((WEST + 160, NORTH - 200, WEST + 320, NORTH - 40), 0.8)
    assert (one.grey[:, 100:] == two.grey[:, :100]).all()
    assert (one.valid[:, 100:] == two.valid[:, :100]).all()


def test_far_from_anything_mapped_there_is_no_ground(opened: MapReference) -> None:
    assert not opened.read((WEST + 2000, NORTH - 200, WEST + 2100, NORTH - 100), 1.0).valid.any()
    assert opened.source_at(WEST + 110, NORTH - 90) == opened.exhibits[0]
    assert opened.source_at(WEST + 2000, NORTH - 90) is None


def test_a_roof_leans_away_from_the_camera_by_its_height(opened: MapReference) -> None:
    tilt_deg, height_m = 45.0, 9.0
    window = (WEST + 100, NORTH - 120, WEST + 140, NORTH - 50)
    raised = Drawing(style=Style.EXTRUDED, height_m=height_m, heading_deg=0.0, tilt_deg=tilt_deg)
    flat, seen = (opened.drawn(one).read(window, 1.0).grey[:, 20].astype(int) for one in (Drawing(), raised))
    roof = int(flat[40])
    assert np.flatnonzero(seen == roof).min() == pytest.approx(np.flatnonzero(flat == roof).min() - height_m, abs=1)
    assert (seen[45:49] != roof).all()  # the wall that faces a camera in the south
    assert (seen[45:49] != seen[-1]).all()


def test_its_error_is_stated_with_its_basis(opened: MapReference) -> None:
    assert opened.ce90_m == 10.0
    assert "assumed" in opened.ce90_basis


def test_whatever_fits_a_map_is_a_lead(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    rings = [
        house(float(x + rng.uniform(0, 14)), float(y + rng.uniform(0, 14)), *(float(v) for v in rng.uniform(8, 26, 2)))
        for x in range(0, 600, 40)
        for y in range(40, 640, 40)
    ]
    kept = [{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [r]}} for r in rings]
    path = tmp_path / "map"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": kept}))
    reference = open_map(path, Digest.of(path.read_bytes()))
    middle = (WEST + 320, NORTH - 300)
    grey = reference.read((middle[0] - 110, middle[1] - 110, middle[0] + 110, middle[1] + 110), 0.6).grey
    view = View(grey=grey, usable=np.ones(grey.shape, bool))
    answer = find(view, [reference], Criteria(gsd_range_m=(0.5, 0.72), threads=1), silent, atlases=Atlases())
    assert isinstance(answer, NotLocated)
    assert answer.why.reason == LEADS_ONLY
    lon, lat = lonlat_from_map(CRS, np.array([middle]))[0]
    assert (answer.candidates[0].lon_deg, answer.candidates[0].lat_deg) == pytest.approx((lon, lat), abs=3e-5)


def test_a_large_map_is_searched_coarsely_whatever_is_done_on_imagery(
    opened: MapReference, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Criteria] = []

    def locate(view: View, reference: object, criteria: Criteria, **_: object) -> NotLocated:
        asked.append(criteria)
        return NotLocated(why=Undetermined(reason="nothing"), candidates=())

    monkeypatch.setattr(ground, "locate", locate)
    view = View(grey=np.zeros((9, 9), np.uint8), usable=np.ones((9, 9), bool))
    find(view, [opened], Criteria(), silent, atlases=Atlases())
    assert [one.dense_up_to_km2 for one in asked] == [2.0]


def test_control_points_on_a_map_alone_place_nothing() -> None:
    point = ControlPoint(line=2, x_px=1.0, y_px=2.0, map_x=WEST, map_y=NORTH)
    digest, noon = Digest("0" * 64), datetime(2031, 1, 1, 12, tzinfo=UTC)
    set_by_hand = ControlPoints(
        shot=digest, file=digest, name="a", crs=CRS, points=(point,), sigma_px=2.0, who="A. Person", when=noon
    )
    view = View(grey=np.zeros((9, 9), np.uint8), usable=np.ones((9, 9), bool))
    answer = find_by_hand(view, (), set_by_hand, Criteria())
    assert isinstance(answer, NotLocated)
    assert "need imagery" in answer.why.reason


def test_a_map_that_holds_nothing_or_hides_a_view_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature"}]}')
    with pytest.raises(ImageryError, match="neither buildings nor roads"):
        open_map(empty, Digest("0" * 64))
    hostile = tmp_path / "hostile"
    write_geopackage(hostile)
    with sqlite3.connect(hostile) as db:
        db.execute("ALTER TABLE houses RENAME TO kept")
        db.execute(
            "CREATE VIEW houses AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT * FROM n"
        )
    db.close()
    with pytest.raises(ImageryError, match="view"):
        open_map(hostile, Digest("0" * 64))
    cut = tmp_path / "cut"
    cut.write_bytes(hostile.read_bytes()[:3000])
    with pytest.raises(ImageryError):
        open_map(cut, Digest("0" * 64))
