"""A point of the picture on the ground, with everything that makes it uncertain."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from inquo.geometry import crs_pyproj, homography, uncertainty
from inquo.geometry.grid import Matrix
from inquo.placement.halves import Halves
from inquo.placement.locate import Located
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.place import BetweenHalves, Covariance, LonLat, Placement

_RING_STEPS = 8
_IMAGERY_LEAN = math.tan(math.radians(10.0))
_MOST_TILT = math.radians(75.0)

TARGET_RELIEF_M = 6.0
"""Relief of what a weapon is aimed at: mostly a roof."""
ANY_RELIEF_M = 4.0
"""Relief of a point that nobody chose: ground more often than roof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePoint:
    """A point of a picture that is to be placed.

    Attributes:
        at_px: Column and row, pixel centre at 0.5.
        sigma_px: Standard deviation in each axis.
        relief_m: Standard deviation of its height above the plane that the picture was fitted to.
    """

    at_px: tuple[float, float]
    sigma_px: float
    relief_m: float


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


def point_in_plane(located: Located, point: ImagePoint) -> tuple[float, float, Matrix]:
    """Carry a point to the plane of the imagery and add up its uncertainty.

    1. The fit: covariance of the transform there, enlarged where residuals exceed what was told.
    2. What a smooth transform cannot follow: the excess of the residuals at single points.
    3. The pixel itself.
    4. Height above the imagery's plane: seen under the footage's own angle it is displaced along the
       direction of view, and the imagery leans a little, in a direction that is not known.
    5. The imagery's own absolute error.
    6. What the earlier and the later frames differ by, where their own errors do not explain it.

    Args:
        located: A located view.
        point: In the view.

    Returns:
        x and y, metres in the registration's CRS, and their covariance, shape (2, 2).
    """
    checked = located.checked
    matrix = checked.fit.matrix
    pixel = np.array([point.at_px], np.float64)
    place = homography.apply(matrix, pixel)
    covariance = checked.fit.covariance_at(pixel)[0] * checked.inflation  # 1
    covariance = covariance + np.eye(2) * checked.excess_m**2  # 2
    covariance = covariance + homography.carry(np.eye(2) * point.sigma_px**2, matrix, pixel[0])  # 3
    covariance = covariance + point.relief_m**2 * lean_per_height(matrix, pixel)  # 4
    if located.reference_ce90_m > 0:
        covariance = covariance + uncertainty.from_ce90(located.reference_ce90_m)  # 5
    if isinstance(located.halves, Halves):
        covariance = covariance + located.halves.at(pixel).covariance_m2  # 6
    return float(place[0, 0]), float(place[0, 1]), covariance


def lean_per_height(map_from_frame: Matrix, point_px: Matrix) -> Matrix:
    """Mean square displacement on the map of what stands above the plane, per squared height, shape (2, 2).

    A point at height h that is seen under an angle t off the normal is displaced by h tan(t) along the direction
    of view, in which the ground is stretched most. To that is added the lean of the imagery.

    Args:
        map_from_frame: The fit, shape (3, 3).
        point_px: The point, shape (1, 2).
    """
    derivative = homography.jacobian(map_from_frame, point_px)[0]
    along = np.linalg.svd(derivative)[0][:, :1]
    tilt = min(homography.off_nadir_rad(map_from_frame, point_px), _MOST_TILT)
    return np.asarray(math.tan(tilt) ** 2 * (along @ along.T) + np.eye(2) * _IMAGERY_LEAN**2 / 2)


def ground_point(located: Located, point: ImagePoint) -> GroundPoint:
    """Carry a point to the ground, with its uncertainty in the true east-north plane there.

    Args:
        located: A located view.
        point: In the view.
    """
    crs = located.registration.crs
    x_m, y_m, covariance = point_in_plane(located, point)
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
    size_px: tuple[int, int],
    shot: Digest,
    imagery: tuple[Digest, ...],
    chain: tuple[Digest, ...] = (),
) -> Placement:
    """Place a point of a shot.

    Args:
        located: Where the shot's view lies.
        point: In the view.
        size_px: Width and height of the view, for the footprint.
        shot: The shot.
        imagery: What it was placed on.
        chain: Shots through which it was placed, nearest first.
    """
    placed = ground_point(located, point)
    return Placement(
        shot=shot,
        imagery=imagery,
        lon_deg=placed.lon_deg,
        lat_deg=placed.lat_deg,
        covariance_m2=placed.covariance_m2,
        ce90_m=placed.ce90_m,
        footprint_lonlat_deg=footprint(located, size_px),
        registration=located.registration,
        chain=chain,
        method=located.registration.method,
        halves=_between(located.halves, point.at_px),
    )


def _between(
    halves: Halves | Undetermined | None, point_px: tuple[float, float]
) -> BetweenHalves | Undetermined | None:
    """How far the earlier and the later frames put a point apart, as a record."""
    if not isinstance(halves, Halves):
        return halves
    apart = halves.at(np.array([point_px], np.float64))
    return BetweenHalves(apart_m=apart.distance_m, explained_m=apart.explained_m)


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
