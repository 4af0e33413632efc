"""Files of control points in every dress that QGIS has given them, and broken ones."""

from __future__ import annotations

import pytest

from inquo.errors import PointsError
from inquo.placement.points_file import parse

NEW = (
    "#CRS: EPSG:32637\nmapX,mapY,sourceX,sourceY,enable,dX,dY,residual\n"
    "500010.5,4000020,100.5,-40.25,1,0.1,0.2,0.22\n500090,4000080,300,-200,0,0,0,0\n"
)


def test_rows_are_counted_downwards_and_the_switch_is_kept() -> None:
    read = parse(NEW, "x.points")
    assert read.crs == "EPSG:32637"
    first, second = read.points
    assert (first.x_px, first.y_px, first.map_x, first.map_y) == (100.5, 40.25, 500010.5, 4000020.0)
    assert (first.enabled, second.enabled) == (True, False)
    assert (first.line, second.line) == (3, 4)


@pytest.mark.parametrize(
    "text",
    [
        NEW.replace("\n", "\r\n"),
        "\ufeff" + NEW,
        NEW.replace("sourceX,sourceY", "pixelX,pixelY"),
        NEW.replace("\n500090", "\n\n500090"),
        NEW.replace(",dX,dY,residual", "").replace(",0.1,0.2,0.22", "").replace(",0,0,0\n", "\n"),
        NEW.replace("#CRS: EPSG:32637\n", "#CRS: EPSG:32637\n").replace(",", "\t"),
    ],
    ids=["windows", "mark of byte order", "pixelX", "empty line", "no residuals", "tabs"],
)
def test_older_and_other_dresses_say_the_same(text: str) -> None:
    places = [(p.x_px, p.y_px, p.map_x, p.map_y, p.enabled) for p in parse(text, "x").points]
    assert places == [(p.x_px, p.y_px, p.map_x, p.map_y, p.enabled) for p in parse(NEW, "x").points]


def test_an_old_file_does_not_say_its_crs_and_has_no_switch() -> None:
    read = parse("mapX\tmapY\tpixelX\tpixelY\n1\t2\t3\t-4\n", "x")
    assert read.crs is None
    assert read.points[0].enabled


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("", "no control points"),
        ("#CRS: EPSG:4326\n", "no control points"),
        (NEW.replace("mapX", "east"), "line 2: no header"),
        (NEW.replace("100.5", "a hundred"), "line 3: 'a hundred' is not a number"),
        (NEW.replace("100.5", "nan"), "line 3: 'nan'"),
        (NEW.replace("4000080,300,-200,0,0,0,0", "4000080"), "line 4: only 2 columns"),
        (NEW.replace("-40.25", "40.25"), "line 3: source y is 40.25, above the picture"),
        (NEW.replace("-200,0,", "-200,perhaps,"), "line 4: enable is 'perhaps'"),
        (NEW + "1,2,100.5,-40.25,1,0,0,0\n", "line 5: the same point of the picture as in line 3"),
        (NEW + "500010.5,4000020,1,-2,1,0,0,0\n", "line 5: the same point of the map as in line 3"),
    ],
)
def test_a_broken_file_is_named_with_its_line(broken: str, line: str) -> None:
    with pytest.raises(PointsError, match=r"^mine\.points: ") as raised:
        parse(broken, "mine.points")
    assert line in str(raised.value)
    assert raised.value.hint
