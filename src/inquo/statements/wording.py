"""The table of sentences in which comparisons are explained; nothing is worded anywhere else."""

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
    (
        _CONTRADICTS,
        _E,
        None,
    ): "What was found about {against} contradicts what {speaker} {attitude} ({statement}): {deciding}.",
    (
        _CONTRADICTS,
        _L,
        None,
    ): "What was found about {against} probably contradicts what {speaker} {attitude} ({statement}): {deciding}.",
    (
        _SUPPORTS,
        _E,
        None,
    ): "What was found about {against} supports what {speaker} {attitude} ({statement}): {deciding}.",
    (
        _SUPPORTS,
        _L,
        None,
    ): "What was found about {against} probably supports what {speaker} {attitude} ({statement}): {deciding}.",
    (
        _COMPATIBLE,
        _P,
        _CONTRADICTS,
    ): "What was found about {against} does not contradict what {speaker} {attitude} ({statement}), but would if what is only more likely than not were so: {deciding}.",
    (
        _COMPATIBLE,
        _P,
        _SUPPORTS,
    ): "What was found about {against} does not yet support what {speaker} {attitude} ({statement}), but would if what is only more likely than not were so: {deciding}.",
    (
        _COMPATIBLE,
        _U,
        None,
    ): "What was found about {against} and what {speaker} {attitude} ({statement}) can both be true; this is open: {open}.",
    (_SILENT, _E, None): "What {speaker} {attitude} ({statement}) does not address {against}: {deciding}.",
    (_SILENT, _L, None): "What {speaker} {attitude} ({statement}) probably does not address {against}: {deciding}.",
}
STATEMENT_SENTENCES: Final[Table] = {
    (
        _CONTRADICTS,
        _E,
        None,
    ): "What {speaker} {attitude} ({statement}) contradicts what {other_speaker} {other_attitude} ({against}): {deciding}.",
    (
        _CONTRADICTS,
        _L,
        None,
    ): "What {speaker} {attitude} ({statement}) probably contradicts what {other_speaker} {other_attitude} ({against}): {deciding}.",
    (
        _SUPPORTS,
        _E,
        None,
    ): "What {speaker} {attitude} ({statement}) agrees with what {other_speaker} {other_attitude} ({against}): {deciding}.",
    (
        _SUPPORTS,
        _L,
        None,
    ): "What {speaker} {attitude} ({statement}) probably agrees with what {other_speaker} {other_attitude} ({against}): {deciding}.",
    (
        _COMPATIBLE,
        _P,
        _CONTRADICTS,
    ): "What {speaker} {attitude} ({statement}) does not contradict what {other_speaker} {other_attitude} ({against}), but would if what is only more likely than not were so: {deciding}.",
    (
        _COMPATIBLE,
        _P,
        _SUPPORTS,
    ): "What {speaker} {attitude} ({statement}) does not yet agree with what {other_speaker} {other_attitude} ({against}), but would if what is only more likely than not were so: {deciding}.",
    (
        _COMPATIBLE,
        _U,
        None,
    ): "What {speaker} {attitude} ({statement}) and what {other_speaker} {other_attitude} ({against}) can both be true; this is open: {open}.",
    (
        _SILENT,
        _E,
        None,
    ): "What {speaker} {attitude} ({statement}) does not address what {other_speaker} {other_attitude} ({against}): {deciding}.",
    (
        _SILENT,
        _L,
        None,
    ): "What {speaker} {attitude} ({statement}) probably does not address what {other_speaker} {other_attitude} ({against}): {deciding}.",
}
REASONS: Final[dict[str, str]] = {
    "about": "both concern {events}",
    "about other": "they concern different events ({events})",
    "about unsaid": "it is not said whether both concern {events}",
    "same": "{slot}: {fact} in both",
    "inside": "{slot}: {fact} is within {said}",
    "outside": "{slot}: {fact} is not {said}",
    "unknown": "{slot}: {fact} may or may not be {said}",
    "nothing known": "{slot}: nothing is known",
    "not compared": "{slot}: not compared here",
    "actor not shown": "actor: footage does not show who did it",
    "not from footage": "{slot}: never inferred from footage, and nobody on that side has named one",
    "own word": "by its own word, {keys}",
    "building": "facility: {name} has probability {probability}, and {inside} falls under what is said",
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
