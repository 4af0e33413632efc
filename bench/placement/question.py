"""What a method is asked, what it may answer, and who may answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bench.placement.ground import Reference
from inquo.geometry.grid import View

Point = tuple[float, float]

OWN_GROUND = "own"
NOT_THERE = "not in the reference"
"""Footage of a place that its own reference does not show: a decoy by birth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One search, by name: cheap to list, to send to another process, to repeat.

    Attributes:
        dataset: Which set the footage is from, such as ``srif``.
        kind: Row of the table within the set, such as ``map``.
        item: The pair, photograph or place within the set.
        look: How the footage is made to look, a key of ``look.LOOKS``.
        tilt_deg: Camera's angle off nadir that the footage is warped to.
        ground: ``own``, or the decoy that is searched instead.
        seed: Of every random choice made for this question.
    """

    dataset: str
    kind: str
    item: str
    look: str
    tilt_deg: float
    ground: str
    seed: int

    @property
    def is_decoy(self) -> bool:
        """True when the place is not in what is searched, so that every placement is false."""
        return self.ground != OWN_GROUND

    @property
    def name(self) -> str:
        """Says everything but the seed."""
        return "/".join((self.dataset, self.kind, self.item, self.look, f"{self.tilt_deg:.0f}deg", self.ground))

    def rng(self) -> np.random.Generator:
        """The same choices for every method and every ground: footage does not depend on where it is sought."""
        key = f"{self.dataset}/{self.kind}/{self.item}/{self.look}/{self.tilt_deg:.0f}".encode()
        return np.random.default_rng([self.seed, *key])


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question made ready: pictures loaded, warped and degraded.

    Attributes:
        view: The footage.
        aim_px: The point in it that has to be placed.
        aimed: True where a weapon is aimed at that point, false where chance chose it.
        gsd_range_m: Metres per pixel of footage, least and most, as the method is told.
        reference: The imagery to be searched.
        truth_m: Where the aim is, in the reference's CRS; None when it is not there.
        centre_m: Where the middle of the view is, likewise.
        tolerance_m: A placement further from the truth than this is false.
        truth_ce90_m: How well the truth itself is known.
        footprint_m: Side of the square with the area that the view covers.
    """

    view: View
    aim_px: Point
    aimed: bool
    gsd_range_m: tuple[float, float]
    reference: Reference
    truth_m: Point | None
    centre_m: Point | None
    tolerance_m: float
    truth_ce90_m: float
    footprint_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a method says. ``place_m`` is None when it says that the place cannot be determined.

    Attributes:
        place_m: Where the aim is, in the reference's CRS.
        ce90_m: Radius that holds the true point with probability 0.9, if the method states one.
        expected_false_matches: As good as this by chance in this search; stated also on refusal, if known.
        leads_m: Where the middle of the view could be, best first; not a claim.
        reason: Why there is no place.
        score: Whatever the method ranks by.
    """

    place_m: Point | None = None
    ce90_m: float | None = None
    expected_false_matches: float | None = None
    leads_m: tuple[Point, ...] = ()
    reason: str = ""
    score: float | None = None


class Method(Protocol):
    """Something that looks for footage in imagery."""

    @property
    def name(self) -> str:
        """As it stands in the table."""

    @property
    def rule(self) -> str:
        """When it accepts a place, in a few words."""

    def answer(self, query: Query) -> Answer:
        """Search the query's reference for its view."""


class DataSet(Protocol):
    """Footage with a known place. Loads nothing until asked."""

    @property
    def name(self) -> str:
        """As it stands in the table."""

    def questions(self, seed: int) -> tuple[Question, ...]:
        """Everything it can ask, on its own ground.

        Raises:
            MissingDataError: Its files are not here.
        """

    def pose(self, question: Question) -> Query:
        """Load and make one of its questions ready, always on its own ground."""

    def grounds(self) -> tuple[str, ...]:
        """Names of its references, which are decoys for other places."""

    def ground(self, name: str) -> Reference:
        """One of its references."""

    def is_elsewhere(self, question: Question, ground: str) -> bool:
        """True when a ground of this set surely does not show what the question shows."""


class MissingDataError(Exception):
    """A set's files are not on this machine; it is skipped by name."""
