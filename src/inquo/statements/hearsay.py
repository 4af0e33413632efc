"""Who has it from whom: chains to the root, and which accounts are independent of one another."""

from __future__ import annotations

import functools
import graphlib
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inquo.errors import StatementError
from inquo.records.naming import Names
from inquo.records.statement import Accounts, Document, Party, Statement

COPIED_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """One arrow of the hearsay graph.

    Attributes:
        source: Key of the statement that is passed on.
        report: Key of the statement that passes it on.
    """

    source: str
    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Where a statement comes from.

    Attributes:
        statement: Its key.
        roots: Keys of the statements at the far ends of its chains; its own when it rests on none.
        chain: One shortest way from a root to it, the root first.
    """

    statement: str
    roots: tuple[str, ...]
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Statements that count as one account, because they share where they come from.

    Attributes:
        statements: Their keys.
        why: For each reason to count them once, a clause.
    """

    statements: tuple[str, ...]
    why: tuple[str, ...]


def find_circle(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Find statements that rest on themselves.

    Returns:
        The keys around one circle, the first again at the end; empty when there is none.
    """
    try:
        _from_the_roots(statements)
    except graphlib.CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def passings(statements: Iterable[Statement]) -> tuple[Passing, ...]:
    """Every arrow of the hearsay graph, in the order of the statements."""
    return tuple(Passing(source=source, report=s.key) for s in statements for source in s.rests_on)


def trace(statements: Sequence[Statement]) -> Mapping[str, Lineage]:
    """Follow every statement to its roots.

    Raises:
        StatementError: Statements rest on themselves.
    """
    if circle := find_circle(statements):
        raise StatementError("statements", "circular hearsay: " + " rests on ".join(circle))
    rests_on = {statement.key: statement.rests_on for statement in statements}
    lineages: dict[str, Lineage] = {}
    for key in _from_the_roots(statements):
        sources = [lineages[source] for source in rests_on.get(key, ())]
        roots = tuple(sorted({root for source in sources for root in source.roots})) or (key,)
        shortest = min((source.chain for source in sources), key=lambda chain: (len(chain), chain), default=())
        lineages[key] = Lineage(statement=key, roots=roots, chain=(*shortest, key))
    return lineages


def independent(accounts: Accounts, keys: Iterable[str] | None = None) -> tuple[Origin, ...]:
    """Group statements that count once: as many accounts as there are groups, however often they were repeated.

    Two statements count once when

    1. they go back to a common root;
    2. one party, or one that answers for it, stands at the root of both;
    3. they share a run of words that nobody writes twice by chance; or
    4. their publishers printed them under one dateline.

    Args:
        accounts: The case's statements.
        keys: Which to count; all when left out.

    Returns:
        The groups, in the order of their first statements.
    """
    by_key = {statement.key: statement for statement in accounts.statements}
    lineages, names = trace(accounts.statements), Names(accounts)
    chosen = [key for key in by_key if keys is None or key in set(keys)]
    group_of = {key: {key} for key in chosen}
    reasons: list[tuple[str, str]] = []
    for one, other in itertools.combinations(chosen, 2):
        if why := _why_once(by_key[one], by_key[other], lineages, accounts, names):
            reasons.append((one, f"{names.statement(one)} and {names.statement(other)} {why}"))
            merged = group_of[one] | group_of[other]
            for key in merged:
                group_of[key] = merged
    origins = []
    for key in chosen:
        group = group_of[key]
        if key == next(k for k in chosen if k in group):
            members = tuple(k for k in chosen if k in group)
            origins.append(Origin(statements=members, why=tuple(why for k, why in reasons if k in group)))
    return tuple(origins)


def shared_run(one: str, other: str) -> int:
    """Length of the longest run of words that two texts share, in words, whatever their case and punctuation.

    >>> shared_run("The hospital was hit, he said.", "Reports: the hospital was hit")
    4
    """
    ours, theirs = _words(one), _words(other)
    best = 0
    row = [0] * (len(theirs) + 1)
    for word in ours:
        above = row
        row = [0] * (len(theirs) + 1)
        for index, their in enumerate(theirs, 1):
            if word == their:
                row[index] = above[index - 1] + 1
                best = max(best, row[index])
    return best


def _from_the_roots(statements: Iterable[Statement]) -> list[str]:
    """Keys in an order in which every statement comes after those it rests on."""
    return list(graphlib.TopologicalSorter({s.key: s.rests_on for s in statements}).static_order())


@functools.lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    kept = "".join(c if c.isalnum() else " " for c in text.casefold())
    return tuple(kept.split())


def _why_once(
    one: Statement, other: Statement, lineages: Mapping[str, Lineage], accounts: Accounts, names: Names
) -> str | None:
    common = sorted(set(lineages[one.key].roots) & set(lineages[other.key].roots))
    if common:  # 1
        return f"go back to {' and '.join(map(names.statement, common))}"
    if set(_voices(one, lineages, accounts)) & set(_voices(other, lineages, accounts)):  # 2
        return "go back to the same party"
    same_words = one.anchor.exact == other.anchor.exact and one.anchor.document == other.anchor.document
    if not same_words and one.anchor.language == other.anchor.language:  # 3
        run = shared_run(one.anchor.exact, other.anchor.exact)
        if run >= COPIED_WORDS:
            return f"share {run} words in a row"
    documents = {document.digest: document for document in accounts.documents}
    ours, theirs = documents.get(one.anchor.document), documents.get(other.anchor.document)
    if ours and theirs and ours.digest != theirs.digest and _printed(one, ours) and _printed(other, theirs):  # 4
        line = _words(ours.dateline or "")
        if line and line == _words(theirs.dateline or ""):
            return f"stand under one dateline, {ours.dateline}"
    return None


def _voices(statement: Statement, lineages: Mapping[str, Lineage], accounts: Accounts) -> list[str]:
    """Who answers for the roots of a statement: a paper that passes on two accounts does not make them one."""
    speakers = {one.key: one.speaker for one in accounts.statements}
    return [_side(speakers[root], accounts.parties) for root in lineages[statement.key].roots]


def _printed(statement: Statement, document: Document) -> bool:
    """True when a publisher speaks in its own document."""
    return statement.speaker == document.publisher


def _side(party: str, parties: Sequence[Party]) -> str:
    above = {p.key: p.part_of for p in parties if p.part_of}
    for _ in parties:
        party = above.get(party) or party
    return party
