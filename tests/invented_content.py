"""A whole export's content over the invented town: placed and lost shots, statements, dates, incidents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import invented_dossier as invented
from inquo.dating.bounds import combine
from inquo.dating.documents import read_date
from inquo.records.chronology import DateBound, Dating, Precision, WindowSet
from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.incident import Incident, IncidentPlace
from inquo.records.proposition import Area, Count, FacilityIs, Mark, OneOf, PicturePoint, Proposition, Spot
from inquo.records.statement import (
    Accounts,
    Anchor,
    Attitude,
    Document,
    Event,
    Grade,
    NamedFacility,
    Party,
    Statement,
    Translation,
)
from inquo.report.exports.content import Content
from inquo.report.exports.gathering import gather

PAPER = Digest.of(b"a newspaper")
Text = invented.Text


def accounts(say: Text) -> Accounts:
    """Two statements, one with a point and one that passes the other on."""
    words = say("No hospital was hit.")
    anchor = Anchor(
        document=PAPER, exact=words, prefix="", suffix="", start=0, end=len(words), extraction="text/1", language="en"
    )
    denial = Proposition(
        about=(say("strike"),),
        actor=OneOf(terms=(say("ministry"),)),
        action=OneOf(terms=(say("strike"),)),
        facility=FacilityIs(keys=(say("hospital-1"),)),
        place=Spot(lon_deg=-26.9979, lat_deg=36.1412, ce90_m=None),
        time=read_date("2031-05"),
        weapon=OneOf(terms=(say("missile"),)),
        effect=OneOf(terms=(say("destroyed"),)),
        status=OneOf(terms=(say("evacuated"),)),
    )
    around = Proposition(place=Area(name=say("Invented Town"), lon_deg=-26.99, lat_deg=36.14, radius_m=1500.0))
    marked = Mark(
        picture=PAPER, x_px=412.0, y_px=305.0, ce90_px=6.0,
        points=(PicturePoint(x_px=10.0, y_px=20.0, lon_deg=-26.99513, lat_deg=36.14837, ce90_m=10.0),),
        points_by=say("C. Person"), at=Spot(lon_deg=-26.99644, lat_deg=36.14219, ce90_m=14.0),
    )  # fmt: skip
    drawn = Proposition(place=marked)
    nowhere = Proposition(place=replace(marked, at=Undetermined(reason=say("nothing says where it lies"))))
    return Accounts(
        documents=(
            Document(
                key=say("paper"),
                digest=PAPER,
                citation=say("An invented paper, 27 May 2031"),
                publisher=say("paper"),
                language="en",
                published=read_date("27 May 2031"),
                url=say("https://paper.example/1"),
                dateline=say("Nowhere, Tuesday"),
                transcript_of=PAPER,
                typed_by=say("A. Typist"),
            ),
        ),
        parties=(
            Party(key=say("ministry"), name=say("An invented ministry"), part_of=say("paper")),
            Party(key=say("paper"), name=say("An invented paper")),
        ),
        facilities=(NamedFacility(key=say("hospital-1"), names=(say("Invented Hospital"),), kind="hospital"),),
        events=(
            Event(key=say("strike"), description=say("The first strike of the compilation")),
            Event(key=say("shelling"), description=say("Shelling, the week before"), context=True),
        ),
        broader={},
        statements=(
            Statement(
                key=say("denial"),
                speaker=say("ministry"),
                attitude=Attitude.DENIES,
                propositions=(denial, around, drawn, nowhere),
                anchor=anchor,
                translation=Translation(text=say("Kein Krankenhaus"), language="de", translator=say("B. Translator")),
                grade=Grade(source="C", information=4, reason=say("has an interest"), who=say("A. Person")),
                note=say("Seen twice."),
            ),
            Statement(
                key=say("report"),
                speaker=say("paper"),
                attitude=Attitude.REPORTS,
                propositions=(),
                anchor=anchor,
                rests_on=(say("denial"),),
            ),
        ),
    )


def datings(say: Text) -> tuple[Dating, ...]:
    """One event in a month, one whose bounds cannot all be right."""
    month = read_date("2031-05")
    (reading,) = month.readings
    within = DateBound(
        event=say("strike"),
        windows=reading.windows,
        precision=reading.precision,
        basis=say("the paper says so"),
        source=PAPER,
        raw=say("in May 2031"),
        edtf=reading.edtf,
    )
    claim = replace(within, basis=say("the container says so"), claim=True)
    early = DateBound(
        event=say("shelling"),
        windows=WindowSet.one(None, datetime(2031, 1, 1, tzinfo=UTC)),
        precision=Precision.YEAR,
        basis=say("published then"),
        source=PAPER,
    )
    late = replace(early, windows=WindowSet.one(datetime(2031, 2, 1, tzinfo=UTC), None), basis=say("built after"))
    return combine(say("strike"), [within, claim]), combine(say("shelling"), [early, late])


def incidents(say: Text) -> tuple[Incident, ...]:
    """One with a place, one without."""
    there = Incident(
        dataset=say("invented-list"),
        key=say("17"),
        exhibit=Digest.of(b"table"),
        when=read_date("2031-05-12"),
        place=IncidentPlace(lon_deg=-26.9955, lat_deg=36.1422, radius_m=2000.0, basis=say("town centroid")),
        names=(say("Invented Hospital"), say("مشفى")),
        actors=(say("unknown"),),
        kinds=(say("airstrike"),),
        weapons=(say("missile"),),
        facilities=(say("hospital"),),
        killed=Count(least=2, most=2),
        injured=Count(least=5, most=None),
        url=say("https://list.example/17"),
        unread={say("column"): say("not a number")},
        rest={say("remarks"): say("none")},
    )
    return there, replace(there, key=say("18"), when=read_date(say("some time ago")), place=None)


def content(say: Text = invented.plain, *, whole: bool = True) -> Content:
    """Everything; without statements and incidents when not ``whole``."""
    dossier = invented.build(say)
    first = dossier.strikes[0].shots[0]
    return gather(
        dossier,
        read_date,
        accounts=accounts(say) if whole else None,
        datings=datings(say) if whole else (),
        incidents=incidents(say) if whole else (),
        events={digest_of(first.shot): say("strike")} if whole else None,
    )
