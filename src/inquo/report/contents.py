"""What stands in the report, chapter by chapter, gathered before anything is rendered."""

from __future__ import annotations

import string
from dataclasses import dataclass

from inquo.records.codec import digest_of
from inquo.records.comparison import Comparison
from inquo.records.digest import Digest
from inquo.records.finding import Finding
from inquo.report import berkeley, conclusions, lineage, matrix, missing, said, search_log, timeline, weighing
from inquo.report.dossier import Dossier
from inquo.report.figures import Figure, draw_overview
from inquo.report.hearing import Hearing
from inquo.report.pages import StrikePage, strike_page
from inquo.report.wording import ENGLISH, Wording

_ANNEXES = ("method", "glossary", "search", "conformance", "exhibits", "digests")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A line of the table of contents.

    Attributes:
        mark: Its number from 1, or an annex's letter.
        key: Its anchor.
        title: Its title.
        annex: True for what is there to be looked up.
    """

    mark: str
    key: str
    title: str
    annex: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Everything that rests on statements.

    Attributes:
        timeline: When.
        cards: Who said what.
        matrix: What it means for the findings and for each other.
        drawings: Who has it from whom.
        weighed: Who and what, with alternatives.
        log: What speaks for those who have been named.
        states: What buildings were at the time.
        against_findings: What findings contradict or support.
        against_each_other: Which statements contradict each other.
        dates: When each event was that is not background, as findings.
    """

    timeline: timeline.Timeline
    cards: tuple[said.Card, ...]
    matrix: matrix.Matrix
    drawings: tuple[lineage.Drawing, ...]
    weighed: tuple[weighing.Weighed, ...]
    log: tuple[weighing.Log, ...]
    states: tuple[weighing.States, ...]
    against_findings: tuple[Comparison, ...]
    against_each_other: tuple[Comparison, ...]
    dates: tuple[tuple[str, Finding], ...]

    def anchor(self, comparison: Comparison) -> str:
        """The anchor of a comparison's sentence."""
        return next(m.key for group in self.matrix.groups for m in group.marks if m.comparison == comparison)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A digest, and what it names.

    Attributes:
        what: In words.
        digest: The digest.
    """

    what: str
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole report, ready to be rendered.

    Attributes:
        chapters: The table of contents.
        overview: The first map; None when nothing was placed.
        strikes: The sites.
        heard: What rests on statements; None without any.
        recorded: What tables of incidents say of the sites, as findings with their anchors.
        log: What was searched, and what failed.
        missing: What is missing.
        conformance: The Berkeley Protocol, point by point.
        digests: Every digest that a reader may want to compute again.
    """

    chapters: tuple[Chapter, ...]
    overview: Figure | None
    strikes: tuple[StrikePage, ...]
    heard: Heard | None
    recorded: tuple[tuple[str, int, Finding], ...]
    log: search_log.SearchLog
    missing: tuple[missing.Gap, ...]
    conformance: tuple[berkeley.Point, ...]
    digests: tuple[Named, ...]

    @property
    def placed(self) -> int:
        """How many sites are placed."""
        return sum(page.strike.placed for page in self.strikes)


def gather(dossier: Dossier, words: Wording = ENGLISH) -> Report:
    """Gather everything that the report shows."""
    pages = tuple(strike_page(strike, words) for strike in dossier.strikes)
    return Report(
        chapters=_chapters(dossier, pages, words),
        overview=draw_overview(dossier),
        strikes=pages,
        heard=_heard(dossier.hearing, words) if dossier.hearing else None,
        recorded=tuple(
            (f"table-{search.shot}-{n}", search.site, conclusions.recorded(answer, words))
            for search in dossier.incidents
            for n, answer in enumerate(search.corroboration.answers, start=1)
        ),
        log=search_log.read_log(dossier, words),
        missing=missing.list_missing(dossier, words),
        conformance=berkeley.conformance(dossier, words),
        digests=tuple(_digests(dossier, words)),
    )


def _heard(hearing: Hearing, words: Wording) -> Heard:
    line = timeline.draw_timeline(hearing, words)
    anchors = {row.event.key: row.key for row in line.events}
    return Heard(
        timeline=line,
        cards=said.cards(hearing, words),
        matrix=matrix.lay_out(hearing),
        drawings=lineage.draw_lineage(hearing),
        weighed=weighing.weigh(hearing),
        log=weighing.exculpatory_log(hearing),
        states=weighing.states(hearing),
        against_findings=conclusions.against_findings(hearing),
        against_each_other=conclusions.against_each_other(hearing),
        dates=tuple((anchors[event], finding) for event, finding in conclusions.dates(hearing, words)),
    )


def _chapters(dossier: Dossier, pages: tuple[StrikePage, ...], words: Wording) -> tuple[Chapter, ...]:
    """The table of contents; what a case has nothing of has no chapter, and stands under what is missing."""
    keys = ["findings", *(["map"] if dossier.filmed else []), *(page.key for page in pages)]
    if dossier.hearing:
        keys += ["dates", "statements", "matrix", "hearsay", "hypotheses"]
    if dossier.incidents:
        keys.append("incidents")
    keys += ["missing", "limits"]
    sites = {page.key: words.say("chapter.site", number=str(page.strike.number)) for page in pages}
    return (
        *(
            Chapter(mark=str(n), key=key, title=sites.get(key) or words.say(f"chapter.{key}"))
            for n, key in enumerate(keys, start=1)
        ),
        *(
            Chapter(mark=letter, key=key, title=words.say(f"chapter.{key}"), annex=True)
            for letter, key in zip(string.ascii_uppercase, _ANNEXES, strict=False)
        ),
    )


def _digests(dossier: Dossier, words: Wording) -> list[Named]:
    named = [Named(what=words.say("digests.exhibit", name=f.label), digest=f.exhibit.digest) for f in dossier.exhibits]
    for document in dossier.hearing.accounts.documents if dossier.hearing else ():
        named.append(Named(what=words.say("digests.document", name=document.citation), digest=document.digest))
    for shot in dossier.results:
        number = str(shot.number)
        if shot.composite:
            named.append(Named(what=words.say("digests.composite", number=number), digest=shot.composite.picture))
        named.append(Named(what=words.say("digests.place", number=number), digest=digest_of(shot.place)))
        if shot.identification:
            what = words.say("digests.identification", number=number)
            named.append(Named(what=what, digest=digest_of(shot.identification)))
    if dossier.ledger:
        named.append(Named(what=words.say("digests.ledger"), digest=dossier.ledger.head))
    return named
