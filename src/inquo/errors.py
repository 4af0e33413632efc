"""Everything that can go wrong, as one tree.

InquoError                      1   the step could not run
├── UsageError                  2   the command was asked for something impossible
│   └── CaseError               2   the folder is not a case, or not one this version can open
├── EvidenceError               3   integrity: what is on disk is not what was taken into custody
│   ├── CustodyError            3   an exhibit could not be taken in, or no longer matches its digest
│   ├── LedgerError             3   the chain of custody events is broken
│   ├── QuoteError              3   a quote is not in the archived document
│   └── StoreError              3   the case's records cannot be kept, or no longer match their digests
├── UndeterminedError           4   a command whose only answer would be a place has none to give
├── SupplierError               5   somebody else's server or program failed
└── InputError                  1   a file cannot be read as what it is said to be
    ├── FootageError            1   a video or picture
    ├── ImageryError            1   georeferenced imagery
    ├── GazetteerError          1   a list of facilities
    ├── PointsError             1   a file of control points
    ├── StatementError          1   a file of statements
    └── IncidentError           1   a table of incidents

The number is the exit code. Each error carries a message that names the file and
the reason, and a hint that says what the person can do next. Errors of other
libraries are translated where they arise, with ``from``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pathlib import Path


class InquoError(Exception):
    """The step could not run.

    Attributes:
        hint: What the person can do next; empty when nothing is known.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(InquoError):
    """The command was asked for something impossible."""

    exit_code = 2


class CaseError(UsageError):
    """The folder is not a case, or not one this version can open."""


class EvidenceError(InquoError):
    """What is on disk is not what was taken into custody."""

    exit_code = 3


class CustodyError(EvidenceError):
    """An exhibit could not be taken in, or no longer matches its digest."""


class LedgerError(EvidenceError):
    """The chain of custody events is broken."""


class QuoteError(EvidenceError):
    """A quote is not in the archived document, or not there only once."""


class StoreError(EvidenceError):
    """The case's records cannot be kept, or no longer match their digests."""


class UndeterminedError(InquoError):
    """A command whose only answer would be a place has none to give."""

    exit_code = 4


class SupplierError(InquoError):
    """Somebody else's server or program failed."""

    exit_code = 5


class InputError(InquoError):
    """A file cannot be read as what it is said to be.

    Attributes:
        path: The file.
        reason: Why, in a clause that starts with a small letter.
    """

    usual_hint: ClassVar[str] = "check the file, or give another"

    def __init__(self, path: Path | str, reason: str, *, hint: str = "") -> None:
        super().__init__(f"{path}: {reason}", hint=hint or self.usual_hint)
        self.path = path
        self.reason = reason


class FootageError(InputError):
    """A video or picture cannot be decoded."""

    usual_hint = "get the file again from its source, or give another copy"


class ImageryError(InputError):
    """Georeferenced imagery cannot be used."""

    usual_hint = "open it in QGIS to see what is wrong, or give other imagery"


class GazetteerError(InputError):
    """A list of facilities cannot be used."""

    usual_hint = "open it in QGIS or a spreadsheet to see what is wrong"


class PointsError(InputError):
    """A file of control points cannot be used."""

    usual_hint = "open it in QGIS's georeferencer with the shot's picture, and save it from there"


class StatementError(InputError):
    """A file of statements cannot be used."""


class IncidentError(InputError):
    """A table of incidents cannot be used."""
