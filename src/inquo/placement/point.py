"""A point of the picture on the ground, with everything that makes it uncertain."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from inquo.geometry import crs_pyproj, homography, uncertainty
from inquo.geometry.grid import Matrix, View
from inquo.placement.atlas import atlas_of
from inquo.placement.halves import Halves
from inquo.placement.locate import Located
from inquo.placement.reference import Reference
from inquo.placement.surroundings import Surroundings, look_around
from inquo.placement.witness import Witness
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.place import BetweenHalves, Covariance, LonLat, OffPlane, Placement

_RING_STEPS = 8
_IMAGERY_LEAN = math.tan(math.radians(10.0))
_MOST_TILT = math.radians(75.0)

TARGET_RELIEF_M = 6.0
"""Relief of what a weapon is aimed at: mostly a roof."""
ANY_RELIEF_M = 4.0
"""Relief of a point that nobody chose: ground more often than roof."""
FIELD = 1.0
"""How wide a camera whose lens nobody knows sees, as a share of how far it is; the widest on drones see 1.5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePoint:
    """A point of a picture that is to be placed.

    Attributes:
        at_px: Column and row, pixel centre at 0.5.
        sigma_px: Standard deviation in each axis.
        relief_m: Standard deviation of its height above the plane that the picture was fitted to.
        size_px: Width and height of the picture, whose middle the camera looks at.
    """

    at_px: tuple[float, float]
    sigma_px: float
    relief_m: float
    size_px: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAround:
    """What was looked for around a point of a located view, for those who want to see it.

    Attributes:
        map_from_frame: The fit.
        at_px: The point.
        prior_m2: Covariance of its place as far as the plane goes.
        found: What was found, or why nothing was looked for.
    """

    map_from_frame: Matrix
    at_px: tuple[float, float]
    prior_m2: Matrix
    found: Surroundings | Undetermined


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundPoint:
    """A point on the ground with its uncertainty.

    Attributes:
        lon_deg: Longitude, WGS 84.
        lat_deg: Latitude.
        x_m: In the registration's CRS.
        y_m: In the registration's CRS.
        covariance_m2: In the true east-north plane.
        ce90_m: Radius that holds the true point with probability 0.9.
    """

    lon_deg: float
    lat_deg: float
    x_m: float
    y_m: float
    covariance_m2: Covariance
    ce90_m: float


def around(
    located: Located, point: ImagePoint, view: View, reference: Reference, witness: Witness | None = None
) -> Surroundings | Undetermined:
    """Look for what stands around a point on the imagery, as far from where the plane puts it as its errors allow.

    Args:
        located: A located view.
        point: In the view.
        view: The picture.
        reference: The imagery on which it lies.
        witness: Shown what was found.
    """
    prior_m2, matrix = _by_plane(located, point), located.checked.fit.matrix
    found = look_around(view, atlas_of(reference), matrix, point.at_px, prior_m2)
    if witness is not None:
        witness.looked_around(
            reference, LookedAround(map_from_frame=matrix, at_px=point.at_px, prior_m2=prior_m2, found=found)
        )
    return found


def point_in_plane(
    located: Located, point: ImagePoint, surroundings: Surroundings | Undetermined | None = None
) -> tuple[float, float, Matrix]:
    """Carry a point to the plane of the imagery and add up its uncertainty.

    1. The fit: covariance of the transform there, enlarged where residuals exceed what was told.
    2. What a smooth transform cannot follow: the excess of the residuals at single points.
    3. Height above the imagery's plane: seen under the footage's own angle, and off its middle, it is displaced along
       the direction of view.
    4. What stands around the point moves it, and what is known then takes the place of 1 to 3.
    5. The imagery leans a little, in a direction that is not known.
    6. The pixel itself.
    7. The imagery's own absolute error.
    8. What the earlier and the later frames differ by, where their own errors do not explain it.

    Args:
        located: A located view.
        point: In the view.
        surroundings: What ``around`` has found; the plane decides where that is nothing.

    Returns:
        x and y, metres in the registration's CRS, and their covariance, shape (2, 2).
    """
    matrix = located.checked.fit.matrix
    pixel = np.array([point.at_px], np.float64)
    place = homography.apply(matrix, pixel)[0]
    covariance = _by_plane(located, point)  # 1, 2, 3
    if isinstance(surroundings, Surroundings):  # 4
        place, covariance = place + surroundings.moved_m, surroundings.covariance_m2
    covariance = covariance + point.relief_m**2 * _IMAGERY_LEAN**2 / 2 * np.eye(2)  # 5
    covariance = covariance + homography.carry(np.eye(2) * point.sigma_px**2, matrix, pixel[0])  # 6
    if located.reference_ce90_m > 0:
        covariance = covariance + uncertainty.from_ce90(located.reference_ce90_m)  # 7
    if isinstance(located.halves, Halves):
        covariance = covariance + located.halves.at(pixel).covariance_m2  # 8
    return float(place[0]), float(place[1]), covariance


def _by_plane(located: Located, point: ImagePoint) -> Matrix:
    """Covariance of a point's place on the imagery as far as a plane goes, shape (2, 2)."""
    checked, pixel = located.checked, np.array([point.at_px], np.float64)
    fit = checked.fit.covariance_at(pixel)[0] * checked.inflation
    height = point.relief_m**2 * lean_per_height(checked.fit.matrix, point.at_px, point.size_px)
    return np.asarray(fit + np.eye(2) * checked.excess_m**2 + height)


def lean_per_height(map_from_frame: Matrix, at_px: tuple[float, float], size_px: tuple[int, int]) -> Matrix:
    """Mean square displacement on the map of what stands above the plane, per squared height, shape (2, 2).

    A point at height h that is seen under an angle t off the normal is displaced by h tan(t) along the direction
    of view. Two angles add up, and nobody knows with which sign:

    1. The camera's axis is tilted; the ground is stretched most along it.
    2. The point lies off the axis. How far that is hangs on the lens, and straight down no fit tells a wide one,
       near the ground, from a long one, far away.

    Args:
        map_from_frame: The fit, shape (3, 3).
        at_px: The point, column and row.
        size_px: Width and height of the picture.
    """
    pixel = np.array([at_px], np.float64)
    derivative = homography.jacobian(map_from_frame, pixel)[0]
    along = np.linalg.svd(derivative)[0][:, 0]
    tilt = min(homography.off_nadir_rad(map_from_frame, pixel), _MOST_TILT)
    outwards_px = pixel[0] - np.array(size_px) / 2
    outwards = derivative @ outwards_px
    outwards /= max(float(np.linalg.norm(outwards)), 1e-9)
    off_axis = FIELD * float(np.linalg.norm(outwards_px)) / max(size_px)
    return np.asarray(math.tan(tilt) ** 2 * np.outer(along, along) + off_axis**2 * np.outer(outwards, outwards))


def ground_point(
    located: Located, point: ImagePoint, surroundings: Surroundings | Undetermined | None = None
) -> GroundPoint:
    """Carry a point to the ground, with its uncertainty in the true east-north plane there.

    Args:
        located: A located view.
        point: In the view.
        surroundings: What ``around`` has found.
    """
    crs = located.registration.crs
    x_m, y_m, covariance = point_in_plane(located, point, surroundings)
    place = np.array([[x_m, y_m]])
    turn = crs_pyproj.en_from_map(crs, place[0])
    on_ground = turn @ covariance @ turn.T
    lon, lat = crs_pyproj.lonlat_from_map(crs, place)[0]
    return GroundPoint(
        lon_deg=float(lon),
        lat_deg=float(lat),
        x_m=x_m,
        y_m=y_m,
        covariance_m2=_pairs(on_ground),
        ce90_m=uncertainty.ce90(on_ground),
    )


def place(
    located: Located,
    point: ImagePoint,
    *,
    surroundings: Surroundings | Undetermined,
    shot: Digest,
    imagery: tuple[Digest, ...],
    chain: tuple[Digest, ...] = (),
) -> Placement:
    """Place a point of a shot.

    Args:
        located: Where the shot's view lies.
        point: In the view.
        surroundings: What ``around`` has found.
        shot: The shot.
        imagery: What it was placed on.
        chain: Shots through which it was placed, nearest first.
    """
    placed = ground_point(located, point, surroundings)
    return Placement(
        shot=shot,
        imagery=imagery,
        lon_deg=placed.lon_deg,
        lat_deg=placed.lat_deg,
        covariance_m2=placed.covariance_m2,
        ce90_m=placed.ce90_m,
        footprint_lonlat_deg=footprint(located, point.size_px),
        registration=located.registration,
        chain=chain,
        method=located.registration.method,
        halves=_between(located.halves, point.at_px),
        off_plane=_off_plane(surroundings, located.registration.crs, (placed.x_m, placed.y_m)),
    )


def _between(
    halves: Halves | Undetermined | None, point_px: tuple[float, float]
) -> BetweenHalves | Undetermined | None:
    """How far the earlier and the later frames put a point apart, as a record."""
    if not isinstance(halves, Halves):
        return halves
    apart = halves.at(np.array([point_px], np.float64))
    return BetweenHalves(apart_m=apart.distance_m, explained_m=apart.explained_m)


def _off_plane(
    surroundings: Surroundings | Undetermined, crs: str, place_m: tuple[float, float]
) -> OffPlane | Undetermined:
    """How far from the plane's word a point was put, as a record."""
    if isinstance(surroundings, Undetermined):
        return surroundings
    east, north = crs_pyproj.en_from_map(crs, np.array(place_m)) @ surroundings.moved_m
    return OffPlane(east_m=float(east), north_m=float(north), seen=surroundings.seen)


def footprint(located: Located, size_px: tuple[int, int]) -> tuple[LonLat, ...]:
    """Closed ring, longitude and latitude, of what a picture of a size shows; anticlockwise from above."""
    return footprint_ring(located.checked.fit.matrix, located.registration.crs, size_px)


def footprint_ring(map_from_frame: Matrix, crs: str, size_px: tuple[int, int]) -> tuple[LonLat, ...]:
    """Closed ring of a frame's edge on the ground, eight points a side; anticlockwise from above."""
    w, h = size_px
    along = np.linspace(0, 1, _RING_STEPS, endpoint=False)[:, None]
    corners = np.array([[0, 0], [0, h], [w, h], [w, 0], [0, 0]], np.float64)
    ring = np.concatenate([a + along * (b - a) for a, b in itertools.pairwise(corners)] + [corners[:1]])
    lonlat = crs_pyproj.lonlat_from_map(crs, homography.apply(map_from_frame, ring))
    return tuple((float(lon), float(lat)) for lon, lat in lonlat)


def _pairs(covariance: Matrix) -> Covariance:
    (a, b), (c, d) = covariance
    return ((float(a), float(b + c) / 2), (float(b + c) / 2, float(d)))
