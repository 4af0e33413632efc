"""The acceptance case: five traps, and every line of what a reader finds in the article."""

from __future__ import annotations

import dataclasses

from azaz_case import COMPATIBLE, CONTRADICTS, EXAMPLE, SILENT, SUPPORTS, VIDEO_STRIKE, against, invented, said
from inquo.dating.accounts import AccountBounds
from inquo.dating.bounds import combine, gather
from inquo.dating.documents import bound_from_account, bound_from_publication, read_date
from inquo.records.chronology import BoundKind, DateBound, Precision, WindowSet
from inquo.records.finding import Strength, Undetermined
from inquo.records.proposition import Count, FacilityIs
from inquo.records.statement import Accounts, Scope
from inquo.statements.counting import check_tally
from inquo.statements.engine import Engine
from inquo.statements.gaps import list_gaps
from inquo.statements.hearsay import independent, trace
from inquo.statements.hypotheses import Question, Weight, log_exculpatory, weigh_hypotheses
from inquo.statements.scope import scope_of
from inquo.statements.state import Aspect, facility_state
from inquo.statements.vocabulary import Vocabulary

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
