"""Where on the imagery a view looks, or why that cannot be said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from inquo.geometry import crs_pyproj, homography
from inquo.geometry.grid import Matrix, View
from inquo.geometry.progress import Progress, silent
from inquo.placement.atlas import atlas_of
from inquo.placement.criteria import METHOD, Criteria
from inquo.placement.halves import Halves, compare
from inquo.placement.journal import Journal
from inquo.placement.judging import Outcome
from inquo.placement.reference import Reference
from inquo.placement.registration import Checked
from inquo.placement.search import search
from inquo.placement.witness import Witness
from inquo.records.control import ControlPoints
from inquo.records.finding import Undetermined
from inquo.records.place import Candidate, Registration, TiePoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A view that was found on the imagery.

    Attributes:
        registration: The transform and the figures it passed with.
        checked: The same fit with its covariance, from which points are placed.
        reference_ce90_m: The imagery's own absolute error.
        candidates: The winner and the other leads, best first.
        halves: The earlier and the later frames, each by themselves, or why they cannot be compared; None when the
            view is no composite of enough frames.
    """

    registration: Registration
    checked: Checked
    reference_ce90_m: float
    candidates: tuple[Candidate, ...]
    halves: Halves | Undetermined | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotLocated:
    """A view that could not be placed.

    Attributes:
        why: The first criterion that was not met.
        expected_false_matches: Places as good as the best candidate that chance would give in this search.
        candidates: Leads, best first. Never findings.
    """

    why: Undetermined
    expected_false_matches: float = math.inf
    candidates: tuple[Candidate, ...]


def locate(
    view: View,
    reference: Reference,
    criteria: Criteria | None = None,
    *,
    progress: Progress = silent,
    witness: Witness | None = None,
    journal: Journal | None = None,
) -> Located | NotLocated:
    """Find where on the imagery a view looks.

    ``search.search`` has the steps.

    Args:
        view: The picture to be placed.
        reference: The imagery.
        criteria: Range and limits; the defaults search 0.05 to 2 metres per pixel.
        progress: Told how far the work is.
        witness: Shown what the search went through, for those who want to see it.
        journal: Keeps finished tiles, so that a search that is stopped goes on; of no use to a witness.

    Returns:
        The place, or the reason why there is none, with leads either way.
    """
    criteria = criteria or Criteria()
    found = search(view, reference, criteria, progress, witness, journal)
    return concluded(view, found, [reference] * (len(found.settled) + len(found.aligned)))


def concluded(view: View, found: Outcome, references: Sequence[Reference]) -> Located | NotLocated:
    """What a search came to, in the terms of a map.

    Args:
        view: The picture.
        found: What the search came to.
        references: The imagery on which each candidate lies, settled ones first.
    """
    poses = [(one.map_from_frame, one.correlation) for one in found.settled]
    poses += [(one.map_from_frame, one.score) for one in found.aligned]
    candidates = tuple(_candidate(view, reference, *pose) for pose, reference in zip(poses, references, strict=True))
    expected = found.expected_false_matches
    if isinstance(found.answer, Undetermined):
        return NotLocated(why=found.answer, expected_false_matches=expected, candidates=candidates)
    reference = references[0]
    return Located(
        registration=registration_of(
            found.answer,
            reference.crs,
            score=found.settled[0].correlation,
            expected=expected,
            mirror_share=found.mirror_share,
        ),
        checked=found.answer,
        reference_ce90_m=reference.ce90_m,
        candidates=candidates,
    )


def with_halves(located: Located, halves: tuple[View, View] | None, reference: Reference) -> Located:
    """Let the earlier and the later frames say, each by themselves, where the view lies.

    Args:
        located: Where all frames together lie.
        halves: Pictures of each half, in the coordinates of the view; None when there are too few frames.
        reference: The imagery on which it lies.
    """
    if halves is None:
        return located
    return replace(located, halves=compare(halves, located.checked.fit.matrix, atlas_of(reference)))


def _candidate(view: View, reference: Reference, map_from_frame: Matrix, score: float) -> Candidate:
    """A lead in the terms of a map reader."""
    centre = np.array([[view.width_px / 2, view.height_px / 2]])
    place = homography.apply(map_from_frame, centre)
    lon, lat = crs_pyproj.lonlat_from_map(reference.crs, place)[0]
    derivative = homography.jacobian(map_from_frame, centre)[0]
    up = crs_pyproj.en_from_map(reference.crs, place[0]) @ derivative @ np.array([0.0, -1.0])
    return Candidate(
        lon_deg=float(lon),
        lat_deg=float(lat),
        score=score,
        rotation_deg=math.degrees(math.atan2(up[0], up[1])) % 360.0,
        gsd_m=math.sqrt(abs(float(np.linalg.det(derivative)))),
    )


def registration_of(
    checked: Checked,
    crs: str,
    *,
    score: float,
    expected: float | None,
    mirror_share: float | None = None,
    method: str = METHOD,
    control_points: ControlPoints | None = None,
) -> Registration:
    """A fit that passed its check points, as a record.

    Args:
        checked: The fit.
        crs: CRS of the map.
        score: Masked normalised correlation of the whole view at this pose.
        expected: Places as good as this that chance would give; None when nothing was searched.
        mirror_share: How strongly the view's mirror image fits there, as a share; None when nothing was searched.
        method: Name and version.
        control_points: What a person set, when a person did.
    """
    ties, matrix = checked.ties, checked.fit.matrix
    used = np.flatnonzero(checked.control | checked.check)
    apart_m = np.linalg.norm(ties.map_m - homography.apply(matrix, ties.frame_px), axis=1)
    points = tuple(
        TiePoint(
            x_px=float(ties.frame_px[i, 0]),
            y_px=float(ties.frame_px[i, 1]),
            x_m=float(ties.map_m[i, 0]),
            y_m=float(ties.map_m[i, 1]),
            covariance_m2=_pairs(ties.covariance_m2[i]),
            score=float(ties.score[i]),
            check=bool(checked.check[i]),
            residual_m=float(apart_m[i]),
        )
        for i in used
    )
    rows = [(float(a), float(b), float(c)) for a, b, c in matrix]
    return Registration(
        map_from_frame=(rows[0], rows[1], rows[2]),
        crs=crs,
        model=checked.fit.model,
        control=int(checked.control.sum()),
        check=int(checked.check.sum()),
        check_rmse_m=checked.check_rmse_m,
        score=score,
        expected_false_matches=expected,
        mirror_share=mirror_share,
        tie_points=points,
        method=method,
        control_points=control_points,
    )


def _pairs(covariance: Matrix) -> tuple[tuple[float, float], tuple[float, float]]:
    (a, b), (c, d) = covariance
    return ((float(a), float(b + c) / 2), (float(b + c) / 2, float(d)))
