"""What QGIS sees of a case: one layer for each thing that has a place.

A layer is drawn from the records and adds nothing to them; ``record`` names the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from inquo.geometry.error_ring import error_circle, error_ellipse
from inquo.records.imagery import Imagery
from inquo.records.place import Facility, Placement
from inquo.store import wkb

Value: TypeAlias = "str | float | int | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer of the GeoPackage.

    Attributes:
        name: Its table.
        geometry: OGC name of its geometry type.
        title: For people.
        columns: Name and SQL type of each attribute after ``fid``, ``geom`` and ``record``.
    """

    name: str
    geometry: str
    title: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A row of a layer.

    Attributes:
        layer: The layer's name.
        geometry: Its geometry.
        values: Its attributes, in the order of the layer's columns.
    """

    layer: str
    geometry: wkb.Geometry
    values: tuple[Value, ...]


_PLACEMENT = (
    ("shot", "TEXT"),
    ("ce90_m", "REAL"),
    ("check_rmse_m", "REAL"),
    ("expected_false_matches", "REAL"),
    ("tie_points", "INTEGER"),
    ("through_shots", "INTEGER"),
    ("method", "TEXT"),
)
_FACILITY = (("name", "TEXT"), ("names", "TEXT"), ("kind", "TEXT"), ("id", "TEXT"), ("gazetteer", "TEXT"))
_IMAGERY = (
    ("exhibit", "TEXT"),
    ("crs", "TEXT"),
    ("gsd_m", "REAL"),
    ("ce90_m", "REAL"),
    ("ce90_basis", "TEXT"),
    ("acquired", "TEXT"),
    ("provider", "TEXT"),
    ("licence", "TEXT"),
)

LAYERS = (
    Layer(name="placements", geometry="POINT", title="Placed points", columns=_PLACEMENT),
    Layer(name="error_circles", geometry="POLYGON", title="90 % error circles", columns=_PLACEMENT),
    Layer(name="error_ellipses", geometry="POLYGON", title="90 % error ellipses", columns=_PLACEMENT),
    Layer(name="footprints", geometry="POLYGON", title="What each picture shows", columns=_PLACEMENT),
    Layer(name="facilities", geometry="POINT", title="Facilities", columns=_FACILITY),
    Layer(name="facility_outlines", geometry="MULTIPOLYGON", title="Outlines of facilities", columns=_FACILITY),
    Layer(name="imagery_outlines", geometry="POLYGON", title="Extent of the imagery", columns=_IMAGERY),
)


def features_of(record: object) -> tuple[Feature, ...]:
    """Draw a record; nothing for what has no place, or for an outline that encloses nothing."""
    match record:
        case Placement():
            drawn = _draw_placement(record)
        case Facility():
            drawn = _draw_facility(record)
        case Imagery():
            drawn = _draw_imagery(record)
        case _:
            return ()
    return tuple(
        Feature(layer=layer, geometry=geometry, values=values)
        for layer, geometry, values in drawn
        if geometry is not None
    )


_Drawn: TypeAlias = "list[tuple[str, wkb.Geometry | None, tuple[Value, ...]]]"


def _draw_placement(placement: Placement) -> _Drawn:
    lon, lat = placement.lon_deg, placement.lat_deg
    values = (
        str(placement.shot),
        placement.ce90_m,
        placement.registration.check_rmse_m,
        placement.registration.expected_false_matches,
        len(placement.registration.tie_points),
        len(placement.chain),
        placement.method,
    )
    return [
        ("placements", wkb.point(lon, lat), values),
        ("error_circles", wkb.polygon([error_circle(lon, lat, placement.ce90_m)]), values),
        ("error_ellipses", wkb.polygon([error_ellipse(lon, lat, placement.covariance_m2)]), values),
        ("footprints", wkb.polygon([placement.footprint_lonlat_deg]), values),
    ]


def _draw_facility(facility: Facility) -> _Drawn:
    names = "; ".join(name.text for name in facility.names)
    values = (facility.label, names, facility.kind, facility.id, str(facility.gazetteer))
    return [
        ("facilities", wkb.point(*facility.point_lonlat_deg), values),
        ("facility_outlines", wkb.multi_polygon(facility.outline_lonlat_deg), values),
    ]


def _draw_imagery(imagery: Imagery) -> _Drawn:
    values = (
        str(imagery.exhibit),
        imagery.crs,
        imagery.gsd_m,
        imagery.ce90_m,
        imagery.ce90_basis,
        imagery.acquired,
        imagery.provider,
        imagery.licence,
    )
    return [("imagery_outlines", wkb.polygon([imagery.outline_lonlat_deg]), values)]
