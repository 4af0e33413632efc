"""An export as FollowTheMoney entities, for Aleph, OpenAleph and whatever else reads them.

    Video, Image, Document  a file in custody
    Event                   what an overhead shot shows; its place, or in its notes why there is none
    Note                    a shot that does not look down on the ground; where the export comes from
    Address                 a placed point, a lead (says so), a place that a statement gives
    RealEstate              a facility
    UnknownLink             leads and facilities of a shot, with how probable
    LegalEntity             who speaks: FollowTheMoney's word for a person or organisation

No data is not no match: what was not determined is there, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from inquo.records.custody import ExhibitKind
from inquo.report import notation
from inquo.report.exports import provenance
from inquo.report.exports.content import LEAD, AnswerRow, Content, FileRow, LeadRow, PlaceRow, ShotRow
from inquo.report.exports.entity import Entity, address, entity, link
from inquo.report.exports.followthemoney_accounts import entities_of_accounts
from inquo.report.exports.layer import point
from inquo.report.exports.plain_json import plain_json
from inquo.report.exports.times import calendar_date, calendar_date_of, span_of

_SCHEMA = {ExhibitKind.FOOTAGE: "Video", ExhibitKind.PICTURE: "Image", ExhibitKind.IMAGERY: "Image"}


def write(content: Content) -> dict[str, bytes]:
    """One file, ``entities.ftm.json``, an entity a line."""
    lines = b"".join(plain_json(one.plain(), indent=None) for one in entities(content))
    return {"entities.ftm.json": lines}


def entities(content: Content) -> tuple[Entity, ...]:
    """Every entity, once."""
    files = {row.number: _file(row) for row in content.files}
    by_digest = {row.digest: files[row.number] for row in content.files if row.digest}
    found: list[Entity] = [_note(content), *files.values()]
    for shot in content.shots:
        found += _shot(shot, content, by_digest.get(shot.exhibit))
    found += entities_of_accounts(content, {str(digest): one for digest, one in by_digest.items()})
    return tuple({one.id: one for one in found}.values())


def _note(content: Content) -> Entity:
    told = provenance.pairs(content.provenance)
    return entity(
        "Note",
        ("provenance", str(content.provenance.case)),
        name="Where these entities come from",
        description="\n".join(f"{name}: {value}" for name, value in told),
    )


def _file(row: FileRow) -> Entity:
    told = (
        f"SHA-256 {row.digest}" if row.digest else None,
        row.note,
        f"Published, as the source says: {row.published.raw}" if row.published else None,
        f"Address as given: {row.url}" if row.url and not address(row.url) else None,
        f"Taken into custody {row.taken_in.isoformat()}" if row.taken_in else None,
        f"Not used: {row.problem}" if row.problem else None,
    )
    return entity(
        _SCHEMA.get(row.kind, "Document"),
        ("file", str(row.digest) if row.digest else str(row.number)),
        name=row.label,
        fileName=row.label,
        fileSize=str(row.size_bytes) if row.size_bytes is not None else None,
        sourceUrl=address(row.url),
        publishedAt=calendar_date(row.published),
        summary=row.source,
        notes=told,
    )


def _shot(shot: ShotRow, content: Content, file: Entity | None) -> Iterator[Entity]:
    key = (str(shot.exhibit), str(shot.number))
    proof = file.id if file else None
    timing = f"In the footage from {notation.timecode(shot.start_s)} to {notation.timecode(shot.end_s)}"
    if shot.site is None:
        notes = (f"Not determined: {shot.reason}", timing)
        yield entity("Note", ("shot", *key), name=shot.label, notes=notes, entity=proof, proof=proof)
        return
    place = _place(shot, key) if shot.place else None
    dating = content.dating_of(shot.event)
    earliest, latest = span_of(dating)
    told = (
        f"Not determined: {shot.reason}" if shot.reason else None,
        timing,
        f"Site {shot.site}: shots of one site have one number",
        f"The placed point: {shot.aim}" if shot.aim and shot.place else None,
        f"Shown event: {content.told_of(shot.event)}" if shot.event else None,
        f"Not before {earliest}" if earliest else None,
        f"Not after {latest}" if latest else None,
        *(f"{answer.label}: {notation.percent(answer.probability)}" for answer in shot.answers if not answer.mapped),
    )
    event = entity(
        "Event",
        ("shot", *key),
        name=shot.label,
        summary=shot.place.sentence if shot.place else None,
        notes=told,
        date=calendar_date_of(dating),
        addressEntity=place.id if place else None,
        proof=proof,
    )
    yield event
    if place is not None:
        yield place
    for rank, lead in enumerate(shot.leads, start=1):
        yield from _lead(lead, rank, shot, key, event)
    for answer in shot.answers:
        yield from _answer(answer, event, key)


def _place(shot: ShotRow, key: tuple[str, str]) -> Entity:
    place: PlaceRow | None = shot.place
    assert place is not None
    lon, lat = point(place.lon_deg, place.lat_deg)
    told = (
        f"True point within {place.ce90_m:.1f} m with a probability of 90 %; {place.strength}",
        f"{place.expected_false_matches:.2g} places as good as this are expected by chance"
        if place.expected_false_matches is not None
        else "Control points were set by hand: how many places as good as this chance would give is not known",
        f"Placed through {place.steps} other shots" if place.steps else None,
        f"Method {shot.method}" if shot.method else None,
        f"Imagery {'; '.join(f'{name} (SHA-256 {digest})' for name, digest in place.imagery)}"
        if place.imagery
        else None,
        f"Record SHA-256 {place.record}" if place.record else None,
    )
    return entity(
        "Address",
        ("place", *key),
        name=f"{shot.label}: placed point",
        latitude=repr(lat),
        longitude=repr(lon),
        notes=told,
    )


def _lead(lead: LeadRow, rank: int, shot: ShotRow, key: tuple[str, str], event: Entity) -> Iterator[Entity]:
    lon, lat = point(lead.lon_deg, lead.lat_deg)
    there = entity(
        "Address",
        ("lead", *key, str(rank)),
        name=f"Lead {rank} for {shot.label}: not a finding",
        latitude=repr(lat),
        longitude=repr(lon),
        notes=(LEAD, f"score {lead.score:.3f}, turned {lead.rotation_deg:.0f} degrees, {lead.gsd_m:.3g} m per pixel"),
    )
    yield there
    yield link(event, there, LEAD)


def _answer(answer: AnswerRow, event: Entity, key: tuple[str, str]) -> Iterator[Entity]:
    if not answer.mapped:
        return
    where = point(*answer.point_lonlat_deg) if answer.point_lonlat_deg else None
    named = (str(answer.gazetteer), str(answer.id)) if answer.gazetteer else (*key, answer.label)
    facility = entity(
        "RealEstate",
        ("facility", *named),
        name=answer.label,
        alias=tuple(name.text for name in answer.names if name.text != answer.label),
        propertyType=answer.kind,
        longitude=repr(where[0]) if where else None,
        latitude=repr(where[1]) if where else None,
        notes=f"Identifier in its list: {answer.id}" if answer.id else None,
    )
    yield facility
    away = "" if answer.distance_m is None else f", {notation.metres(answer.distance_m)} from the placed point"
    yield link(event, facility, f"possible building: {notation.percent(answer.probability)}{away}")
