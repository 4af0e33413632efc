"""Since when a facility is on a map, by what the gazetteer itself says of it."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.place import Facility

_FIRST = ("first_mapped", "@first_mapped", "@created", "created_at", "created", "date_created", "osm_first_timestamp")
_CHANGED = ("@timestamp", "timestamp", "osm_timestamp", "changeset_timestamp", "last_edited", "lastchange")
_VERSION = ("@version", "version", "osm_version", "changeset_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheMap:
    """What a gazetteer says of the age of one entry, as written.

    Attributes:
        property: Name of the property that says so.
        text: Its value.
        first: True when that is when the entry was made; False when it was changed then, and is older or as old.
    """

    property: str
    text: str
    first: bool


def on_the_map(facility: Facility) -> OnTheMap | None:
    """Read an entry's age: from when it was made, else from its last change, which in version 1 is the same.

    Returns:
        What it says; None when it says nothing.

    Source:
        OpenStreetMap API 0.6: an element's ``timestamp`` is that of its last version, and versions begin with 1.
    """
    properties = {name.strip().lower(): value.strip() for name, value in facility.properties.items()}
    for name in _FIRST:
        if properties.get(name):
            return OnTheMap(property=name, text=properties[name], first=True)
    fresh = any(properties.get(name) == "1" for name in _VERSION)
    for name in _CHANGED:
        if properties.get(name):
            return OnTheMap(property=name, text=properties[name], first=fresh)
    return None
