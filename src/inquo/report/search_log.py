"""What was searched and how it came out, what was not determined, and which files could not be used."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.finding import Undetermined
from inquo.records.imagery import Imagery
from inquo.records.place import NotPlaced
from inquo.report.dossier import Dossier, ShotResult
from inquo.report.hearing import Hearing
from inquo.report.narrative import THRESHOLDS
from inquo.report.wording import ENGLISH, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """A picture that was searched for.

    Attributes:
        key: Anchor of its site.
        result: The shot.
        next_score: Score of the next best place; None when there is none.
    """

    key: str
    result: ShotResult
    next_score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Something that was not determined.

    Attributes:
        key: Anchor of the site or shot; empty for a shot that was not searched for.
        subject: Which site or shot.
        what: What is open.
        why: The reason.
    """

    key: str
    subject: str
    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """A file, or a part of one, that could not be used.

    Attributes:
        file: Its name.
        what: What of it.
        why: The reason.
    """

    file: str
    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLog:
    """The whole log.

    Attributes:
        imagery: What was searched, by name.
        searched: What was searched for.
        open: What was not determined.
        unused: What could not be used.
    """

    imagery: tuple[tuple[str, Imagery], ...]
    searched: tuple[Searched, ...]
    open: tuple[Open, ...]
    unused: tuple[Unused, ...]


def read_log(dossier: Dossier, words: Wording = ENGLISH) -> SearchLog:
    """Gather the log from everything in the dossier."""
    return SearchLog(
        imagery=tuple((facts.label, facts.imagery) for facts in dossier.exhibits if facts.imagery),
        searched=tuple(
            Searched(
                key=f"site-{strike.number}",
                result=shot,
                next_score=shot.leads[0].candidate.score if shot.leads else None,
            )
            for strike in dossier.strikes
            for shot in strike.shots
        ),
        open=tuple(_left_open(dossier, words)),
        unused=tuple(_unused(dossier, words)),
    )


def _left_open(dossier: Dossier, words: Wording) -> list[Open]:
    left = []
    for strike in dossier.strikes:
        for shot in strike.shots:
            subject = words.say("search.site_shot", site=str(strike.number), shot=str(shot.number))
            left += _left_open_in(shot, f"site-{strike.number}", subject, words)
    for other in dossier.other_shots:
        subject = words.say("search.shot_number", shot=str(other.number))
        what = words.say("search.not_searched", kind=other.shot.kind.value)
        left.append(Open(key="", subject=subject, what=what, why=other.shot.reason))
    return left


def _left_open_in(shot: ShotResult, key: str, subject: str, words: Wording) -> list[Open]:
    def opened(what: str, why: str) -> Open:
        return Open(key=key, subject=subject, what=words.say(f"search.{what}"), why=why)

    left = []
    if isinstance(shot.place, NotPlaced):
        left.append(opened("the_place", shot.place.why.reason))
    elif shot.identification is None:
        left.append(opened("the_building", words.say("search.no_facility_list")))
    elif not shot.identification.answers[0].probability >= THRESHOLDS.possible_facility:
        left.append(opened("the_building", words.say("search.no_answer")))
    if shot.composite is None:
        return [*left, opened("the_composite", words.say("value.no_composite"))]
    for what, value in (("the_aim", shot.composite.aim), ("the_impact", shot.composite.impact)):
        if isinstance(value, Undetermined):
            left.append(opened(what, value.reason))
    return left


def _unused(dossier: Dossier, words: Wording) -> list[Unused]:
    unused = []
    for facts in dossier.exhibits:
        if facts.problem:
            unused.append(Unused(file=facts.label, what=words.say("search.not_read"), why=facts.problem))
        for refused in (*facts.left_out, *(facts.gazetteer.refused if facts.gazetteer else ())):
            unused.append(Unused(file=facts.label, what=words.say("search.refused"), why=refused))
    for search in dossier.incidents:
        for incident in search.corroboration.incidents:
            for field, text in (incident.unread or {}).items():
                what = words.say("search.unread_field", record=incident.key, field=field)
                unused.append(Unused(file=incident.dataset, what=what, why=text))
    return list(dict.fromkeys([*unused, *(_undated(dossier.hearing, words) if dossier.hearing else ())]))


def _undated(hearing: Hearing, words: Wording) -> list[Unused]:
    """What was said of dates and bounds nothing."""
    what = words.say("search.unread_date")
    unread = [(document.citation, document.published.unread) for document in hearing.accounts.documents]
    unused = [Unused(file=citation, what=what, why=why.reason) for citation, why in unread if why]
    for event, whys in hearing.unread.items():
        unused += [Unused(file=hearing.event(event), what=what, why=why) for why in whys]
    return unused
