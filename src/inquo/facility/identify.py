"""Which mapped building stands at a placement, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.facility.kinds import assumed_radius_m
from inquo.facility.normal import mass_in_ring
from inquo.facility.outlines_shapely import (
    Shape,
    disc_shape,
    distance_m,
    outline_shape,
    part_by_owner,
    rings_of,
    without,
)
from inquo.facility.plane import to_plane
from inquo.records.codec import digest_of
from inquo.records.place import Facility, FacilityProbability, Identification, Placement

METHOD = "ellipse-over-outlines/1"

_REACH_SIGMAS = 7.0
_NO_MASS = 1e-9
_LARGEST_DISC_M = 50.0
_SHORTEST_DEGREE_M = 110_000.0  # of latitude; the shortest is 110,574


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What identification takes for granted; each can be changed, and is stated in the report.

    Attributes:
        outline_sigma_m: How far the map's outlines lie from where the imagery shows the building,
            standard deviation in east and in north. 3.3 m is a mean offset of 4.1 m, as found for
            OpenStreetMap's buildings in Munich; elsewhere it may be more.
        unmapped_weight: How much likelier a square metre of unmapped ground is to be meant than
            one of mapped ground. 1 prefers neither.
        keep_probability: Answers at least this probable are kept.
        keep_distance_m: Facilities within this distance are kept as alternatives, however improbable.
        keep_most: No more alternatives than this are kept for their distance alone.

    Source:
        H. Fan, A. Zipf, Q. Fu, P. Neis, Quality assessment for building footprints data on
        OpenStreetMap, IJGIS 28 (2014), 700-719: average offset 4.13 m.

    Raises:
        ValueError: A value is negative or not a number.
    """

    outline_sigma_m: float = 3.3
    unmapped_weight: float = 1.0
    keep_probability: float = 0.001
    keep_distance_m: float = 250.0
    keep_most: int = 20

    def __post_init__(self) -> None:
        """Refuse assumptions that mean nothing."""
        values = (self.outline_sigma_m, self.unmapped_weight, self.keep_probability, self.keep_distance_m)
        if not all(0 <= value < math.inf for value in values):
            raise ValueError("assumptions must be finite and not negative")


def identify(
    placement: Placement, facilities: Sequence[Facility], *, assumptions: Assumptions | None = None
) -> Identification:
    """Share the probability of a placement among the facilities that it could be.

    Nearness alone makes nothing probable: a facility is as probable as the share of the error
    ellipse that falls on its ground, and what falls on no facility's ground is unmapped. No kind
    of facility is taken to be likelier than another.

    1. Outlines are carried to the east-north plane at the placement. A facility mapped as a point
       becomes a disc of the usual extent of its kind, less the outlines of others that do not
       hold the point: an outline was drawn by somebody, a disc is assumed.
    2. The placement's covariance is widened by that of the map itself.
    3. Where outlines overlap, they share the ground equally.
    4. The bivariate normal is integrated over each piece of ground, exactly.
    5. The rest is unmapped.

    Args:
        placement: The point and its covariance.
        facilities: All that are mapped in the area.
        assumptions: None for the defaults.

    Returns:
        Answers, most probable first: every facility above `keep_probability` or within
        `keep_distance_m`, and unmapped ground, always. The probabilities of facilities too
        improbable to keep are counted with unmapped ground, unless that would move it by more
        than `keep_probability`: then all are kept.
    """
    given = assumptions or Assumptions()
    covariance = np.array(placement.covariance_m2) + given.outline_sigma_m**2 * np.eye(2)  # 2
    reach_m = max(given.keep_distance_m, _REACH_SIGMAS * math.sqrt(np.linalg.eigvalsh(covariance)[-1]))
    origin = (placement.lon_deg, placement.lat_deg)
    near, shapes, distances = _shapes_within(facilities, origin, reach_m)  # 1
    masses = _share_mass(shapes, covariance)
    unmapped = given.unmapped_weight * max(0.0, 1 - float(masses.sum()))  # 5
    total = unmapped + float(masses.sum())
    probabilities = masses / total if total > 0 else masses
    kept = _choose(probabilities, distances, given)
    answers = [
        FacilityProbability(
            facility=digest_of(near[index]), probability=float(probabilities[index]), distance_m=float(distances[index])
        )
        for index in kept
    ]
    rest = min(1.0, max(0.0, 1 - math.fsum(answer.probability for answer in answers)))
    answers.append(FacilityProbability(facility=None, probability=rest, distance_m=None))
    answers.sort(key=lambda answer: (-answer.probability, answer.distance_m or 0.0, answer.facility or ""))
    return Identification(placement=digest_of(placement), answers=tuple(answers), method=METHOD)


def _shapes_within(
    facilities: Sequence[Facility], origin: tuple[float, float], reach_m: float
) -> tuple[list[Facility], list[Shape], NDArray[np.float64]]:
    """Facilities within reach, their ground on the plane, and how far they are from the origin."""
    near: list[Facility] = []
    shapes: list[Shape] = []
    points: dict[int, tuple[float, float]] = {}
    distances: list[float] = []
    for facility in facilities:
        if not _may_be_within(facility, origin, reach_m):
            continue
        x, y = to_plane(np.array([facility.point_lonlat_deg]), origin)[0]
        if facility.outline_lonlat_deg:
            shape = outline_shape(
                [[to_plane(np.array(ring), origin) for ring in rings] for rings in facility.outline_lonlat_deg]
            )
            distance = distance_m(shape)
        else:
            points[len(near)] = (float(x), float(y))
            shape = disc_shape(x, y, assumed_radius_m(facility.kind))
            distance = float(np.hypot(x, y))
        if distance_m(shape) <= reach_m:
            near.append(facility)
            shapes.append(shape)
            distances.append(distance)
        else:
            points.pop(len(near), None)
    outlines = [shape for index, shape in enumerate(shapes) if index not in points]
    for index, point in points.items():
        shapes[index] = without(shapes[index], outlines, point)
    return near, shapes, np.array(distances, dtype=np.float64)


def _may_be_within(facility: Facility, origin: tuple[float, float], reach_m: float) -> bool:
    """Whether a facility's box comes within reach: a quick look at all, before the exact one at few."""
    lon, lat = origin
    high = (reach_m + _LARGEST_DISC_M) / _SHORTEST_DEGREE_M
    wide = high / max(1e-6, math.cos(math.radians(min(90.0, abs(lat) + high))))
    corners = [corner for rings in facility.outline_lonlat_deg for corner in rings[0]] or [facility.point_lonlat_deg]
    north = [corner[1] - lat for corner in corners]
    if min(north) > high or max(north) < -high:
        return False
    east = [(corner[0] - lon + 180) % 360 - 180 for corner in corners]
    return min(east) <= wide and max(east) >= -wide


def _share_mass(shapes: Sequence[Shape], covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mass of the distribution on each shape's ground; overlaps are shared equally."""
    masses = np.zeros(len(shapes))
    hit = [index for index, shape in enumerate(shapes) if _mass_in(shape, covariance) > _NO_MASS]
    for piece, owners in part_by_owner([shapes[index] for index in hit]):  # 3
        mass = _mass_in(piece, covariance)
        for owner in owners:
            masses[hit[owner]] += mass / len(owners)
    return masses


def _mass_in(shape: Shape, covariance: NDArray[np.float64]) -> float:
    inside = math.fsum(counts * mass_in_ring(ring, covariance) for ring, counts in rings_of(shape))  # 4
    return min(1.0, max(0.0, inside))


def _choose(probabilities: NDArray[np.float64], distances: NDArray[np.float64], given: Assumptions) -> list[int]:
    probable = {int(index) for index in np.flatnonzero(probabilities >= given.keep_probability)}
    left_out = float(probabilities.sum()) - math.fsum(float(probabilities[index]) for index in probable)
    if left_out > given.keep_probability:
        probable = {int(index) for index in np.flatnonzero(probabilities > 0)}
    by_distance = [int(index) for index in np.argsort(distances, kind="stable")]
    close = [index for index in by_distance if distances[index] <= given.keep_distance_m][: given.keep_most]
    return sorted(probable | set(close))
