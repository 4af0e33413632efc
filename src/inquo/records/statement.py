"""Who said what, where it is archived, and which propositions it asserts, denies or passes on."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

from inquo.records.chronology import DateText
from inquo.records.digest import Digest


class Attitude(enum.Enum):
    """What a speaker does with a proposition."""

    ASSERTS = "asserts"
    DENIES = "denies"
    REPORTS = "reports"


class Scope(enum.Enum):
    """How much of the world a statement covers; told by its slots, never by its tone."""

    GENERAL_DENIAL = "general denial"
    NARROW_DENIAL = "narrow denial"
    ADMISSION = "admission"
    IMPLIED_ADMISSION = "implied admission"
    ASSERTION = "assertion"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The words in an archived document on which a statement rests.

    Offsets count characters of the document's text after the named extraction, so that anybody
    with the same bytes and the same extraction finds the same words.

    Attributes:
        document: Digest of the bytes.
        exact: The words, as archived.
        prefix: Words just before them, as far as needed to tell two occurrences apart; may be empty.
        suffix: Words just after them; may be empty.
        start: Offset of the first character.
        end: Offset after the last character.
        extraction: Name and version of how the text was taken from the bytes, such as ``html/1``.
        language: BCP 47 tag of the words.

    Raises:
        ValueError: There are no words, or the offsets do not fit them.
    """

    document: Digest
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    extraction: str
    language: str

    def __post_init__(self) -> None:
        """Refuse offsets that cannot hold the words."""
        if not self.exact or self.start < 0 or self.end - self.start != len(self.exact):
            raise ValueError(f"{len(self.exact)} characters cannot stand at {self.start} to {self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A quote in another language, and who put it there.

    Attributes:
        text: The translated words.
        language: BCP 47 tag.
        translator: The person or program that translated.

    Raises:
        ValueError: Nobody is named as the translator.
    """

    text: str
    language: str
    translator: str

    def __post_init__(self) -> None:
        """Refuse a translation that nobody answers for."""
        if not (self.text.strip() and self.translator.strip()):
            raise ValueError("a translation needs words and a translator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A person's grading of a source and of what it says, never computed.

    Attributes:
        source: Reliability of the source, ``A`` (reliable) to ``E``, or ``F`` (cannot be judged).
        information: Credibility of the information, 1 (confirmed) to 5, or 6 (cannot be judged).
        reason: Why.
        who: The person who graded.

    Raises:
        ValueError: A letter or figure is not one of the code, or there is no reason or person.

    Source:
        The Admiralty code, as in NATO AJP-2.1.
    """

    source: str
    information: int
    reason: str
    who: str

    def __post_init__(self) -> None:
        """Refuse a grade without a reason, or outside the code."""
        if self.source not in {"A", "B", "C", "D", "E", "F"} or not 1 <= self.information <= 6:
            raise ValueError(f"{self.source}{self.information} is not a grade of the Admiralty code (A1 to F6)")
        if not (self.reason.strip() and self.who.strip()):
            raise ValueError("a grade needs a reason and a person")


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """A term, or a set of terms one of which is meant.

    Attributes:
        terms: At least one.
    """

    terms: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse an empty choice."""
        if not self.terms or not all(term.strip() for term in self.terms):
            raise ValueError("a slot that is not open needs at least one term")


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityIs:
    """Which building, by name or by what it is.

    Attributes:
        keys: Facilities any of which is meant; empty when only the kind is said.
        kinds: Kinds of facility any of which is meant, such as ``civilian object``; empty when it is named.
    """

    keys: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an empty choice."""
        if not (self.keys or self.kinds):
            raise ValueError("a facility that is not open needs a key or a kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A point that somebody published.

    Attributes:
        lon_deg: Longitude, degrees east, WGS 84.
        lat_deg: Latitude, degrees north.
        ce90_m: Error at 90 % as stated, metres; None when none is stated.
        means: How they found it, in their words; empty when not said.
    """

    lon_deg: float
    lat_deg: float
    ce90_m: float | None
    means: str = ""

    def __post_init__(self) -> None:
        """Refuse a point that is not on Earth, or an error that is none."""
        _require_on_earth(self.lon_deg, self.lat_deg)
        if self.ce90_m is not None and not 0 < self.ce90_m < math.inf:
            raise ValueError("a stated error must be above zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A named place of some extent, such as a town: anywhere within a radius.

    Attributes:
        name: As written.
        lon_deg: Longitude of its middle, degrees east, WGS 84.
        lat_deg: Latitude, degrees north.
        radius_m: Metres within which all of it lies.
    """

    name: str
    lon_deg: float
    lat_deg: float
    radius_m: float

    def __post_init__(self) -> None:
        """Refuse an area without extent."""
        _require_on_earth(self.lon_deg, self.lat_deg)
        if not 0 < self.radius_m < math.inf:
            raise ValueError("an area needs a radius above zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many, from least to most.

    Attributes:
        least: At least so many.
        most: At most so many; None when not said.
    """

    least: int
    most: int | None

    def __post_init__(self) -> None:
        """Refuse a range that is the wrong way round."""
        if self.least < 0 or (self.most is not None and self.most < self.least):
            raise ValueError(f"no count is at least {self.least} and at most {self.most}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many facilities of a kind were in which state, as one statement counts them.

    Attributes:
        kind: What is counted, such as ``hospital``.
        where: Where, as written, such as a town's name.
        total: All of them; None when not said.
        parts: How many in each state, such as ``destroyed`` and ``functioning``.
    """

    kind: str
    where: str
    total: Count | None
    parts: dict[str, Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """What is said to have happened, slot by slot; an open slot (None) says nothing.

    An assertion says that something like this happened; a denial, that nothing like it did. A slot
    left open in a denial therefore covers everything, and in an assertion leaves it unsaid.

    Attributes:
        about: Events that it speaks of; empty when it names none.
        actor: Who did it: keys of parties.
        action: What was done.
        facility: To which building.
        place: Where.
        time: When, in the speaker's words and as they can be read.
        weapon: With what: a claimed attribute, never inferred from footage.
        platform: From what it was launched.
        effect: With what result, such as ``destroyed``.
        status: What the facility was at the time, such as ``evacuated``.
        killed: How many were killed.
        injured: How many were injured.
        tally: How many facilities were in which state.
    """

    about: tuple[str, ...] = ()
    actor: OneOf | None = None
    action: OneOf | None = None
    facility: FacilityIs | None = None
    place: Spot | Area | None = None
    time: DateText | None = None
    weapon: OneOf | None = None
    platform: OneOf | None = None
    effect: OneOf | None = None
    status: OneOf | None = None
    killed: Count | None = None
    injured: Count | None = None
    tally: Tally | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that somebody said, anchored to where it is archived.

    Attributes:
        key: Its name in the case.
        speaker: Key of the party who said it.
        attitude: What the speaker does with the propositions.
        propositions: What is asserted or denied; none in a report, whose content is that of what it reports.
        anchor: The words in the archive.
        rests_on: Keys of the statements that this one passes on or draws from.
        translation: The words in another language; None when there is none.
        grade: A person's grading; None when nobody has graded it.
        note: Anything else.

    Raises:
        ValueError: A report reports nothing or claims something of its own, or a claim has no content.
    """

    key: str
    speaker: str
    attitude: Attitude
    propositions: tuple[Proposition, ...]
    anchor: Anchor
    rests_on: tuple[str, ...] = ()
    translation: Translation | None = None
    grade: Grade | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a report with a claim of its own, and a claim without content."""
        if self.attitude is Attitude.REPORTS:
            if not self.rests_on or self.propositions:
                raise ValueError("a report names the statements that it passes on, and adds no proposition of its own")
        elif not self.propositions:
            raise ValueError(f"a statement that {self.attitude.value} needs at least one proposition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who speaks or acts.

    Attributes:
        key: Its name in the case.
        name: As shown.
        part_of: Key of the party that answers for it, such as the state of a ministry; None for none.
    """

    key: str
    name: str
    part_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFacility:
    """A building that statements speak of.

    Attributes:
        key: Its name in the case.
        names: Every name in use, in every script, the one to show first.
        kind: Such as ``hospital``.
        gazetteer_ids: Its identifiers in gazetteers, set by a person; empty when nobody has linked it.
    """

    key: str
    names: tuple[str, ...]
    kind: str
    gazetteer_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a facility without a name."""
        if not self.names:
            raise ValueError("a facility needs a name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that statements and findings are about.

    Attributes:
        key: Its name in the case.
        description: In words.
        part_of: Key of the event or publication that it is one of, such as a compilation; None for none.
        time: When, as far as the person who entered it will say; None when that is left to the findings.
        context: True for what is background on the timeline, and never by itself evidence of who struck.
    """

    key: str
    description: str
    part_of: str | None = None
    time: DateText | None = None
    context: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source document, as the statements file describes it.

    Attributes:
        key: Its name in the case.
        digest: SHA-256 of its bytes.
        citation: Who published it where and when, so that a reader can find it.
        publisher: Key of the party that published it.
        language: BCP 47 tag.
        published: When it was published, in its own words and as they can be read.
        dateline: Place, agency and day as its first line gives them; None when it has none.
        url: Address; None when not given.
        summary: True for a summary written for the case, never to be shown as the original.
    """

    key: str
    digest: Digest
    citation: str
    publisher: str
    language: str
    published: DateText
    dateline: str | None = None
    url: str | None = None
    summary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """Everything that a statements file holds.

    Attributes:
        documents: The sources.
        parties: Who speaks and acts.
        facilities: Buildings spoken of.
        events: What is spoken of.
        broader: Terms that the file adds to the vocabulary, each with the broader one.
        statements: In the order of the file.
    """

    documents: tuple[Document, ...]
    parties: tuple[Party, ...]
    facilities: tuple[NamedFacility, ...]
    events: tuple[Event, ...]
    broader: dict[str, str]
    statements: tuple[Statement, ...]


def _require_on_earth(lon_deg: float, lat_deg: float) -> None:
    if not (-180 <= lon_deg <= 180 and -90 <= lat_deg <= 90):
        raise ValueError(f"not on Earth: longitude {lon_deg}, latitude {lat_deg}; are they swapped?")
