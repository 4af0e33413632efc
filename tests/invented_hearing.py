"""Statements and incidents of a town that does not exist, for the tests of the report.

Nothing here is computed by the rooms that compare statements: each cell, window and weight is
written down, so that the report is held against what it was given.
"""

from __future__ import annotations

from datetime import UTC, datetime

from inquo.records.chronology import Conflict, DateBound, DateText, Dating, Precision, Reading, WindowSet
from inquo.records.comparison import Comparison, Relation, SlotMatch
from inquo.records.digest import Digest
from inquo.records.finding import Strength, Undetermined
from inquo.records.proposition import Area, Count, FacilityIs, Mark, OneOf, PicturePoint, Proposition, Spot, Tally
from inquo.records.statement import (
    Accounts,
    Anchor,
    Attitude,
    Document,
    Event,
    Grade,
    NamedFacility,
    Party,
    Scope,
    Statement,
    Translation,
)
from inquo.report.hearing import (
    Alternative,
    Asks,
    CheckedCount,
    Condition,
    CountedOnce,
    Exculpation,
    FacilityState,
    Hearing,
    Question,
    ShownAt,
    StateWitness,
    Weighs,
)
from invented_exhibits import Text

PAPER, WIRE, TYPED = Digest.of(b"paper"), Digest.of(b"wire"), Digest.of(b"typed")


def span(first: tuple[int, int, int], last: tuple[int, int, int]) -> WindowSet:
    """A window from one day to another."""
    return WindowSet.one(datetime(*first, tzinfo=UTC), datetime(*last, tzinfo=UTC))


def until(*day: int) -> WindowSet:
    """Any time before a day."""
    return WindowSet.one(None, datetime(*day, tzinfo=UTC))  # type: ignore[misc,arg-type]


def on(words: str, windows: WindowSet, say: Text) -> DateText:
    """Words about a time that were read."""
    return DateText(raw=say(words), readings=(Reading(windows=windows, precision=Precision.DAY, rule=say("the day")),))


def build_hearing(say: Text) -> Hearing:
    """Seven statements of two documents: a denial, an admission, a hearsay chain, and what they mean."""
    return Hearing(
        accounts=_accounts(say),
        scopes={
            say("praise"): Scope.IMPLIED_ADMISSION,
            say("denial"): Scope.GENERAL_DENIAL,
            say("doctor"): Scope.ASSERTION,
            say("doctor-reported"): Scope.REPORT,
            say("doctor-retold"): Scope.REPORT,
            say("located"): Scope.ASSERTION,
            say("counted"): Scope.ASSERTION,
        },
        datings=_datings(say),
        unread={say("strike"): (say("“the other day”: names no day"),)},
        comparisons=_comparisons(say),
        counted=(
            CountedOnce(
                statements=(say("praise"), say("denial")), why=(say("praise and denial are by the same party"),)
            ),
            CountedOnce(
                statements=(say("doctor"), say("doctor-reported"), say("doctor-retold")),
                why=(say("doctor-reported and doctor-retold go back to doctor"),),
            ),
            CountedOnce(statements=(say("located"),), why=()),
            CountedOnce(statements=(say("counted"),), why=()),
        ),
        questions=_questions(say),
        exculpatory=tuple(
            Exculpation(party=say("The Ministry of Nowhere"), event=say(event), source=say(source), why=say(why))
            for event, source, why in (
                ("strike", "denial", "speaks against the Ministry of Nowhere having done it"),
                ("compilation", "denial", "speaks against the Ministry of Nowhere having done it"),
                ("strike", "clinic", "whether it was evacuated is open"),
            )
        ),
        states=(
            FacilityState(
                facility=say("Invented National Hospital"),
                aspect=Condition.EVACUATED,
                event=say("strike"),
                holds=Undetermined(reason=say("two readings: ten days before this strike, or before the other")),
                witnesses=(
                    StateWitness(source=say("doctor"), holds=None, why=say("the dates do not settle it")),
                    StateWitness(
                        source=say("disused:amenity=hospital"), holds=None, why=say("tagged after"), circular=True
                    ),
                ),
            ),
            FacilityState(
                facility=say("Invented National Hospital"),
                aspect=Condition.EXISTED,
                event=say("strike"),
                holds=True,
                witnesses=(StateWitness(source=say("doctor"), holds=True, why=say("said of that week")),),
            ),
        ),
        tallies=(CheckedCount(statement=say("counted"), adds_up=True, why=say("at least 1 more than are named")),),
        gaps=(say("strike: the original of the article is not in the case"),),
        shown_at=(ShownAt(event=say("strike"), site=1),),
    )


def _accounts(say: Text) -> Accounts:
    return Accounts(
        documents=(
            Document(
                key=say("paper"),
                digest=PAPER,
                citation=say("The Invented Paper, 27 February 2021"),
                publisher=say("paper"),
                language=say("en"),
                published=on("27 February 2021", span((2021, 2, 27), (2021, 2, 28)), say),
                dateline=say("NOWHERE, Friday"),
                url=say("https://paper.example/a?b=1"),
                summary=True,
            ),
            Document(
                key=say("wire"),
                digest=WIRE,
                citation=say("وكالة متخيَّلة، صورة شاشة"),
                publisher=say("wire"),
                language=say("ar"),
                published=DateText(
                    raw=say("lately"), readings=(), unread=Undetermined(reason=say("“lately” names no day"))
                ),
                transcript_of=TYPED,
                typed_by=say("B. Person"),
            ),
        ),
        parties=(
            Party(key=say("ministry"), name=say("The Ministry of Nowhere")),
            Party(key=say("doctor"), name=say("A doctor, who is invented")),
            Party(key=say("watch"), name=say("Invented Watch")),
            Party(key=say("paper"), name=say("The Invented Paper")),
            Party(key=say("analyst"), name=say("An analyst")),
        ),
        facilities=(
            NamedFacility(key=say("clinic"), names=(say("Invented National Hospital"),), kind=say("hospital")),
        ),
        events=(
            Event(key=say("strike"), description=say("The strike in the second shot")),
            Event(key=say("compilation"), description=say("All strikes of the compilation")),
            Event(
                key=say("elsewhere"),
                description=say("A town nearby changes hands"),
                context=True,
                time=on("12 May 2018", span((2018, 5, 12), (2018, 5, 13)), say),
            ),
        ),
        broader={say("rocket"): say("weapon")},
        statements=_statements(say),
    )


def _statements(say: Text) -> tuple[Statement, ...]:
    strike, clinic = (say("strike"),), FacilityIs(keys=(say("clinic"),))
    return (
        _statement(
            say, "praise", "ministry", "these strikes show how exact the weapon is",
            Proposition(
                about=(say("compilation"),),
                actor=OneOf(terms=(say("ministry"),)),
                action=OneOf(terms=(say("strike"),)),
                weapon=OneOf(terms=(say("rocket"), say("missile"))), platform=OneOf(terms=(say("ship"),)),
            ),
        ),
        _statement(
            say, "denial", "ministry", "we do not strike civilian objects",
            Proposition(
                actor=OneOf(terms=(say("ministry"),)), action=OneOf(terms=(say("attack"),)),
                facility=FacilityIs(kinds=(say("civilian object"),)),
            ),
            attitude=Attitude.DENIES,
            grade=Grade(source="E", information=5, reason=say("own cause"), who=say("A. Person")),
        ),
        _statement(
            say, "doctor", "doctor", "قُصف المشفى ليلاً",
            Proposition(
                about=strike, facility=clinic, effect=OneOf(terms=(say("destroyed"),)),
                status=OneOf(terms=(say("evacuated"),)),
                time=on("at night", span((2018, 5, 11), (2018, 5, 13)), say), killed=Count(least=2, most=None),
                injured=Count(least=5, most=7), means=say("was there"),
            ),
            language="ar",
            translation=Translation(
                text=say("the hospital was hit at night"), language=say("en"), translator=say("C. Person")
            ),
            note=say("Name withheld."),
        ),
        _statement(
            say, "doctor-reported", "watch", "a doctor told us", attitude=Attitude.REPORTS, rests_on=("doctor",)
        ),
        _statement(
            say, "doctor-retold", "paper", "according to Invented Watch",
            attitude=Attitude.REPORTS, rests_on=("doctor-reported",),
        ),
        _statement(
            say, "located", "analyst", "36.1430 N, 26.9978 W",
            Proposition(about=strike, place=Spot(lon_deg=-26.9978, lat_deg=36.143, ce90_m=None)),
            Proposition(about=strike, place=Spot(lon_deg=-26.9978, lat_deg=36.143, ce90_m=40.0)),
            Proposition(about=strike, place=_mark(say, Spot(lon_deg=-26.9977, lat_deg=36.1431, ce90_m=12.0))),
            Proposition(about=strike, place=_mark(say, Undetermined(reason=say("nothing says where it lies")))),
        ),
        _statement(
            say, "counted", "paper", "two destroyed and one left",
            Proposition(
                about=strike, place=Area(name=say("Nowhere"), lon_deg=-27.0, lat_deg=36.1, radius_m=4000),
                tally=Tally(
                    kind=say("hospital"), where=say("Nowhere"), total=Count(least=3, most=3),
                    parts={say("destroyed"): Count(least=2, most=2), say("left"): Count(least=1, most=1)},
                ),
            ),
            document=WIRE,
        ),
    )  # fmt: skip


def _mark(say: Text, at: Spot | Undetermined) -> Mark:
    point = PicturePoint(x_px=10.0, y_px=20.0, lon_deg=-26.99, lat_deg=36.14, ce90_m=10.0)
    return Mark(
        picture=Digest.of(b"map"),
        x_px=412.0,
        y_px=305.5,
        ce90_px=6.0,
        points=(point,),
        points_by=say("C. Person"),
        at=at,
    )


def _statement(
    say: Text,
    key: str,
    speaker: str,
    words: str,
    *propositions: Proposition,
    attitude: Attitude = Attitude.ASSERTS,
    rests_on: tuple[str, ...] = (),
    document: Digest = PAPER,
    language: str = "en",
    translation: Translation | None = None,
    grade: Grade | None = None,
    note: str = "",
) -> Statement:
    exact = say(words)
    anchor = Anchor(
        document=document,
        exact=exact,
        prefix=say("It said: "),
        suffix=say(". Then"),
        start=100,
        end=100 + len(exact),
        extraction=say("html/1"),
        language=say(language),
    )
    return Statement(
        key=say(key),
        speaker=say(speaker),
        attitude=attitude,
        propositions=propositions,
        anchor=anchor,
        rests_on=tuple(map(say, rests_on)),
        translation=translation,
        grade=grade,
        note=note,
    )


def _datings(say: Text) -> tuple[Dating, ...]:
    def bound(event: str, windows: WindowSet, basis: str, *, claim: bool = False) -> DateBound:
        return DateBound(
            event=say(event), windows=windows, precision=Precision.DAY, basis=say(basis), source=PAPER,
            raw=say("as written"), claim=claim,
        )  # fmt: skip

    published = bound("strike", until(2021, 2, 28), "published then, so it happened no later")
    week = bound("strike", span((2018, 5, 11), (2018, 5, 13)), "the doctor says so")
    container = bound("strike", span((2020, 1, 1), (2020, 1, 2)), "the container's creation time", claim=True)
    early, late = (
        bound("compilation", until(2018, 1, 1), "said to be before the winter"),
        bound("compilation", span((2019, 1, 1), (2019, 2, 1)), "said to be in January"),
    )
    method = say("bounds/1")
    return (
        Dating(
            event=say("strike"), windows=week.windows, bounds=(published, week), claims=(container,),
            disputed=(container,), conflicts=(), conflicts_complete=True, method=method,
        ),
        Dating(
            event=say("compilation"), windows=Undetermined(reason=say("its bounds cannot all be right")),
            bounds=(early, late), claims=(), disputed=(), conflicts=(Conflict(bounds=(early, late)),),
            conflicts_complete=False, method=method,
        ),
        Dating(
            event=say("elsewhere"), windows=span((2018, 5, 12), (2018, 5, 13)),
            bounds=(bound("elsewhere", span((2018, 5, 12), (2018, 5, 13)), "said so"),), claims=(), disputed=(),
            conflicts=(), conflicts_complete=True, method=method,
        ),
    )  # fmt: skip


def _comparisons(say: Text) -> tuple[Comparison, ...]:
    c, s, o, n = Relation.CONTRADICTS, Relation.SUPPORTS, Relation.COMPATIBLE, Relation.DOES_NOT_ADDRESS
    e, lk, p, u = Strength.ESTABLISHED, Strength.LIKELY, Strength.POSSIBLE, Strength.UNDETERMINED
    return (
        _cell(say, "praise", 0, "strike", None, o, u),
        _cell(say, "denial", 0, "strike", None, c, lk),
        _cell(say, "doctor", 0, "strike", None, s, e),
        _cell(say, "located", 0, "strike", None, o, p, c),
        _cell(say, "located", 1, "strike", None, o, p, s),
        _cell(say, "counted", 0, "strike", None, n, e),
        _cell(say, "praise", 0, "denial", 0, o, u),
        _cell(say, "denial", 0, "doctor", 0, c, e),
        _cell(say, "doctor", 0, "located", 0, o, u),
        _cell(say, "praise", 0, "counted", 0, n, lk),
    )


def _cell(
    say: Text,
    statement: str,
    proposition: int,
    against: str,
    other: int | None,
    relation: Relation,
    strength: Strength,
    leans: Relation | None = None,
) -> Comparison:
    return Comparison(
        statement=say(statement),
        proposition=proposition,
        against=say(against),
        against_proposition=other,
        relation=relation,
        strength=strength,
        leans=leans,
        slots=(
            SlotMatch(slot=say("facility"), inside=0.9, outside=0.05, reason=say("97 % falls under what is said")),
            SlotMatch(slot=say("time"), inside=0, outside=0, reason=say("nothing is known")),
        ),
        conceded=(say("praise"),) if relation is Relation.CONTRADICTS else (),
        sentence=say(f"What is said ({statement}) {relation.value} ({against} {proposition})."),
        method=say("patterns/1"),
    )


def _questions(say: Text) -> tuple[Question, ...]:
    def weights(**given: Weighs) -> dict[str, Weighs]:
        return {say(key.replace("_", "-")): weight for key, weight in given.items()}

    nobody = Alternative(
        label=say("somebody else"),
        named=False,
        raised_by=(),
        weights={},
        accounts_for=0,
        accounts_against=0,
        found=None,
    )
    ministry = Alternative(
        label=say("The Ministry of Nowhere"), named=True, raised_by=(say("praise"), say("denial")),
        weights=weights(praise=Weighs.FOR, denial=Weighs.AGAINST, doctor=Weighs.NEUTRAL),
        accounts_for=1, accounts_against=1, found=None,
    )  # fmt: skip
    hospital = Alternative(
        label=say("Invented National Hospital"), named=True, raised_by=(say("doctor"),),
        weights=weights(doctor=Weighs.FOR), accounts_for=1, accounts_against=0, found=0.97,
    )  # fmt: skip
    return (
        Question(event=say("strike"), asks=Asks.WHO, alternatives=(ministry, nobody)),
        Question(event=say("strike"), asks=Asks.WHAT, alternatives=(hospital, nobody)),
    )
