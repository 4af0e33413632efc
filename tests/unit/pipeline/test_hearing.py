"""What a hearing concludes from a case's footage and statements, down to the doubt about the map."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.pipeline.accounts_built import accounts
from tests.unit.pipeline.results_built import HOSPITAL, PLACED, result

from inquo.pipeline.hearing import hear_case, lines_of
from inquo.pipeline.results import ShotResult
from inquo.records.codec import digest_of
from inquo.records.comparison import Relation
from inquo.records.place import Facility, FacilityProbability, Identification

DENIAL = """
[[party]]
key = "north"
name = "The\\u202e North"
[[statement]]
key = "admits"
speaker = "north"
attitude = "asserts"
document = "article"
quote = "They published it"
[[statement.proposition]]
about = "video"
actor = "north"
action = "missile strike"
[[statement]]
key = "denies"
speaker = "north"
attitude = "denies"
document = "article"
quote = "on 26 August 2024"
[[statement.proposition]]
actor = "north"
action = "attack"
facility = { kinds = "civilian object" }
"""


def mapped(**properties: str) -> Facility:
    return replace(HOSPITAL, properties=properties)


def shot(facility: Facility, probability: float = 0.97) -> ShotResult:
    answers = (
        FacilityProbability(facility=digest_of(facility), probability=probability, distance_m=0.0),
        FacilityProbability(facility=None, probability=1 - probability, distance_m=None),
    )
    identification = Identification(placement=digest_of(PLACED), answers=answers, method="test/1")
    return replace(result(PLACED), identification=identification)


def relation(facility: Facility, links: str = 'shot = "clip.mp4#2"') -> Relation:
    said = accounts(links, DENIAL)
    hearing = hear_case(said, [shot(facility)], [facility], {})
    (cell,) = (c for c in hearing.comparisons if c.statement == "denies" and c.against == "strike")
    return cell.relation


def test_a_building_that_was_on_the_map_before_contradicts_the_denial() -> None:
    assert relation(mapped(first_mapped="2013-05-11")) is Relation.CONTRADICTS
    assert relation(mapped()) is Relation.CONTRADICTS  # of unknown age: used, and the doubt is said


def test_one_that_came_onto_the_map_afterwards_contradicts_nothing() -> None:
    assert relation(mapped(first_mapped="2024-09-01")) is Relation.COMPATIBLE


def test_without_a_link_nothing_is_found_about_the_event() -> None:
    assert relation(mapped(first_mapped="2013-05-11"), links="") is Relation.COMPATIBLE


def test_a_link_to_a_gazetteer_that_is_not_here_refutes_nothing() -> None:
    other = replace(mapped(first_mapped="2013-05-11"), id="another/1")
    said = accounts('shot = "clip.mp4#2"')
    hearing = hear_case(said, [shot(other)], [other], {})
    (cell,) = (c for c in hearing.comparisons if c.statement == "said" and c.against == "strike")
    assert cell.relation is Relation.COMPATIBLE
    assert "The clinic: linked to invented/1, which no gazetteer of this case lists" in hearing.gaps


def test_lines_for_a_terminal_show_marks_of_direction_as_codes() -> None:
    facility = mapped()
    hearing = hear_case(accounts('shot = "clip.mp4#2"', DENIAL), [shot(facility)], [facility], {})
    lines = lines_of(hearing)
    assert any("The\\u202e North" in line for line in lines)
    assert not any("\u202e" in line for line in lines)
    assert f"missing: {facility.label}: its gazetteer does not say since when it is on the map" in lines
