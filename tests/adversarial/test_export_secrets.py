"""A coarsened export gives nothing back: neither the exact place, nor what leads to it."""

from __future__ import annotations

import math
import random
import sqlite3
import struct
from dataclasses import replace

import pytest
from pyproj import Geod

import invented_content as invented
from inquo.pipeline.exporting import Format, written
from inquo.records.codec import digest_of
from inquo.records.proposition import Mark, Spot
from inquo.report.exports.coarse_grid import cell_of
from inquo.report.exports.content import Content
from inquo.report.exports.disclosure import disclose
from inquo.report.exports.groups import LEADS_BACK, Disclosure, Group

SIZE_M = 1000.0
WGS84 = Geod(ellps="WGS84")
LON, LAT, CE90 = -26.997683219, 36.142357941, 7.318264


def planted() -> tuple[Content, dict[str, str]]:
    """Content with twelve secrets in it, and what each of them looks like in a file."""
    names = {
        "Which places does the compilation": "Was it the Amber Clinic on Elm Street?",
        "invented-town": "amber-clinic-case",
        "clip.mp4": "strike_36.142358_-26.997683.mp4",
        "town.tif": "elm-street-tile-4411.tif",
        "Invented National Hospital": "Amber Clinic",
        "invented/1": "way/918273645",
        "invented/2": "way/918273646",
        "Invented Women's Hospital": "Elm Street Ward",
        "An invented paper": "Elm Street Gazette",
        "Invented Hospital": "Amber Clinic, north wing",
        "only 7 tie points": "Amber Clinic is not at 36.142357",
    }

    def say(text: str) -> str:
        return next((secret for start, secret in names.items() if text.startswith(start)), text)

    content = invented.content(say)
    shots = []
    for shot in content.shots:
        if shot.place is not None and shot.site == 1:
            place = replace(shot.place, lon_deg=LON, lat_deg=LAT, ce90_m=CE90)
            shot = replace(shot, place=place)
        shots.append(shot)
    secrets = {
        "longitude": "26.99768",
        "latitude": "36.14235",
        "error radius": "7.318",
        "footprint": f"{content.shots[1].place.footprint_lonlat_deg[0][0]:.5f}".lstrip("-"),  # type: ignore[union-attr]
        "imagery outline": f"{content.imagery[0].outline_lonlat_deg[0][1]:.6f}",
        "imagery digest": str(content.imagery[0].digest),
        "gazetteer digest": str(content.shots[1].answers[0].gazetteer),
        "record of the placement": str(content.shots[1].place.record),  # type: ignore[union-attr]
        "identifier": "91827364",
        "name of the facility": "Amber",
        "street, in file names, names and statements": "lm Street",
        "file name": "strike_36",
    }
    return replace(content, shots=tuple(shots)), secrets


def everything(content: Content, *formats: Format) -> dict[str, bytes]:
    """Every file, and the GeoPackage's text a second time as SQLite reads it."""
    made = written(content, formats or tuple(Format))
    for name in [name for name in made if name.endswith(".gpkg")]:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(made[name])
        made[f"{name}.sql"] = "\n".join(connection.iterdump()).encode()
        connection.close()
    return made


def found(secret: str, made: dict[str, bytes]) -> list[str]:
    needle = secret.encode()
    return [name for name, data in made.items() if needle.lower() in data.lower() or needle in name.encode()]


def test_the_twelve_secrets_are_in_an_exact_export() -> None:
    content, secrets = planted()
    assert len(secrets) == 12
    made = everything(content)
    assert [what for what, secret in secrets.items() if not found(secret, made)] == []


def test_none_of_the_twelve_is_in_a_coarsened_one() -> None:
    content, secrets = planted()
    made = everything(disclose(content, Disclosure.chosen(SIZE_M, (), ())))
    assert {what: found(secret, made) for what, secret in secrets.items() if found(secret, made)} == {}


def test_no_exact_number_of_the_content_is_in_a_coarsened_one() -> None:
    """Not the planted ones alone: every coordinate, to five decimals, of everything that has a place."""
    content, _ = planted()
    exact = {(p.lon_deg, p.lat_deg) for shot in content.shots if (p := shot.place)}
    exact |= {corner for shot in content.shots if shot.place for corner in shot.place.footprint_lonlat_deg}
    exact |= {(lead.lon_deg, lead.lat_deg) for shot in content.shots for lead in shot.leads}
    exact |= {a.point_lonlat_deg for shot in content.shots for a in shot.answers if a.point_lonlat_deg}
    exact |= {corner for image in content.imagery for corner in image.outline_lonlat_deg}
    assert content.accounts is not None
    said = [p.place for one in content.accounts.statements for p in one.propositions]
    marks = [place for place in said if isinstance(place, Mark)]
    assert marks, "what lays a marked picture on the ground leads to the place as well"
    exact |= {(point.lon_deg, point.lat_deg) for mark in marks for point in mark.points}
    exact |= {(mark.at.lon_deg, mark.at.lat_deg) for mark in marks if isinstance(mark.at, Spot)}
    everywhere = b"\n".join(everything(disclose(content, Disclosure.chosen(SIZE_M, (), ()))).values())
    for place in exact:
        assert not any(struct.pack("<d", round(c, 7)) in everywhere for c in place)
        assert not any(f"{math.trunc(abs(c) * 1e5) / 1e5:.5f}".encode() in everywhere for c in place)


def test_what_is_not_determined_is_still_there() -> None:
    content, _ = planted()
    coarse = disclose(content, Disclosure.chosen(SIZE_M, (), ()))
    assert [(s.number, s.place is None) for s in coarse.shots] == [(s.number, s.place is None) for s in content.shots]
    assert all(shot.reason for shot in coarse.shots if shot.place is None)
    assert any("nothing moves and most of it is text" in (shot.reason or "") for shot in coarse.shots)
    assert any(shot.reason == "not determined; the reason is withheld" for shot in coarse.shots)
    assert len(coarse.provenance.withheld) == len(LEADS_BACK) + 1
    assert coarse.provenance.coarsened_m == SIZE_M


def test_the_widened_radius_holds_whatever_the_exact_one_held() -> None:
    """The circle around the cell's middle holds the whole of the exact circle, wherever in the cell it lay."""
    rng = random.Random(20310501)
    for _ in range(2000):
        lon, lat, size_m = rng.uniform(-180, 180), rng.uniform(-89.5, 89.5), rng.choice((100.0, 1000.0, 20_000.0))
        ce90_m = rng.uniform(0.5, 3 * size_m)
        cell = cell_of((lon, lat), size_m)
        apart_m = WGS84.inv(lon, lat, cell.lon_deg, cell.lat_deg)[2]
        assert apart_m <= cell.reach_m + 0.02
        assert cell.widened(ce90_m) >= ce90_m + apart_m


def test_the_cell_says_nothing_of_where_in_it_the_place_was() -> None:
    cell = cell_of((LON, LAT), SIZE_M)
    rng = random.Random(7)
    inside = 0
    for _ in range(500):
        lon, lat = cell.lon_deg + rng.uniform(-0.006, 0.006), cell.lat_deg + rng.uniform(-0.0048, 0.0048)
        other = cell_of((lon, lat), SIZE_M)
        if (other.lon_deg, other.lat_deg) == (cell.lon_deg, cell.lat_deg):
            assert other == cell
            assert other.widened(5.0) == cell.widened(9.0)
            inside += 1
    assert inside > 300


def test_shots_of_one_site_are_in_one_circle_even_across_a_line_of_the_grid() -> None:
    content, _ = planted()
    cell = cell_of((LON, LAT), SIZE_M)
    edge = cell.lat_deg + 0.5 * SIZE_M / 110_574
    places = iter([edge - 1e-5, edge + 1e-5])
    shots = tuple(
        replace(shot, place=replace(shot.place, lon_deg=LON, lat_deg=next(places)))
        if shot.place and shot.site == 2
        else shot
        for shot in content.shots
    )
    coarse = disclose(replace(content, shots=shots), Disclosure.chosen(SIZE_M, (), ()))
    one, two = [shot.place for shot in coarse.shots if shot.place and shot.site == 2]
    assert (one.lon_deg, one.lat_deg, one.ce90_m) == (two.lon_deg, two.lat_deg, two.ce90_m)


@pytest.mark.parametrize("group", list(Group))
def test_a_withheld_group_is_said_to_be_withheld(group: Group) -> None:
    content = invented.content()
    told = disclose(content, Disclosure(withhold=frozenset({group})))
    assert len(told.provenance.withheld) == 1
    assert told.provenance.withheld[0].startswith(group.value)


def test_what_is_withheld_without_coarsening_is_not_there() -> None:
    content, _ = planted()
    exact = {Group.FACILITIES: "91827364", Group.FILES: "strike_36", Group.SPEAKERS: "lm Street Gazette"}
    exact |= {Group.STATEMENTS: "No hospital was hit", Group.INCIDENTS: "invented-list", Group.WORDS: "Elm Street?"}
    for group, secret in exact.items():
        assert found(secret, everything(content)), group
        hidden = everything(disclose(content, Disclosure(withhold=frozenset({group}))))
        assert found(secret, hidden) == [], group


def test_a_group_that_is_kept_is_moved_to_the_grid_all_the_same() -> None:
    content = invented.content()
    keep = (Group.STATEMENTS, Group.INCIDENTS, Group.FACILITIES)
    coarse = disclose(content, Disclosure.chosen(SIZE_M, (), keep))
    assert coarse.accounts is not None
    spot = coarse.accounts.statements[0].propositions[0].place
    cell = cell_of((-26.9979, 36.1412), SIZE_M)
    assert spot is not None
    assert (spot.lon_deg, spot.lat_deg) == (cell.lon_deg, cell.lat_deg)
    assert coarse.incidents[0].place is not None
    assert coarse.incidents[0].place.radius_m >= 2000.0
    assert coarse.incidents[0].rest is None
    answers = [answer for shot in coarse.shots for answer in shot.answers]
    assert {answer.label for answer in answers} >= {"Invented National Hospital"}
    assert all(answer.point_lonlat_deg is None and not answer.outline_lonlat_deg for answer in answers)
    assert all(answer.distance_m is None for answer in answers)


def test_speakers_that_are_withheld_are_in_no_key_and_no_reason() -> None:
    content = invented.content()
    hidden = frozenset({Group.SPEAKERS, Group.FILES})
    made = everything(disclose(content, Disclosure(withhold=hidden)))
    for name in ("An invented ministry", "An invented paper", "ministry", "the paper says so", "denial", "Typist"):
        assert found(name, everything(content)), name
        assert found(name, made) == [], name
    assert found("No hospital was hit", made)
    assert found("party 1", made)


def test_files_that_are_withheld_are_nowhere() -> None:
    content = invented.content()
    made = everything(disclose(content, Disclosure(withhold=frozenset({Group.FILES}))))
    for secret in ("clip.mp4", "town.tif", "facilities.geojson", str(content.imagery[0].digest)):
        assert found(secret, everything(content)), secret
        assert [name for name in found(secret, made) if not name.endswith("facilities.geojson")] == [], secret


def test_buildings_that_statements_and_incidents_name_are_withheld_with_the_others() -> None:
    content = invented.content()
    made = everything(disclose(content, Disclosure(withhold=frozenset({Group.FACILITIES}))))
    assert found("Invented Hospital", everything(content))
    assert found("hospital-1", made) == found("Invented Hospital", made) == found("Women's", made) == []
    assert found("denial", made)


def test_nothing_is_taken_out_unless_somebody_asks() -> None:
    content = invented.content()
    assert disclose(content, Disclosure()) is content
    assert content.provenance.case == digest_of(invented.invented.build().case)
