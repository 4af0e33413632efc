"""What the report says of statements and incidents, gathered from what the rooms for them found."""

from __future__ import annotations

from collections.abc import Sequence

from inquo.pipeline.accounts import Hearing
from inquo.records.codec import digest_of
from inquo.records.incident import Corroboration
from inquo.report import hearing as report
from inquo.report.dossier import Strike
from inquo.report.recorded import IncidentSearch
from inquo.statements.findings import EventFinding
from inquo.statements.hypotheses import Hypothesis, Question
from inquo.statements.scope import scope_of
from inquo.statements.state import StateAnswer
from inquo.statements.vocabulary import Vocabulary

_ASKS = {Question.WHO: report.Asks.WHO, Question.WHAT: report.Asks.WHAT}


def hearing_section(heard: Hearing, strikes: Sequence[Strike] = ()) -> report.Hearing:
    """What the report says of who said what.

    Args:
        heard: Everything that follows from the statements and the findings.
        strikes: The sites, so that an event can be followed to the one that shows it.
    """
    accounts = heard.accounts
    vocabulary = Vocabulary.of(accounts)
    names = {facility.key: facility.names[0] for facility in accounts.facilities}
    parties = {party.key: party.name for party in accounts.parties}
    return report.Hearing(
        accounts=accounts,
        scopes={statement.key: scope_of(statement, vocabulary) for statement in accounts.statements},
        datings=heard.datings,
        unread=heard.unread,
        comparisons=heard.comparisons,
        counted=tuple(report.CountedOnce(statements=o.statements, why=o.why) for o in heard.origins),
        questions=tuple(
            _question(event, asked, weighed)
            for event, weighed in heard.hypotheses.items()
            for asked in Question
            if any(one.question is asked and one.answer is not None for one in weighed)
        ),
        exculpatory=tuple(
            report.Exculpation(party=parties.get(party, party), event=entry.event, source=entry.source, why=entry.why)
            for party, entries in heard.exculpatory.items()
            for entry in entries
        ),
        states=tuple(_state(answer, names) for answer in heard.states),
        tallies=tuple(
            report.CheckedCount(statement=key, adds_up=check.adds_up, why=check.why)
            for key, checks in heard.tallies.items()
            for check in checks
        ),
        gaps=heard.gaps,
        shown_at=_shown_at(heard.findings, strikes),
    )


def incident_section(recorded: Sequence[Corroboration], strikes: Sequence[Strike]) -> tuple[IncidentSearch, ...]:
    """What the report says of the incidents that tables record near its sites.

    Args:
        recorded: What the tables have to say of each placed shot.
        strikes: The sites.
    """
    placed = {digest_of(shot.place): (strike.number, shot.number) for strike in strikes for shot in strike.shots}
    return tuple(
        IncidentSearch(site=site, shot=shot, corroboration=one)
        for one in recorded
        if one.placement in placed
        for site, shot in [placed[one.placement]]
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


def _state(answer: StateAnswer, names: dict[str, str]) -> report.FacilityState:
    return report.FacilityState(
        facility=names.get(answer.facility, answer.facility),
        aspect=report.Condition(answer.aspect.value),
        event=answer.event,
        holds=answer.holds,
        witnesses=tuple(
            report.StateWitness(source=w.source, holds=w.holds, why=w.why, circular=w.circular)
            for w in answer.witnesses
        ),
    )


def _shown_at(findings: Sequence[EventFinding], strikes: Sequence[Strike]) -> tuple[report.ShownAt, ...]:
    """Which site shows an event: the one whose place its finding rests on."""
    sites = {digest_of(shot.place): strike.number for strike in strikes for shot in strike.shots}
    shown = {(finding.event, sites[digest]) for finding in findings for digest in finding.basis if digest in sites}
    return tuple(report.ShownAt(event=event, site=site) for event, site in sorted(shown))
