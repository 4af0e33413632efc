"""A case: one question, and the folder that holds everything that bears on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inquo.records.custody import require_utc

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a case folder says of itself.

    Attributes:
        name: Short name, the folder's name when it was made.
        question: What the investigation is to answer.
        opened: When, in UTC.
        opened_by: By whom.
        format_version: Layout of the folder; a higher one than ours is refused, never guessed at.
        invented: True when the place and the events are made up; every page then says so.
        program: Program and version that made the folder, for whoever cannot open it with another.
    """

    name: str
    question: str
    opened: datetime
    opened_by: str
    format_version: int = FORMAT_VERSION
    invented: bool = False
    program: str = ""

    def __post_init__(self) -> None:
        """Refuse a time that is not in UTC."""
        require_utc(self.opened)
