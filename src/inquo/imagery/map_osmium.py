"""Maps as OpenStreetMap extracts, ``.osm.pbf``.

osmium is an extra: ``pip install 'inquo[osm]'``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from inquo.errors import ImageryError
from inquo.imagery.map_features import Collector, MapFeatures, Part, Ring, Shape
from inquo.imagery.projection_pyproj import LONLAT


def read_map_pbf(path: Path) -> MapFeatures:
    """Read buildings, multipolygons included, and roads; everything else is passed over.

    Raises:
        ImageryError: It is damaged, or osmium is not installed.
    """
    try:
        import osmium
    except ImportError as error:
        hint = "pip install 'inquo[osm]', or convert it: ogr2ogr -f GPKG OUT.gpkg IN.osm.pbf"
        raise ImageryError(
            path, "reading an OpenStreetMap extract needs osmium, which is missing", hint=hint
        ) from error
    collector = Collector(LONLAT)
    wanted = osmium.filter.KeyFilter("building", "highway")
    try:
        named = osmium.io.File(str(path), "pbf")  # in custody a file has no ending to tell its format by
        objects: Any = osmium.FileProcessor(named).with_areas().with_filter(wanted)
        for one in objects:
            if one.is_area() and "building" in one.tags:
                parts = [
                    Part(
                        shape=Shape.POLYGON,
                        rings=(_ring(outer), *(_ring(inner) for inner in one.inner_rings(outer))),
                    )
                    for outer in one.outer_rings()
                ]
                collector.add(parts, dict(one.tags))
            elif one.is_way() and "highway" in one.tags:
                _take_road(collector, one)
    except (RuntimeError, ValueError) as error:
        raise ImageryError(path, f"cannot be read as an OpenStreetMap extract: {error}") from error
    return collector.features()


def _take_road(collector: Collector, way: Any) -> None:  # noqa: ANN401
    if way.tags.get("area") == "yes":
        collector.leave_out("an area of road, which has no middle line")
        return
    nodes = list(way.nodes)
    if not all(node.location.valid() for node in nodes):
        collector.leave_out("a node of the way is not in the extract")
        return
    collector.add([Part(shape=Shape.LINE, rings=(_ring(nodes),))], dict(way.tags))


def _ring(nodes: Any) -> Ring:  # noqa: ANN401
    return np.array([(node.lon, node.lat) for node in nodes], np.float64).reshape(-1, 2)
