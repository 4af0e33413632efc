"""Which column of a table of incidents says what: the layouts of known publishers, and any other by a map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Which column of a table says what.

    Attributes:
        dataset: The table's name.
        key: Column of the identifier.
        date: Column of the date, or of the first day.
        date_end: Column of the last day; None when there is none.
        date_precision: Column that says how well the date is known.
        slack_days: Days to either side of the date for each of its values.
        longitude: Column of the longitude, degrees; None for a table that gives no coordinates.
        latitude: Column of the latitude, degrees.
        names: Columns of names of the place or facility.
        actors: Columns of who did it.
        kinds: Columns of what was done.
        weapons: Columns of what it was done with.
        facilities: Columns that name kinds of facility.
        killed: Columns of the least and the most killed; the same twice for one figure, and no second one
            where the figure leaves some of the dead out.
        injured: Columns of the least and the most injured.
        url: Column of the address.
        precision: Column that says how precise the place is.
        radius_m: Radius in metres for each of its values.
        assumed_radius_m: Radius for values that are not in that list.
        separator: What parts several values in one field.
        terms: The table's terms, small letters, and those of Inquo's vocabulary.
        encoding: The table's encoding; None for UTF-8, or UTF-16 that says so itself.
    """

    dataset: str
    key: str
    date: str
    date_end: str | None = None
    date_precision: str | None = None
    slack_days: Mapping[str, float] = field(default_factory=dict)
    longitude: str | None
    latitude: str | None
    names: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    killed: tuple[str, str | None] | None = None
    injured: tuple[str, str | None] | None = None
    url: str | None = None
    precision: str | None = None
    radius_m: Mapping[str, float] = field(default_factory=dict)
    assumed_radius_m: float = 5000.0
    separator: str = ","
    terms: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None

    @property
    def required(self) -> tuple[str, ...]:
        """Columns without which the table is another."""
        return tuple(name for name in (self.key, self.date, self.longitude, self.latitude) if name)

    @property
    def used(self) -> frozenset[str]:
        """Every column that it names."""
        single = (self.date_end, self.date_precision, self.url, self.precision)
        several = (self.names, self.actors, self.kinds, self.weapons, self.facilities, self.killed, self.injured)
        return frozenset(
            name for name in (*self.required, *single, *(c for columns in several for c in columns or ())) if name
        )


AIRWARS = ColumnMap(
    dataset="Airwars",
    key="code",
    date="date",
    date_end="date_end",
    longitude="longitude",
    latitude="latitude",
    names=("location_original", "location_ar"),
    actors=("military_original",),
    kinds=("strike_type_original",),
    facilities=("health_keywords",),
    killed=("killed_min", "killed_max"),
    injured=("injured_min", "injured_max"),
    url="airwars_url",
    precision="geo_accuracy",
    radius_m={
        "Exact location (via Airwars)": 100.0,
        "Exact location (via Coalition)": 100.0,
        "Within 100m (via Coalition)": 100.0,
    },
    terms={
        "airstrike": "airstrike",
        "drone strike": "drone strike",
        "artillery": "shelling",
        "airstrike and/or artillery": "strike",
        "ground operation": "ground attack",
    },
)
"""Civilian harm by incident, in the columns of a scraped table of airwars.org.

Source:
    The table carsspacee88-crypto/syrian-archive-airwars; the radius of "Geolocation", and of what
    says nothing, is assumed: many such places are town centroids.
"""

ACLED = ColumnMap(
    dataset="ACLED",
    key="event_id_cnty",
    date="event_date",
    date_precision="time_precision",
    slack_days={"1": 0, "2": 7, "3": 31},
    longitude="longitude",
    latitude="latitude",
    names=("location", "admin3"),
    actors=("actor1", "assoc_actor_1"),
    kinds=("sub_event_type",),
    killed=("fatalities", "fatalities"),
    precision="geo_precision",
    radius_m={"1": 3000.0, "2": 20_000.0, "3": 100_000.0},
    assumed_radius_m=100_000.0,
    separator=";",
    terms={
        "air/drone strike": "strike",
        "shelling/artillery/missile attack": "strike",
        "armed clash": "ground attack",
    },
)
"""Political violence by event. The order of its actors does not say who attacked.

Source:
    ACLED Codebook: ``geo_precision`` 1 a town with its coordinates, 2 a part of a region, 3 a larger
    region; ``time_precision`` 1 the day, 2 the week, 3 the month. The radii are our reading of it.
"""

INSECURITY_INSIGHT = ColumnMap(
    dataset="Insecurity Insight",
    key="SiND Event ID",
    date="Date",
    longitude="Longitude",
    latitude="Latitude",
    names=("Admin 1",),
    actors=("Reported Perpetrator Name", "Reported Perpetrator"),
    weapons=("Weapon Carried/Used",),
    facilities=("Location of Incident", "Type of Health Facility"),
    killed=("Health Workers Killed", None),
    injured=("Health Workers Injured", None),
    precision="Geo Precision",
    assumed_radius_m=25_000.0,
    separator=";",
    terms={"aerial bomb": "bomb", "aerial bomb: plane": "bomb", "missile": "missile", "shelling": "shelling"},
)
"""Attacks on health care by incident (SiND, and the SHCC's yearly tables of it), as on the Humanitarian Data Exchange.

Its counts are of health workers alone, so they are only the least that were killed. Coordinates are
often withheld, and its words for their precision are not published with radii: give them in a map.

Source:
    Resources "Attacks on Health Care Incident Data" and "SHCC Health Care Data" of Insecurity Insight on
    data.humdata.org; a second row of HXL tags is refused as such.
"""

WHO_SSA = ColumnMap(
    dataset="WHO SSA",
    key="Attack ID",
    date="Attack Date",
    longitude=None,
    latitude=None,
    names=("Country / Territory",),
    kinds=("Attack Type",),
    facilities=("Type of Facility",),
    killed=("Total Death", "Total Death"),
    injured=("Total Injured", "Total Injured"),
    separator=",",
    terms={"violence with heavy weapons": "strike", "violence with individual weapons": "attack"},
)
"""Attacks on health care that WHO has certified, by attack; the public table names the country and no closer place.

Source:
    Columns of the public report list at extranet.who.int/ssa and of "Surveillance System for Attacks on
    Health Care (SSA) - historic" on data.humdata.org; coordinates and names of facilities are not
    published (WHO, Surveillance system for attacks on health care: methodology, 2018).
"""

LAYOUTS: Mapping[str, ColumnMap] = {
    "acled": ACLED,
    "airwars": AIRWARS,
    "insecurity-insight": INSECURITY_INSIGHT,
    "who-ssa": WHO_SSA,
}
"""Layouts that are known by their header."""
