"""How firm a sentence is follows from numbers alone, and every finding has its sentence."""

from __future__ import annotations

import dataclasses
import itertools
import math
import string

import pytest

import invented_dossier as invented
from inquo.records.finding import Strength
from inquo.records.place import FacilityProbability, Identification
from inquo.report import narrative
from inquo.report.dossier import ShotResult, Strike
from inquo.report.wording import ENGLISH

SENTENCES = {
    (kind, Strength(strength)): text
    for key, text in ENGLISH.group("finding.").items()
    for kind, strength in [key.rsplit(".", 1)]
}


@pytest.fixture(scope="module")
def shot() -> ShotResult:
    return invented.build().strikes[0].shots[0]


def with_expected(shot: ShotResult, expected: float) -> ShotResult:
    assert shot.placement is not None
    fit = dataclasses.replace(shot.placement.registration, expected_false_matches=expected)
    return dataclasses.replace(shot, place=dataclasses.replace(shot.placement, registration=fit))


def with_share(shot: ShotResult, share: float, *, unmapped_first: bool = False) -> ShotResult:
    known = FacilityProbability(
        facility=shot.identification.answers[0].facility,
        probability=1 - share if unmapped_first else share,
        distance_m=0,
    )
    ground = FacilityProbability(facility=None, probability=share if unmapped_first else 1 - share, distance_m=None)
    answers = (ground, known) if unmapped_first else (known, ground)
    identification = Identification(placement=shot.identification.placement, answers=answers, method="x/1")
    return dataclasses.replace(shot, identification=identification)


@pytest.mark.parametrize(
    ("expected", "strength"),
    [
        (0.0, Strength.ESTABLISHED),
        (1e-3, Strength.ESTABLISHED),
        (1.1e-3, Strength.LIKELY),
        (1e-2, Strength.LIKELY),
        (1.1e-2, Strength.POSSIBLE),
        (3.0, Strength.POSSIBLE),
        (math.nan, Strength.POSSIBLE),
    ],
)
def test_a_place_is_as_firm_as_its_false_matches_allow(shot: ShotResult, expected: float, strength: Strength) -> None:
    assert narrative.place_strength(with_expected(shot, expected).place) is strength


@pytest.mark.parametrize(
    ("share", "strength"),
    [
        (0.97, Strength.ESTABLISHED),
        (0.9499, Strength.LIKELY),
        (0.80, Strength.LIKELY),
        (0.60, Strength.POSSIBLE),
        (0.4999, Strength.UNDETERMINED),
        (math.nan, Strength.UNDETERMINED),
    ],
)
def test_a_building_is_as_firm_as_its_probability(share: float, strength: Strength) -> None:
    assert narrative.facility_strength(share, Strength.ESTABLISHED) is strength


def test_a_building_is_never_firmer_than_the_place_it_stands_at() -> None:
    for share, place in itertools.product((0.1, 0.6, 0.9, 0.99, 1.0), Strength):
        strength = narrative.facility_strength(share, place)
        assert narrative.weaker(strength, place) is strength


def test_a_facility_at_sixty_per_cent_is_never_said_to_be_the_one(shot: ShotResult) -> None:
    words = narrative.sentence(narrative.findings(Strike(number=1, shots=(with_share(shot, 0.6),)))[1])
    assert words == (
        "That place is consistent with Invented National Hospital (hospital), with probability 60\u00a0%, "
        "but ground that no list of facilities maps is not excluded, with 40\u00a0%."
    )


def test_a_shot_placed_through_another_is_at_most_probable_and_says_so() -> None:
    site = invented.build().strikes[1]
    assert narrative.place_strength(site.shots[1].place) is Strength.LIKELY
    assert "Shot 4 was not placed by itself but through shot 3" in " ".join(
        map(narrative.sentence, narrative.findings(site))
    )


def test_the_shot_that_was_placed_by_itself_speaks_for_the_site() -> None:
    site = invented.build().strikes[1]
    assert Strike(number=1, shots=site.shots[::-1]).best.number == 3


def test_every_finding_that_can_arise_has_a_sentence_and_every_sentence_its_values(shot: ShotResult) -> None:
    """Walks false matches x probabilities x who comes first x aim or centre, and words all of it."""
    worded = set()
    shares, expected = (0.99, 0.85, 0.6, 0.5), (1e-9, 5e-3, 1.0)
    for share, rate, first, aimed in itertools.product(shares, expected, (False, True), (False, True)):
        one = with_share(with_expected(shot, rate), share, unmapped_first=first)
        if not aimed:
            one = dataclasses.replace(one, composite=None, picture=None)
        for finding in narrative.findings(Strike(number=1, shots=(one,))):
            assert "{" not in narrative.sentence(finding)
            worded.add((finding.kind, finding.strength))
    for site in invented.build().strikes:
        worded |= {(f.kind, f.strength) for f in narrative.findings(site) if narrative.sentence(f)}
    assert worded >= {("facility", s) for s in Strength if s is not Strength.UNDETERMINED}
    assert worded <= set(SENTENCES)


def test_the_table_has_a_sentence_for_each_strength_of_a_place_and_a_building() -> None:
    for kind in ("aim", "centre", "facility", "unmapped"):
        assert {s for k, s in SENTENCES if k == kind} == set(Strength)
    for group in ("strength.", "strength_meaning."):
        assert set(ENGLISH.group(group)) == {strength.value for strength in Strength}


def test_the_words_about_strength_name_the_thresholds_that_are_used() -> None:
    said, used = (
        {Strength(key): text for key, text in ENGLISH.group("strength_meaning.").items()},
        narrative.THRESHOLDS,
    )
    assert (
        f"one false match expected in {1 / used.established_false_matches:,.0f} searches" in said[Strength.ESTABLISHED]
    )
    assert f"one false match in {1 / used.likely_false_matches:.0f} searches" in said[Strength.LIKELY]
    assert f"at least {used.established_facility:.0%}".replace("%", " %") in said[Strength.ESTABLISHED]
    assert f"at least {used.likely_facility:.0%}".replace("%", " %") in said[Strength.LIKELY]
    assert f"at least {used.possible_facility:.0%}".replace("%", " %") in said[Strength.POSSIBLE]


def test_no_sentence_accuses() -> None:
    words = " ".join(SENTENCES.values()).lower()
    assert not [w for w in ("struck", "bombed", "destroyed", "attacked", "guilty", "killed") if w in words]
    assert all(f[1] for s in SENTENCES.values() for f in string.Formatter().parse(s) if f[1] is not None)
