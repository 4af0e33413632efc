"""Layers as KML for Google Earth: folders, styles, error circles and ellipses, time spans.

Google Earth shows names and values as HTML. Nothing that others wrote may be obeyed there, so
``<`` and ``>`` in their text are written as HTML writes them, before XML's own escaping; so is
``&``, but only where HTML would take it for more than itself, for not every viewer knows HTML.
The file names no address: opening it fetches nothing.

Source:
    OGC 12-007r2 (KML 2.3, whose 2.2 part this keeps to): order of elements in AbstractFeatureType,
    Document, Placemark; coordinates are longitude, latitude.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from xml.sax.saxutils import escape

from inquo.report import inert
from inquo.report.exports import provenance
from inquo.report.exports.content import Content
from inquo.report.exports.layer import Feature, Geometry, Layer, Polygon, Ring, Value
from inquo.report.exports.layers import draw

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_HIDDEN = frozenset({"facility_outlines", "imagery_outlines", "files", "date_bounds", "error_circles"})
_STYLES = {  # KML's colours: alpha, blue, green, red; and the size of a pin, which is the viewer's own
    "placements": ("ff2050e0", 1.1),
    "error_circles": ("ff2050e0", 1.0),
    "error_ellipses": ("ff00a5ff", 1.0),
    "footprints": ("ffd0a020", 1.0),
    "leads": ("ff9a9a9a", 0.7),
    "undetermined": ("ff9a9a9a", 0.7),
    "facilities": ("ff3c8c3c", 0.8),
    "facility_outlines": ("ff3c8c3c", 1.0),
    "imagery_outlines": ("ff707070", 1.0),
    "files": ("ff707070", 0.7),
    "statements": ("ffb050b0", 0.8),
    "date_bounds": ("ffb050b0", 0.8),
    "incidents": ("ff3030b0", 0.8),
}


def write(content: Content) -> dict[str, bytes]:
    """One file, ``inquo.kml``."""
    layers = draw(content)
    told = provenance.pairs(content.provenance)
    title = f"Inquo: {content.provenance.name}" if content.provenance.name else "Inquo"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<kml xmlns="{_NAMESPACE}">',
        "<Document>",
        f"<name>{words(title)}</name>",
        "<open>1</open>",
        f"<description>{words(' '.join(value for name, value in told if name in ('warning', 'limit')))}</description>",
        *(_style(layer.name) for layer in layers),
        _data(told),
        *(line for layer in layers for line in _folder(layer)),
        "</Document>",
        "</kml>",
        "",
    ]
    return {"inquo.kml": "\n".join(lines).encode()}


def words(value: Value) -> str:
    """Text that neither XML nor the HTML of a balloon takes for anything else.

    >>> words("<b>&")
    '&amp;lt;b&amp;gt;&amp;'
    """
    shown = inert.visible(str(value))
    if html.unescape(shown) != shown:
        shown = shown.replace("&", "&amp;")
    shown = shown.replace("<", "&lt;").replace(">", "&gt;").replace("$[", "$&#91;")
    return escape(shown, {'"': "&quot;"})


def _style(name: str) -> str:
    colour, scale = _STYLES[name]
    point = f"<IconStyle><color>{colour}</color><scale>{scale}</scale></IconStyle>"
    width = 3 if name in ("error_ellipses", "footprints") else 2
    line = f"<LineStyle><color>{colour}</color><width>{width}</width></LineStyle>"
    fill = f"<PolyStyle><color>30{colour[2:]}</color></PolyStyle>"
    return f'<Style id="{name}">{point}{line}{fill}</Style>'


def _folder(layer: Layer) -> Iterable[str]:
    visible = 0 if layer.name in _HIDDEN else 1
    yield f"<Folder><name>{words(f'{layer.title} ({len(layer.features)})')}</name><visibility>{visible}</visibility>"
    for feature in layer.features:
        yield from _placemark(feature, layer, visible)
    yield "</Folder>"


def _placemark(feature: Feature, layer: Layer, visible: int) -> Iterable[str]:
    yield f"<Placemark><name>{words(feature.name)}</name><visibility>{visible}</visibility>"
    if feature.earliest or feature.latest:
        begin = f"<begin>{feature.earliest}</begin>" if feature.earliest else ""
        end = f"<end>{feature.latest}</end>" if feature.latest else ""
        yield f"<TimeSpan>{begin}{end}</TimeSpan>"
    yield f"<styleUrl>#{layer.name}</styleUrl>"
    named = ((field.name, value) for field, value in zip(layer.fields, feature.values, strict=True))
    yield _data((name, value) for name, value in named if value is not None)
    yield f"{_shape(feature, layer.geometry)}</Placemark>"


def _data(named: Iterable[tuple[str, Value]]) -> str:
    items = "".join(f'<Data name="{words(name)}"><value>{words(value)}</value></Data>' for name, value in named)
    return f"<ExtendedData>{items}</ExtendedData>"


def _shape(feature: Feature, geometry: Geometry) -> str:
    if geometry is Geometry.POINT and feature.point is not None:
        return f"<Point><coordinates>{_corner(feature.point)}</coordinates></Point>"
    if geometry is Geometry.POLYGON and feature.polygons:
        parts = "".join(map(_polygon, feature.polygons))
        return parts if len(feature.polygons) == 1 else f"<MultiGeometry>{parts}</MultiGeometry>"
    return ""


def _polygon(polygon: Polygon) -> str:
    outer, *holes = polygon
    inner = "".join(f"<innerBoundaryIs>{_ring(hole)}</innerBoundaryIs>" for hole in holes)
    return f"<Polygon><tessellate>1</tessellate><outerBoundaryIs>{_ring(outer)}</outerBoundaryIs>{inner}</Polygon>"


def _ring(ring: Ring) -> str:
    return f"<LinearRing><coordinates>{' '.join(map(_corner, ring))}</coordinates></LinearRing>"


def _corner(corner: tuple[float, float]) -> str:
    return f"{corner[0]!r},{corner[1]!r}"
