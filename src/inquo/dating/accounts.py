"""Bounds that the documents of a case put on its events: one source of bounds among others."""

from __future__ import annotations

from collections.abc import Iterator

from inquo.dating.documents import bound_from_account, bound_from_publication
from inquo.records.chronology import DateBound
from inquo.records.finding import Undetermined
from inquo.records.naming import Names, inside
from inquo.records.proposition import Proposition
from inquo.records.statement import Accounts, Attitude, Statement

PUBLISH = "publish"


class AccountBounds:
    """What was said of when an event happened, and when it was first told of.

    1. Who tells of an event says when it was; of a state that held, it says nothing of the event.
    2. What shows or tells of an event was published no earlier than it happened: a document is such a
       publication, and so is one that a statement tells of.
    3. What was said of a whole, such as a compilation, bounds each event in it from after: each had
       happened by then. Nothing said of one event bounds another of the same whole.

    Args:
        accounts: Everything that was said.
        published_only: True leaves only publications: what was said of a date must not be held
            against itself.
    """

    def __init__(self, accounts: Accounts, *, published_only: bool = False) -> None:
        self._accounts = accounts
        self._published_only = published_only
        self._names = Names(accounts)
        self._wholes = {event.key: event.part_of for event in accounts.events}

    def bounds(self, event: str) -> tuple[DateBound, ...]:
        """Bounds on an event, in the order of the statements, then of the documents.

        Args:
            event: Key of the event.
        """
        found = [bound for bound, _ in self._read(event) if bound is not None]
        return tuple(dict.fromkeys(found))

    def unread(self, event: str) -> tuple[str, ...]:
        """What was said of an event's time that bounds nothing, each with the reason: shown, never dropped.

        Args:
            event: Key of the event.
        """
        return tuple(dict.fromkeys(why for _, why in self._read(event) if why))

    def _read(self, event: str) -> Iterator[tuple[DateBound | None, str]]:
        line = self._line(event)
        telling = set()
        for statement in self._accounts.statements:
            for proposition in statement.propositions:
                if statement.attitude is not Attitude.ASSERTS or not line & set(proposition.about):
                    continue
                telling.add(statement.anchor.document)
                yield self._bound(event, statement, proposition)  # 1
        for document in self._accounts.documents:  # 2
            if document.digest in telling:
                yield _told(bound_from_publication(event, document.published, document.digest), document.citation)

    def _bound(self, event: str, statement: Statement, proposition: Proposition) -> tuple[DateBound | None, str]:
        if proposition.time is None or proposition.status is not None:
            return None, ""
        source, label = statement.anchor.document, self._names.statement(statement.key)
        if proposition.action is not None and proposition.action.terms == (PUBLISH,):
            return _told(bound_from_publication(event, proposition.time, source), label)
        if self._published_only:
            return None, ""
        if event not in proposition.about:  # 3
            return _told(bound_from_publication(event, proposition.time, source), label)
        basis = f"{inside(self._names.party(statement.speaker))} says so ({label})"
        return _told(bound_from_account(event, proposition.time, source, basis=basis), label)

    def _line(self, event: str) -> set[str]:
        """An event and every whole that it is one of."""
        line = [event]
        for step in line:
            line += [whole for whole in self._wholes.get(step, ()) if whole not in line]
        return set(line)


def _told(bound: DateBound | Undetermined, who: str) -> tuple[DateBound | None, str]:
    if isinstance(bound, Undetermined):
        return None, f"{who}: {bound.reason}"
    return bound, ""
