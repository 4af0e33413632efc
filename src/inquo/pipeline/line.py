"""The straight line: from footage, imagery and gazetteers to a result for every shot.

study      each video: shots, composites, impact frames, aim points
place      each overhead shot: by itself, then through another shot of the same site
group      shots of one site
identify   the building at each placed point
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inquo.errors import UsageError
from inquo.facility.identify import METHOD as IDENTIFY
from inquo.facility.identify import identify
from inquo.footage.study import Choice
from inquo.geometry.progress import Progress, part
from inquo.imagery.map_reference import MapReference
from inquo.imagery.mosaic import Mosaic, Source, open_mosaics
from inquo.pipeline.evidence import Evidence, once
from inquo.pipeline.ground import Searched
from inquo.pipeline.placing import Placer, Watch, seen_of
from inquo.pipeline.results import ShotResult, aim_of
from inquo.pipeline.settings import Settings
from inquo.pipeline.sites import Outcome, Sites
from inquo.pipeline.studying import study_footage
from inquo.placement.criteria import METHOD as PLACEMENT
from inquo.records.codec import digest_of
from inquo.records.control import ControlPoints
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.footage import Composite, Shot
from inquo.records.imagery import Imagery
from inquo.records.place import Facility, FacilityProbability, Identification, NotPlaced, Placement
from inquo.store.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A video or picture to be placed.

    Attributes:
        name: As the person knows it.
        exhibit: Its digest.
        choices: A person's decisions, by shot number from 0.
        points: Control points that a person set, by shot.
        only: Number of the one shot to be placed, from 1; None for all.
    """

    name: str
    exhibit: Digest
    choices: Mapping[int, Choice] = field(default_factory=dict)
    points: Mapping[Digest, ControlPoints] = field(default_factory=dict)
    only: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the films are compared with.

    Attributes:
        imagery: Each image by the name that the person knows.
        mosaics: The same images, joined, then the maps; none where nothing can be searched.
        facilities: Every mapped facility.
    """

    imagery: Mapping[str, Imagery]
    mosaics: tuple[Searched, ...]
    facilities: tuple[Facility, ...]

    @property
    def pictures(self) -> tuple[Mosaic, ...]:
        """What shows the ground itself, maps left out."""
        return tuple(one for one in self.mosaics if isinstance(one, Mosaic))


def join_ground(
    evidence: Evidence,
    imagery: Mapping[str, Imagery],
    facilities: Sequence[Facility],
    maps: Mapping[str, MapReference] | None = None,
) -> Ground:
    """Join images into references, and put maps beside them.

    Raises:
        UsageError: There is neither imagery nor a map.
    """
    maps = maps or {}
    if not (imagery or maps):
        raise UsageError("there is no imagery to search", hint="add georeferenced imagery of the region, as GeoTIFF")
    ordered = sorted(imagery.values(), key=lambda image: image.exhibit)
    sources = [Source(path=evidence.path(image.exhibit), imagery=image) for image in ordered]
    named = {**imagery, **{name: one.images[0] for name, one in maps.items()}}
    return Ground(imagery=named, mosaics=(*open_mosaics(sources), *maps.values()), facilities=tuple(facilities))


def follow(
    evidence: Evidence,
    film: Film,
    ground: Ground,
    settings: Settings,
    sites: Sites,
    progress: Progress,
    watch: Watch | None = None,
) -> tuple[ShotResult, ...]:
    """Follow the line for one video or picture.

    Args:
        evidence: Where exhibits lie and results are kept.
        film: The video or picture.
        ground: What it is compared with.
        settings: The range of the search.
        sites: Numbers the sites of a run.
        progress: Told how far it is.
        watch: Sees how each shot is searched for.

    Returns:
        A result for each shot that was asked for, in order.

    Raises:
        FootageError: The file cannot be read.
        ImageryError: An image cannot be decoded.
    """
    studied = study_footage(evidence, film.exhibit, film.choices, part(progress, 0, 0.35, film.name))
    asked = [pair for number, pair in enumerate(studied.shots, start=1) if film.only in (None, number)]
    seen = [seen_of(evidence, composite) for _, composite in asked if composite is not None]
    if ground.mosaics:
        placer = Placer(evidence, ground.mosaics, settings, film.points, watch)
        outcomes, related = placer.place_all(seen, part(progress, 0.35, 0.97, film.name))
    else:
        outcomes, related = tuple(_without_imagery(one.composite.shot) for one in seen), ()
    by_shot = {
        outcome.shot: (outcome, group) for outcome, group in zip(outcomes, sites.number(outcomes, related), strict=True)
    }
    numbers = {digest_of(shot): number for number, (shot, _) in enumerate(studied.shots, start=1)}
    progress(1.0, f"{film.name}: {len(studied.shots)} shots")
    return tuple(
        _result(evidence, film, ground, numbers, (shot, composite), by_shot.get(digest_of(shot)))
        for shot, composite in asked
    )


def _without_imagery(shot: Digest) -> NotPlaced:
    why = Undetermined(reason="there is no imagery of the place in the case to search")
    return NotPlaced(shot=shot, why=why, candidates=(), method=PLACEMENT)


def _result(
    evidence: Evidence,
    film: Film,
    ground: Ground,
    numbers: Mapping[Digest, int],
    studied: tuple[Shot, Composite | None],
    answered: tuple[Outcome, int] | None,
) -> ShotResult:
    shot, composite = studied
    name = digest_of(shot)
    not_searched = NotPlaced(
        shot=name, why=Undetermined(reason=f"not searched: {shot.reason}"), candidates=(), method=PLACEMENT
    )
    outcome, group = answered or (not_searched, None)
    placed = outcome if isinstance(outcome, Placement) else None
    identification = identified(evidence, placed, ground.facilities) if placed and ground.facilities else None
    return ShotResult(
        file=film.name,
        number=numbers[name],
        shot=shot,
        composite=composite,
        aim=aim_of(composite) if composite else None,
        outcome=outcome,
        group=group,
        identification=identification,
        facilities=spelt_out(identification, ground.facilities),
        chain=tuple(numbers[through] for through in placed.chain) if placed else (),
        imagery=tuple((n, i) for n, i in ground.imagery.items() if placed and i.exhibit in placed.imagery),
    )


def spelt_out(
    identification: Identification | None, facilities: Sequence[Facility]
) -> tuple[tuple[Facility | None, FacilityProbability], ...]:
    """Each answer with the facility that it names."""
    if identification is None:
        return ()
    known = {digest_of(facility): facility for facility in facilities}
    return tuple((known[a.facility] if a.facility else None, a) for a in identification.answers)


def identified(evidence: Evidence, placement: Placement, facilities: Sequence[Facility]) -> Identification:
    """Which mapped building stands at a place, unless that was worked out before."""
    inputs = (digest_of(placement), *sorted(digest_of(facility) for facility in facilities))
    step = Step(name="identification", method=IDENTIFY, inputs=inputs)
    (record,) = once(evidence, step, lambda: [identify(placement, facilities)])
    assert isinstance(record, Identification)
    return record
