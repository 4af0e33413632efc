"""``inquo place``: the same line without a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from inquo.custody.kind import tell_kind
from inquo.errors import FootageError, GazetteerError, ImageryError, UsageError
from inquo.geometry.progress import Progress, part
from inquo.pipeline.answers import answer
from inquo.pipeline.describing import check_axes, facilities_of, imagery_of
from inquo.pipeline.line import Film, Ground, follow, join_ground
from inquo.pipeline.loose import LooseFiles
from inquo.pipeline.settings import Settings
from inquo.pipeline.sites import Sites
from inquo.records.canonical import Json
from inquo.records.custody import ExhibitKind, Source
from inquo.records.place import Facility

_FILM_KINDS = (ExhibitKind.FOOTAGE, ExhibitKind.PICTURE)


def place_files(
    inputs: Sequence[Path], imagery: Sequence[Path], gazetteer: Path | None, settings: Settings, progress: Progress
) -> Iterator[dict[str, Json]]:
    """Place every shot of some videos and pictures; nothing is kept.

    Yields:
        What ``answers.answer`` says of each shot, in the order of the inputs. All inputs are looked
        at before the first is worked on, so that a bad one stops the run before it starts.

    Raises:
        InputError: A file cannot be read as what it should be.
        UsageError: There is nothing to search.
    """
    files = LooseFiles()
    films = [_film(files, path) for path in inputs]
    ground = _ground(files, imagery, gazetteer)
    sites = Sites()
    for number, film in enumerate(films):
        listen = part(progress, number / len(films), (number + 1) / len(films))
        for result in follow(files, film, ground, settings, sites, listen):
            yield answer(result)


def _film(files: LooseFiles, path: Path) -> Film:
    exhibit = files.add(path)
    content = tell_kind(path)
    if content.kind not in _FILM_KINDS:
        raise FootageError(path, f"not a video or picture: {content.reason}", hint="give a video or picture file")
    return Film(name=str(path), exhibit=exhibit)


def _ground(files: LooseFiles, imagery: Sequence[Path], gazetteer: Path | None) -> Ground:
    described = {}
    for path in _expand(imagery):
        exhibit = files.add(path)
        content = tell_kind(path)
        if content.kind not in (ExhibitKind.IMAGERY, ExhibitKind.PICTURE):
            raise ImageryError(
                path, f"not a GeoTIFF: {content.reason}", hint="convert it: gdal_translate -of GTiff IN OUT.tif"
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
        check_axes(files, exhibit, read, described.values())
        listed = read.facilities
    return join_ground(files, described, listed)


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
