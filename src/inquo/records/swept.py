"""What the coarse search of one window gave, kept so that an interrupted search goes on."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.place import Matrix3


@dataclass(frozen=True, slots=True, kw_only=True)
class SweptLead:
    """A place where a view could lie, before anybody looked closely. Never a finding.

    Attributes:
        score: Correlation times the square root of the pixels compared.
        correlation: Masked normalised correlation; where brightness is asked its share is added.
        gsd_m: Metres per pixel along the view's horizontal.
        stretch: Along its vertical, relative to that.
        angle_rad: Turn of the view on the imagery.
        map_from_frame: The hypothesis, from picture pixels to map metres.
        x_m: Where the view's middle lies, in the window's CRS.
        y_m: Northing.
        footprint_m: Side of the square with the footprint's area.
    """

    score: float
    correlation: float
    gsd_m: float
    stretch: float
    angle_rad: float
    map_from_frame: Matrix3
    x_m: float
    y_m: float
    footprint_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SweptWindow:
    """The best leads of a window.

    Attributes:
        crs: CRS of the window, metric.
        bounds_m: Where the middle of the view may lie: x and y from, x and y to.
        leads: Best first; none where nothing resembles the view.
    """

    crs: str
    bounds_m: tuple[float, float, float, float]
    leads: tuple[SweptLead, ...]
