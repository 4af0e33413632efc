"""What an image says about itself, checked before anything is searched on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from inquo.errors import ImageryError
from inquo.geometry.grid import Matrix
from inquo.imagery.geotiff_rasterio import Facts, read_facts
from inquo.imagery.projection_pyproj import LONLAT, carry, metric_crs, require_earthly
from inquo.imagery.sample import take_sample
from inquo.records.digest import Digest
from inquo.records.imagery import Imagery

FINEST_GSD_M, COARSEST_GSD_M = 0.005, 100.0
_MAX_ASPECT = 20.0
_MIN_SIDE_PX = 16
_EDGE_POINTS = 5

_ASSUMED_CE90_M = 5.0
_ASSUMED_CE90_PX = 3.0
_ASSUMED_BASIS = (
    "assumed: none stated; 5 m, as commercial very-high-resolution mosaics specify, or 3 pixels where that is more"
)


def describe(
    path: Path,
    exhibit_digest: Digest,
    *,
    acquired: str | None,
    provider: str | None,
    licence: str | None,
    ce90_m: float | None = None,
) -> Imagery:
    """Read what a GeoTIFF says about itself, and refuse one that cannot be searched.

    Only what is inside the file counts: world files, ``.aux.xml``, ``.ovr`` and the like beside it
    are not part of the exhibit and are not read.

    Args:
        path: The file, as stored.
        exhibit_digest: Its digest.
        acquired: When it was taken, as the person wrote it.
        provider: Who made it.
        licence: Its terms.
        ce90_m: Its absolute horizontal error as stated by the provider; None when none is.

    Returns:
        The record. Its outline follows the edges, five points each; across the antimeridian its
        longitudes run on beyond 180.

    Raises:
        ImageryError: It is not a GeoTIFF, is damaged, has no usable CRS or geotransform, holds no
            pixels, or its ground sampling distance cannot be that of imagery.
    """
    facts = read_facts(path)
    if not (facts.width_px >= _MIN_SIDE_PX and facts.height_px >= _MIN_SIDE_PX):
        reason = f"is {facts.width_px} x {facts.height_px} px, too small to show a place"
        raise ImageryError(path, reason, hint=f"Imagery needs at least {_MIN_SIDE_PX} pixels a side.")
    crs = require_earthly(path, facts.crs)
    outline = outline_lonlat(path, facts, crs)
    gsd_m = measure_gsd_m(path, facts, crs)
    if not take_sample(path, facts).size:
        raise ImageryError(
            path,
            "holds only missing pixels (nodata)",
            hint="Fetch it again, or export an area that the imagery covers.",
        )
    assumed_m = max(_ASSUMED_CE90_M, _ASSUMED_CE90_PX * gsd_m)
    return Imagery(
        exhibit=exhibit_digest,
        crs=crs,
        outline_lonlat_deg=tuple((float(lon), float(lat)) for lon, lat in outline),
        gsd_m=gsd_m,
        width_px=facts.width_px,
        height_px=facts.height_px,
        bands=facts.bands,
        data_type=facts.data_type,
        ce90_m=assumed_m if ce90_m is None else ce90_m,
        ce90_basis=_ASSUMED_BASIS if ce90_m is None else "stated with the imagery",
        acquired=acquired,
        provider=provider,
        licence=licence,
    )


def edge_px(facts: Facts) -> Matrix:
    """Closed ring along the edges of an image, pixels, shape (n, 2)."""
    share = np.linspace(0, 1, _EDGE_POINTS, endpoint=False)
    zero, one = np.zeros_like(share), np.ones_like(share)
    x = np.concatenate([share, one, 1 - share, zero, [0.0]]) * facts.width_px
    y = np.concatenate([zero, share, one, 1 - share, [0.0]]) * facts.height_px
    return np.stack([x, y], axis=-1)


def crs_points(facts: Facts, points_px: Matrix) -> Matrix:
    """Carry pixels to the CRS of their image."""
    return np.asarray(points_px @ facts.crs_from_pixel[:, :2].T + facts.crs_from_pixel[:, 2], dtype=np.float64)


def outline_lonlat(path: Path, facts: Facts, crs: str) -> Matrix:
    """Closed ring of an image's extent, longitude and latitude.

    Raises:
        ImageryError: Its geotransform puts it off the Earth.
    """
    ring = carry(crs_points(facts, edge_px(facts)), to_crs=LONLAT, from_crs=crs)
    on_earth = np.isfinite(ring).all() and (np.abs(ring[:, 1]) <= 90).all() and (np.abs(ring[:, 0]) <= 540).all()
    if not on_earth:
        raise ImageryError(
            path,
            f"would lie off the Earth: its geotransform does not fit its CRS ({crs[:60]})",
            hint="Check with gdalinfo whether the CRS is the right one, or the axes are swapped.",
        )
    ring[:, 0] = ring[0, 0] + (ring[:, 0] - ring[0, 0] + 180) % 360 - 180
    return ring


def measure_gsd_m(path: Path, facts: Facts, crs: str) -> float:
    """Ground sampling distance at the centre: square root of a pixel's area, metres.

    Raises:
        ImageryError: It is not that of imagery, or pixels are stretched beyond use.
    """
    centre = np.array([facts.width_px / 2, facts.height_px / 2])
    lon, lat = carry(crs_points(facts, centre), to_crs=LONLAT, from_crs=crs)
    corners = crs_points(facts, centre + np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    ground = carry(corners, to_crs=metric_crs(lon, lat), from_crs=crs)
    across, down = ground[1] - ground[0], ground[2] - ground[0]
    gsd_m = float(np.sqrt(abs(across[0] * down[1] - across[1] * down[0])))
    lengths = np.hypot(*across), np.hypot(*down)
    if not FINEST_GSD_M <= gsd_m <= COARSEST_GSD_M:
        raise ImageryError(
            path,
            f"has pixels of {gsd_m:.3g} m, which is not imagery that shows buildings",
            hint="Check its CRS and geotransform with gdalinfo: units or axes may be wrong.",
        )
    if not max(lengths) <= _MAX_ASPECT * min(lengths):
        raise ImageryError(
            path, f"has pixels of {lengths[0]:.3g} by {lengths[1]:.3g} m", hint="Check its geotransform with gdalinfo."
        )
    return float(f"{gsd_m:.7g}")
