"""Placed shots held against tables of incidents: which records could be of the same event, and what absence means."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from inquo.corroboration.background import DAY_S, span_of
from inquo.corroboration.duplicates import link_duplicates
from inquo.corroboration.matching import METHOD, UNDECLARED, Matcher, Wanted
from inquo.corroboration.tables import IncidentTable
from inquo.errors import IncidentError
from inquo.geometry.crs_pyproj import ground_distance_m
from inquo.pipeline.evidence import Evidence, once
from inquo.pipeline.incident_tables import FiledTable
from inquo.pipeline.map_tags import came_after
from inquo.pipeline.shot_accounts import ShotAccount
from inquo.records.codec import digest_of, to_json
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.incident import Corroboration, Incident, Presence, TableAnswer
from inquo.records.place import Facility, Identification, Placement
from inquo.records.statement import NamedFacility
from inquo.records.terms import Terms
from inquo.store.step import Step

_REACH_M = 30_000.0
_TOWN_M = 10_000.0
_BOUNDED_S = 400 * DAY_S
_NAMED = 0.1
_LIKELY = 0.5
_TOWN_TAGS = ("addr:city", "addr:town", "addr:village", "addr:suburb", "addr:district", "is_in", "is_in:city")
_TOWNS = frozenset(("city", "town", "village", "hamlet", "suburb", "neighbourhood", "quarter", "locality"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A placed shot, with everything that a record of the same event could agree with.

    Attributes:
        placement: Digest of the placement.
        wanted: The event that is looked for.
        when_basis: Who says when it was.
    """

    placement: Digest
    wanted: Wanted
    when_basis: str


def ask_of(
    placement: Placement,
    identification: Identification | None,
    facilities: Mapping[Digest, Facility],
    said: ShotAccount,
) -> Asked:
    """What to look for: the place, every name of the building and its town, and what is said of it.

    1. Every building that it could be with a probability of a tenth gives its names. One that came onto the map
       only after the event may have its name from reports of it: that is shown beside a record's, and weighs nothing.
    2. What kind of building it was is only taken where one is likelier than not.
    3. Where a person linked a building that statements speak of to one of these, its names there are asked for, too.
    """
    answers = identification.answers if identification else ()
    named = [(facilities[a.facility], a.probability) for a in answers if a.facility and a.facility in facilities]
    possible = [facility for facility, share in named if share >= _NAMED]  # 1
    late = [facility for facility in possible if came_after(facility, said.when)]
    could_be = [facility for facility in possible if not came_after(facility, said.when)]
    kind = next((one.kind for one, share in named if share >= _LIKELY and not came_after(one, said.when)), None)  # 2
    ids = {facility.id for facility in could_be}
    spoken_of = [one for one in said.facilities if ids & set(one.gazetteer_ids)]  # 3
    around = (placement.lon_deg, placement.lat_deg)
    towns = [one for one in facilities.values() if _is_town(one, around) and not came_after(one, said.when)]
    return Asked(
        placement=digest_of(placement),
        wanted=Wanted(
            lon_deg=placement.lon_deg,
            lat_deg=placement.lat_deg,
            ce90_m=placement.ce90_m,
            when=said.when,
            names=tuple(dict.fromkeys((*_names(could_be), *(name for one in spoken_of for name in one.names)))),
            late_names=_names(late),
            localities=tuple(dict.fromkeys((*_addresses(could_be), *_names(towns), *_where(spoken_of)))),
            facility=None if kind == "unknown" else kind,
            claims=said.claims,
        ),
        when_basis=said.when_basis,
    )


def match_incidents(
    evidence: Evidence, tables: Sequence[FiledTable], asked: Sequence[Asked], terms: Terms
) -> tuple[Corroboration, ...]:
    """Ask every table about every placed shot, unless that was asked before.

    Args:
        evidence: Where answers are looked up and kept.
        tables: The tables of the case.
        asked: The placed shots.
        terms: How the words of claims and records include one another.

    Returns:
        One for each placed shot, in order; none where the case has no table.
    """
    if not tables:
        return ()
    ready = AskedTables(tables, asked, terms)
    found: list[Corroboration] = []
    for one in asked:
        step = _step(one, tables, terms)
        (record,) = once(evidence, step, lambda one=one: [ready.corroborate(one)])  # type: ignore[misc]
        assert isinstance(record, Corroboration)
        found.append(record)
    return tuple(found)


def _step(asked: Asked, tables: Sequence[FiledTable], terms: Terms) -> Step:
    wanted = asked.wanted
    said = {
        "when": to_json(wanted.when),
        "names": to_json(wanted.names),
        "late_names": to_json(wanted.late_names),
        "localities": to_json(wanted.localities),
        "facility": wanted.facility,
        "claims": to_json(wanted.claims),
        "basis": asked.when_basis,
        "terms": to_json(dict(terms.broader)) if wanted.claims else None,
    }
    declared = (table.declaration for table in tables)
    inputs = (asked.placement, *(table.exhibit for table in tables), *(one for one in declared if one))
    return Step(name="incidents", method=METHOD, inputs=inputs, settings=said)


class AskedTables:
    """The tables, each read once and only when an answer is missing.

    Args:
        tables: The tables of a case.
        asked: Everything that they will be asked.
        terms: How the words of claims and records include one another.
    """

    def __init__(self, tables: Sequence[FiledTable], asked: Sequence[Asked], terms: Terms) -> None:
        self._tables = tables
        self._terms = terms
        self._keep = keep_near([one.wanted for one in asked])

    @functools.cached_property
    def read(self) -> tuple[IncidentTable | Undetermined, ...]:
        """Each table, with the records that are near an event; or why it cannot be read."""
        return tuple(_read(table, self._keep) for table in self._tables)

    @functools.cached_property
    def _matchers(self) -> tuple[Matcher | Undetermined, ...]:
        return tuple(
            one
            if isinstance(one, Undetermined)
            else Matcher(
                one.incidents,
                one.coverage,
                dataset=one.dataset,
                exhibit=one.exhibit,
                spread=one.spread,
                terms=self._terms,
            )
            for one in self.read
        )

    def corroborate(self, asked: Asked) -> Corroboration:
        """What every table has to say of one placed shot."""
        pairs = zip(self._tables, self._matchers, strict=True)
        answers = tuple(_answer(table, matcher, asked.wanted) for table, matcher in pairs)
        tables = (table for table in self.read if isinstance(table, IncidentTable))
        known = {(one.exhibit, one.key): one for table in tables for one in table.incidents}
        shown = tuple(known[answer.exhibit, match.key] for answer in answers for match in answer.matches)
        return Corroboration(
            placement=asked.placement,
            when=asked.wanted.when,
            when_basis=asked.when_basis,
            answers=answers,
            incidents=shown,
            links=link_duplicates(shown),
            method=METHOD,
            claims=asked.wanted.claims,
        )


def _read(table: FiledTable, keep: Callable[[Incident], bool]) -> IncidentTable | Undetermined:
    try:
        return table.read(keep)
    except IncidentError as error:
        return Undetermined(reason=f"it cannot be read: {error.reason}")


def _answer(table: FiledTable, matcher: Matcher | Undetermined, wanted: Wanted) -> TableAnswer:
    """What a table says; one that cannot be read leaves it open, and says why."""
    if isinstance(matcher, Matcher):
        return matcher.ask(wanted)
    return TableAnswer(
        dataset=table.columns.dataset,
        exhibit=table.exhibit,
        coverage=table.coverage or Undetermined(reason=UNDECLARED),
        presence=Presence.UNDETERMINED,
        why=matcher.reason,
        matches=(),
    )


def keep_near(wanted: Sequence[Wanted]) -> Callable[[Incident], bool]:
    """Whether a record could be of any of some events: near one, or of no place but of its time.

    A record without place says nothing about an event whose time is open, so it is then not kept.
    """
    spans = [(one, span_of(one.when)) for one in wanted]

    def keep(incident: Incident) -> bool:
        start, end = span_of(incident.when.windows)
        if (place := incident.place) is None:
            return any(
                last - first <= _BOUNDED_S and start - 7 * DAY_S < last and end + 7 * DAY_S > first
                for _, (first, last) in spans
            )
        reach_m = _REACH_M + 3 * place.radius_m
        reach_deg = reach_m / 111_000
        for one, _ in spans:
            wide_deg = reach_deg / max(0.05, math.cos(math.radians(min(89.0, abs(one.lat_deg) + reach_deg))))
            if abs(place.lat_deg - one.lat_deg) <= reach_deg and _turn(place.lon_deg - one.lon_deg) <= wide_deg:
                return True
        return False

    return keep


def _turn(degrees: float) -> float:
    """Difference of two longitudes, the short way round."""
    return abs((degrees + 180) % 360 - 180)


def _names(facilities: Iterable[Facility]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.text for facility in facilities for name in facility.names))


def _addresses(facilities: Iterable[Facility]) -> tuple[str, ...]:
    return tuple(one.properties[tag] for one in facilities for tag in _TOWN_TAGS if one.properties.get(tag))


def _where(spoken_of: Iterable[NamedFacility]) -> tuple[str, ...]:
    return tuple(one.where for one in spoken_of if one.where)


def _is_town(facility: Facility, lonlat_deg: tuple[float, float]) -> bool:
    """Whether a gazetteer lists this as a town or quarter around a place."""
    if facility.properties.get("place", "").casefold() not in _TOWNS:
        return False
    return ground_distance_m(facility.point_lonlat_deg, lonlat_deg) <= _TOWN_M
