"""A map's features in metres, found by window."""

from __future__ import annotations

import numpy as np
import shapely

from inquo.imagery.map_features import Building, MapFeatures, Road
from inquo.imagery.outline_shapely import Bounds
from inquo.imagery.projection_pyproj import LONLAT, carry, metric_crs


class MapIndex:
    """Buildings and roads of a map in the UTM zone of its middle, in an R-tree.

    Args:
        features: In whatever CRS the file has; at least one building or road.

    Attributes:
        crs: Metric.
        bounds_m: Smallest box that holds everything.
        unused: Why features of the file were left out, and how many for each reason.
    """

    def __init__(self, features: MapFeatures) -> None:
        places = [b.rings[0] for b in features.buildings] + [r.line for r in features.roads]
        whole = np.concatenate(places)
        middle = (whole.min(axis=0) + whole.max(axis=0)) / 2
        lon, lat = carry(middle[None], to_crs=LONLAT, from_crs=features.crs)[0]
        self.crs = metric_crs(float(lon), float(lat))
        self.unused = features.unused
        self.buildings = tuple(
            Building(rings=tuple(self._metres(ring, features.crs) for ring in one.rings), height_m=one.height_m)
            for one in features.buildings
        )
        self.roads = tuple(
            Road(line=self._metres(one.line, features.crs), width_m=one.width_m) for one in features.roads
        )
        low = np.array([p.min(axis=0) for p in self._places()])
        high = np.array([p.max(axis=0) for p in self._places()])
        self._tree = shapely.STRtree(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
        west, south = low.min(axis=0)
        east, north = high.max(axis=0)
        self.bounds_m: Bounds = (float(west), float(south), float(east), float(north))

    def within(self, bounds_m: Bounds) -> tuple[list[Building], list[Road]]:
        """Buildings and roads whose box touches a window, in the order of the file."""
        found = np.sort(self._tree.query(shapely.box(*bounds_m)))
        count = len(self.buildings)
        return (
            [self.buildings[i] for i in found[found < count]],
            [self.roads[i - count] for i in found[found >= count]],
        )

    def _metres(
        self, ring: np.ndarray[tuple[int, int], np.dtype[np.float64]], crs: str
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        return carry(ring, to_crs=self.crs, from_crs=crs)

    def _places(self) -> list[np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
        return [one.rings[0] for one in self.buildings] + [one.line for one in self.roads]
