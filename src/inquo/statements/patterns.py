"""One proposition held against another, slot by slot."""

from __future__ import annotations

import math

from inquo.geometry.crs_pyproj import ground_distance_m
from inquo.geometry.uncertainty import from_ce90
from inquo.records.comparison import SlotMatch
from inquo.records.finding import Undetermined
from inquo.records.proposition import Area, Count, FacilityIs, Mark, OneOf, Proposition, Spot
from inquo.records.terms import Inclusion, all_of
from inquo.statements.findings import PlacePoint
from inquo.statements.matching import certain, match_place, match_terms, match_time, unknown
from inquo.statements.vocabulary import Vocabulary
from inquo.statements.wording import REASONS

TERM_SLOTS = ("actor", "action", "weapon", "platform", "effect", "status")
COUNT_SLOTS = ("killed", "injured")


def match_propositions(
    fact: Proposition, said: Proposition, vocabulary: Vocabulary, same_place_m: float
) -> tuple[SlotMatch, ...]:
    """Hold one proposition against every slot that another fills.

    Args:
        fact: What is taken as the fact.
        said: The pattern; its open slots are not compared, and a slot that only it fills is unknown.
        vocabulary: How terms, parties, facilities and events include one another.
        same_place_m: How far apart two points of one place can be, metres.
    """
    matches = [
        match_terms(slot, getattr(fact, slot), getattr(said, slot), vocabulary)
        for slot in TERM_SLOTS
        if getattr(said, slot) is not None
    ]
    if said.facility is not None:
        matches.append(_match_facility(fact.facility, said.facility, vocabulary))
    if said.place is not None:
        matches.append(_match_place(fact.place, said.place, same_place_m))
    if said.time is not None:
        matches.append(_match_time(fact, said))
    for slot in COUNT_SLOTS:
        if (wanted := getattr(said, slot)) is not None:
            matches.append(_match_count(slot, getattr(fact, slot), wanted))
    if said.tally is not None:
        matches.append(unknown("tally", REASONS["not compared"].format(slot="tally")))
    return tuple(matches)


def share_a_slot(one: Proposition, other: Proposition) -> bool:
    """True when some slot is filled in both."""
    slots = (*TERM_SLOTS, *COUNT_SLOTS, "facility", "place", "time", "tally")
    return any(getattr(one, slot) is not None and getattr(other, slot) is not None for slot in slots)


def match_events(fact: Proposition, said: Proposition, vocabulary: Vocabulary) -> SlotMatch | None:
    """Whether a fact is about the events that a proposition names; None when it names none, and so means any."""
    if not said.about:
        return None
    if not fact.about:
        return unknown("about", REASONS["about unsaid"].format(events=_events_text(said.about, vocabulary)))
    shared = tuple(
        dict.fromkeys(
            mine if theirs in vocabulary.event_line(mine) else theirs
            for mine in fact.about
            for theirs in said.about
            if mine in vocabulary.event_line(theirs) or theirs in vocabulary.event_line(mine)
        )
    )
    events = _events_text(shared or fact.about + said.about, vocabulary)
    reason = REASONS["about" if shared else "about other"].format(events=events)
    return SlotMatch(slot="about", inside=float(bool(shared)), outside=float(not shared), reason=reason)


def _match_facility(fact: FacilityIs | None, said: FacilityIs, vocabulary: Vocabulary) -> SlotMatch:
    """Whether the building of one is one of the other's; a kind alone may be any building of that kind."""
    if fact is None:
        return unknown("facility", REASONS["nothing known"].format(slot="facility"))
    facilities = vocabulary.facilities
    found = [vocabulary.facility_in(key, facilities[key].kind, said) for key in fact.keys]
    for kind in fact.kinds:
        by_kind = vocabulary.term_in(kind, OneOf(terms=said.kinds)) if said.kinds else Inclusion.OUTSIDE
        named = [vocabulary.term_in(facilities[key].kind, OneOf(terms=(kind,))) for key in said.keys]
        could_be = any(inclusion is not Inclusion.OUTSIDE for inclusion in named)
        found.append(Inclusion.UNKNOWN if by_kind is Inclusion.OUTSIDE and could_be else by_kind)
    return certain("facility", all_of(found), _facility_text(fact, vocabulary), _facility_text(said, vocabulary))


def _match_place(fact: Spot | Area | Mark | None, said: Spot | Area | Mark, same_place_m: float) -> SlotMatch:
    """Whether one published place is another; an area is outside a point only beyond twice that point's error."""
    if fact is None:
        return unknown("place", REASONS["nothing known"].format(slot="place"))
    here, there = _on_ground(fact), _on_ground(said)
    for place in (here, there):
        if isinstance(place, Undetermined):
            return unknown("place", REASONS["unplaced mark"].format(why=place.reason))
    assert not isinstance(here, Undetermined)
    assert not isinstance(there, Undetermined)
    return _match_ground(here, there, same_place_m)


def _on_ground(place: Spot | Area | Mark) -> Spot | Area | Undetermined:
    return place.at if isinstance(place, Mark) else place


def _match_ground(fact: Spot | Area, said: Spot | Area, same_place_m: float) -> SlotMatch:
    apart_m = ground_distance_m((fact.lon_deg, fact.lat_deg), (said.lon_deg, said.lat_deg))
    if isinstance(fact, Area):
        radius_m = said.radius_m if isinstance(said, Area) else same_place_m + 2 * (said.ce90_m or math.inf)
        found = Inclusion.UNKNOWN
        if apart_m > radius_m + fact.radius_m:
            found = Inclusion.OUTSIDE
        elif isinstance(said, Area) and apart_m + fact.radius_m <= radius_m:
            found = Inclusion.INSIDE
        return certain("place", found, fact.name, said.name if isinstance(said, Area) else "that point")
    if fact.ce90_m is None:
        return unknown("place", REASONS["no stated error"].format(apart=f"{apart_m:,.0f} m", ours="not stated"))
    (ee, en), (ne, nn) = from_ce90(fact.ce90_m).tolist()
    covariance_m2 = ((ee, en), (ne, nn))
    point = PlacePoint(lon_deg=fact.lon_deg, lat_deg=fact.lat_deg, covariance_m2=covariance_m2, ce90_m=fact.ce90_m)
    return match_place(point, said, same_place_m)


def _match_time(fact: Proposition, said: Proposition) -> SlotMatch:
    """Whether two say the same of the time; when a state held says nothing of when something was done."""
    if (fact.status is None) is not (said.status is None):
        return unknown("time", REASONS["time of a state"])
    if fact.time is None or not fact.time.readings or said.time is None:
        return unknown("time", REASONS["nothing known"].format(slot="time"))
    return match_time(fact.time.windows, said.time.windows)


def _match_count(slot: str, fact: Count | None, said: Count) -> SlotMatch:
    if fact is None:
        return unknown(slot, REASONS["nothing known"].format(slot=slot))
    found = Inclusion.UNKNOWN
    if not fact.meets(said):
        found = Inclusion.OUTSIDE
    elif said.least <= fact.least and (said.most is None or (fact.most is not None and fact.most <= said.most)):
        found = Inclusion.INSIDE
    return certain(slot, found, _count_text(fact), _count_text(said))


def _events_text(keys: tuple[str, ...], vocabulary: Vocabulary) -> str:
    return " and ".join(vocabulary.names.quoted(key) for key in dict.fromkeys(keys))


def _facility_text(choice: FacilityIs, vocabulary: Vocabulary) -> str:
    return " or ".join([*map(vocabulary.names.facility, choice.keys), *choice.kinds])


def _count_text(count: Count) -> str:
    if count.most is None:
        return f"at least {count.least}"
    return str(count.least) if count.least == count.most else f"{count.least} to {count.most}"
