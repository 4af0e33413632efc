"""Which recorded incidents could be an event: weighed ground by ground, the best shown with reasons for and against.

Each ground is the logarithm of how much likelier it is if the record is of this event than if the event is any
other of the table's sort. Place and time are measured against the table's own density there and then; what the
rest weighs was fitted on one half of a benchmark, and the probabilities that follow were checked on the other
(bench/INCIDENTS.md). They are of a simulation, so they order candidates well, and a person decides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from inquo.corroboration.background import Background, Floats, date_shares, distances_m
from inquo.corroboration.claims import Clue, claim_clues, spelt
from inquo.corroboration.names import NameMatch, compare_names
from inquo.corroboration.tables import Spread
from inquo.geometry.uncertainty import CE90_PER_SIGMA_CIRCLE
from inquo.records.chronology import WindowSet
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.incident import (
    Claim,
    Claimed,
    Coverage,
    Ground,
    Incident,
    IncidentMatch,
    Presence,
    TableAnswer,
)
from inquo.records.proposition import OneOf
from inquo.records.terms import Inclusion, Terms

METHOD = "incident-grounds/3"
UNDECLARED = "nobody has declared what it covers"
_ANY = "what every record is given, so that probabilities hold"
_FLOOR = -30.0
_SHORTLIST = 60
_RECORDED = 0.5
_LIKELY = 0.5
_ABSENT = 0.2
_ONE_BUILDING_M = 500.0
_SURE_NAME = 0.95
_SAME_NAME = 0.85
_OTHER_NAME = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each ground weighs, natural logarithms; ``place`` and ``time`` are how far those two are trusted.

    Fitted by ``make bench-incidents ARGS=--fit`` on its tuning half, but for the name of a facility and for
    weapons: no public table of incidents tests those, so they are judged.
    """

    any_record: float = 0.4
    place: float = 1.0
    time: float = 0.83
    facility_same: float = 3.0
    facility_alike: float = 1.5
    locality_same: float = 1.4
    locality_other: float = -0.96
    kind_of_facility: float = 0.94
    kind_same: float = 0.31
    kind_other: float = -0.52
    weapon_same: float = 0.5
    weapon_other: float = -0.5
    killed_same: float = 1.06
    killed_other: float = -0.96
    injured_same: float = 1.34
    injured_other: float = -1.1


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The event that is looked for.

    Attributes:
        lon_deg: Longitude, degrees east.
        lat_deg: Latitude, degrees north.
        ce90_m: Its error, metres.
        when: When it happened, as far as it is known.
        names: Names of the facility, in any script.
        late_names: Names that a map has only since after the event: shown, and without weight.
        localities: Names of the town or district around it.
        facility: What kind of facility it was; None when unknown.
        claims: What people say was done, with what, and to how many.
    """

    lon_deg: float
    lat_deg: float
    ce90_m: float
    when: WindowSet
    names: tuple[str, ...] = ()
    late_names: tuple[str, ...] = ()
    localities: tuple[str, ...] = ()
    facility: str | None = None
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A record with what speaks for and against it, before the weights are put in.

    Attributes:
        incident: The record.
        clues: How much of which weight each ground takes.
    """

    incident: Incident
    clues: tuple[Clue, ...] = field(default=())

    def total(self, weights: Weights) -> float:
        """Sum of its grounds."""
        return sum(clue.amount * float(getattr(weights, clue.weight)) for clue in self.clues)


class Matcher:
    """One table, made ready to be asked about many events.

    Args:
        incidents: Its records, or those of them that could be near an event.
        coverage: What it sets out to record; None when nobody has declared that.
        dataset: Its name.
        exhibit: Digest of its file.
        spread: Where and when all its records are; made from the incidents when they are all.
        weights: What each ground weighs.
        terms: How the words of claims and records include one another.
    """

    def __init__(
        self,
        incidents: Sequence[Incident],
        coverage: Coverage | None,
        *,
        dataset: str,
        exhibit: Digest,
        spread: Spread | None = None,
        weights: Weights = WEIGHTS,
        terms: Terms | None = None,
    ) -> None:
        self._incidents = tuple(incidents)
        self._coverage = coverage
        self._dataset = dataset
        self._exhibit = exhibit
        self._weights = weights
        self._terms = terms or Terms.of({})
        self._mine = _spread_of(incidents)
        self._here = Background(self._mine, coverage)
        self._background = Background(spread or self._mine, coverage)
        radius_m = np.array(self._mine.radius_m, dtype=np.float64)
        self._variance_m2 = (radius_m / CE90_PER_SIGMA_CIRCLE) ** 2

    def ask(self, wanted: Wanted, limit: int = 5) -> TableAnswer:
        """Look for an event in the table.

        Args:
            wanted: The event.
            limit: How many candidates to give.

        Returns:
            Found when one candidate is likelier than not and its record tells the building from its
            neighbours, by a place that fine or by name. A record for the town alone leaves it open:
            two hospitals of one town in one week stay two. Not found when it is none of its records with
            more than four in five. A table that does not cover the place, the
            time and the kind of the event has nothing to say, and that is the answer; where nobody has
            declared what it covers, that nothing is found means nothing.
        """
        matches = self._matches(wanted)
        presence, why = self._presence(wanted, matches)
        return TableAnswer(
            dataset=self._dataset,
            exhibit=self._exhibit,
            coverage=self._coverage or Undetermined(reason=UNDECLARED),
            presence=presence,
            why=why,
            matches=matches[:limit],
        )

    def weigh(self, wanted: Wanted) -> tuple[Weighed, ...]:
        """The records that place and time leave in question, each with what speaks for and against it."""
        if not self._incidents:
            return ()
        chance = self._background.chance(wanted.lon_deg, wanted.lat_deg, wanted.ce90_m, wanted.when)
        apart_m = distances_m(self._here.lon_rad, self._here.lat_rad, wanted.lon_deg, wanted.lat_deg)
        placed = np.isfinite(apart_m)
        place = self._place_amounts(apart_m, wanted.ce90_m, chance.place_per_m2)
        usual = np.where(placed, chance.time_there, chance.time_anywhere)
        time = self._time_amounts(wanted.when, usual)
        rough = self._weights.place * place + self._weights.time * time
        best = np.argsort(-rough, kind="stable")[:_SHORTLIST]
        return tuple(
            Weighed(
                incident=self._incidents[i],
                clues=(
                    Clue(aspect="record", weight="any_record", amount=1.0, why=_ANY),
                    Clue(aspect="place", weight="place", amount=float(place[i]), why=self._where(i, apart_m[i])),
                    Clue(aspect="time", weight="time", amount=float(time[i]), why=self._when(i)),
                    *_other_clues(wanted, self._incidents[i]),
                    *claim_clues(wanted.claims, self._incidents[i], self._terms),
                ),
            )
            for i in map(int, best)
        )

    def _matches(self, wanted: Wanted) -> tuple[IncidentMatch, ...]:
        weighed = self.weigh(wanted)
        shares = shares_of([one.total(self._weights) for one in weighed], len(self._background))
        matches = [self._match(one, share) for one, share in zip(weighed, shares, strict=True)]
        return tuple(sorted(matches, key=lambda match: (-match.weight, match.key)))

    def _match(self, weighed: Weighed, share: float) -> IncidentMatch:
        grounds = [
            Ground(aspect=clue.aspect, weight=clue.amount * float(getattr(self._weights, clue.weight)), why=clue.why)
            for clue in weighed.clues
        ]
        return IncidentMatch(
            dataset=weighed.incident.dataset,
            key=weighed.incident.key,
            weight=weighed.total(self._weights),
            probability=share,
            grounds=tuple(sorted(grounds, key=lambda ground: -abs(ground.weight))),
            method=METHOD,
        )

    def _presence(self, wanted: Wanted, matches: Sequence[IncidentMatch]) -> tuple[Presence, str]:
        if outside := self._why_not_covered(wanted):
            return outside
        if matches and matches[0].probability >= _LIKELY:
            return self._how_found(wanted, matches[0])
        if self._coverage is None:
            return Presence.UNDETERMINED, f"no record is likelier than not, and {UNDECLARED}"
        if not wanted.when.within(self._coverage.windows):
            return Presence.UNDETERMINED, "the event may lie outside the time that it covers"
        among = sum(match.probability for match in matches)
        if not among < _ABSENT:
            return Presence.UNDETERMINED, f"no record is likelier than not, yet with {among:.0%} it is one of them"
        return Presence.COVERED_NOT_FOUND, f"with {1 - among:.0%} it is none of its records"

    def _why_not_covered(self, wanted: Wanted) -> tuple[Presence, str] | None:
        coverage = self._coverage
        if coverage is None:
            return None
        if not coverage.holds(wanted.lon_deg, wanted.lat_deg):
            return Presence.NOT_COVERED, "the place lies outside its area"
        if wanted.when.meet(coverage.windows).empty:
            return Presence.NOT_COVERED, "the time lies outside what it covers"
        done = [claim for claim in wanted.claims if claim.aspect is Claimed.KIND]
        if coverage.kinds and done and all(self._is_other(claim, coverage.kinds) for claim in done):
            said = "; ".join(f"{claim.by}: {spelt(claim.said)}" for claim in done)
            return (
                Presence.NOT_COVERED,
                f"it records {', '.join(coverage.kinds)}, and the event is said to be another ({said})",
            )
        return None

    def _is_other(self, claim: Claim, recorded: tuple[str, ...]) -> bool:
        """Whether what is claimed is certainly none of what is recorded."""
        assert isinstance(claim.said, OneOf)
        return self._terms.overlap(claim.said, OneOf(terms=recorded)) is Inclusion.OUTSIDE

    def _how_found(self, wanted: Wanted, best: IncidentMatch) -> tuple[Presence, str]:
        """Whether the best candidate is this event, or only something in the same town at the time."""
        (incident,) = (incident for incident in self._incidents if incident.key == best.key)
        fine = incident.place is not None and incident.place.radius_m <= _ONE_BUILDING_M
        named = any(compare_names(a, b).score >= _SAME_NAME for a in wanted.names for b in incident.names)
        if incident.place is None:
            return Presence.UNDETERMINED, f"{best.key} could be it, but its record gives no place"
        if not (fine or named):
            return Presence.UNDETERMINED, f"{best.key} is of the same area and time, but does not say which building"
        return Presence.FOUND, f"{best.key}, with {best.probability:.0%}"

    def _place_amounts(self, apart_m: Floats, ce90_m: float, usual_per_m2: float) -> Floats:
        """A normal spread about the true place, against the table's density there; no place says nothing."""
        variance = self._variance_m2 + (ce90_m / CE90_PER_SIGMA_CIRCLE) ** 2
        amounts = -np.log(2 * math.pi * variance * usual_per_m2) - apart_m**2 / (2 * variance)
        held: Floats = np.where(np.isfinite(apart_m), np.maximum(amounts, _FLOOR), 0.0)
        return held

    def _time_amounts(self, when: WindowSet, usual: Floats) -> Floats:
        """Within the event's windows and the days by which dates are wrong, against what is usual there.

        A record whose date is open or cannot be read says nothing, unless it excludes the event.
        """
        shares = date_shares(self._here.start_s, self._here.end_s, when)
        undated = ~np.isfinite(self._here.end_s - self._here.start_s)
        with np.errstate(divide="ignore"):
            amounts = np.where(undated & (shares > 0), 0.0, np.log(shares / usual))
        held: Floats = np.maximum(amounts, _FLOOR)
        return held

    def _where(self, index: int, apart_m: float) -> str:
        place = self._incidents[index].place
        if place is None:
            return "its record gives no place"
        return f"{apart_m / 1000:.1f} km apart, with {place.radius_m / 1000:.1f} km in the record ({place.basis})"

    def _when(self, index: int) -> str:
        return f"recorded as {self._incidents[index].when.raw or 'of no date'}"


def _spread_of(incidents: Sequence[Incident]) -> Spread:
    spread = Spread()
    for incident in incidents:
        spread.add(incident)
    return spread


def _other_clues(wanted: Wanted, incident: Incident) -> list[Clue]:
    """What else speaks for or against; what either leaves unsaid weighs nothing.

    Nor does a name where the record gives no place: no name decides without a distance.
    """
    clues = []
    heard = 0.0 if incident.place is None else 1.0
    if best := _best(wanted.names, incident.names):
        key = "facility_same" if best.score >= _SURE_NAME else "facility_alike"
        amount = heard if best.score >= _SAME_NAME else 0.0
        clues.append(Clue(aspect="facility name", weight=key, amount=amount, why=_names_compared(best)))
    if (best := _best(wanted.late_names, incident.names)) and best.score >= _SAME_NAME:
        why = f"{_names_compared(best)}, but on the map only since after the event: circular, and not used"
        clues.append(Clue(aspect="facility name", weight="facility_same", amount=0.0, why=why))
    if best := _best(wanted.localities, incident.names):
        key = "locality_same" if best.score >= _SAME_NAME else "locality_other"
        amount = heard if best.score >= _SAME_NAME or best.score < _OTHER_NAME else 0.0
        clues.append(Clue(aspect="locality", weight=key, amount=amount, why=_names_compared(best)))
    if wanted.facility and incident.facilities:
        same = any(wanted.facility in named.casefold() for named in incident.facilities)
        why = f"it mentions {', '.join(incident.facilities)}"
        clues.append(Clue(aspect="facility", weight="kind_of_facility", amount=1.0 if same else 0.0, why=why))
    return clues


def _best(names: Sequence[str], others: Sequence[str]) -> NameMatch | None:
    """The two names that are most alike; None where there are none to compare."""
    return max((compare_names(a, b) for a in names for b in others), key=lambda match: match.score, default=None)


def _names_compared(match: NameMatch) -> str:
    return f"the names {match.query} and {match.name}: {match.why}"


def shares_of(weights: Sequence[float], recorded: int) -> list[float]:
    """Probability of each candidate, against one another and against the event not being in the table at all."""
    most = max([*weights, 0.0])
    none = (1 - _RECORDED) / _RECORDED * recorded * math.exp(-most)
    odds = [math.exp(weight - most) for weight in weights]
    return [odd / (sum(odds) + none) for odd in odds]
