"""A rendered picture of the invented town is led to its place by maps of the town that it was not rendered from.

The map holds outlines and middle lines alone; the picture shows roofs, shadows, trees, cars and sand.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import cv2
import numpy as np
import pytest

from commands import done
from inquo.geometry.crs_pyproj import map_from_lonlat
from inquo.geometry.grid import View
from inquo.geometry.progress import silent
from inquo.geometry.raster_cv2 import warp
from inquo.imagery.map_reference import LEADS_ONLY, open_map
from inquo.pipeline.ground import find
from inquo.placement.atlas import Atlases
from inquo.placement.criteria import Criteria
from inquo.placement.locate import NotLocated
from inquo.records.digest import Digest
from inquo.town import moment, satellite
from inquo.town.geotiff_rasterio import write_geotiff
from inquo.town.plan import FIRST_PASS, Town, draw_town
from town_map import write_geojson

pytestmark = pytest.mark.slow

TOWN, ANOTHER = draw_town(7, size_m=800.0), draw_town(8, size_m=800.0)
MIDDLE_M = (380.0, 430.0)
FOOTPRINT_M, WIDTH_PX, HEIGHT_PX = 260.0, 640, 480
GSD_M = FOOTPRINT_M / WIDTH_PX


@pytest.fixture(scope="module")
def photograph() -> np.ndarray:
    """The town from above, turned by 200 degrees."""
    half = 0.7 * FOOTPRINT_M
    bounds = (MIDDLE_M[0] - half, MIDDLE_M[1] - half, MIDDLE_M[0] + half, MIDDLE_M[1] + half)
    seen = satellite.image(TOWN, moment.at(FIRST_PASS), bounds=bounds)
    angle = math.radians(200.0)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]) * GSD_M / seen.gsd_m
    place = np.eye(3)
    place[:2, :2] = turn
    place[:2, 2] = half / seen.gsd_m - turn @ (WIDTH_PX / 2, HEIGHT_PX / 2)
    grey = cv2.cvtColor(seen.rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return np.asarray(np.clip(warp(grey, np.linalg.inv(place), (WIDTH_PX, HEIGHT_PX)), 0, 255), np.uint8)


def led(photograph: np.ndarray, path: Path, town: Town) -> tuple[NotLocated, float]:
    """What a search on a map gives, and how far from the truth its best lead lies."""
    reference = open_map(path, Digest.of(path.read_bytes()))
    view = View(grey=photograph, usable=np.ones(photograph.shape, bool))
    criteria = Criteria(gsd_range_m=(GSD_M / 2, GSD_M * 2))
    found = find(view, [reference], criteria, silent, atlases=Atlases())
    assert isinstance(found, NotLocated), "a map never places"
    assert {lead.map for lead in found.candidates} == set(reference.exhibits)
    lead = found.candidates[0]
    truth = town.map_from_town(np.array([MIDDLE_M]))[0]
    return found, math.dist(map_from_lonlat(reference.crs, np.array([[lead.lon_deg, lead.lat_deg]]))[0], truth)


@pytest.mark.parametrize(("buildings", "roads"), [(False, True), (True, False), (True, True)])
def test_the_best_lead_lies_where_the_picture_was_taken(
    photograph: np.ndarray, tmp_path: Path, buildings: bool, roads: bool
) -> None:
    path = write_geojson(tmp_path / "map", TOWN, buildings=buildings, roads=roads)
    _, off_m = led(photograph, path, TOWN)
    assert off_m < 15


def test_the_roads_of_another_town_give_leads_that_do_not_stand_out(photograph: np.ndarray, tmp_path: Path) -> None:
    found, _ = led(photograph, write_geojson(tmp_path / "map", ANOTHER, buildings=False), ANOTHER)
    assert found.why.reason != LEADS_ONLY, "no fit would have passed as a placement"
    assert found.candidates


def test_a_case_takes_a_map_and_reports_its_leads_as_leads(photograph: np.ndarray, tmp_path: Path) -> None:
    picture, case = tmp_path / "photo.png", tmp_path / "case"
    cv2.imwrite(str(picture), photograph)
    drawn = write_geojson(tmp_path / "buildings.geojson", TOWN)
    lake = {
        "type": "Feature",
        "properties": {"natural": "water"},
        "geometry": {"type": "Point", "coordinates": [51, 20]},
    }
    known = json.loads(drawn.read_text("utf-8"))
    drawn.write_text(json.dumps({**known, "features": [*known["features"], lake]}), encoding="utf-8")
    done("new", case, "--question", "Where is it?", "--who", "A. Person", cwd=tmp_path)
    done("add", case, picture, cwd=tmp_path)
    said = done("add", case, drawn, "--as", "map", "--source", "invented", cwd=tmp_path)
    assert "a map of buildings and roads" in said
    assert "left out, 1 of its features" in said
    told = done("investigate", case, "--gsd", f"{GSD_M / 1.5:.3f}:{GSD_M * 1.5:.3f}", cwd=tmp_path)
    assert "not determined: the reference is a map" in told
    report = json.loads((case / "report" / "report.json").read_bytes())
    (shot,) = report["strikes"][0]["shots"]
    assert shot["place"]["record"] == "NotPlaced"
    assert all(lead["candidate"]["map"] and lead["ground"] is None for lead in shot["leads"])
    page = (case / "report" / "report.html").read_text("utf-8")
    assert "A place found on a map is no finding, however well it fits." in page
    assert "No imagery is in the case" in page
    assert "1 of its features" in page
    best = shot["leads"][0]["candidate"]
    truth = TOWN.map_from_town(np.array([MIDDLE_M]))[0]
    assert math.dist(map_from_lonlat(TOWN.crs, np.array([[best["lon_deg"], best["lat_deg"]]]))[0], truth) < 15
    done("check", case, cwd=tmp_path)
    done("export", case, "--format", "csv", "-o", tmp_path / "out", cwd=tmp_path)
    assert len((tmp_path / "out" / "leads.csv").read_text("utf-8").splitlines()) > 3

    elsewhere = satellite.image(ANOTHER, moment.at(FIRST_PASS), bounds=(250.0, 250.0, 600.0, 600.0))
    write_geotiff(tmp_path / "elsewhere.tif", elsewhere, ANOTHER)
    done("add", case, tmp_path / "elsewhere.tif", cwd=tmp_path)
    told = done("investigate", case, "--gsd", f"{GSD_M / 1.5:.3f}:{GSD_M * 1.5:.3f}", cwd=tmp_path)
    assert "not determined" in told
    report = json.loads((case / "report" / "report.json").read_bytes())
    leads = [lead["candidate"] for lead in report["strikes"][0]["shots"][0]["leads"]]
    assert [lead["map"] is None for lead in leads] == [True] * 3 + [False] * 3, "those on imagery first"
    assert leads[3] == best
    page = (case / "report" / "report.html").read_text("utf-8")
    assert "lies on a map of buildings and roads, not on imagery" in page
    assert page.count("<td>4 map</td>") == 1
