"""Georeferenced imagery: what it covers, when it was taken, how wrong it may be."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.digest import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Imagery:
    """One georeferenced image.

    Attributes:
        exhibit: The file.
        crs: Its own coordinate reference system, as WKT or an authority code.
        outline_lonlat_deg: Closed ring of its extent, WGS 84, (longitude, latitude) pairs.
        gsd_m: Ground sampling distance, metres.
        width_px: Columns.
        height_px: Rows.
        bands: What the bands are, in order, such as ``("red", "green", "blue")``.
        data_type: Such as ``uint8``.
        ce90_m: Absolute horizontal error at 90 %, metres.
        ce90_basis: Who says so, such as ``provider`` or ``assumed: none stated``.
        acquired: Date or time it was taken as written by the person; None when unknown.
        provider: Who made it; None when not said.
        licence: Its terms; None when not said.

    Raises:
        ValueError: A size or an error is not above zero.
    """

    exhibit: Digest
    crs: str
    outline_lonlat_deg: tuple[tuple[float, float], ...]
    gsd_m: float
    width_px: int
    height_px: int
    bands: tuple[str, ...]
    data_type: str
    ce90_m: float
    ce90_basis: str
    acquired: str | None = None
    provider: str | None = None
    licence: str | None = None

    def __post_init__(self) -> None:
        """Refuse imagery without extent, scale or error."""
        if not (self.gsd_m > 0 and self.ce90_m > 0 and self.width_px > 0 and self.height_px > 0):
            raise ValueError("imagery needs a size, a ground sampling distance and an error above zero")
        if len(self.outline_lonlat_deg) < 4:
            raise ValueError("imagery needs an outline")
