"""The preservation and verification points of the Berkeley Protocol: what was done, and the gap that is left.

A fixed table. How far a point is met follows from what is in the case; nothing here says that
anything is admissible, for that is a court's to say.

Source:
    Berkeley Protocol on Digital Open Source Investigations, OHCHR and Human Rights Center,
    UC Berkeley School of Law, HR/PUB/20/2, chapter VI, sections C (collection), D (preservation)
    and E (verification).
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from inquo.report.dossier import Dossier
from inquo.report.wording import ENGLISH, Wording


class Met(enum.Enum):
    """How far a point is met by what the program did."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of the Protocol.

    Attributes:
        section: ``collection``, ``preservation`` or ``verification``.
        name: What it asks for.
        met: How far that was done.
        did: What was done.
        gap: What is left.
    """

    section: str
    name: str
    met: Met
    did: str
    gap: str


def _always(met: Met) -> Callable[[Dossier], Met]:
    return lambda _: met


def _where(holds: Callable[[Dossier], bool], met: Met) -> Callable[[Dossier], Met]:
    return lambda dossier: met if holds(dossier) else Met.NOT_DONE


def _in_custody(dossier: Dossier) -> bool:
    return any(facts.events for facts in dossier.exhibits)


def _heard(dossier: Dossier) -> bool:
    return dossier.hearing is not None


def _graded(dossier: Dossier) -> bool:
    return dossier.hearing is not None and any(s.grade for s in dossier.hearing.accounts.statements)


def _sourced(dossier: Dossier) -> bool:
    return any(event.source and event.source.description for facts in dossier.exhibits for event in facts.events)


def _placed(dossier: Dossier) -> bool:
    return any(strike.placed for strike in dossier.strikes)


def _dated(dossier: Dossier) -> bool:
    return dossier.hearing is not None and any(dating.bounds for dating in dossier.hearing.datings)


def _profiled(dossier: Dossier) -> bool:
    return any(facts.profile for facts in dossier.exhibits)


POINTS: Final[tuple[tuple[str, str, Callable[[Dossier], Met]], ...]] = (
    ("collection", "address", _where(_sourced, Met.PARTLY)),
    ("collection", "capture", _where(_in_custody, Met.PARTLY)),
    ("collection", "collector", _where(_in_custody, Met.PARTLY)),
    ("collection", "hash", _where(_in_custody, Met.DONE)),
    ("preservation", "authenticity", _where(_in_custody, Met.PARTLY)),
    ("preservation", "availability", _where(_in_custody, Met.PARTLY)),
    ("preservation", "identity", _where(_in_custody, Met.DONE)),
    ("preservation", "persistence", _where(_in_custody, Met.PARTLY)),
    ("preservation", "renderability", _always(Met.PARTLY)),
    ("preservation", "understandability", _always(Met.PARTLY)),
    ("preservation", "chain", _where(_in_custody, Met.PARTLY)),
    ("preservation", "copies", _where(_in_custody, Met.DONE)),
    ("verification", "provenance", _where(_heard, Met.PARTLY)),
    ("verification", "credibility", _where(_graded, Met.PARTLY)),
    ("verification", "metadata", _where(_profiled, Met.PARTLY)),
    ("verification", "features", _where(_placed, Met.PARTLY)),
    ("verification", "geolocation", _where(_placed, Met.PARTLY)),
    ("verification", "chronolocation", _where(_dated, Met.PARTLY)),
    ("verification", "completeness", _always(Met.PARTLY)),
    ("verification", "consistency", _where(_heard, Met.PARTLY)),
    ("verification", "corroboration", _where(lambda dossier: bool(dossier.incidents), Met.PARTLY)),
)


def conformance(dossier: Dossier, words: Wording = ENGLISH) -> tuple[Point, ...]:
    """The table for a case."""
    points = []
    for section, name, met in POINTS:
        far = met(dossier)
        points.append(
            Point(
                section=section,
                name=words.say(f"conformance.{name}.point"),
                met=far,
                did=words.say("conformance.nothing" if far is Met.NOT_DONE else f"conformance.{name}.did"),
                gap=words.say(f"conformance.{name}.gap"),
            )
        )
    return tuple(points)
