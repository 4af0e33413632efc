"""Every export is read by a program that is not ours: GDAL, shapely, SQLite, an XML parser."""

from __future__ import annotations

import csv
import json
import math
import os
import re
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely

import invented_content as invented
from inquo.pipeline.exporting import Format, written
from inquo.report.exports.content import LEAD, Content
from inquo.report.exports.layer import Geometry
from inquo.report.exports.layers import draw

SPATIAL = ("placements", "error_circles", "error_ellipses", "footprints", "leads", "facilities", "facility_outlines")


@pytest.fixture(scope="module")
def content() -> Content:
    return invented.content()


@pytest.fixture(scope="module")
def folder(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format, as ``inquo export`` lays them out."""
    root = tmp_path_factory.mktemp("export")
    for name, data in written(content, tuple(Format)).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def read(path: Path, layer: str | None = None) -> tuple[dict[str, list[Any]], list[Any]]:
    """Fields and geometries, by GDAL."""
    meta, _, geometry, fields = pyogrio.raw.read(path, layer=layer)
    named = {name: list(values) for name, values in zip(meta["fields"], fields, strict=True)}
    shapes = [None if wkb is None else shapely.from_wkb(wkb) for wkb in geometry] if geometry is not None else []
    return named, shapes


# ------------------------------------------------------------------------------------------------ GeoJSON


def test_gdal_reads_every_geojson_layer_with_every_feature(content: Content, folder: Path) -> None:
    for layer in draw(content):
        info = pyogrio.read_info(folder / "geojson" / f"{layer.name}.geojson", force_feature_count=True)
        assert info["features"] == len(layer.features), layer.name
        if layer.features and layer.geometry is not Geometry.NONE:
            assert info["crs"] == "EPSG:4326"


def test_a_placement_is_where_it_was_found(content: Content, folder: Path) -> None:
    fields, shapes = read(folder / "geojson" / "placements.geojson")
    places = [shot.place for shot in content.shots if shot.place]
    assert len(shapes) == len(places) == 3
    for place, shape, ce90_m in zip(places, shapes, fields["ce90_m"], strict=True):
        assert (shape.x, shape.y) == pytest.approx((place.lon_deg, place.lat_deg), abs=1e-7)
        assert ce90_m == place.ce90_m


def test_polygons_follow_the_right_hand_rule_and_there_is_no_crs_member(folder: Path) -> None:
    seen = 0
    for path in sorted((folder / "geojson").iterdir()):
        collection = json.loads(path.read_bytes())
        assert collection["type"] == "FeatureCollection"
        assert "crs" not in collection
        for feature in collection["features"]:
            assert set(feature) == {"type", "geometry", "properties"}
            if feature["geometry"] and feature["geometry"]["type"] == "Polygon":
                outer, *holes = feature["geometry"]["coordinates"]
                assert shapely.LinearRing(outer).is_ccw
                assert not any(shapely.LinearRing(hole).is_ccw for hole in holes)
                assert shapely.Polygon(outer, holes).is_valid
                seen += 1
    assert seen >= 12


def test_the_circle_and_the_ellipse_hold_what_they_say(content: Content, folder: Path) -> None:
    _, circles = read(folder / "geojson" / "error_circles.geojson")
    _, ellipses = read(folder / "geojson" / "error_ellipses.geojson")
    for place, circle, ellipse in zip([s.place for s in content.shots if s.place], circles, ellipses, strict=True):
        metres = 111_320 * 111_132 * math.cos(math.radians(place.lat_deg))  # of a square degree, about
        assert circle.area * metres == pytest.approx(math.pi * place.ce90_m**2, rel=0.02)
        (ee, en), (_, nn) = place.covariance_m2
        assert ellipse.area * metres == pytest.approx(
            math.pi * -2 * math.log(0.1) * math.sqrt(ee * nn - en**2), rel=0.02
        )


def test_a_shot_without_a_place_has_no_geometry_and_a_reason(folder: Path) -> None:
    features = json.loads((folder / "geojson" / "undetermined.geojson").read_bytes())["features"]
    assert [feature["geometry"] for feature in features] == [None] * 3
    assert {feature["properties"]["reason"] for feature in features} == {
        "only 7 tie points agree with one transform, and 12 are needed",
        "not searched: nothing moves and most of it is text",
        "neither a picture nor text",
    }


def test_leads_say_that_they_are_none(folder: Path) -> None:
    fields, shapes = read(folder / "geojson" / "leads.geojson")
    assert fields["status"] == [LEAD] * 3
    assert fields["rank"] == [1, 2, 3]
    placements, _ = read(folder / "geojson" / "placements.geojson")
    assert not set(fields["shot"]) & set(placements["shot"])
    assert all(shape.geom_type == "Point" for shape in shapes)


def test_probabilities_of_a_shot_add_up_to_one(folder: Path) -> None:
    fields, _ = read(folder / "geojson" / "facilities.geojson")
    shares: dict[int, float] = {}
    for shot, share in zip(fields["shot"], fields["probability"], strict=True):
        shares[shot] = shares.get(shot, 0) + share
    assert list(shares.values()) == pytest.approx([1.0] * 3)
    assert "ground that no list of facilities maps" in fields["name"]


# ---------------------------------------------------------------------------------------------------- KML

_ORDER = ("name", "visibility", "open", "description", "TimeSpan", "styleUrl", "Style", "ExtendedData")
_THEN = ("Folder", "Placemark", "Point", "Polygon", "MultiGeometry")
KML = "{http://www.opengis.net/kml/2.2}"


def elements(folder: Path) -> Iterator[ET.Element]:
    yield from ET.parse(folder / "kml" / "inquo.kml").getroot().iter()


@pytest.mark.parametrize("other", ["KML", "LIBKML"])
def test_gdal_reads_the_kml_with_either_of_its_drivers(content: Content, folder: Path, other: str) -> None:
    script = (
        "import json, pyogrio, shapely; path = 'inquo.kml'; assert 'OTHER' not in pyogrio.list_drivers()\n"
        "found = {n: pyogrio.raw.read(path, layer=n)[2] for n, _ in pyogrio.list_layers(path)}\n"
        "wkt = lambda shape: None if shape is None else shapely.from_wkb(shape).wkt\n"
        "print(json.dumps({name: [*map(wkt, shapes)] for name, shapes in found.items()}))"
    )
    command = [sys.executable, "-W", "ignore", "-c", script.replace("OTHER", other)]
    ran = subprocess.run(
        command, cwd=folder / "kml", env=os.environ | {"GDAL_SKIP": other}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    found = {name.rpartition(" (")[0]: shapes for name, shapes in json.loads(ran.stdout).items()}
    for layer in draw(content):
        drawn = [one for one in layer.features if one.point or one.polygons]
        if drawn:  # GDAL's older driver passes over what has no geometry
            assert len(found[layer.title]) == len(layer.features if other == "KML" else drawn)
    place = next(shot.place for shot in content.shots if shot.place)
    shape = shapely.from_wkt(found["Placed points"][0])
    assert (shape.x, shape.y) == pytest.approx((place.lon_deg, place.lat_deg), abs=1e-7)
    assert all(shapely.from_wkt(wkt).geom_type == "Polygon" for wkt in found["90 % error ellipses"])


def test_elements_stand_in_the_order_of_the_schema(folder: Path) -> None:
    order = [KML + name for name in (*_ORDER, *_THEN)]
    for element in elements(folder):
        if element.tag in (f"{KML}Document", f"{KML}Folder", f"{KML}Placemark"):
            places = [order.index(child.tag) for child in element]
            assert places == sorted(places), [child.tag for child in element]
        if element.tag == f"{KML}Polygon":
            assert [child.tag for child in element][:2] == [f"{KML}tessellate", f"{KML}outerBoundaryIs"]
        if element.tag == f"{KML}Style":
            assert [child.tag for child in element] == [f"{KML}{n}" for n in ("IconStyle", "LineStyle", "PolyStyle")]


def test_every_style_exists_and_nothing_is_fetched(folder: Path) -> None:
    styles = {f"#{element.get('id')}" for element in elements(folder) if element.tag == f"{KML}Style"}
    used = {element.text for element in elements(folder) if element.tag == f"{KML}styleUrl"}
    assert used <= styles
    assert not [element for element in elements(folder) if element.tag in (f"{KML}href", f"{KML}NetworkLink")]


def test_google_earth_finds_names_once_coordinates_in_order_and_nothing_to_look_for(folder: Path) -> None:
    """What Google Earth asks for and GDAL forgives."""
    named = [element.get("id") for element in elements(folder) if element.get("id") is not None]
    assert len(named) == len(set(named)) >= 13
    for element in elements(folder):
        assert element.tag.startswith(KML)
        assert not {"href", "src", "targetId"} & set(element.attrib)
        if element.tag == f"{KML}coordinates":
            corners = [tuple(map(float, corner.split(","))) for corner in (element.text or "").split()]
            assert corners
            assert all(len(corner) == 2 and -180 <= corner[0] <= 180 and -90 <= corner[1] <= 90 for corner in corners)
        if element.tag == f"{KML}LinearRing":
            ring = (element.findtext(f"{KML}coordinates") or "").split()
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
        if element.tag == f"{KML}color":
            assert re.fullmatch("[0-9a-f]{8}", element.text or "")
        if element.tag in (f"{KML}description", f"{KML}value", f"{KML}name"):
            assert not re.search(r"<\s*(img|a|iframe|script)\b", element.text or "", re.IGNORECASE)
    placemarks = [element for element in elements(folder) if element.tag == f"{KML}Placemark"]
    shapes = {f"{KML}{name}" for name in ("Point", "Polygon", "MultiGeometry")}
    assert all(len(shapes & {child.tag for child in placemark}) <= 1 for placemark in placemarks)


def test_time_spans_are_the_bounds_and_only_where_there_are_any(folder: Path) -> None:
    stamp = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    spans = [element for element in elements(folder) if element.tag == f"{KML}TimeSpan"]
    assert spans
    assert all(len(span) and all(stamp.fullmatch(edge.text or "") for edge in span) for span in spans)
    placed = [f for f in elements(folder) if f.tag == f"{KML}Folder" and "Placed" in (f.findtext(f"{KML}name") or "")]
    dated = [placemark.find(f"{KML}TimeSpan") is not None for placemark in placed[0].iter(f"{KML}Placemark")]
    assert dated == [True, False, False]  # only the first shot shows an event of which something is known


# ---------------------------------------------------------------------------------------------------- CSV


def test_tables_have_every_row_and_gdal_finds_the_polygons(content: Content, folder: Path) -> None:
    for layer in draw(content):
        path = folder / "csv" / f"{layer.name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == len(layer.features)
        if layer.geometry is Geometry.POLYGON:
            assert all(shapely.from_wkt(row["wkt"]).is_valid for row in rows)
            assert pyogrio.read_info(path)["features"] == len(rows)


def test_numbers_are_numbers(folder: Path) -> None:
    meta = pyogrio.read_info(folder / "csv" / "placements.csv", AUTODETECT_TYPE="YES")
    kinds = dict(zip(meta["fields"], meta["dtypes"], strict=True))
    assert kinds["lon_deg"] == kinds["ce90_m"] == "float64"
    assert kinds["shot"] == "int32"


def test_the_mark_for_excel_is_there_when_asked_for(content: Content) -> None:
    with_mark = written(content, [Format.CSV], bom=True)["placements.csv"]
    without = written(content, [Format.CSV])["placements.csv"]
    assert with_mark == b"\xef\xbb\xbf" + without


# --------------------------------------------------------------------------------------------------- QGIS


def test_gdal_lists_every_layer_of_the_package(content: Content, folder: Path) -> None:
    package = folder / "qgis" / "inquo.gpkg"
    listed = dict(pyogrio.list_layers(package))
    assert {layer.name for layer in draw(content)} | {"provenance", "layer_styles"} == set(listed)
    for layer in draw(content):
        info = pyogrio.read_info(package, layer=layer.name)
        assert info["features"] == len(layer.features)
        assert list(info["fields"]) == [field.name for field in layer.fields]
    assert listed["error_ellipses"] == "MultiPolygon"
    assert listed["undetermined"] is None


def test_the_package_holds_no_record_of_the_case(folder: Path) -> None:
    with sqlite3.connect(folder / "qgis" / "inquo.gpkg") as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not tables & {"records", "derivations", "inquo_schema"}


def test_the_project_names_layers_that_are_there(folder: Path) -> None:
    project = ET.parse(folder / "qgis" / "inquo.qgs").getroot()
    layers = {name for name, _ in pyogrio.list_layers(folder / "qgis" / "inquo.gpkg")}
    sources = {element.findtext("id"): element.findtext("datasource") or "" for element in project.iter("maplayer")}
    assert len(sources) == 13
    for identifier, source in sources.items():
        path, _, layer = source.partition("|layername=")
        assert path == "./inquo.gpkg"
        assert layer in layers
        assert len(identifier or "") > 10  # QGIS replaces shorter ones
    leaves = {element.get("id"): element.get("source") for element in project.iter("layer-tree-layer")}
    assert leaves == sources


def test_styles_name_fields_that_are_there(folder: Path) -> None:
    package = folder / "qgis" / "inquo.gpkg"
    with sqlite3.connect(package) as connection:
        styles = dict(connection.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1"))
    assert set(SPATIAL) <= set(styles)
    for table, qml in styles.items():
        assert (folder / "qgis" / "styles" / f"{table}.qml").read_text("utf-8") == qml
        root = ET.fromstring(qml.partition("\n")[2])
        fields = set(pyogrio.read_info(package, layer=table)["fields"])
        for label in root.iter("text-style"):
            assert label.get("fieldName") in fields
            assert label.get("isExpression") == "0"


# ----------------------------------------------------------------------------------------------- timeline


def test_the_timeline_never_adds_precision(folder: Path) -> None:
    timeline = json.loads((folder / "timeline" / "timeline.json").read_bytes())
    dated = {entry["unique_id"]: entry for entry in timeline["events"]}
    undated = {entry["unique_id"]: entry for entry in timeline["undated"]}
    assert dated["event strike"]["start_date"] == {"year": 2031, "month": 5}
    assert "end_date" not in dated["event strike"]
    assert dated["imagery 1"]["start_date"] == {"year": 2023, "month": 6}
    assert dated["document paper"]["start_date"] == {"year": 2031, "month": 5, "day": 27}
    assert dated["shot clip.mp4, shot 2"]["start_date"] == {"year": 2031, "month": 5}
    assert "event shelling" in undated
    assert "shot clip.mp4, shot 5" in undated
    assert undated["incident invented-list 18"]["inquo"]["words"] == "some time ago"
    assert undated["published 1"]["inquo"]["basis"]  # "12 May, afternoon" names no year
    assert all("start_date" in entry for entry in dated.values())


def test_every_entry_has_what_timelinejs_reads(folder: Path) -> None:
    timeline = json.loads((folder / "timeline" / "timeline.json").read_bytes())
    ids = [entry["unique_id"] for entry in timeline["events"] + timeline["undated"]]
    assert len(ids) == len(set(ids))
    for entry in timeline["events"]:
        for edge in (entry["start_date"], entry.get("end_date", {})):
            assert list(edge) == ["year", "month", "day", "hour", "minute", "second"][: len(edge)]
            assert all(isinstance(part, int) for part in edge.values())
        assert entry["text"]["headline"]
        assert entry["group"]
