"""Compare a view with imagery at every place, angle and scale: coarse, complete, constant memory.

``correlation`` scores all of a posture's angles on a tile at once. Spectra of templates are made once a level and used
on every tile; while one tile is searched the next is read.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import GroundRaster
from inquo.geometry.progress import Progress
from inquo.placement.correlation import Bank, Ground, Tile, bank_of, correlated, look_at
from inquo.placement.criteria import Criteria
from inquo.placement.hypotheses import Level, Posture
from inquo.placement.journal import Journal
from inquo.placement.lead import Lead, as_lead, as_record
from inquo.placement.reference import Bounds, Reference
from inquo.placement.shrunk import Shrunk
from inquo.placement.templates import centred, side_px
from inquo.placement.witness import Surface
from inquo.records.canonical import Json

Float32 = NDArray[np.float32]

TILE_PX, PEAK_RADIUS_PX = 1280, 8
"""Of the field, before it is thinned."""
PEAKS_PER_TILE = 24
_PER_KEPT = 6


def sweep(
    view: Shrunk,
    reference: Reference,
    levels: tuple[Level, ...],
    criteria: Criteria,
    progress: Progress,
    surface: Surface | None = None,
    journal: Journal | None = None,
) -> list[Lead]:
    """Find the places that look most like the view.

    Args:
        view: The picture to be placed.
        reference: The imagery.
        levels: Hypotheses, from ``hypotheses.plan``.
        criteria: How many leads to keep, and threads.
        progress: Told after each tile.
        surface: Shown the scores of every tile that is searched now.
        journal: Keeps what each tile gave; tiles that it knows are not searched again.

    Returns:
        Leads at distinct places, best first; interrupted and taken up again, the sweep gives the same.
    """
    leads: list[Lead] = []
    work = [(level, tuple(_tiles(reference.bounds_m, view, level))) for level in levels]
    known = iter(journal.begun(_as_json(work, reference, criteria)) if journal else ())
    total = sum(len(tiles) * len(level.postures) for level, tiles in work)
    done, before = 0, ""
    with ThreadPoolExecutor(criteria.threads) as pool:
        for level, tiles in work:
            recalled = list(itertools.islice(known, len(tiles)))
            if recalled:
                leads = _foremost([*leads, *(as_lead(lead) for tile in recalled for lead in tile)], criteria)
                done += len(recalled) * len(level.postures)
                before = f": {done / total:.0%} was swept before"
            left = tiles[len(recalled) :]
            banks: list[Bank | None] = [None] * len(level.postures)
            if len(left) > 1:
                banks = list(pool.map(lambda p, m=level, t=left: bank_of(view, p, m, t[0]), level.postures))
            for tile, ground in _looked_at(reference, level, left, pool):
                progress(done / total, f"sweeping at {level.working_m:.1f} m{before}")
                found = _search_tile(view, ground, level, banks, tile, pool, surface) if ground else []
                leads = _foremost([*leads, *found], criteria)
                if journal:
                    journal.finished([as_record(lead) for lead in found if lead.score >= leads[-1].score])
                done += len(level.postures)
            leads = distinct(leads, _carried(criteria))
    progress(1.0, "swept")
    return distinct(leads, criteria.leads)


def _as_json(work: list[tuple[Level, tuple[Tile, ...]]], reference: Reference, criteria: Criteria) -> Json:
    """All that the leads of a tile depend on, the picture and the imagery's content apart."""
    return {
        "crs": reference.crs,
        "bounds_m": [*reference.bounds_m],
        "leads": criteria.leads,
        "levels": [
            {
                "working_m": level.working_m,
                "postures": [[posture.gsd_m, posture.stretch] for posture in level.postures],
                "angles": level.density.angles,
                "thinning": level.density.thinning,
                "brightness": level.density.brightness,
                "tiles": len(tiles),
                "tile_px": [*tiles[0].shape] if tiles else [],
            }
            for level, tiles in work
        ],
    }


def _carried(criteria: Criteria) -> int:
    """How many leads go from one level to the next."""
    return 2 * criteria.leads


def _foremost(leads: list[Lead], criteria: Criteria) -> list[Lead]:
    """The leads that ``distinct`` can still choose from at the end of a level, so that memory is bounded."""
    return sorted(leads, key=lambda one: -one.score)[: _PER_KEPT * _carried(criteria)]


def distinct(leads: list[Lead], keep: int) -> list[Lead]:
    """The best leads, leaving out those that say nearly the same as a better one."""
    ranked = sorted(leads, key=lambda one: -one.score)[: _PER_KEPT * keep]
    centres_m = np.array([one.centre_m for one in ranked]).reshape(-1, 2)
    footprints_m = np.array([one.footprint_m for one in ranked])
    angles_rad = np.array([one.angle_rad for one in ranked])
    postures = np.array([hash(one.posture) for one in ranked])
    left, chosen = np.ones(len(ranked), bool), []
    for i, lead in enumerate(ranked):
        if not left[i]:
            continue
        chosen.append(lead)
        if len(chosen) == keep:
            break
        near = np.where(postures == postures[i], 0.1, 0.2) * np.minimum(footprints_m, lead.footprint_m)
        turned = np.abs((angles_rad - lead.angle_rad + math.pi) % math.tau - math.pi)
        left &= ~(
            (np.hypot(*(centres_m - lead.centre_m).T) < near)
            & (turned < math.radians(15))
            & (np.abs(np.log(footprints_m / lead.footprint_m)) < 0.25)
        )
    return chosen


def _tiles(bounds_m: Bounds, view: Shrunk, level: Level) -> Iterator[Tile]:
    """Cover the imagery with overlapping windows of one transform size."""
    m = level.working_m
    margin = max(side_px(view, posture, m) for posture in level.postures) // 2 + 1
    width, height = (math.ceil((bounds_m[i + 2] - bounds_m[i]) / m) for i in (0, 1))
    core = max(TILE_PX // level.density.thinning - 2 * margin, 2 * margin)
    cores = [math.ceil(n / math.ceil(n / core)) for n in (height, width)]
    shape = tuple(fft.next_fast_len(core + 2 * margin, real=True) for core in cores)
    core_h, core_w = shape[0] - 2 * margin, shape[1] - 2 * margin
    for row in range(0, height, core_h):
        for column in range(0, width, core_w):
            left = bounds_m[0] + (column - margin) * m
            top = bounds_m[3] - (row - margin) * m
            yield Tile((left, top - shape[0] * m, left + shape[1] * m, top), (shape[0], shape[1]), margin)


def _looked_at(
    reference: Reference, level: Level, tiles: tuple[Tile, ...], pool: ThreadPoolExecutor
) -> Iterator[tuple[Tile, Ground | None]]:
    """Each tile with its ground, None where there is no imagery; while one is searched the next is read."""
    ahead = pool.submit(look_at, reference, level, tiles[0]) if tiles else None
    for tile, following in itertools.zip_longest(tiles, tiles[1:]):
        assert ahead is not None
        ground = ahead.result()
        ahead = pool.submit(look_at, reference, level, following) if following else None
        yield tile, ground


def _search_tile(
    view: Shrunk,
    ground: Ground,
    level: Level,
    banks: list[Bank | None],
    tile: Tile,
    pool: ThreadPoolExecutor,
    surface: Surface | None = None,
) -> list[Lead]:
    """Score every hypothesis of a level on one tile and read off its peaks.

    Banks that are needed once are not kept: where one tile is all there is, each is made here.
    """
    leads: list[Lead] = []

    def scored(posture: Posture, kept: Bank | None) -> tuple[Float32, NDArray[np.int16]]:
        return correlated(ground, kept or bank_of(view, posture, level, tile), tile)

    postures = level.postures
    for posture, (best, which) in zip(postures, pool.map(scored, postures, banks), strict=True):
        if surface is not None:
            corner_m = (
                tile.bounds_m[0] + tile.margin_px * level.working_m,
                tile.bounds_m[3] - tile.margin_px * level.working_m,
            )
            scale = np.float32(posture.footprint_m(view) / level.working_m)
            surface(best * scale, corner_m, level.working_m)
        leads.extend(_peaks(view, ground.raster, tile, level, posture, best, which))
    return leads


def _peaks(
    view: Shrunk,
    ground: GroundRaster,
    tile: Tile,
    level: Level,
    posture: Posture,
    best: Float32,
    which: NDArray[np.int16],
) -> list[Lead]:
    """Turn the highest local maxima in a tile's core into leads."""
    m, density = tile.margin_px, level.density
    radius = PEAK_RADIUS_PX // density.thinning
    where = np.flatnonzero(raster.local_maxima(best, radius) & (best > 0))
    top = where[np.argsort(best.ravel()[where])[::-1][:PEAKS_PER_TILE]]
    leads = []
    for row, column in zip(*np.unravel_index(top, best.shape), strict=True):
        angle = math.tau * int(which[row, column]) / density.angles
        at = (int(column) + m + 0.5, int(row) + m + 0.5)
        leads.append(_lead(view, ground, posture, level, angle, at, float(best[row, column])))
    return leads


def _lead(
    view: Shrunk,
    ground: GroundRaster,
    posture: Posture,
    level: Level,
    angle: float,
    at_px: tuple[float, float],
    score: float,
) -> Lead:
    factor, thinning = posture.gsd_m / level.working_m, level.density.thinning
    stretched = np.diag([factor, factor * posture.stretch, 1.0])
    to_centre = np.array([[1.0, 0.0, -view.width_px / 2], [0.0, 1.0, -view.height_px / 2], [0.0, 0.0, 1.0]])
    map_from_pixel = np.vstack([ground.map_from_pixel, [0.0, 0.0, 1.0]]) @ np.diag([thinning, thinning, 1.0])
    map_from_frame = map_from_pixel @ centred(angle, *at_px) @ stretched @ to_centre
    centre = map_from_pixel @ np.array([*at_px, 1.0])
    side_m = posture.footprint_m(view)
    return Lead(
        score=score * side_m / level.working_m,
        correlation=score,
        posture=posture,
        angle_rad=angle,
        map_from_frame=map_from_frame,
        centre_m=(float(centre[0]), float(centre[1])),
        footprint_m=side_m,
    )
