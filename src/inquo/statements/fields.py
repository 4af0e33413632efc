"""The tables and fields of a statements file: one list, from which both the reader and the schema are made."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

FORMAT = 1
LARGEST_COUNT = 1_000_000_000


class Kind(enum.Enum):
    """What a field may hold."""

    TEXT = "text"
    TEXTS = "text or list of texts"
    FLAG = "true or false"
    COUNT = "integer, or a table of least and most"
    TALLY = "table of a kind, a place and counts by state"
    FACILITY = "key, list of keys, or a table of keys and kinds"
    PLACE = "table of a point, of an area, or of a mark in a picture"
    TIME = "text, or a table of text and the events it may count from"
    TRANSLATION = "table of text, language and translator"
    GRADE = "table of source, information, reason and by"
    PROPOSITIONS = "list of tables"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table.

    Attributes:
        kind: What it may hold.
        meaning: What it says, for an editor to show.
        required: True when the table is nothing without it.
    """

    kind: Kind
    meaning: str
    required: bool = False


DOCUMENT = {
    "key": Field(Kind.TEXT, "Short name, used by statements.", required=True),
    "file": Field(
        Kind.TEXT, "Path of the document from this file's folder; in a case, the name it was added by.", required=True
    ),
    "page": Field(Kind.TEXT, "Address of the page, where the file is a web archive (WARC or WACZ)."),
    "typed": Field(Kind.TEXT, "Where the file is a picture or a scan: its words, typed off by a person."),
    "transcript_of": Field(Kind.TEXT, "Path of the picture whose words the file holds, typed off by a person."),
    "typed_by": Field(Kind.TEXT, "Who typed the words off."),
    "sha256": Field(Kind.TEXT, "SHA-256 that the document must have."),
    "citation": Field(Kind.TEXT, "Who published it, where and when, so that a reader can find it.", required=True),
    "publisher": Field(Kind.TEXT, "Key of the party that published it.", required=True),
    "language": Field(Kind.TEXT, "BCP 47 tag, such as ar or en.", required=True),
    "published": Field(Kind.TEXT, "When it was published, in its own words.", required=True),
    "dateline": Field(Kind.TEXT, "Place, agency and day as its first line gives them."),
    "zone": Field(Kind.TEXT, "Time zone it keeps: UTC, an offset such as +03:00, or Region/City."),
    "url": Field(Kind.TEXT, "Address."),
    "summary": Field(Kind.FLAG, "True for a summary of our own, which is never shown as the original."),
}
PARTY = {
    "key": Field(Kind.TEXT, "Short name.", required=True),
    "name": Field(Kind.TEXT, "Name to show.", required=True),
    "part_of": Field(Kind.TEXT, "Key of the party that answers for it, such as the state of a ministry."),
}
FACILITY = {
    "key": Field(Kind.TEXT, "Short name.", required=True),
    "names": Field(Kind.TEXTS, "Every name, in every script; the one to show first.", required=True),
    "kind": Field(Kind.TEXT, "What it is, such as hospital.", required=True),
    "where": Field(Kind.TEXT, "The town or district it is in, as counts of facilities name it."),
    "gazetteer": Field(Kind.TEXTS, "Its identifiers in gazetteers, once you have linked it."),
}
EVENT = {
    "key": Field(Kind.TEXT, "Short name.", required=True),
    "description": Field(Kind.TEXT, "In words.", required=True),
    "part_of": Field(Kind.TEXTS, "Keys of the events or publications that it is one of, such as a compilation."),
    "time": Field(Kind.TIME, "When, where the account of it is to be counted from."),
    "shot": Field(Kind.TEXTS, "The shots that show it: the video's name and the shot's number, as clip.mp4#3."),
    "context": Field(Kind.FLAG, "True for background, never by itself evidence of who struck."),
}
TERM = {
    "term": Field(Kind.TEXT, "A term that the vocabulary lacks.", required=True),
    "broader": Field(Kind.TEXT, "The broader term that it falls under.", required=True),
}
STATEMENT = {
    "key": Field(Kind.TEXT, "Short name.", required=True),
    "speaker": Field(Kind.TEXT, "Key of the party who said it.", required=True),
    "attitude": Field(Kind.TEXT, "asserts, denies or reports.", required=True),
    "document": Field(Kind.TEXT, "Key of the document that it is in.", required=True),
    "quote": Field(Kind.TEXT, "The words, exactly as in the document.", required=True),
    "prefix": Field(Kind.TEXT, "Words just before, where the quote occurs more than once."),
    "suffix": Field(Kind.TEXT, "Words just after, where the quote occurs more than once."),
    "language": Field(Kind.TEXT, "BCP 47 tag of the quote, where it is not the document's."),
    "translation": Field(Kind.TRANSLATION, "The words in another language, and who translated them."),
    "rests_on": Field(Kind.TEXTS, "Keys of the statements that it passes on or draws from."),
    "grade": Field(Kind.GRADE, "Your grading by the Admiralty code, with your reason."),
    "note": Field(Kind.TEXT, "Anything else."),
    "proposition": Field(Kind.PROPOSITIONS, "What is asserted or denied; none in a report."),
}
PROPOSITION = {
    "about": Field(Kind.TEXTS, "Keys of the events that it speaks of; leave out when it names none."),
    "actor": Field(Kind.TEXTS, "Who did it: keys of parties."),
    "action": Field(Kind.TEXTS, "What was done, such as strike."),
    "facility": Field(Kind.FACILITY, "To which building, by key or by kind."),
    "place": Field(Kind.PLACE, "Where: a point with its error, an area, or a mark in a picture."),
    "time": Field(Kind.TIME, "When, in the speaker's words."),
    "weapon": Field(Kind.TEXTS, "With what, as claimed."),
    "platform": Field(Kind.TEXTS, "From what it was launched, as claimed."),
    "effect": Field(Kind.TEXTS, "With what result, such as destroyed."),
    "status": Field(Kind.TEXTS, "What the facility was at the time, such as evacuated."),
    "killed": Field(Kind.COUNT, "How many were killed."),
    "injured": Field(Kind.COUNT, "How many were injured."),
    "tally": Field(Kind.TALLY, "How many facilities of a kind were in which state."),
    "means": Field(Kind.TEXT, "How the speaker knows, as they say it."),
}
TABLES: Mapping[str, Mapping[str, Field]] = {
    "document": DOCUMENT,
    "party": PARTY,
    "facility": FACILITY,
    "event": EVENT,
    "term": TERM,
    "statement": STATEMENT,
}
