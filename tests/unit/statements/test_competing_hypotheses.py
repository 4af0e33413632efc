"""Every alternative that anybody has raised stays on the table, with what speaks for and against it."""

from __future__ import annotations

from collections.abc import Callable

from inquo.records.chronology import WindowSet
from inquo.records.finding import Undetermined
from inquo.records.statement import Accounts
from inquo.statements.findings import Building, EventFinding
from inquo.statements.hypotheses import SOMETHING_ELSE, Question, Weight, log_exculpatory, weigh_hypotheses
from inquo.statements.state import Aspect, facility_state

Written = Callable[..., Accounts]


def says(key: str, slots: str, attitude: str = "asserts", speaker: str = "doctor") -> str:
    return (
        f'[[statement]]\nkey = "{key}"\nspeaker = "{speaker}"\nattitude = "{attitude}"\ndocument = "article"\n'
        f'quote = "The ministry denied it."\n[[statement.proposition]]\n{slots}\n'
    )


BODY = (
    says("doctor-blames", "about = 'strike'\nactor = 'state'")
    + says("paper-blames", "about = 'strike'\nactor = 'ministry'", speaker="paper")
    + says("state-denies", "actor = 'state'\naction = 'strike'", "denies", "state")
    + says("state-blames", "about = 'strike'\nactor = 'observers'", speaker="state")
    + says("elsewhere", "about = 'other'\nactor = 'doctor'")
    + says("which", "about = 'strike'\nfacility = 'south'", speaker="paper")
)


def test_who_did_it_is_weighed_for_everybody_who_was_named(written: Written) -> None:
    hypotheses = weigh_hypotheses(Question.WHO, "strike", written(BODY))
    by_answer = {hypothesis.answer: hypothesis for hypothesis in hypotheses}
    assert set(by_answer) == {"state", "ministry", "observers", None}
    assert hypotheses[-1].label == SOMETHING_ELSE
    state = by_answer["state"]
    assert state.raised_by == ("doctor-blames", "state-denies")
    assert state.weights["doctor-blames"] is Weight.FOR
    assert state.weights["state-denies"] is Weight.AGAINST
    assert state.weights["state-blames"] is Weight.AGAINST
    assert state.weights["paper-blames"] is Weight.FOR  # the state answers for its ministry
    assert state.weights["elsewhere"] is Weight.NEUTRAL
    assert state.accounts_for == 2
    assert state.accounts_against == 1  # the state denies and blames others with one voice
    ministry = by_answer["ministry"]
    assert ministry.weights["doctor-blames"] is Weight.NEUTRAL  # which of its organs it was is not said
    assert ministry.weights["paper-blames"] is Weight.FOR
    assert ministry.weights["state-denies"] is Weight.AGAINST  # it denies it for all of them


def test_what_was_hit_joins_what_was_found_with_what_was_said(written: Written) -> None:
    buildings = (
        Building(key="north", name="North Hospital", kind="hospital", probability=0.7),
        Building(key=None, name="ground", kind=None, probability=0.3, mapped=False),
    )
    hypotheses = weigh_hypotheses(
        Question.WHAT, "strike", written(BODY), EventFinding(event="strike", buildings=buildings)
    )
    by_answer = {hypothesis.answer: hypothesis for hypothesis in hypotheses}
    assert by_answer["north"].found == 0.7
    assert by_answer["south"].found == 0.0
    assert by_answer["south"].weights["which"] is Weight.FOR
    assert by_answer["north"].weights["which"] is Weight.AGAINST
    assert by_answer[None].found is not None
    assert abs(by_answer[None].found - 0.3) < 1e-9


def test_without_findings_the_probabilities_are_not_invented(written: Written) -> None:
    nothing = EventFinding(event="strike", buildings=Undetermined(reason="not placed"))
    for finding in (None, nothing):
        assert all(h.found is None for h in weigh_hypotheses(Question.WHAT, "strike", written(BODY), finding))


def test_all_that_speaks_for_the_accused_is_logged(written: Written) -> None:
    accounts = written(
        BODY
        + says("empty", "about = 'strike'\nfacility = 'north'\nstatus = 'evacuated'")
        + says("worked", "about = 'strike'\nfacility = 'north'\nstatus = 'functioning'")
    )
    states = [
        facility_state("north", aspect, "strike", WindowSet.always(), accounts)
        for aspect in (Aspect.EVACUATED, Aspect.WORKED, Aspect.MARKED)
    ]
    log = log_exculpatory("state", weigh_hypotheses(Question.WHO, "strike", accounts), states)
    whys = {(entry.source, entry.why) for entry in log}
    assert ("state-denies", "speaks against the state having done it") in whys
    assert ("state-blames", "names Observers instead") in whys
    assert ("north", "it was evacuated at the time") in whys
    assert not any("functioning" in entry.why for entry in log)
    assert any("whether it was marked" in entry.why for entry in log)
