"""What an investigation found, shot by shot: the records, gathered for those who show them."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.digest import Digest
from inquo.records.footage import AimPoint, Composite, Shot, ShotKind
from inquo.records.imagery import Imagery
from inquo.records.place import Candidate, Facility, FacilityProbability, Identification, NotPlaced, Placement

CENTRE_BASIS = "picture centre: nothing marks an aim point"
DECIDED = "a person has decided that it shows the ground"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotResult:
    """One shot and everything that was found out about it.

    Attributes:
        file: The video or picture, as it was named when it came in.
        number: Position of the shot in its file, from 1.
        shot: Its extent and kind.
        composite: Its picture; None for a shot that shows no ground.
        aim: The point that was placed: marked, decided by a person, or the picture's centre.
        outcome: The place, or why there is none.
        facilities: Which building stands there, most probable first; None for unmapped ground.
        group: Number of the site, equal for shots of one site; None for a shot that shows no ground.
        chain: Numbers of the shots through which it was placed.
        identification: The record that ``facilities`` spells out; None when no gazetteer was given.
        imagery: Images under it, by the name that the person knows.
    """

    file: str
    number: int
    shot: Shot
    composite: Composite | None
    aim: AimPoint | None
    outcome: Placement | NotPlaced
    group: int | None
    facilities: tuple[tuple[Facility | None, FacilityProbability], ...] = ()
    chain: tuple[int, ...] = ()
    identification: Identification | None = None
    imagery: tuple[tuple[str, Imagery], ...] = ()

    @property
    def exhibit(self) -> Digest:
        """The file's digest."""
        return self.shot.exhibit

    @property
    def kind_reason(self) -> str:
        """Why the shot was taken for what it was, and that a person says otherwise."""
        overruled = self.composite is not None and self.shot.kind is not ShotKind.OVERHEAD
        return f"{self.shot.reason}; {DECIDED}" if overruled else self.shot.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A facility and the best place near it at which the picture could lie. A lead, never a finding.

    Attributes:
        facility: The facility.
        lead: The place.
        distance_m: From the facility's point to the middle of the picture there.
    """

    facility: Facility
    lead: Candidate
    distance_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SweptShot:
    """What a sweep of all facilities says of one shot.

    Attributes:
        result: The shot with its place, or why there is none.
        ranking: Facilities, the one with the best place first.
        facilities: How many the list has.
        searched: How many of them have imagery.
        windows: In how many windows their surroundings were searched.
        area_km2: How much ground that is.
        radius_m: How far from a facility the middle of the picture may lie.
        unread: Films of the case that could not be read, with the reason.
    """

    result: ShotResult
    ranking: tuple[Ranked, ...]
    facilities: int
    searched: int
    windows: int
    area_km2: float
    radius_m: float
    unread: tuple[str, ...] = ()


def aim_of(composite: Composite) -> AimPoint:
    """The point to place: the marked one, or the picture's centre, saying so."""
    if isinstance(composite.aim, AimPoint):
        return composite.aim
    return AimPoint(
        x_px=composite.width_px / 2,
        y_px=composite.height_px / 2,
        sigma_px=0.5,
        basis=f"{CENTRE_BASIS} ({composite.aim.reason})",
    )
