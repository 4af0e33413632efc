"""Since when facilities are on the map, held against when events happened: a tag made afterwards proves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inquo.dating.documents import read_date
from inquo.facility.history import on_the_map
from inquo.records.chronology import WindowSet
from inquo.records.digest import Digest
from inquo.records.naming import Names
from inquo.records.place import Facility
from inquo.records.statement import Accounts
from inquo.statements.state import Aspect, MapTag


@dataclass(frozen=True, slots=True, kw_only=True)
class MapAges:
    """What is known of the age of some facilities' map entries, against the events that they bear on.

    Attributes:
        circular: For each event, the facilities whose entry was certainly made after it.
        doubts: What cannot be told, or is circular, a sentence each.
    """

    circular: Mapping[str, set[Digest]]
    doubts: tuple[str, ...]


def added(facility: Facility) -> WindowSet | None:
    """When a facility came onto the map, as far as its gazetteer says; None when it does not, or not readably."""
    age = on_the_map(facility)
    if age is None:
        return None
    read = read_date(age.text)
    if read.unread is not None:
        return None
    return read.windows if age.first else WindowSet.one(None, read.windows.latest)


def came_after(facility: Facility, when: WindowSet) -> bool:
    """Whether a facility certainly came onto the map after an event, and may have its name from what was said of it."""
    since = added(facility)
    return since is not None and _after(since, when)


def map_tags(accounts: Accounts, mapped: Iterable[Facility]) -> tuple[MapTag, ...]:
    """What maps say of the facilities that statements speak of, where a person linked them."""
    by_id = {identifier: facility.key for facility in accounts.facilities for identifier in facility.gazetteer_ids}
    return tuple(
        MapTag(
            facility=by_id[facility.id],
            aspect=Aspect.EXISTED,
            holds=True,
            added=added(facility),
            source=facility.gazetteer,
            name=f"{facility.id} on the map as {facility.kind}",
        )
        for facility in mapped
        if facility.id in by_id
    )


def weigh_ages(
    considered: Mapping[str, Sequence[Digest]],
    mapped: Mapping[Digest, Facility],
    dates: Mapping[str, WindowSet],
    names: Names,
) -> MapAges:
    """Tell which map entries came after the event whose building they would name.

    Args:
        considered: For each event, the facilities that its identification considers.
        mapped: Every mapped facility.
        dates: When each event was, by all that bounds it; none for one that nothing bounds.
        names: What people read in the place of keys.
    """
    circular: dict[str, set[Digest]] = {}
    doubts: list[str] = []
    for event, digests in considered.items():
        when, told = dates.get(event, WindowSet.always()), names.quoted(event)
        for digest in digests:
            facility = mapped[digest]
            since = added(facility)
            if since is None:
                doubts.append(f"{facility.label}: its gazetteer does not say since when it is on the map")
            elif _after(since, when):
                circular.setdefault(event, set()).add(digest)
                doubts.append(f"{facility.label}: on the map only since after {told}: circular, and not used for it")
            elif not _before(since, when):
                doubts.append(f"{facility.label}: may have come onto the map, or been changed there, after {told}")
    return MapAges(circular=circular, doubts=tuple(dict.fromkeys(doubts)))


def _after(since: WindowSet, when: WindowSet) -> bool:
    return since.earliest is not None and when.latest is not None and since.earliest >= when.latest


def _before(since: WindowSet, when: WindowSet) -> bool:
    return since.latest is not None and when.earliest is not None and since.latest <= when.earliest
