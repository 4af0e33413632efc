"""Tables of incidents near a town that does not exist, for the tests of the report."""

from __future__ import annotations

from inquo.records.chronology import DateText
from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.incident import (
    Corroboration,
    Coverage,
    Ground,
    Incident,
    IncidentLink,
    IncidentMatch,
    IncidentPlace,
    Presence,
    TableAnswer,
)
from inquo.records.place import Placement
from inquo.records.proposition import Count
from inquo.report.recorded import IncidentSearch
from invented_exhibits import Text
from invented_hearing import on, span, until

TABLE, OTHER, FAR, UNDECLARED = (Digest.of(name) for name in (b"table", b"other", b"far", b"undeclared"))


def build_incidents(placement: Placement, say: Text) -> tuple[IncidentSearch, ...]:
    """Four tables: one that holds a record, one that covers and holds none, one that does not cover, one undeclared."""
    hospital, town = _match("Hospital list", "H-17", 0.86, say), _match("Hospital list", "H-18", 0.04, say)
    covered = Coverage(
        dataset=say("Hospital list"), windows=span((2016, 1, 1), (2022, 1, 1)), west_deg=-28, south_deg=35,
        east_deg=-26, north_deg=37, kinds=(say("airstrike"),), languages=(say("ar"),),
        basis=say("the publisher's page"),
    )  # fmt: skip
    answers = (
        _answer("Hospital list", TABLE, covered, Presence.FOUND, "H-17, with 86 %", (hospital, town), say),
        _answer("Other list", OTHER, covered, Presence.COVERED_NOT_FOUND, "no candidate is likelier than not", (), say),
        _answer("Far list", FAR, covered, Presence.NOT_COVERED, "the place lies outside its area", (), say),
        _answer(
            "Undeclared list", UNDECLARED, Undetermined(reason=say("nobody has declared it")), Presence.UNDETERMINED,
            "what it covers is not known", (), say,
        ),
    )  # fmt: skip
    corroboration = Corroboration(
        placement=digest_of(placement),
        when=until(2021, 2, 28),
        when_basis=say("published then, so it happened no later"),
        answers=answers,
        incidents=(_incident("H-17", say), _bare("H-18", say)),
        links=(
            IncidentLink(
                one=(say("Hospital list"), say("H-17")),
                other=(say("Hospital list"), say("H-18")),
                why=(say("same day"), say("same town")),
            ),
        ),
        method=say("incident-grounds/1"),
    )
    return (IncidentSearch(site=1, shot=2, corroboration=corroboration),)


def _answer(
    dataset: str,
    exhibit: Digest,
    coverage: Coverage | Undetermined,
    presence: Presence,
    why: str,
    matches: tuple[IncidentMatch, ...],
    say: Text,
) -> TableAnswer:
    return TableAnswer(
        dataset=say(dataset), exhibit=exhibit, coverage=coverage, presence=presence, why=say(why), matches=matches
    )


def _match(dataset: str, key: str, probability: float, say: Text) -> IncidentMatch:
    grounds = (
        Ground(aspect=say("place"), weight=3.2, why=say("60 m apart, within both errors")),
        Ground(aspect=say("kind"), weight=-0.4, why=say("it records shelling")),
    )
    return IncidentMatch(
        dataset=say(dataset),
        key=say(key),
        weight=2.8,
        probability=probability,
        grounds=grounds,
        method=say("grounds/1"),
    )


def _incident(key: str, say: Text) -> Incident:
    return Incident(
        dataset=say("Hospital list"),
        key=say(key),
        exhibit=TABLE,
        when=on("12/05/2018", span((2018, 5, 12), (2018, 5, 13)), say),
        place=IncidentPlace(lon_deg=-26.998, lat_deg=36.143, radius_m=500, basis=say("stated: exact")),
        names=(say("Invented Hospital"), say("المشفى المتخيَّل")),
        actors=(say("unknown"),),
        kinds=(say("airstrike"),),
        weapons=(say("rocket"),),
        facilities=(say("hospital"),),
        killed=Count(least=2, most=2),
        injured=Count(least=0, most=6),
        url=say("https://list.example/17?a=1"),
        unread={say("Injured women"): say("“some”: no number")},
        rest={say("Remarks"): say("Invented")},
    )


def _bare(key: str, say: Text) -> Incident:
    unread = DateText(raw=say("spring"), readings=(), unread=Undetermined(reason=say("no day is named")))
    return Incident(dataset=say("Hospital list"), key=say(key), exhibit=TABLE, when=unread, place=None)
