"""Incidents that others recorded, and what their tables cover."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inquo.records.chronology import DateText, WindowSet
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.proposition import Count, OneOf

TOLD_BY: Mapping[str, frozenset[str]] = {
    "acled": frozenset({"event_id_cnty", "event_date", "latitude", "longitude"}),
    "airwars": frozenset({"code", "airwars_url", "date", "latitude", "longitude"}),
    "insecurity-insight": frozenset({"SiND Event ID", "Date", "Latitude", "Longitude"}),
    "who-ssa": frozenset({"Attack ID", "Attack Date", "Country / Territory"}),
}
"""Columns by which the table of a known publisher is told, by the name of its layout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPlace:
    """Where a record puts an incident, no finer than the record is: a town's centroid is not a point.

    Attributes:
        lon_deg: Longitude, degrees east, WGS 84.
        lat_deg: Latitude, degrees north.
        radius_m: Metres within which it was in nine cases of ten, as the record or its method says.
        basis: Who says so, such as ``geo_accuracy: Geolocation`` or ``assumed: none stated``.
    """

    lon_deg: float
    lat_deg: float
    radius_m: float
    basis: str

    def __post_init__(self) -> None:
        """Refuse a place that is not on Earth, or that claims to be exact."""
        if not (-180 <= self.lon_deg <= 180 and -90 <= self.lat_deg <= 90):
            raise ValueError(f"not on Earth: longitude {self.lon_deg}, latitude {self.lat_deg}")
        if not 0 < self.radius_m < math.inf:
            raise ValueError("a recorded place needs a radius above zero")


def layout_of(header: Iterable[str]) -> str | None:
    """Name of the known layout that a table's header is of; None when it is of none.

    >>> layout_of(["event_id_cnty", "event_date", "latitude", "longitude", "notes"])
    'acled'
    """
    names = frozenset(header)
    return next((layout for layout, columns in TOLD_BY.items() if columns <= names), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident as one table records it; never merged with another's.

    Attributes:
        dataset: The table's name.
        key: The incident's identifier there.
        exhibit: Digest of the table's file.
        when: Its date, in the table's words and as they can be read.
        place: Where; None when the table does not say, or says what is no place.
        names: Every name of the place or facility, in every script.
        actors: Who is said to have done it.
        kinds: What was done, such as ``airstrike``.
        weapons: With what.
        facilities: Kinds of facility that it mentions, such as ``hospital``.
        killed: How many were killed.
        injured: How many were injured.
        url: Address of the record; None when there is none.
        unread: Fields that could not be read, as written, each with the reason.
        rest: Every other column that is not empty, as written.
    """

    dataset: str
    key: str
    exhibit: Digest
    when: DateText
    place: IncidentPlace | None
    names: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    killed: Count | None = None
    injured: Count | None = None
    url: str | None = None
    unread: dict[str, str] | None = None
    rest: dict[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a table sets out to record, so that what is not in it can mean something.

    Attributes:
        dataset: The table's name.
        windows: The time that it covers.
        west_deg: Western edge of its area, degrees east.
        south_deg: Southern edge, degrees north.
        east_deg: Eastern edge.
        north_deg: Northern edge.
        kinds: What it records, such as ``airstrike``; empty for every kind of attack.
        languages: Languages of its sources, BCP 47.
        basis: Who says so: the publisher's page, or the person who declared it.
    """

    dataset: str
    windows: WindowSet
    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float
    kinds: tuple[str, ...]
    languages: tuple[str, ...]
    basis: str

    def __post_init__(self) -> None:
        """Refuse an area that is none, and a coverage that nobody answers for."""
        if not (self.west_deg < self.east_deg and self.south_deg < self.north_deg):
            raise ValueError("an area needs its west before its east and its south before its north")
        if not self.basis.strip():
            raise ValueError("a coverage needs a basis")

    def holds(self, lon_deg: float, lat_deg: float) -> bool:
        """True when a place lies in the area."""
        return self.west_deg <= lon_deg <= self.east_deg and self.south_deg <= lat_deg <= self.north_deg


class Claimed(enum.Enum):
    """What a claim is about."""

    KIND = "kind"
    WEAPON = "weapon"
    KILLED = "killed"
    INJURED = "injured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody says of the event that is looked for: their word, and never taken from footage.

    Attributes:
        aspect: What it is about.
        said: The terms any of which is meant, or how many.
        by: Who says so, and in which statement.
        share: Its part of the one weight that all claims of its aspect have together, so that what is
            repeated does not grow heavier.

    Raises:
        ValueError: A count is of no people, terms are no kind or weapon, or its share is no part.
    """

    aspect: Claimed
    said: OneOf | Count
    by: str
    share: float

    def __post_init__(self) -> None:
        """Refuse what says something else than its aspect, and what nobody says."""
        counts = self.aspect in (Claimed.KILLED, Claimed.INJURED)
        if isinstance(self.said, Count) is not counts:
            raise ValueError(f"{self.said} is not what {self.aspect.value} can be")
        if not (self.by.strip() and 0 < self.share <= 1):
            raise ValueError("a claim needs somebody who makes it, and a share of at most one")


class Presence(enum.Enum):
    """Whether an event is in a table; that a table does not cover it is not that it did not happen."""

    FOUND = "found"
    COVERED_NOT_FOUND = "covered, not found"
    NOT_COVERED = "not covered"
    UNDETERMINED = "not determined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason for or against two records being of one incident.

    Attributes:
        aspect: Such as ``place`` or ``time``.
        weight: Natural logarithm of how much likelier it is if they are one than if they are not.
        why: In a clause.
    """

    aspect: str
    weight: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMatch:
    """A recorded incident that could be the event in question: a candidate, never a finding by itself.

    Attributes:
        dataset: The table's name.
        key: The incident's identifier there.
        weight: Sum of the grounds, natural logarithm of the Bayes factor.
        probability: What that makes of one in as many as the table holds.
        grounds: For and against, heaviest first.
        method: Name and version.
    """

    dataset: str
    key: str
    weight: float
    probability: float
    grounds: tuple[Ground, ...]
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLink:
    """Two records that may be of one incident: linked, never merged.

    Attributes:
        one: Table and identifier of the first.
        other: Table and identifier of the second.
        why: What they agree in, and what they do not.
    """

    one: tuple[str, str]
    other: tuple[str, str]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAnswer:
    """What one table has to say of one event.

    Attributes:
        dataset: The table's name.
        exhibit: Digest of its file.
        coverage: What it sets out to record, or that nobody has declared it: then absence means nothing.
        presence: Found, covered and not found, not covered, or not determined.
        why: In a clause.
        matches: The best candidates, best first, whatever the answer.
    """

    dataset: str
    exhibit: Digest
    coverage: Coverage | Undetermined
    presence: Presence
    why: str
    matches: tuple[IncidentMatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corroboration:
    """What every table of a case has to say of one placed shot.

    A candidate is a lead for a person, never by itself evidence of what the shot shows.

    Attributes:
        placement: Digest of the placement that was asked about.
        when: When the event can have happened, as it was asked; all of time when nothing is known.
        when_basis: Who says so.
        claims: What people say of the event, which was held against the records.
        answers: One for each table, in the order in which they came in.
        incidents: The records of all candidates, each once, as their tables have them.
        links: Candidates that may be of one incident; they count as one account at most.
        method: Name and version.
    """

    placement: Digest
    when: WindowSet
    when_basis: str
    answers: tuple[TableAnswer, ...]
    incidents: tuple[Incident, ...]
    links: tuple[IncidentLink, ...]
    method: str
    claims: tuple[Claim, ...] = ()

    def incident(self, answer: TableAnswer, match: IncidentMatch) -> Incident:
        """The record that a candidate of a table names."""
        return next(one for one in self.incidents if (one.exhibit, one.key) == (answer.exhibit, match.key))
