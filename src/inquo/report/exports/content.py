"""What an export says, before it has a format.

``gathering`` fills it from the dossier and the accounts, ``disclosure`` takes out what is to be withheld,
and a format writes what is left. No format sees anything else, so that nothing withheld can come back.

    Content
    ├── provenance  which case, as its ledger stood, by which program, what is withheld
    ├── files       every exhibit
    ├── shots       every shot, placed or not, with its leads and the answers to which building it is
    ├── imagery     what the footage was compared with
    └── accounts, datings, incidents: what was said, when it was, what others recorded; each may be missing
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inquo.records.chronology import DateText, Dating
from inquo.records.custody import ExhibitKind, require_utc
from inquo.records.digest import Digest
from inquo.records.incident import Incident
from inquo.records.naming import Names
from inquo.records.place import Covariance, LonLat, Name
from inquo.records.statement import Accounts

LEAD = "a lead: somewhere to look, never a finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where an export comes from, and what is not in it.

    Attributes:
        program: Program and version.
        generated: When, in UTC.
        case: Digest of what the case says of itself.
        name: The case's name; None when withheld.
        question: What it is to answer; None when withheld.
        ledger_head: Digest of the last line of the ledger; None when there is no case folder.
        ledger_entries: How many lines there were.
        invented: True when the place and the events are made up.
        methods: Step and version of each method.
        settings: Name and value of each setting.
        coarsened_m: Side of the grid that places were moved to, metres; None for places as they were found.
        withheld: What was left out on purpose, in words.
    """

    program: str
    generated: datetime
    case: Digest
    name: str | None
    question: str | None
    ledger_head: Digest | None
    ledger_entries: int
    invented: bool
    methods: tuple[tuple[str, str], ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    coarsened_m: float | None = None
    withheld: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a time that is not in UTC."""
        require_utc(self.generated)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file in custody.

    Attributes:
        number: From 1, in the order in which they came in.
        kind: What it is.
        size_bytes: Its length; None when withheld.
        taken_in: When it was taken into custody; None when the ledger does not say.
        digest: SHA-256; None when withheld.
        name: File name as received; None when withheld.
        source: Who published it and how it was obtained.
        url: Where.
        published: When, as the source says it; None when not said.
        note: Anything else that was said of it.
        problem: Why nothing could be read from it; None when something could.
    """

    number: int
    kind: ExhibitKind
    size_bytes: int | None = None
    taken_in: datetime | None = None
    digest: Digest | None = None
    name: str | None = None
    source: str | None = None
    url: str | None = None
    published: DateText | None = None
    note: str | None = None
    problem: str | None = None

    @property
    def label(self) -> str:
        """Its name, or its number when the name is withheld."""
        return self.name or f"file {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageryRow:
    """An image that the footage was compared with.

    Attributes:
        file: What it is called.
        digest: SHA-256 of the file; None when withheld.
        outline_lonlat_deg: Closed ring of its extent.
        gsd_m: Ground sampling distance, metres.
        ce90_m: Absolute horizontal error at 90 %, metres.
        ce90_basis: Who says so.
        acquired: When it was taken, as the person wrote it; None when not said.
        provider: Who made it; None when not said.
        licence: Its terms; None when not said.
    """

    file: str
    digest: Digest | None
    outline_lonlat_deg: tuple[LonLat, ...]
    gsd_m: float
    ce90_m: float
    ce90_basis: str
    acquired: DateText | None
    provider: str | None
    licence: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """Where a shot's point is.

    Attributes:
        lon_deg: Longitude, degrees east, WGS 84.
        lat_deg: Latitude, degrees north.
        ce90_m: Radius that holds the true point with a probability of at least 0.9, metres.
        strength: How firmly it may be worded.
        expected_false_matches: Places as good as this that chance would give; None for control points set by hand.
        check_rmse_m: Root mean square error at the tie points that the fit never saw, metres.
        control: Tie points that the fit used.
        check: Tie points that were held out.
        steps: How many shots it was placed through; 0 when placed by itself.
        through: The numbers of those shots, as far as they are of the same site; empty when withheld.
        covariance_m2: East-north covariance, square metres; None when withheld.
        footprint_lonlat_deg: Closed ring of what the picture shows; empty when withheld.
        imagery: Names and digests of the images under it.
        sentence: The place, and the building if there is an answer, in words; None when withheld.
        record: Digest of the placement; None when withheld.
    """

    lon_deg: float
    lat_deg: float
    ce90_m: float
    strength: str
    expected_false_matches: float | None
    check_rmse_m: float
    control: int
    check: int
    steps: int = 0
    through: tuple[int, ...] = ()
    covariance_m2: Covariance | None = None
    footprint_lonlat_deg: tuple[LonLat, ...] = ()
    imagery: tuple[tuple[str, Digest], ...] = ()
    sentence: str | None = None
    record: Digest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRow:
    """Somewhere the picture resembles. Never a finding.

    Attributes:
        lon_deg: Longitude, degrees east, WGS 84.
        lat_deg: Latitude, degrees north.
        score: How alike, 0 to 1.
        rotation_deg: Clockwise turn of the picture's up from north.
        gsd_m: Ground sampling distance of the picture there, metres per pixel.
    """

    lon_deg: float
    lat_deg: float
    score: float
    rotation_deg: float
    gsd_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One answer to which building it is.

    Attributes:
        probability: 0 to 1; over the answers for a shot they add up to 1.
        mapped: False for ground that no list of facilities maps.
        label: What to call it.
        names: Every name, in every script.
        id: Its identifier in the list.
        kind: Such as ``hospital``.
        distance_m: From the placed point to its outline, 0 inside; None for unmapped ground, or when withheld.
        point_lonlat_deg: A point in it; None for unmapped ground, or when withheld.
        outline_lonlat_deg: Its polygons; empty for a point.
        gazetteer: Digest of the list; None for unmapped ground, or when withheld.
    """

    probability: float
    mapped: bool
    label: str
    names: tuple[Name, ...] = ()
    id: str | None = None
    kind: str | None = None
    distance_m: float | None = None
    point_lonlat_deg: LonLat | None = None
    outline_lonlat_deg: tuple[tuple[tuple[LonLat, ...], ...], ...] = ()
    gazetteer: Digest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotRow:
    """One shot, whether it was placed or not.

    Attributes:
        file: What its file is called.
        exhibit: Digest of its file.
        number: Its place in the file, from 1.
        site: Number of the site that it shows; None for a shot that shows no ground.
        kind: What it shows.
        first_frame: Index of its first frame.
        last_frame: Index of its last frame.
        start_s: When it starts in the footage, seconds.
        end_s: When it ends.
        place: Where it is; None when that was not determined.
        reason: Why it was not determined; None when it was.
        method: Name and version of the method; None for a shot that was not searched.
        aim: What the placed point is, such as ``crosshair``; None when there is no composite, or when withheld.
        impact: When an explosion is first seen (seconds, and frames of standard uncertainty); None when none is.
        leads: Places that it resembles, best first; none for a shot that was placed.
        answers: Which building it is, most probable first; empty when nobody asked.
        event: Key of the event that a person says it shows; None when nobody has.
    """

    file: str
    exhibit: Digest
    number: int
    site: int | None
    kind: str
    first_frame: int
    last_frame: int
    start_s: float
    end_s: float
    place: PlaceRow | None
    reason: str | None
    method: str | None = None
    aim: str | None = None
    impact: tuple[float, float] | None = None
    leads: tuple[LeadRow, ...] = ()
    answers: tuple[AnswerRow, ...] = ()
    event: str | None = None

    def __post_init__(self) -> None:
        """Refuse a shot that is neither placed nor has a reason, for nothing is dropped without one."""
        if (self.place is None) is (self.reason is None):
            raise ValueError("a shot is either placed, or not determined for a reason")

    @property
    def label(self) -> str:
        """What people call it by."""
        return f"{self.file}, shot {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that an export says.

    Attributes:
        provenance: Where it comes from.
        files: Every exhibit.
        shots: Every shot.
        imagery: Every image that could be used.
        accounts: Who said what; None when the case has no statements.
        datings: When each event was.
        incidents: What others recorded.
    """

    provenance: Provenance
    files: tuple[FileRow, ...]
    shots: tuple[ShotRow, ...]
    imagery: tuple[ImageryRow, ...] = ()
    accounts: Accounts | None = None
    datings: tuple[Dating, ...] = ()
    incidents: tuple[Incident, ...] = ()

    def told_of(self, event: str | None) -> str | None:
        """An event's description; its key where what was said is withheld."""
        return Names(self.accounts).event(event) if self.accounts and event else event

    def dating_of(self, event: str | None) -> Dating | None:
        """When an event was, as far as its bounds say."""
        return next((dating for dating in self.datings if dating.event == event), None)
