"""The numbers behind the pictures, for ``explain.json``."""

from __future__ import annotations

import math

import numpy as np

from inquo.geometry import homography
from inquo.placement.explain.account import Pose, Search, role_of
from inquo.placement.point import LookedAround
from inquo.placement.registration import Settled
from inquo.placement.significance import Agreement
from inquo.placement.surroundings import Surroundings
from inquo.records.canonical import Json
from inquo.records.finding import Undetermined


def numbers(search: Search) -> dict[str, Json]:
    """What a search came to, unknown as None."""
    pose, outcome = search.pose(), search.outcome
    evidence = outcome.evidence if outcome else None
    middle = np.array([[search.view.width_px / 2, search.view.height_px / 2]])
    return {
        "searched": {
            "crs": search.reference.crs,
            "bounds_m": list(search.reference.bounds_m),
            "gsd_m": search.reference.gsd_m,
            "ce90_m": search.reference.ce90_m,
        },
        "by_hand": search.located is not None,
        "candidates": [_candidate(one, middle) for one in outcome.settled] if outcome else [],
        "rival_strengths": [*sorted(outcome.rivals, reverse=True)] if outcome else [],
        "significance": {
            "strength": evidence.strength,
            "rivals": evidence.rivals,
            "rival_mean": evidence.rival_mean,
            "rival_spread": evidence.rival_spread,
            "best_rival": evidence.best_rival,
            **_agreement(evidence.agreement),
            "at_larger_pixels": _agreement(evidence.coarser) if evidence.coarser else None,
            "by_self_similarity": _agreement(evidence.self_similar) if evidence.self_similar else None,
            "found_again": evidence.found_again,
            "expected_false_matches": _finite(outcome.expected_false_matches) if outcome else None,
        }
        if evidence
        else None,
        "map_from_frame": pose.matrix.tolist() if pose else None,
        "tie_points": _ties(pose) if pose else [],
        "surroundings": _around(search.around) if search.around else None,
    }


def _around(around: LookedAround) -> Json:
    found = around.found
    known = found if isinstance(found, Surroundings) else None
    return {
        "at_px": list(around.at_px),
        "prior_m2": around.prior_m2.tolist(),
        "moved_m": known.moved_m.tolist() if known else None,
        "covariance_m2": known.covariance_m2.tolist() if known else None,
        "seen": known.seen if known else None,
        "side_m": known.side_m if known else None,
        "reason": found.reason if isinstance(found, Undetermined) else None,
    }


def _candidate(one: Settled, middle: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Json:
    x_m, y_m = homography.apply(one.map_from_frame, middle)[0]
    return {
        "x_m": float(x_m),
        "y_m": float(y_m),
        "strength": one.strength,
        "structure": one.standing.structure,
        "brightness": one.standing.brightness,
        "patch_brightness": one.standing.patches,
        "correlation": one.correlation,
        "agreeing": one.agreeing,
        "patches": one.ties.patches,
    }


def _agreement(found: Agreement) -> dict[str, Json]:
    counted: dict[str, Json] = {"agreeing": found.agreeing, "patches": found.patches, "base_share": found.base_share}
    return counted if found.in_weakest_half is None else {**counted, "in_weakest_half": found.in_weakest_half}


def _ties(pose: Pose) -> Json:
    ties = pose.ties
    miss = ties.map_m - homography.apply(pose.matrix, ties.frame_px)
    return [
        {
            "x_px": float(ties.frame_px[i, 0]),
            "y_px": float(ties.frame_px[i, 1]),
            "x_m": float(ties.map_m[i, 0]),
            "y_m": float(ties.map_m[i, 1]),
            "covariance_m2": ties.covariance_m2[i].tolist(),
            "miss_m": miss[i].tolist(),
            "role": role_of(pose, i),
        }
        for i in range(len(ties))
    ]


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
