"""What the report says of statements and incidents, gathered from what the rooms for them found."""

from __future__ import annotations

from collections.abc import Sequence

from inquo.pipeline.accounts import Hearing
from inquo.pipeline.results import ShotResult
from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.incident import Corroboration
from inquo.records.statement import Accounts
from inquo.report import hearing as report
from inquo.report.recorded import IncidentSearch, Recorded, TableAnswer
from inquo.statements.findings import EventFinding
from inquo.statements.hypotheses import Hypothesis, Question
from inquo.statements.scope import scope_of
from inquo.statements.state import StateAnswer
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
        exculpatory=_exculpatory(heard),
        states=tuple(_state(answer, accounts) for answer in heard.states),
        gaps=heard.gaps,
        shown_at=_shown_at(results, findings),
    )


def incident_sections(recorded: Sequence[Corroboration], results: Sequence[ShotResult]) -> tuple[IncidentSearch, ...]:
    """What the report says of the incidents that tables record near the placed shots.

    Args:
        recorded: What every table has to say of each placed shot.
        results: The shots, in the order of the footage.
    """
    site_of = _sites(results)
    shot_of = {digest_of(result.outcome): result.number for result in results}
    return tuple(
        IncidentSearch(
            site=site_of[one.placement],
            shot=shot_of[one.placement],
            answers=tuple(
                TableAnswer(
                    dataset=answer.dataset,
                    presence=answer.presence,
                    why=answer.why,
                    coverage=answer.coverage,
                    candidates=tuple(
                        Recorded(match=match, incident=one.incident(answer, match)) for match in answer.matches
                    ),
                )
                for answer in one.answers
            ),
        )
        for one in recorded
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


def _exculpatory(heard: Hearing) -> tuple[report.Exculpation, ...]:
    """All that speaks for each party that anybody has named."""
    labels = {one.answer: one.label for weighed in heard.hypotheses.values() for one in weighed if one.answer}
    return tuple(
        report.Exculpation(party=labels.get(party, party), event=entry.event, source=entry.source, why=entry.why)
        for party, entries in heard.exculpatory.items()
        for entry in entries
    )


def _sites(results: Sequence[ShotResult]) -> dict[Digest, int]:
    """The number of the site that each outcome is about, as the report counts sites."""
    seen = [result for result in results if result.group is not None and result.composite]
    groups = list(dict.fromkeys(result.group for result in seen))
    return {digest_of(result.outcome): groups.index(result.group) + 1 for result in seen}


def _shown_at(results: Sequence[ShotResult], findings: Sequence[EventFinding]) -> tuple[report.ShownAt, ...]:
    """Which site shows an event: the one whose placement the finding rests on."""
    site_of = _sites(results)
    return tuple(
        report.ShownAt(event=finding.event, site=site_of[digest])
        for finding in findings
        for digest in finding.basis
        if digest in site_of
    )
