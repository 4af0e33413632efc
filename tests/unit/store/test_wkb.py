"""Geometries are what another library reads back."""

from __future__ import annotations

import struct

import pytest
import shapely

from inquo.store import wkb

OUTER = ((0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0))
HOLE = ((0.5, 0.5), (1.5, 0.5), (1.5, 1.5), (0.5, 1.5), (0.5, 0.5))


def _read(geometry: wkb.Geometry | None, header_bytes: int) -> shapely.Geometry:
    assert geometry is not None
    magic, version, _flags, srs = struct.unpack_from("<2sBBi", geometry.blob)
    assert (magic, version, srs) == (b"GP", 0, 4326)
    shape = shapely.from_wkb(geometry.blob[header_bytes:])
    assert geometry.box == shape.bounds
    return shape


def test_a_point() -> None:
    assert _read(wkb.point(37.0, 36.5), 8) == shapely.Point(37.0, 36.5)


def test_a_polygon_is_closed_and_wound_as_the_standard_says() -> None:
    geometry = wkb.polygon([OUTER, HOLE])
    shape = _read(geometry, 40)
    assert shape.equals(shapely.Polygon(OUTER, [HOLE]))
    assert shape.exterior.is_ccw
    assert not shape.interiors[0].is_ccw
    assert geometry is not None
    assert struct.unpack_from("<4d", geometry.blob, 8) == (0.0, 2.0, 0.0, 2.0)


def test_polygons_that_belong_together() -> None:
    far = tuple((x + 10, y) for x, y in OUTER)
    shape = _read(wkb.multi_polygon([[OUTER, HOLE], [far], []]), 40)
    assert shape.equals(shapely.MultiPolygon([shapely.Polygon(OUTER, [HOLE]), shapely.Polygon(far)]))


@pytest.mark.parametrize(
    "rings",
    [[], [()], [((1.0, 1.0),)], [((0.0, 0.0), (1.0, 1.0))], [((0.0, 0.0), (float("nan"), 1.0), (1.0, 0.0))]],
)
def test_what_encloses_nothing_is_no_polygon(rings: list[wkb.Ring]) -> None:
    assert wkb.polygon(rings) is None
    assert wkb.multi_polygon([rings]) is None
