"""Who said what, where it is archived, and which propositions it asserts, denies or passes on."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from inquo.records.chronology import DateText
from inquo.records.digest import Digest
from inquo.records.proposition import Proposition


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
        where: The town or district it is in; None when not said.
        gazetteer_ids: Its identifiers in gazetteers, set by a person; empty when nobody has linked it.
    """

    key: str
    names: tuple[str, ...]
    kind: str
    where: str | None = None
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
        part_of: Keys of the events or publications that it is one of, such as a compilation.
        time: When, as far as the person who entered it will say; None when that is left to the findings.
        context: True for what is background on the timeline, and never by itself evidence of who struck.
        shots: The shots that show it, as a person linked them: ``clip.mp4#3``, or first digits of a shot's digest.
    """

    key: str
    description: str
    part_of: tuple[str, ...] = ()
    time: DateText | None = None
    context: bool = False
    shots: tuple[str, ...] = ()


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
        transcript_of: Digest of the picture or scan whose words were typed off, the document's own where they
            stand in the statements file; None for any other document.
        typed_by: Who typed them off; None for any other document.

    Raises:
        ValueError: A transcript has nobody who typed it, or the other way round.
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
    transcript_of: Digest | None = None
    typed_by: str | None = None

    def __post_init__(self) -> None:
        """Refuse a transcript that nobody answers for."""
        if (self.transcript_of is None) is not (self.typed_by is None):
            raise ValueError("a transcript needs the picture (transcript_of, or typed) and who typed it (typed_by)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
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
