"""Shots of one site share a number; shots of neighbouring sites do not."""

from __future__ import annotations

from inquo.pipeline.sites import Sites, joined
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.place import NotPlaced, Placement, Registration

REGISTRATION = Registration(
    map_from_frame=((1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0)),
    crs="EPSG:32637",
    model="affine",
    control=20,
    check=5,
    check_rmse_m=1.0,
    score=0.3,
    expected_false_matches=1e-6,
    tie_points=(),
    method="test/1",
)


def placed(lon_deg: float, ce90_m: float = 5.0) -> Placement:
    return Placement(
        shot=Digest.of(repr((lon_deg, ce90_m)).encode()),
        imagery=(),
        lon_deg=lon_deg,
        lat_deg=36.0,
        covariance_m2=((4.0, 0.0), (0.0, 4.0)),
        ce90_m=ce90_m,
        footprint_lonlat_deg=(),
        registration=REGISTRATION,
        chain=(),
        method="test/1",
    )


def not_placed(name: bytes) -> NotPlaced:
    return NotPlaced(shot=Digest.of(name), why=Undetermined(reason="too narrow"), candidates=(), method="test/1")


def test_what_is_not_related_stays_apart() -> None:
    assert Sites().number([not_placed(b"a"), not_placed(b"b")], []) == (1, 2)


def test_pictures_found_in_one_another_show_one_site() -> None:
    assert Sites().number([not_placed(b"a"), placed(39.0), not_placed(b"c")], [(2, 0)]) == (1, 2, 1)


def test_placed_points_are_one_site_only_within_their_errors() -> None:
    near, far = 39.0 + 6 / 90_000, 39.0 + 40 / 90_000  # about 6 m and 40 m east
    assert Sites().number([placed(39.0), placed(near), placed(far)], []) == (1, 1, 2)


def test_a_site_keeps_its_number_in_the_next_video() -> None:
    sites = Sites()
    assert sites.number([not_placed(b"a"), placed(39.0)], []) == (1, 2)
    assert sites.number([placed(39.0, 6.0), not_placed(b"b")], []) == (2, 3)


def test_joining_follows_pairs_in_any_order() -> None:
    assert joined(6, [(4, 5), (0, 5), (2, 1)]) == (0, 1, 1, 3, 0, 0)
