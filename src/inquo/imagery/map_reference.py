"""A map in the place of imagery: buildings and roads, drawn by window at whatever resolution is asked for."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from inquo.errors import ImageryError
from inquo.geometry.grid import GroundRaster
from inquo.imagery.map_drawing_cv2 import Drawing, Sheet, draw, near_anything
from inquo.imagery.map_features import MapFeatures
from inquo.imagery.map_geopackage import read_map_geopackage
from inquo.imagery.map_index_shapely import MapIndex
from inquo.imagery.map_json import read_map_json
from inquo.imagery.map_osmium import read_map_pbf
from inquo.imagery.outline_shapely import Bounds
from inquo.imagery.projection_pyproj import LONLAT, carry
from inquo.records.digest import Digest
from inquo.records.imagery import Imagery

DRAWN_GSD_M = 0.6
"""Finest resolution that a map is drawn at: outlines are traced from imagery about as fine."""
MAX_SIDE_PX = 16_384
NEAR_M = 80.0
"""Further than this from anything mapped, a map says nothing."""
ASSUMED_CE90_M = 10.0
ASSUMED_BASIS = (
    "assumed: none stated; 10 m: OpenStreetMap's outlines were 4.1 m off on average where they were surveyed "
    "(Munich; Fan et al., IJGIS 28 (2014) 700-719), a CE90 of 7 m, made half as much again for regions where the "
    "imagery that outlines are traced from is less well placed"
)
LEADS_ONLY = (
    "the reference is a map: how often a place found on a map is right is not known well enough, so its best "
    "fits are leads"
)
_READERS = {
    "GeoJSON": read_map_json,
    "TopoJSON": read_map_json,
    "GeoPackage": read_map_geopackage,
    "OSM extract": read_map_pbf,
}


def tell_map(path: Path) -> str | None:
    """What kind of map a file is, by its content; None when it is none.

    Raises:
        ImageryError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1 << 16)
            file.seek(max(len(head), file.seek(0, 2) - (1 << 16)))
            tail = file.read(1 << 16)
    except OSError as error:
        raise ImageryError(path, (error.strerror or str(error)).lower(), hint="check the path") from error
    if head.startswith(b"SQLite format 3\0"):
        return "GeoPackage" if head[68:72] in (b"GPKG", b"GP10", b"GP11") else None
    if head[4:64].find(b"OSMHeader") >= 0 and head[0] == 0:
        return "OSM extract"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        both = (head + tail).replace(b" ", b"")
        if b'"type":"Topology"' in both:
            return "TopoJSON"
        if b'"type":"FeatureCollection"' in both:
            return "GeoJSON"
    return None


class MapReference:
    """A map as the placement asks for imagery. Threads may read at the same time.

    Args:
        index: The map's features.
        imagery: What ``describe_map`` said of it.
        drawing: How it is drawn.

    Attributes:
        crs: Metric, the UTM zone of the map's middle.
        bounds_m: Smallest box that holds everything mapped.
        gsd_m: Finest resolution that it is drawn at.
        ce90_m: Absolute horizontal error of its outlines at 90 %.
        exhibits: The file's digest.
        index: Its features in metres.
        leads_only: Why nothing found on it is a finding.
    """

    leads_only = LEADS_ONLY

    def __init__(self, index: MapIndex, imagery: Imagery, drawing: Drawing) -> None:
        self.index, self._drawing = index, drawing
        self.crs, self.bounds_m = index.crs, index.bounds_m
        self.gsd_m, self.ce90_m, self.ce90_basis = imagery.gsd_m, imagery.ce90_m, imagery.ce90_basis
        self.images = (imagery,)
        self.exhibits: tuple[Digest, ...] = (imagery.exhibit,)

    def drawn(self, drawing: Drawing) -> MapReference:
        """The same map, drawn in another way; the index is shared."""
        return MapReference(self.index, self.images[0], drawing)

    def covers(self, bounds_m: Bounds) -> bool:
        """Whether anything mapped touches a box, metres."""
        return any(self.index.within(bounds_m))

    def source_at(self, x_m: float, y_m: float) -> Digest | None:
        """Which exhibit shows a point, metres in ``crs``; None far from anything mapped."""
        near = (x_m - NEAR_M, y_m - NEAR_M, x_m + NEAR_M, y_m + NEAR_M)
        return self.exhibits[0] if self.covers(near) else None

    def read(self, bounds_m: Bounds, gsd_m: float) -> GroundRaster:
        """Draw a box; memory follows the box, not the map.

        Args:
            bounds_m: x and y from, x and y to, metres in ``crs``; may reach beyond the map.
            gsd_m: Ground sampling distance wanted, metres per pixel.

        Returns:
            A north-up picture whose upper left corner is that of the box; what is far from anything
            mapped is not valid.

        Raises:
            ValueError: The box is empty or would be more than 16,384 pixels a side.
        """
        west, south, east, north = bounds_m
        if not (gsd_m > 0 and east > west and north > south and math.isfinite(east - west + north - south)):
            raise ValueError(f"no picture of {bounds_m} at {gsd_m} m")
        width, height = (max(1, math.ceil(side / gsd_m - 1e-3)) for side in (east - west, north - south))
        if not max(width, height) <= MAX_SIDE_PX:
            raise ValueError(f"a window of {width} x {height} px is too large: read it in parts")
        around = math.ceil(max(NEAR_M, self._drawing.reach_m) / gsd_m)
        margin_m = around * gsd_m
        sheet = Sheet(west - margin_m, north + margin_m, gsd_m, width + 2 * around, height + 2 * around)
        seen = (west - margin_m, north - height * gsd_m - margin_m, west + width * gsd_m + margin_m, north + margin_m)
        buildings, roads = self.index.within(seen)
        inner = np.s_[around : around + height, around : around + width]
        return GroundRaster(
            grey=np.ascontiguousarray(draw(buildings, roads, sheet, self._drawing)[inner]),
            valid=np.ascontiguousarray(near_anything(buildings, roads, sheet, NEAR_M)[inner]),
            map_from_pixel=np.array([[gsd_m, 0, west], [0, -gsd_m, north]], dtype=np.float64),
            crs=self.crs,
        )


def open_map(
    path: Path, exhibit: Digest, drawing: Drawing | None = None, *, ce90_m: float | None = None
) -> MapReference:
    """Read a map file and make it searchable.

    Args:
        path: GeoJSON, TopoJSON, GeoPackage or an OpenStreetMap extract.
        exhibit: Its digest.
        drawing: How it is drawn; flat by default.
        ce90_m: Its absolute horizontal error as stated with it; None when none is.

    Raises:
        ImageryError: It is no map, or holds neither buildings nor roads.
    """
    kind = tell_map(path)
    if kind is None:
        hint = "Give GeoJSON, TopoJSON, a GeoPackage or an .osm.pbf extract."
        raise ImageryError(path, "is no map that can be read", hint=hint)
    features = _READERS[kind](path)
    if not (features.buildings or features.roads):
        why = "; ".join(f"{count} times: {reason}" for reason, count in features.unused.items()) or "it is empty"
        raise ImageryError(path, f"holds neither buildings nor roads ({why})", hint="Give outlines or middle lines.")
    index = MapIndex(features)
    return MapReference(index, describe_map(index, features, kind, exhibit, ce90_m), drawing or Drawing())


def describe_map(index: MapIndex, features: MapFeatures, kind: str, exhibit: Digest, ce90_m: float | None) -> Imagery:
    """A map in the terms of imagery: extent, the resolution it is drawn at, error."""
    west, south, east, north = index.bounds_m
    corners = np.array([(west, south), (east, south), (east, north), (west, north), (west, south)])
    outline = carry(corners, to_crs=LONLAT, from_crs=index.crs)
    bands = [name for name, there in (("buildings", features.buildings), ("roads", features.roads)) if there]
    return Imagery(
        exhibit=exhibit,
        crs=features.crs,
        outline_lonlat_deg=tuple((float(lon), float(lat)) for lon, lat in outline),
        gsd_m=DRAWN_GSD_M,
        width_px=max(1, math.ceil((east - west) / DRAWN_GSD_M)),
        height_px=max(1, math.ceil((north - south) / DRAWN_GSD_M)),
        bands=tuple(bands),
        data_type=f"map, {kind}",
        ce90_m=ASSUMED_CE90_M if ce90_m is None else ce90_m,
        ce90_basis=ASSUMED_BASIS if ce90_m is None else "stated with the map",
    )
