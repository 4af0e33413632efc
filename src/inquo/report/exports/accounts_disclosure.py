"""What is left out of statements, dates and incidents that go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inquo.records.chronology import DateBound, Dating
from inquo.records.finding import Undetermined
from inquo.records.incident import Incident, IncidentPlace
from inquo.records.proposition import Area, FacilityIs, OneOf, Proposition, Spot
from inquo.records.statement import Accounts, Party
from inquo.report.exports.coarse_grid import cell_of
from inquo.report.exports.groups import WITHHELD, Disclosure, Group


def disclose_accounts(accounts: Accounts | None, disclosure: Disclosure) -> Accounts | None:
    """What was said: places on the grid, buildings and speakers withheld where that was asked for."""
    if accounts is None:
        return None
    size_m = disclosure.coarsen_m
    if size_m is not None:
        statements = tuple(
            replace(one, propositions=tuple(_proposition(p, size_m) for p in one.propositions))
            for one in accounts.statements
        )
        accounts = replace(accounts, statements=statements)
    if Group.FACILITIES in disclosure.withhold:
        accounts = _without_facilities(accounts)
    return _unnamed(accounts) if Group.SPEAKERS in disclosure.withhold else accounts


def disclose_dating(dating: Dating, hidden: frozenset[Group]) -> Dating:
    """A dating; where speakers are withheld, so is who says so."""
    if Group.SPEAKERS not in hidden:
        return dating

    def unnamed(bounds: Sequence[DateBound]) -> tuple[DateBound, ...]:
        return tuple(replace(bound, basis=f"who says so is {WITHHELD}") for bound in bounds)

    open_ = isinstance(dating.windows, Undetermined)
    return replace(
        dating,
        windows=Undetermined(reason=f"not determined; the reason is {WITHHELD}") if open_ else dating.windows,
        bounds=unnamed(dating.bounds),
        claims=unnamed(dating.claims),
        disputed=unnamed(dating.disputed),
        conflicts=tuple(replace(conflict, bounds=unnamed(conflict.bounds)) for conflict in dating.conflicts),
    )


def _without_facilities(accounts: Accounts) -> Accounts:
    """Accounts in which a building that is spoken of is withheld; an open slot would say that none is."""
    hidden = FacilityIs(kinds=(WITHHELD,))
    statements = tuple(
        replace(one, propositions=tuple(replace(p, facility=p.facility and hidden) for p in one.propositions))
        for one in accounts.statements
    )
    return replace(accounts, facilities=(), statements=statements)


def _unnamed(accounts: Accounts) -> Accounts:
    """Accounts in which parties, documents and statements have numbers: who said two things is still one, unnamed."""
    party = {one.key: f"party {number}" for number, one in enumerate(accounts.parties, start=1)}
    said = {one.key: f"statement {number}" for number, one in enumerate(accounts.statements, start=1)}
    return replace(
        accounts,
        parties=tuple(
            Party(key=party[one.key], name=f"{party[one.key]}, {WITHHELD}", part_of=party.get(one.part_of or ""))
            for one in accounts.parties
        ),
        documents=tuple(
            replace(
                one,
                key=f"document {number}",
                publisher=party.get(one.publisher, WITHHELD),
                citation=WITHHELD,
                dateline=None,
                url=None,
                typed_by=WITHHELD if one.typed_by else None,
            )
            for number, one in enumerate(accounts.documents, start=1)
        ),
        statements=tuple(
            replace(
                one,
                key=said[one.key],
                speaker=party.get(one.speaker, WITHHELD),
                propositions=tuple(_unnamed_actor(proposition, party) for proposition in one.propositions),
                rests_on=tuple(said.get(other, WITHHELD) for other in one.rests_on),
                grade=None,
                note="",
            )
            for one in accounts.statements
        ),
    )


def _unnamed_actor(proposition: Proposition, numbered: dict[str, str]) -> Proposition:
    actor = proposition.actor
    if actor is None:
        return proposition
    return replace(proposition, actor=OneOf(terms=tuple(numbered.get(term, term) for term in actor.terms)), means="")


def _proposition(proposition: Proposition, size_m: float) -> Proposition:
    place = proposition.ground
    if place is None:
        return replace(proposition, place=None)  # a mark that lies nowhere known may still come with a point or two
    cell = cell_of((place.lon_deg, place.lat_deg), size_m)
    moved: Spot | Area
    if isinstance(place, Spot):
        moved = Spot(lon_deg=cell.lon_deg, lat_deg=cell.lat_deg, ce90_m=cell.widened(place.ce90_m or 0.0))
    else:
        moved = replace(place, lon_deg=cell.lon_deg, lat_deg=cell.lat_deg, radius_m=cell.widened(place.radius_m))
    return replace(proposition, place=moved)


def disclose_incident(incident: Incident, disclosure: Disclosure) -> Incident:
    """What others recorded: its place on the grid, and no name that would say more."""
    size_m = disclosure.coarsen_m
    if Group.FACILITIES in disclosure.withhold:
        incident = replace(incident, names=(), facilities=(), rest=None, unread=None)
    if size_m is None or incident.place is None:
        return incident
    place = incident.place
    cell = cell_of((place.lon_deg, place.lat_deg), size_m)
    moved = IncidentPlace(
        lon_deg=cell.lon_deg, lat_deg=cell.lat_deg, radius_m=cell.widened(place.radius_m), basis=place.basis
    )
    return replace(incident, place=moved, url=None, unread=None, rest=None)
