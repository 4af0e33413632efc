"""Records that may be of one incident, within a table or across tables: linked with reasons, never merged."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from inquo.corroboration.names import compare_names
from inquo.records.incident import Incident, IncidentLink, IncidentPlace

_METRES_PER_DEGREE = 111_195.0
_SAME_NAME = 0.85
_SLACK = timedelta(days=1)
_LONGEST_DAYS = 31


def link_duplicates(incidents: Sequence[Incident]) -> tuple[IncidentLink, ...]:
    """Link records that agree in day, place and name, and do not contradict each other in the number killed.

    Args:
        incidents: Records of one table or several.

    Returns:
        Each pair once, in the order of the records. A record whose date cannot be read, or is wider than a
        month, is linked to none: it would agree with too many.
    """
    by_day: dict[date, list[int]] = defaultdict(list)
    for index, incident in enumerate(incidents):
        for day in _days(incident):
            by_day[day].append(index)
    pairs = {
        (one, other)
        for day in by_day
        for one in by_day[day]
        for near in (day, day + _SLACK)
        for other in by_day.get(near, ())
        if one != other
    }
    ordered = sorted({(min(pair), max(pair)) for pair in pairs})
    return tuple(link for one, other in ordered if (link := _link(incidents[one], incidents[other])) is not None)


def _days(incident: Incident) -> Iterator[date]:
    """Days of a record, by its own calendar where that is plain."""
    windows = incident.when.windows
    if windows.earliest is None or windows.latest is None:
        return
    first, last = windows.earliest.date(), (windows.latest - timedelta(microseconds=1)).date()
    if (last - first).days <= _LONGEST_DAYS:
        yield from (first + timedelta(days=step) for step in range((last - first).days + 1))


def _link(one: Incident, other: Incident) -> IncidentLink | None:
    if one.place is None or other.place is None:
        return None
    apart_m = _apart_m(one.place, other.place)
    if not apart_m <= math.hypot(one.place.radius_m, other.place.radius_m):
        return None
    best = max((compare_names(a, b) for a in one.names for b in other.names), key=lambda m: m.score, default=None)
    if best is None or not best.score >= _SAME_NAME:
        return None
    if one.killed and other.killed and not one.killed.meets(other.killed):
        return None
    why = [
        f"recorded as {one.when.raw} and {other.when.raw}",
        f"{apart_m / 1000:.1f} km apart",
        f"{best.query} and {best.name}: {best.why}",
    ]
    if set(one.actors) and set(other.actors) and not set(one.actors) & set(other.actors):
        why.append(f"but by {', '.join(one.actors)} and by {', '.join(other.actors)}")
    return IncidentLink(one=(one.dataset, one.key), other=(other.dataset, other.key), why=tuple(why))


def _apart_m(one: IncidentPlace, other: IncidentPlace) -> float:
    """Distance over a few kilometres, metres, on a plane that touches the sphere between the two."""
    east = (one.lon_deg - other.lon_deg) * math.cos(math.radians((one.lat_deg + other.lat_deg) / 2))
    return math.hypot(east, one.lat_deg - other.lat_deg) * _METRES_PER_DEGREE


def groups_of(links: Iterable[IncidentLink]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Records that are linked to one another, directly or through others: they count as one account at most."""
    group_of: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for link in links:
        merged = group_of.get(link.one, {link.one}) | group_of.get(link.other, {link.other})
        for key in merged:
            group_of[key] = merged
    unique = {id(group): group for group in group_of.values()}
    return tuple(sorted(tuple(sorted(group)) for group in unique.values()))
