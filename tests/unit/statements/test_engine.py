"""Statements against findings and against each other, three-valued throughout."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from inquo.records.chronology import WindowSet
from inquo.records.comparison import Comparison, Relation
from inquo.records.finding import Strength, Undetermined
from inquo.records.statement import Accounts, Scope
from inquo.statements.engine import Engine, strongest
from inquo.statements.findings import Building, EventFinding, PlacePoint
from inquo.statements.scope import scope_of
from inquo.statements.vocabulary import Vocabulary
from inquo.statements.wording import FINDING_SENTENCES, STATEMENT_SENTENCES

Written = Callable[..., Accounts]
CONTRADICTS, SUPPORTS = Relation.CONTRADICTS, Relation.SUPPORTS
COMPATIBLE, SILENT = Relation.COMPATIBLE, Relation.DOES_NOT_ADDRESS

HERE = PlacePoint(lon_deg=37.0, lat_deg=36.6, covariance_m2=((25.0, 0.0), (0.0, 25.0)), ce90_m=10.7)
FEBRUARY = WindowSet.one(datetime(2016, 2, 5, tzinfo=UTC), datetime(2016, 2, 20, tzinfo=UTC))


def found(probability: float = 0.97, event: str = "strike") -> EventFinding:
    rest = Building(key=None, name="ground", kind=None, probability=1 - probability, mapped=False)
    north = Building(key="north", name="North Hospital", kind="hospital", probability=probability)
    return EventFinding(event=event, place=HERE, buildings=(north, rest), time=FEBRUARY, action="strike")


def statement(
    key: str, slots: str, attitude: str = "asserts", speaker: str = "doctor", quote: str = "The ministry denied it."
) -> str:
    return (
        f'[[statement]]\nkey = "{key}"\nspeaker = "{speaker}"\nattitude = "{attitude}"\ndocument = "article"\n'
        f'quote = "{quote}"\n[[statement.proposition]]\n{slots}\n'
    )


GENERAL = statement(
    "general", "actor = 'state'\naction = 'strike'\nfacility = { kinds = 'civilian object' }", "denies", "state"
)
NARROW = statement(
    "narrow", "about = 'other'\nplatform = 'ship'\nweapon = 'ballistic missile'\nactor = 'state'", "denies", "ministry"
)
PRAISE = statement(
    "praise", "about = 'video'\nactor = 'ministry'\naction = 'missile strike'\nweapon = 'Iskander'", speaker="ministry"
)
BLAME = statement("blame", "about = 'strike'\nactor = 'observers'\naction = 'strike'", speaker="state")


def cell(accounts: Accounts, key: str, finding: EventFinding) -> Comparison:
    (chosen,) = (s for s in accounts.statements if s.key == key)
    return Engine(accounts).compare_with_finding(chosen, 0, finding)


def pair(accounts: Accounts) -> Comparison:
    one, other = accounts.statements
    return Engine(accounts).compare_statements(one, 0, other, 0)


def test_a_general_denial_falls_to_a_placement_and_the_speakers_own_admission_together(written: Written) -> None:
    accounts = written(GENERAL + PRAISE)
    answer = cell(accounts, "general", found())
    assert (answer.relation, answer.strength) == (CONTRADICTS, Strength.ESTABLISHED)
    assert answer.conceded == ("praise",)
    assert "actor: the ministry falls under the state (by its own word, S2)" in answer.sentence
    assert "it is North Hospital with a probability of 97 %" in answer.sentence


def test_without_an_admission_the_footage_does_not_say_who_did_it(written: Written) -> None:
    answer = cell(written(GENERAL), "general", found())
    assert (answer.relation, answer.strength) == (COMPATIBLE, Strength.UNDETERMINED)
    assert "footage does not show who did it" in answer.sentence


def test_without_a_placement_nothing_is_contradicted(written: Written) -> None:
    accounts = written(GENERAL + PRAISE)
    answer = cell(accounts, "general", EventFinding(event="strike"))
    assert (answer.relation, answer.strength, answer.leans) == (COMPATIBLE, Strength.UNDETERMINED, None)
    assert "no building has been identified" in answer.sentence


def test_an_admission_about_another_video_concedes_nothing(written: Written) -> None:
    accounts = written(GENERAL + PRAISE.replace("about = 'video'", "about = 'other'"))
    assert cell(accounts, "general", found()).relation is COMPATIBLE


def test_somebody_elses_word_for_it_is_no_admission(written: Written) -> None:
    accounts = written(GENERAL + PRAISE.replace('speaker = "ministry"', 'speaker = "doctor"'))
    assert cell(accounts, "general", found()).relation is COMPATIBLE


@pytest.mark.parametrize(
    ("probability", "relation", "strength", "leans"),
    [
        (0.97, CONTRADICTS, Strength.ESTABLISHED, None),
        (0.85, CONTRADICTS, Strength.LIKELY, None),
        (0.60, COMPATIBLE, Strength.POSSIBLE, CONTRADICTS),
        (0.40, COMPATIBLE, Strength.UNDETERMINED, None),
    ],
)
def test_a_contradiction_is_only_as_firm_as_the_finding(
    written: Written, probability: float, relation: Relation, strength: Strength, leans: Relation | None
) -> None:
    answer = cell(written(GENERAL + PRAISE), "general", found(probability))
    assert (answer.relation, answer.strength, answer.leans) == (relation, strength, leans)


def test_a_narrow_denial_does_not_address_another_strike(written: Written) -> None:
    answer = cell(written(NARROW + PRAISE), "narrow", found())
    assert (answer.relation, answer.strength) == (SILENT, Strength.ESTABLISHED)
    assert "different events" in answer.sentence


def test_a_weapon_is_only_what_the_side_itself_claims(written: Written) -> None:
    denial = statement("none", "about = 'strike'\nactor = 'state'\nweapon = 'cruise missile'", "denies", "state")
    answer = cell(written(denial + PRAISE), "none", found())
    assert answer.relation is SUPPORTS  # an Iskander is no cruise missile, by the ministry's own claim
    assert "Iskander is not cruise missile (by its own word, S2)" in answer.sentence
    assert cell(written(denial), "none", found()).relation is COMPATIBLE


@pytest.mark.parametrize(
    ("slots", "relation", "decided"),
    [
        ("facility = 'north'", SUPPORTS, "facility"),
        ("facility = 'south'", CONTRADICTS, "facility"),
        ("facility = { kinds = 'school' }", CONTRADICTS, "facility"),
        ("facility = { kinds = 'medical facility' }", SUPPORTS, "facility"),
        ("facility = 'north'\nstatus = 'evacuated'", SUPPORTS, "facility"),
        ("status = 'evacuated'", COMPATIBLE, "nothing is known"),
        ("weapon = 'Iskander'", COMPATIBLE, "never inferred from footage"),
        ("time = '2016-02'", SUPPORTS, "time"),
        ("time = '2015'", CONTRADICTS, "time"),
        ("time = '2016-02-10'", COMPATIBLE, "time"),
        ("time = 'one day'", COMPATIBLE, "cannot be read"),
        ("place = { lon_deg = 37.0, lat_deg = 36.6001, ce90_m = 15 }", SUPPORTS, "11 m apart"),
        ("place = { lon_deg = 37.0, lat_deg = 36.7, ce90_m = 15 }", CONTRADICTS, "apart"),
        ("place = { lon_deg = 37.0, lat_deg = 36.602, ce90_m = 500 }", COMPATIBLE, "apart"),
        ("place = { lon_deg = 37.0, lat_deg = 36.7 }", COMPATIBLE, "published without an error"),
        ("place = { name = 'the town', lon_deg = 37.0, lat_deg = 36.61, radius_m = 3000 }", SUPPORTS, "the town"),
        ("place = { name = 'a town', lon_deg = 38.0, lat_deg = 36.61, radius_m = 3000 }", CONTRADICTS, "a town"),
        ("facility = 'north'\ntime = '2015'", CONTRADICTS, "time"),
    ],
)
def test_an_assertion_about_the_event_is_judged_slot_by_slot(
    written: Written, slots: str, relation: Relation, decided: str
) -> None:
    answer = cell(written(statement("said", f"about = 'strike'\n{slots}")), "said", found())
    assert answer.relation is relation
    assert decided in answer.sentence


def test_when_something_was_published_is_not_held_against_when_it_happened(written: Written) -> None:
    published = statement("out", "about = 'video'\naction = 'publish'\ntime = '2021-02-25'")
    answer = cell(written(published), "out", found())
    assert (answer.relation, answer.strength) == (SILENT, Strength.ESTABLISHED)
    assert "different acts" in answer.sentence
    happened = statement("when", "about = 'strike'\ntime = '2016-02'")
    assert pair(written(published + happened)).relation is COMPATIBLE


def test_an_assertion_that_names_no_event_is_only_supported_as_a_whole(written: Written) -> None:
    accounts = written(
        statement("whole", "facility = 'north'\ntime = '2016'")
        + statement("part", "facility = 'north'\nkilled = 14")
        + statement("elsewhere", "facility = 'south'\nkilled = 14")
    )
    answers = {key: cell(accounts, key, found()).relation for key in ("whole", "part", "elsewhere")}
    assert answers == {"whole": SUPPORTS, "part": COMPATIBLE, "elsewhere": SILENT}


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (("about = 'strike'\nkilled = 14", "asserts"), ("about = 'strike'\nkilled = 10", "asserts"), CONTRADICTS),
        (("about = 'strike'\nkilled = 14", "asserts"), ("about = 'other'\nkilled = 10", "asserts"), SILENT),
        (("about = 'strike'\nkilled = 14", "asserts"), ("killed = 10", "asserts"), SILENT),
        (
            ("about = 'strike'\nkilled = 14", "asserts"),
            ("about = 'strike'\nkilled = {least = 10}", "asserts"),
            SUPPORTS,
        ),
        (
            ("about = 'strike'\nfacility = 'north'", "asserts"),
            ("about = 'video'\nfacility = 'south'", "asserts"),
            CONTRADICTS,
        ),
        (
            ("actor = 'ministry'\naction = 'airstrike'", "asserts"),
            ("actor = 'state'\naction = 'strike'", "denies"),
            CONTRADICTS,
        ),
        (
            ("actor = 'state'\naction = 'strike'", "asserts"),
            ("actor = 'ministry'\naction = 'strike'", "denies"),
            COMPATIBLE,
        ),
        (("actor = 'doctor'\naction = 'strike'", "asserts"), ("actor = 'state'\naction = 'strike'", "denies"), SILENT),
        (("about = 'strike'\nactor = 'doctor'", "asserts"), ("about = 'strike'\nactor = 'state'", "denies"), SUPPORTS),
        (("actor = 'state'", "denies"), ("actor = 'ministry'\nweapon = 'bomb'", "denies"), SUPPORTS),
        (("actor = 'state'", "denies"), ("actor = 'doctor'", "denies"), SILENT),
        (("weapon = 'bomb'", "denies"), ("platform = 'ship'", "denies"), SILENT),
        (("weapon = 'bomb'\nplatform = 'ship'", "denies"), ("weapon = 'bomb'\nkilled = 3", "denies"), COMPATIBLE),
        (("about = 'strike'\nweapon = 'bomb'", "asserts"), ("about = 'strike'\nkilled = 3", "asserts"), COMPATIBLE),
        (("weapon = 'bomb'", "asserts"), ("status = 'evacuated'", "asserts"), SILENT),
        (
            ("about = 'strike'\nactor = 'state'\naction = 'publish'", "asserts"),
            ("about = 'strike'\nactor = 'doctor'\naction = 'strike'", "asserts"),
            SILENT,
        ),
        (
            ("about = 'strike'\nactor = 'state'\naction = 'capture'", "asserts"),
            ("about = 'strike'\nactor = 'doctor'\naction = 'strike'", "asserts"),
            COMPATIBLE,
        ),
        (
            ("about = 'strike'\naction = 'airstrike'", "asserts"),
            ("about = 'video'\naction = 'strike'", "asserts"),
            COMPATIBLE,
        ),
        (
            ("about = 'strike'\nstatus = 'evacuated'\ntime = '2015'", "asserts"),
            ("about = 'strike'\ntime = '2016'", "asserts"),
            COMPATIBLE,
        ),
        (
            ("about = 'strike'\ntime = '2016-02'", "asserts"),
            ("about = 'strike'\ntime = '2016-02-15'", "asserts"),
            SUPPORTS,
        ),
        (("about = 'strike'\nactor = 'state'", "asserts"), ("about = 'strike'\nkilled = 3", "asserts"), COMPATIBLE),
        (
            ("about = 'strike'\nweapon = 'Grad'", "asserts"),
            ("about = 'strike'\nweapon = 'Uragan'", "asserts"),
            COMPATIBLE,
        ),
    ],
)
def test_statements_are_compared_the_same_whichever_comes_first(
    written: Written, one: tuple[str, str], other: tuple[str, str], relation: Relation
) -> None:
    for first, second in ((one, other), (other, one)):
        accounts = written(statement("a", *first) + statement("b", *second))
        answer = pair(accounts)
        assert answer.relation is relation, answer.sentence
        assert answer.leans is None


def test_two_published_points_are_compared_in_metres(written: Written) -> None:
    def point(key: str, lat_deg: float, ce90: str) -> str:
        return statement(key, f"about = 'strike'\nplace = {{ lon_deg = 37.0, lat_deg = {lat_deg}{ce90} }}")

    near = pair(written(point("a", 36.6, ", ce90_m = 10") + point("b", 36.6002, ", ce90_m = 20")))
    assert (near.relation, near.strength) == (SUPPORTS, Strength.ESTABLISHED)
    assert "22 m apart" in near.sentence
    far = pair(written(point("a", 36.6, ", ce90_m = 10") + point("b", 36.61, ", ce90_m = 20")))
    assert far.relation is CONTRADICTS
    assert pair(written(point("a", 36.6, "") + point("b", 36.61, ", ce90_m = 20"))).relation is COMPATIBLE


def test_scope_is_told_by_slots(written: Written) -> None:
    named = statement(
        "own-up", "about = 'strike'\nactor = 'state'\naction = 'strike'\nfacility = 'north'", speaker="state"
    )
    accounts = written(GENERAL + NARROW + PRAISE + BLAME + named)
    vocabulary = Vocabulary.of(accounts)
    assert {s.key: scope_of(s, vocabulary) for s in accounts.statements} == {
        "general": Scope.GENERAL_DENIAL,
        "narrow": Scope.NARROW_DENIAL,
        "praise": Scope.IMPLIED_ADMISSION,
        "blame": Scope.ASSERTION,
        "own-up": Scope.ADMISSION,
    }


def test_a_denial_for_one_arm_of_a_side_is_narrow_and_for_ones_own_side_is_not(written: Written) -> None:
    by_whom = {"arm": ("state", "ministry"), "own": ("ministry", "ministry"), "all": ("ministry", "state")}
    accounts = written(
        "".join(
            statement(key, f"actor = '{actor}'\naction = 'strike'", "denies", speaker)
            for key, (speaker, actor) in by_whom.items()
        )
    )
    vocabulary = Vocabulary.of(accounts)
    assert {s.key: scope_of(s, vocabulary) for s in accounts.statements} == {
        "arm": Scope.NARROW_DENIAL,
        "own": Scope.GENERAL_DENIAL,
        "all": Scope.GENERAL_DENIAL,
    }


def test_the_matrix_has_every_cell_once_and_is_the_same_every_time(written: Written) -> None:
    report = (
        '[[statement]]\nkey = "report"\nspeaker = "observers"\nattitude = "reports"\ndocument = "article"\n'
        'quote = "A doctor told"\nrests_on = "blame"\n'
    )
    accounts = written(GENERAL + NARROW + PRAISE + BLAME + report)
    findings = [found(), found(event="other")]
    cells = Engine(accounts).matrix(findings)
    assert len(cells) == 4 * 2 + 4 * 3 // 2
    assert cells == Engine(accounts).matrix(findings)
    assert not any(cell.statement == "report" for cell in cells)
    blame = next(c for c in cells if {c.statement, c.against} == {"praise", "blame"})
    assert blame.relation is CONTRADICTS


def test_each_part_of_a_finding_can_be_held_against_a_statement_alone(written: Written) -> None:
    accounts = written(statement("said", "about = 'strike'\nfacility = 'north'\ntime = '2015'"))
    answers = {name: cell(accounts, "said", part).relation for name, part in found().aspects().items()}
    assert answers == {"placement": COMPATIBLE, "facility": SUPPORTS, "date": CONTRADICTS}


def test_the_strongest_cell_is_shown_first(written: Written) -> None:
    accounts = written(GENERAL + NARROW + PRAISE)
    cells = Engine(accounts).matrix([found()])
    assert strongest(cells).relation is CONTRADICTS


def test_both_tables_word_every_verdict_there_is() -> None:
    graded = {(r, s, None) for r in (CONTRADICTS, SUPPORTS, SILENT) for s in (Strength.ESTABLISHED, Strength.LIKELY)}
    open_ones = {(COMPATIBLE, Strength.POSSIBLE, leans) for leans in (CONTRADICTS, SUPPORTS)}
    every = graded | open_ones | {(COMPATIBLE, Strength.UNDETERMINED, None)}
    assert set(FINDING_SENTENCES) == set(STATEMENT_SENTENCES) == every


def test_a_building_that_no_gazetteer_maps_may_be_anything_but_not_the_one_that_is_mapped(written: Written) -> None:
    ground = (Building(key=None, name="ground", kind=None, probability=1.0, mapped=False),)
    finding = EventFinding(event="strike", buildings=ground)
    said = "about = 'strike'\nfacility = "
    kinds = cell(written(statement("s", said + "{ kinds = 'hospital' }")), "s", finding)
    linked = cell(written(statement("s", said + "'north'")), "s", finding)
    unlinked = cell(written(statement("s", said + "'south'")), "s", finding)
    assert [answer.relation for answer in (kinds, linked, unlinked)] == [COMPATIBLE, CONTRADICTS, COMPATIBLE]


def test_undetermined_parts_are_carried_as_reasons(written: Written) -> None:
    finding = EventFinding(event="strike", place=Undetermined(reason="check points miss by 40 m"))
    accounts = written(statement("s", "about = 'strike'\nplace = { lon_deg = 1, lat_deg = 2, ce90_m = 3 }"))
    assert "check points miss by 40 m" in cell(accounts, "s", finding).sentence
