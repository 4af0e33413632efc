"""From the shots that a person linked to an event to what was found about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from inquo.dating.bounds import BoundSource, gather
from inquo.dating.documents import bound_from_publication, read_date
from inquo.pipeline.results import ShotResult
from inquo.pipeline.sites import agree
from inquo.records.chronology import DateBound, WindowSet
from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.footage import ImpactFrame
from inquo.records.place import Facility, Placement
from inquo.records.statement import Accounts, Event
from inquo.statements.findings import EventFinding, find_event

STRIKE = "strike"
_DIGEST = re.compile(r"[0-9a-f]{8,64}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """An event and the shots that show it.

    Attributes:
        event: The event.
        shots: What its links lead to.
        unresolved: Why each other link leads nowhere, in a clause.
    """

    event: Event
    shots: tuple[ShotResult, ...]
    unresolved: tuple[str, ...]

    @property
    def speaks(self) -> ShotResult | None:
        """The shot that speaks for the event: placed by itself, else through another, else the first; None for none."""
        placed = [shot for shot in self.shots if isinstance(shot.outcome, Placement)]
        return next(iter([shot for shot in placed if not shot.chain] or placed or self.shots), None)


class FootageBounds:
    """What the publication of an event's footage says of its date: it happened no later.

    Args:
        linked: Every event with its shots.
        published: When each video was published, as its source says, by exhibit.
    """

    def __init__(self, linked: Sequence[Linked], published: Mapping[Digest, str]) -> None:
        self._linked = {one.event.key: one for one in linked}
        self._published = published

    def bounds(self, event: str) -> tuple[DateBound, ...]:
        """Bounds on an event, one for each video that shows it."""
        shots = self._linked[event].shots if event in self._linked else ()
        exhibits = dict.fromkeys(shot.exhibit for shot in shots if shot.exhibit in self._published)
        read = [bound_from_publication(event, read_date(self._published[one]), one) for one in exhibits]
        return tuple(bound for bound in read if isinstance(bound, DateBound))


def link_events(accounts: Accounts, results: Sequence[ShotResult]) -> tuple[Linked, ...]:
    """Follow every event's links to its shots; a link that leads nowhere is kept with the reason.

    Events of the background, and wholes of which others are a part, are not found out about.
    """
    wholes = {whole for event in accounts.events for whole in event.part_of}
    linked = []
    for event in accounts.events:
        if event.context or event.key in wholes:
            continue
        found = [_resolve(link, results) for link in event.shots]
        shots = {digest_of(one.shot): one for one in found if isinstance(one, ShotResult)}
        linked.append(
            Linked(
                event=event,
                shots=tuple(shots.values()),
                unresolved=tuple(one for one in found if isinstance(one, str)),
            )
        )
    return tuple(linked)


def find_all(
    linked: Sequence[Linked],
    accounts: Accounts,
    mapped: Mapping[Digest, Facility],
    dates: Mapping[str, WindowSet],
    circular: Mapping[str, set[Digest]],
) -> tuple[EventFinding, ...]:
    """Gather what was found about each event.

    1. The shot that speaks for the event gives its place and building.
    2. Shots of one event that were placed further apart than their errors allow leave it without a place.
    3. An explosion that was seen, or set by a person, is a strike: by whom, and with what, is not in the picture.

    Args:
        linked: Every event with its shots.
        accounts: Everything that was said.
        mapped: The gazetteers' facilities by the digest of their records.
        dates: What publication alone says of when each event was; none for one it says nothing of.
        circular: For each event, the mapped facilities that came onto the map only after it.
    """
    findings = []
    for one in linked:
        key, shot = one.event.key, one.speaks  # 1
        impact = any(seen.composite and isinstance(seen.composite.impact, ImpactFrame) for seen in one.shots)
        finding = find_event(
            key,
            placement=shot.outcome if shot else None,
            identification=shot.identification if shot else None,
            mapped=mapped,
            named=accounts.facilities,
            dating=None,
            action=STRIKE if impact else None,  # 3
            circular=circular.get(key, ()),
        )
        if key in dates:
            finding = replace(finding, time=dates[key])
        if one.unresolved and shot is None:
            finding = replace(finding, place=Undetermined(reason="; ".join(one.unresolved)))
        if (apart := _contradiction(one.shots)) is not None:  # 2
            finding = replace(finding, place=apart, buildings=apart)
        findings.append(finding)
    return tuple(findings)


def known_dates(accounts: Accounts, sources: Sequence[BoundSource]) -> dict[str, WindowSet]:
    """What some sources of bounds say of each event, where they say something and agree."""
    found = {event.key: gather(event.key, sources).windows for event in accounts.events}
    return {key: windows for key, windows in found.items() if isinstance(windows, WindowSet)}


def _resolve(link: str, results: Sequence[ShotResult]) -> ShotResult | str:
    """The shot that a link names, or why it names none."""
    name, mark, number = link.rpartition("#")
    if mark and number.isdigit():
        found = [one for one in results if one.file == name and one.number == int(number)]
    elif _DIGEST.fullmatch(link):
        found = [one for one in results if digest_of(one.shot).startswith(link.lower())]
    else:
        return f"{link!r} is not the name of a video and the number of a shot, such as clip.mp4#3"
    if len(found) == 1:
        return found[0]
    return f"{link} names {len(found) or 'no'} shot{'s' if found else ''} of this case"


def _contradiction(shots: Sequence[ShotResult]) -> Undetermined | None:
    placed = [shot.outcome for shot in shots if isinstance(shot.outcome, Placement)]
    if all(agree(one, other) for index, one in enumerate(placed) for other in placed[index + 1 :]):
        return None
    return Undetermined(reason="the shots that are said to show it were placed further apart than their errors allow")
