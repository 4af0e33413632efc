"""Which imagery a report needs: the pipeline reads these windows and puts them into the dossier."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inquo.geometry.crs_pyproj import map_from_lonlat
from inquo.records.place import Candidate, Placement

_LONGEST_SIDE_PX = 1500
_MARGIN = 0.35
_LEAD_SIDE_PX = 480


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A window to read from a reference.

    Attributes:
        bounds_m: ``(xmin, ymin, xmax, ymax)`` in the reference's CRS.
        gsd_m: Metres per pixel to read it at.
    """

    bounds_m: tuple[float, float, float, float]
    gsd_m: float


def strike_window(placement: Placement, *, crs: str, gsd_m: float) -> Window:
    """The imagery around a footprint, for the comparison and the map of one shot.

    Args:
        placement: Its footprint and its error circle both fit inside the window.
        crs: CRS of the reference, metric.
        gsd_m: The imagery's own ground sampling distance; nothing finer is asked for.
    """
    ring = map_from_lonlat(crs, np.asarray(placement.footprint_lonlat_deg, dtype=np.float64))
    centre = map_from_lonlat(crs, np.array([[placement.lon_deg, placement.lat_deg]]))
    circle = np.vstack([centre - placement.ce90_m, centre + placement.ce90_m])
    return _around(np.vstack([ring, circle]), gsd_m, _MARGIN, _LONGEST_SIDE_PX)


def lead_window(candidate: Candidate, *, width_px: int, height_px: int, crs: str, gsd_m: float) -> Window:
    """The imagery under a lead, for a small picture of it.

    Args:
        candidate: The lead.
        width_px: Columns of the composite.
        height_px: Its rows.
        crs: CRS of the reference, metric.
        gsd_m: The imagery's own ground sampling distance.
    """
    half_m = 0.5 * candidate.gsd_m * math.hypot(width_px, height_px)
    centre = map_from_lonlat(crs, np.array([[candidate.lon_deg, candidate.lat_deg]]))
    return _around(np.vstack([centre - half_m, centre + half_m]), gsd_m, 0.02, _LEAD_SIDE_PX)


def overview_window(placements: Sequence[Placement], *, crs: str, gsd_m: float) -> Window | None:
    """The imagery under all placements, for the report's first map.

    Returns:
        The window; None when nothing was placed.
    """
    if not placements:
        return None
    rings = [np.asarray(placement.footprint_lonlat_deg, dtype=np.float64) for placement in placements]
    return _around(map_from_lonlat(crs, np.vstack(rings)), gsd_m, 0.12, _LONGEST_SIDE_PX)


def _around(points_m: np.ndarray, gsd_m: float, margin: float, longest_px: int) -> Window:
    low, high = points_m.min(axis=0), points_m.max(axis=0)
    side = float((high - low).max())
    pad = margin * side
    # A very long or very tall window makes a poor figure: the short side is at least half of the long one.
    missing = np.maximum(0.5 * side - (high - low), 0) / 2
    low, high = low - pad - missing, high + pad + missing
    gsd = max(gsd_m, float((high - low).max()) / longest_px)
    return Window(bounds_m=(float(low[0]), float(low[1]), float(high[0]), float(high[1])), gsd_m=gsd)
