"""From datings and tables of incidents to findings: never firmer than what they rest on."""

from __future__ import annotations

from inquo.records.chronology import Dating
from inquo.records.codec import digest_of
from inquo.records.comparison import Comparison, Relation
from inquo.records.finding import Finding, Strength, Undetermined
from inquo.records.incident import Presence, TableAnswer
from inquo.report import notation
from inquo.report.hearing import Hearing
from inquo.report.narrative import THRESHOLDS
from inquo.report.wording import ENGLISH, Wording

_TELLING = (Relation.CONTRADICTS, Relation.SUPPORTS)


def when(dating: Dating, hearing: Hearing, words: Wording = ENGLISH) -> Finding:
    """When an event was: probable where bounds agree, for each is only as good as its document."""
    values = {"event": hearing.event(dating.event)}
    basis = tuple(bound.source for bound in dating.bounds)
    strength = Strength.LIKELY if len(basis) > 1 else Strength.POSSIBLE
    if isinstance(dating.windows, Undetermined):
        strength = Strength.UNDETERMINED
        values["reason"] = dating.windows.reason.rstrip(".")
    else:
        values["when"] = notation.windows(dating.windows, words)
        values["bounds"] = words.say("value.bounds", count=str(len(basis)))
    return Finding(kind="date", strength=strength, subject=digest_of(dating), basis=basis, values=values)


def dates(hearing: Hearing, words: Wording = ENGLISH) -> tuple[tuple[str, Finding], ...]:
    """When each event was that is not background, in the order of the events, by its key."""
    datings = {dating.event: dating for dating in hearing.datings}
    return tuple(
        (event.key, when(datings[event.key], hearing, words))
        for event in hearing.accounts.events
        if event.key in datings and not event.context
    )


def recorded(answer: TableAnswer, words: Wording = ENGLISH) -> Finding:
    """What a table has to say of a site: a record in it is probable at most."""
    values = {"dataset": answer.dataset, "reason": answer.why}
    kind, strength = "incident", Strength.UNDETERMINED
    if answer.presence is Presence.COVERED_NOT_FOUND:
        kind, strength = "not-recorded", Strength.LIKELY
    elif answer.presence is Presence.NOT_COVERED:
        kind = "not-covered"
    elif answer.presence is Presence.FOUND and answer.matches:
        best = answer.matches[0]
        values |= {"record": best.key, "probability": notation.percent(best.probability, words)}
        if best.probability >= THRESHOLDS.possible_facility:
            strength = Strength.POSSIBLE
        if best.probability >= THRESHOLDS.likely_facility:
            strength = Strength.LIKELY
    return Finding(kind=kind, strength=strength, subject=digest_of(answer), basis=(answer.exhibit,), values=values)


def against_findings(hearing: Hearing) -> tuple[Comparison, ...]:
    """What findings contradict or support, or would if what is only probable were so."""
    return tuple(c for c in hearing.comparisons if c.against_proposition is None and _tells(c))


def against_each_other(hearing: Hearing) -> tuple[Comparison, ...]:
    """Which statements contradict each other."""
    return tuple(
        c for c in hearing.comparisons if c.against_proposition is not None and c.relation is Relation.CONTRADICTS
    )


def _tells(comparison: Comparison) -> bool:
    return comparison.relation in _TELLING or comparison.leans is not None
