"""What kind of place a gazetteer says something is, in one small vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

UNKNOWN = "unknown"

# Which property to ask, in this order: the more specific to the use of the place comes first.
_KEYS = (
    "amenity", "healthcare", "facility_type", "facilitytype", "type", "category", "kind", "fclass", "shop", "emergency",
    "social_facility", "tourism", "office", "man_made", "power", "building",
)  # fmt: skip

# Values of OpenStreetMap, healthsites.io and HDX tables, and what we call them.
_KINDS = {
    "hospital": ("hospital", "general_hospital", "district_hospital", "national_hospital", "field_hospital",
                 "maternity_hospital", "women_and_children's_hospital"),
    "clinic": ("clinic", "doctors", "doctor", "health_centre", "health_center", "health_post", "centre", "phc",
               "primary_health_center", "primary_health_care", "primary_health_care_center", "polyclinic", "dispensary",
               "dentist", "midwife", "birthing_center", "birthing_centre", "dialysis", "rehabilitation"),
    "pharmacy": ("pharmacy", "chemist"),
    "laboratory": ("laboratory", "blood_bank", "blood_donation"),
    "ambulance_station": ("ambulance_station",),
    "school": ("school", "primary_school", "secondary_school"),
    "kindergarten": ("kindergarten", "childcare"),
    "university": ("university", "college"),
    "place_of_worship": ("place_of_worship", "mosque", "church", "cathedral", "chapel", "synagogue", "temple", "shrine",
                         "monastery"),
    "market": ("marketplace", "market", "supermarket", "mall", "bazaar"),
    "bakery": ("bakery",),
    "shelter": ("shelter", "refugee_site", "refugee_camp", "camp", "idp_camp"),
    "rescue": ("fire_station", "civil_defence", "civil_defense", "rescue_station"),
    "water": ("water_works", "water_tower", "pumping_station", "wastewater_plant", "water_well"),
    "power": ("plant", "substation", "power_plant", "generator"),
    "prison": ("prison",),
    "police": ("police",),
    "library": ("library",),
    "museum": ("museum",),
    "courthouse": ("courthouse",),
    "public_building": ("townhall", "public_building", "government"),
    "residential": ("apartments", "residential", "house", "dormitory"),
}  # fmt: skip
_KIND_OF = {value: kind for kind, values in _KINDS.items() for value in values}

# Half of the usual extent of such a building or compound, metres: assumed where only a point is mapped.
_RADIUS_M = {"hospital": 40.0, "university": 40.0, "market": 40.0, "school": 30.0, "power": 30.0, "prison": 40.0,
             "shelter": 30.0, "place_of_worship": 20.0, "water": 20.0, "clinic": 15.0, "pharmacy": 8.0,
             "bakery": 8.0}  # fmt: skip
_OTHER_RADIUS_M = 15.0


def kind_of(properties: Mapping[str, str]) -> str:
    """Find the kind that properties state; ``unknown`` when they state none that we know.

    >>> kind_of({"building": "yes", "amenity": "hospital"}), kind_of({"building": "yes"})
    ('hospital', 'unknown')
    """
    stated = {key.strip().lower().replace(" ", "_"): value for key, value in properties.items()}
    for key in _KEYS:
        for value in stated.get(key, "").split(";"):
            kind = _KIND_OF.get(value.strip().lower().replace(" ", "_"))
            if kind:
                return kind
    return UNKNOWN


def assumed_radius_m(kind: str) -> float:
    """Half of the usual extent of a place of this kind, metres: for places mapped as a point."""
    return _RADIUS_M.get(kind, _OTHER_RADIUS_M)
