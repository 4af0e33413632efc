"""A time in the town's life: what stands, what is green, where the sun is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from inquo.town.sun import Sun, solar_position


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When the town is looked at; everything that changes follows from it.

    Attributes:
        when: UTC.
        sun: Where it stands then.
        greenness: Of fields and gardens, 0 in the dry season to 1 in spring.
        traffic: Seed of where cars stand that day.
    """

    when: datetime
    sun: Sun
    greenness: float
    traffic: int


def at(when: datetime, *, lon_deg: float = 50.7, lat_deg: float = 20.05) -> Moment:
    """What a time means for a place.

    Args:
        when: UTC.
        lon_deg: Longitude, degrees east.
        lat_deg: Latitude, degrees north.
    """
    day = when.timetuple().tm_yday
    greenness = float(0.5 + 0.5 * np.cos(2 * np.pi * (day - 80) / 365.25))
    return Moment(
        when=when,
        sun=solar_position(when, lon_deg=lon_deg, lat_deg=lat_deg),
        greenness=greenness,
        traffic=int(when.timestamp()) // 60,
    )


def just_before(when: datetime) -> Moment:
    """The town a second before something happens."""
    return at(when - timedelta(seconds=1))
