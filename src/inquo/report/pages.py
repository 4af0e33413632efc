"""What the pages of the sites show, gathered before anything is rendered."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.finding import Finding, Strength
from inquo.records.footage import AimPoint, ImpactFrame
from inquo.records.place import Facility, FacilityProbability
from inquo.report import narrative, notation
from inquo.report.dossier import Lead, ShotResult, Strike
from inquo.report.figures import Figure, ShotFigures, draw
from inquo.report.wording import ENGLISH, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityRow:
    """A line of the facility table.

    Attributes:
        letter: Its letter in the figures; empty for unmapped ground.
        facility: The facility; None for unmapped ground.
        answer: Probability and distance.
    """

    letter: str
    facility: Facility | None
    answer: FacilityProbability


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRow:
    """A line of the table of leads.

    Attributes:
        number: From 1, best first.
        lead: The lead.
        figure: The imagery there, turned like the composite; None when it was not read.
    """

    number: int
    lead: Lead
    figure: Figure | None

    @property
    def on_map(self) -> bool:
        """Whether it lies on a map, not on imagery."""
        return self.lead.candidate.map is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotPage:
    """One shot of a site.

    Attributes:
        result: What is known of it.
        key: Its anchor.
        strength: How firmly its place may be worded.
        figures: Its pictures.
        facilities: Its facility table; empty when there was no gazetteer.
        leads: Its leads or alternatives.
        through: Numbers of the shots through which it was placed.
    """

    result: ShotResult
    key: str
    strength: Strength
    figures: ShotFigures
    facilities: tuple[FacilityRow, ...]
    leads: tuple[LeadRow, ...]
    through: str

    @property
    def aim(self) -> AimPoint | None:
        """The aim point, when there is one."""
        composite = self.result.composite
        return composite.aim if composite and isinstance(composite.aim, AimPoint) else None

    @property
    def impact(self) -> ImpactFrame | None:
        """The frame in which the explosion is first seen, when there is one."""
        composite = self.result.composite
        return composite.impact if composite and isinstance(composite.impact, ImpactFrame) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikePage:
    """One site.

    Attributes:
        strike: The site.
        key: Its anchor.
        shots: Numbers of its shots, as in a sentence.
        findings: Everything said of it.
        pages: Its shots; the one that speaks for it first.
    """

    strike: Strike
    key: str
    shots: str
    findings: tuple[Finding, ...]
    pages: tuple[ShotPage, ...]

    def anchor(self, subject: Digest) -> str:
        """The anchor of the shot that a finding is about."""
        named = {digest_of(page.result.shot): page.key for page in self.pages}
        return named.get(subject, self.pages[0].key)


def strike_page(strike: Strike, words: Wording = ENGLISH) -> StrikePage:
    """Everything that the report shows of a site."""
    order = [strike.best, *(shot for shot in strike.shots if shot is not strike.best)]
    key = f"site-{strike.number}"
    return StrikePage(
        strike=strike,
        key=key,
        shots=notation.listing([shot.number for shot in strike.shots], words),
        findings=narrative.findings(strike, words),
        pages=tuple(_shot_page(shot, strike, f"{key}-{n}", words) for n, shot in enumerate(order, start=1)),
    )


def _shot_page(shot: ShotResult, strike: Strike, key: str, words: Wording) -> ShotPage:
    figures = draw(shot, key)
    answers = shot.identification.answers if shot.identification else ()
    rows = tuple(
        FacilityRow(
            letter=figures.letters.get(answer.facility, "") if answer.facility else "",
            facility=shot.facility(answer.facility) if answer.facility else None,
            answer=answer,
        )
        for answer in answers
    )
    pictures = figures.leads or (None,) * len(shot.leads)
    leads = tuple(
        LeadRow(number=n, lead=lead, figure=f)
        for n, (lead, f) in enumerate(zip(shot.leads, pictures, strict=True), start=1)
    )
    return ShotPage(
        result=shot,
        key=key,
        strength=narrative.place_strength(shot.place),
        figures=figures,
        facilities=rows,
        leads=leads,
        through=notation.listing(narrative.through_numbers(shot, strike), words),
    )


def strength_of_facility(page: ShotPage) -> Strength:
    """How firmly the most probable building of a shot may be named."""
    first = page.facilities[0].answer if page.facilities else None
    return narrative.facility_strength(first.probability, page.strength) if first else Strength.UNDETERMINED


def basis_of(page: ShotPage) -> tuple[tuple[str, str], ...]:
    """The records that a shot's findings rest on, by name and digest."""
    result = page.result
    named: list[tuple[str, object]] = [("shot", result.shot), ("composite", result.composite), ("place", result.place)]
    named.append(("identification", result.identification))
    return tuple((name, digest_of(record)) for name, record in named if record is not None)
