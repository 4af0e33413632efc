"""What a case lacks, in the order in which it would help."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.custody import ExhibitKind
from inquo.records.place import NotPlaced
from inquo.report.dossier import Dossier
from inquo.report.wording import ENGLISH, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that is missing.

    Attributes:
        what: What it is, a sentence.
        next: What would help; empty when the first says it.
        key: Anchor of what it is about; empty for the whole case.
    """

    what: str
    next: str = ""
    key: str = ""


def list_missing(dossier: Dossier, words: Wording = ENGLISH) -> tuple[Gap, ...]:
    """List what is missing.

    1. What the case has none of: footage, imagery, a list of facilities, statements, tables of incidents.
    2. Sites that were not placed.
    3. What the statements lack, as the comparison of them found.
    4. Where files came from, and an outside stamp.
    """
    kinds = {facts.exhibit.kind for facts in dossier.exhibits if not facts.problem}
    needed = (
        ("footage", bool(dossier.results or dossier.other_shots)),
        ("imagery", ExhibitKind.IMAGERY in kinds or any(strike.placed for strike in dossier.strikes)),
        ("gazetteer", any(shot.identification for shot in dossier.results) or ExhibitKind.GAZETTEER in kinds),
        ("statements", dossier.hearing is not None),
        ("incidents", bool(dossier.incidents)),
    )
    gaps = [_gap(name, words) for name, present in needed if not present]  # 1
    for strike in dossier.strikes:  # 2
        place = strike.best.place
        if isinstance(place, NotPlaced):
            reason = place.why.reason.rstrip(".")
            gaps.append(_gap("place", words, key=f"site-{strike.number}", number=str(strike.number), reason=reason))
    gaps += [Gap(what=gap) for gap in (dossier.hearing.gaps if dossier.hearing else ())]  # 3
    for facts in dossier.exhibits:  # 4
        if not any(event.source and event.source.description for event in facts.events):
            gaps.append(_gap("source", words, key="exhibits", file=facts.label))
    if dossier.ledger is not None:
        gaps.append(_gap("timestamp", words))
    return tuple(gaps)


def _gap(name: str, words: Wording, *, key: str = "", **values: str) -> Gap:
    return Gap(what=words.say(f"missing.{name}", **values), next=words.say(f"missing.{name}_next"), key=key)
