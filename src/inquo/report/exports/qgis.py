"""A QGIS project and styles for the layers of an export, beside a GeoPackage that holds them.

The project names its layers by a relative path and fetches nothing: there is no base map in it.
Attributes are shown as text alone; no style, label or form evaluates what others wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from inquo.report.exports.content import Content
from inquo.report.exports.layer import Geometry, Layer
from inquo.report.exports.layers import draw

PACKAGE = "inquo.gpkg"
PROJECT = "inquo.qgs"
_VERSION = "3.22.0-Białowieża"
_WKT = (
    'GEOGCRS["WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563,'
    'LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],CS[ellipsoidal,2],'
    'AXIS["geodetic latitude (Lat)",north,ORDER[1],ANGLEUNIT["degree",0.0174532925199433]],'
    'AXIS["geodetic longitude (Lon)",east,ORDER[2],ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4326]]'
)
_WGS84 = (
    f"<spatialrefsys><wkt>{_WKT}</wkt><proj4>+proj=longlat +datum=WGS84 +no_defs</proj4><srid>4326</srid>"
    "<authid>EPSG:4326</authid><description>WGS 84</description>"
    "<projectionacronym>longlat</projectionacronym><ellipsoidacronym>EPSG:7030</ellipsoidacronym><geographicflag>true</geographicflag></spatialrefsys>"
)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a layer is drawn: colour, outline, and the field that labels it."""

    colour: str
    shape: str = ""
    label: str = ""
    shown: bool = True


_LOOKS = {
    "placements": _Look("224,80,32", "circle", "site"),
    "error_circles": _Look("224,80,32", shown=False),
    "error_ellipses": _Look("255,165,0"),
    "footprints": _Look("32,160,208"),
    "leads": _Look("140,140,140", "diamond", "rank", shown=False),
    "facilities": _Look("60,140,60", "square", "name"),
    "facility_outlines": _Look("60,140,60"),
    "imagery_outlines": _Look("112,112,112", shown=False),
    "statements": _Look("176,80,176", "triangle", "statement"),
    "incidents": _Look("176,48,48", "triangle", "key", shown=False),
}


def write(content: Content) -> dict[str, bytes]:
    """The project, and a style file for each layer that is drawn; the GeoPackage is the store's to write."""
    layers = draw(content)
    files = {f"styles/{layer.name}.qml": style(layer).encode() for layer in layers if layer.name in _LOOKS}
    return {PROJECT: _project(content, layers).encode(), **files}


def style(layer: Layer) -> str:
    """A layer's style as QGIS keeps it in a ``.qml`` file or in a GeoPackage's ``layer_styles``."""
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis version="{_VERSION}" styleCategories="Symbology|Labeling">\n{_look(layer)}</qgis>\n'
    )


def styled(layer: Layer) -> bool:
    """True for a layer that is drawn on the map."""
    return layer.name in _LOOKS


def _look(layer: Layer) -> str:
    look = _LOOKS[layer.name]
    if layer.geometry is Geometry.POINT:
        kind, symbol = "marker", "SimpleMarker"
        options = {
            "color": f"{look.colour},255",
            "name": look.shape,
            "outline_color": "255,255,255,255",
            "outline_width": "0.4",
            "size": "3.2",
        }
    else:
        kind, symbol = "fill", "SimpleFill"
        options = {
            "color": f"{look.colour},40",
            "outline_color": f"{look.colour},255",
            "outline_style": "solid",
            "outline_width": "0.5",
            "style": "solid",
        }
    listed = "".join(f'<Option type="QString" name="{name}" value="{value}"/>' for name, value in options.items())
    props = "".join(f'<prop k="{name}" v="{value}"/>' for name, value in options.items())
    renderer = (
        '<renderer-v2 type="singleSymbol" enableorderby="0" forceraster="0" symbollevels="0"><symbols>'
        f'<symbol type="{kind}" name="0" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{symbol}" enabled="1" locked="0" pass="0"><Option type="Map">{listed}</Option>{props}</layer>'
        "</symbol></symbols><rotation/><sizescale/></renderer-v2>\n"
    )
    return renderer + _labels(look)


def _labels(look: _Look) -> str:
    if not look.label:
        return ""
    return (
        '<labeling type="simple"><settings calloutType="simple">'
        f'<text-style fieldName="{look.label}" isExpression="0" fontSize="9" textColor="40,40,40,255">'
        '<text-buffer bufferDraw="1" bufferSize="1" bufferColor="255,255,255,255"/></text-style>'
        '<placement placement="0" dist="1.5"/><rendering drawLabels="1"/></settings></labeling>\n'
    )


def _project(content: Content, layers: tuple[Layer, ...]) -> str:
    drawn = [layer for layer in layers if layer.name in _LOOKS]
    points_above = sorted(drawn, key=lambda layer: layer.geometry is not Geometry.POINT)
    tables = [layer for layer in layers if layer.name not in _LOOKS]
    title = f"Inquo export of {content.provenance.generated:%Y-%m-%d %H:%M} UTC"
    if content.provenance.invented:
        title += ": invented place, nothing in it happened"
    tree = "".join(_leaf(layer) for layer in (*points_above, *tables))
    canvas = f"<units>degrees</units>{_extent(layers)}<destinationsrs>{_WGS84}</destinationsrs>"
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<qgis version="{_VERSION}" projectname={quoteattr(title)}>',
            f"<title>{escape(title)}</title>",
            f"<projectCrs>{_WGS84}</projectCrs>",
            f"<layer-tree-group>{tree}</layer-tree-group>",
            f'<mapcanvas name="theMapCanvas">{canvas}</mapcanvas>',
            "<projectlayers>",
            *(_map_layer(layer) for layer in (*points_above, *tables)),
            "</projectlayers>",
            (
                '<properties><Paths><Absolute type="bool">false</Absolute></Paths>'
                '<SpatialRefSys><ProjectionsEnabled type="int">1</ProjectionsEnabled></SpatialRefSys></properties>'
            ),
            "</qgis>",
            "",
        )
    )


def _source(layer: Layer) -> str:
    return f"./{PACKAGE}|layername={layer.name}"


def _id(layer: Layer) -> str:
    """QGIS makes up another for an identifier of ten characters or fewer."""
    return f"inquo_layer_{layer.name}"


def _leaf(layer: Layer) -> str:
    look = _LOOKS.get(layer.name)
    checked = "Qt::Checked" if look and look.shown else "Qt::Unchecked"
    return (
        f'<layer-tree-layer id="{_id(layer)}" name={quoteattr(layer.title)} source="{_source(layer)}"'
        f' providerKey="ogr" checked="{checked}" expanded="0"/>'
    )


def _map_layer(layer: Layer) -> str:
    geometry = {Geometry.POINT: "Point", Geometry.POLYGON: "Polygon", Geometry.NONE: "No geometry"}[layer.geometry]
    srs = f"<srs>{_WGS84}</srs>" if layer.geometry is not Geometry.NONE else ""
    look = _look(layer) if layer.name in _LOOKS else ""
    return (
        f'<maplayer type="vector" geometry="{geometry}" readOnly="1"><id>{_id(layer)}</id>'
        f"<datasource>{_source(layer)}</datasource><layername>{escape(layer.title)}</layername>{srs}"
        f'<provider encoding="UTF-8">ogr</provider>{look}</maplayer>'
    )


def _extent(layers: tuple[Layer, ...]) -> str:
    """Around what was placed, with room; all the world when nothing was."""
    shown = [feature.point for layer in layers for feature in layer.features if layer.name == "placements"]
    shown += [
        corner
        for layer in layers
        if layer.name in ("footprints", "error_circles")
        for feature in layer.features
        for polygon in feature.polygons
        for corner in polygon[0]
    ]
    corners = [corner for corner in shown if corner is not None] or [(-180.0, -90.0), (180.0, 90.0)]
    lons, lats = zip(*corners, strict=True)
    room = 0.1 * max(max(lons) - min(lons), max(lats) - min(lats))
    edges = {"xmin": min(lons) - room, "ymin": min(lats) - room, "xmax": max(lons) + room, "ymax": max(lats) + room}
    return f"<extent>{''.join(f'<{name}>{value!r}</{name}>' for name, value in edges.items())}</extent>"
