"""The table of sentences in which comparisons are explained; nothing is worded anywhere else.

A sentence says what was said by its scope, who said it and under which number the report holds the quote,
such as “the general denial by Russia (S8)”.
"""

# ruff: noqa: E501 - a sentence is a line
from __future__ import annotations

from typing import Final, TypeAlias

from inquo.records.comparison import Relation
from inquo.records.finding import Strength

Table: TypeAlias = dict[tuple[Relation, Strength, Relation | None], str]

_CONTRADICTS, _SUPPORTS = Relation.CONTRADICTS, Relation.SUPPORTS
_COMPATIBLE, _SILENT = Relation.COMPATIBLE, Relation.DOES_NOT_ADDRESS
_E, _L, _P, _U = Strength.ESTABLISHED, Strength.LIKELY, Strength.POSSIBLE, Strength.UNDETERMINED

FINDING_SENTENCES: Final[Table] = {
    (_CONTRADICTS, _E, None): "What was found about {against} contradicts {said}: {deciding}.",
    (_CONTRADICTS, _L, None): "What was found about {against} probably contradicts {said}: {deciding}.",
    (_SUPPORTS, _E, None): "What was found about {against} supports {said}: {deciding}.",
    (_SUPPORTS, _L, None): "What was found about {against} probably supports {said}: {deciding}.",
    (
        _COMPATIBLE,
        _P,
        _CONTRADICTS,
    ): "What was found about {against} does not contradict {said}, but would if what is only more likely than not were so: {deciding}.",
    (
        _COMPATIBLE,
        _P,
        _SUPPORTS,
    ): "What was found about {against} does not yet support {said}, but would if what is only more likely than not were so: {deciding}.",
    (_COMPATIBLE, _U, None): "What was found about {against} and {said} can both be true; this is open: {open}.",
    (_SILENT, _E, None): "{Said} does not address {against}: {deciding}.",
    (_SILENT, _L, None): "{Said} probably does not address {against}: {deciding}.",
}
STATEMENT_SENTENCES: Final[Table] = {
    (_CONTRADICTS, _E, None): "{Said} contradicts {other}: {deciding}.",
    (_CONTRADICTS, _L, None): "{Said} probably contradicts {other}: {deciding}.",
    (_SUPPORTS, _E, None): "{Said} agrees with {other}: {deciding}.",
    (_SUPPORTS, _L, None): "{Said} probably agrees with {other}: {deciding}.",
    (
        _COMPATIBLE,
        _P,
        _CONTRADICTS,
    ): "{Said} does not contradict {other}, but would if what is only more likely than not were so: {deciding}.",
    (
        _COMPATIBLE,
        _P,
        _SUPPORTS,
    ): "{Said} does not yet agree with {other}, but would if what is only more likely than not were so: {deciding}.",
    (_COMPATIBLE, _U, None): "{Said} and {other} can both be true; this is open: {open}.",
    (_SILENT, _E, None): "{Said} does not address {other}: {deciding}.",
    (_SILENT, _L, None): "{Said} probably does not address {other}: {deciding}.",
}
SAID: Final = "the {scope} by {speaker} ({statement})"
REASONS: Final[dict[str, str]] = {
    "about": "both concern {events}",
    "about other": "they concern different events: {events}",
    "about unsaid": "it is not said whether both concern {events}",
    "same": "{slot}: {fact} in both",
    "inside": "{slot}: {fact} falls under {said}",
    "outside": "{slot}: {fact} is not {said}",
    "unknown": "{slot}: {fact} may or may not be {said}",
    "nothing known": "{slot}: nothing is known",
    "not compared": "{slot}: not compared here",
    "actor not shown": "actor: footage does not show who did it",
    "not from footage": "{slot}: never inferred from footage, and that side has named none",
    "own word": "by its own word, {statements}",
    "building": "facility: it is {name} with a probability of {probability}, and {inside} of all probability falls under what is said",
    "circular": " (on the map only since after the event: circular, and not used)",
    "apart": "place: {apart} apart, with CE90 {ours} here, {theirs} there and {both} together",
    "no stated error": "place: {apart} apart, but that point was published without an error (CE90 here {ours})",
    "area": "place: {apart} from the middle of {name}, which reaches {radius}, with CE90 {ours}",
    "mark": " (there: a mark in a picture, which {points} control points lay on the ground)",
    "unplaced mark": "place: {why}",
    "time within": "time: all that the bounds allow lies within what is said",
    "time apart": "time: nothing that the bounds allow lies within what is said",
    "time overlaps": "time: some of what the bounds allow lies within what is said, and some does not",
    "time unread": "time: what is said cannot be read as a date",
    "time of a state": "time: when a state held is not when something was done",
    "different acts": "they tell of different acts",
    "nothing shared": "they say nothing of the same thing",
}


def percent(share: float) -> str:
    """A probability; never rounded up to certainty or down to nothing.

    >>> percent(0.863), percent(0.9999), percent(0.0001), percent(1.0)
    ('86 %', 'over 99 %', 'under 1 %', '100 %')
    """
    if 0.99 < share < 1:
        return "over 99 %"
    if 0 < share < 0.01:
        return "under 1 %"
    return f"{100 * share:.0f} %"
