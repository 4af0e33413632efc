"""What finished tiles of a sweep gave is kept, so that an interrupted sweep goes on at the next tile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from inquo.records.canonical import Json
from inquo.records.swept import SweptLead


class Journal(Protocol):
    """Keeps the sweeps of one search, tile by tile; whoever hands it out knows for which picture and imagery it is."""

    def begun(self, plan: Json) -> Sequence[Sequence[SweptLead]]:
        """The first sweep begins, or the next.

        Args:
            plan: Its tiles and what is tried on each.

        Returns:
            What each tile gave that an earlier run of the same plan finished, from the first tile on.
        """

    def finished(self, leads: Sequence[SweptLead]) -> None:
        """The next tile is finished.

        Args:
            leads: What it gave.
        """
