"""From places to findings, and from findings to sentences: how firm a sentence is follows from numbers alone."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.finding import Finding, Strength, Undetermined
from inquo.records.footage import ImpactFrame
from inquo.records.place import FacilityProbability, Identification, NotPlaced, Placement
from inquo.report import notation
from inquo.report.dossier import ShotResult, Strike
from inquo.report.wording import ENGLISH, Part, Wording

_FIRMNESS = (Strength.UNDETERMINED, Strength.POSSIBLE, Strength.LIKELY, Strength.ESTABLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where one strength ends and the next begins; ``[strength_meaning]`` of the wording says the same.

    Attributes:
        established_false_matches: A placement is established up to this many expected false matches.
        likely_false_matches: And likely up to this many.
        established_facility: A facility is established from this probability on.
        likely_facility: Likely from this one on.
        possible_facility: And possible from this one on.
    """

    established_false_matches: float = 1e-3
    likely_false_matches: float = 1e-2
    established_facility: float = 0.95
    likely_facility: float = 0.80
    possible_facility: float = 0.50


THRESHOLDS = Thresholds()


def place_strength(place: Placement | NotPlaced) -> Strength:
    """How firmly a place may be worded.

    1. What was not placed is undetermined.
    2. The fewer false matches such a search would find, the firmer; a number that is none is the weakest.
    3. A shot placed through another one, or on points that a person set, is never more than likely.
    """
    if isinstance(place, NotPlaced):  # 1
        return Strength.UNDETERMINED
    expected = place.registration.expected_false_matches  # 2
    if expected is None:
        return Strength.LIKELY  # 3
    strength = Strength.POSSIBLE
    if expected <= THRESHOLDS.likely_false_matches:
        strength = Strength.LIKELY
    if expected <= THRESHOLDS.established_false_matches:
        strength = Strength.ESTABLISHED
    return weaker(strength, Strength.LIKELY) if place.chain else strength  # 3


def facility_strength(probability: float, place: Strength) -> Strength:
    """How firmly a building may be named: by its probability, and never more firmly than the place."""
    strength = Strength.UNDETERMINED
    if probability >= THRESHOLDS.possible_facility:
        strength = Strength.POSSIBLE
    if probability >= THRESHOLDS.likely_facility:
        strength = Strength.LIKELY
    if probability >= THRESHOLDS.established_facility:
        strength = Strength.ESTABLISHED
    return weaker(strength, place)


def weaker(one: Strength, other: Strength) -> Strength:
    """The less firm of two."""
    return min(one, other, key=_FIRMNESS.index)


def findings(strike: Strike, words: Wording = ENGLISH) -> tuple[Finding, ...]:
    """Everything that may be said of a site, in the order in which to say it."""
    best = strike.best
    found = [_place(best), *_facility(best, words), _impact(best, words)]
    if len(strike.shots) > 1:
        found.append(_same_site(strike, words))
    chained = [shot for shot in strike.shots if shot.placement and shot.placement.chain]
    return (*found, *(_chain(shot, strike, words) for shot in chained))


def parts(finding: Finding, words: Wording = ENGLISH) -> tuple[Part, ...]:
    """A finding's sentence, in pieces that tell the table's words from the evidence's."""
    return words.parts(f"finding.{finding.kind}.{finding.strength.value}", finding.values)


def sentence(finding: Finding, words: Wording = ENGLISH) -> str:
    """A finding's sentence as plain text."""
    return "".join(part.text for part in parts(finding, words))


def _place(shot: ShotResult) -> Finding:
    place, strength = shot.place, place_strength(shot.place)
    kind = "aim" if shot.aimed else "centre"
    if isinstance(place, NotPlaced):
        values = {"reason": _clause(place.why)}
    else:
        values = {
            "ce90": notation.metres(place.ce90_m),
            "coordinates": notation.coordinates(place.lon_deg, place.lat_deg),
        }
    return _finding(kind, strength, shot, (digest_of(place),), values)


def _facility(shot: ShotResult, words: Wording) -> tuple[Finding, ...]:
    identification = shot.identification
    if identification is None or shot.placement is None or not identification.answers:
        return ()
    first, second = identification.answers[0], _second(identification)
    strength = facility_strength(first.probability, place_strength(shot.place))
    values = {
        "probability": notation.percent(first.probability, words),
        "next": _answer_name(shot, second, words) if second else words.say("value.no_next"),
        "next_probability": notation.percent(second.probability if second else 0.0, words),
    }
    basis = (digest_of(identification), digest_of(shot.place))
    if first.facility is None:
        return (_finding("unmapped", strength, shot, basis, values),)
    facility = shot.facility(first.facility)
    values |= {
        "name": _answer_name(shot, first, words),
        "kind": facility.kind if facility else words.say("value.unknown_kind"),
    }
    return (_finding("facility", strength, shot, (*basis, first.facility), values),)


def _impact(shot: ShotResult, words: Wording) -> Finding:
    impact = shot.composite.impact if shot.composite else Undetermined(reason=words.say("value.no_composite"))
    basis = (digest_of(shot.composite),) if shot.composite else ()
    if isinstance(impact, Undetermined):
        return _finding("impact", Strength.UNDETERMINED, shot, basis, {"reason": _clause(impact)})
    return _finding("impact", Strength.LIKELY, shot, basis, _impact_values(impact, words))


def _impact_values(impact: ImpactFrame, words: Wording) -> dict[str, str]:
    several = impact.sigma_frames >= 1.5
    margin = words.say("value.frames", count=f"{impact.sigma_frames:.0f}") if several else words.say("value.frames_one")
    return {"time": notation.timecode(impact.time_s), "frame": str(impact.index), "margin": margin}


def _same_site(strike: Strike, words: Wording) -> Finding:
    strength = (
        Strength.LIKELY if any(s.placement is None or s.placement.chain for s in strike.shots) else Strength.ESTABLISHED
    )
    numbers = [shot.number for shot in strike.shots]
    basis = tuple(digest_of(shot.shot) for shot in strike.shots)
    return _finding("same-site", strength, strike.best, basis, {"shots": notation.listing(numbers, words)})


def _chain(shot: ShotResult, strike: Strike, words: Wording) -> Finding:
    through = through_numbers(shot, strike)
    values = {
        "shot": str(shot.number),
        "through": notation.listing(through, words) if through else words.say("value.through_other"),
    }
    return _finding("chain", Strength.LIKELY, shot, (digest_of(shot.place),), values)


def through_numbers(shot: ShotResult, strike: Strike) -> list[int]:
    """The numbers of the shots through which a shot was placed, nearest first."""
    named = {digest_of(other.shot): other.number for other in strike.shots}
    chain = shot.placement.chain if shot.placement else ()
    return [named[digest] for digest in chain if digest in named]


def _second(identification: Identification) -> FacilityProbability | None:
    return identification.answers[1] if len(identification.answers) > 1 else None


def _answer_name(shot: ShotResult, answer: FacilityProbability, words: Wording) -> str:
    if answer.facility is None:
        return words.say("value.unmapped")
    facility = shot.facility(answer.facility)
    return facility.label if facility else answer.facility.short


def _clause(why: Undetermined) -> str:
    return why.reason.strip().rstrip(".")


def _finding(
    kind: str, strength: Strength, shot: ShotResult, basis: tuple[Digest, ...], values: dict[str, str]
) -> Finding:
    return Finding(kind=kind, strength=strength, subject=digest_of(shot.shot), basis=basis, values=values)
