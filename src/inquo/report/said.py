"""Statements as cards: who said what, in which words, from where, and what it asserts slot by slot."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.chronology import DateText
from inquo.records.finding import Undetermined
from inquo.records.naming import Names
from inquo.records.proposition import Area, Count, FacilityIs, Mark, OneOf, Proposition, Spot, Tally
from inquo.records.statement import Document, Scope, Statement
from inquo.report import notation
from inquo.report.hearing import Hearing
from inquo.report.wording import ENGLISH, Wording

_TERMS = ("action", "weapon", "platform", "effect", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A slot that a proposition fills.

    Attributes:
        name: Such as ``facility``.
        text: What it says.
    """

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A statement as shown.

    Attributes:
        number: What the report calls it by.
        statement: The statement.
        speaker: Who said it.
        scope: How much of the world it covers.
        claims: The slots of each proposition.
        document: Number of its document, from 1, and the document; None when the file does not describe it.
        rests_on: Numbers of the statements that it passes on.
        passed_on_by: Numbers of those that pass it on.
    """

    number: int
    statement: Statement
    speaker: str
    scope: Scope | None
    claims: tuple[tuple[Slot, ...], ...]
    document: tuple[int, Document] | None
    rests_on: tuple[int, ...]
    passed_on_by: tuple[int, ...]


def cards(hearing: Hearing, words: Wording = ENGLISH) -> tuple[Card, ...]:
    """Every statement, in the order of the file."""
    numbers = hearing.numbers
    documents = {d.digest: (n, d) for n, d in enumerate(hearing.accounts.documents, start=1)}
    return tuple(
        Card(
            number=numbers[statement.key],
            statement=statement,
            speaker=hearing.party(statement.speaker),
            scope=hearing.scopes.get(statement.key),
            claims=tuple(slots(proposition, hearing, words) for proposition in statement.propositions),
            document=documents.get(statement.anchor.document),
            rests_on=tuple(numbers[key] for key in statement.rests_on if key in numbers),
            passed_on_by=tuple(
                numbers[other.key] for other in hearing.accounts.statements if statement.key in other.rests_on
            ),
        )
        for statement in hearing.accounts.statements
    )


def slots(proposition: Proposition, hearing: Hearing, words: Wording = ENGLISH) -> tuple[Slot, ...]:
    """Every slot that a proposition fills, in words."""
    facilities = {facility.key: facility.names[0] for facility in hearing.accounts.facilities}
    said: dict[str, str] = {}
    if proposition.about:
        said["about"] = words.listing([hearing.names.quoted(key) for key in proposition.about])
    if proposition.actor:
        said["actor"] = words.listing([hearing.party(key) for key in proposition.actor.terms], "or")
    for name in _TERMS:
        choice: OneOf | None = getattr(proposition, name)
        if choice:
            said[name] = words.listing(list(choice.terms), "or")
    if proposition.facility:
        said["facility"] = _facility(proposition.facility, facilities, words)
    if proposition.place:
        said["place"] = _place(proposition.place, words)
    if proposition.time:
        said["time"] = _time(proposition.time, hearing.names, words)
    for name, count in (("killed", proposition.killed), ("injured", proposition.injured)):
        if count:
            said[name] = counted(count, words)
    if proposition.tally:
        said["tally"] = _tally(proposition.tally, words)
    if proposition.means:
        said["means"] = proposition.means
    return tuple(Slot(name=name, text=text) for name, text in said.items())


def counted(count: Count, words: Wording = ENGLISH) -> str:
    """How many.

    >>> counted(Count(least=3, most=3)), counted(Count(least=3, most=None)), counted(Count(least=0, most=4))
    ('3', 'at least 3', '0 to 4')
    """
    if count.most is None:
        return words.say("value.at_least", least=str(count.least))
    if count.least == count.most:
        return words.say("value.exactly", least=str(count.least))
    return words.say("value.from_to", least=str(count.least), most=str(count.most))


def _time(said: DateText, names: Names, words: Wording) -> str:
    """The words, and every reading of them: the date where one can be written, and the rule."""
    readings = [
        words.say("value.reading", date=notation.calendar(reading.edtf, words), rule=names.rule(reading))
        if reading.edtf
        else names.rule(reading)
        for reading in said.readings
    ]
    if said.unread:
        readings.append(said.unread.reason)
    quoted = words.say("value.quoted", words=said.raw)
    return words.say("value.explained", said=quoted, why=words.listing(readings, "or")) if readings else quoted


def _facility(said: FacilityIs, names: dict[str, str], words: Wording) -> str:
    named = [names.get(key, key) for key in said.keys]
    if said.kinds:
        named.append(words.say("value.kind_of", kinds=words.listing(list(said.kinds), "or")))
    return words.listing(named, "or")


def _place(place: Spot | Area | Mark, words: Wording) -> str:
    if isinstance(place, Mark):
        return _mark(place, words)
    where = notation.coordinates(place.lon_deg, place.lat_deg)
    if isinstance(place, Area):
        return words.say("value.area", name=place.name, radius=notation.metres(place.radius_m), coordinates=where)
    if place.ce90_m is None:
        return words.say("value.point_bare", coordinates=where)
    return words.say("value.point_error", coordinates=where, ce90=notation.metres(place.ce90_m))


def _mark(mark: Mark, words: Wording) -> str:
    at = {"x": f"{mark.x_px:g}", "y": f"{mark.y_px:g}", "error": f"{mark.ce90_px:g}", "picture": mark.picture.short}
    if isinstance(mark.at, Undetermined):
        return words.say("value.mark_unplaced", reason=mark.at.reason, **at)
    points = {"points": str(len(mark.points)), "by": mark.points_by or ""}
    return words.say("value.mark", place=_place(mark.at, words), **points, **at)


def _tally(tally: Tally, words: Wording) -> str:
    parts = [
        words.say("value.tally_part", count=counted(count, words), state=state) for state, count in tally.parts.items()
    ]
    if tally.total:
        parts.insert(0, words.say("value.tally_total", total=counted(tally.total, words)))
    return words.say("value.tally", kind=tally.kind, where=tally.where, parts=words.listing(parts))
