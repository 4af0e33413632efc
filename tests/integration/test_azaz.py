"""The acceptance case: five traps, every line of what a reader finds in the article, and the matrix cell by cell."""

from __future__ import annotations

import dataclasses
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from tests.unit.pipeline.results_built import PLACED

from inquo.dating.accounts import AccountBounds
from inquo.dating.bounds import combine, gather
from inquo.dating.documents import bound_from_account, bound_from_publication, read_date
from inquo.errors import QuoteError
from inquo.facility.identify import Assumptions, identify
from inquo.facility.kinds import kind_of
from inquo.pipeline.accounts import hear, read_accounts
from inquo.records.chronology import BoundKind, DateBound, Precision, WindowSet
from inquo.records.codec import digest_of
from inquo.records.comparison import Comparison, Relation
from inquo.records.digest import Digest
from inquo.records.finding import Strength, Undetermined
from inquo.records.place import Facility, Name
from inquo.records.proposition import Count, FacilityIs
from inquo.records.statement import Accounts, Attitude, Scope, Statement
from inquo.statements.anchor import anchor_quote, extract_text
from inquo.statements.counting import check_tally
from inquo.statements.engine import Engine
from inquo.statements.findings import Building, EventFinding, PlacePoint, find_event
from inquo.statements.gaps import list_gaps
from inquo.statements.hearsay import independent, shared_run, trace
from inquo.statements.hypotheses import Question, Weight, log_exculpatory, weigh_hypotheses
from inquo.statements.scope import scope_of
from inquo.statements.state import Aspect, facility_state
from inquo.statements.vocabulary import Vocabulary
from inquo.town import ground_pyproj
from inquo.town.gazetteer import gazetteer
from inquo.town.plan import Town, draw_town

EXAMPLE = Path(__file__).parents[2] / "examples" / "azaz"
VIDEO_STRIKE = "“The strike in the video that the analyst recognised”"
CONTRADICTS, SUPPORTS = Relation.CONTRADICTS, Relation.SUPPORTS
COMPATIBLE, SILENT = Relation.COMPATIBLE, Relation.DOES_NOT_ADDRESS


@pytest.fixture(scope="module")
def azaz() -> Accounts:
    return read_accounts(EXAMPLE / "statements.toml")


def said(accounts: Accounts, key: str) -> Statement:
    return next(statement for statement in accounts.statements if statement.key == key)


def invented(probability: float = 0.97, event: str = "video-strike") -> EventFinding:
    """A placement as it might come out, in the middle of nowhere: no imagery of Azaz exists in this project."""
    rest = Building(key=None, name="ground", kind=None, probability=1 - probability, mapped=False)
    hospital = Building(key="national", name="Azaz National Hospital", kind="hospital", probability=probability)
    return EventFinding(
        event=event,
        place=PlacePoint(lon_deg=0.0, lat_deg=0.0, covariance_m2=((16.0, 0.0), (0.0, 16.0)), ce90_m=8.6),
        buildings=(hospital, rest),
        time=WindowSet.one(None, datetime(2021, 2, 26, 12, tzinfo=UTC)),
        action="strike",
    )


def against(accounts: Accounts, key: str, finding: EventFinding, number: int = 0) -> Comparison:
    return Engine(accounts).compare_with_finding(said(accounts, key), number, finding)


# ------------------------------------------------------------------------------- the five traps


def test_two_hospitals_of_one_town_and_month_stay_two(azaz: Accounts) -> None:
    engine = Engine(azaz)
    apart = engine.compare_statements(said(azaz, "doctor-destroyed"), 0, said(azaz, "women-hospital"), 0)
    assert apart.relation is SILENT
    assert "Azaz National Hospital is not Women and Children's Hospital" in apart.sentence
    assert against(azaz, "women-hospital", invented()).relation is SILENT
    on_the_other = dataclasses.replace(invented(event="women-strike"))
    assert against(azaz, "women-hospital", on_the_other).relation is CONTRADICTS
    labels = {h.answer for h in weigh_hypotheses(Question.WHAT, "video-strike", azaz, invented())}
    assert labels == {"national", None}


def test_a_narrow_denial_about_another_strike_addresses_nothing_here(azaz: Accounts) -> None:
    denial = said(azaz, "denial")
    (general,) = denial.propositions
    ship = dataclasses.replace(
        general,
        about=("women-strike",),
        facility=None,
        platform=dataclasses.replace(general.action, terms=("ship",)),
    )
    narrow = dataclasses.replace(denial, key="no-ship", propositions=(ship,))
    accounts = dataclasses.replace(azaz, statements=(*azaz.statements, narrow))
    assert scope_of(narrow, Vocabulary.of(accounts)) is Scope.NARROW_DENIAL
    answer = against(accounts, "no-ship", invented())
    assert (answer.relation, answer.strength) == (SILENT, Strength.ESTABLISHED)


def test_evacuated_changes_what_it_was_and_not_which_it_was(azaz: Accounts) -> None:
    assert against(azaz, "identified", invented()).relation is SUPPORTS
    assert against(azaz, "denial", invented()).relation is CONTRADICTS
    without = dataclasses.replace(azaz, statements=tuple(s for s in azaz.statements if s.key != "evacuated"))
    assert against(without, "denial", invented()) == against(azaz, "denial", invented())
    month = read_date("2016-02").windows
    empty = facility_state("national", Aspect.EVACUATED, "national-strike", month, azaz)
    worked = facility_state("national", Aspect.WORKED, "national-strike", month, azaz)
    marked = facility_state("national", Aspect.DECONFLICTED, "national-strike", month, azaz)
    assert isinstance(empty.holds, Undetermined)
    assert [w.source for w in empty.witnesses] == ["evacuated"]
    assert worked.holds == marked.holds == Undetermined(reason="nobody has said")


def test_damage_told_of_february_does_not_date_the_strike_in_the_video(azaz: Accounts) -> None:
    told = said(azaz, "doctor-destroyed").propositions[0].time
    assert told is not None
    digest = azaz.documents[0].digest
    february = bound_from_account("national-strike", told, digest, basis="a doctor, through Human Rights Watch")
    assert isinstance(february, DateBound)
    assert isinstance(combine("video-strike", [february]).windows, Undetermined)
    assert against(azaz, "doctor-destroyed", invented()).relation is COMPATIBLE


def test_upload_is_not_event(azaz: Accounts) -> None:
    published = said(azaz, "released").propositions[0].time
    assert published is not None
    assert published.raw == "Thursday"
    assert [reading.edtf for reading in published.readings] == ["2021-02-25"]
    bound = bound_from_publication("video-strike", published, azaz.documents[0].digest)
    assert isinstance(bound, DateBound)
    assert bound.kind is BoundKind.NOT_AFTER
    assert bound.edtf == "[..2021-02-25]"
    dating = gather("video-strike", [AccountBounds(azaz)])
    assert {b.kind for b in dating.bounds} == {BoundKind.NOT_AFTER}
    assert "[..2021-02-25]" in {b.edtf for b in dating.bounds}
    assert isinstance(dating.windows, WindowSet)
    assert dating.windows.earliest is None


# ------------------------------------------------------------------------------- line by line


def test_the_video_is_not_in_our_hands_and_shows_several_strikes(azaz: Accounts) -> None:
    events = {event.key: event for event in azaz.events}
    assert events["video-strike"].part_of == ("compilation",)
    assert not any(event.shots for event in azaz.events)
    assert "several places" in said(azaz, "shown").anchor.exact
    assert said(azaz, "praise").propositions[0].about == ("compilation",)
    gaps = list_gaps(azaz)
    assert any(gap.startswith(f"{VIDEO_STRIKE} is not placed: it takes the footage") for gap in gaps)
    assert not any("The strikes that the video shows" in gap for gap in gaps)  # the whole has no one place


def test_the_fourteen_killed_are_of_the_other_hospital_and_no_other_strike(azaz: Accounts) -> None:
    counted = {s.key: p for s in azaz.statements for p in s.propositions if p.killed is not None}
    assert set(counted) == {"women-hospital"}
    women = counted["women-hospital"]
    assert women.killed == Count(least=14, most=14)
    assert women.about == ("women-strike",)
    assert women.facility == FacilityIs(keys=("women-children",))
    assert women.time is not None
    assert [reading.precision for reading in women.time.readings] == [Precision.MONTH]
    assert azaz.facilities[0].gazetteer_ids == azaz.facilities[1].gazetteer_ids == ()  # nothing links the two
    assert against(azaz, "women-hospital", invented()).relation is SILENT


def test_an_analysts_placement_keeps_his_means_and_the_uncertainty_he_did_not_state(azaz: Accounts) -> None:
    statement = said(azaz, "identified")
    assert statement.speaker == "analyst"
    assert statement.propositions[0].means == "satellite imagery"
    assert statement.propositions[0].place is None
    assert "No coordinates and no uncertainty" in statement.note


SCOPED = ("denial", "praise", "air-force-denial", "blame", "identified")


def test_denial_and_praise_by_one_speaker_differ_in_scope(azaz: Accounts) -> None:
    vocabulary = Vocabulary.of(azaz)
    scopes = {key: scope_of(said(azaz, key), vocabulary) for key in SCOPED}
    assert scopes == {
        "denial": Scope.GENERAL_DENIAL,
        "praise": Scope.IMPLIED_ADMISSION,
        "air-force-denial": Scope.NARROW_DENIAL,  # one arm of it, and not the others
        "blame": Scope.ASSERTION,
        "identified": Scope.ASSERTION,
    }
    assert vocabulary.same_side("russian-mod", "russia")


def test_the_doctor_is_heard_through_two_others_and_counts_once(azaz: Accounts) -> None:
    month = said(azaz, "doctor-destroyed").propositions[0].time
    assert month is not None
    assert [(reading.edtf, reading.precision) for reading in month.readings] == [("2016-02", Precision.MONTH)]
    lineage = trace(azaz.statements)["doctor-retold"]
    assert lineage.chain == ("doctor-destroyed", "doctor-reported", "doctor-retold")
    assert lineage.roots == ("doctor-destroyed",)
    origins = independent(azaz, ["doctor-destroyed", "doctor-reported", "doctor-retold"])
    assert len(origins) == 1
    praise = trace(azaz.statements)["praise-retold"]
    assert praise.chain == ("praise", "praise-reported", "praise-retold")


def test_twenty_one_statements_are_five_accounts_told_by_who_stands_at_their_roots(azaz: Accounts) -> None:
    speaker = {statement.key: statement.speaker for statement in azaz.statements}
    roots = trace(azaz.statements)
    voices = [{speaker[root] for key in one.statements for root in roots[key].roots} for one in independent(azaz)]
    assert voices == [{"new-arab"}, {"analyst"}, {"russian-mod", "russia"}, {"doctor"}, {"armenia-pm"}]
    counted = {key: number for number, one in enumerate(independent(azaz)) for key in one.statements}
    assert len(counted) == len(azaz.statements) == 21
    assert counted["doctor-retold"] == counted["doctor-destroyed"] != counted["denial"]


def test_what_the_article_shows_of_the_hospital_it_has_from_the_analyst(azaz: Accounts) -> None:
    (origin,) = independent(azaz, ["identified", "identified-reported", "shown"])
    assert origin.statements == ("identified", "identified-reported", "shown")


def test_two_destroyed_and_one_left_add_up_if_there_is_a_third_hospital(azaz: Accounts) -> None:
    tally = said(azaz, "doctor-destroyed").propositions[1].tally
    assert tally is not None
    check = check_tally(tally, azaz)
    assert check.adds_up is True
    assert check.named["destroyed"] == ("national",)
    assert check.unnamed == 1


def test_ten_days_before_the_strike_keeps_its_two_readings(azaz: Accounts) -> None:
    time = said(azaz, "evacuated").propositions[0].time
    assert time is not None
    assert [reading.relative_to for reading in time.readings] == ["national-strike", "women-strike"]
    assert all(reading.after_days == (-11.0, -9.0) for reading in time.readings)
    month = read_date("2016-02").windows
    (witness,) = facility_state("national", Aspect.EVACUATED, "national-strike", month, azaz).witnesses
    assert witness.holds is None
    assert "“The strike that destroyed the National Hospital”: it had begun before the event" in witness.why
    assert "“The air strike on the Women and Children's Hospital”: the dates do not settle it" in witness.why


def test_context_is_on_the_timeline_and_no_evidence_of_who_struck(azaz: Accounts) -> None:
    context = {event.key for event in azaz.events if event.context}
    assert context == {"release", "minnigh-capture", "minnigh-support", "turkish-shelling", "karabakh-dispute"}
    told_of = {event for s in azaz.statements for p in s.propositions for event in p.about}
    assert context <= told_of  # each has its source
    for key in ("minnigh-taken", "minnigh-support", "shelling", "ineffective"):
        assert against(azaz, key, invented()).relation is SILENT
        assert against(azaz, key, invented(event="national-strike")).relation is SILENT
    for hypothesis in weigh_hypotheses(Question.WHO, "national-strike", azaz):
        for key in ("minnigh-support", "shelling", "ineffective"):
            assert hypothesis.weights.get(key, Weight.NEUTRAL) is Weight.NEUTRAL


def test_the_blame_on_turkey_stays_as_an_alternative_told_by_a_third_party(azaz: Accounts) -> None:
    hypotheses = weigh_hypotheses(Question.WHO, "national-strike", azaz)
    turkey = next(h for h in hypotheses if h.answer == "turkey")
    assert turkey.weights["blame"] is Weight.FOR
    assert trace(azaz.statements)["blame-reported"].roots == ("blame",)
    assert hypotheses[-1].answer is None
    log = {(entry.source, entry.why) for entry in log_exculpatory("russia", hypotheses)}
    assert log == {
        ("denial", "speaks against Russia having done it"),
        ("blame", "names Turkey instead"),
        ("blame", "speaks against Russia having done it"),
    }


def test_which_arm_fired_is_not_known_though_the_side_is_named(azaz: Accounts) -> None:
    weighed = {h.answer: h for h in weigh_hypotheses(Question.WHO, "video-strike", azaz)}
    assert {k for k, w in weighed["russia"].weights.items() if w is Weight.FOR} == {"shown", "praise"}
    assert weighed["russia"].accounts_for == 2
    assert weighed["russian-air-force"].accounts_for == 0
    assert weighed["russian-air-force"].accounts_against == 1


def test_the_program_says_what_is_missing(azaz: Accounts) -> None:
    gaps = "\n".join(list_gaps(azaz))
    assert f"{VIDEO_STRIKE} is not placed: it takes the footage" in gaps
    assert "Azaz National Hospital: not linked to a gazetteer" in gaps
    assert "only a summary is in the case" in gaps
    assert "S13: what a doctor in Azaz said is known only through the New Arab" in gaps
    assert "The YPG takes" not in gaps


def test_the_document_says_that_it_is_a_summary(azaz: Accounts) -> None:
    (document,) = azaz.documents
    assert document.summary
    text = (EXAMPLE / "documents" / "the-new-arab-2021-02-27.summary.txt").read_text(encoding="utf-8")
    assert text.startswith("SUMMARY")
    assert {path.suffix for path in EXAMPLE.rglob("*") if path.is_file()} == {".toml", ".txt", ".md"}


# ------------------------------------------------------------------------------- the matrix

ROWS = [
    ("released", 0),
    ("identified", 0),
    ("shown", 0),
    ("praise", 0),
    ("denial", 0),
    ("air-force-denial", 0),
    ("blame", 0),
    ("women-hospital", 0),
    ("doctor-destroyed", 0),
    ("doctor-destroyed", 1),
    ("evacuated", 0),
    ("minnigh-taken", 0),
    ("minnigh-support", 0),
    ("shelling", 0),
    ("ineffective", 0),
]
E, U = Strength.ESTABLISHED, Strength.UNDETERMINED
WITH_PLACEMENT = {
    "identified": (SUPPORTS, E),
    "shown": (SUPPORTS, E),
    "praise": (COMPATIBLE, U),
    "denial": (CONTRADICTS, E),
    "air-force-denial": (COMPATIBLE, U),
    "doctor-destroyed": (COMPATIBLE, U),
    "evacuated": (COMPATIBLE, U),
}
WITHOUT_PLACEMENT = WITH_PLACEMENT | dict.fromkeys(("identified", "shown", "denial"), (COMPATIBLE, U))


@pytest.mark.parametrize(
    ("finding", "expected"),
    [(invented(), WITH_PLACEMENT), (EventFinding(event="video-strike"), WITHOUT_PLACEMENT)],
    ids=["with an invented placement", "without any"],
)
def test_every_statement_against_the_strike_in_the_video(
    azaz: Accounts, finding: EventFinding, expected: dict[str, tuple[Relation, Strength]]
) -> None:
    cells = [cell for cell in Engine(azaz).matrix([finding]) if cell.against_proposition is None]
    assert [(cell.statement, cell.proposition) for cell in cells] == ROWS
    answers = {(cell.statement, cell.proposition): (cell.relation, cell.strength) for cell in cells}
    assert answers == {row: expected.get(row[0], (SILENT, E)) for row in ROWS}


def test_a_placement_in_the_invented_town_fills_the_matrix_through_every_step_between(azaz: Accounts) -> None:
    """The same row as above, with the record that placing a shot gives, the town's gazetteer and the link to it."""
    town = draw_town(7, size_m=1040.0)
    mapped = {digest_of(f): f for f in _facilities(town)}
    strike = town.strikes[0]
    ((lon, lat),) = ground_pyproj.lonlat(town.crs, town.map_from_town(np.array([[strike.x_m, strike.y_m]])))
    placement = dataclasses.replace(PLACED, lon_deg=float(lon), lat_deg=float(lat), covariance_m2=((1.0, 0), (0, 1.0)))
    seen = identify(placement, list(mapped.values()), assumptions=Assumptions(outline_sigma_m=0.5))
    (hospital,) = (f for f in mapped.values() if "National Hospital" in f.label)
    linked = tuple(
        dataclasses.replace(f, gazetteer_ids=(hospital.id,)) if f.key == "national" else f for f in azaz.facilities
    )
    accounts = dataclasses.replace(azaz, facilities=linked)
    finding = find_event(
        "video-strike",
        placement=placement,
        identification=seen,
        mapped=mapped,
        named=accounts.facilities,
        dating=gather("video-strike", [AccountBounds(accounts, published_only=True)]),
        action="strike",
    )
    cells = [cell for cell in Engine(accounts).matrix([finding]) if cell.against_proposition is None]
    answers = {(cell.statement, cell.proposition): (cell.relation, cell.strength) for cell in cells}
    assert answers == {row: WITH_PLACEMENT.get(row[0], (SILENT, E)) for row in ROWS}
    assert "it is Azaz National Hospital with a probability of" in against(accounts, "denial", finding).sentence


def _facilities(town: Town) -> list[Facility]:
    features = gazetteer(town)["features"]
    return [
        Facility(
            gazetteer=Digest.of(b"the town's"),
            id=feature["id"],
            names=(Name(text=feature["properties"]["name"], language=None),),
            kind=kind_of(feature["properties"]),
            outline_lonlat_deg=((tuple((x, y) for x, y in feature["geometry"]["coordinates"][0]),),),
            point_lonlat_deg=tuple(feature["geometry"]["coordinates"][0][0]),
            properties={},
        )
        for feature in features
    ]


def test_a_sixty_per_cent_hospital_contradicts_nothing(azaz: Accounts) -> None:
    answer = against(azaz, "denial", invented(0.6))
    assert (answer.relation, answer.strength, answer.leans) == (COMPATIBLE, Strength.POSSIBLE, CONTRADICTS)
    assert against(azaz, "denial", invented(0.85)).strength is Strength.LIKELY


def test_without_the_praise_nobody_has_said_whose_strike_it_was(azaz: Accounts) -> None:
    silent = dataclasses.replace(azaz, statements=tuple(s for s in azaz.statements if "praise" not in s.key))
    assert against(silent, "denial", invented()).relation is COMPATIBLE
    assert against(azaz, "denial", invented()).conceded == ("praise",)


AGREE_OR_NOT = {
    ("identified", 0, "shown", 0): SUPPORTS,
    ("shown", 0, "praise", 0): SUPPORTS,
    ("shown", 0, "denial", 0): CONTRADICTS,
    ("denial", 0, "air-force-denial", 0): SUPPORTS,
}
BOTH_CAN_BE_TRUE = {
    ("released", 0): [("identified", 0), ("evacuated", 0)],
    ("identified", 0): [
        ("praise", 0),
        ("denial", 0),
        ("air-force-denial", 0),
        ("doctor-destroyed", 0),
        ("evacuated", 0),
    ],
    ("shown", 0): [("air-force-denial", 0), ("doctor-destroyed", 0), ("evacuated", 0)],
    ("praise", 0): [("denial", 0), ("air-force-denial", 0)],
    ("denial", 0): [("women-hospital", 0), ("doctor-destroyed", 0), ("evacuated", 0), ("minnigh-support", 0)],
    ("air-force-denial", 0): [
        ("women-hospital", 0),
        ("doctor-destroyed", 0),
        ("evacuated", 0),
        ("minnigh-support", 0),
    ],
    ("blame", 0): [("women-hospital", 0)],
    ("women-hospital", 0): [("doctor-destroyed", 1)],
    ("doctor-destroyed", 0): [("evacuated", 0), ("ineffective", 0)],
    ("doctor-destroyed", 1): [("evacuated", 0)],
}


def test_every_statement_against_every_other(azaz: Accounts) -> None:
    cells = Engine(azaz).matrix([])
    pairs = [(a, b) for index, a in enumerate(ROWS) for b in ROWS[index + 1 :] if a[0] != b[0]]
    expected = dict.fromkeys(((*a, *b) for a, b in pairs), SILENT)
    expected |= {(*a, *b): COMPATIBLE for a, others in BOTH_CAN_BE_TRUE.items() for b in others}
    expected |= AGREE_OR_NOT
    found = {(c.statement, c.proposition, c.against, c.against_proposition): c.relation for c in cells}
    assert found == expected


def test_if_a_person_decides_that_the_video_shows_the_strike_of_february_the_blame_is_addressed(azaz: Accounts) -> None:
    events = tuple(
        dataclasses.replace(e, part_of=("compilation", "national-strike")) if e.key == "video-strike" else e
        for e in azaz.events
    )
    decided = dataclasses.replace(azaz, events=events)
    assert against(azaz, "blame", invented()).relation is SILENT
    assert against(decided, "blame", invented()).relation is COMPATIBLE
    blame_and_praise = Engine(decided).compare_statements(said(decided, "blame"), 0, said(decided, "shown"), 0)
    assert blame_and_praise.relation is CONTRADICTS


def test_one_call_hears_the_whole_case(azaz: Accounts) -> None:
    hearing = hear(azaz, [invented()])
    assert hearing.comparisons == Engine(azaz).matrix([invented()])
    assert {dating.event for dating in hearing.datings} == {event.key for event in azaz.events}
    (dating,) = (dating for dating in hearing.datings if dating.event == "women-strike")
    assert dating.windows == read_date("2016-02").windows
    assert len(hearing.origins) < len(azaz.statements)
    assert hearing.hypotheses["national-strike"][-1].answer is None
    assert not any(gap.startswith("video-strike") for gap in hearing.gaps)


# ------------------------------------------------------------------------------- the article itself

ARTICLE = Digest("3c07b2d561cd6cf39db130149db65ca6be09fa3cf5b5b51408b908760e9c8e48")
# Where each statement stands in the published article, and the digest of the words there: not the words.
ANCHORS: dict[str, tuple[int, int, str]] = {
    "released": (363, 461, "1c042f56b3fead6f3945e56cf794698353ea94683d2a4bfadb7874e10ded46b6"),
    "identified": (959, 1145, "a4f4c1c4d4b0892158ad060b7ad1a801e0f162d5dd7cbae509c0ee8cef4488b6"),
    "shown": (1213, 1332, "38d916b84e9373a3a8917f5e576d2abd89823d300b43c1132ed0f8259bb39824"),
    "praise": (848, 935, "003dd8e6182ec7130b4492dbda0e531109aaff50f0a363a6fda2cd26c9e15242"),
    "praise-reported": (813, 936, "5b0988d36d48ffde891d738227b372ccfa003b837842b928b1ba24aee60770ce"),
    "praise-retold": (813, 958, "51d6512c46829f2b01a202798ebf653f5214efea69bbcb92a65f163a5804bb39"),
    "denial": (118, 197, "7e6a6a75e80d6963578f4e1f743426c333d29e109051a115583e6159f1ec0832"),
    "air-force-denial": (1146, 1212, "511e3470d5f780f6db2eccf6a8a9629e327cf48f280959a23088419c1494dc8c"),
    "blame": (1942, 1985, "023abcb33d77411da951c3cfb929cee9e640e2ae92965c5cd028ce250145f1bc"),
    "blame-reported": (1942, 1996, "151899746b3901318ed67f1355d4ecc53baaf067294f2b457bce1450df4fdcd3"),
    "women-hospital": (1333, 1424, "fdc3846251bb8b056ed1ec141bb1a39bafa120b9d320ff847f848a6398b7d02c"),
    "doctor-destroyed": (1511, 1635, "1f490946689e9d4dfdd8d16068a68c2c5ff139c5045529319366201ad608f50a"),
    "doctor-reported": (1473, 1635, "09d96a09a1172358de6872fcc3572b81aa788ae15e50704a3cd5c5e1015ac01b"),
    "doctor-retold": (1460, 1635, "85d8c2ad5ba8dbd568a8f4bb7bf540b02408cd13e7219d1d0cac1134566c7673"),
    "evacuated": (1636, 1679, "0b08054e8357ca7e480507d4784a8718ae3e751d490974ae3ffd79e098ab6df7"),
    "minnigh-taken": (1680, 1819, "cb8f82c5d56ffc86397e529c3da0d8245291ee100068015422fce5c59b0138b4"),
    "minnigh-support": (1725, 1754, "ec8dcee0c626c87837eb3a3bdc4b71d1f27d2e9d8cef56052e11a16eaf059421"),
    "shelling": (1820, 1879, "6f03171c5c1fba92a24a80f038ab0bf71cdd02b878f633547fe79e0c91b36ea5"),
    "ineffective": (612, 721, "55db8d29bd686309ce667f4d872e4abfd47df57f0b32c1fdca2d12e55fade1ad"),
    "ineffective-reported": (543, 721, "e1c3904b558d0d3fd06eba4a4fc8c5a433d6a9a444f59ab850c896abc9662cf0"),
    "identified-reported": (959, 1145, "a4f4c1c4d4b0892158ad060b7ad1a801e0f162d5dd7cbae509c0ee8cef4488b6"),
}


@pytest.fixture(scope="module")
def article(measuring_data: Path) -> bytes:
    path = measuring_data.parent / "cases" / "azaz" / "the-new-arab-2021-02-27.txt"
    if not path.is_file():
        pytest.skip("the published article is not here")
    return path.read_bytes()


@pytest.mark.real_data
def test_the_same_statements_are_anchored_to_the_article_itself(azaz: Accounts, article: bytes) -> None:
    text = extract_text(article, "the article")
    assert text.document == ARTICLE
    assert set(ANCHORS) == {statement.key for statement in azaz.statements}
    anchored = []
    for statement in azaz.statements:
        start, end, digest = ANCHORS[statement.key]
        words = text.text[start:end]
        assert Digest.of(words.encode()) == digest
        anchor = anchor_quote(words, text, language="en", prefix=text.text[:start], suffix=text.text[end:])
        assert (anchor.start, anchor.end) == (start, end)
        anchored.append(dataclasses.replace(statement, anchor=anchor))
        with pytest.raises(QuoteError):
            anchor_quote(words[:-1] + "#", text, language="en")
    accounts = dataclasses.replace(azaz, statements=tuple(anchored))
    finding = invented()
    for ours, theirs in zip(Engine(azaz).matrix([finding]), Engine(accounts).matrix([finding]), strict=True):
        assert ours == theirs


@pytest.mark.real_data
def test_no_sentence_of_the_article_stands_in_the_example(article: bytes) -> None:
    text = extract_text(article, "the article").text
    for path in (*EXAMPLE.rglob("*.txt"), *EXAMPLE.rglob("*.toml"), *EXAMPLE.rglob("*.md")):
        assert shared_run(path.read_text(encoding="utf-8"), text) < 8, path


def test_the_example_parses_as_plain_toml() -> None:
    assert tomllib.loads((EXAMPLE / "statements.toml").read_text(encoding="utf-8"))["format"] == 1
    assert Attitude.REPORTS.value == "reports"
