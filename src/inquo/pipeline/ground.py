"""The searched imagery: several references, searched as one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from inquo.errors import PointsError
from inquo.geometry import homography
from inquo.geometry.crs_pyproj import ground_distance_m
from inquo.geometry.grid import View
from inquo.geometry.progress import Progress, part
from inquo.imagery.map_reference import MapReference
from inquo.imagery.mosaic import Mosaic
from inquo.placement import by_hand
from inquo.placement.atlas import Atlases
from inquo.placement.criteria import Criteria
from inquo.placement.journal import Journal
from inquo.placement.locate import Located, NotLocated, locate
from inquo.placement.point import ANY_RELIEF_M, ImagePoint, ground_point
from inquo.placement.witness import Witness
from inquo.records.control import ControlPoint, ControlPoints
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.place import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A view found on one of the references."""

    located: Located
    mosaic: Mosaic


Searched = Mosaic | MapReference
JournalOf = Callable[[Searched], Journal | None]

_FINE_ON_MAPS_UP_TO_KM2 = 2.0
"""A map gives leads alone: there is less to gain by searching more of it densely."""


def keep_no_journal(_: Searched) -> None:
    """Go on with nothing after a stop."""


def mosaics_among(references: Iterable[Searched]) -> tuple[Mosaic, ...]:
    """Imagery alone: a map places nothing."""
    return tuple(one for one in references if isinstance(one, Mosaic))


def find(
    view: View,
    references: Sequence[Searched],
    criteria: Criteria,
    progress: Progress,
    witness: Witness | None = None,
    *,
    atlases: Atlases,
    journal_of: JournalOf = keep_no_journal,
) -> Found | NotLocated:
    """Search imagery; where that finds nothing, search maps for leads.

    Args:
        view: The picture.
        references: Imagery and maps.
        criteria: Range and limits.
        progress: Told how far the work is.
        witness: Told what was seen, for those who want to look.
        atlases: Structure of the imagery, kept from one picture to the next.
        journal_of: Where the sweep of a reference is kept while it is not finished.

    Returns:
        A find on imagery, or why there is none, with the leads of imagery before those of maps.
    """
    mosaics = mosaics_among(references)
    maps = [one for one in references if isinstance(one, MapReference)]
    share = len(mosaics) / len(references)
    found = (
        find_on_imagery(
            view, mosaics, criteria, part(progress, 0, share), witness, atlases=atlases, journal_of=journal_of
        )
        if mosaics
        else None
    )
    if isinstance(found, Found) or (found and not maps):
        return found
    led = leads_on_maps(view, maps, criteria, part(progress, share, 1), journal_of=journal_of)
    return led if found is None else replace(found, candidates=(*found.candidates, *led.candidates))


def leads_on_maps(
    view: View,
    maps: Sequence[MapReference],
    criteria: Criteria,
    progress: Progress,
    *,
    journal_of: JournalOf = keep_no_journal,
) -> NotLocated:
    """Search maps. Whatever fits, however well, is a lead: how often it is right has not been measured well enough."""
    criteria = replace(criteria, dense_up_to_km2=min(criteria.dense_up_to_km2, _FINE_ON_MAPS_UP_TO_KM2))
    failed: list[NotLocated] = []
    for number, one in enumerate(maps):
        listen = part(progress, number / len(maps), (number + 1) / len(maps))
        answer = locate(view, one, criteria, progress=listen, journal=journal_of(one))
        if isinstance(answer, Located):
            answer = NotLocated(why=Undetermined(reason=one.leads_only), candidates=answer.candidates)
        leads = tuple(replace(lead, map=one.exhibits[0]) for lead in answer.candidates)
        failed.append(replace(answer, candidates=leads))
    return _none_of(failed)


def find_on_imagery(
    view: View,
    mosaics: Sequence[Mosaic],
    criteria: Criteria,
    progress: Progress,
    witness: Witness | None = None,
    *,
    atlases: Atlases,
    journal_of: JournalOf = keep_no_journal,
) -> Found | NotLocated:
    """Search several references as one.

    1. Each is searched by itself.
    2. The search grew: what one reference would give by chance is multiplied by how much more was searched.
    3. What no longer stands out is not found.
    4. Two references that put the view at different places contradict each other: not found.

    Returns:
        The find that chance explains worst, or why there is none, with the leads of all references.
    """
    total_m2 = sum(_area_m2(mosaic) for mosaic in mosaics)
    found: list[Found] = []
    failed: list[NotLocated] = []
    for number, mosaic in enumerate(mosaics):  # 1
        listen = part(progress, number / len(mosaics), (number + 1) / len(mosaics))
        journal = journal_of(mosaic)
        answer = locate(view, atlases.of(mosaic), criteria, progress=listen, witness=witness, journal=journal)
        if isinstance(answer, NotLocated):
            failed.append(answer)
            continue
        located = _in_larger_search(answer, total_m2 / _area_m2(mosaic))  # 2
        expected = _expected(located)
        if not expected <= criteria.max_expected_false_matches:  # 3
            why = f"in all {len(mosaics)} references, chance would give {expected:.2g} places as good as the best"
            failed.append(NotLocated(why=Undetermined(reason=why), candidates=answer.candidates))
            continue
        found.append(Found(located=located, mosaic=mosaic))
    if not found:
        return _none_of(failed)
    found.sort(key=lambda one: _expected(one.located))
    return _contradiction(view, found) or found[0]  # 4


def find_by_hand(
    view: View,
    mosaics: Sequence[Mosaic],
    points: ControlPoints,
    criteria: Criteria,
    witness: Witness | None = None,
) -> Found | NotLocated:
    """Place a view on control points, on the reference that shows them all; of several, the finest.

    Raises:
        PointsError: No reference shows all of them, or a point cannot be used.
    """
    used = points.enabled
    if not used:
        return NotLocated(why=Undetermined(reason="no control point is enabled"), candidates=())
    if not mosaics:
        return NotLocated(why=Undetermined(reason="control points need imagery; a map gives leads only"), candidates=())
    missing: list[tuple[int, ControlPoint]] = []
    for mosaic in sorted(mosaics, key=lambda one: one.gsd_m):
        there = by_hand.on_map(points, used, mosaic.crs)
        outside = [p for p, (x, y) in zip(used, there, strict=True) if not _holds(mosaic, float(x), float(y))]
        if not outside:
            located = by_hand.locate_by_hand(view, mosaic, points, criteria)
            if isinstance(located, NotLocated):
                return located
            if witness is not None:
                witness.placed_by_hand(view, mosaic, located)
            return Found(located=located, mosaic=mosaic)
        missing.append((len(outside), outside[0]))
    count, first = min(missing, key=lambda pair: pair[0])
    raise PointsError(
        points.name,
        f"line {first.line}: the point ({first.map_x:.10g}, {first.map_y:.10g}) lies on none of the imagery, "
        f"nor do {count - 1} others",
        hint="x is east or longitude and comes first; the first line names the CRS of these numbers",
    )


def _holds(mosaic: Mosaic, x_m: float, y_m: float) -> bool:
    west, south, east, north = mosaic.bounds_m
    return west <= x_m <= east and south <= y_m <= north and mosaic.source_at(x_m, y_m) is not None


def sources_under(found: Found, view: View) -> tuple[Digest, ...]:
    """Exhibits under a view's middle and corners, without repetition, the one under the middle first."""
    w, h = view.width_px, view.height_px
    points = np.array([(w / 2, h / 2), (0, 0), (w, 0), (w, h), (0, h)], np.float64)
    on_map = homography.apply(found.located.checked.fit.matrix, points)
    seen = (found.mosaic.source_at(float(x), float(y)) for x, y in on_map)
    return tuple(dict.fromkeys(digest for digest in seen if digest is not None))


def mosaic_of(placement: Placement, references: Sequence[Searched]) -> Mosaic | None:
    """The imagery on which something was placed."""
    mosaics = (one for one in references if isinstance(one, Mosaic))
    return next((mosaic for mosaic in mosaics if set(placement.imagery) & set(mosaic.exhibits)), None)


def _area_m2(mosaic: Mosaic) -> float:
    west, south, east, north = mosaic.bounds_m
    return (east - west) * (north - south)


def _in_larger_search(located: Located, times: float) -> Located:
    registration = located.registration
    expected = _expected(located) * times
    return replace(located, registration=replace(registration, expected_false_matches=expected))


def _expected(located: Located) -> float:
    """Expected false matches of a search, which always states them."""
    expected = located.registration.expected_false_matches
    assert expected is not None
    return expected


def _none_of(failed: Sequence[NotLocated]) -> NotLocated:
    leads = sorted((lead for one in failed for lead in one.candidates), key=lambda lead: -lead.score)
    best = max(failed, key=lambda one: max((lead.score for lead in one.candidates), default=-math.inf))
    return NotLocated(why=best.why, candidates=tuple(leads))


def _contradiction(view: View, found: Sequence[Found]) -> NotLocated | None:
    """Two references that disagree about the middle of the view by more than their errors allow."""
    middle_px = (view.width_px / 2, view.height_px / 2)
    middle = ImagePoint(at_px=middle_px, sigma_px=0.5, relief_m=ANY_RELIEF_M, size_px=view.size_px)
    points = [ground_point(one.located, middle) for one in found]
    for other in points[1:]:
        apart_m = ground_distance_m((points[0].lon_deg, points[0].lat_deg), (other.lon_deg, other.lat_deg))
        if not apart_m <= 2 * math.hypot(points[0].ce90_m, other.ce90_m):
            why = f"two references put the picture {apart_m:.0f} m apart, further than their errors allow"
            leads = tuple(lead for one in found for lead in one.located.candidates[:3])
            return NotLocated(why=Undetermined(reason=why), candidates=leads)
    return None
