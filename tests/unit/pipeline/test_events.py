"""An event is led to the shots that a person linked to it, and to nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.pipeline.accounts_built import accounts
from tests.unit.pipeline.results_built import EXHIBIT, HOSPITAL, NOT_PLACED, PLACED, SHOT, result

from inquo.dating.accounts import AccountBounds
from inquo.pipeline.events import STRIKE, FootageBounds, find_all, known_dates, link_events
from inquo.pipeline.results import ShotResult
from inquo.records.codec import digest_of
from inquo.records.finding import Undetermined
from inquo.records.place import FacilityProbability, Identification
from inquo.statements.findings import EventFinding, PlacePoint

MAPPED = {digest_of(HOSPITAL): HOSPITAL}
SEEN = Identification(
    placement=digest_of(PLACED),
    answers=(
        FacilityProbability(facility=digest_of(HOSPITAL), probability=0.9, distance_m=0.0),
        FacilityProbability(facility=None, probability=0.1, distance_m=None),
    ),
    method="test/1",
)


def placed(**changed: object) -> ShotResult:
    return replace(result(PLACED), identification=SEEN, **changed)  # type: ignore[arg-type]


def found(links: str, results: list[ShotResult], circular: dict[str, set[object]] | None = None) -> EventFinding:
    said = accounts(links)
    (finding,) = find_all(link_events(said, results), said, MAPPED, {}, circular or {})  # type: ignore[arg-type]
    return finding


def test_background_and_wholes_are_not_found_out_about() -> None:
    assert [one.event.key for one in link_events(accounts(), [])] == ["strike"]


@pytest.mark.parametrize("link", ["clip.mp4#2", str(digest_of(SHOT))[:8], str(digest_of(SHOT))[:12].upper()])
def test_a_link_by_name_and_number_or_by_digest_leads_to_the_shot(link: str) -> None:
    finding = found(f'shot = "{link}"', [placed()])
    assert isinstance(finding.place, PlacePoint)
    assert isinstance(finding.buildings, tuple)
    assert [(b.key, b.kind, b.probability) for b in finding.buildings] == [
        ("clinic", "hospital", 0.9),
        (None, None, 0.1),
    ]
    assert finding.action == STRIKE


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("clip.mp4#3", "clip.mp4#3 names no shot of this case"),
        ("other.mp4#2", "other.mp4#2 names no shot of this case"),
        ("00000000", "00000000 names no shot of this case"),
        ("the third strike", "is not the name of a video and the number of a shot"),
        ("clip.mp4#x", "is not the name of a video"),
    ],
)
def test_a_link_that_leads_nowhere_is_the_reason_that_there_is_no_place(link: str, reason: str) -> None:
    finding = found(f'shot = "{link}"', [placed()])
    assert isinstance(finding.place, Undetermined)
    assert reason in finding.place.reason
    assert isinstance(finding.buildings, Undetermined)


def test_a_name_that_two_videos_share_leads_to_neither() -> None:
    twice = [placed(), placed(shot=replace(SHOT, end_s=7.0))]
    finding = found('shot = "clip.mp4#2"', twice)
    assert finding.place == Undetermined(reason="clip.mp4#2 names 2 shots of this case")


def test_a_shot_that_was_not_placed_says_why() -> None:
    assert found('shot = "clip.mp4#2"', [result(NOT_PLACED)]).place == NOT_PLACED.why


def test_the_shot_that_was_placed_by_itself_speaks_for_the_event() -> None:
    through = placed(number=3, chain=(2,), shot=replace(SHOT, end_s=7.0))
    (linked,) = link_events(accounts('shot = ["clip.mp4#3", "clip.mp4#2"]'), [through, placed()])
    assert linked.speaks is not None
    assert linked.speaks.number == 2


def test_shots_placed_apart_leave_the_event_without_a_place() -> None:
    elsewhere = placed(number=3, shot=replace(SHOT, end_s=7.0), outcome=replace(PLACED, lon_deg=50.701))
    finding = found('shot = ["clip.mp4#2", "clip.mp4#3"]', [placed(), elsewhere])
    assert isinstance(finding.place, Undetermined)
    assert "further apart than their errors allow" in finding.place.reason
    assert finding.buildings == finding.place


def test_no_explosion_seen_is_no_strike_seen() -> None:
    shot = result(PLACED)
    assert shot.composite is not None
    unseen = replace(shot, composite=replace(shot.composite, impact=Undetermined(reason="no flash")))
    assert isinstance(found('shot = "clip.mp4#2"', [unseen]).action, Undetermined)


def test_a_building_that_came_onto_the_map_afterwards_is_named_and_not_used() -> None:
    finding = found('shot = "clip.mp4#2"', [placed()], {"strike": {digest_of(HOSPITAL)}})
    assert isinstance(finding.buildings, tuple)
    first = finding.buildings[0]
    assert (first.key, first.kind, first.circular, first.name) == (None, None, True, HOSPITAL.label)


def test_footage_bounds_its_events_by_when_it_was_published_and_no_other() -> None:
    said = accounts('shot = "clip.mp4#2"')
    linked = link_events(said, [placed()])
    footage = FootageBounds(linked, {EXHIBIT: "2024-08-20"})
    (bound,) = footage.bounds("strike")
    assert bound.edtf == "[..2024-08-20]"
    assert bound.source == EXHIBIT
    assert footage.bounds("hill") == ()
    assert FootageBounds(linked, {EXHIBIT: "recently"}).bounds("strike") == ()
    assert FootageBounds(linked, {}).bounds("strike") == ()


def test_what_was_said_of_a_date_is_not_held_against_itself() -> None:
    said = accounts()
    published = known_dates(said, [AccountBounds(said, published_only=True)])["strike"]
    everything = known_dates(said, [AccountBounds(said)])["strike"]
    assert published.earliest is None
    assert everything.earliest is not None
    assert "hill" not in known_dates(said, [AccountBounds(said)])
