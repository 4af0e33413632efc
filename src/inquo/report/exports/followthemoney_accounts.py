"""Statements, events and incidents as FollowTheMoney entities; none in a case that has none.

A party is a ``LegalEntity``: whether it is a person or an organisation is not said in the case,
and is not guessed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inquo.records.chronology import DateBound, Dating
from inquo.records.finding import Undetermined
from inquo.records.incident import Incident
from inquo.records.naming import Names
from inquo.records.proposition import Proposition, Spot
from inquo.records.statement import Accounts, Document, Event, NamedFacility, Party, Statement
from inquo.report.exports.content import Content
from inquo.report.exports.entity import Entity, address, entity, link
from inquo.report.exports.layer import point
from inquo.report.exports.times import calendar_date, calendar_date_of, windows_text


def entities_of_accounts(content: Content, files: Mapping[str, Entity]) -> Iterator[Entity]:
    """Every entity of the statements and the incidents.

    Args:
        content: The export.
        files: Entities of the files in custody, by digest; a document that is one of them takes its place.
    """
    if content.accounts is not None:
        yield from _accounts(content.accounts, content, files)
    for incident in content.incidents:
        yield from _incident(incident, files.get(str(incident.exhibit)))


def _accounts(accounts: Accounts, content: Content, files: Mapping[str, Entity]) -> Iterator[Entity]:
    parties = {party.key: _party(party) for party in accounts.parties}
    documents = {str(one.digest): _document(one, parties, files.get(str(one.digest))) for one in accounts.documents}
    events = {event.key: _event(event, content.dating_of(event.key)) for event in accounts.events}
    names = Names(accounts)
    notes = {one.key: _statement(one, names, events, documents) for one in accounts.statements}
    yield from (*parties.values(), *documents.values(), *events.values(), *notes.values())
    yield from map(_facility, accounts.facilities)
    for party in accounts.parties:
        if party.part_of in parties:
            yield link(parties[party.key], parties[party.part_of], "part of")
    for event in accounts.events:
        yield from (link(events[event.key], events[whole], "part of") for whole in event.part_of if whole in events)
    for said in accounts.statements:
        if said.speaker in parties:
            yield link(parties[said.speaker], notes[said.key], said.attitude.value)
        yield from (link(notes[said.key], notes[other], "rests on") for other in said.rests_on if other in notes)
        about = dict.fromkeys(key for proposition in said.propositions for key in proposition.about if key in events)
        yield from (link(notes[said.key], events[key], "about") for key in about)
        for number, proposition in enumerate(said.propositions, start=1):
            yield from _spot(said, number, proposition, notes[said.key], names)


def _party(party: Party) -> Entity:
    return entity("LegalEntity", ("party", party.key), name=party.name)


def _facility(facility: NamedFacility) -> Entity:
    told = (f"In {facility.where}" if facility.where else None, *(f"Linked to {one}" for one in facility.gazetteer_ids))
    return entity(
        "RealEstate",
        ("named facility", facility.key),
        name=facility.names[0],
        alias=facility.names[1:],
        propertyType=facility.kind,
        notes=told,
    )


def _document(document: Document, parties: Mapping[str, Entity], file: Entity | None) -> Entity:
    publisher = parties.get(document.publisher)
    known = file.properties if file else {}
    told = (
        *known.get("notes", ()),
        f"SHA-256 {document.digest}",
        f"Published, as it says itself: {document.published.raw}",
        f"Dateline: {document.dateline}" if document.dateline else None,
        "A summary written for the case, not the original" if document.summary else None,
        f"Typed from a picture by {document.typed_by}" if document.typed_by else None,
        f"Address as given: {document.url}" if document.url and not address(document.url) else None,
    )
    return entity(
        file.schema if file else "Document",
        ("file", str(document.digest)),
        name=document.citation,
        title=document.citation,
        fileName=known.get("fileName", document.key),
        fileSize=known.get("fileSize"),
        summary=known.get("summary"),
        sourceUrl=address(document.url),
        publishedAt=calendar_date(document.published),
        publisher=publisher.properties.get("name") if publisher else None,
        notes=told,
    )


def _event(event: Event, dating: Dating | None) -> Entity:
    told = [f"Key in the case: {event.key}"]
    if event.context:
        told.append("Background; never by itself evidence of who struck")
    if dating is None:
        told.append("Date not determined: nothing bounds it")
    elif isinstance(dating.windows, Undetermined):
        told.append(f"Date not determined: {dating.windows.reason}")
    else:
        told.append(f"Within {windows_text(dating.windows)}")
    told += [_bound(bound) for bound in (*dating.bounds, *dating.claims)] if dating else []
    return entity("Event", ("event", event.key), name=event.description, notes=told, date=calendar_date_of(dating))


def _bound(bound: DateBound) -> str:
    claim = "only claimed, narrows nothing: " if bound.claim else ""
    words = f" (“{bound.raw}”)" if bound.raw else ""
    return f"{claim}{bound.kind.value} {windows_text(bound.windows)}: {bound.basis}{words}"


def _statement(said: Statement, names: Names, events: Mapping[str, Entity], documents: Mapping[str, Entity]) -> Entity:
    source = documents.get(str(said.anchor.document))
    about = [key for proposition in said.propositions for key in proposition.about]
    told = (
        f"Key in the case: {said.key}",
        f"{said.attitude.value}, in {said.anchor.language}",
        f"Translation into {said.translation.language} by {said.translation.translator}: {said.translation.text}"
        if said.translation
        else None,
        f"Graded {said.grade.source}{said.grade.information} by {said.grade.who}: {said.grade.reason}"
        if said.grade
        else None,
        said.note,
    )
    return entity(
        "Note",
        ("statement", said.key),
        name=f"{names.statement(said.key)}: {names.party(said.speaker)} {said.attitude.value}",
        description=said.anchor.exact,
        entity=tuple(events[key].id for key in about if key in events),
        proof=source.id if source else None,
        notes=told,
    )


def _spot(said: Statement, number: int, proposition: Proposition, note: Entity, names: Names) -> Iterator[Entity]:
    """A place that a statement gives: what somebody published, not what was found."""
    place = proposition.ground
    if place is None:
        return
    lon, lat = point(place.lon_deg, place.lat_deg)
    error_m = place.ce90_m if isinstance(place, Spot) else place.radius_m
    there = entity(
        "Address",
        ("stated place", said.key, str(number)),
        name=f"Place that {names.statement(said.key)} gives" if isinstance(place, Spot) else place.name,
        latitude=repr(lat),
        longitude=repr(lon),
        notes=("As stated, not as found", f"within {error_m:g} m" if error_m is not None else "no error is stated"),
    )
    yield there
    yield link(note, there, "gives the place")


def _incident(incident: Incident, file: Entity | None) -> Iterator[Entity]:
    place = incident.place
    key = (incident.dataset, incident.key)
    there = None
    if place is not None:
        lon, lat = point(place.lon_deg, place.lat_deg)
        there = entity(
            "Address",
            ("incident place", *key),
            name="; ".join(incident.names) or f"Place of {incident.dataset} {incident.key}",
            latitude=repr(lat),
            longitude=repr(lon),
            notes=f"within {place.radius_m:g} m: {place.basis}",
        )
        yield there
    told = [f"Date as recorded: {incident.when.raw}"] if incident.when.raw else []
    told += [f"Said to have done it: {'; '.join(incident.actors)}"] if incident.actors else []
    told += [f"Not read: {name}: {why}" for name, why in (incident.unread or {}).items()]
    yield entity(
        "Event",
        ("incident", *key),
        name=f"{incident.dataset} {incident.key}",
        keywords=(*incident.kinds, *incident.weapons, *incident.facilities),
        date=calendar_date(incident.when),
        addressEntity=there.id if there else None,
        sourceUrl=address(incident.url),
        proof=file.id if file else None,
        notes=told,
    )
