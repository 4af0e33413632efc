"""What a report is made from: records, the bytes of pictures, and windows of imagery.

The pipeline fills a ``Dossier`` and hands it to ``render.render`` (the HTML) and
``export.truth`` (the JSON beside it). Nothing here is worded and nothing is drawn;
nothing is looked up either: whatever a page shows is in the dossier, or it is not known.

    Dossier
    ├── exhibits    one ExhibitFacts for each file in custody
    ├── strikes     one Strike for each site seen from above, its shots grouped
    │   └── shots   one ShotResult each: picture, imagery under it, place, building, leads
    ├── other_shots titles, launches, whatever does not look down on the ground
    ├── overview    imagery under all placements, for the first map
    ├── hearing     who said what, and what follows (``hearing``); None without statements
    ├── incidents   what tables of incidents say of each placed shot (``recorded``)
    └── methods, settings, limits, ledger
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inquo.geometry.grid import GroundRaster
from inquo.records.case import Case
from inquo.records.codec import digest_of
from inquo.records.custody import CustodyEvent, Exhibit, require_utc
from inquo.records.digest import Digest
from inquo.records.footage import AimPoint, Composite, Shot, ShotKind, VideoProfile
from inquo.records.imagery import Imagery
from inquo.records.place import Candidate, Facility, Identification, NotPlaced, Placement
from inquo.report.hearing import Hearing
from inquo.report.recorded import IncidentSearch


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerFacts:
    """What came out of a list of facilities.

    Attributes:
        facilities: How many were read.
        refused: Why each of the others was not, a sentence each.
    """

    facilities: int
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitFacts:
    """An exhibit and everything that is known about it.

    Attributes:
        exhibit: The file.
        events: Its lines of the ledger, in order.
        profile: What the container says, for footage and pictures.
        imagery: What it covers, for georeferenced imagery.
        gazetteer: What came out, for a list of facilities.
        left_out: What of a map cannot be drawn, and why.
        problem: Why nothing could be read from it; None when something could.
    """

    exhibit: Exhibit
    events: tuple[CustodyEvent, ...]
    profile: VideoProfile | None = None
    imagery: Imagery | None = None
    gazetteer: GazetteerFacts | None = None
    left_out: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def label(self) -> str:
        """The file name it came with, or the start of its digest when it had none."""
        return next((event.name for event in self.events if event.name), self.exhibit.digest.short)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Somewhere the picture resembles, with the imagery there. Never a finding.

    Attributes:
        candidate: Where, and how alike.
        ground: The imagery there (``window.lead_window`` says which to read); None to show none.
    """

    candidate: Candidate
    ground: GroundRaster | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotResult:
    """Everything the report says about one overhead shot.

    Attributes:
        number: Its place among all shots of its exhibit, from 1; what people call it by.
        shot: The shot.
        composite: Its composite; None when none could be made.
        picture: The composite's picture as stored (PNG or JPEG bytes); None with no composite.
        place: Where the aim point is (the picture's centre when there is no aim point), or why not.
        ground: Imagery around the footprint (``window.strike_window`` says which to read);
            None draws no comparison and no map.
        identification: Which building stands there; None when no gazetteer was given.
        facilities: Those that the identification names, and any other within the map.
        leads: Other places that were considered, best first; for a shot that is not placed, its leads.
        note: What a person should know of this shot besides, a sentence; empty for nothing.
    """

    number: int
    shot: Shot
    composite: Composite | None
    picture: bytes | None
    place: Placement | NotPlaced
    ground: GroundRaster | None = None
    identification: Identification | None = None
    facilities: tuple[Facility, ...] = ()
    leads: tuple[Lead, ...] = ()
    note: str = ""

    @property
    def placement(self) -> Placement | None:
        """The placement, when there is one."""
        return self.place if isinstance(self.place, Placement) else None

    @property
    def aimed(self) -> bool:
        """True when the placed point is an aim point, False when it is the picture's centre."""
        return self.composite is not None and isinstance(self.composite.aim, AimPoint)

    @property
    def ground_by_decision(self) -> bool:
        """True when it was taken for something else, and searched because a person says that it shows the ground."""
        return self.composite is not None and self.shot.kind is not ShotKind.OVERHEAD

    def facility(self, digest: Digest) -> Facility | None:
        """The facility that a digest of an identification names."""
        return next((facility for facility in self.facilities if digest_of(facility) == digest), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """One site, with every shot that shows it.

    Attributes:
        number: From 1, in the order of the footage.
        shots: At least one; the order of the footage.

    Raises:
        ValueError: There is no shot.
    """

    number: int
    shots: tuple[ShotResult, ...]

    def __post_init__(self) -> None:
        """Refuse a site that nothing shows."""
        if not self.shots:
            raise ValueError("a strike without a shot")

    @property
    def best(self) -> ShotResult:
        """The shot that speaks for the site: placed by itself, else placed through another, else the first."""
        placed = [shot for shot in self.shots if shot.placement]
        alone = [shot for shot in placed if shot.placement and not shot.placement.chain]
        return next(iter(alone or placed or self.shots))

    @property
    def placed(self) -> bool:
        """True when one of its shots is."""
        return self.best.placement is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherShot:
    """A shot that was not searched for, because it does not look down on the ground.

    Attributes:
        number: Its place among all shots of its exhibit, from 1.
        shot: The shot, with its kind and the reason.
    """

    number: int
    shot: Shot


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodVersion:
    """A step and the version of the method that did it.

    Attributes:
        step: Such as ``placement``.
        version: Such as ``structure-sweep/1``.
    """

    step: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting of the run.

    Attributes:
        name: Such as ``gsd``.
        value: As text.
        meaning: What it does, in a sentence; empty when the name says it.
    """

    name: str
    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerHead:
    """Where the chain of custody stood when the report was made.

    Attributes:
        head: Digest of the last entry; whoever holds it can tell whether any earlier line changed.
        entries: How many lines there were.
    """

    head: Digest
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that a report says.

    Attributes:
        case: The case; ``case.invented`` puts a banner on every page.
        generated: When, in UTC.
        program: Program and version that made it.
        exhibits: Every file in custody.
        strikes: Every site seen from above.
        other_shots: Every other shot.
        overview: Imagery under all placements (``window.overview_window``); None draws no first map.
        methods: The version of each step's method.
        settings: The settings of the run.
        limits: Limits of this case, a sentence each, beside those that every report states.
        ledger: The ledger's head; None when there is no case folder.
        hearing: Who said what, and what follows; None when no statements were entered.
        incidents: What tables of incidents say of the placed shots; empty when none was compared.

    Raises:
        ValueError: The time is not in UTC.
    """

    case: Case
    generated: datetime
    program: str
    exhibits: tuple[ExhibitFacts, ...]
    strikes: tuple[Strike, ...]
    other_shots: tuple[OtherShot, ...] = ()
    overview: GroundRaster | None = None
    methods: tuple[MethodVersion, ...] = ()
    settings: tuple[Setting, ...] = ()
    limits: tuple[str, ...] = ()
    ledger: LedgerHead | None = None
    hearing: Hearing | None = None
    incidents: tuple[IncidentSearch, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a time that is not in UTC."""
        require_utc(self.generated)

    @property
    def filmed(self) -> bool:
        """True when there is any shot."""
        return bool(self.strikes or self.other_shots)

    @property
    def results(self) -> tuple[ShotResult, ...]:
        """Every overhead shot, in the order of the sites."""
        return tuple(shot for strike in self.strikes for shot in strike.shots)

    def exhibit_label(self, digest: Digest) -> str:
        """The name of an exhibit, or the start of its digest when it is not among the exhibits."""
        return next((facts.label for facts in self.exhibits if facts.exhibit.digest == digest), digest.short)
