"""An OpenStreetMap extract, written by osmium itself, says the same of a town as the town's GeoJSON."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from inquo.errors import ImageryError
from inquo.imagery.map_json import read_map_json
from inquo.imagery.map_osmium import read_map_pbf
from inquo.imagery.map_reference import open_map, tell_map
from inquo.records.digest import Digest
from inquo.town.plan import draw_town
from town_map import Extract, houses, streets, write_geojson, write_pbf

pytest.importorskip("osmium")

TOWN = draw_town(7, size_m=520.0)
AT = [48.0, 20.0]


def ring(west: float, south: float, side: float) -> list[list[float]]:
    """A closed square in degrees."""
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    return [[round(AT[0] + west + x, 7), round(AT[1] + south + y, 7)] for x, y in corners]


def test_a_town_reads_the_same_as_its_geojson(tmp_path: Path) -> None:
    extract = write_pbf(tmp_path / ("a" * 64), TOWN)
    assert tell_map(extract) == "OSM extract"
    one, other = read_map_pbf(extract), read_map_json(write_geojson(tmp_path / "town.geojson", TOWN))
    assert len(one.buildings) == len(other.buildings) == len(houses(TOWN)) > 100
    assert len(one.roads) == len(other.roads) == len(streets(TOWN)) > 10
    heights = [sorted(b.height_m for b in m.buildings if b.height_m == b.height_m) for m in (one, other)]
    assert heights[0] == heights[1]
    assert len(heights[0]) > len(one.buildings) / 2
    for mine, theirs in zip(one.roads, other.roads, strict=True):
        assert mine.width_m == theirs.width_m
        assert np.abs(mine.line - theirs.line).max() < 1e-7
    corners = [{(round(x, 7), round(y, 7)) for b in m.buildings for x, y in b.rings[0]} for m in (one, other)]
    assert corners[0] == corners[1]


def test_the_two_draw_the_same_picture(tmp_path: Path) -> None:
    files = write_pbf(tmp_path / "a", TOWN), write_geojson(tmp_path / "b", TOWN)
    one, other = (open_map(path, Digest.of(path.read_bytes())) for path in files)
    west, south, east, north = one.bounds_m
    middle = ((west + east) / 2, (south + north) / 2)
    window = (middle[0] - 100, middle[1] - 100, middle[0] + 100, middle[1] + 100)
    pictures = [reference.read(window, 0.6) for reference in (one, other)]
    assert (np.abs(pictures[0].grey.astype(int) - pictures[1].grey) > 2).mean() < 0.001
    assert pictures[0].grey.std() > 10
    assert one.images[0].data_type == "map, OSM extract"


def test_courtyards_roundabouts_and_what_is_neither_are_told_apart(tmp_path: Path) -> None:
    extract = Extract()
    outer, inner = extract.add_way(ring(0, 0, 0.001), {}), extract.add_way(ring(2e-4, 2e-4, 4e-4), {})
    extract.relations.append(
        ([("w", outer, "outer"), ("w", inner, "inner")], {"type": "multipolygon", "building": "school", "height": "12"})
    )
    extract.add_way(ring(0.002, 0, 0.0002), {"highway": "residential", "junction": "roundabout"})
    extract.add_way(ring(0.003, 0, 0.0002), {"highway": "pedestrian", "area": "yes"})
    extract.add_way(ring(0.004, 0, 0.0002), {"landuse": "farmland"})
    extract.add_way(ring(0.005, 0, 0.0002), {"building": "no"})
    features = read_map_pbf(extract.write(tmp_path / "some.osm.pbf"))
    (school,) = features.buildings
    assert (len(school.rings), school.height_m) == (2, 12.0)
    (roundabout,) = features.roads
    assert (roundabout.line[0] == roundabout.line[-1]).all()
    assert features.unused == {"an area of road, which has no middle line": 1, "neither a building nor a road": 1}


def test_a_way_whose_nodes_are_cut_off_is_counted_not_drawn(tmp_path: Path) -> None:
    extract = Extract()
    extract.add_way(ring(0, 0, 0.001), {"building": "yes"})
    extract.add_way([[48.1, 20.0], [48.2, 20.0]], {"highway": "track"})
    extract.nodes = extract.nodes[:-1]
    features = read_map_pbf(extract.write(tmp_path / "cut.osm.pbf"))
    assert (len(features.buildings), len(features.roads)) == (1, 0)
    assert features.unused == {"a node of the way is not in the extract": 1}


def test_a_damaged_extract_is_refused(tmp_path: Path) -> None:
    path = write_pbf(tmp_path / "town.osm.pbf", TOWN)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(ImageryError, match="cannot be read as an OpenStreetMap extract"):
        open_map(path, Digest.of(content))


def test_without_osmium_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_pbf(tmp_path / "town.osm.pbf", TOWN)
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(ImageryError, match="osmium") as refused:
        read_map_pbf(path)
    assert "inquo[osm]" in (refused.value.hint or "")
