from __future__ import annotations

import numpy as np
import pytest
from pyproj import Geod

from inquo.facility.kinds import assumed_radius_m, kind_of
from inquo.facility.names import read_names
from inquo.facility.plane import to_plane


def test_names_in_every_script_are_kept_with_their_language() -> None:
    names, said = read_names({
        "alt_name": "Azaz Hospital;مشفى اعزاز", "name:ar": "مشفى أعزاز الوطني", "name": "Azaz National Hospital",
        "name:zh-Hant": "國立醫院", "name:ru": "Больница", "name:etymology": "none", "old_name:en": "Old",
    })  # fmt: skip
    assert [(name.text, name.language) for name in names] == [
        ("Azaz National Hospital", None),
        ("مشفى أعزاز الوطني", "ar"),
        ("國立醫院", "zh-Hant"),
        ("Больница", "ru"),
        ("Azaz Hospital", None),
        ("مشفى اعزاز", None),
        ("Old", "en"),
    ]
    assert said == {"name", "name:ar", "name:zh-Hant", "name:ru"}


@pytest.mark.parametrize(
    ("column", "language"),
    [
        ("Name", None), ("NAME", None), ("facility_name", None), ("Facility Name", None), ("name_ar", "ar"),
        ("Name (Arabic)", "ar"),
        ("arabic_name", "ar"), ("Facility name (English)", "en"), ("الاسم", None), ("название", None), ("nom", None),
    ],
)  # fmt: skip
def test_columns_that_name(column: str, language: str | None) -> None:
    (name,), _ = read_names({column: "x"})
    assert name.language == language


@pytest.mark.parametrize(
    "column", ["name_id", "username", "name_of_donor", "surname", "name:left", "name_source", "renamed"]
)
def test_columns_that_do_not_name(column: str) -> None:
    assert read_names({column: "x"}) == ((), frozenset())


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ({"amenity": "hospital", "building": "school"}, "hospital"), ({"healthcare": "doctor"}, "clinic"),
        ({"amenity": "marketplace"}, "market"), ({"shop": "bakery"}, "bakery"),
        ({"building": "mosque"}, "place_of_worship"),
        ({"building": "yes"}, "unknown"), ({"name": "Hospital"}, "unknown"), ({}, "unknown"),
        ({"Facility Type": "Primary Health Center"}, "clinic"), ({"amenity": "clinic;pharmacy"}, "clinic"),
        ({"fclass": "hospital"}, "hospital"),
    ],
)  # fmt: skip
def test_kinds(properties: dict[str, str], kind: str) -> None:
    assert kind_of(properties) == kind
    assert assumed_radius_m(kind) > 0


@pytest.mark.parametrize("lat", [-60.0, 0.0, 36.6, 60.0])
@pytest.mark.parametrize(("distance_m", "limit_m"), [(100, 0.003), (1000, 0.3)])
def test_the_plane_agrees_with_the_geodesic(lat: float, distance_m: float, limit_m: float) -> None:
    geod = Geod(ellps="WGS84")
    for azimuth in range(0, 360, 30):
        lon2, lat2, _ = geod.fwd(179.9999, lat, azimuth, distance_m)
        east, north = to_plane(np.array([[lon2, lat2]]), (179.9999, lat))[0]
        truth = distance_m * np.array([np.sin(np.radians(azimuth)), np.cos(np.radians(azimuth))])
        assert np.hypot(east - truth[0], north - truth[1]) < limit_m
