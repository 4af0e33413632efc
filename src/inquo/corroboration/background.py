"""What chance agreement with a table looks like: where and when its records are, whatever the event.

A record five kilometres away on the right day means much in a quiet valley, and little in a city that was
struck daily. So each record is measured against the table's own density there and then, blurred, and not
against an even spread over its area.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.corroboration.tables import Spread
from inquo.geometry.uncertainty import CE90_PER_SIGMA_CIRCLE
from inquo.records.chronology import Window, WindowSet
from inquo.records.incident import Coverage

Floats = NDArray[np.float64]

EARTH_M = 6_371_008.8
DAY_S = 86_400.0
_BLUR_M = 3000.0
_BLUR_S = 7 * DAY_S
_EVEN = 0.05
_FOREVER_S = 1e12
_DATE_ERRORS = ((0.80, 0.0), (0.16, DAY_S), (0.04, 7 * DAY_S))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How likely it is that any event of a table's sort is at a place and in a time.

    Attributes:
        place_per_m2: Density at the place.
        time_there: Share of the table's records around the place that fall into the time.
        time_anywhere: Share of all its records that do.
    """

    place_per_m2: float
    time_there: float
    time_anywhere: float


class Background:
    """A table's records as a blurred density.

    Args:
        spread: Where and when its records are.
        coverage: What it sets out to record; None where nobody declared it: then what it holds stands for it.
    """

    def __init__(self, spread: Spread, coverage: Coverage | None) -> None:
        self.lon_rad = np.radians(np.array(spread.lon_deg, dtype=np.float64))
        self.lat_rad = np.radians(np.array(spread.lat_deg, dtype=np.float64))
        self.start_s = np.array(spread.start_s, dtype=np.float64)
        self.end_s = np.array(spread.end_s, dtype=np.float64)
        self._placed = np.isfinite(self.lon_rad)
        radius_m = np.array(spread.radius_m, dtype=np.float64)
        self._variance_m2 = (radius_m / CE90_PER_SIGMA_CIRCLE) ** 2 + _BLUR_M**2
        self._area_m2 = _area_m2(coverage, self.lon_rad[self._placed], self.lat_rad[self._placed])
        self._whole = _whole(coverage, self.start_s, self.end_s)

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.start_s)

    def chance(self, lon_deg: float, lat_deg: float, ce90_m: float, when: WindowSet) -> Chance:
        """How likely any event of the table's sort is at a place and in a time."""
        even_time = min(length_s(when, self._whole), self._whole[1] - self._whole[0]) / (
            self._whole[1] - self._whole[0]
        )
        if not len(self):
            return Chance(place_per_m2=1 / self._area_m2, time_there=even_time, time_anywhere=even_time)
        in_time = time_shares(self.start_s - _BLUR_S, self.end_s + _BLUR_S, when)
        dated = np.isfinite(self.end_s - self.start_s)
        anywhere = float(in_time[dated].mean()) if dated.any() else even_time
        variance = self._variance_m2[self._placed] + (ce90_m / CE90_PER_SIGMA_CIRCLE) ** 2
        apart_m = distances_m(self.lon_rad[self._placed], self.lat_rad[self._placed], lon_deg, lat_deg)
        near = np.exp(-(apart_m**2) / (2 * variance)) / (2 * math.pi * variance)
        here = float(near.mean()) if near.size else 0.0
        near_dated = near * dated[self._placed]
        total = float(near_dated.sum())
        there = float((near_dated * in_time[self._placed]).sum()) / total if total > 0 else anywhere
        return Chance(
            place_per_m2=(1 - _EVEN) * here + _EVEN / self._area_m2,
            time_there=(1 - _EVEN) * there + _EVEN * even_time,
            time_anywhere=(1 - _EVEN) * anywhere + _EVEN * even_time,
        )


def distances_m(lon_rad: Floats, lat_rad: Floats, lon_deg: float, lat_deg: float) -> Floats:
    """Great-circle distances, metres; the sphere is good to half a percent, far below any town's radius."""
    lon, lat = math.radians(lon_deg), math.radians(lat_deg)
    across = np.sin((lon_rad - lon) / 2) ** 2 * np.cos(lat_rad) * math.cos(lat)
    angle: Floats = np.arcsin(np.sqrt(np.clip(np.sin((lat_rad - lat) / 2) ** 2 + across, 0, 1)))
    return 2 * EARTH_M * angle


def date_shares(start_s: Floats, end_s: Floats, when: WindowSet) -> Floats:
    """How likely each record's event is to fall into a time, with the days by which dates are commonly wrong."""
    parts = [part * time_shares(start_s - wrong, end_s + wrong, when) for part, wrong in _DATE_ERRORS]
    total: Floats = np.sum(parts, axis=0)
    return total


def time_shares(start_s: Floats, end_s: Floats, when: WindowSet) -> Floats:
    """Share of each stretch of time that falls into a set of windows; of an open stretch, whether any does."""
    shared = np.zeros(start_s.shape)
    for window in when.windows:
        first, last = span_of(window)
        shared += np.clip(np.minimum(end_s, last) - np.maximum(start_s, first), 0, _FOREVER_S)
    length = end_s - start_s
    open_ended = ~np.isfinite(length)
    shares: Floats = np.where(open_ended, shared > 0, shared / np.where(open_ended, 1.0, np.maximum(length, 1.0)))
    return shares


def length_s(when: WindowSet, whole: tuple[float, float]) -> float:
    """Length of a set of windows within a whole, seconds, at least a day."""
    parts = (min(end, whole[1]) - max(start, whole[0]) for start, end in map(span_of, when.windows))
    return max(sum(part for part in parts if part > 0), DAY_S)


def span_of(window: Window | WindowSet) -> tuple[float, float]:
    """Ends of a stretch of time, seconds from 1970; infinite where it is open."""
    start = -math.inf if window.earliest is None else window.earliest.timestamp()
    end = math.inf if window.latest is None else window.latest.timestamp()
    return start, end


def _whole(coverage: Coverage | None, start_s: Floats, end_s: Floats) -> tuple[float, float]:
    """What a table covers in time; what it holds, where its coverage is open or undeclared."""
    start, end = span_of(coverage.windows) if coverage else (-math.inf, math.inf)
    starts, ends = start_s[np.isfinite(start_s)], end_s[np.isfinite(end_s)]
    start = start if math.isfinite(start) else float(starts.min(initial=0.0 if not starts.size else math.inf))
    end = end if math.isfinite(end) else float(ends.max(initial=DAY_S if not ends.size else -math.inf))
    return start, max(end, start + DAY_S)


def _area_m2(coverage: Coverage | None, lon_rad: Floats, lat_rad: Floats) -> float:
    """Area that a table covers; the box around what it holds, where that is undeclared."""
    if coverage is not None:
        west, east = math.radians(coverage.west_deg), math.radians(coverage.east_deg)
        south, north = math.radians(coverage.south_deg), math.radians(coverage.north_deg)
    elif lon_rad.size:
        west, east = float(lon_rad.min()), float(lon_rad.max())
        south, north = float(lat_rad.min()), float(lat_rad.max())
    else:
        return 4 * math.pi * EARTH_M**2
    return max(EARTH_M**2 * (math.sin(north) - math.sin(south)) * (east - west), 1e9)
