"""Longitude and latitude to map metres and back, by PROJ."""

from __future__ import annotations

import functools

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from inquo.errors import InquoError
from inquo.geometry.grid import Matrix


@functools.lru_cache(maxsize=32)
def _map_from_lonlat(crs: str) -> Transformer:
    try:
        return Transformer.from_crs(CRS.from_epsg(4326), CRS.from_user_input(crs), always_xy=True)
    except CRSError as error:
        raise InquoError(f"coordinate reference system {crs!r} is not known to PROJ") from error


def map_from_lonlat(lonlat_deg: Matrix, crs: str) -> Matrix:
    """Project points.

    Args:
        lonlat_deg: Shape (n, 2), longitude before latitude, WGS 84.
        crs: A metric coordinate reference system.

    Returns:
        Shape (n, 2), metres, x before y.

    Raises:
        InquoError: PROJ does not know the system.
    """
    x, y = _map_from_lonlat(crs).transform(lonlat_deg[:, 0], lonlat_deg[:, 1])
    return np.column_stack([x, y]).astype(np.float64)


def lonlat_from_map(map_m: Matrix, crs: str) -> Matrix:
    """Unproject points: the inverse of ``map_from_lonlat``."""
    lon, lat = _map_from_lonlat(crs).transform(map_m[:, 0], map_m[:, 1], direction="INVERSE")
    return np.column_stack([lon, lat]).astype(np.float64)
