"""Places: how a picture fits the ground, which point that makes, which building stands there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

from inquo.records.control import ControlPoints
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined

Covariance: TypeAlias = tuple[tuple[float, float], tuple[float, float]]
Matrix3: TypeAlias = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
LonLat: TypeAlias = tuple[float, float]


def require_covariance(covariance: Covariance) -> None:
    """Refuse what is not a covariance.

    Raises:
        ValueError: It is not symmetric positive definite.
    """
    (ee, en), (ne, nn) = covariance
    if not (math.isclose(en, ne, rel_tol=1e-9, abs_tol=1e-12) and ee > 0 and ee * nn > en * ne):
        raise ValueError(f"covariance must be symmetric positive definite, not {covariance}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TiePoint:
    """The same ground point seen in a picture and on the imagery.

    Attributes:
        x_px: Column in the picture, pixel centre at 0.5.
        y_px: Row in the picture.
        x_m: Easting on the imagery, metres in the registration's CRS.
        y_m: Northing.
        covariance_m2: Its uncertainty on the imagery, square metres, from the shape of its own peak.
        score: Correlation at the peak, 0 to 1.
        check: True when it was held out and never seen by the fit.
        residual_m: Distance from where the fit puts it, metres.
    """

    x_px: float
    y_px: float
    x_m: float
    y_m: float
    covariance_m2: Covariance
    score: float
    check: bool
    residual_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A transform from picture to map that passed its check points.

    Attributes:
        map_from_frame: Homography from picture pixels to map metres.
        crs: CRS of the map, metric.
        model: ``homography`` or ``affine``.
        control: How many tie points the fit used.
        check: How many were held out.
        check_rmse_m: Root mean square error at the check points, metres.
        score: Masked normalised correlation of the whole picture at this pose.
        expected_false_matches: How many places as good as this the search would find by chance; None when
            nothing was searched, because a person set the points.
        tie_points: All of them, control and check.
        method: Name and version.
        control_points: What a person set, when a person did.
        mirror_share: How strongly the picture's mirror image fits there, as a share of the picture's own strength;
            None when it was not compared.

    Raises:
        ValueError: A search does not say what chance would give, or points set by a person do.
    """

    map_from_frame: Matrix3
    crs: str
    model: str
    control: int
    check: int
    check_rmse_m: float
    score: float
    expected_false_matches: float | None
    tie_points: tuple[TiePoint, ...]
    method: str
    control_points: ControlPoints | None = None
    mirror_share: float | None = None

    def __post_init__(self) -> None:
        """Refuse a chance that nobody measured, and silence about one that was."""
        if (self.expected_false_matches is None) != (self.control_points is not None):
            raise ValueError("expected false matches belong to a search, and to nothing else")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A lead: somewhere the picture resembles. Never a finding.

    Attributes:
        lon_deg: Longitude of the picture's centre, degrees east.
        lat_deg: Latitude, degrees north.
        score: Correlation there.
        rotation_deg: Clockwise turn of the picture's up from north, degrees in [0, 360).
        gsd_m: Ground sampling distance of the picture there, metres per pixel.
        map: Digest of the map that it lies on; None for a lead on imagery.
    """

    lon_deg: float
    lat_deg: float
    score: float
    rotation_deg: float
    gsd_m: float
    map: Digest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenHalves:
    """How far apart the earlier and the later frames of a shot put the point, each without the other.

    Attributes:
        apart_m: Their distance, metres.
        explained_m: What their own errors explain in that direction, 95 times of 100.
    """

    apart_m: float
    explained_m: float

    @property
    def disagree(self) -> bool:
        """Whether there is more between them than their errors explain; the placement's error then grows by it."""
        return self.apart_m > self.explained_m


@dataclass(frozen=True, slots=True, kw_only=True)
class OffPlane:
    """How far the surroundings of a point, found on the imagery, put it from where the plane of the fit does.

    What stands up leans in the picture; a plane through ground and roofs puts it beside its place.

    Attributes:
        east_m: East of where the plane puts it, metres.
        north_m: North of it.
        seen: Probability that the surroundings are seen on the imagery where they were looked for.
    """

    east_m: float
    north_m: float
    seen: float

    @property
    def distance_m(self) -> float:
        """How far."""
        return math.hypot(self.east_m, self.north_m)

    @property
    def azimuth_deg(self) -> float:
        """Towards where, clockwise from north, degrees in [0, 360)."""
        return math.degrees(math.atan2(self.east_m, self.north_m)) % 360.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A point seen in a picture, placed on the ground with its uncertainty.

    A placement without uncertainty cannot be built. Coordinates are WGS 84
    (EPSG:4326); the covariance lives in the east-north plane at the point.

    Attributes:
        shot: Digest of the shot that the point was seen in.
        imagery: Digests of the imagery it was placed on.
        lon_deg: Longitude, degrees east, in [-180, 180].
        lat_deg: Latitude, degrees north, in [-90, 90].
        covariance_m2: East-north covariance, square metres.
        ce90_m: Radius that holds the true point with probability 0.9, metres.
        footprint_lonlat_deg: Closed ring of what the picture shows.
        registration: The fit it rests on.
        chain: Shots through which it was placed, nearest first; empty when placed by itself.
        method: Name and version of the method, such as ``structure-sweep/1``.
        halves: Whether the earlier and the later frames agree, or why that is not known; None when there are not
            enough frames, or when it was placed through another shot.
        off_plane: What the point's surroundings said, or why they were not looked for; None when it was placed through
            another shot, or by a version that did not ask them.

    Raises:
        ValueError: A coordinate is out of range, or the covariance is not
            symmetric positive definite.
    """

    shot: Digest
    imagery: tuple[Digest, ...]
    lon_deg: float
    lat_deg: float
    covariance_m2: Covariance
    ce90_m: float
    footprint_lonlat_deg: tuple[LonLat, ...]
    registration: Registration
    chain: tuple[Digest, ...]
    method: str
    halves: BetweenHalves | Undetermined | None = None
    off_plane: OffPlane | Undetermined | None = None

    def __post_init__(self) -> None:
        """Refuse a place that could not exist or a precision nobody has."""
        if not (-180 <= self.lon_deg <= 180 and -90 <= self.lat_deg <= 90):
            raise ValueError(f"not on Earth: {self.lon_deg}, {self.lat_deg}")
        require_covariance(self.covariance_m2)
        if not self.ce90_m > 0:
            raise ValueError("a placement needs a CE90 above zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPlaced:
    """A shot that could not be placed, with the leads that were not good enough.

    Attributes:
        shot: Digest of the shot.
        why: The reason.
        candidates: Leads, best first.
        method: Name and version of the method that did not find it.
    """

    shot: Digest
    why: Undetermined
    candidates: tuple[Candidate, ...]
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in one script or language, as the gazetteer writes it.

    Attributes:
        text: The name.
        language: BCP 47 tag of ``name:xx``; None for the plain ``name``.
    """

    text: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A mapped building or site.

    Attributes:
        gazetteer: Digest of the exhibit it was read from.
        id: Its identifier there.
        names: Every name there, in every script; may be empty.
        kind: Such as ``hospital``; ``unknown`` when the gazetteer does not say.
        outline_lonlat_deg: Rings (first outer, others holes) of each polygon; empty for a point.
        point_lonlat_deg: Its point, or a point inside its outline.
        properties: Everything else the gazetteer says, as written.
    """

    gazetteer: Digest
    id: str
    names: tuple[Name, ...]
    kind: str
    outline_lonlat_deg: tuple[tuple[tuple[LonLat, ...], ...], ...]
    point_lonlat_deg: LonLat
    properties: dict[str, str]

    @property
    def label(self) -> str:
        """A name to show first: the plain one, else any, else the identifier."""
        plain = [name.text for name in self.names if name.language is None]
        return next(iter(plain or [name.text for name in self.names]), self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityProbability:
    """One answer to "which building is it", with how probable it is.

    Attributes:
        facility: Digest of the facility's record; None for ground that no gazetteer maps.
        probability: 0 to 1; over all answers of an identification they add up to 1.
        distance_m: From the placed point to the nearest point of the outline, 0 inside; None for unmapped ground.
    """

    facility: Digest | None
    probability: float
    distance_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """Which mapped building stands at a placement, and which others it could be.

    Attributes:
        placement: Digest of the placement.
        answers: Most probable first, unmapped ground included.
        method: Name and version.

    Raises:
        ValueError: The probabilities do not add up to one.
    """

    placement: Digest
    answers: tuple[FacilityProbability, ...]
    method: str

    def __post_init__(self) -> None:
        """Refuse probabilities that are none."""
        total = sum(answer.probability for answer in self.answers)
        if not (abs(total - 1) < 1e-6 and all(0 <= a.probability <= 1 for a in self.answers)):
            raise ValueError(f"probabilities must lie in 0 to 1 and add up to 1, not {total}")
