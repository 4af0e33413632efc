"""``inquo place``: the same line without a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inquo.custody.kind import tell_kind
from inquo.errors import FootageError, GazetteerError, ImageryError, UsageError
from inquo.footage.study import Choice
from inquo.geometry.progress import Progress, part
from inquo.imagery.map_reference import MapReference, open_map, tell_map
from inquo.pipeline.answers import answer
from inquo.pipeline.control import one_shot, read_points, write_points
from inquo.pipeline.describing import check_axes, facilities_of, imagery_of
from inquo.pipeline.explaining import Book
from inquo.pipeline.line import Film, Ground, follow, join_ground
from inquo.pipeline.loose import LooseFiles
from inquo.pipeline.opening import person
from inquo.pipeline.settings import Settings
from inquo.pipeline.sites import Sites
from inquo.pipeline.studying import study_footage
from inquo.records.canonical import Json
from inquo.records.codec import digest_of
from inquo.records.custody import ExhibitKind, Source
from inquo.records.footage import ShotKind
from inquo.records.place import Facility

_FILM_KINDS = (ExhibitKind.FOOTAGE, ExhibitKind.PICTURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneShot:
    """What is asked about a single shot of a single input.

    Attributes:
        number: Its number, from 1; None while only one shot shows ground from above. One that is named is taken to.
        points: Control points that a person set.
        points_crs: CRS of their map coordinates, where the file does not say.
        points_sigma_px: Standard deviation of a click; None for the usual one.
        write_points: Where to write the tie points that it was placed by.
    """

    number: int | None = None
    points: Path | None = None
    points_crs: str | None = None
    points_sigma_px: float | None = None
    write_points: Path | None = None

    @property
    def asks(self) -> bool:
        """Whether anything is asked."""
        return (self.number, self.points, self.write_points) != (None, None, None)


def place_files(
    inputs: Sequence[Path],
    imagery: Sequence[Path],
    gazetteer: Path | None,
    settings: Settings,
    progress: Progress,
    *,
    one: OneShot = OneShot(),
    explain: Path | None = None,
    resume: Path | None = None,
) -> Iterator[dict[str, Json]]:
    """Place every shot of some videos and pictures; nothing is kept but what ``resume`` asks for.

    Args:
        inputs: Videos and pictures.
        imagery: GeoTIFFs, and folders of them.
        gazetteer: Facilities.
        settings: The range of the search.
        progress: Told how far it is.
        one: What is asked about a single shot.
        explain: Folder for the pictures that show how each shot was searched for.
        resume: Folder that keeps what was swept until the run is through.

    Yields:
        What ``answers.answer`` says of each shot, in the order of the inputs. All inputs are looked
        at before the first is worked on, so that a bad one stops the run before it starts.

    Raises:
        InputError: A file cannot be read as what it should be.
        UsageError: There is nothing to search, or two options exclude each other.
    """
    if resume is not None and explain is not None:
        why = "--explain shows every tile, and --resume leaves out those that were swept before"
        raise UsageError(why, hint="give one of them")
    files = LooseFiles(resume)
    films = [_film(files, path) for path in inputs]
    ground = _ground(files, imagery, gazetteer)
    if one.asks:
        films = [_narrowed(files, films, one, progress)]
    book = Book(explain) if explain is not None else None
    sites = Sites()
    for number, film in enumerate(films):
        listen = part(progress, number / len(films), (number + 1) / len(films))
        watch = book.watch if book else None
        for result in follow(files, film, ground, settings, sites, listen, watch):
            if one.write_points is not None and result.composite is not None:
                write_points(one.write_points, result.outcome, result.composite, files)
            if book:
                book.add(result)
            yield answer(result)
    files.journals.drop()
    if book:
        book.close()


def _narrowed(files: LooseFiles, films: Sequence[Film], one: OneShot, progress: Progress) -> Film:
    """The one film, narrowed to the one shot, with its control points; a shot that is named is taken for ground."""
    option = "--points" if one.points else "--write-points" if one.write_points else "--shot"
    if len(films) != 1:
        raise UsageError(f"{option} is about one input, not {len(films)}", hint="run inquo place once for each")
    (film,) = films
    studied = study_footage(files, film.exhibit, {}, part(progress, 0, 0.35, film.name))
    shots = [shot for shot, _ in studied.shots]
    number = one_shot(shots, one.number, option)
    if shots[number - 1].kind is not ShotKind.OVERHEAD:
        film = replace(film, choices={number - 1: Choice(who=person(None), shows_ground=True)})
    if one.points is None:
        return replace(film, only=number)
    shot = digest_of(shots[number - 1])
    points, _ = read_points(one.points, shot, crs=one.points_crs, sigma_px=one.points_sigma_px, who=None)
    return replace(film, only=number, points={shot: points})


def _film(files: LooseFiles, path: Path) -> Film:
    exhibit = files.add(path)
    content = tell_kind(path)
    if content.kind not in _FILM_KINDS:
        raise FootageError(path, f"not a video or picture: {content.reason}", hint="give a video or picture file")
    return Film(name=str(path), exhibit=exhibit)


def _ground(files: LooseFiles, imagery: Sequence[Path], gazetteer: Path | None) -> Ground:
    described = {}
    maps: dict[str, MapReference] = {}
    for path in _expand(imagery):
        exhibit = files.add(path)
        if tell_map(path) is not None:
            maps[str(path)] = open_map(path, exhibit)
            continue
        content = tell_kind(path)
        if content.kind not in (ExhibitKind.IMAGERY, ExhibitKind.PICTURE):
            raise ImageryError(
                path,
                f"neither a GeoTIFF nor a map: {content.reason}",
                hint="convert it: gdal_translate -of GTiff IN OUT.tif, or ogr2ogr -f GPKG OUT.gpkg IN",
            )
        described[str(path)] = imagery_of(files, exhibit, Source())
    listed: tuple[Facility, ...] = ()
    if gazetteer is not None:
        exhibit = files.add(gazetteer)
        content = tell_kind(gazetteer)
        if content.kind is not ExhibitKind.GAZETTEER:
            hint = "give a GeoJSON FeatureCollection, or a CSV with latitude and longitude columns"
            raise GazetteerError(gazetteer, f"not a list of facilities: {content.reason}", hint=hint)
        read = facilities_of(files, exhibit)
        check_axes(files, exhibit, read, [*described.values(), *(one.images[0] for one in maps.values())])
        listed = read.facilities
    return join_ground(files, described, listed, maps)


def _expand(paths: Sequence[Path]) -> list[Path]:
    """Files as given; folders as the GeoTIFFs in them.

    Raises:
        UsageError: A folder holds none.
    """
    expanded: list[Path] = []
    for path in paths:
        if not path.is_dir():
            expanded.append(path)
            continue
        inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in (".tif", ".tiff"))
        if not inside:
            raise UsageError(f"{path}: no .tif file in this folder", hint="give GeoTIFF files or a folder of them")
        expanded.extend(inside)
    return list(dict.fromkeys(expanded))
