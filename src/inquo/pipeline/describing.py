"""What an exhibit says of itself: streams of a video, extent of an image, facilities of a gazetteer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inquo.errors import QuoteError
from inquo.facility import gazetteer
from inquo.footage import decode_pyav
from inquo.imagery import description
from inquo.imagery.map_reference import open_map
from inquo.pipeline.evidence import Evidence, once
from inquo.records.custody import Exhibit, ExhibitKind, Source
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.footage import VideoProfile
from inquo.records.imagery import Imagery
from inquo.records.place import Facility
from inquo.statements.anchor import extract_text
from inquo.statements.documents import LARGEST_BYTES
from inquo.store.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What came out of a gazetteer.

    Attributes:
        facilities: Those that could be read.
        refused: Why each of the others could not.
    """

    facilities: tuple[Facility, ...]
    refused: tuple[Undetermined, ...]


def imagery_of(evidence: Evidence, exhibit: Digest, source: Source) -> Imagery:
    """Extent, scale and error of an image, with what the person said about it.

    Raises:
        ImageryError: The file cannot be used as imagery.
    """
    said = {"acquired": source.acquired, "provider": source.provider, "licence": source.licence}
    step = Step(name="imagery", method="imagery/1", inputs=(exhibit,), settings={**said})

    def compute() -> Iterable[object]:
        yield description.describe(
            evidence.path(exhibit),
            exhibit,
            acquired=source.acquired,
            provider=source.provider,
            licence=source.licence,
        )

    (record,) = once(evidence, step, compute)
    assert isinstance(record, Imagery)
    return record


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What came out of a map.

    Attributes:
        imagery: Its extent and error, in the terms of imagery.
        left_out: What of it cannot be drawn, and why.
    """

    imagery: Imagery
    left_out: tuple[str, ...]


def map_of(evidence: Evidence, exhibit: Digest) -> Drawn:
    """Extent and error of a map, and what of it is left out.

    Raises:
        ImageryError: The file cannot be used as a map.
    """
    step = Step(name="map", method="map/1", inputs=(exhibit,))

    def compute() -> Iterable[object]:
        drawn = open_map(evidence.path(exhibit), exhibit)
        yield drawn.images[0]
        for reason, count in sorted(drawn.index.unused.items()):
            yield Undetermined(reason=f"{count} of its features: {reason}")

    imagery, *left_out = once(evidence, step, compute)
    assert isinstance(imagery, Imagery)
    return Drawn(
        imagery=imagery, left_out=tuple(record.reason for record in left_out if isinstance(record, Undetermined))
    )


def facilities_of(evidence: Evidence, exhibit: Digest) -> Listed:
    """Facilities of a gazetteer, and why others could not be read.

    Raises:
        GazetteerError: The file cannot be read as a list of facilities.
    """
    step = Step(name="gazetteer", method="gazetteer/1", inputs=(exhibit,))

    def compute() -> Iterable[object]:
        read = gazetteer.read(evidence.path(exhibit), exhibit)
        yield from read.facilities
        yield from (Undetermined(reason=refused.reason) for refused in read.refused)

    records = once(evidence, step, compute)
    return Listed(
        facilities=tuple(record for record in records if isinstance(record, Facility)),
        refused=tuple(record for record in records if isinstance(record, Undetermined)),
    )


def check_axes(evidence: Evidence, exhibit: Digest, listed: Listed, imagery: Iterable[Imagery]) -> None:
    """Refuse a gazetteer whose facilities fall into the imagery only with latitude and longitude swapped.

    Raises:
        GazetteerError: They do.
    """
    boxes = []
    for image in imagery:
        lons, lats = zip(*image.outline_lonlat_deg, strict=True)
        boxes.append((min(lons), min(lats), max(lons), max(lats)))
    said = gazetteer.Gazetteer(facilities=listed.facilities, refused=())
    gazetteer.check_axes(evidence.path(exhibit), said, boxes)


def describe(evidence: Evidence, exhibit: Exhibit, source: Source) -> str:
    """Say in a line what an exhibit is, and keep what was found out about it.

    Raises:
        InputError: The file cannot be used as what it is.
    """
    match exhibit.kind:
        case ExhibitKind.FOOTAGE:
            profile = profile_of(evidence, exhibit.digest)
            fps = f", {profile.frame_rate:.3g} frames a second" if profile.frame_rate else ""
            length = f"{profile.duration_s:.1f} s, " if profile.duration_s is not None else ""
            return f"{length}{profile.width_px} x {profile.height_px} px{fps}, {profile.codec}"
        case ExhibitKind.IMAGERY:
            image = imagery_of(evidence, exhibit.digest, source)
            return f"{image.width_px} x {image.height_px} px of {image.gsd_m:.2g} m, {', '.join(image.bands)}"
        case ExhibitKind.GAZETTEER:
            listed = facilities_of(evidence, exhibit.digest)
            refused = f", {len(listed.refused)} could not be read" if listed.refused else ""
            return f"{len(listed.facilities)} facilities{refused}"
        case ExhibitKind.MAP:
            drawn = map_of(evidence, exhibit.digest)
            without = f"; left out, {', '.join(drawn.left_out)}" if drawn.left_out else ""
            what = " and ".join(drawn.imagery.bands)
            return f"a map of {what}: a shot that no imagery places is sought on it, for leads only{without}"
        case ExhibitKind.PICTURE:
            return "a still picture"
        case ExhibitKind.DOCUMENT:
            return _document_text(evidence, exhibit)
        case ExhibitKind.STATEMENTS:
            return "statements; to find every quote in the documents of the case: inquo statements CASE"
        case ExhibitKind.INCIDENTS:
            return "a table of incidents; what it covers is not known until you declare it: docs/incidents.md"
        case ExhibitKind.DECLARATION:
            return "a declaration of a table of incidents; to see what it makes of it: inquo incidents CASE"
        case ExhibitKind.UNKNOWN:
            return "kept; plays no part in placing a shot"


def _document_text(evidence: Evidence, exhibit: Exhibit) -> str:
    """How much text can be quoted from a document, or why none can as it is."""
    if exhibit.size_bytes > LARGEST_BYTES:
        return f"kept; larger than {LARGEST_BYTES // 2**20} MiB, so nothing can be quoted from it"
    try:
        text = extract_text(evidence.path(exhibit.digest).read_bytes(), "document")
    except QuoteError as error:
        return f"kept; {str(error).removeprefix('document: ')}"
    return f"{len(text.text):,} characters of text to quote from ({text.extraction})"


def profile_of(evidence: Evidence, exhibit: Digest) -> VideoProfile:
    """What a video's container and stream say of themselves.

    Raises:
        FootageError: The file cannot be read as a video.
    """
    step = Step(name="video profile", method=decode_pyav.decoder_versions(), inputs=(exhibit,))
    (record,) = once(evidence, step, lambda: [decode_pyav.probe(evidence.path(exhibit))])
    assert isinstance(record, VideoProfile)
    return record
