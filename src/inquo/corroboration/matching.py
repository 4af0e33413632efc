"""Which recorded incidents could be an event: weighed ground by ground, the best shown with reasons for and against.

Each ground is the logarithm of how much likelier it is if the record is of this event than if it is of any other
in the table. Place and time follow from the errors; the weights of the rest are judged, not measured. They add up
as if independent, which they are not quite: the probability orders candidates, and a person decides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from inquo.corroboration.names import compare_names
from inquo.geometry.uncertainty import CE90_PER_SIGMA_CIRCLE
from inquo.records.chronology import Window, WindowSet
from inquo.records.incident import Coverage, Ground, Incident, IncidentMatch, Presence
from inquo.records.proposition import Count

METHOD = "incident-grounds/1"
EARTH_M = 6_371_008.8
_DAY_S = 86_400.0
_FLOOR = -20.0
_SHORTLIST = 25
_RECORDED = 0.5
_ONE_BUILDING_M = 500.0
_SAME_NAME = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The event that is looked for.

    Attributes:
        lon_deg: Longitude, degrees east.
        lat_deg: Latitude, degrees north.
        ce90_m: Its error, metres.
        when: When it happened, as far as it is known.
        names: Names of the facility, in any script.
        localities: Names of the town or district around it.
        facility: What kind of facility it was; None when unknown.
        kinds: What was done.
        weapons: With what, as claimed.
        killed: How many were killed, as claimed.
    """

    lon_deg: float
    lat_deg: float
    ce90_m: float
    when: WindowSet
    names: tuple[str, ...] = ()
    localities: tuple[str, ...] = ()
    facility: str | None = None
    kinds: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    killed: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a table has to say of an event.

    Attributes:
        dataset: The table's name.
        presence: Found, covered and not found, not covered, or not determined.
        why: In words.
        matches: The best candidates, best first, whatever the answer.
    """

    dataset: str
    presence: Presence
    why: str
    matches: tuple[IncidentMatch, ...]


class Matcher:
    """One table, made ready to be asked about many events."""

    def __init__(self, incidents: Sequence[Incident], coverage: Coverage) -> None:
        self._incidents = [incident for incident in incidents if incident.place is not None]
        self._coverage = coverage
        places = [incident.place for incident in self._incidents if incident.place is not None]
        self._lon_rad = np.radians([place.lon_deg for place in places])
        self._lat_rad = np.radians([place.lat_deg for place in places])
        self._radius_m = np.array([place.radius_m for place in places], dtype=np.float64)
        spans = [_span(incident.when.windows) for incident in self._incidents]
        self._start_s = np.array([start for start, _ in spans], dtype=np.float64)
        self._end_s = np.array([end for _, end in spans], dtype=np.float64)
        self._area_m2 = _area_m2(coverage)
        self._whole_s = _length(_span(coverage.windows), (self._start_s, self._end_s))

    def ask(self, wanted: Wanted, limit: int = 5) -> Answer:
        """Look for an event in the table.

        Args:
            wanted: The event.
            limit: How many candidates to give.

        Returns:
            Found when one candidate is likelier than not and its record tells the building from its
            neighbours, by a place that fine or by name. A record for the town alone leaves it open:
            two hospitals of one town in one week stay two. A table that does not cover the place, the
            time and the kind of the event has nothing to say, and that is the answer.
        """
        outside = self._why_not_covered(wanted)
        matches = self._matches(wanted, limit)
        if outside is not None:
            presence, why = outside
        elif matches and sum(match.probability for match in matches) >= 0.5:
            presence, why = self._how_found(wanted, matches[0])
        else:
            presence, why = Presence.COVERED_NOT_FOUND, "no candidate is likelier than not"
        return Answer(dataset=self._coverage.dataset, presence=presence, why=why, matches=matches)

    def _why_not_covered(self, wanted: Wanted) -> tuple[Presence, str] | None:
        if not self._coverage.holds(wanted.lon_deg, wanted.lat_deg):
            return Presence.NOT_COVERED, "the place lies outside its area"
        if wanted.when.meet(self._coverage.windows).empty:
            return Presence.NOT_COVERED, "the time lies outside what it covers"
        kinds = self._coverage.kinds
        if kinds and wanted.kinds and not set(kinds) & set(wanted.kinds):
            return Presence.NOT_COVERED, f"it records {', '.join(kinds)}"
        if not wanted.when.within(self._coverage.windows):
            return Presence.UNDETERMINED, "the event may lie outside the time that it covers"
        return None

    def _how_found(self, wanted: Wanted, best: IncidentMatch) -> tuple[Presence, str]:
        """Whether the best candidate is this event, or only something in the same town at the time."""
        (incident,) = (incident for incident in self._incidents if incident.key == best.key)
        fine = incident.place is not None and incident.place.radius_m <= _ONE_BUILDING_M
        named = any(compare_names(a, b).score >= _SAME_NAME for a in wanted.names for b in incident.names)
        if best.probability < 0.5:
            return Presence.UNDETERMINED, f"several records could be it, {best.key} with {best.probability:.0%}"
        if not (fine or named):
            return Presence.UNDETERMINED, f"{best.key} is of the same area and time, but does not say which building"
        return Presence.FOUND, f"{best.key}, with {best.probability:.0%}"

    def _matches(self, wanted: Wanted, limit: int) -> tuple[IncidentMatch, ...]:
        if not self._incidents:
            return ()
        apart_m = self._distances_m(wanted)
        rough = self._place_weights(wanted, apart_m) + self._time_weights(wanted)
        best = np.argsort(-rough, kind="stable")[: max(limit, _SHORTLIST)]
        weighed = [(self._incidents[i], self._grounds(wanted, int(i), float(apart_m[i]))) for i in best]
        weights = [sum(ground.weight for ground in grounds) for _, grounds in weighed]
        shares = _shares(weights, len(self._incidents))
        matches = [
            IncidentMatch(
                dataset=incident.dataset,
                key=incident.key,
                weight=weight,
                probability=share,
                grounds=tuple(sorted(grounds, key=lambda ground: -abs(ground.weight))),
                method=METHOD,
            )
            for (incident, grounds), weight, share in zip(weighed, weights, shares, strict=True)
        ]
        return tuple(sorted(matches, key=lambda match: (-match.weight, match.key))[:limit])

    def _grounds(self, wanted: Wanted, index: int, apart_m: float) -> list[Ground]:
        incident = self._incidents[index]
        radius_m = float(self._radius_m[index])
        one = slice(index, index + 1)
        place = float(self._place_weights(wanted, np.array([apart_m]), one)[0])
        time = float(self._time_weights(wanted, one)[0])
        words = f"{apart_m / 1000:.1f} km apart, with {radius_m / 1000:.1f} km in the record ({_basis(incident)})"
        return [
            Ground(aspect="place", weight=place, why=words),
            Ground(aspect="time", weight=time, why=f"recorded as {incident.when.raw}"),
            *_other_grounds(wanted, incident),
        ]

    def _distances_m(self, wanted: Wanted) -> NDArray[np.float64]:
        """Great-circle distances, metres; the sphere is good to half a percent, far below any town's radius."""
        lon, lat = math.radians(wanted.lon_deg), math.radians(wanted.lat_deg)
        across = np.sin((self._lon_rad - lon) / 2) ** 2 * np.cos(self._lat_rad) * math.cos(lat)
        angle: NDArray[np.float64] = np.arcsin(np.sqrt(np.clip(np.sin((self._lat_rad - lat) / 2) ** 2 + across, 0, 1)))
        return 2 * EARTH_M * angle

    def _place_weights(
        self, wanted: Wanted, apart_m: NDArray[np.float64], which: slice = slice(None)
    ) -> NDArray[np.float64]:
        """A normal spread about the true place, against anywhere in the table's area."""
        variance = (self._radius_m[which] ** 2 + wanted.ce90_m**2) / CE90_PER_SIGMA_CIRCLE**2
        weights = np.log(self._area_m2 / (2 * math.pi * variance)) - apart_m**2 / (2 * variance)
        held: NDArray[np.float64] = np.maximum(weights, _FLOOR)
        return held

    def _time_weights(self, wanted: Wanted, which: slice = slice(None)) -> NDArray[np.float64]:
        """Within the event's windows and a day of slack, against any day that the table covers.

        A record whose date is open or cannot be read says nothing, unless it excludes the event.
        """
        start_s, end_s = self._start_s[which], self._end_s[which]
        weights = np.full(start_s.shape, _FLOOR)
        total_s = sum(min(end, 1e12) - max(start, -1e12) for start, end in map(_span_of, wanted.when.windows))
        total_s = min(total_s, self._whole_s) + _DAY_S
        for window in wanted.when.windows:
            start, end = _span_of(window)
            shared_s = np.minimum(end_s, end + _DAY_S) - np.maximum(start_s, start - _DAY_S)
            share = np.clip(shared_s / np.maximum(end_s - start_s, 1.0), 0, 1)
            with np.errstate(divide="ignore"):
                dated = np.log(share * self._whole_s / total_s)
            undated = ~np.isfinite(end_s - start_s) & (shared_s > 0)
            weights = np.maximum(weights, np.where(undated, 0.0, dated))
        held: NDArray[np.float64] = np.maximum(weights, _FLOOR)
        return held


def _other_grounds(wanted: Wanted, incident: Incident) -> list[Ground]:
    """What else speaks for or against; what either leaves unsaid weighs nothing."""
    grounds = []
    for aspect, names in (("facility name", wanted.names), ("locality", wanted.localities)):
        if names and incident.names:
            best = max((compare_names(a, b) for a in names for b in incident.names), key=lambda match: match.score)
            alike = 3.0 if best.score >= 0.95 else 1.5 if best.score >= _SAME_NAME else 0.0
            weight = -0.5 if aspect == "locality" and best.score < 0.6 else alike
            grounds.append(Ground(aspect=aspect, weight=weight, why=f"{best.query} and {best.name}: {best.why}"))
    if wanted.facility and incident.facilities:
        same = any(wanted.facility in named.casefold() for named in incident.facilities)
        why = f"it mentions {', '.join(incident.facilities)}"
        grounds.append(Ground(aspect="facility", weight=2.0 if same else 0.0, why=why))
    for aspect, ours, theirs in (
        ("kind", wanted.kinds, incident.kinds),
        ("weapon", wanted.weapons, incident.weapons),
    ):
        if ours and theirs:
            same = bool(set(ours) & set(theirs))
            grounds.append(Ground(aspect=aspect, weight=0.7 if same else -0.7, why=f"recorded as {', '.join(theirs)}"))
    if wanted.killed and incident.killed:
        meet = wanted.killed.meets(incident.killed)
        why = f"recorded as {incident.killed.least} to {incident.killed.most} killed"
        grounds.append(Ground(aspect="killed", weight=1.0 if meet else -1.0, why=why))
    return grounds


def _shares(weights: Sequence[float], recorded: int) -> list[float]:
    """Probability of each candidate, against one another and against the event not being in the table at all."""
    most = max([*weights, 0.0])
    none = (1 - _RECORDED) / _RECORDED * recorded * math.exp(-most)
    odds = [math.exp(weight - most) for weight in weights]
    return [odd / (sum(odds) + none) for odd in odds]


def _basis(incident: Incident) -> str:
    return incident.place.basis if incident.place else ""


def _span(windows: WindowSet) -> tuple[float, float]:
    return _seconds(windows.earliest, -math.inf), _seconds(windows.latest, math.inf)


def _span_of(window: Window) -> tuple[float, float]:
    return _seconds(window.earliest, -math.inf), _seconds(window.latest, math.inf)


def _seconds(instant: datetime | None, otherwise: float) -> float:
    return otherwise if instant is None else instant.timestamp()


def _length(span: tuple[float, float], held: tuple[NDArray[np.float64], NDArray[np.float64]]) -> float:
    """Length of what a table covers, seconds; of what it holds, where its coverage is open."""
    finite = [array[np.isfinite(array)] for array in held]
    start = span[0] if math.isfinite(span[0]) else float(min(finite[0], default=0.0))
    end = span[1] if math.isfinite(span[1]) else float(max(finite[1], default=_DAY_S))
    return max(end - start, _DAY_S)


def _area_m2(coverage: Coverage) -> float:
    height = math.sin(math.radians(coverage.north_deg)) - math.sin(math.radians(coverage.south_deg))
    return EARTH_M**2 * height * math.radians(coverage.east_deg - coverage.west_deg)
