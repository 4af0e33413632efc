"""A grid on the Earth to which places are moved when the exact ones are not to be given away.

A cell is at least as high and as wide as was asked, and depends on nothing but the cell that a
place falls in: neither its middle nor its reach says where in the cell the place was.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from inquo.geometry.crs_pyproj import ground_distance_m
from inquo.records.place import LonLat

_SHORTEST_DEGREE_OF_LATITUDE_M = 110_574.0
_DEGREE_OF_LONGITUDE_M = 111_319.0
_DIGITS = 7  # a centimetre
_ROUNDING_M = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of the grid.

    Attributes:
        lon_deg: Longitude of its middle, degrees east, WGS 84.
        lat_deg: Latitude, degrees north.
        reach_m: From the middle to the farthest point of the cell, metres.
        size_m: The side that was asked for.
    """

    lon_deg: float
    lat_deg: float
    reach_m: float
    size_m: float

    def widened(self, radius_m: float) -> float:
        """Radius around the middle that holds whatever lay within a radius of a point of the cell.

        It is rounded up to a tenth of the cell's side, so that it does not give the radius away either.

        >>> cell_of((37.0417, 36.5861), 1000.0).widened(8.3)
        800.0
        """
        step = self.size_m / 10
        return math.ceil((radius_m + self.reach_m + _ROUNDING_M) / step) * step


def cell_of(place_deg: LonLat, size_m: float) -> Cell:
    """The cell that a place falls in.

    1. Rows are of equal height in degrees, at least ``size_m`` everywhere.
    2. A row is cut into equal cells, at least ``size_m`` wide at the edge that is nearer to a pole.

    Args:
        place_deg: Longitude and latitude, WGS 84.
        size_m: Least side of a cell, metres, above zero.
    """
    lon, lat = place_deg
    height_deg = size_m / _SHORTEST_DEGREE_OF_LATITUDE_M  # 1
    row = math.floor((lat + 90) / height_deg)
    south, north = -90 + row * height_deg, min(90.0, -90 + (row + 1) * height_deg)
    around_m = 360 * _DEGREE_OF_LONGITUDE_M * max(0.0, math.cos(math.radians(max(abs(south), abs(north)))))  # 2
    width_deg = 360 / max(1, math.floor(around_m / size_m))
    west = -180 + math.floor((lon + 180) / width_deg) * width_deg
    middle = (round(west + width_deg / 2, _DIGITS), round((south + north) / 2, _DIGITS))
    corners = [(west, south), (west, north)]
    reach_m = max(ground_distance_m(middle, corner) for corner in corners)
    return Cell(lon_deg=middle[0], lat_deg=middle[1], reach_m=reach_m, size_m=size_m)
