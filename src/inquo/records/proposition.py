"""What is said to have happened: slots, each a value, a set, a range, or open."""

from __future__ import annotations

import math
from dataclasses import dataclass

from inquo.records.chronology import DateText
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """A term, or a set of terms one of which is meant.

    Attributes:
        terms: At least one.
    """

    terms: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse an empty choice."""
        if not self.terms or not all(term.strip() for term in self.terms):
            raise ValueError("a slot that is not open needs at least one term")


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityIs:
    """Which building, by name or by what it is.

    Attributes:
        keys: Facilities any of which is meant; empty when only the kind is said.
        kinds: Kinds of facility any of which is meant, such as ``civilian object``; empty when it is named.
    """

    keys: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an empty choice."""
        if not (self.keys or self.kinds):
            raise ValueError("a facility that is not open needs a key or a kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A point that somebody published.

    Attributes:
        lon_deg: Longitude, degrees east, WGS 84.
        lat_deg: Latitude, degrees north.
        ce90_m: Error at 90 % as stated, metres; None when none is stated.
    """

    lon_deg: float
    lat_deg: float
    ce90_m: float | None

    def __post_init__(self) -> None:
        """Refuse a point that is not on Earth, or an error that is none."""
        _require_on_earth(self.lon_deg, self.lat_deg)
        if self.ce90_m is not None and not 0 < self.ce90_m < math.inf:
            raise ValueError("a stated error must be above zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A named place of some extent, such as a town: anywhere within a radius.

    Attributes:
        name: As written.
        lon_deg: Longitude of its middle, degrees east, WGS 84.
        lat_deg: Latitude, degrees north.
        radius_m: Metres within which all of it lies.
    """

    name: str
    lon_deg: float
    lat_deg: float
    radius_m: float

    def __post_init__(self) -> None:
        """Refuse an area without extent."""
        _require_on_earth(self.lon_deg, self.lat_deg)
        if not 0 < self.radius_m < math.inf:
            raise ValueError("an area needs a radius above zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePoint:
    """A point that a person recognised in a picture, and whose coordinates they know.

    Attributes:
        x_px: Column in the picture, from its left edge.
        y_px: Row, from its upper edge.
        lon_deg: Longitude, degrees east, WGS 84.
        lat_deg: Latitude, degrees north.
        ce90_m: Error of the coordinates at 90 %, metres.
    """

    x_px: float
    y_px: float
    lon_deg: float
    lat_deg: float
    ce90_m: float

    def __post_init__(self) -> None:
        """Refuse a point that is not on Earth, or that claims to be exact."""
        _require_on_earth(self.lon_deg, self.lat_deg)
        if not 0 < self.ce90_m < math.inf:
            raise ValueError("a control point needs an error above zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place that somebody marked in a picture which they published.

    Attributes:
        picture: Digest of the picture.
        x_px: Column of the mark, from the picture's left edge.
        y_px: Row, from its upper edge.
        ce90_px: Error at 90 % of the mark, and of each control point, in the picture.
        points: What lays the picture on the ground.
        points_by: Who set those points; None where there are none.
        at: Where that puts the mark, or why nothing says where it lies.
    """

    picture: Digest
    x_px: float
    y_px: float
    ce90_px: float
    points: tuple[PicturePoint, ...]
    points_by: str | None
    at: Spot | Undetermined

    def __post_init__(self) -> None:
        """Refuse a mark that claims to be exact, and points that nobody answers for."""
        if not 0 < self.ce90_px < math.inf:
            raise ValueError("a mark needs an error above zero (ce90_px)")
        if self.points and not (self.points_by or "").strip():
            raise ValueError("control points need somebody who set them (points_by)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many, from least to most.

    Attributes:
        least: At least so many.
        most: At most so many; None when not said.
    """

    least: int
    most: int | None

    def __post_init__(self) -> None:
        """Refuse a range that is the wrong way round."""
        if self.least < 0 or (self.most is not None and self.most < self.least):
            raise ValueError(f"no count is at least {self.least} and at most {self.most}")

    def meets(self, other: Count) -> bool:
        """True when some number satisfies both."""
        below = self.most is None or other.least <= self.most
        return below and (other.most is None or self.least <= other.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many facilities of a kind were in which state, as one statement counts them.

    Attributes:
        kind: What is counted, such as ``hospital``.
        where: Where, as written, such as a town's name.
        total: All of them; None when not said.
        parts: How many in each state, such as ``destroyed`` and ``functioning``.
    """

    kind: str
    where: str
    total: Count | None
    parts: dict[str, Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """What is said to have happened, slot by slot; an open slot (None) says nothing.

    An assertion says that something like this happened; a denial, that nothing like it did. A slot
    left open in a denial therefore covers everything, and in an assertion leaves it unsaid.

    Attributes:
        about: Events that it speaks of; empty when it names none.
        actor: Who did it: keys of parties.
        action: What was done.
        facility: To which building.
        place: Where, as coordinates, as an area, or as a mark in a picture.
        time: When, in the speaker's words and as they can be read.
        weapon: With what: a claimed attribute, never inferred from footage.
        platform: From what it was launched.
        effect: With what result, such as ``destroyed``.
        status: What the facility was at the time, such as ``evacuated``.
        killed: How many were killed.
        injured: How many were injured.
        tally: How many facilities were in which state.
        means: How the speaker knows, as they say it; empty when they do not.
    """

    about: tuple[str, ...] = ()
    actor: OneOf | None = None
    action: OneOf | None = None
    facility: FacilityIs | None = None
    place: Spot | Area | Mark | None = None
    time: DateText | None = None
    weapon: OneOf | None = None
    platform: OneOf | None = None
    effect: OneOf | None = None
    status: OneOf | None = None
    killed: Count | None = None
    injured: Count | None = None
    tally: Tally | None = None
    means: str = ""

    @property
    def ground(self) -> Spot | Area | None:
        """Where that is on the ground; None where nothing is said of it, or nothing says where a mark lies."""
        place = self.place.at if isinstance(self.place, Mark) else self.place
        return None if isinstance(place, Undetermined) else place


def _require_on_earth(lon_deg: float, lat_deg: float) -> None:
    if not (-180 <= lon_deg <= 180 and -90 <= lat_deg <= 90):
        raise ValueError(f"not on Earth: longitude {lon_deg}, latitude {lat_deg}; are they swapped?")
