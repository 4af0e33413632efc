"""Layers as GeoJSON, one feature collection each.

Source:
    RFC 7946: WGS 84 and longitude first (4), no ``crs`` (4), right-hand rule (3.1.6), a feature
    without a place has the geometry ``null`` (3.2), other members are foreign and allowed (6.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inquo.report.exports import provenance
from inquo.report.exports.content import Content
from inquo.report.exports.layer import Feature, Geometry, Layer
from inquo.report.exports.layers import draw
from inquo.report.exports.plain_json import plain_json


def write(content: Content) -> dict[str, bytes]:
    """One file for each layer, by file name; ``inquo`` in each says where it comes from."""
    told = dict(provenance.pairs(content.provenance))
    return {f"{layer.name}.geojson": _collection(layer, told) for layer in draw(content)}


def _collection(layer: Layer, told: dict[str, str]) -> bytes:
    names = [field.name for field in layer.fields]
    collection = {
        "type": "FeatureCollection",
        "name": layer.name,
        "inquo": {"layer": layer.name, "title": layer.title, **told},
        "features": [_feature(feature, names, layer.geometry) for feature in layer.features],
    }
    return plain_json(collection)


def _feature(feature: Feature, names: Sequence[str], geometry: Geometry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": _shape(feature, geometry),
        "properties": dict(zip(names, feature.values, strict=True)),
    }


def _shape(feature: Feature, geometry: Geometry) -> dict[str, Any] | None:
    if geometry is Geometry.POINT and feature.point is not None:
        return {"type": "Point", "coordinates": feature.point}
    if geometry is Geometry.POLYGON and feature.polygons:
        if len(feature.polygons) == 1:
            return {"type": "Polygon", "coordinates": feature.polygons[0]}
        return {"type": "MultiPolygon", "coordinates": feature.polygons}
    return None
