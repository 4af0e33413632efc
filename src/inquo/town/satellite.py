"""The town from space: pixels of equal size on the ground, roofs leaning a little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Matrix
from inquo.geometry.progress import Progress, silent
from inquo.town import light_cv2, picture_cv2, sensor_cv2, sight_cv2
from inquo.town.build_surface import build_surface
from inquo.town.moment import Moment
from inquo.town.plan import Town
from inquo.town.surface import Bounds

_FINER = 2
_STRIP_M = 360.0
_MARGIN_M = 44.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Orbit:
    """From where a satellite looks.

    Attributes:
        off_nadir_deg: Angle from straight down.
        azimuth_deg: Bearing of the satellite as seen from the ground, from north, clockwise.
    """

    off_nadir_deg: float
    azimuth_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SatelliteImage:
    """A picture with its place; what lies on the ground is exactly where the transform says.

    Attributes:
        rgb: Red, green, blue, uint8.
        map_from_pixel: Affine, shape (2, 3), pixel corner convention, metres in ``crs``.
        crs: Of the map.
        gsd_m: Size of a pixel.
        moment: When.
    """

    rgb: NDArray[np.uint8]
    map_from_pixel: Matrix
    crs: str
    gsd_m: float
    moment: Moment


def image(
    town: Town,
    moment: Moment,
    *,
    gsd_m: float = 0.5,
    bounds: Bounds | None = None,
    orbit: Orbit | None = None,
    progress: Progress = silent,
) -> SatelliteImage:
    """Render the town as a satellite sees it.

    The work goes in strips, so that memory does not grow with the area.

    Args:
        town: The plan.
        moment: When: sun, season, what stands.
        gsd_m: Size of a pixel, 0.2 to 2.
        bounds: West, south, east, north, metres in the town; the whole by default.
        orbit: From where; 8 degrees off nadir in the east-south-east by default.
        progress: Told of every strip.

    Returns:
        The image; its haze, sharpness and noise are those of a 0.5 m sensor.
    """
    if not 0.2 <= gsd_m <= 2.0:
        raise ValueError(f"pixels of {gsd_m} m are outside 0.2 to 2 m")
    orbit = orbit or Orbit(off_nadir_deg=8.0, azimuth_deg=110.0)
    west, south, east, north = bounds or (0.0, 0.0, town.size_m, town.size_m)
    columns, rows = round((east - west) / gsd_m), round((north - south) / gsd_m)
    rgb = np.empty((rows, columns, 3), dtype=np.uint8)
    strip = max(1, round(_STRIP_M / gsd_m))
    for top in range(0, rows, strip):
        progress(top / rows, f"imaging {moment.when:%Y-%m-%d} from space")
        bottom = min(top + strip, rows)
        part = (west, north - bottom * gsd_m, west + columns * gsd_m, north - top * gsd_m)
        rgb[top:bottom] = _strip(town, moment, part, gsd_m, orbit)
    x, y = town.origin_m
    return SatelliteImage(
        rgb=sensor_cv2.record(rgb, np.random.default_rng([town.seed, moment.traffic, 0x5A])),
        map_from_pixel=np.array([[gsd_m, 0.0, x + west], [0.0, -gsd_m, y + north]]),
        crs=town.crs,
        gsd_m=gsd_m,
        moment=moment,
    )


def _strip(town: Town, moment: Moment, part: Bounds, gsd_m: float, orbit: Orbit) -> NDArray[np.uint8]:
    """One strip, rendered finer with a margin for shadows and leaning roofs, then averaged."""
    fine = gsd_m / _FINER
    cells = int(np.ceil(_MARGIN_M / gsd_m)) * _FINER
    margin = cells * fine
    west, south, east, north = part
    surface = build_surface(town, moment, (west - margin, south - margin, east + margin, north + margin), fine)
    lit = light_cv2.light(surface, moment.sun)
    lean = np.tan(np.radians(orbit.off_nadir_deg))
    bearing = np.radians(orbit.azimuth_deg)
    sight = sight_cv2.follow_parallel(surface, float(lean * np.sin(bearing)), float(lean * np.cos(bearing)))
    seen = picture_cv2.paint(town, surface, lit, sight)
    return sensor_cv2.average(seen[cells:-cells, cells:-cells], _FINER)
