"""``inquo sweep``: the surroundings of every facility of a list, searched as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from inquo.custody import intake
from inquo.custody.content import digest_file
from inquo.errors import GazetteerError, InputError, UsageError
from inquo.geometry import crs_pyproj
from inquo.geometry.progress import Progress, part
from inquo.imagery.mosaic import Mosaic
from inquo.pipeline.case_files import CaseFiles
from inquo.pipeline.decisions import shot_named
from inquo.pipeline.describing import Listed, check_axes, facilities_of
from inquo.pipeline.evidence import once
from inquo.pipeline.ground import Found, mosaics_among, sources_under
from inquo.pipeline.line import Ground, identified, join_ground, spelt_out
from inquo.pipeline.opening import now, opened, person
from inquo.pipeline.placing import Seen, seen_of
from inquo.pipeline.results import Ranked, ShotResult, SweptShot, aim_of
from inquo.pipeline.run import Material, known_of, survey
from inquo.pipeline.settings import Settings
from inquo.pipeline.sites import Sites
from inquo.pipeline.studying import study_footage
from inquo.placement.criteria import METHOD, Criteria
from inquo.placement.hypotheses import Level
from inquo.placement.locate import Located, NotLocated, concluded, with_halves
from inquo.placement.point import around, place
from inquo.placement.scattered import METHOD as SWEEP
from inquo.placement.scattered import Piece, search_pieces, sweep_piece
from inquo.placement.shrunk import shrink
from inquo.placement.windows import cover
from inquo.records.codec import digest_of
from inquo.records.custody import ExhibitKind, Source
from inquo.records.digest import Digest
from inquo.records.footage import Shot
from inquo.records.place import Candidate, Facility, NotPlaced, Placement
from inquo.records.swept import SweptWindow
from inquo.store.step import Step


def sweep_case(
    case: Path,
    gazetteer: Path,
    settings: Settings,
    progress: Progress,
    *,
    radius_m: float,
    shot: str | None = None,
    who: str | None = None,
) -> Iterator[SweptShot]:
    """Search the surroundings of every facility for each shot of a case.

    1. The list of facilities is taken into custody, unless it is there.
    2. Windows are laid so that no ground is searched twice.
    3. Each window's sweep is remembered, and each tile of one that is not finished: a stop loses a tile.
    4. What all windows gave is judged as one search.

    Args:
        case: The case's folder.
        gazetteer: The list, GeoJSON or CSV.
        settings: The range of the search.
        progress: Told what is being done.
        radius_m: How far from a facility the middle of the picture may lie.
        shot: Only this one, as ``decisions.shot_named`` takes it; None for all that show ground.
        who: Who does this; None for the user of this computer.

    Raises:
        GazetteerError: The list cannot be used.
        UsageError: There is no footage, no imagery or no such shot.
    """
    if not 0 < radius_m <= 50_000:
        raise UsageError(f"--radius-m {radius_m:g} is no radius in metres", hint="such as --radius-m 500")
    with opened(case) as evidence:
        exhibit = _in_custody(evidence, gazetteer, who)  # 1
        material = survey(evidence, part(progress, 0, 0.02))
        listed = facilities_of(evidence, exhibit)
        check_axes(evidence, exhibit, listed, material.imagery.values())
        ground = join_ground(evidence, material.imagery, listed.facilities)
        shots, unread = _shots(evidence, material, part(progress, 0.02, 0.1))
        if shot is not None:
            chosen = digest_of(shot_named(shot, evidence.store.all(Shot)))
            shots = [row for row in shots if digest_of(row[3]) == chosen]
        if not shots:
            raise UsageError(f"{case}: no shot shows ground from above", hint=f"inquo add {case} VIDEO")
        pieces = _lay(ground, radius_m)  # 2
        sites = Sites()
        for count, (name, number, seen, one) in enumerate(shots):
            said = part(
                progress, 0.1 + 0.9 * count / len(shots), 0.1 + 0.9 * (count + 1) / len(shots), f"shot {number}"
            )
            search = _Search(evidence, ground, pieces, settings, exhibit)
            outcome, ranking = search.run(seen, said, radius_m)
            result = _result(evidence, ground, (name, number, seen, one), outcome, sites)
            yield _swept(result, ranking, listed, pieces, radius_m, unread)
        evidence.journals.drop()


def _shots(
    evidence: CaseFiles, material: Material, progress: Progress
) -> tuple[list[tuple[str, int, Seen, Shot]], tuple[str, ...]]:
    """Every shot that shows ground, and the films that cannot be read, with the reason."""
    shots: list[tuple[str, int, Seen, Shot]] = []
    unread: list[str] = []
    for count, (name, film) in enumerate(material.films):
        listen = part(progress, count / len(material.films), (count + 1) / len(material.films), name)
        try:
            _, choices = known_of(evidence, film, listen)
            studied = study_footage(evidence, film.digest, choices, listen)
        except InputError as error:
            unread.append(f"{name}: {error.reason}")
            continue
        for number, (one, composite) in enumerate(studied.shots, start=1):
            if composite is not None:
                shots.append((name, number, seen_of(evidence, composite), one))
    return shots, tuple(unread)


def _in_custody(evidence: CaseFiles, path: Path, who: str | None) -> Digest:
    """The list as an exhibit: taken in now, unless the same bytes are there."""
    known = {exhibit.digest: exhibit for exhibit in evidence.folder.exhibits()}
    exhibit = known.get(digest_file(path)[0])
    if exhibit is None:
        note = Source(note="list of facilities for a sweep")
        exhibit = intake.take_in(evidence.folder, path, note, person(who), now())
        evidence.store.put(exhibit)
    if exhibit.kind is not ExhibitKind.GAZETTEER:
        hint = "give a GeoJSON FeatureCollection, or a CSV with latitude and longitude columns"
        raise GazetteerError(path, "not a list of facilities", hint=hint)
    return exhibit.digest


def _lay(ground: Ground, radius_m: float) -> tuple[tuple[Mosaic, Piece, tuple[Facility, ...]], ...]:
    """Windows on every reference, with the facilities whose surroundings each holds."""
    laid = []
    for mosaic in mosaics_among(ground.mosaics):
        near = _near(mosaic, ground.facilities, radius_m)
        if not near:
            continue
        lonlat = np.array([facility.point_lonlat_deg for facility in near], np.float64)
        places_m = crs_pyproj.map_from_lonlat(mosaic.crs, lonlat)
        for window in cover(places_m, radius_m, mosaic.bounds_m):
            if mosaic.covers(window.bounds_m):
                some = list(window.places)
                piece = Piece(reference=mosaic, bounds_m=window.bounds_m, places_m=places_m[some], radius_m=radius_m)
                laid.append((mosaic, piece, tuple(near[i] for i in some)))
    return tuple(laid)


def _near(mosaic: Mosaic, facilities: Iterable[Facility], radius_m: float) -> list[Facility]:
    """Facilities that could reach a reference, by a box of degrees with room to spare."""
    corners = np.array([corner for image in mosaic.images for corner in image.outline_lonlat_deg])
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    lat_deg = 1.1 * radius_m / 110_000.0
    lon_deg = lat_deg / max(0.05, float(np.cos(np.radians(max(abs(south), abs(north))))))
    return [
        one
        for one in facilities
        if west - lon_deg <= one.point_lonlat_deg[0] <= east + lon_deg
        and south - lat_deg <= one.point_lonlat_deg[1] <= north + lat_deg
    ]


class _Search:
    """One shot's search over all windows."""

    def __init__(
        self,
        evidence: CaseFiles,
        ground: Ground,
        laid: Sequence[tuple[Mosaic, Piece, tuple[Facility, ...]]],
        settings: Settings,
        gazetteer: Digest,
    ) -> None:
        self._evidence = evidence
        self._laid = laid
        self._criteria = Criteria(gsd_range_m=(settings.gsd_min_m, settings.gsd_max_m))
        self._mosaic = {id(piece): mosaic for mosaic, piece, _ in laid}
        self._inputs = (gazetteer, *(digest for mosaic in ground.mosaics for digest in mosaic.exhibits))

    def run(self, seen: Seen, progress: Progress, radius_m: float) -> tuple[Placement | NotPlaced, tuple[Ranked, ...]]:
        """Search, and rank the facilities."""
        view, name = shrink(seen.view), digest_of(seen.composite)

        def swept(piece: Piece, levels: tuple[Level, ...]) -> SweptWindow:
            step = self._window_step(name, piece, levels)
            journal = self._evidence.journals.of(step)
            (record,) = once(self._evidence, step, lambda: [sweep_piece(view, piece, levels, self._criteria, journal)])
            assert isinstance(record, SweptWindow)
            return record

        outcome, where = search_pieces(view, [piece for _, piece, _ in self._laid], swept, self._criteria, progress)
        found = concluded(seen.view, outcome, [piece.reference for piece in where])
        least, most = self._criteria.gsd_range_m
        settings = {"gsd_min_m": least, "gsd_max_m": most, "radius_m": radius_m}
        step = Step(
            name="facility sweep", method=f"{SWEEP} {METHOD}", inputs=(name, *self._inputs), settings={**settings}
        )
        (record,) = once(self._evidence, step, lambda: [self._record(seen, found, where)])
        assert isinstance(record, Placement | NotPlaced)
        return record, self._rank(found.candidates, where)

    def _window_step(self, composite: Digest, piece: Piece, levels: tuple[Level, ...]) -> Step:
        least, most = self._criteria.gsd_range_m
        return Step(
            name="facility sweep of a window",
            method=f"{SWEEP} {METHOD}",
            inputs=(composite, *self._mosaic[id(piece)].exhibits),
            settings={
                "bounds_m": [*piece.bounds_m],
                "places_m": [[float(x), float(y)] for x, y in piece.places_m],
                "radius_m": piece.radius_m,
                "gsd_m": [least, most],
                "working_m": [level.working_m for level in levels],
            },
        )

    def _record(self, seen: Seen, found: Located | NotLocated, where: Sequence[Piece]) -> Placement | NotPlaced:
        if isinstance(found, NotLocated):
            return NotPlaced(shot=seen.composite.shot, why=found.why, candidates=found.candidates, method=METHOD)
        mosaic = self._mosaic[id(where[0])]
        at = Found(located=with_halves(found, seen.halves, mosaic), mosaic=mosaic)
        return place(
            at.located,
            seen.point,
            surroundings=around(at.located, seen.point, seen.view, mosaic),
            shot=seen.composite.shot,
            imagery=sources_under(at, seen.view),
        )

    def _rank(self, candidates: Sequence[Candidate], where: Sequence[Piece]) -> tuple[Ranked, ...]:
        """Facilities by their best candidate; of several near one candidate the nearest."""
        facilities = {id(piece): near for _, piece, near in self._laid}
        ranking: dict[Digest, Ranked] = {}
        for lead, piece in zip(candidates, where, strict=True):
            apart = [
                (crs_pyproj.ground_distance_m((lead.lon_deg, lead.lat_deg), one.point_lonlat_deg), number)
                for number, one in enumerate(facilities[id(piece)])
            ]
            distance_m, number = min(apart)
            facility = facilities[id(piece)][number]
            ranking.setdefault(digest_of(facility), Ranked(facility=facility, lead=lead, distance_m=distance_m))
        return tuple(ranking.values())


def _result(
    evidence: CaseFiles,
    ground: Ground,
    shot: tuple[str, int, Seen, Shot],
    outcome: Placement | NotPlaced,
    sites: Sites,
) -> ShotResult:
    name, number, seen, one = shot
    placed = outcome if isinstance(outcome, Placement) else None
    identification = identified(evidence, placed, ground.facilities) if placed else None
    return ShotResult(
        file=name,
        number=number,
        shot=one,
        composite=seen.composite,
        aim=aim_of(seen.composite),
        outcome=outcome,
        group=sites.number([outcome], ())[0],
        facilities=spelt_out(identification, ground.facilities),
        identification=identification,
        imagery=tuple((n, i) for n, i in ground.imagery.items() if placed and i.exhibit in placed.imagery),
    )


def _swept(
    result: ShotResult,
    ranking: tuple[Ranked, ...],
    listed: Listed,
    laid: Sequence[tuple[Mosaic, Piece, tuple[Facility, ...]]],
    radius_m: float,
    unread: tuple[str, ...],
) -> SweptShot:
    return SweptShot(
        result=result,
        ranking=ranking,
        facilities=len(listed.facilities),
        searched=len({digest_of(facility) for _, _, near in laid for facility in near}),
        windows=len(laid),
        area_km2=sum(piece.area_m2 for _, piece, _ in laid) / 1e6,
        radius_m=radius_m,
        unread=unread,
    )
