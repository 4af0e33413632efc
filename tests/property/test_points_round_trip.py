"""Whatever is written as a file of control points is read back to the last bit, by us and as QGIS reads it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inquo.placement.points_file import Row, parse, write
from inquo.records.control import ControlPoint

numbers = st.floats(-1e7, 1e7, allow_nan=False, allow_infinity=False)
rows_px = st.floats(0, 1e5, allow_nan=False)


@st.composite
def points(draw: st.DrawFn) -> list[ControlPoint]:
    places = draw(st.lists(st.tuples(numbers, rows_px, numbers, numbers, st.booleans()), max_size=12))
    kept, seen = [], set()
    for x, y, map_x, map_y, enabled in places:
        if {("p", x, y), ("m", map_x, map_y)} & seen:
            continue
        seen |= {("p", x, y), ("m", map_x, map_y)}
        line = len(kept) + 3
        kept.append(ControlPoint(line=line, x_px=x, y_px=y, map_x=map_x, map_y=map_y, enabled=enabled))
    return kept


@given(points(), st.sampled_from(["EPSG:4326", 'PROJCRS["a, with, commas"]']))
def test_a_file_that_was_written_is_read_back(given_points: list[ControlPoint], crs: str) -> None:
    rows = [Row(point=point, miss_px=(0.1, -3.7), role="check") for point in given_points]
    read = parse(write(crs, rows), "x.points")
    assert read.crs == crs
    assert list(read.points) == given_points


@given(points())
def test_what_qgis_would_read_is_what_was_meant(given_points: list[ControlPoint]) -> None:
    """QGIS skips the line after the CRS, splits at commas, and takes the first five columns."""
    crs, header, *lines = write("EPSG:32637", [Row(point=point) for point in given_points]).splitlines()
    assert "#CRS: " in crs
    assert header.split(",")[:5] == ["mapX", "mapY", "sourceX", "sourceY", "enable"]
    for line, point in zip(lines, given_points, strict=True):
        cells = line.split(",")
        assert len(cells) >= 8
        assert [float(cell) for cell in cells[:4]] == [point.map_x, point.map_y, point.x_px, -point.y_px]
        assert int(cells[4]) == point.enabled
