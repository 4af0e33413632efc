"""The layers of an export: where things are, and for what has no place, why not.

Nothing is dropped: a shot without a place is a row of ``undetermined`` with its reason, a file
that could not be read too, and leads are a layer of their own, so that nobody takes them for findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inquo.geometry.error_ring import error_circle, error_ellipse
from inquo.report.exports.accounts_layers import accounts_layers
from inquo.report.exports.content import LEAD, AnswerRow, Content, ShotRow
from inquo.report.exports.layer import Feature, Field, Geometry, Layer, Value, number, point, polygons, text
from inquo.report.exports.times import span_of

_SHOT = (
    Field(name="file", kind=str, meaning="the video or picture"),
    Field(name="shot", kind=int, meaning="number of the shot in its file, from 1"),
    Field(name="site", kind=int, meaning="equal for shots of one site"),
)
_PLACEMENT = (
    *_SHOT,
    Field(name="start_s", kind=float, meaning="when the shot starts in the footage, seconds"),
    Field(name="end_s", kind=float, meaning="when it ends"),
    Field(name="lon_deg", kind=float, meaning="longitude, degrees east, WGS 84"),
    Field(name="lat_deg", kind=float, meaning="latitude, degrees north"),
    Field(name="ce90_m", kind=float, meaning="radius that holds the true point with a probability of 90 %, metres"),
    Field(name="strength", kind=str, meaning="how firmly the place may be worded"),
    Field(name="sentence", kind=str, meaning="the place, and the building if it was asked for, in words"),
    Field(name="aim", kind=str, meaning="what the placed point is in the picture"),
    Field(name="east_variance_m2", kind=float, meaning="covariance of the error: east, square metres"),
    Field(name="north_variance_m2", kind=float, meaning="north"),
    Field(name="covariance_m2", kind=float, meaning="east with north"),
    Field(name="expected_false_matches", kind=float, meaning="places as good as this one that chance would give"),
    Field(name="check_rmse_m", kind=float, meaning="error at the tie points that the fit never saw, metres"),
    Field(name="control_points", kind=int, meaning="tie points that the fit used"),
    Field(name="check_points", kind=int, meaning="tie points that were held out"),
    Field(name="steps", kind=int, meaning="shots it was placed through; 0 when it was placed by itself"),
    Field(name="through_shots", kind=str, meaning="numbers of those shots, of the same site"),
    Field(name="explosion_s", kind=float, meaning="when what looks like an explosion is first seen, seconds"),
    Field(name="event", kind=str, meaning="event that a person says the shot shows, in words"),
    Field(name="not_before", kind=str, meaning="earliest time of that event, UTC"),
    Field(name="not_after", kind=str, meaning="latest time of that event, UTC"),
    Field(name="method", kind=str, meaning="name and version of the method"),
    Field(name="imagery", kind=str, meaning="images under the picture"),
    Field(name="imagery_sha256", kind=str, meaning="their digests"),
    Field(name="exhibit_sha256", kind=str, meaning="digest of the video or picture"),
    Field(name="record_sha256", kind=str, meaning="digest of the placement's record in the case"),
)
_AREA = (*_SHOT, Field(name="ce90_m", kind=float, meaning="radius of the 90 % error circle, metres"))
_LEAD = (
    *_SHOT,
    Field(name="rank", kind=int, meaning="1 for the best"),
    Field(name="lon_deg", kind=float, meaning="longitude of the picture's middle, degrees east, WGS 84"),
    Field(name="lat_deg", kind=float, meaning="latitude, degrees north"),
    Field(name="score", kind=float, meaning="how alike, 0 to 1; proves nothing by itself"),
    Field(name="rotation_deg", kind=float, meaning="clockwise turn of the picture's up from north"),
    Field(name="gsd_m", kind=float, meaning="metres per pixel of the picture there"),
    Field(name="status", kind=str, meaning="says that this is no finding"),
)
_UNDETERMINED = (
    *_SHOT,
    Field(name="kind", kind=str, meaning="what the shot shows; `file` for a file that could not be used"),
    Field(name="start_s", kind=float, meaning="when the shot starts in the footage, seconds"),
    Field(name="end_s", kind=float, meaning="when it ends"),
    Field(name="reason", kind=str, meaning="why the place was not determined"),
    Field(name="leads", kind=int, meaning="how many leads it has in the layer of leads"),
    Field(name="method", kind=str, meaning="name and version of the method; none for what was not searched"),
    Field(name="exhibit_sha256", kind=str, meaning="digest of the video or picture"),
)
_FACILITY = (
    *_SHOT,
    Field(name="rank", kind=int, meaning="1 for the most probable answer"),
    Field(name="name", kind=str, meaning="name to show first; of ground that nobody mapped, that"),
    Field(name="names", kind=str, meaning="every name, in every script"),
    Field(name="kind", kind=str, meaning="what it is, as the list says"),
    Field(name="id", kind=str, meaning="its identifier in the list"),
    Field(name="probability", kind=float, meaning="that the placed point is on it, 0 to 1"),
    Field(name="distance_m", kind=float, meaning="from the placed point to its outline, 0 inside, metres"),
    Field(name="gazetteer_sha256", kind=str, meaning="digest of the list"),
)
_IMAGERY = (
    Field(name="file", kind=str, meaning="the image"),
    Field(name="gsd_m", kind=float, meaning="metres per pixel"),
    Field(name="ce90_m", kind=float, meaning="its own absolute error at 90 %, metres"),
    Field(name="ce90_basis", kind=str, meaning="who says so"),
    Field(name="acquired", kind=str, meaning="when it was taken, as the person wrote it"),
    Field(name="provider", kind=str, meaning="who made it"),
    Field(name="licence", kind=str, meaning="its terms"),
    Field(name="exhibit_sha256", kind=str, meaning="digest of the file"),
)
_FILE = (
    Field(name="file", kind=str, meaning="its name as received"),
    Field(name="kind", kind=str, meaning="what it is, by its content"),
    Field(name="size_bytes", kind=int, meaning="its length"),
    Field(name="taken_in", kind=str, meaning="when it was taken into custody, UTC"),
    Field(name="source", kind=str, meaning="who published it and how it was obtained"),
    Field(name="url", kind=str, meaning="where it was published"),
    Field(name="published", kind=str, meaning="when, as the source says it"),
    Field(name="note", kind=str, meaning="what else was said of it"),
    Field(name="problem", kind=str, meaning="why it could not be used"),
    Field(name="exhibit_sha256", kind=str, meaning="its digest"),
)


def draw(content: Content) -> tuple[Layer, ...]:
    """Every layer of an export, empty ones included: that nothing was found is an answer."""
    shots = content.shots
    placed = tuple(_placement(shot, content) for shot in shots if shot.place)
    return (
        _layer("placements", "Placed points", Geometry.POINT, _PLACEMENT, placed),
        _layer("error_circles", "90 % error circles", Geometry.POLYGON, _AREA, _areas(content, "circle")),
        _layer("error_ellipses", "90 % error ellipses", Geometry.POLYGON, _AREA, _areas(content, "ellipse")),
        _layer("footprints", "What each picture shows", Geometry.POLYGON, _AREA, _areas(content, "footprint")),
        _layer("leads", "Leads, not findings", Geometry.POINT, _LEAD, [f for shot in shots for f in _leads(shot)]),
        _layer("undetermined", "Not determined, with the reason", Geometry.NONE, _UNDETERMINED, _lost(content)),
        _layer("facilities", "Which building it is", Geometry.POINT, _FACILITY, _facilities(content, outlines=False)),
        _layer(
            "facility_outlines",
            "Outlines of those buildings",
            Geometry.POLYGON,
            _FACILITY,
            _facilities(content, outlines=True),
        ),
        _layer("imagery_outlines", "Extent of the imagery", Geometry.POLYGON, _IMAGERY, _imagery(content)),
        _layer("files", "Files in custody", Geometry.NONE, _FILE, _files(content)),
        *accounts_layers(content),
    )


def _layer(name: str, title: str, geometry: Geometry, fields: tuple[Field, ...], features: Iterable[Feature]) -> Layer:
    return Layer(name=name, title=title, geometry=geometry, fields=fields, features=tuple(features))


def _of(shot: ShotRow) -> tuple[Value, ...]:
    return text(shot.file), shot.number, shot.site


def _placement(shot: ShotRow, content: Content) -> Feature:
    place = shot.place
    assert place is not None
    where = point(place.lon_deg, place.lat_deg)
    (ee, en), (_, nn) = place.covariance_m2 or ((None, None), (None, None))
    when = span_of(content.dating_of(shot.event))
    values: tuple[Value, ...] = (
        *_of(shot),
        number(shot.start_s),
        number(shot.end_s),
        *where,
        number(place.ce90_m),
        place.strength,
        text(place.sentence),
        text(shot.aim),
        number(ee),
        number(nn),
        number(en),
        number(place.expected_false_matches),
        number(place.check_rmse_m),
        place.control,
        place.check,
        place.steps,
        ", ".join(map(str, place.through)) or None,
        number(shot.impact[0]) if shot.impact else None,
        text(content.told_of(shot.event)),
        *when,
        text(shot.method),
        text("; ".join(name for name, _ in place.imagery)) or None,
        "; ".join(digest for _, digest in place.imagery) or None,
        str(shot.exhibit),
        str(place.record) if place.record else None,
    )
    return Feature(values=values, point=where, name=text(shot.label) or "", earliest=when[0], latest=when[1])


def _areas(content: Content, what: str) -> Iterator[Feature]:
    """What is drawn around each placement: its circle, its ellipse, or what its picture shows."""
    for shot in content.shots:
        place = shot.place
        if place is None:
            continue
        lon, lat = place.lon_deg, place.lat_deg
        ring = place.footprint_lonlat_deg
        if what == "circle":
            ring = error_circle(lon, lat, place.ce90_m)
        elif what == "ellipse":
            ring = error_ellipse(lon, lat, place.covariance_m2) if place.covariance_m2 else ()
        if ring:
            when = span_of(content.dating_of(shot.event))
            values = (*_of(shot), number(place.ce90_m))
            yield Feature(
                values=values,
                polygons=polygons([ring]),
                name=text(shot.label) or "",
                earliest=when[0],
                latest=when[1],
            )


def _leads(shot: ShotRow) -> Iterator[Feature]:
    for rank, lead in enumerate(shot.leads, start=1):
        where = point(lead.lon_deg, lead.lat_deg)
        measured = (number(lead.score), number(lead.rotation_deg), number(lead.gsd_m))
        values: tuple[Value, ...] = (*_of(shot), rank, *where, *measured, LEAD)
        yield Feature(values=values, point=where, name=text(f"Lead {rank} for {shot.label}") or "")


def _lost(content: Content) -> Iterator[Feature]:
    for shot in content.shots:
        if shot.reason is not None:
            values: tuple[Value, ...] = (
                *_of(shot),
                shot.kind,
                number(shot.start_s),
                number(shot.end_s),
                text(shot.reason),
                len(shot.leads),
                text(shot.method),
                str(shot.exhibit),
            )
            yield Feature(values=values, name=text(f"{shot.label}: not determined") or "")
    for row in content.files:
        if row.problem is not None:
            head = (text(row.label), None, None, "file", None, None)
            values = (*head, text(row.problem), 0, None, str(row.digest) if row.digest else None)
            yield Feature(values=values, name=text(f"{row.label}: not used") or "")


def _facilities(content: Content, *, outlines: bool) -> Iterator[Feature]:
    for shot in content.shots:
        for rank, answer in enumerate(shot.answers, start=1):
            if outlines and not answer.outline_lonlat_deg:
                continue
            shapes = tuple(part for rings in answer.outline_lonlat_deg for part in polygons(rings)) if outlines else ()
            where = point(*answer.point_lonlat_deg) if answer.point_lonlat_deg and not outlines else None
            named = text(f"{answer.label} ({answer.probability:.0%})") or ""
            yield Feature(values=_answer(shot, rank, answer), point=where, polygons=shapes, name=named)


def _answer(shot: ShotRow, rank: int, answer: AnswerRow) -> tuple[Value, ...]:
    names = "; ".join(f"{name.text} ({name.language})" if name.language else name.text for name in answer.names)
    return (
        *_of(shot),
        rank,
        text(answer.label),
        text(names) or None,
        text(answer.kind),
        text(answer.id),
        number(answer.probability),
        number(answer.distance_m),
        str(answer.gazetteer) if answer.gazetteer else None,
    )


def _imagery(content: Content) -> Iterator[Feature]:
    for row in content.imagery:
        values: tuple[Value, ...] = (
            text(row.file),
            number(row.gsd_m),
            number(row.ce90_m),
            text(row.ce90_basis),
            text(row.acquired.raw) if row.acquired else None,
            text(row.provider),
            text(row.licence),
            str(row.digest) if row.digest else None,
        )
        yield Feature(values=values, polygons=polygons([row.outline_lonlat_deg]), name=text(row.file) or "")


def _files(content: Content) -> Iterator[Feature]:
    for row in content.files:
        values: tuple[Value, ...] = (
            text(row.label),
            row.kind.value,
            row.size_bytes,
            row.taken_in.isoformat() if row.taken_in else None,
            text(row.source),
            text(row.url),
            text(row.published.raw) if row.published else None,
            text(row.note),
            text(row.problem),
            str(row.digest) if row.digest else None,
        )
        yield Feature(values=values, name=text(row.label) or "")
