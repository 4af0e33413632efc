"""Tables of incidents in a case: told by content, declared by a person, asked about every placed shot."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.commands import apart, done_apart

from inquo.custody.casefile import open_case
from inquo.custody.kind import tell_kind
from inquo.dating.documents import read_date
from inquo.facility.geojson import read_geojson
from inquo.pipeline.incident_tables import file_tables
from inquo.pipeline.incidents import ask_of, match_incidents
from inquo.pipeline.opening import opened
from inquo.pipeline.shot_accounts import ShotAccount, published_by
from inquo.records.chronology import WindowSet
from inquo.records.codec import digest_of
from inquo.records.custody import ExhibitKind
from inquo.records.digest import Digest
from inquo.records.incident import Corroboration, Presence
from inquo.records.place import Facility, FacilityProbability, Identification, Name, Placement, Registration
from inquo.records.statement import NamedFacility
from inquo.records.terms import Terms
from inquo.town import scene

TABLE = """code,airwars_url,date,location_original,location_ar,latitude,longitude,killed_min,killed_max,geo_accuracy
A1,,2016-02-15,North Hospital,مشفى الشمال,36.5801,37.0402,4,4,Exact location (via Airwars)
A2,,2016-02-15,Oldmarket,السوق القديم,36.60,37.06,2,2,
A3,,2019-05-01,Elsewhere,,33.0,38.0,,,
"""
OURS = "id;day;x;y;title\n1;2016-02-15;37.0402;36.5801;North Hospital\n"
DECLARED = """inquo = "incident table 1"
layout = "airwars"
zone = "UTC"
[coverage]
time = "2014/2020"
west = 35.0
south = 32.0
east = 42.0
north = 37.0
basis = "declared for a test"
"""
MAPPED = """inquo = "incident table 1"
dataset = "Ours"
[columns]
key = "id"
date = "day"
longitude = "x"
latitude = "y"
names = ["title"]
"""

NOTHING = ShotAccount(when=WindowSet.always(), when_basis="nothing says when it was")
TERMS = Terms.of({})


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    done_apart("new", folder, "--question", "Which building is it?", "--who", "A. Person")
    for name, content in (("table.csv", TABLE), ("ours.csv", OURS)):
        (tmp_path / name).write_text(content, encoding="utf-8")
        done_apart("add", folder, tmp_path / name, "--source", "invented")
    return folder


def declare(case: Path, text: str, name: str = "declared.toml") -> None:
    (case.parent / name).write_text(text, encoding="utf-8")
    done_apart("add", case, case.parent / name)


def placement() -> Placement:
    tie = Registration(
        map_from_frame=((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), crs="EPSG:32637", model="affine",
        control=9, check=3, check_rmse_m=1.0, score=0.9, expected_false_matches=1e-6, tie_points=(), method="test/1",
    )  # fmt: skip
    return Placement(
        shot=Digest.of(b"shot"), imagery=(), lon_deg=37.0402, lat_deg=36.5801,
        covariance_m2=((9.0, 0.0), (0.0, 9.0)), ce90_m=6.4, footprint_lonlat_deg=(), registration=tie, chain=(),
        method="test/1",
    )  # fmt: skip


def hospital() -> Facility:
    names = (Name(text="مشفى الشمال", language=None), Name(text="North Hospital", language="en"))
    return Facility(
        gazetteer=Digest.of(b"map"), id="1", names=names, kind="hospital", outline_lonlat_deg=(),
        point_lonlat_deg=(37.0402, 36.5801), properties={"addr:city": "Oldmarket"},
    )  # fmt: skip


def asked(case: Path, when: WindowSet | None = None) -> Corroboration:
    placed, building = placement(), hospital()
    answer = FacilityProbability(facility=digest_of(building), probability=1.0, distance_m=0.0)
    identified = Identification(placement=digest_of(placed), answers=(answer,), method="test/1")
    known = {digest_of(building): building}
    windows, basis = published_by([(Digest.of(b"film"), "2016-03-01")])
    one = ask_of(placed, identified, known, ShotAccount(when=when or windows, when_basis=basis))
    with opened(case) as evidence:
        (found,) = match_incidents(evidence, file_tables(evidence.folder).tables, [one], TERMS)
        (again,) = match_incidents(evidence, file_tables(evidence.folder).tables, [one], TERMS)
        assert again == found
        assert evidence.store.all(Corroboration)[-1] == found
    return found


def test_a_table_is_told_by_its_content(case: Path) -> None:
    declare(case, DECLARED)
    kinds = [exhibit.kind for exhibit in open_case(case, for_writing=False).exhibits()]
    assert kinds == [ExhibitKind.INCIDENTS, ExhibitKind.GAZETTEER, ExhibitKind.DECLARATION]
    assert "layout airwars" in tell_kind(case.parent / "table.csv").reason


def test_until_coverage_is_declared_absence_means_nothing(case: Path) -> None:
    before = asked(case)
    assert [answer.presence for answer in before.answers] == [Presence.FOUND]
    far = placement()
    somewhere = ask_of(far, None, {}, NOTHING)
    elsewhere = replace(somewhere.wanted, lon_deg=36.0, lat_deg=34.0, when=read_date("2016-02-15").windows)
    ask = replace(somewhere, wanted=elsewhere)
    with opened(case) as evidence:
        (open_answer,) = match_incidents(evidence, file_tables(evidence.folder).tables, [ask], TERMS)
    declare(case, DECLARED)
    with opened(case) as evidence:
        (closed,) = match_incidents(evidence, file_tables(evidence.folder).tables, [ask], TERMS)
    assert open_answer.answers[0].presence is Presence.UNDETERMINED
    assert "nobody has declared" in open_answer.answers[0].why
    assert closed.answers[0].presence is Presence.COVERED_NOT_FOUND


def test_the_record_of_the_building_is_found_with_its_reasons(case: Path) -> None:
    declare(case, DECLARED)
    found = asked(case)
    (answer,) = found.answers
    assert answer.presence is Presence.FOUND
    assert answer.matches[0].key == "A1"
    assert found.incident(answer, answer.matches[0]).names == ("North Hospital", "مشفى الشمال")
    assert {ground.aspect for ground in answer.matches[0].grounds} >= {"place", "time", "facility name"}
    assert found.when_basis == "published 2016-03-01, so it happened no later"


def test_every_name_and_alias_of_a_gazetteer_is_asked_for() -> None:
    tags = {
        "name": "North Hospital", "name:ar": "مشفى الشمال", "alt_name": "Kilo Clinic;Old Kilo", "old_name": "Barracks",
        "int_name": "Hospital North", "amenity": "hospital", "addr:city": "Oldmarket",
    }  # fmt: skip
    town = {"name": "Oldmarket", "name:ru": "Старый Рынок", "place": "town"}
    features = [
        {"type": "Feature", "properties": said, "geometry": {"type": "Point", "coordinates": [37.0402, 36.5801]}}
        for said in (tags, town, town | {"name": "Nowhere", "name:ru": "Нигде"})
    ]
    features[2]["geometry"] = {"type": "Point", "coordinates": [39.0, 36.5801]}
    text = json.dumps({"type": "FeatureCollection", "features": features})
    places = [one for one in read_geojson(Path("x"), text, Digest.of(b"map")) if isinstance(one, Facility)]
    placed = placement()
    answer = FacilityProbability(facility=digest_of(places[0]), probability=1.0, distance_m=0.0)
    identified = Identification(placement=digest_of(placed), answers=(answer,), method="test/1")
    known = {digest_of(one): one for one in places}
    wanted = ask_of(placed, identified, known, NOTHING).wanted
    assert set(wanted.names) == {
        "North Hospital", "مشفى الشمال", "Kilo Clinic", "Old Kilo", "Barracks", "Hospital North",
    }  # fmt: skip
    assert wanted.localities == ("Oldmarket", "Старый Рынок")
    assert wanted.facility == "hospital"


def test_names_that_statements_have_for_the_building_are_asked_for_where_a_person_linked_it() -> None:
    building = hospital()
    answer = FacilityProbability(facility=digest_of(building), probability=1.0, distance_m=0.0)
    identified = Identification(placement=digest_of(placement()), answers=(answer,), method="test/1")
    spoken_of = (
        NamedFacility(
            key="a", names=("Kilo Clinic", "عيادة كيلو"), kind="hospital", where="Old Town", gazetteer_ids=("1",)
        ),
        NamedFacility(key="b", names=("Another",), kind="hospital", where="Elsewhere", gazetteer_ids=("2",)),
        NamedFacility(key="c", names=("Unlinked",), kind="hospital"),
    )
    said = replace(NOTHING, facilities=spoken_of)
    wanted = ask_of(placement(), identified, {digest_of(building): building}, said).wanted
    assert wanted.names == ("مشفى الشمال", "North Hospital", "Kilo Clinic", "عيادة كيلو")
    assert wanted.localities == ("Oldmarket", "Old Town")


@pytest.mark.parametrize(("first_mapped", "used"), [("2013-05-01", True), ("2016-02-01", True), ("2016-04-01", False)])
def test_a_building_that_came_onto_the_map_after_the_event_names_nothing(first_mapped: str, *, used: bool) -> None:
    building = replace(hospital(), properties={"addr:city": "Oldmarket", "first_mapped": first_mapped})
    answer = FacilityProbability(facility=digest_of(building), probability=1.0, distance_m=0.0)
    identified = Identification(placement=digest_of(placement()), answers=(answer,), method="test/1")
    windows, basis = published_by([(Digest.of(b"film"), "2016-03-01")])
    said = ShotAccount(when=windows, when_basis=basis)
    wanted = ask_of(placement(), identified, {digest_of(building): building}, said).wanted
    assert (wanted.facility, wanted.localities) == (("hospital", ("Oldmarket",)) if used else (None, ()))
    assert bool(wanted.names) is used
    assert bool(wanted.late_names) is not used


def test_a_table_of_any_columns_takes_part_once_they_are_declared(case: Path) -> None:
    assert [table.columns.dataset for table in file_tables(open_case(case, for_writing=False)).tables] == ["Airwars"]
    declare(case, MAPPED)
    filed = file_tables(open_case(case, for_writing=False))
    assert [table.columns.dataset for table in filed.tables] == ["Airwars", "Ours"]
    found = asked(case)
    assert [answer.dataset for answer in found.answers] == ["Airwars", "Ours"]
    assert [(link.one, link.other) for link in found.links] == [(("Airwars", "A1"), ("Ours", "1"))]
    assert len(found.incidents) >= 2, "linked, and never merged"


def test_a_later_declaration_holds_and_a_broken_one_is_named(case: Path) -> None:
    declare(case, DECLARED)
    declare(case, DECLARED.replace("2014/2020", "2018/2020"), "later.toml")
    declare(case, DECLARED.replace("layout", "layuot"), "broken.toml")
    assert asked(case).answers[0].presence is Presence.NOT_COVERED
    said = done_apart("incidents", case)
    assert "not used: line 2: layuot: there is no such field" in said


def test_the_command_shows_reasons_and_changes_nothing(case: Path) -> None:
    declare(case, DECLARED)
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file() and "gpkg" not in path.name}
    said = done_apart("incidents", case, "--near", "37.0402,36.5801,50", "--when", "2016-02-15")
    assert "Airwars (table.csv" in said
    assert "says: declared for a test" in said
    assert "for (+" in said
    shown = json.loads(done_apart("incidents", case, "--near", "37.0402,36.5801,50", "--json"))
    assert shown["tables"][0]["records"] == 3
    assert shown["places"][0]["corroboration"]["answers"][0]["matches"][0]["key"] == "A1"
    assert "no shot of this case has been placed" in done_apart("incidents", case)
    after = {path: path.read_bytes() for path in case.rglob("*") if path.is_file() and "gpkg" not in path.name}
    assert after == before


def test_a_table_that_cannot_be_read_leaves_it_open_and_says_why(case: Path) -> None:
    many = "".join(f"B{n},,2016,Oldmarket,,36,37,,,\n" for n in range(9000))
    bad = "A4,,2016,,مشفى,36,37,,,\n".encode("cp1256")
    for name, rows in (("short.csv", TABLE), ("long.csv", TABLE + many)):
        (case.parent / name).write_bytes(rows.encode() + bad)
        done_apart("add", case, case.parent / name)
    found = asked(case)
    assert [answer.presence for answer in found.answers] == [Presence.FOUND, Presence.UNDETERMINED]
    assert "line 9005: not UTF-8" in found.answers[1].why
    said = done_apart("incidents", case)
    assert "not used: line 5: not UTF-8" in said
    assert "not used: it cannot be read: line 9005: not UTF-8" in said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--near", "37,36"), "is not LON,LAT,RADIUS"),
        (("--near", "37,96,5"), "is no place"),
        (("--near", "nan,36,5"), "is no place"),
        (("--near", "37,36,5", "--when", "often"), "no rule reads these words"),
        (("--when", "2016"), "--when says when the place"),
    ],
)
def test_what_cannot_be_asked_is_refused(case: Path, words: tuple[str, ...], message: str) -> None:
    refused = apart("incidents", case, *words)
    assert refused.returncode == 2
    assert message in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.slow
def test_an_investigation_asks_the_tables_about_every_placed_shot(tmp_path: Path) -> None:
    material = scene.render(scene.DEFAULT_SEED, tmp_path, shots=(0,))
    features = json.loads(material.gazetteer.read_text(encoding="utf-8"))["features"]
    (ring,) = (f["geometry"]["coordinates"][0] for f in features if "National Hospital" in str(f["properties"]))
    lon_deg, lat_deg = (sum(corner[axis] for corner in ring[:-1]) / (len(ring) - 1) for axis in (0, 1))
    exact = "Exact location (via Airwars)"
    (tmp_path / "table.csv").write_text(
        "code,airwars_url,date,location_original,latitude,longitude,geo_accuracy\n"
        f"A1,,2030-12-20,National Hospital,{lat_deg},{lon_deg},{exact}\n"
        + "".join(f"B{n},,2030-{n % 12 + 1:02},Elsewhere,{lat_deg - 0.5},{lon_deg},{exact}\n" for n in range(30)),
        encoding="utf-8",
    )
    folder = tmp_path / "case"
    done_apart("new", folder, "--question", "Which building is it?")
    done_apart("add", folder, material.film, "--source-date", "2031-01-01")
    done_apart("add", folder, material.imagery[0], material.gazetteer, tmp_path / "table.csv")
    said = done_apart("investigate", folder, "--gsd", "0.25:0.5")
    assert "Airwars: found (A1, with " in said
    assert done_apart("investigate", folder, "--gsd", "0.25:0.5") == said
    shown = done_apart("incidents", folder)
    assert "published 2031-01-01, so it happened no later" in shown
