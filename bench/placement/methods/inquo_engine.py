"""Inquo's own engine, as the pipeline calls it."""

from __future__ import annotations

import importlib
import math
import zlib
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from pyproj import Transformer

from bench.placement.question import Answer, MissingDataError, Point, Query

AIM_SIGMA_PX = 1.0
"""Inquo is told where the aim is as a person would click it: off by so much in each axis, and that it is."""


@dataclass(kw_only=True)
class InquoEngine:
    """``placement.locate`` and ``placement.point`` with the default criteria but for the scale range.

    Attributes:
        name: As it stands in the table.
        rule: When it accepts.
        alone: The one pass that is asked, by its name in ``placement.criteria``; empty for a whole search, which comes
            to it when those before it place nothing.
        dense_up_to_km2: How much imagery is searched densely; None for what is usual.
    """

    name: str = "Inquo"
    rule: str = "check points and expected false matches within the default criteria"
    threads: int = 1
    alone: str = ""
    dense_up_to_km2: float | None = None
    _modules: dict[str, Any] = field(default_factory=dict, repr=False)

    def answer(self, query: Query) -> Answer:
        """Locate the view, place the aim.

        Raises:
            MissingDataError: Only one pass is asked, and so much imagery has none.
        """
        limits = self._module("criteria")
        criteria = limits.Criteria(gsd_range_m=query.gsd_range_m, threads=self.threads)
        if self.dense_up_to_km2 is not None:
            criteria = replace(criteria, dense_up_to_km2=self.dense_up_to_km2)
        if self.alone:
            if query.reference.area_km2 > limits.FINE_UP_TO_KM2:
                raise MissingDataError(f"imagery above {limits.FINE_UP_TO_KM2:g} km2: its passes are others")
            criteria = getattr(limits, self.alone)(criteria)
        silent = importlib.import_module("inquo.geometry.progress").silent
        found = self._module("locate").locate(query.view, query.reference, criteria, progress=silent)
        return self.concluded(query, found)

    def concluded(self, query: Query, found: Any) -> Answer:  # noqa: ANN401 - a Located or a NotLocated
        """What was found, in the benchmark's terms, with the aim placed."""
        to_map = Transformer.from_crs("EPSG:4326", query.reference.crs, always_xy=True)
        leads: tuple[Point, ...] = tuple(to_map.transform(c.lon_deg, c.lat_deg) for c in found.candidates)
        best = found.candidates[0].score if found.candidates else None
        registration = getattr(found, "registration", None)
        if registration is None:
            expected = getattr(found, "expected_false_matches", None)
            why = getattr(found, "why", None) or getattr(found, "undetermined", None)
            reason = str(getattr(why, "reason", ""))
            return Answer(expected_false_matches=expected, leads_m=leads, reason=reason, score=best)
        point = self._module("point")
        relief_m = point.TARGET_RELIEF_M if query.aimed else point.ANY_RELIEF_M
        aim = point.ImagePoint(
            at_px=clicked(query), sigma_px=AIM_SIGMA_PX, relief_m=relief_m, size_px=query.view.size_px
        )
        placed = point.ground_point(found, aim, point.around(found, aim, query.view, query.reference))
        place = (placed.x_m, placed.y_m)
        if not all(math.isfinite(v) for v in place):
            return Answer(leads_m=leads, reason="the engine answered with no number")
        return Answer(
            place_m=place,
            ce90_m=placed.ce90_m,
            expected_false_matches=registration.expected_false_matches,
            leads_m=leads,
            score=registration.score,
        )

    def _module(self, name: str) -> Any:  # noqa: ANN401 - bound when asked, so that baselines run without it
        if name not in self._modules:
            try:
                self._modules[name] = importlib.import_module(f"inquo.placement.{name}")
            except ModuleNotFoundError as e:
                raise MissingDataError(f"no engine: {e}") from e
        return self._modules[name]


def clicked(query: Query) -> Point:
    """The aim as it is told: off by a draw from its stated error, the same for the same picture, inside of it."""
    rng = np.random.default_rng(zlib.crc32(query.view.grey.tobytes()))
    x, y = np.array(query.aim_px) + rng.normal(0.0, AIM_SIGMA_PX, 2)
    return (min(max(float(x), 0.0), query.view.width_px - 1.0), min(max(float(y), 0.0), query.view.height_px - 1.0))


def third_pass() -> InquoEngine:
    """The third pass alone, so that decoys need not be searched by the first two again."""
    return InquoEngine(name="third pass", alone="by_both")


def last_pass() -> InquoEngine:
    """The last pass alone, likewise."""
    return InquoEngine(name="last pass", alone="deep")
