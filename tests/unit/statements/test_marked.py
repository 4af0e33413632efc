"""A mark in a published picture becomes coordinates only by control points, and with an error that holds."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquo.errors import StatementError
from inquo.geometry.crs_pyproj import ground_distance_m
from inquo.geometry.uncertainty import CE90_PER_SIGMA_CIRCLE
from inquo.pipeline.accounts import parse_accounts
from inquo.records.codec import from_json, to_json
from inquo.records.comparison import SlotMatch
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.proposition import Mark, PicturePoint, Proposition, Spot
from inquo.statements.documents import Opened
from inquo.statements.findings import PlacePoint
from inquo.statements.marked import locate, read_mark
from inquo.statements.matching import match_place
from inquo.statements.picture import size_px

LON_DEG, LAT_DEG, GSD_M = 50.7, 20.0, 0.5
M_PER_DEG = 6_371_008.8 * math.pi / 180
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (800).to_bytes(4) + (600).to_bytes(4) + b"\x08\x02\0\0\0"
OURS = PlacePoint(lon_deg=LON_DEG, lat_deg=LAT_DEG, covariance_m2=((9.0, 0.0), (0.0, 9.0)), ce90_m=6.4)


def lonlat(x_px: float, y_px: float, turn_deg: float = 30.0) -> tuple[float, float]:
    """Where a pixel of the picture lies: turned, half a metre a pixel, its middle at the place that we found."""
    turn, x, y = math.radians(turn_deg), (x_px - 400) * GSD_M, (300 - y_px) * GSD_M
    east, north = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
    return LON_DEG + east / M_PER_DEG / math.cos(math.radians(LAT_DEG)), LAT_DEG + north / M_PER_DEG


def point(x_px: float, y_px: float, ce90_m: float = 3.0) -> PicturePoint:
    lon_deg, lat_deg = lonlat(x_px, y_px)
    return PicturePoint(x_px=x_px, y_px=y_px, lon_deg=lon_deg, lat_deg=lat_deg, ce90_m=ce90_m)


CORNERS = (point(50, 40), point(750, 60), point(700, 560), point(80, 520))


def apart_m(spot: Spot, x_px: float, y_px: float) -> float:
    return ground_distance_m((spot.lon_deg, spot.lat_deg), lonlat(x_px, y_px))


@pytest.mark.parametrize("points", [CORNERS[:3], CORNERS])
def test_a_mark_is_laid_on_the_ground_by_three_points_or_more(points: tuple[PicturePoint, ...]) -> None:
    spot = locate((400, 300), 4.0, points)
    assert isinstance(spot, Spot)
    assert apart_m(spot, 400, 300) < 0.5
    assert spot.ce90_m is not None
    assert 2.0 < spot.ce90_m < 4.5, "the mark's own 2 m, and what the points leave open"


@pytest.mark.parametrize("count", [3, 4, 6])
def test_nine_errors_of_ten_lie_within_what_is_stated(count: int) -> None:
    draw = np.random.default_rng(7)
    inside = 0
    for _ in range(400):
        at = draw.uniform((20, 20), (780, 580), (count, 2))
        off_m = draw.normal(0, 3.0 / CE90_PER_SIGMA_CIRCLE, (count, 2))
        points = tuple(
            replace(
                point(x, y),
                x_px=x + dx,
                y_px=y + dy,
                lon_deg=lonlat(x, y)[0] + east / M_PER_DEG / math.cos(math.radians(LAT_DEG)),
                lat_deg=lonlat(x, y)[1] + north / M_PER_DEG,
            )
            for (x, y), (dx, dy), (east, north) in zip(
                at, draw.normal(0, 4.0 / CE90_PER_SIGMA_CIRCLE, (count, 2)), off_m, strict=True
            )
        )
        mark = np.array([400.0, 300.0]) + draw.normal(0, 4.0 / CE90_PER_SIGMA_CIRCLE, 2)
        spot = locate((float(mark[0]), float(mark[1])), 4.0, points)
        assert isinstance(spot, Spot | Undetermined)
        inside += isinstance(spot, Spot) and apart_m(spot, 400, 300) <= (spot.ce90_m or 0.0)
    assert 0.86 <= inside / 400 <= 0.96


def test_a_mark_far_from_the_points_is_less_sure() -> None:
    near, far = locate((400, 300), 4.0, CORNERS[:3]), locate((400, 6000), 4.0, CORNERS[:3])
    assert isinstance(near, Spot)
    assert isinstance(far, Spot)
    assert (far.ce90_m or 0) > 2 * (near.ce90_m or math.inf)


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ((), "0 control points are given, and 3 are needed"),
        (CORNERS[:2], "2 control points are given"),
        ((*CORNERS[:3], replace(CORNERS[3], lon_deg=CORNERS[3].lon_deg + 0.001)), "miss one another by"),
        (
            (*CORNERS[:2], replace(CORNERS[2], lon_deg=CORNERS[3].lon_deg, lat_deg=CORNERS[3].lat_deg)),
            "miss one another",
        ),
        ((*CORNERS[:3], replace(CORNERS[3], lon_deg=LAT_DEG, lat_deg=LON_DEG)), "more than 100 km apart"),
        (tuple(point(x, 100.0) for x in (10, 200, 500, 700)), "lie on one line"),
        (tuple(replace(p, y_px=600 - p.y_px) for p in CORNERS), "mirrored"),
    ],
)
def test_points_that_do_not_lay_the_picture_leave_it_unknown(points: tuple[PicturePoint, ...], why: str) -> None:
    spot = locate((400, 300), 4.0, points)
    assert isinstance(spot, Undetermined)
    assert spot.reason.startswith("nothing says where the marked picture lies")
    assert why in spot.reason


def mark(**changed: Any) -> dict[str, Any]:
    points = [{name: getattr(p, name) for name in ("x_px", "y_px", "lon_deg", "lat_deg", "ce90_m")} for p in CORNERS]
    whole = {"picture": "a.png", "x_px": 400, "y_px": 300, "ce90_px": 4, "points": points, "points_by": "A. Person"}
    return whole | changed


def test_a_mark_is_compared_with_ours_in_metres_against_both_errors() -> None:
    said = read_mark(mark(x_px=460), PNG)
    match = match_place(OURS, said, 100.0)
    assert match.inside > 0.95
    assert match.reason.startswith("place: 30 m apart, with CE90 6 m here, ")
    assert match.reason.endswith("(there: a mark in a picture, which 4 control points lay on the ground)")
    assert from_json(Mark, to_json(said)) == said
    assert Proposition(place=said).ground == said.at


def test_a_mark_without_points_decides_nothing_and_says_why() -> None:
    said = read_mark(mark(points=[], points_by="A. Person"), PNG)
    match = match_place(OURS, said, 100.0)
    reason = "place: nothing says where the marked picture lies: 0 control points are given, and 3 are needed"
    assert match == SlotMatch(slot="place", inside=0.0, outside=0.0, reason=reason)
    assert Proposition(place=said).ground is None


@pytest.mark.parametrize(
    ("changed", "content", "why"),
    [
        ({"x_px": 801}, PNG, r"\(801, 300\) px lies outside the picture of 800 x 600 px"),
        ({"y_px": math.nan}, PNG, "lies outside"),
        ({"ce90_px": 0}, PNG, "needs an error above zero"),
        ({"ce90_px": math.inf}, PNG, "needs an error above zero"),
        ({"points_by": " "}, PNG, "somebody who set them"),
        ({"points": mark()["points"] + mark()["points"][:1]}, PNG, "stands there twice"),
        ({"points": [mark()["points"][0] | {"lat_deg": 96.0}]}, PNG, "not on Earth"),
        ({"points": [mark()["points"][0] | {"ce90_m": 0}]}, PNG, "needs an error above zero"),
        ({}, b"no picture", "is no PNG, JPEG, GIF or WebP picture"),
        ({}, PNG[:18], "is no PNG"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(changed: dict[str, Any], content: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_mark(mark(**changed), content)


FILE = """format = 1
[[document]]
key = "post"
file = "post.txt"
citation = "A post"
publisher = "analyst"
language = "en"
published = "2024-08-26"
[[party]]
key = "analyst"
name = "An analyst"
[[statement]]
key = "located"
speaker = "analyst"
attitude = "asserts"
document = "post"
quote = "It was here."
[[statement.proposition]]
place = {place}
"""


def read(place: str) -> Proposition:
    documents = {"post.txt": b"It was here.", "map.png": PNG}
    accounts = parse_accounts(
        FILE.replace("{place}", place).encode(), Path("s.toml"), lambda file, _: Opened(file, documents[file])
    )
    return accounts.statements[0].propositions[0]


def test_a_statements_file_holds_a_mark() -> None:
    points = ", ".join(
        f"{{ x_px = {p.x_px}, y_px = {p.y_px}, lon_deg = {p.lon_deg}, lat_deg = {p.lat_deg}, ce90_m = 3 }}"
        for p in CORNERS
    )
    said = read(
        f'{{ picture = "map.png", x_px = 400, y_px = 300, ce90_px = 4, points_by = "me", points = [{points}] }}'
    )
    assert said.place == read_mark(mark(points_by="me"), PNG)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ('{ picture = "map.png", x_px = 400, y_px = 300 }', "must be table of a point, of an area, or of a mark"),
        ('{ picture = "post.txt", x_px = 4, y_px = 3, ce90_px = 1 }', "line 19: place: it is no PNG"),
        (
            '{ picture = "map.png", x_px = 4, y_px = 3, ce90_px = 1, sha256 = "00" }',
            "line 19: sha256: the picture's is",
        ),
        ('{ picture = "map.png", x_px = 9e9, y_px = 3, ce90_px = 1 }', "line 19: place: the point"),
    ],
)
def test_a_mistake_is_named_by_its_line(place: str, why: str) -> None:
    with pytest.raises(StatementError, match=why):
        read(place)


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (PNG, (800, 600)),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc2\0\x11\x08\x02\x58\x03\x20\x03", (800, 600)),
        (b"RIFF....WEBPVP8X\x0a\0\0\0\0\0\0\0\x1f\x03\0\x57\x02\0", (800, 600)),
        (b"RIFF....WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x20\x03\x58\x02", (800, 600)),
        (b"RIFF....WEBPVP8L\x0a\0\0\0\x2f\x1f\xc3\x95\0", (800, 600)),
    ],
)
def test_the_size_stands_in_the_first_bytes(content: bytes, size: tuple[int, int]) -> None:
    assert size_px(content) == size


@given(
    head=st.sampled_from([b"", PNG[:8], b"\xff\xd8\xff", b"GIF89a", b"RIFF....WEBPVP8X"]), rest=st.binary(max_size=60)
)
def test_any_bytes_have_a_size_above_zero_or_are_refused(head: bytes, rest: bytes) -> None:
    try:
        width_px, height_px = size_px(head + rest)
    except ValueError:
        return
    assert width_px > 0
    assert height_px > 0


def test_a_picture_is_named_by_its_digest() -> None:
    assert read_mark(mark(), PNG).picture == Digest.of(PNG)
