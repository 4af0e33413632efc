"""Slot by slot: whether a fact lies in what a proposition says, three-valued and with its probability."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from inquo.geometry.crs_pyproj import ground_distance_m
from inquo.geometry.uncertainty import ce90, from_ce90
from inquo.records.chronology import WindowSet
from inquo.records.comparison import SlotMatch
from inquo.records.finding import Undetermined
from inquo.records.naming import inside
from inquo.records.proposition import Area, FacilityIs, Mark, OneOf, Spot
from inquo.records.terms import Inclusion, all_of
from inquo.statements.findings import Building, PlacePoint
from inquo.statements.vocabulary import Vocabulary
from inquo.statements.wording import REASONS, percent

TERM_SLOTS = ("action", "weapon", "platform", "effect", "status")
COUNT_SLOTS = ("killed", "injured")


def match_terms(
    slot: str, fact: OneOf | None, said: OneOf, vocabulary: Vocabulary, *, source: str = "", silence: str = ""
) -> SlotMatch:
    """Whether a term, or every one of a set of terms, falls under what is said.

    Args:
        slot: Such as ``weapon``.
        fact: What is known; None when nothing is.
        said: What the proposition says.
        vocabulary: How terms and parties include one another.
        source: Whose word the fact is, to be shown beside it.
        silence: Why nothing is known, where the table has a better reason than that.
    """
    if fact is None:
        return unknown(slot, silence or REASONS["nothing known"].format(slot=slot))
    inclusion = vocabulary.party_in if slot == "actor" else vocabulary.term_in
    found = all_of([inclusion(term, said) for term in fact.terms])
    return certain(slot, found, terms_text(slot, fact, vocabulary), terms_text(slot, said, vocabulary), source)


def match_buildings(fact: tuple[Building, ...] | Undetermined, said: FacilityIs, vocabulary: Vocabulary) -> SlotMatch:
    """Probability that the building found is one of those that are said."""
    if isinstance(fact, Undetermined):
        return unknown("facility", fact.reason)
    sums = dict.fromkeys(Inclusion, 0.0)
    for building in fact:
        sums[_building_in(building, said, vocabulary)] += building.probability
    first = max(fact, key=lambda building: building.probability)
    reason = REASONS["building"].format(
        name=first.name + (REASONS["circular"] if first.circular else ""),
        probability=percent(first.probability),
        inside=percent(sums[Inclusion.INSIDE]),
    )
    inside, outside = min(sums[Inclusion.INSIDE], 1.0), min(sums[Inclusion.OUTSIDE], 1.0)
    return SlotMatch(slot="facility", inside=inside, outside=outside, reason=reason)


def match_place(fact: PlacePoint | Undetermined, said: Spot | Area | Mark, same_place_m: float) -> SlotMatch:
    """Whether the place found is the place that is said, in metres and against both errors.

    1. A point that is said means anywhere within ``same_place_m`` of it, an area within its radius.
    2. The difference between the two points has the sum of both covariances.
    3. Where the difference is d and the radius r, the disc about the estimate of radius abs(r - d) lies
       wholly inside or wholly outside, so its probability bounds the answer's from below. With the
       larger standard deviation it does so for any ellipse.

    A point published without an error can be measured from, but neither confirms nor refutes.
    """
    if isinstance(said, Mark):
        return _match_mark(fact, said, same_place_m)
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


def _match_mark(fact: PlacePoint | Undetermined, said: Mark, same_place_m: float) -> SlotMatch:
    """As for a point, saying what puts the mark there; a mark that lies nowhere known decides nothing."""
    if isinstance(said.at, Undetermined):
        return unknown("place", REASONS["unplaced mark"].format(why=said.at.reason))
    found = match_place(fact, said.at, same_place_m)
    laid = REASONS["mark"].format(points=len(said.points))
    return found if isinstance(fact, Undetermined) else replace(found, reason=found.reason + laid)


def match_time(fact: WindowSet | Undetermined, said: WindowSet) -> SlotMatch:
    """Whether it happened when it is said to have happened.

    Args:
        fact: When it happened, or why that is not known.
        said: Every instant that the words can mean; all of time when they could not be read.
    """
    if isinstance(fact, Undetermined):
        return unknown("time", fact.reason)
    if said == WindowSet.always():
        return unknown("time", REASONS["time unread"])
    both = fact.meet(said)
    if both == fact and not fact.empty:
        return SlotMatch(slot="time", inside=1.0, outside=0.0, reason=REASONS["time within"])
    if both.empty:
        return SlotMatch(slot="time", inside=0.0, outside=1.0, reason=REASONS["time apart"])
    return unknown("time", REASONS["time overlaps"])


def certain(slot: str, found: Inclusion, fact: str, said: str, source: str = "") -> SlotMatch:
    """A match that is yes, no or unknown, worded from the table."""
    words = REASONS["same" if fact == said else found.value].format(slot=slot, fact=fact, said=said)
    words += f" ({source})" if source else ""
    inside, outside = float(found is Inclusion.INSIDE), float(found is Inclusion.OUTSIDE)
    return SlotMatch(slot=slot, inside=inside, outside=outside, reason=words)


def unknown(slot: str, reason: str) -> SlotMatch:
    """A match that nothing decides."""
    return SlotMatch(slot=slot, inside=0.0, outside=0.0, reason=reason)


def _building_in(building: Building, said: FacilityIs, vocabulary: Vocabulary) -> Inclusion:
    if building.circular:
        return Inclusion.UNKNOWN  # the map may have it from what was said of the event
    if not building.mapped and not said.keys:
        return Inclusion.UNKNOWN  # ground that nobody has mapped may hold anything
    return vocabulary.facility_in(building.key, building.kind, said)


def terms_text(slot: str, choice: OneOf, vocabulary: Vocabulary) -> str:
    """A set of terms as shown: parties by their names."""
    return " or ".join(inside(vocabulary.names.party(term)) if slot == "actor" else term for term in choice.terms)
