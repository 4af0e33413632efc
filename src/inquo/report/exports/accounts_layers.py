"""Layers for what was said, when events were, and what others recorded; empty in a case that has none of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inquo.records.chronology import DateBound, Dating
from inquo.records.finding import Undetermined
from inquo.records.incident import Incident
from inquo.records.naming import Names
from inquo.records.proposition import Count, OneOf, Proposition, Spot
from inquo.records.statement import Accounts, Statement
from inquo.report.exports.content import Content
from inquo.report.exports.layer import Feature, Field, Geometry, Layer, Value, number, point, text
from inquo.report.exports.times import ends_of, span_of, windows_text

_STATEMENT = (
    Field(name="statement", kind=str, meaning="its number in the report"),
    Field(name="key", kind=str, meaning="its key in the statements file"),
    Field(name="speaker", kind=str, meaning="who said it"),
    Field(name="attitude", kind=str, meaning="asserts, denies, or reports what others said"),
    Field(name="proposition", kind=int, meaning="which of its propositions, from 1; none in a report"),
    Field(name="rests_on", kind=str, meaning="numbers of the statements that it passes on"),
    Field(name="about", kind=str, meaning="events that it speaks of, in words"),
    Field(name="actor", kind=str, meaning="who is said to have done it"),
    Field(name="action", kind=str, meaning="what is said to have been done"),
    Field(name="facility", kind=str, meaning="to which building, or kind of building"),
    Field(name="place", kind=str, meaning="named place"),
    Field(name="lon_deg", kind=float, meaning="longitude of the place that it gives, degrees east, WGS 84"),
    Field(name="lat_deg", kind=float, meaning="latitude, degrees north"),
    Field(name="stated_error_m", kind=float, meaning="error or extent that it gives with it, metres"),
    Field(name="time", kind=str, meaning="when, in its own words"),
    Field(name="weapon", kind=str, meaning="weapon that it names: a claim"),
    Field(name="effect", kind=str, meaning="result that it names"),
    Field(name="status", kind=str, meaning="what it says the facility was at the time"),
    Field(name="quote", kind=str, meaning="its words in the archived document"),
    Field(name="language", kind=str, meaning="their language"),
    Field(name="translation", kind=str, meaning="in another language"),
    Field(name="translator", kind=str, meaning="who translated"),
    Field(name="grade", kind=str, meaning="a person's grading, Admiralty code"),
    Field(name="document", kind=str, meaning="citation of the document"),
    Field(name="summary", kind=str, meaning="`yes` when the document is a summary written for the case"),
    Field(name="url", kind=str, meaning="its address"),
    Field(name="document_sha256", kind=str, meaning="its digest"),
)
_BOUND = (
    Field(name="event", kind=str, meaning="the event's key"),
    Field(name="description", kind=str, meaning="the event in words"),
    Field(name="background", kind=str, meaning="`yes` for what is never by itself evidence of who struck"),
    Field(name="row", kind=str, meaning="`result`, `bound`, `claim` (narrows nothing) or `conflict`"),
    Field(name="not_before", kind=str, meaning="UTC; empty when open"),
    Field(name="not_after", kind=str, meaning="UTC; empty when open"),
    Field(name="windows", kind=str, meaning="every window, as ISO 8601 intervals"),
    Field(name="precision", kind=str, meaning="unit in which the source speaks"),
    Field(name="edtf", kind=str, meaning="the same in the Extended Date/Time Format"),
    Field(name="words", kind=str, meaning="the source's own words"),
    Field(name="basis", kind=str, meaning="why; of a result that is not determined, why not"),
    Field(name="source_sha256", kind=str, meaning="digest of what it rests on"),
)
_INCIDENT = (
    Field(name="dataset", kind=str, meaning="the table"),
    Field(name="key", kind=str, meaning="its identifier there"),
    Field(name="recorded_date", kind=str, meaning="its date in the table's words"),
    Field(name="not_before", kind=str, meaning="as they can be read, UTC"),
    Field(name="not_after", kind=str, meaning="as they can be read, UTC"),
    Field(name="lon_deg", kind=float, meaning="longitude, degrees east, WGS 84"),
    Field(name="lat_deg", kind=float, meaning="latitude, degrees north"),
    Field(name="radius_m", kind=float, meaning="how precise that is, metres"),
    Field(name="place_basis", kind=str, meaning="who says so"),
    Field(name="names", kind=str, meaning="names of the place or facility"),
    Field(name="actors", kind=str, meaning="who is said to have done it"),
    Field(name="kinds", kind=str, meaning="what was done"),
    Field(name="weapons", kind=str, meaning="with what"),
    Field(name="facilities", kind=str, meaning="kinds of facility that it mentions"),
    Field(name="killed", kind=str, meaning="how many"),
    Field(name="injured", kind=str, meaning="how many"),
    Field(name="url", kind=str, meaning="address of the record"),
    Field(name="unread", kind=str, meaning="fields that could not be read, with the reason"),
)


def accounts_layers(content: Content) -> tuple[Layer, ...]:
    """Statements, bounds on dates, and incidents."""
    return (
        Layer(
            name="statements",
            title="Who said what",
            geometry=Geometry.POINT,
            fields=_STATEMENT,
            features=tuple(_statements(content.accounts)) if content.accounts else (),
        ),
        Layer(
            name="date_bounds",
            title="When each event was",
            geometry=Geometry.NONE,
            fields=_BOUND,
            features=tuple(row for dating in content.datings for row in _bounds(dating, content.accounts)),
        ),
        Layer(
            name="incidents",
            title="What others recorded",
            geometry=Geometry.POINT,
            fields=_INCIDENT,
            features=tuple(map(_incident, content.incidents)),
        ),
    )


def _statements(accounts: Accounts) -> Iterator[Feature]:
    for statement in accounts.statements:
        for position, proposition in enumerate(statement.propositions or (None,), start=1):
            yield _statement(statement, proposition, position if proposition else None, accounts)


def _statement(said: Statement, what: Proposition | None, position: int | None, accounts: Accounts) -> Feature:
    what = what or Proposition()
    names = Names(accounts)
    party = names.party(said.speaker)
    source = next((one for one in accounts.documents if one.digest == said.anchor.document), None)
    place = what.ground
    where = point(place.lon_deg, place.lat_deg) if place else None
    error_m = (place.ce90_m if isinstance(place, Spot) else place.radius_m) if place else None
    facility = (*map(names.facility, what.facility.keys), *what.facility.kinds) if what.facility else ()
    values: tuple[Value, ...] = (
        names.statement(said.key),
        text(said.key),
        text(party),
        said.attitude.value,
        position,
        _listed(map(names.statement, said.rests_on)),
        _listed(map(names.event, what.about)),
        text(" or ".join(map(names.party, what.actor.terms))) if what.actor else None,
        _one_of(what.action),
        _listed(facility),
        text(place.name) if place and not isinstance(place, Spot) else None,
        *(where or (None, None)),
        number(error_m),
        text(what.time.raw) if what.time else None,
        _one_of(what.weapon),
        _one_of(what.effect),
        _one_of(what.status),
        text(said.anchor.exact),
        text(said.anchor.language),
        text(said.translation.text) if said.translation else None,
        text(said.translation.translator) if said.translation else None,
        f"{said.grade.source}{said.grade.information}" if said.grade else None,
        text(source.citation) if source else None,
        "yes" if source and source.summary else None,
        text(source.url) if source else None,
        str(said.anchor.document),
    )
    when = ends_of(what.time.windows) if what.time else (None, None)
    named = text(f"{party} {said.attitude.value}: {names.statement(said.key)}") or ""
    return Feature(values=values, point=where, name=named, earliest=when[0], latest=when[1])


def _bounds(dating: Dating, accounts: Accounts | None) -> Iterator[Feature]:
    event = next((one for one in accounts.events if one.key == dating.event), None) if accounts else None
    description = event.description if event else None
    head = (text(dating.event), text(description), "yes" if event and event.context else None)
    earliest, latest = span_of(dating)
    open_ = isinstance(dating.windows, Undetermined)
    windows = None if isinstance(dating.windows, Undetermined) else windows_text(dating.windows)
    basis = dating.windows.reason if isinstance(dating.windows, Undetermined) else "where all bounds meet"
    result = ("result", earliest, latest, windows, None, None, None, text(basis), None)
    name = text(description or dating.event) or ""
    yield Feature(
        values=(*head, *result), name=f"{name}: not determined" if open_ else name, earliest=earliest, latest=latest
    )
    rows = [("bound", bound) for bound in dating.bounds] + [("claim", claim) for claim in dating.claims]
    rows += [("conflict", bound) for conflict in dating.conflicts for bound in conflict.bounds]
    for row, bound in rows:
        yield Feature(values=(*head, row, *_bound(bound)), name=name)


def _bound(bound: DateBound) -> tuple[Value, ...]:
    return (
        *ends_of(bound.windows),
        windows_text(bound.windows),
        bound.precision.value,
        text(bound.edtf),
        text(bound.raw) or None,
        text(bound.basis),
        str(bound.source),
    )


def _incident(incident: Incident) -> Feature:
    place = incident.place
    where = point(place.lon_deg, place.lat_deg) if place else None
    when = ends_of(incident.when.windows)
    unread = "; ".join(f"{name}: {why}" for name, why in (incident.unread or {}).items())
    values: tuple[Value, ...] = (
        text(incident.dataset),
        text(incident.key),
        text(incident.when.raw),
        *when,
        *(where or (None, None)),
        number(place.radius_m) if place else None,
        text(place.basis) if place else None,
        _listed(incident.names),
        _listed(incident.actors),
        _listed(incident.kinds),
        _listed(incident.weapons),
        _listed(incident.facilities),
        _count(incident.killed),
        _count(incident.injured),
        text(incident.url),
        text(unread) or None,
    )
    name = text(f"{incident.dataset} {incident.key}") or ""
    return Feature(values=values, point=where, name=name, earliest=when[0], latest=when[1])


def _listed(terms: Iterable[str]) -> str | None:
    return text("; ".join(terms)) or None


def _one_of(choice: OneOf | None) -> str | None:
    return text(" or ".join(choice.terms)) if choice else None


def _count(count: Count | None) -> str | None:
    if count is None:
        return None
    return (
        str(count.least)
        if count.most == count.least
        else f"{count.least} to {'?' if count.most is None else count.most}"
    )
