"""Who answers: Inquo's engine and the named baselines, all of one shape."""

from __future__ import annotations

from collections.abc import Callable

from bench.placement.methods.features_cv2 import asift, orb, sift
from bench.placement.methods.inquo_engine import InquoEngine, last_pass, third_pass
from bench.placement.methods.phase import PhaseCorrelation
from bench.placement.methods.prototype import Prototype
from bench.placement.question import Method

METHODS: dict[str, Callable[[], Method]] = {
    "inquo": InquoEngine,
    "third": third_pass,
    "last": last_pass,
    "sift": sift,
    "asift": asift,
    "orb": orb,
    "phase": PhaseCorrelation,
    "prototype": Prototype,
}
OURS = ("inquo", "third", "last")
"""Not baselines: these are asked every decoy."""
BY_NAME_ALONE = ("third", "last")
"""Parts of a method, which are asked when they are named."""
STRIDES = {"inquo": 1, "third": 1, "last": 1, "sift": 1, "orb": 1, "phase": 1, "prototype": 5, "asift": 5}
"""Slow baselines are asked every so many questions; the table says how many that were."""
