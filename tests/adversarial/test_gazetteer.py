"""Lists of facilities as people have them: nothing is guessed, repaired or dropped in silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inquo.errors import GazetteerError
from inquo.facility.gazetteer import Gazetteer, check_axes, read
from inquo.records.codec import digest_of, from_json, to_json
from inquo.records.digest import Digest
from inquo.records.place import Facility

DIGEST = Digest.of(b"a list")
SQUARE = [[37.0, 36.0], [37.001, 36.0], [37.001, 36.001], [37.0, 36.001], [37.0, 36.0]]


def feature(kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


GOOD = feature("Polygon", [SQUARE], name="Good", amenity="hospital")


def collect(tmp_path: Path, *features: Any, **members: Any) -> Gazetteer:
    path = tmp_path / "list.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **members}), encoding="utf-8")
    return read(path, DIGEST)


def table(tmp_path: Path, content: str | bytes) -> Gazetteer:
    path = tmp_path / "list.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path, DIGEST)


def refusal(tmp_path: Path, content: str | bytes) -> str:
    with pytest.raises(GazetteerError) as caught:
        table(tmp_path, content)
    assert str(tmp_path / "list.csv") in str(caught.value)
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    return caught.value.reason


BROKEN = {
    "crosses itself": (feature("Polygon", [[[0, 1], [1, 2], [1, 1], [0, 2], [0, 1]]]), "Self-intersection"),
    "not closed": (feature("Polygon", [SQUARE[:-1]]), "not closed"),
    "two points": (feature("Polygon", [SQUARE[:2]]), "needs 4"),
    "flat": (feature("Polygon", [[[1, 1], [2, 2], [1, 1], [1, 1]]]), "broken|encloses nothing"),
    "hole outside": (feature("Polygon", [SQUARE, [[9, 9], [9, 10], [10, 10], [9, 9]]]), "broken"),
    "parts overlap": (feature("MultiPolygon", [[SQUARE], [SQUARE]]), "broken"),
    "no geometry": ({"type": "Feature", "properties": {}, "geometry": None}, "no geometry"),
    "a line": (feature("LineString", SQUARE), "LineString"),
    "empty": (feature("Polygon", []), "missing"),
    "a word": (feature("Point", ["37", "36"]), "not a number"),
    "true": (feature("Point", [True, 36]), "not a number"),
    "one number": (feature("Point", [37]), "not a number"),
    "huge": (feature("Point", [10**400, 1]), "not a number|off the Earth"),
    "off the Earth": (feature("Point", [537.0, 36.0]), "off the Earth"),
    "null island": (feature("Point", [0, 0]), "missing place"),
    "no feature": ("hospital", "not a GeoJSON feature"),
    "properties": ({"type": "Feature", "properties": [1], "geometry": GOOD["geometry"]}, "not an object"),
    "half a letter": (feature("Point", [37, 36], name="\ud800"), "half a character"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_feature_is_refused_by_itself_and_kept_as_written(tmp_path: Path, name: str) -> None:
    broken, reason = BROKEN[name]
    found = collect(tmp_path, GOOD, broken)
    assert [facility.label for facility in found.facilities] == ["Good"]
    (refused,) = found.refused
    assert refused.position == 2
    assert any(part in refused.reason for part in reason.split("|"))
    assert json.loads(refused.raw) == broken
    with pytest.raises(GazetteerError, match="none of its 1 can be used"):
        collect(tmp_path, broken)


def test_outlines_names_and_properties_are_kept(tmp_path: Path) -> None:
    hole = [[37.0002, 36.0002], [37.0004, 36.0002], [37.0004, 36.0004], [37.0002, 36.0002]]
    far = [[[x + 0.01, y] for x, y in SQUARE]]
    found = collect(
        tmp_path,
        feature(
            "MultiPolygon", [[SQUARE, hole], far], **{"@id": "relation/7", "name:ar": "مشفى", "beds": 40, "note": None}
        ),
        feature(
            "Point", [37.5, 36.5, 420.0], osm_id="12", osm_type="node", name="\u200fعيادة\u200e", healthcare="clinic"
        ),
        {**GOOD, "id": "way/3"},
    )
    assert found.refused == ()
    assert [facility.id for facility in found.facilities] == ["relation/7", "node/12", "way/3"]
    assert [facility.kind for facility in found.facilities] == ["unknown", "clinic", "hospital"]
    whole = found.facilities[0]
    assert [len(rings) for rings in whole.outline_lonlat_deg] == [2, 1]
    assert whole.properties == {"@id": "relation/7", "beds": "40", "note": "null"}
    assert whole.label == "مشفى"
    assert found.facilities[1].names[0].text == "\u200fعيادة\u200e"
    for facility in found.facilities:
        assert from_json(Facility, json.loads(json.dumps(to_json(facility)))) == facility
    assert len({digest_of(facility) for facility in found.facilities}) == 3


def test_what_is_listed_twice_counts_once(tmp_path: Path) -> None:
    found = collect(tmp_path, GOOD, GOOD)
    assert len(found.facilities) == 1
    assert "word for word" in found.refused[0].reason


def test_swapped_axes_that_leave_the_earth(tmp_path: Path) -> None:
    swapped = [feature("Point", [37.0 + n / 100, -94.5]) for n in range(3)]
    with pytest.raises(GazetteerError, match="swapped: 3 of 3"):
        collect(tmp_path, *swapped)
    some = collect(tmp_path, swapped[0], *[feature("Point", [-94.5, 37.0 + n / 100]) for n in range(3)])
    assert (len(some.facilities), len(some.refused)) == (3, 1)
    assert "swapped: 2 of 2" in refusal(tmp_path, "lat,lon,name\n-94.5,37.1,A\n-94.5,37.2,B\n")


def test_swapped_axes_that_only_the_imagery_shows(tmp_path: Path) -> None:
    azaz = (37.02, 36.57, 37.07, 36.61)
    right = collect(tmp_path, *[feature("Point", [37.04, 36.58 + n / 100]) for n in range(3)])
    check_axes(tmp_path / "list.geojson", right, [azaz])
    taiwan = (120.71, 24.25, 120.73, 24.27)
    check_axes(tmp_path / "list.geojson", right, [taiwan])  # far away either way: no error of axes
    damascus = (36.2, 33.4, 36.4, 33.6)
    swapped = collect(tmp_path, *[feature("Point", [33.5, 36.3 + n / 100]) for n in range(3)])
    with pytest.raises(GazetteerError, match="none of its 3 facilities is near") as caught:
        check_axes(tmp_path / "list.geojson", swapped, [taiwan, damascus])
    assert "Swap" in caught.value.hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [["Facility Name", "name_ar", "Type", "Latitude", "Longitude", "beds"],
            ["Azaz; \"National\"", "مشفى, أعزاز", "Hospital", "36.586", "37.046", ""]]  # fmt: skip
    text = "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    (facility,) = table(tmp_path, text.encode(encoding)).facilities
    assert facility.point_lonlat_deg == (37.046, 36.586)
    assert facility.kind == "hospital"
    assert {name.text for name in facility.names} >= {"مشفى, أعزاز", "Azaz"}
    assert facility.properties["beds"] == ""


def test_rows_that_cannot_be_used_are_kept(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        'name,lat,lon\n#name,#geo+lat,#geo+lon\nA,36.5,37.0\nB,,\nC,36.5\n\nD,"36,5","37,0"\nE,36°30\'N,37°E\nF,nan,37\n',
    )
    assert [facility.label for facility in found.facilities] == ["A"]
    reasons = [refused.reason for refused in found.refused]
    words = ["row of tags", "no longitude", "2 cells", "need a point", "not a number", "not a number"]
    assert all(word in reason for word, reason in zip(words, reasons, strict=True))
    assert [refused.position for refused in found.refused] == [1, 3, 4, 5, 6, 7]
    assert json.loads(found.refused[1].raw) == ["B", "", ""]


BAD_FILES = {
    "empty": (b"", "empty"),
    "blank": (b" \n\n", "empty"),
    "text": (b"a hospital in a town", "neither GeoJSON nor a table"),
    "no coordinates": (b"name,town\nA,B\n", "neither GeoJSON nor a table"),
    "cut off": (json.dumps({"type": "FeatureCollection", "features": [GOOD]}).encode()[:-9], "not JSON"),
    "not a number": (b'{"type": "FeatureCollection", "features": [NaN]}', "NaN"),
    "nested": (b"[" * 200_000, "not JSON"),
    "overpass": (b'{"elements": []}', "no list of features"),
    "list": (b"[1, 2]", "no list of features"),
    "no features": (b'{"type": "FeatureCollection", "features": []}', "it is empty"),
    "only a header": (b"lat,lon\n", "it is empty"),
    "cp1256": ("name,lat,lon\nمشفى,36,37\n".encode("cp1256"), "not UTF-8"),
    "cp1251": ("название,lat,lon\nБольница,36,37\n".encode("cp1251"), "not UTF-8"),
    "zeros": (b"name,lat,lon\n\0,36,37\n", "zero bytes"),
    "spreadsheet": (b"PK\x03\x04 and more", "spreadsheet"),
    "quote": (b'name,lat,lon\n"A,36,37\nB,36,37\n', "not a sound table"),
    "metres": (json.dumps({"type": "FeatureCollection", "features": [GOOD],
                           "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}}).encode(),
               "EPSG::3857"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_named_with_its_reason(tmp_path: Path, name: str) -> None:
    content, reason = BAD_FILES[name]
    assert reason in refusal(tmp_path, content)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"nowhere\.csv: cannot be opened"):
        read(tmp_path / "nowhere.csv", DIGEST)


@pytest.mark.real_data
def test_the_right_one_of_two_hospitals(measuring_data: Path) -> None:
    from inquo.facility.identify import identify
    from inquo.records.place import Placement, Registration

    found = read(measuring_data / "compilation" / "gazetteer.geojson", DIGEST)
    assert (len(found.facilities), found.refused) == (5, ())
    truth = json.loads((measuring_data / "compilation" / "compilation.truth.json").read_text())["shots"][1]
    fit = Registration(
        map_from_frame=((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), crs="EPSG:32651", model="affine", control=8,
        check=2, check_rmse_m=1.0, score=0.4, expected_false_matches=0.001, tie_points=(), method="test/1",
    )  # fmt: skip
    place = Placement(
        shot=DIGEST, imagery=(DIGEST,), lon_deg=truth["aim_lon_deg"], lat_deg=truth["aim_lat_deg"], ce90_m=12.0,
        covariance_m2=((31.0, 0.0), (0.0, 31.0)), footprint_lonlat_deg=(), registration=fit, chain=(), method="test/1",
    )  # fmt: skip
    first = identify(place, found.facilities).answers[0]
    labels = {digest_of(facility): facility.label for facility in found.facilities}
    assert first.facility is not None
    assert labels[first.facility] == "Invented National Hospital"
    assert first.probability > 0.9
