"""Control points that a person set: the same ground point clicked in a picture and on a map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from inquo.records.custody import require_utc
from inquo.records.digest import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPoint:
    """One point of a file of control points.

    Attributes:
        line: Where it stands in the file, from 1.
        x_px: Column in the picture, the first pixel's centre at 0.5.
        y_px: Row, downwards.
        map_x: Easting or longitude, in the units of the file's CRS.
        map_y: Northing or latitude.
        enabled: False for a point that the person switched off: kept, but not used.

    Raises:
        ValueError: A coordinate is not a finite number.
    """

    line: int
    x_px: float
    y_px: float
    map_x: float
    map_y: float
    enabled: bool = True

    def __post_init__(self) -> None:
        """Refuse a point that is nowhere."""
        if not all(math.isfinite(value) for value in (self.x_px, self.y_px, self.map_x, self.map_y)):
            raise ValueError(f"line {self.line}: not a point")


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPoints:
    """The control points of a shot, as a person set them.

    Attributes:
        shot: The shot in whose picture they were clicked.
        file: Digest of the file's bytes.
        name: Its name as received.
        crs: CRS of the map coordinates, as the file or the person says.
        points: All points, disabled ones included, in the order of the file; none withdraws earlier ones.
        sigma_px: Standard deviation of a click, a coordinate, in pixels of the picture and again of the imagery.
        who: The person.
        when: Time in UTC.

    Raises:
        ValueError: The standard deviation is not above zero, or the time is not in UTC.
    """

    shot: Digest
    file: Digest
    name: str
    crs: str
    points: tuple[ControlPoint, ...]
    sigma_px: float
    who: str
    when: datetime

    def __post_init__(self) -> None:
        """Refuse a precision nobody has."""
        require_utc(self.when)
        if not 0 < self.sigma_px < math.inf:
            raise ValueError("control points need an uncertainty above zero")

    @property
    def enabled(self) -> tuple[ControlPoint, ...]:
        """Those that are used."""
        return tuple(point for point in self.points if point.enabled)
