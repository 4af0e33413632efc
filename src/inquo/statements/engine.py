"""What statements and findings mean for each other: contradicts, supports, compatible, does not address.

A proposition is a pattern. To assert it is to say that something like it happened; to deny it, that
nothing like it did. So a denial is contradicted by a fact that certainly lies inside its pattern, and
does not address a fact that lies outside; an assertion about an event is contradicted by a fact of
that same event that lies outside its pattern. What is unknown decides nothing either way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inquo.records.comparison import Comparison, Relation, SlotMatch
from inquo.records.finding import Strength, Undetermined
from inquo.records.naming import inside
from inquo.records.proposition import OneOf, Proposition
from inquo.records.statement import Accounts, Attitude, Statement
from inquo.records.terms import ATTACK, Inclusion
from inquo.statements.findings import EventFinding
from inquo.statements.matching import match_buildings, match_place, match_terms, match_time, unknown
from inquo.statements.patterns import COUNT_SLOTS, match_events, match_propositions, share_a_slot
from inquo.statements.scope import concessions, scope_of
from inquo.statements.verdict import (
    Criteria,
    Verdict,
    closer,
    judge_fact,
    judge_patterns,
    judge_same_event,
    not_addressed,
)
from inquo.statements.vocabulary import Vocabulary
from inquo.statements.wording import FINDING_SENTENCES, REASONS, SAID, STATEMENT_SENTENCES, Table

METHOD = "proposition-patterns/2"


class Engine:
    """Compares everything that was said in a case with what was found, and with itself."""

    def __init__(self, accounts: Accounts, criteria: Criteria | None = None) -> None:
        self._accounts = accounts
        self._criteria = criteria or Criteria()
        self._vocabulary = Vocabulary.of(accounts)
        self._names = self._vocabulary.names

    def compare_with_finding(self, statement: Statement, number: int, finding: EventFinding) -> Comparison:
        """Hold one proposition of a statement against what was found about an event.

        1. What names other events does not address this one.
        2. Every slot that it fills is compared. Who did it, and with what, is never taken from
           footage: against a denial, what the denied side has itself said of the event counts.
        3. The relation follows from the attitude and the slots, its strength from their probability.

        Args:
            statement: One that asserts or denies.
            number: Which of its propositions, from 0.
            finding: What was found.
        """
        proposition = statement.propositions[number]
        about = match_events(Proposition(about=(finding.event,)), proposition, self._vocabulary)
        matches: tuple[SlotMatch, ...] = ()
        conceded: tuple[str, ...] = ()
        if about is None or about.inside:  # 1
            claimed, conceded = self._match_claimed(statement, proposition, finding)  # 2
            matches = claimed + self._match_found(proposition, finding)
        seen = ATTACK if isinstance(finding.action, Undetermined) else OneOf(terms=(finding.action,))
        act = self._vocabulary.same_act(seen, proposition.action)
        if act is Inclusion.OUTSIDE and not (about is not None and about.outside):
            verdict = not_addressed(unknown("action", REASONS["different acts"]))
        else:
            verdict = judge_fact(statement.attitude, about, matches, self._criteria, act=act)  # 3
        words = {"against": self._names.quoted(finding.event), "said": self._said(statement)}
        cell = (statement.key, number, finding.event, None)
        return self._cell(FINDING_SENTENCES, words, cell, verdict, (about, matches), conceded)

    def compare_statements(self, one: Statement, number: int, other: Statement, other_number: int) -> Comparison:
        """Hold one proposition against another.

        The relation is the same whichever is named first. Of an assertion and a denial, the denial is
        the pattern; of two of a kind, either may be.

        Args:
            one: A statement that asserts or denies.
            number: Which of its propositions, from 0.
            other: Another such statement.
            other_number: Which of its propositions.
        """
        fact, said = one.propositions[number], other.propositions[other_number]
        if one.attitude is Attitude.DENIES and other.attitude is Attitude.ASSERTS:
            fact, said = said, fact
        about = match_events(fact, said, self._vocabulary)
        verdict, matches = self._judge_said((one.attitude, other.attitude), fact, said, about)
        words = {"said": self._said(one), "other": self._said(other)}
        cell = (one.key, number, other.key, other_number)
        return self._cell(STATEMENT_SENTENCES, words, cell, verdict, (about, matches), ())

    def matrix(self, findings: Sequence[EventFinding]) -> tuple[Comparison, ...]:
        """Every proposition against every finding, and against every later one of another statement.

        Reports fill no row of their own: what they pass on is compared where it was said.
        """
        rows = [
            (statement, number)
            for statement in self._accounts.statements
            if statement.attitude is not Attitude.REPORTS
            for number in range(len(statement.propositions))
        ]
        cells = [self.compare_with_finding(*row, finding) for row in rows for finding in findings]
        cells += [
            self.compare_statements(*row, *later)
            for index, row in enumerate(rows)
            for later in rows[index + 1 :]
            if row[0].key != later[0].key
        ]
        return tuple(cells)

    def _judge_said(
        self, attitudes: tuple[Attitude, Attitude], fact: Proposition, said: Proposition, about: SlotMatch | None
    ) -> tuple[Verdict, tuple[SlotMatch, ...]]:
        """What two that may concern one event mean for each other, and every slot that the second fills."""
        if about is not None and about.outside:
            return not_addressed(about), ()
        matches = self._match_slots(fact, said)
        same_event = about is not None and about.inside > 0
        act = self._vocabulary.same_act(fact.action, said.action)
        if act is Inclusion.OUTSIDE:
            return not_addressed(unknown("action", REASONS["different acts"])), matches
        if not same_event and not share_a_slot(fact, said):
            return not_addressed(unknown("all", REASONS["nothing shared"])), matches
        if attitudes[0] is not attitudes[1]:
            return judge_fact(Attitude.DENIES, about, matches, self._criteria), matches
        back = self._match_slots(said, fact)
        if attitudes[0] is Attitude.ASSERTS and same_event:
            matches = closer(matches, back)
            return judge_same_event(matches, self._criteria, act=act), matches
        back_about = match_events(said, fact, self._vocabulary)
        forth = matches if about is None else (about, *matches)
        return judge_patterns(forth, back if back_about is None else (back_about, *back), self._criteria), matches

    def _match_slots(self, fact: Proposition, said: Proposition) -> tuple[SlotMatch, ...]:
        return match_propositions(fact, said, self._vocabulary, self._criteria.same_place_m)

    def _match_claimed(
        self, statement: Statement, proposition: Proposition, finding: EventFinding
    ) -> tuple[tuple[SlotMatch, ...], tuple[str, ...]]:
        """Actor, weapon and platform, which only the side that is cleared by a denial can concede; and where it did."""
        sides = proposition.actor.terms if proposition.actor else (statement.speaker,)
        if statement.attitude is not Attitude.DENIES:
            sides = ()
        own = [
            (key, said)
            for side in sides
            for key, said in concessions(side, finding.event, self._accounts.statements, self._vocabulary)
            if key != statement.key
        ]
        matches: list[SlotMatch] = []
        used: list[str] = []
        for slot in ("actor", "weapon", "platform"):
            if (wanted := getattr(proposition, slot)) is None:
                continue
            naming = [(key, getattr(said, slot)) for key, said in own if getattr(said, slot) is not None]
            keys = list(dict.fromkeys(key for key, _ in naming))
            terms = tuple(dict.fromkeys(term for _, choice in naming for term in choice.terms))
            silence = REASONS["actor not shown" if slot == "actor" else "not from footage"].format(slot=slot)
            source = REASONS["own word"].format(statements=" and ".join(map(self._names.statement, keys)))
            fact = OneOf(terms=terms) if terms else None
            matches.append(match_terms(slot, fact, wanted, self._vocabulary, source=source, silence=silence))
            used += keys
        return tuple(matches), tuple(dict.fromkeys(used))

    def _match_found(self, proposition: Proposition, finding: EventFinding) -> tuple[SlotMatch, ...]:
        """What the steps before found: what was done, to which building, where and when."""
        matches: list[SlotMatch] = []
        if proposition.action is not None:
            seen = None if isinstance(finding.action, Undetermined) else OneOf(terms=(finding.action,))
            silence = f"action: {finding.action.reason}" if isinstance(finding.action, Undetermined) else ""
            matches.append(match_terms("action", seen, proposition.action, self._vocabulary, silence=silence))
        if proposition.facility is not None:
            matches.append(match_buildings(finding.buildings, proposition.facility, self._vocabulary))
        if proposition.place is not None:
            matches.append(match_place(finding.place, proposition.place, self._criteria.same_place_m))
        if proposition.time is not None and proposition.status is not None:
            matches.append(unknown("time", REASONS["time of a state"]))
        elif proposition.time is not None:
            matches.append(match_time(finding.time, proposition.time.windows))
        for slot in ("effect", "status", *COUNT_SLOTS, "tally"):
            if getattr(proposition, slot) is not None:
                matches.append(unknown(slot, REASONS["nothing known"].format(slot=slot)))
        return tuple(matches)

    def _said(self, statement: Statement) -> str:
        """What a sentence calls a statement: its scope, its speaker and its number."""
        return SAID.format(
            scope=scope_of(statement, self._vocabulary).value,
            speaker=inside(self._names.party(statement.speaker)),
            statement=self._names.statement(statement.key),
        )

    def _cell(
        self,
        table: Table,
        words: Mapping[str, str],
        cell: tuple[str, int, str, int | None],
        verdict: Verdict,
        compared: tuple[SlotMatch | None, Sequence[SlotMatch]],
        conceded: tuple[str, ...],
    ) -> Comparison:
        about, matches = compared
        slots = tuple(matches) if about is None else (about, *matches)
        deciding = "; ".join(match.reason for match in verdict.deciding)
        undecided = "; ".join(
            match.reason for match in slots if max(match.inside, match.outside) < self._criteria.likely
        )
        sentence = table[verdict.relation, verdict.strength, verdict.leans].format(
            **words,
            Said=words["said"][0].upper() + words["said"][1:],
            deciding=deciding,
            open=undecided or REASONS["nothing shared"],
        )
        statement, proposition, against, against_proposition = cell
        return Comparison(
            statement=statement,
            proposition=proposition,
            against=against,
            against_proposition=against_proposition,
            relation=verdict.relation,
            strength=verdict.strength,
            leans=verdict.leans,
            slots=slots,
            conceded=conceded,
            sentence=sentence,
            method=METHOD,
        )


def strongest(cells: Sequence[Comparison]) -> Comparison:
    """The cell to show first where a statement has several propositions.

    Args:
        cells: At least one.
    """
    relations, strengths = list(Relation), list(Strength)
    return min(cells, key=lambda cell: (relations.index(cell.relation), strengths.index(cell.strength)))
