"""Maps as GeoJSON and TopoJSON.

Source:
    RFC 7946; the TopoJSON format specification, version 1 (arcs, delta coding, quantisation).
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from inquo.errors import ImageryError
from inquo.imagery.map_features import Collector, MapFeatures, Part, Ring, Shape
from inquo.imagery.projection_pyproj import LONLAT

MOST_BYTES = 1 << 29
_MOST_DEPTH = 8


def read_map_json(path: Path) -> MapFeatures:
    """Read a map.

    Returns:
        Its features; those whose geometry cannot be read are counted, with the reason.

    Raises:
        ImageryError: The file is too large to be read at once, is not JSON, or not longitude and latitude.
    """
    size_bytes = path.stat().st_size
    if size_bytes > MOST_BYTES:
        hint = "Cut out the region, or convert it: ogr2ogr -f GPKG OUT.gpkg IN.geojson"
        raise ImageryError(path, f"is a JSON map of {size_bytes >> 20} MB, too large to be read at once", hint=hint)
    try:
        document = json.loads(path.read_text("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ImageryError(path, f"is not JSON: {error}", hint="It may be cut off: fetch it again.") from error
    if not isinstance(document, dict):
        raise ImageryError(path, "is JSON but no map")
    _require_lonlat(path, document.get("crs"))
    collector = Collector(LONLAT)
    if document.get("type") == "Topology":
        for geometry, tags in _topology(path, document):
            _take(collector, geometry, tags)
    else:
        features = document.get("features") if document.get("type") == "FeatureCollection" else [document]
        for feature in features if isinstance(features, list) else []:
            whole = feature if isinstance(feature, dict) else {}
            _take(collector, whole.get("geometry"), whole.get("properties"))
    return collector.features()


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"it holds {name}, which is no number in JSON")


def _require_lonlat(path: Path, crs: Any) -> None:  # noqa: ANN401
    """The ``crs`` of the older GeoJSON form may only name what RFC 7946 prescribes."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name") if isinstance(properties, dict) else crs)
    if not ("CRS84" in name or name.endswith(("EPSG::4326", "EPSG:4326"))):
        hint = "Convert it: ogr2ogr -t_srs EPSG:4326 OUT.geojson IN.geojson"
        raise ImageryError(path, f"has coordinates in {name}, not longitude and latitude", hint=hint)


def _take(collector: Collector, geometry: Any, tags: Any) -> None:  # noqa: ANN401
    try:
        parts = tuple(_parts(geometry, 0))
    except (TypeError, ValueError, OverflowError):
        collector.leave_out("its geometry cannot be read")
        return
    collector.add(parts, tags if isinstance(tags, dict) else {})


def _parts(geometry: Any, depth: int) -> Iterator[Part]:  # noqa: ANN401
    if not isinstance(geometry, dict) or depth > _MOST_DEPTH:
        raise ValueError("no geometry, or one too deeply nested")
    places: Any = geometry.get("coordinates")
    match geometry.get("type"):
        case "Polygon":
            yield Part(shape=Shape.POLYGON, rings=tuple(_ring(ring) for ring in places))
        case "MultiPolygon":
            for polygon in places:
                yield Part(shape=Shape.POLYGON, rings=tuple(_ring(ring) for ring in polygon))
        case "LineString":
            yield Part(shape=Shape.LINE, rings=(_ring(places),))
        case "MultiLineString":
            for line in places:
                yield Part(shape=Shape.LINE, rings=(_ring(line),))
        case "GeometryCollection":
            for one in geometry.get("geometries", ()):
                yield from _parts(one, depth + 1)
        case "Point" | "MultiPoint":
            return
        case _:
            raise ValueError("no kind of geometry that is known")


def _ring(places: Any) -> Ring:  # noqa: ANN401
    ring = np.array([(float(place[0]), float(place[1])) for place in places], np.float64)
    if len(ring) < 2 or not (np.abs(ring) <= (360.0, 90.0)).all():
        raise ValueError("a ring that is none, or that is not on Earth")
    return ring


def _topology(path: Path, document: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Geometries of a topology with their arcs spelt out, and their properties."""
    try:
        arcs = _arcs(document)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ImageryError(path, "is TopoJSON whose arcs cannot be read", hint="Export it again.") from error
    objects = document.get("objects")
    for one in objects.values() if isinstance(objects, dict) else ():
        yield from _spelt_out(one, arcs, 0)


def _arcs(document: Mapping[str, Any]) -> list[Ring]:
    """Coordinates of every arc: sums of its steps, scaled and moved where the file is quantised."""
    transform = document.get("transform")
    arcs = []
    for arc in document["arcs"]:
        points = np.array([place[:2] for place in arc], np.float64).reshape(-1, 2)
        if transform is not None:
            points = points.cumsum(axis=0) * np.array(transform["scale"]) + np.array(transform["translate"])
        arcs.append(points)
    return arcs


def _spelt_out(geometry: Any, arcs: list[Ring], depth: int) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401
    if not isinstance(geometry, dict) or depth > _MOST_DEPTH:
        yield None, None
        return
    kind, numbers = geometry.get("type"), geometry.get("arcs")
    if kind == "GeometryCollection":
        for one in geometry.get("geometries", ()):
            yield from _spelt_out(one, arcs, depth + 1)
        return
    try:
        match kind:
            case "LineString":
                places: Any = _joined(numbers, arcs)
            case "Polygon" | "MultiLineString":
                places = [_joined(ring, arcs) for ring in numbers or ()]
            case "MultiPolygon":
                places = [[_joined(ring, arcs) for ring in polygon] for polygon in numbers or ()]
            case _:
                places = geometry.get("coordinates")
    except (TypeError, IndexError):
        kind, places = None, None
    yield {"type": kind, "coordinates": places}, geometry.get("properties")


def _joined(numbers: Any, arcs: list[Ring]) -> Ring:  # noqa: ANN401
    """Arcs one after the other, the shared point once; ~n is arc n run backwards."""
    pieces = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return np.concatenate([pieces[0], *(piece[1:] for piece in itertools.islice(pieces, 1, None))])
