"""From a map's metres to longitude and latitude, and to true east and north."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError, ProjError

from inquo.errors import UsageError

Float64 = NDArray[np.float64]
_WGS84 = Geod(ellps="WGS84")


def lonlat_from_map(crs: str, points_m: Float64) -> Float64:
    """Longitude and latitude, degrees, WGS 84, of map points; shape (n, 2) both ways."""
    lon, lat = _to_lonlat(crs).transform(points_m[:, 0], points_m[:, 1], errcheck=True)
    return np.column_stack([lon, lat]).astype(np.float64)


def map_from_lonlat(crs: str, points_deg: Float64) -> Float64:
    """Map points, metres, of longitudes and latitudes in degrees; shape (n, 2) both ways."""
    x, y = _from_lonlat(crs).transform(points_deg[:, 0], points_deg[:, 1], errcheck=True)
    return np.column_stack([x, y]).astype(np.float64)


def map_from_other(crs: str, other: str, points: Float64) -> Float64:
    """Map points, metres, of points in any other CRS, x before y (east or longitude first); shape (n, 2) both ways.

    Raises:
        UsageError: The other CRS cannot be understood, is not tied to the Earth, or does not reach there.
    """
    parsed = _parsed(other)
    if not (parsed.is_geographic or parsed.is_projected or parsed.is_compound):
        raise UsageError(f"a CRS that is not tied to the Earth: {parsed.name}", hint="Use a code such as EPSG:4326.")
    try:
        there = Transformer.from_crs(parsed, _parsed(crs), always_xy=True)
        x, y = there.transform(points[:, 0], points[:, 1], errcheck=True)
    except ProjError as e:
        raise UsageError(f"coordinates that {parsed.name} cannot hold", hint="Check the CRS and its axes.") from e
    return np.column_stack([x, y]).astype(np.float64)


def wkt_of(crs: str) -> str:
    """The definition of a CRS on one line, as other programs read it."""
    return str(_parsed(crs).to_wkt(pretty=False))


def en_from_map(crs: str, point_m: Float64) -> Float64:
    """Derivative of true east and north, metres on the ellipsoid, by a map's x and y at a point.

    It holds the meridian convergence and the scale of the projection, by which a covariance on
    the map becomes one on the ground.

    Returns:
        Shape (2, 2): rows east and north, columns x and y.
    """
    step = 10.0
    around = point_m + step * np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    lonlat = lonlat_from_map(crs, around)
    columns = []
    for ahead, behind in ((0, 1), (2, 3)):
        azimuth, _, distance = _WGS84.inv(*lonlat[behind], *lonlat[ahead])
        turn = np.radians(azimuth)
        columns.append(np.array([np.sin(turn), np.cos(turn)]) * distance / (2 * step))
    return np.column_stack(columns)


def ground_distance_m(a_deg: tuple[float, float], b_deg: tuple[float, float]) -> float:
    """Length of the geodesic between two points given as longitude and latitude."""
    return float(_WGS84.inv(*a_deg, *b_deg)[2])


@lru_cache(maxsize=32)
def _to_lonlat(crs: str) -> Transformer:
    return Transformer.from_crs(_parsed(crs), "EPSG:4326", always_xy=True)


@lru_cache(maxsize=32)
def _from_lonlat(crs: str) -> Transformer:
    return Transformer.from_crs("EPSG:4326", _parsed(crs), always_xy=True)


def _parsed(crs: str) -> CRS:
    try:
        return CRS.from_user_input(crs)
    except CRSError as e:
        raise UsageError(f"not a coordinate reference system: {crs}", hint="Use a code such as EPSG:32651.") from e
