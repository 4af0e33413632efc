"""Geometries as a GeoPackage keeps them.

Source:
    OGC 12-128r18 (GeoPackage 1.3), clause 2.1.3, for the header; OGC 06-103r4, clause 8, for
    well-known binary. Outer rings run anticlockwise, inner rings clockwise.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inquo.records.place import LonLat

SRS_ID = 4326
_POINT, _POLYGON, _MULTI_POLYGON = 1, 3, 6
_LITTLE_ENDIAN, _WITH_BOX = 0x01, 0x02

Ring = Sequence[LonLat]
Polygon = Sequence[Ring]


@dataclass(frozen=True, slots=True)
class Geometry:
    """A geometry with the box it fits in.

    Attributes:
        blob: GeoPackageBinary.
        box: West, south, east, north, degrees.
    """

    blob: bytes
    box: tuple[float, float, float, float]


def point(lon_deg: float, lat_deg: float) -> Geometry:
    """A point."""
    body = struct.pack("<BIdd", 1, _POINT, lon_deg, lat_deg)
    return Geometry(_header(None) + body, (lon_deg, lat_deg, lon_deg, lat_deg))


def polygon(rings: Polygon) -> Geometry | None:
    """A polygon; None when its outer ring encloses nothing."""
    body = _polygon_body(rings)
    return None if body is None else _with_box(body, rings)


def multi_polygon(polygons: Iterable[Polygon]) -> Geometry | None:
    """Polygons that belong together; None when none of them encloses anything."""
    kept = [(body, rings) for rings in polygons if (body := _polygon_body(rings)) is not None]
    if not kept:
        return None
    body = struct.pack("<BII", 1, _MULTI_POLYGON, len(kept)) + b"".join(body for body, _ in kept)
    return _with_box(body, [ring for _, rings in kept for ring in rings])


def _with_box(body: bytes, rings: Polygon) -> Geometry:
    lons, lats = zip(*(point for ring in rings for point in ring), strict=True)
    box = (min(lons), min(lats), max(lons), max(lats))
    return Geometry(_header(box) + body, box)


def _header(box: tuple[float, float, float, float] | None) -> bytes:
    flags = _LITTLE_ENDIAN if box is None else _LITTLE_ENDIAN | _WITH_BOX
    head = struct.pack("<2sBBi", b"GP", 0, flags, SRS_ID)
    if box is None:
        return head
    west, south, east, north = box
    return head + struct.pack("<4d", west, east, south, north)


def _polygon_body(rings: Polygon) -> bytes | None:
    if not rings or not _area(_closed(rings[0])):
        return None
    turned = [_turned(_closed(ring), anticlockwise=place == 0) for place, ring in enumerate(rings)]
    packed = [
        struct.pack(f"<I{2 * len(ring)}d", len(ring), *(ordinate for point in ring for ordinate in point))
        for ring in turned
    ]
    return struct.pack("<BII", 1, _POLYGON, len(packed)) + b"".join(packed)


def _closed(ring: Ring) -> Ring:
    return ring if len(ring) > 0 and ring[0] == ring[-1] else [*ring, *ring[:1]]


def _turned(ring: Ring, *, anticlockwise: bool) -> Ring:
    return ring if (_area(ring) > 0) == anticlockwise else ring[::-1]


def _area(ring: Ring) -> float:
    """Twice the signed area, positive when anticlockwise; 0 for what encloses nothing or is not finite."""
    if not ring:
        return 0.0
    x0, y0 = ring[0]
    area = math.fsum((xa - x0) * (yb - y0) - (xb - x0) * (ya - y0) for (xa, ya), (xb, yb) in pairwise(ring))
    return area if math.isfinite(area) else 0.0
