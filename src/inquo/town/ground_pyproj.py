"""From the town's map to longitude and latitude."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyproj

from inquo.town.polygons import Points


@cache
def _to_degrees(crs: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)


def lonlat(crs: str, map_m: Points) -> Points:
    """Map metres to degrees east and north (WGS 84), shape (n, 2)."""
    lon, lat = _to_degrees(crs).transform(map_m[:, 0], map_m[:, 1])
    return np.stack([lon, lat], axis=1)
