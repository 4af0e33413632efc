"""Gazetteers as GeoJSON: what OpenStreetMap extracts and healthsites.io give.

Source:
    RFC 7946. Heights are not used; a ``crs`` member of the older 2008 form is
    accepted only where it names the CRS that RFC 7946 prescribes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from inquo.errors import GazetteerError
from inquo.facility.feature import RefusedFeature, UnusableError, build_facility
from inquo.records.digest import Digest
from inquo.records.place import Facility, LonLat


def read_geojson(path: Path, text: str, gazetteer: Digest) -> Iterator[Facility | RefusedFeature]:
    """Read each feature as a facility, or as refused with the reason.

    Raises:
        GazetteerError: The text is not GeoJSON, or its coordinates are not longitude and latitude.
    """
    for position, feature in enumerate(_features(path, _parse(path, text)), start=1):
        try:
            yield _read_feature(feature, gazetteer, position)
        except UnusableError as error:
            raw = json.dumps(feature, ensure_ascii=True)
            yield RefusedFeature(position=position, reason=str(error), raw=raw, swapped=_is_swapped(feature))


def _parse(path: Path, text: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        reason = f"is not JSON: line {error.lineno}, column {error.colno}: {error.msg}"
        raise GazetteerError(path, reason, hint="It may be cut off: fetch it again.") from error
    except (ValueError, RecursionError) as error:
        raise GazetteerError(path, f"is not JSON: {error}", hint="Export it again as GeoJSON.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"it holds {name}, which is no number in JSON")


def _features(path: Path, document: Any) -> list[Any]:  # noqa: ANN401
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Feature":
        return [document]
    features = document.get("features") if isinstance(document, dict) else None
    if kind != "FeatureCollection" or not isinstance(features, list):
        if isinstance(document, dict) and "elements" in document:
            hint = "This is an Overpass answer: export it as GeoJSON instead (overpass turbo, or osmtogeojson)."
        else:
            hint = "Give a GeoJSON FeatureCollection."
        raise GazetteerError(path, "is JSON but not GeoJSON: it has no list of features", hint=hint)
    _require_lonlat(path, document.get("crs"))
    return features


def _require_lonlat(path: Path, crs: Any) -> None:  # noqa: ANN401
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name") if isinstance(properties, dict) else crs)
    if not ("CRS84" in name or name.endswith(("EPSG::4326", "EPSG:4326"))):
        hint = "Convert it: ogr2ogr -t_srs EPSG:4326 OUT.geojson IN.geojson"
        raise GazetteerError(path, f"has coordinates in {name}, not longitude and latitude", hint=hint)


def _read_feature(feature: Any, gazetteer: Digest, position: int) -> Facility:  # noqa: ANN401
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise UnusableError("it is not a GeoJSON feature")
    stated = feature.get("properties")
    if not isinstance(stated, dict | None):
        raise UnusableError("its properties are not an object")
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        raise UnusableError("it has no geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    point: LonLat | None = None
    polygons: list[list[list[LonLat]]] = []
    match kind:
        case "Point":
            point = _read_position(coordinates)
        case "Polygon":
            polygons = [_read_rings(coordinates)]
        case "MultiPolygon":
            polygons = [_read_rings(rings) for rings in _read_list(coordinates)]
        case _:
            raise UnusableError(f"its geometry is a {kind}; a facility is a point, a polygon or several polygons")
    number = feature.get("id")
    return build_facility(
        {str(key): _read_value(value) for key, value in (stated or {}).items()},
        gazetteer=gazetteer,
        stated_id=_read_value(number) if number is not None else None,
        position=position,
        point=point,
        polygons=polygons,
    )


def _read_value(value: Any) -> str:  # noqa: ANN401
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _read_list(value: Any) -> list[Any]:  # noqa: ANN401
    if not isinstance(value, list) or not value:
        raise UnusableError("its coordinates are missing or misshapen")
    return value


def _read_rings(rings: Any) -> list[list[LonLat]]:  # noqa: ANN401
    return [[_read_position(place) for place in _read_list(ring)] for ring in _read_list(rings)]


def _read_position(place: Any) -> LonLat:  # noqa: ANN401
    numbers = _read_list(place)
    if len(numbers) < 2 or not all(type(number) in (int, float) for number in numbers[:2]):
        raise UnusableError("a coordinate is not a number")
    try:
        return float(numbers[0]), float(numbers[1])
    except OverflowError as error:
        raise UnusableError("a coordinate is not a number that can be a place") from error


def _is_swapped(feature: Any) -> bool:  # noqa: ANN401
    """Whether a feature's first position lies on Earth only the other way round."""
    place = feature
    for key in ("geometry", "coordinates"):
        place = place.get(key) if isinstance(place, dict) else None
    while isinstance(place, list) and place and isinstance(place[0], list):
        place = place[0]
    try:
        lon, lat = _read_position(place)
    except UnusableError:
        return False
    return abs(lon) <= 90 < abs(lat) <= 180
