"""Whether a count adds up: against itself, and against the facilities that are known by name."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.finding import Undetermined
from inquo.records.naming import Names
from inquo.records.proposition import OneOf, Tally
from inquo.records.statement import Accounts, Attitude
from inquo.records.terms import Inclusion
from inquo.statements.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyCheck:
    """What came of checking a count.

    Attributes:
        adds_up: True, False, or why it cannot be told.
        named: For each part of the count, the facilities that statements put there.
        unnamed: How many facilities the count needs, at least, that nobody has named.
        why: In words.
    """

    adds_up: bool | Undetermined
    named: dict[str, tuple[str, ...]]
    unnamed: int
    why: str


def check_tally(tally: Tally, accounts: Accounts) -> TallyCheck:
    """Check a count of facilities by state.

    1. The parts must be able to add up to the total, where one is said.
    2. No part may hold fewer than the facilities that statements put there by name.
    3. No facility may be in two parts.
    4. What the count needs beyond the facilities known by name is said: it is not an error.

    Args:
        tally: The count.
        accounts: Everything that was said, and the facilities that it names.
    """
    vocabulary = Vocabulary.of(accounts)
    kind = OneOf(terms=(tally.kind,))
    known = tuple(
        facility.key
        for facility in accounts.facilities
        if facility.where == tally.where and vocabulary.term_in(facility.kind, kind) is Inclusion.INSIDE
    )
    named = {part: _named_in(part, known, accounts) for part in tally.parts}
    needed = sum(count.least for count in tally.parts.values())
    unnamed = max(needed, tally.total.least if tally.total else 0) - len(known)
    if not tally.parts:
        reason = "the count names no parts"
        return TallyCheck(adds_up=Undetermined(reason=reason), named=named, unnamed=max(unnamed, 0), why=reason)
    complaint = _complaint(tally, named, vocabulary.names)
    missing = f"{unnamed} of them not named in this case" if unnamed > 0 else "all of them named in this case"
    parts = " and ".join(f"{count.least} {part}" for part, count in tally.parts.items())
    said = f"{parts} in {tally.where} make at least {needed} of kind {tally.kind}, {missing}"
    if complaint:
        return TallyCheck(adds_up=False, named=named, unnamed=max(unnamed, 0), why=f"{complaint}; {said}")
    return TallyCheck(adds_up=True, named=named, unnamed=max(unnamed, 0), why=said)


def _named_in(part: str, known: tuple[str, ...], accounts: Accounts) -> tuple[str, ...]:
    """Facilities that some statement puts into a part of a count, by effect or status."""
    found = []
    for statement in accounts.statements:
        for proposition in statement.propositions if statement.attitude is Attitude.ASSERTS else ():
            slots = (proposition.effect, proposition.status)
            if proposition.facility is not None and any(slot is not None and slot.terms == (part,) for slot in slots):
                found += [
                    key for key in proposition.facility.keys if key in known and len(proposition.facility.keys) == 1
                ]
    return tuple(dict.fromkeys(found))


def _complaint(tally: Tally, named: dict[str, tuple[str, ...]], names: Names) -> str:
    least = sum(count.least for count in tally.parts.values())
    most = [count.most for count in tally.parts.values()]
    if tally.total is not None and tally.total.most is not None and least > tally.total.most:  # 1
        return f"the parts are at least {least} and the total at most {tally.total.most}"
    if tally.total is not None and None not in most and sum(m for m in most if m is not None) < tally.total.least:
        return (
            f"the parts are at most {sum(m for m in most if m is not None)} and the total at least {tally.total.least}"
        )
    for part, keys in named.items():  # 2
        limit = tally.parts[part].most
        if limit is not None and len(keys) > limit:
            return f"{len(keys)} are named as {part} ({', '.join(map(names.facility, keys))}) and only {limit} counted"
    twice = sorted({key for a in named for b in named if a < b for key in set(named[a]) & set(named[b])})  # 3
    return f"{', '.join(map(names.facility, twice))} would be counted twice" if twice else ""
