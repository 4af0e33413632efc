"""What the placement asks of imagery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from inquo.geometry.grid import GroundRaster

Bounds = tuple[float, float, float, float]


class Reference(Protocol):
    """Georeferenced imagery that can be read by window.

    Attributes:
        crs: Metric coordinate reference system, such as ``EPSG:32651``.
        bounds_m: x minimum, y minimum, x maximum, y maximum, metres in ``crs``.
        gsd_m: The imagery's own ground sampling distance.
        ce90_m: The imagery's own absolute error: 90 % of points lie within this distance.
    """

    @property
    def crs(self) -> str: ...  # noqa: D102 - described above

    @property
    def bounds_m(self) -> Bounds: ...  # noqa: D102 - described above

    @property
    def gsd_m(self) -> float: ...  # noqa: D102 - described above

    @property
    def ce90_m(self) -> float: ...  # noqa: D102 - described above

    def read(self, bounds_m: Bounds, gsd_m: float) -> GroundRaster:
        """Resample a window; what lies outside the imagery is not valid.

        Args:
            bounds_m: Window in ``crs``; may reach beyond the imagery.
            gsd_m: Ground sampling distance of the raster, whose upper left corner is the window's.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a reference: where the middle of a view may lie.

    Attributes:
        reference: The imagery.
        bounds_m: The part, in its CRS.
    """

    reference: Reference
    bounds_m: Bounds

    @property
    def crs(self) -> str:
        """The reference's."""
        return self.reference.crs

    @property
    def gsd_m(self) -> float:
        """The reference's."""
        return self.reference.gsd_m

    @property
    def ce90_m(self) -> float:
        """The reference's."""
        return self.reference.ce90_m

    @property
    def area_m2(self) -> float:
        """Ground inside."""
        west, south, east, north = self.bounds_m
        return (east - west) * (north - south)

    def read(self, bounds_m: Bounds, gsd_m: float) -> GroundRaster:
        """Read the reference, beyond the part too: a view whose middle lies inside may show what lies outside."""
        return self.reference.read(bounds_m, gsd_m)
