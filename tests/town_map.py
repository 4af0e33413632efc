"""The invented town as map files: what stands and where roads run, in the formats that maps come in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from inquo.geometry.crs_pyproj import lonlat_from_map
from inquo.town.plan import Town

HIGHWAYS = {"avenue": "primary", "street": "residential", "lane": "living_street", "track": "track"}


def lonlat(town: Town, points: np.ndarray) -> list[list[float]]:
    """Points of the town in degrees, as fine as OpenStreetMap keeps them."""
    return [[round(float(x), 7), round(float(y), 7)] for x, y in lonlat_from_map(town.crs, town.map_from_town(points))]


def houses(town: Town) -> list[tuple[list[list[float]], dict[str, str]]]:
    """Closed rings with their tags; the first building has no height, some state storeys."""
    found = []
    for number, building in enumerate(town.buildings):
        ring = lonlat(town, building.outline)
        tags = {"building": "yes"}
        if number % 3 == 1:
            tags["height"] = f"{building.height_m:.1f}"
        elif number % 3 == 2:
            tags["building:levels"] = str(max(1, round(building.height_m / 3)))
        found.append(([*ring, ring[0]], tags))
    return found


def streets(town: Town) -> list[tuple[list[list[float]], dict[str, str]]]:
    """Middle lines with their tags."""
    return [(lonlat(town, r.line), {"highway": HIGHWAYS[r.way], "width": f"{r.width_m:g}"}) for r in town.roads]


def write_geojson(path: Path, town: Town, *, buildings: bool = True, roads: bool = True) -> Path:
    """Write a FeatureCollection."""
    features: list[dict[str, Any]] = []
    for ring, tags in houses(town) if buildings else ():
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": tags, "geometry": geometry})
    for line, tags in streets(town) if roads else ():
        geometry = {"type": "LineString", "coordinates": line}
        features.append({"type": "Feature", "properties": tags, "geometry": geometry})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


class Extract:
    """An OpenStreetMap extract in the making: nodes first, then ways, then relations."""

    def __init__(self) -> None:
        self.nodes: list[tuple[float, float]] = []
        self.ways: list[tuple[list[int], dict[str, str]]] = []
        self.relations: list[tuple[list[tuple[str, int, str]], dict[str, str]]] = []

    def add_way(self, line: list[list[float]], tags: dict[str, str]) -> int:
        """Add a way; one that ends where it begins is closed by its first node."""
        closed = line[0] == line[-1]
        first = len(self.nodes) + 1
        self.nodes += [(x, y) for x, y in (line[:-1] if closed else line)]
        numbers = list(range(first, len(self.nodes) + 1))
        self.ways.append(([*numbers, first] if closed else numbers, tags))
        return len(self.ways)

    def write(self, path: Path) -> Path:
        """Write it with osmium's own writer, under any name."""
        import osmium
        from osmium.osm.mutable import Node, Relation, Way

        with osmium.SimpleWriter(osmium.io.File(str(path), "pbf")) as writer:
            for number, location in enumerate(self.nodes, start=1):
                writer.add_node(Node(id=number, location=location))
            for number, (nodes, tags) in enumerate(self.ways, start=1):
                writer.add_way(Way(id=number, nodes=nodes, tags=tags))
            for number, (members, tags) in enumerate(self.relations, start=1):
                writer.add_relation(Relation(id=number, members=members, tags=tags))
        return path


def write_pbf(path: Path, town: Town) -> Path:
    """Write an ``.osm.pbf`` extract."""
    extract = Extract()
    for line, tags in (*houses(town), *streets(town)):
        extract.add_way(line, tags)
    return extract.write(path)
