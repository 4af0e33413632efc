"""Circles, ellipses, scale bars, ticks and directions on the ground."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np

from inquo.errors import InquoError
from inquo.geometry import homography
from inquo.geometry.crs_pyproj import map_from_lonlat
from inquo.geometry.grid import Matrix
from inquo.geometry.uncertainty import CE90_PER_SIGMA_CIRCLE
from inquo.records.place import Candidate, OffPlane, Placement

_EQUATOR_M = 6_378_137.0
_ECCENTRICITY2 = 6.694379990141317e-3
_AROUND = np.linspace(0, 2 * np.pi, 72, endpoint=False)


class Placing(Protocol):
    """Brings points on the ground into a picture."""

    def __call__(self, lonlat_deg: Matrix, /) -> Matrix:
        """Shape (n, 2), longitude before latitude, to shape (n, 2), pixels."""


def inverse(transform: Matrix) -> Matrix:
    """The way back.

    Raises:
        InquoError: The transform has none.
    """
    try:
        return np.asarray(np.linalg.inv(transform), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise InquoError("a transform of this case cannot be inverted") from error


def affine(transform: Matrix, points: Matrix) -> Matrix:
    """Carry points through an affine transform, shape (2, 3)."""
    return np.asarray(points @ transform[:, :2].T + transform[:, 2], dtype=np.float64)


def walk(ring: Matrix, steps: int = 24) -> Matrix:
    """Points along a ring, corners included."""
    share = np.linspace(0, 1, steps, endpoint=False)[:, None, None]
    return np.asarray((ring[:-1] * (1 - share) + ring[1:] * share).reshape(-1, 2), dtype=np.float64)


def circle(placement: Placement) -> Matrix:
    """The error circle: longitudes and latitudes around it."""
    return _around(placement, placement.ce90_m * np.column_stack([np.cos(_AROUND), np.sin(_AROUND)]))


def ellipse(placement: Placement) -> Matrix:
    """The ellipse that holds the true point with probability 0.9."""
    root = np.linalg.cholesky(np.asarray(placement.covariance_m2, dtype=np.float64))
    unit = np.column_stack([np.cos(_AROUND), np.sin(_AROUND)])
    return _around(placement, CE90_PER_SIGMA_CIRCLE * unit @ root.T)


def northward(placement: Placement) -> Matrix:
    """The placed point and one ten metres north of it."""
    return _around(placement, np.array([[0.0, 0.0], [0.0, 10.0]]))


def by_plane(placement: Placement) -> Matrix:
    """Where the plane of the fit puts the placed point, which is the pixel at which the picture shows it."""
    moved = placement.off_plane if isinstance(placement.off_plane, OffPlane) else None
    return _around(placement, np.array([[-moved.east_m, -moved.north_m] if moved else [0.0, 0.0]]))


def _around(placement: Placement, east_north_m: Matrix) -> Matrix:
    """Offsets in metres as longitudes and latitudes, by the radii of curvature of WGS 84."""
    lat = math.radians(placement.lat_deg)
    bend = 1 - _ECCENTRICITY2 * math.sin(lat) ** 2
    across = _EQUATOR_M / math.sqrt(bend) * max(math.cos(lat), 1e-9)
    along = _EQUATOR_M * (1 - _ECCENTRICITY2) / bend**1.5
    steps = np.degrees(east_north_m / np.array([across, along]))
    return np.asarray(steps + np.array([placement.lon_deg, placement.lat_deg]), dtype=np.float64)


def pose(candidate: Candidate, crs: str, width_px: int, height_px: int) -> Matrix:
    """The transform ``map_from_frame`` of a lead: centre, turn and scale."""
    x, y = map_from_lonlat(crs, np.array([[candidate.lon_deg, candidate.lat_deg]]))[0]
    turn = math.radians(candidate.rotation_deg)
    scale = candidate.gsd_m
    right = scale * np.array([math.cos(turn), -math.sin(turn)])
    down = scale * np.array([-math.sin(turn), -math.cos(turn)])
    origin = np.array([x, y]) - right * width_px / 2 - down * height_px / 2
    return np.array([[right[0], down[0], origin[0]], [right[1], down[1], origin[1]], [0, 0, 1.0]])


def pixel_size_m(map_from_frame: Matrix, at_px: Matrix) -> float:
    """Ground length of one step to the right at a point of the picture, metres."""
    here, beside = homography.apply(map_from_frame, np.array([at_px, at_px + np.array([1.0, 0.0])]))
    return float(np.hypot(*(beside - here)))


def bearing_deg(pair: Matrix) -> float | None:
    """Direction from the first point to the second in a picture, clockwise from up."""
    dx, dy = pair[1] - pair[0]
    angle = math.degrees(math.atan2(dx, -dy))
    return angle % 360 if math.isfinite(angle) else None


def scale_bar(width_m: float) -> tuple[float, str] | None:
    """A round length of about a fifth of a picture's width: per cent of it, and what it says."""
    if not (math.isfinite(width_m) and width_m > 0):
        return None
    length = _round_down(width_m / 4)
    text = f"{length / 1000:g}\u00a0km" if length >= 1000 else f"{length:g}\u00a0m"
    return 100 * length / width_m, text


def tick_values(low: float, high: float, *, most: int) -> list[tuple[float, float]]:
    """Round values between two others: how far along each lies (0 to 1), and the value."""
    span = high - low
    if not span > 0:
        return []
    step = _round_down(span / most)
    if span / step > most + 1:
        step = _round_up(step)
    first = math.ceil(low / step)
    values = [n * step for n in range(first, math.floor(high / step) + 1)]
    return [((value - low) / span, value) for value in values if 0.06 < (value - low) / span < 0.94]


def _round_down(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return max(step for step in (1, 2, 5) if step * power <= value * (1 + 1e-9)) * power


def _round_up(value: float) -> float:
    return _round_down(value * 2.5 * (1 + 1e-9))
