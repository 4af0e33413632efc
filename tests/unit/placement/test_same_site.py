"""Views of one site are recognised at another zoom, angle and contrast; a narrow one is placed through a wide one."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np

from drawn_ground import CRS, ArrayReference, looked_at, town, true_point
from inquo.geometry import crs_pyproj, homography
from inquo.placement.criteria import Criteria
from inquo.placement.locate import Located, locate
from inquo.placement.point import ANY_RELIEF_M, ImagePoint
from inquo.placement.same_site import Relation, place_through, plane_of, relate
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.place import Placement

WIDE, WIDE_TRUTH = looked_at(town(1), centre_px=(400, 300), turn_deg=20)
NARROW, NARROW_TRUTH = looked_at(town(1, light=-1), centre_px=(410, 310), gsd=0.27, turn_deg=65, invert=True, seed=1)

POINT = ImagePoint(at_px=(240, 160), sigma_px=1.0, relief_m=ANY_RELIEF_M, size_px=NARROW.size_px)


@functools.cache
def anchor() -> Located:
    """The wide view on the ground."""
    found = locate(WIDE, ArrayReference(town(1)), Criteria(gsd_range_m=(0.4, 0.7)))
    assert isinstance(found, Located)
    return found


def placed_through(relation: Relation) -> Placement:
    """The middle of the narrow view, through the wide one."""
    some = Digest.of(b"")
    return place_through(relation, anchor(), POINT, shot=some, imagery=(some,), chain=(some,))


def test_a_narrow_view_of_inverted_contrast_is_found_and_placed_through_a_wide_one() -> None:
    relation = relate(NARROW, plane_of(WIDE))
    assert isinstance(relation, Relation)
    points = np.array([[240.0, 160.0], [200.0, 120.0]])
    truth = homography.apply(np.linalg.inv(WIDE_TRUTH) @ NARROW_TRUTH, points)
    assert np.abs(homography.apply(relation.other_from_frame, points) - truth).max() < 4

    placed = placed_through(relation)
    true_lonlat = crs_pyproj.lonlat_from_map(CRS, true_point(NARROW_TRUTH, 240, 160)[None])[0]
    apart_m = crs_pyproj.ground_distance_m((placed.lon_deg, placed.lat_deg), tuple(true_lonlat))
    assert apart_m < placed.ce90_m < 15
    assert placed.registration.expected_false_matches >= anchor().registration.expected_false_matches


def test_how_far_off_the_middle_a_point_lies_is_counted_in_the_view_that_it_is_placed_through() -> None:
    relation = relate(NARROW, plane_of(WIDE))
    assert isinstance(relation, Relation)
    assert relation.other_px == WIDE.size_px
    x, y = homography.apply(relation.other_from_frame, np.array([POINT.at_px]))[0]
    in_the_middle = replace(relation, other_px=(round(2 * x), round(2 * y)))
    far_off_it = replace(relation, other_px=(round(2 * x) + 960, round(2 * y)))
    least, most = placed_through(in_the_middle).ce90_m, placed_through(far_off_it).ce90_m
    assert least <= placed_through(relation).ce90_m < most


def test_other_sites_are_not_related() -> None:
    other, _ = looked_at(town(5), centre_px=(350, 350))
    assert isinstance(relate(NARROW, plane_of(other)), Undetermined)
