"""The town's facilities as a list like those that map extracts give."""

from __future__ import annotations

from typing import Any

from inquo.town import ground_pyproj
from inquo.town.plan import NOTICE, Town


def gazetteer(town: Town) -> dict[str, Any]:
    """Facilities as a GeoJSON feature collection, properties named as in OpenStreetMap.

    Args:
        town: Its sites become polygons in degrees, the outlines of the buildings that are rendered.
    """
    features = []
    for number, site in enumerate(town.sites.values(), start=1):
        ring = ground_pyproj.lonlat(town.crs, town.map_from_town(site.outline)).round(8).tolist()
        identifier = f"invented/{town.seed}/{number}"
        features.append(
            {
                "type": "Feature",
                "id": identifier,
                "properties": {
                    "osm_id": identifier,
                    "name": site.name,
                    "name:en": site.name,
                    "name:ar": site.name_ar,
                    "amenity" if site.kind != "bakery" else "shop": site.kind,
                    "building": "yes",
                    "first_mapped": site.first_mapped,
                    "invented": True,
                },
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
            }
        )
    return {
        "type": "FeatureCollection",
        "name": f"Facilities of {town.name} ({town.name_ar}). {NOTICE}: none of these exist.",
        "invented": True,
        "features": features,
    }
