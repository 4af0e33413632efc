"""Slot by slot: whether a fact lies in what a proposition says, three-valued and with its probability."""

from __future__ import annotations

import math

import numpy as np

from inquo.geometry.crs_pyproj import ground_distance_m
from inquo.geometry.uncertainty import ce90, from_ce90
from inquo.records.chronology import WindowSet
from inquo.records.comparison import SlotMatch
from inquo.records.finding import Undetermined
from inquo.records.proposition import Area, Count, FacilityIs, OneOf, Proposition, Spot
from inquo.statements.findings import Building, PlacePoint
from inquo.statements.vocabulary import Inclusion, Vocabulary, all_of
from inquo.statements.wording import REASONS

TERM_SLOTS = ("action", "weapon", "platform", "effect", "status")
COUNT_SLOTS = ("killed", "injured")


def match_terms(slot: str, fact: OneOf | None, said: OneOf, vocabulary: Vocabulary, reason: str = "") -> SlotMatch:
    """Whether a term, or every one of a set of terms, falls under what is said."""
    if fact is None:
        return unknown(slot, reason or REASONS["nothing known"].format(slot=slot))
    inclusion = vocabulary.party_in if slot == "actor" else vocabulary.term_in
    found = all_of([inclusion(term, said) for term in fact.terms])
    return certain(slot, found, _terms(fact), _terms(said), reason)


def match_buildings(fact: tuple[Building, ...] | Undetermined, said: FacilityIs, vocabulary: Vocabulary) -> SlotMatch:
    """Probability that the building found is one of those that are said."""
    if isinstance(fact, Undetermined):
        return unknown("facility", fact.reason)
    sums = dict.fromkeys(Inclusion, 0.0)
    for building in fact:
        sums[_building_in(building, said, vocabulary)] += building.probability
    first = max(fact, key=lambda building: building.probability)
    reason = REASONS["building"].format(
        name=first.name, probability=f"{first.probability:.0%}", inside=f"{sums[Inclusion.INSIDE]:.0%}"
    )
    inside, outside = min(sums[Inclusion.INSIDE], 1.0), min(sums[Inclusion.OUTSIDE], 1.0)
    return SlotMatch(slot="facility", inside=inside, outside=outside, reason=reason)


def match_place(fact: PlacePoint | Undetermined, said: Spot | Area, same_place_m: float) -> SlotMatch:
    """Whether the place found is the place that is said, in metres and against both errors.

    1. A point that is said means anywhere within ``same_place_m`` of it, an area within its radius.
    2. The difference between the two points has the sum of both covariances.
    3. Where the difference is d and the radius r, the disc about the estimate of radius abs(r - d) lies
       wholly inside or wholly outside, so its probability bounds the answer's from below. With the
       larger standard deviation it does so for any ellipse.

    A point published without an error can be measured from, but neither confirms nor refutes.
    """
    if isinstance(fact, Undetermined):
        return unknown("place", fact.reason)
    apart_m = ground_distance_m((fact.lon_deg, fact.lat_deg), (said.lon_deg, said.lat_deg))
    values = {"apart": f"{apart_m:,.0f} m", "ours": f"{fact.ce90_m:,.0f} m"}
    covariance = np.array(fact.covariance_m2, dtype=np.float64)
    if isinstance(said, Area):
        radius_m = said.radius_m
        reason = REASONS["area"].format(name=said.name, radius=f"{radius_m:,.0f} m", **values)
    elif said.ce90_m is None:
        return unknown("place", REASONS["no stated error"].format(**values))
    else:
        radius_m = same_place_m  # 1
        covariance = covariance + from_ce90(said.ce90_m)  # 2
        reason = REASONS["apart"].format(theirs=f"{said.ce90_m:,.0f} m", both=f"{ce90(covariance):,.0f} m", **values)
    variance = float(np.linalg.eigvalsh(covariance)[-1])
    decided = -math.expm1(-((radius_m - apart_m) ** 2) / (2 * variance))  # 3
    inside, outside = (decided, 0.0) if apart_m < radius_m else (0.0, decided)
    return SlotMatch(slot="place", inside=inside, outside=outside, reason=reason)


def match_time(fact: WindowSet | Undetermined, said: WindowSet) -> SlotMatch:
    """Whether it happened when it is said to have happened."""
    if isinstance(fact, Undetermined):
        return unknown("time", fact.reason)
    if said == WindowSet.always():
        return unknown("time", REASONS["time unread"])
    if fact.within(said):
        return SlotMatch(slot="time", inside=1.0, outside=0.0, reason=REASONS["time within"])
    if fact.meet(said).empty:
        return SlotMatch(slot="time", inside=0.0, outside=1.0, reason=REASONS["time apart"])
    return unknown("time", REASONS["time overlaps"])


def match_propositions(
    fact: Proposition, said: Proposition, vocabulary: Vocabulary, same_place_m: float
) -> tuple[SlotMatch, ...]:
    """Hold one proposition against every slot that another fills."""
    matches = [
        match_terms(slot, getattr(fact, slot), getattr(said, slot), vocabulary)
        for slot in ("actor", *TERM_SLOTS)
        if getattr(said, slot) is not None
    ]
    if said.facility is not None:
        matches.append(_facility_in_facility(fact.facility, said.facility, vocabulary))
    if said.place is not None:
        matches.append(_place_in_place(fact.place, said.place, same_place_m))
    if said.time is not None:
        windows = Undetermined(reason=REASONS["nothing known"].format(slot="time"))
        matches.append(
            match_time(fact.time.windows if fact.time and fact.time.readings else windows, said.time.windows)
        )
    for slot in COUNT_SLOTS:
        if (wanted := getattr(said, slot)) is not None:
            matches.append(_count_in_count(slot, getattr(fact, slot), wanted))
    return tuple(matches)


def certain(slot: str, found: Inclusion, fact: str, said: str, reason: str = "") -> SlotMatch:
    """A match that is yes, no or unknown, worded from the table."""
    words = reason or REASONS[found.value].format(slot=slot, fact=fact, said=said)
    inside, outside = float(found is Inclusion.INSIDE), float(found is Inclusion.OUTSIDE)
    return SlotMatch(slot=slot, inside=inside, outside=outside, reason=words)


def unknown(slot: str, reason: str) -> SlotMatch:
    """A match that nothing decides."""
    return SlotMatch(slot=slot, inside=0.0, outside=0.0, reason=reason)


def _building_in(building: Building, said: FacilityIs, vocabulary: Vocabulary) -> Inclusion:
    if not building.mapped and not said.keys:
        return Inclusion.UNKNOWN  # ground that nobody has mapped may hold anything
    return vocabulary.facility_in(building.key, building.kind, said)


def _facility_in_facility(fact: FacilityIs | None, said: FacilityIs, vocabulary: Vocabulary) -> SlotMatch:
    if fact is None:
        return unknown("facility", REASONS["nothing known"].format(slot="facility"))
    facilities = vocabulary.facilities
    found = [vocabulary.facility_in(key, facilities[key].kind, said) for key in fact.keys]
    for kind in fact.kinds:
        by_kind = vocabulary.term_in(kind, OneOf(terms=said.kinds)) if said.kinds else Inclusion.OUTSIDE
        named = [vocabulary.term_in(facilities[key].kind, OneOf(terms=(kind,))) for key in said.keys]
        could_be = any(inclusion is not Inclusion.OUTSIDE for inclusion in named)
        found.append(Inclusion.UNKNOWN if by_kind is Inclusion.OUTSIDE and could_be else by_kind)
    names = {key: facility.names[0] for key, facility in facilities.items()}
    return certain("facility", all_of(found), _facility(fact, names), _facility(said, names))


def _place_in_place(fact: Spot | Area | None, said: Spot | Area, same_place_m: float) -> SlotMatch:
    match fact:
        case None:
            return unknown("place", REASONS["nothing known"].format(slot="place"))
        case Spot(ce90_m=None):
            apart_m = ground_distance_m((fact.lon_deg, fact.lat_deg), (said.lon_deg, said.lat_deg))
            return unknown("place", REASONS["no stated error"].format(apart=f"{apart_m:,.0f} m", ours="not stated"))
        case Spot():
            (ee, en), (ne, nn) = from_ce90(fact.ce90_m or 1.0).tolist()
            point = PlacePoint(
                lon_deg=fact.lon_deg,
                lat_deg=fact.lat_deg,
                covariance_m2=((ee, en), (ne, nn)),
                ce90_m=fact.ce90_m or 1.0,
            )
            return match_place(point, said, same_place_m)
        case Area():
            apart_m = ground_distance_m((fact.lon_deg, fact.lat_deg), (said.lon_deg, said.lat_deg))
            radius_m = said.radius_m if isinstance(said, Area) else same_place_m + 2 * (said.ce90_m or math.inf)
            inside = isinstance(said, Area) and apart_m + fact.radius_m <= radius_m
            outside = apart_m > radius_m + fact.radius_m
            found = Inclusion.INSIDE if inside else Inclusion.OUTSIDE if outside else Inclusion.UNKNOWN
            return certain("place", found, fact.name, said.name if isinstance(said, Area) else "a point")


def _count_in_count(slot: str, fact: Count | None, said: Count) -> SlotMatch:
    if fact is None:
        return unknown(slot, REASONS["nothing known"].format(slot=slot))
    most, said_most = (math.inf if c.most is None else c.most for c in (fact, said))
    found = Inclusion.UNKNOWN
    if said.least <= fact.least and most <= said_most:
        found = Inclusion.INSIDE
    elif most < said.least or fact.least > said_most:
        found = Inclusion.OUTSIDE
    return certain(slot, found, _count(fact), _count(said))


def _terms(choice: OneOf) -> str:
    return " or ".join(choice.terms)


def _facility(choice: FacilityIs, names: dict[str, str]) -> str:
    return " or ".join([*(names.get(key, key) for key in choice.keys), *choice.kinds])


def _count(count: Count) -> str:
    if count.most is None:
        return f"at least {count.least}"
    return str(count.least) if count.least == count.most else f"{count.least} to {count.most}"
