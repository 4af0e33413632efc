"""What was found about an event, as the engine sees it: where, which building, when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from inquo.records.chronology import Dating, WindowSet
from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.place import Covariance, Facility, FacilityProbability, Identification, NotPlaced, Placement
from inquo.records.statement import NamedFacility

NO_PLACEMENT = Undetermined(reason="no footage or picture of it has been placed")
_NO_BUILDING = Undetermined(reason="no building has been identified")
_NO_ACTION = Undetermined(reason="nothing shows what was done")
_NO_DATE = Undetermined(reason="nothing bounds when it happened")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePoint:
    """Where it was, with its uncertainty.

    Attributes:
        lon_deg: Longitude, degrees east, WGS 84.
        lat_deg: Latitude, degrees north.
        covariance_m2: East-north covariance, square metres.
        ce90_m: Radius that holds the true point with probability 0.9, metres.
    """

    lon_deg: float
    lat_deg: float
    covariance_m2: Covariance
    ce90_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """One answer to which building it was.

    Attributes:
        key: Its key among the facilities that statements speak of; None when it is none of those.
        name: As shown.
        kind: What it is; None when unknown.
        probability: 0 to 1.
        mapped: False for ground that no gazetteer maps.
        circular: True where the map shows it only since after the event: who it is and what it is are then not used,
            for the map may have them from what was said of the event.
    """

    key: str | None
    name: str
    kind: str | None
    probability: float
    mapped: bool = True
    circular: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFinding:
    """Everything that was found about one event, each part or why there is none.

    Attributes:
        event: Key of the event.
        place: Where.
        buildings: Every answer to which building, most probable first.
        time: When.
        action: What the footage shows being done, such as ``strike``.
        basis: Digests of the records that this rests on.
    """

    event: str
    place: PlacePoint | Undetermined = NO_PLACEMENT
    buildings: tuple[Building, ...] | Undetermined = _NO_BUILDING
    time: WindowSet | Undetermined = _NO_DATE
    action: str | Undetermined = _NO_ACTION
    basis: tuple[Digest, ...] = ()

    def aspects(self) -> Mapping[str, EventFinding]:
        """Each part by itself, so that a statement can be held against it alone: placement, facility, date."""
        return {
            "placement": EventFinding(event=self.event, place=self.place, basis=self.basis),
            "facility": EventFinding(event=self.event, buildings=self.buildings, basis=self.basis),
            "date": EventFinding(event=self.event, time=self.time, basis=self.basis),
        }


def find_event(
    event: str,
    *,
    placement: Placement | NotPlaced | None,
    identification: Identification | None,
    mapped: Mapping[Digest, Facility],
    named: Iterable[NamedFacility],
    dating: Dating | None,
    action: str | None = None,
    circular: Collection[Digest] = (),
) -> EventFinding:
    """Gather what the other steps found about an event.

    Args:
        event: Its key.
        placement: Where its footage was placed, or that it was not; None when there is no footage.
        identification: Which building stands there; None when that was not asked.
        mapped: The gazetteers' facilities by the digest of their records.
        named: The facilities that statements speak of, linked to gazetteers by a person.
        dating: When it happened; None when that was not asked.
        action: What its footage shows being done; None when it shows nothing.
        circular: Digests of mapped facilities that came onto the map only after the event.
    """
    by_id = {identifier: facility for facility in named for identifier in facility.gazetteer_ids}
    basis = [digest_of(record) for record in (placement, identification, dating) if record is not None]
    place: PlacePoint | Undetermined = NO_PLACEMENT
    if isinstance(placement, NotPlaced):
        place = placement.why
    elif placement is not None:
        place = PlacePoint(
            lon_deg=placement.lon_deg,
            lat_deg=placement.lat_deg,
            covariance_m2=placement.covariance_m2,
            ce90_m=placement.ce90_m,
        )
    buildings: tuple[Building, ...] | Undetermined = _NO_BUILDING
    if identification is not None:
        buildings = tuple(
            _building(mapped.get(answer.facility) if answer.facility else None, answer, by_id, circular)
            for answer in identification.answers
        )
    return EventFinding(
        event=event,
        place=place,
        buildings=buildings,
        time=_NO_DATE if dating is None else dating.windows,
        action=_NO_ACTION if action is None else action,
        basis=tuple(basis),
    )


def _building(
    facility: Facility | None,
    answer: FacilityProbability,
    by_id: Mapping[str, NamedFacility],
    circular: Collection[Digest],
) -> Building:
    probability = answer.probability
    if facility is None:
        return Building(key=None, name="ground that is not mapped", kind=None, probability=probability, mapped=False)
    if answer.facility in circular:
        return Building(key=None, name=facility.label, kind=None, probability=probability, circular=True)
    named = by_id.get(facility.id)
    kind = None if facility.kind == "unknown" else facility.kind.replace("_", " ")
    name = named.names[0] if named else facility.label
    return Building(key=named.key if named else None, name=name, kind=kind, probability=probability)
