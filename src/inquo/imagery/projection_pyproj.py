"""Coordinate reference systems: which may be used, and the way to metres and to degrees."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from inquo.errors import ImageryError
from inquo.geometry.grid import Matrix

LONLAT = "EPSG:4326"


def require_earthly(path: Path, crs: str) -> str:
    """Refuse a CRS that does not say where on Earth a pixel lies.

    Args:
        path: The file, for the error.
        crs: WKT or an authority code.

    Returns:
        The horizontal part, as an authority code where it is one, else as WKT.

    Raises:
        ImageryError: It is local, engineering, geocentric or vertical, or cannot be understood.
    """
    try:
        parsed = CRS.from_user_input(crs)
    except CRSError as error:
        raise ImageryError(path, "has a CRS that cannot be understood", hint=_ASSIGN_HINT) from error
    horizontal = parsed.sub_crs_list[0] if parsed.is_compound and parsed.sub_crs_list else parsed
    if not (horizontal.is_geographic or horizontal.is_projected):
        raise ImageryError(
            path, f'has a CRS that is not tied to the Earth ("{horizontal.name}", {horizontal.type_name})',
            hint=_ASSIGN_HINT,
        )  # fmt: skip
    code = horizontal.to_epsg(min_confidence=100)
    return f"EPSG:{code}" if code else str(horizontal.to_wkt())


_ASSIGN_HINT = (
    "If you know its true CRS, assign it: gdal_edit.py -a_srs EPSG:nnnnn FILE (keep the original as received)."
)


def metric_crs(lon_deg: float, lat_deg: float) -> str:
    """The UTM zone of a place, or universal polar stereographic beyond 84 N and 80 S.

    >>> metric_crs(37.05, 36.59), metric_crs(-180.0, -45.0), metric_crs(10.0, 85.0)
    ('EPSG:32637', 'EPSG:32701', 'EPSG:5041')
    """
    if lat_deg > 84:
        return "EPSG:5041"
    if lat_deg < -80:
        return "EPSG:5042"
    zone = int((lon_deg + 180) // 6) % 60 + 1
    return f"EPSG:{32600 + zone if lat_deg >= 0 else 32700 + zone}"


@lru_cache(maxsize=256)
def _transformer(to_crs: str, from_crs: str) -> Transformer:
    return Transformer.from_crs(from_crs, to_crs, always_xy=True)


def carry(points: Matrix, *, to_crs: str, from_crs: str) -> Matrix:
    """Carry points from one CRS to another, x (east, longitude) before y.

    Args:
        points: Shape (..., 2).
        to_crs: Where to.
        from_crs: Where from.

    Returns:
        Same shape; infinite where a point has no counterpart.
    """
    if to_crs == from_crs:
        return np.array(points, dtype=np.float64)
    try:
        x, y = _transformer(to_crs, from_crs).transform(points[..., 0], points[..., 1])
    except ProjError:
        return np.full_like(points, np.inf)
    return np.stack([np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)], axis=-1)
