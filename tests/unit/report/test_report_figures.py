"""What is drawn lies where it should: the picture under the marks, the marks on the picture."""

from __future__ import annotations

import dataclasses
import math
import re

import cv2
import numpy as np
import pytest

import invented_dossier as invented
from inquo.errors import InquoError
from inquo.geometry import homography
from inquo.geometry.crs_pyproj import lonlat_from_map, map_from_lonlat
from inquo.geometry.grid import GroundRaster
from inquo.records.codec import digest_of
from inquo.records.place import Candidate, OffPlane
from inquo.report import ground_marks, picture_cv2, window
from inquo.report.dossier import ShotResult
from inquo.report.figures import Figure, draw, draw_overview


@pytest.fixture(scope="module")
def shot() -> ShotResult:
    return invented.build().strikes[0].shots[0]


def points(figure: Figure, kind: str) -> np.ndarray:
    path = next(line.path for line in figure.lines if line.kind == kind)
    return np.array([[float(x), float(y)] for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)])


def test_imagery_laid_into_the_frame_is_what_the_camera_saw() -> None:
    """Held against a picture sampled by the test itself; half a pixel off would double the difference."""
    ground, fit = invented.town(), invented.camera(200, 185, 37, 0.2)
    smooth = dataclasses.replace(ground, grey=cv2.GaussianBlur(ground.grey, (0, 0), 2.5))
    saw = invented.seen(smooth, fit).astype(float)
    size = (invented.WIDTH_PX, invented.HEIGHT_PX)
    warped = picture_cv2.warp_to_frame(smooth, fit, *size, longest_px=2000)
    assert warped.shape == saw.shape
    assert np.abs(warped - saw).mean() < 1.6
    moved = picture_cv2.warp_to_frame(
        smooth, fit @ np.array([[1, 0, 2], [0, 1, 2], [0, 0, 1.0]]), *size, longest_px=2000
    )
    assert np.abs(moved - saw).mean() > 1.5 * np.abs(warped - saw).mean()


def test_a_smaller_figure_shows_the_same_ground() -> None:
    ground, fit = invented.town(), invented.camera(200, 185, 37, 0.2)
    size = (invented.WIDTH_PX, invented.HEIGHT_PX)
    small = picture_cv2.warp_to_frame(ground, fit, *size, longest_px=320)
    assert small.shape == (180, 320)
    large = cv2.resize(
        picture_cv2.warp_to_frame(ground, fit, *size, longest_px=2000), (320, 180), interpolation=cv2.INTER_AREA
    )
    assert np.corrcoef(small.ravel(), large.ravel())[0, 1] > 0.97


def test_where_there_is_no_imagery_the_figure_is_flat_grey() -> None:
    ground = invented.town()
    half = dataclasses.replace(ground, valid=np.arange(ground.grey.size).reshape(ground.grey.shape) < 0)
    warped = picture_cv2.warp_to_frame(half, invented.camera(200, 185, 37, 0.2), 64, 36, longest_px=64)
    assert np.unique(warped).tolist() == np.unique(picture_cv2.paint_uncovered(half)).tolist() == [226]


def test_the_point_is_marked_where_the_picture_shows_it_and_where_the_imagery_does(shot: ShotResult) -> None:
    """A roof that leans is at the middle of the picture, and its place two metres beside."""
    figures, place = draw(shot, "x"), shot.placement
    assert figures.frame is not None
    assert figures.warped is not None
    assert place is not None
    assert isinstance(place.off_plane, OffPlane)
    middle = np.array([invented.WIDTH_PX / 2, invented.HEIGHT_PX / 2])
    assert points(figures.frame, "aim")[0] == pytest.approx(middle, abs=0.3)
    beside = points(figures.warped, "aim")[0] - points(figures.frame, "aim")[0]
    assert np.hypot(*beside) == pytest.approx(place.off_plane.distance_m / 0.2, rel=0.05)  # pixels of 0.2 m
    flat = dataclasses.replace(shot, place=dataclasses.replace(place, off_plane=None))
    for figure in (draw(flat, "x").frame, draw(flat, "x").warped):
        assert figure is not None
        assert points(figure, "aim")[0] == pytest.approx(points(figures.warped, "aim")[0], abs=0.1)


def test_tie_points_lie_alike_in_both_pictures_but_for_their_misses(shot: ShotResult) -> None:
    figures = draw(shot, "x")
    assert figures.frame is not None
    assert figures.warped is not None
    for kind in ("control", "check"):
        apart = np.hypot(*(points(figures.frame, kind) - points(figures.warped, kind)).T)
        assert 0.5 < apart.mean() < 8  # misses of half a metre, pixels of 0.2 m
    assert [label.text for label in figures.frame.labels] == [str(n) for n in range(1, 9)]


def test_a_number_at_the_right_edge_stands_on_the_left_of_its_point_where_it_is_not_cut_off(shot: ShotResult) -> None:
    place = shot.placement
    assert place is not None
    ties = list(place.registration.tie_points)
    at = next(i for i, tie in enumerate(ties) if tie.check)
    ties[at] = dataclasses.replace(ties[at], x_px=0.98 * invented.WIDTH_PX)
    fit = dataclasses.replace(place.registration, tie_points=tuple(ties))
    frame = draw(dataclasses.replace(shot, place=dataclasses.replace(place, registration=fit)), "x").frame
    assert frame is not None
    before = [label for label in frame.labels if label.kind == "tie before"]
    assert before == [label for label in frame.labels if label.left > 95]
    assert before[0].left == pytest.approx(98)
    assert {label.kind for label in frame.labels if label not in before} == {"tie"}


def test_the_error_circle_has_its_radius_on_the_ground(shot: ShotResult) -> None:
    place = shot.placement
    assert place is not None
    around = map_from_lonlat(invented.CRS, ground_marks.circle(place))
    centre = map_from_lonlat(invented.CRS, np.array([[place.lon_deg, place.lat_deg]]))
    assert np.hypot(*(around - centre).T) == pytest.approx(place.ce90_m, rel=2e-3)


def test_the_ellipse_holds_nine_points_of_ten(shot: ShotResult) -> None:
    place = shot.placement
    assert place is not None
    around = map_from_lonlat(invented.CRS, ground_marks.ellipse(place))
    offset = around - map_from_lonlat(invented.CRS, np.array([[place.lon_deg, place.lat_deg]]))
    inverse = np.linalg.inv(np.array(place.covariance_m2))
    distance2 = np.einsum("ni,ij,nj->n", offset, inverse, offset)
    assert distance2 == pytest.approx(-2 * math.log(0.1), rel=0.05)


def test_north_points_against_the_turn_of_the_camera(shot: ShotResult) -> None:
    figures = draw(shot, "x")
    assert figures.warped is not None
    assert figures.map is not None
    assert figures.warped.north_deg == pytest.approx(360 - 37, abs=1)
    assert figures.map.north_deg is not None
    assert min(figures.map.north_deg, 360 - figures.map.north_deg) < 1


def test_the_scale_bar_is_a_round_length_and_has_it(shot: ShotResult) -> None:
    figures = draw(shot, "x")
    assert figures.map is not None
    assert figures.map.scale is not None
    share, text = figures.map.scale
    assert text == "100\u00a0m"
    assert share / 100 * invented.SIDE_PX * invented.GSD_M == pytest.approx(100)
    assert ground_marks.scale_bar(math.nan) is None
    assert ground_marks.scale_bar(8000.0) == (25.0, "2\u00a0km")


def test_ticks_are_round_and_lie_where_their_value_is() -> None:
    for low, high in ((120.7181, 120.7214), (-26.9999, -26.9951), (0.0, 0.02), (-1.0, 1.0)):
        ticks = ground_marks.tick_values(low, high, most=3)
        assert 1 <= len(ticks) <= 4
        for share, value in ticks:
            assert low + share * (high - low) == pytest.approx(value)
            assert f"{value:.6f}".rstrip("0")[-5:] == f"{value:.4f}".rstrip("0")[-5:]
    assert ground_marks.tick_values(1.0, 1.0, most=3) == []


def test_letters_follow_the_table_of_facilities(shot: ShotResult) -> None:
    letters = draw(shot, "x").letters
    assert shot.identification is not None
    named = [answer.facility for answer in shot.identification.answers if answer.facility]
    assert [letters[digest] for digest in named] == ["A", "B"]
    assert {digest_of(facility) for facility in shot.facilities} == set(letters)


def test_a_facility_that_reaches_out_of_the_picture_keeps_its_letter_inside(shot: ShotResult) -> None:
    huge = invented.facility("Huge", 9, 200, 185, 60, invented.plain)
    figures = draw(dataclasses.replace(shot, facilities=(huge,), identification=None), "x")
    for figure in (figures.warped, figures.map):
        assert figure is not None
        for label in (label for label in figure.labels if label.kind.startswith("facility-at")):
            assert 2 <= label.left <= 98
            assert 4 <= label.top <= 96


def test_a_facility_that_is_a_point_is_drawn_as_one(shot: ShotResult) -> None:
    point = dataclasses.replace(shot.facilities[0], outline_lonlat_deg=())
    figure = draw(dataclasses.replace(shot, facilities=(point,), identification=None), "x").map
    assert figure is not None
    assert [line.kind for line in figure.lines if line.kind.startswith("facility")] == ["facility-point"]
    assert "facility-beside" in {label.kind.partition(" ")[0] for label in figure.labels}


def test_a_lead_is_turned_and_scaled_like_the_footage() -> None:
    candidate = Candidate(lon_deg=-27.0, lat_deg=36.0, score=0.2, rotation_deg=90, gsd_m=0.5)
    fit = ground_marks.pose(candidate, invented.CRS, 100, 60)
    centre, above, right = homography.apply(fit, np.array([[50.0, 30.0], [50.0, 20.0], [60.0, 30.0]]))
    assert centre == pytest.approx(map_from_lonlat(invented.CRS, np.array([[-27.0, 36.0]]))[0])
    assert above - centre == pytest.approx([5, 0], abs=1e-6)  # up in the picture is east
    assert right - centre == pytest.approx([0, -5], abs=1e-6)


def test_the_overview_numbers_the_placed_sites_only() -> None:
    figure = draw_overview(invented.build())
    assert figure is not None
    assert [label.text for label in figure.labels if label.kind == "site"] == ["1", "2"]


def test_windows_hold_what_the_figures_show_and_never_ask_for_more_than_the_imagery_has(shot: ShotResult) -> None:
    place = shot.placement
    assert place is not None
    wanted = window.strike_window(place, crs=invented.CRS, gsd_m=0.5)
    ring = map_from_lonlat(invented.CRS, np.array(place.footprint_lonlat_deg))
    xmin, ymin, xmax, ymax = wanted.bounds_m
    assert (ring > [xmin, ymin]).all()
    assert (ring < [xmax, ymax]).all()
    assert wanted.gsd_m == 0.5
    coarse = window.strike_window(place, crs=invented.CRS, gsd_m=0.001)
    assert (xmax - xmin) / coarse.gsd_m <= 1501
    assert window.overview_window([], crs=invented.CRS, gsd_m=0.5) is None
    both = window.overview_window([place, place], crs=invented.CRS, gsd_m=0.5)
    assert both is not None
    assert both.bounds_m[0] < ring[:, 0].min()


def test_projection_there_and_back_is_the_same_place() -> None:
    lonlat = np.array([[-27.0, 36.1], [-26.9, 36.2]])
    assert lonlat_from_map(invented.CRS, map_from_lonlat(invented.CRS, lonlat)) == pytest.approx(lonlat, abs=1e-9)


def test_what_cannot_be_drawn_is_an_error_of_ours(shot: ShotResult) -> None:
    with pytest.raises(InquoError, match="cannot be decoded"):
        draw(dataclasses.replace(shot, picture=b"no picture"), "x")
    with pytest.raises(InquoError, match="cannot be decoded"):
        draw(dataclasses.replace(shot, picture=b""), "x")
    with pytest.raises(InquoError, match="inverted"):
        ground_marks.inverse(np.zeros((3, 3)))


def test_a_picture_is_never_made_larger() -> None:
    grey = np.zeros((10, 30), dtype=np.uint8)
    assert picture_cv2.shrink(grey, 100) is grey
    assert picture_cv2.shrink(grey, 15).shape == (5, 15)


def test_a_ground_raster_that_is_not_north_up_is_drawn_as_it_lies(shot: ShotResult) -> None:
    assert shot.ground is not None
    turned = GroundRaster(
        grey=shot.ground.grey,
        valid=shot.ground.valid,
        map_from_pixel=np.array([[0, 0.5, invented.WEST_M], [0.5, 0, invented.NORTH_M - 450]]),
        crs=invented.CRS,
    )
    figure = draw(dataclasses.replace(shot, ground=turned), "x").map
    assert figure is not None
    assert figure.north_deg == pytest.approx(90, abs=1)
