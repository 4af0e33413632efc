"""The plan: one seed, one town, with the facilities that it needs."""

from __future__ import annotations

import numpy as np
import pytest

from inquo.town import polygons
from inquo.town.gazetteer import gazetteer
from inquo.town.plan import Town, draw_town


@pytest.fixture(scope="module")
def town() -> Town:
    return draw_town(7, size_m=600.0)


def test_the_same_seed_draws_the_same_town(town: Town) -> None:
    again = draw_town(7, size_m=600.0)
    assert len(again.buildings) == len(town.buildings)
    for a, b in zip(again.buildings, town.buildings, strict=True):
        assert np.array_equal(a.outline, b.outline)
        assert (a.height_m, a.roof, a.colour, a.built) == (b.height_m, b.roof, b.colour, b.built)
    assert again.trees == town.trees
    assert again.strikes == town.strikes


def test_another_seed_is_another_place(town: Town) -> None:
    other = draw_town(8, size_m=600.0)
    assert abs(other.origin_m[0] - town.origin_m[0]) > town.size_m
    assert len(other.buildings) != len(town.buildings)


@pytest.mark.parametrize("seed", [0, 5, 11])
def test_every_town_has_its_facilities_apart_from_each_other(seed: int) -> None:
    sites = draw_town(seed, size_m=520.0).sites
    assert set(sites) == {"national-hospital", "women-children-hospital", "school", "mosque", "market", "bakery"}
    middles = {key: polygons.centroid(site.outline) for key, site in sites.items()}
    apart = np.hypot(*(middles["national-hospital"] - middles["women-children-hospital"]))
    assert 90 < apart < 320


def test_the_hospital_is_an_h(town: Town) -> None:
    outline = town.sites["national-hospital"].outline
    assert len(outline) == 12
    hull = np.ptp(outline @ polygons.longest_edge(outline)) * 60
    assert polygons.area(outline) < hull


@pytest.mark.parametrize("seed", [3, 7, 11])
def test_facilities_keep_to_their_grounds(seed: int) -> None:
    place = draw_town(seed, size_m=520.0)
    for building in (b for b in place.buildings if b.facility):
        edge = polygons.densify(building.outline, 2.0, closed=True)
        for other in (b for b in place.buildings if b.facility != building.facility):
            assert not polygons.contains(other.outline, edge).any()
        for road in place.roads:
            assert polygons.distance_to_line(edge, road.line).min() > road.width_m / 2


def test_buildings_are_simple_and_stand_on_something(town: Town) -> None:
    for building in town.buildings:
        assert polygons.area(building.outline) > 1.0
        assert building.height_m > 1.0


def test_strikes_hit_roofs(town: Town) -> None:
    assert [strike.site for strike in town.strikes] == ["national-hospital", "market", "school", ""]
    for strike in town.strikes:
        at = np.array([[strike.x_m, strike.y_m]])
        hit = [b for b in town.buildings if polygons.contains(b.outline, at)[0]]
        struck = next(b for b in hit if b.facility == strike.site and b.height_m == strike.up_m)
        edge = np.concatenate([struck.outline, struck.outline[:1]])
        assert polygons.distance_to_line(at, edge)[0] > 1.5


def test_new_buildings_come_later(town: Town) -> None:
    from inquo.town.plan import FIRST_PASS, SECOND_PASS

    before, after = town.standing(FIRST_PASS), town.standing(SECOND_PASS)
    assert 0 < len(after) - len(before) < 0.1 * len(after)


def test_the_gazetteer_names_what_is_built_and_says_that_it_is_invented(town: Town) -> None:
    import pyproj

    table = gazetteer(town)
    assert table["invented"] is True
    to_map = pyproj.Transformer.from_crs("EPSG:4326", town.crs, always_xy=True)
    assert len(table["features"]) == len(town.sites)
    for feature, site in zip(table["features"], town.sites.values(), strict=True):
        assert feature["properties"]["invented"] is True
        assert "invented" in feature["properties"]["name"]
        assert feature["properties"]["name:ar"] == site.name_ar
        ring = np.array(feature["geometry"]["coordinates"][0])
        assert np.array_equal(ring[0], ring[-1])
        x, y = to_map.transform(ring[:-1, 0], ring[:-1, 1])
        assert np.abs(np.stack([x, y], axis=1) - town.map_from_town(site.outline)).max() < 0.01
        assert any(np.array_equal(b.outline, site.outline) and b.facility == site.key for b in town.buildings)


def test_a_town_needs_room() -> None:
    with pytest.raises(ValueError, match="500"):
        draw_town(1, size_m=100.0)
