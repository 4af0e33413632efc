"""What the report says of statements and incidents, gathered from what the rooms for them found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inquo.corroboration.matching import Answer
from inquo.pipeline.accounts import Hearing
from inquo.pipeline.results import ShotResult
from inquo.records.codec import digest_of
from inquo.records.finding import Undetermined
from inquo.records.incident import Coverage, Incident
from inquo.records.statement import Accounts
from inquo.report import hearing as report
from inquo.report.recorded import IncidentSearch, Recorded, TableAnswer
from inquo.statements.findings import EventFinding
from inquo.statements.hypotheses import Hypothesis, Question, log_exculpatory
from inquo.statements.scope import scope_of
from inquo.statements.state import Aspect, StateAnswer, facility_state
from inquo.statements.vocabulary import Vocabulary

_ASKS = {Question.WHO: report.Asks.WHO, Question.WHAT: report.Asks.WHAT}


def hearing_section(
    heard: Hearing, results: Sequence[ShotResult] = (), findings: Sequence[EventFinding] = ()
) -> report.Hearing:
    """What the report says of who said what.

    Args:
        heard: Everything that follows from the statements.
        results: The shots, in the order of the footage, so that an event can be followed to its site.
        findings: What was found about the events; its basis names the placement that shows each.
    """
    accounts = heard.accounts
    vocabulary = Vocabulary.of(accounts)
    states = _states(heard)
    return report.Hearing(
        accounts=accounts,
        scopes={statement.key: scope_of(statement, vocabulary) for statement in accounts.statements},
        datings=heard.datings,
        comparisons=heard.comparisons,
        counted=tuple(report.CountedOnce(statements=o.statements, why=o.why) for o in heard.origins),
        questions=tuple(
            _question(event, asked, weighed)
            for event, weighed in heard.hypotheses.items()
            for asked in Question
            if any(one.question is asked and one.answer is not None for one in weighed)
        ),
        exculpatory=tuple(
            entry for event, weighed in heard.hypotheses.items() for entry in _exculpatory(event, weighed, states)
        ),
        states=tuple(_state(answer, accounts) for answer in states),
        gaps=heard.gaps,
        shown_at=_shown_at(results, findings),
    )


def incident_section(
    site: int,
    answers: Sequence[Answer],
    incidents: Sequence[Incident] = (),
    coverages: Mapping[str, Coverage] | None = None,
) -> IncidentSearch:
    """What the report says of the incidents that tables record near a site.

    Args:
        site: The site's number in the report.
        answers: What each table has to say.
        incidents: The records, to show beside their grounds.
        coverages: What each table sets out to record, by its name.
    """
    at_hand = {(incident.dataset, incident.key): incident for incident in incidents}
    declared = coverages or {}
    return IncidentSearch(
        site=site,
        answers=tuple(
            TableAnswer(
                dataset=answer.dataset,
                presence=answer.presence,
                why=answer.why,
                coverage=declared.get(answer.dataset),
                candidates=tuple(
                    Recorded(match=match, incident=at_hand.get((match.dataset, match.key))) for match in answer.matches
                ),
            )
            for answer in answers
        ),
    )


def _question(event: str, asked: Question, weighed: Sequence[Hypothesis]) -> report.Question:
    return report.Question(
        event=event,
        asks=_ASKS[asked],
        alternatives=tuple(
            report.Alternative(
                label=one.label,
                named=one.answer is not None,
                raised_by=one.raised_by,
                weights={key: report.Weighs(weight.value) for key, weight in one.weights.items()},
                accounts_for=one.accounts_for,
                accounts_against=one.accounts_against,
                found=one.found,
            )
            for one in weighed
            if one.question is asked
        ),
    )


def _states(heard: Hearing) -> tuple[StateAnswer, ...]:
    """What every facility was at the date of every event, as far as anybody has said anything of it."""
    when = {dating.event: dating.windows for dating in heard.datings}
    answers = []
    for event in heard.accounts.events:
        windows = when.get(event.key)
        if event.context or windows is None or isinstance(windows, Undetermined):
            continue
        for facility in heard.accounts.facilities:
            for aspect in Aspect:
                answer = facility_state(facility.key, aspect, event.key, windows, heard.accounts)
                if answer.witnesses:
                    answers.append(answer)
    return tuple(answers)


def _state(answer: StateAnswer, accounts: Accounts) -> report.FacilityState:
    names = {facility.key: facility.names[0] for facility in accounts.facilities}
    return report.FacilityState(
        facility=names.get(answer.facility, answer.facility),
        aspect=answer.aspect.value,
        event=answer.event,
        holds=answer.holds,
        witnesses=tuple(
            report.StateWitness(source=w.source, holds=w.holds, why=w.why, circular=w.circular)
            for w in answer.witnesses
        ),
    )


def _exculpatory(
    event: str, weighed: Sequence[Hypothesis], states: Sequence[StateAnswer]
) -> tuple[report.Exculpation, ...]:
    """All that speaks for each party that anybody has named, in this event."""
    who = [one for one in weighed if one.question is Question.WHO]
    then = [state for state in states if state.event == event]
    return tuple(
        report.Exculpation(party=named.label, event=event, source=entry.source, why=entry.why)
        for named in who
        if named.answer is not None
        for entry in log_exculpatory(named.answer, who, then)
    )


def _shown_at(results: Sequence[ShotResult], findings: Sequence[EventFinding]) -> tuple[report.ShownAt, ...]:
    """Which site shows an event: the one whose placement the finding rests on."""
    groups = list(dict.fromkeys(result.group for result in results if result.group is not None and result.composite))
    site_of = {
        digest_of(result.outcome): groups.index(result.group) + 1
        for result in results
        if result.group is not None and result.composite
    }
    return tuple(
        report.ShownAt(event=finding.event, site=site_of[digest])
        for finding in findings
        for digest in finding.basis
        if digest in site_of
    )
