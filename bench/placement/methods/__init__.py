"""Who answers: Inquo's engine and the named baselines, all of one shape."""

from __future__ import annotations

from collections.abc import Callable

from bench.placement.methods.features_cv2 import asift, orb, sift
from bench.placement.methods.inquo_engine import InquoEngine, third_pass
from bench.placement.methods.phase import PhaseCorrelation
from bench.placement.methods.prototype import Prototype
from bench.placement.question import Method

METHODS: dict[str, Callable[[], Method]] = {
    "inquo": InquoEngine,
    "third": third_pass,
    "sift": sift,
    "asift": asift,
    "orb": orb,
    "phase": PhaseCorrelation,
    "prototype": Prototype,
}
OURS = ("inquo", "third")
"""Not baselines: these are asked every decoy."""
BY_NAME_ALONE = ("third",)
"""A part of a method, which is asked when it is named."""
STRIDES = {"inquo": 1, "third": 1, "sift": 1, "orb": 1, "phase": 1, "prototype": 5, "asift": 5}
"""Slow baselines are asked every so many questions; the table says how many that were."""
