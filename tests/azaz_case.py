"""The published case of Azaz as its example states it, and a finding to set it against."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from inquo.records.chronology import WindowSet
from inquo.records.comparison import Comparison, Relation
from inquo.records.statement import Accounts, Statement
from inquo.statements.engine import Engine
from inquo.statements.findings import Building, EventFinding, PlacePoint

EXAMPLE = Path(__file__).parents[1] / "examples" / "azaz"
VIDEO_STRIKE = "“The strike in the video that the analyst recognised”"
CONTRADICTS, SUPPORTS = Relation.CONTRADICTS, Relation.SUPPORTS
COMPATIBLE, SILENT = Relation.COMPATIBLE, Relation.DOES_NOT_ADDRESS


def said(accounts: Accounts, key: str) -> Statement:
    return next(statement for statement in accounts.statements if statement.key == key)


def invented(probability: float = 0.97, event: str = "video-strike") -> EventFinding:
    """A placement as it might come out, in the middle of nowhere: no imagery of Azaz exists in this project."""
    rest = Building(key=None, name="ground", kind=None, probability=1 - probability, mapped=False)
    hospital = Building(key="national", name="Azaz National Hospital", kind="hospital", probability=probability)
    return EventFinding(
        event=event,
        place=PlacePoint(lon_deg=0.0, lat_deg=0.0, covariance_m2=((16.0, 0.0), (0.0, 16.0)), ce90_m=8.6),
        buildings=(hospital, rest),
        time=WindowSet.one(None, datetime(2021, 2, 26, 12, tzinfo=UTC)),
        action="strike",
    )


def against(accounts: Accounts, key: str, finding: EventFinding, number: int = 0) -> Comparison:
    return Engine(accounts).compare_with_finding(said(accounts, key), number, finding)
