"""Compare a view with imagery at every place, angle and scale: coarse, complete, constant memory.

The score of a hypothesis at a place is the masked normalised correlation of the view's field t
with the imagery's field z,

    c = Re sum conj(t) z / sqrt(sum |t|^2 . sum_mask |z|^2),

at every shift at once through the discrete Fourier transform. Where a level asks for it, the same of brightness is
added: of either sign, since an infrared look may be the negative, and weighed so that the two add up as the standard
scores of ``standing`` do. What makes it quick: the real
part needs two real transforms and one inverse; a template turned by half a turn has the
conjugate spectrum, so that one spectrum serves two angles; a template fills few rows of a tile,
and only those need the first half of its transform; spectra of templates are made once a level
and used on every tile; the energy under the mask is smooth, so that one mask, averaged over the
angles, serves all of them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import GroundRaster
from inquo.geometry.progress import Progress
from inquo.placement.criteria import Criteria
from inquo.placement.field import Field, brightness, parts, structure, thinned
from inquo.placement.hypotheses import Level, Posture
from inquo.placement.journal import Journal
from inquo.placement.lead import Lead, as_lead, as_record
from inquo.placement.reference import Bounds, Reference
from inquo.placement.shrunk import Shrunk
from inquo.placement.standing import BRIGHTNESS_WEIGHT
from inquo.placement.templates import THINNING, Template, centred, laid_out, side_px, turn
from inquo.placement.witness import Surface
from inquo.records.canonical import Json

Float32 = NDArray[np.float32]
Spectrum = NDArray[np.complex64]
Parts = tuple[Spectrum, ...]
"""Spectra of the real fields that a field consists of."""

TILE_PX = 640
PEAK_RADIUS_PX = 4
PEAKS_PER_TILE = 24
_ENERGY_FLOOR = 0.08
_LEAST_COVER = 0.5
_PER_KEPT = 6


@dataclass(frozen=True, slots=True)
class _Bank:
    """Spectra of one posture's templates at the first half of the angles, each in the corner of a tile."""

    half_px: int
    structure: list[Parts]
    brightness: list[Parts]
    mask: Spectrum
    pixels: float


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
            banks: list[_Bank | None] = [None] * len(level.postures)
            if len(left) > 1:
                banks = list(pool.map(lambda p, m=level, t=left: _bank(view, p, m, t[0]), level.postures))
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


def _as_json(work: list[tuple[Level, tuple[_Tile, ...]]], reference: Reference, criteria: Criteria) -> Json:
    """All that the leads of a tile depend on, the picture and the imagery's content apart."""
    return {
        "crs": reference.crs,
        "bounds_m": [*reference.bounds_m],
        "leads": criteria.leads,
        "levels": [
            {
                "working_m": level.working_m,
                "postures": [[posture.gsd_m, posture.stretch] for posture in level.postures],
                "angles": level.angles,
                "brightness": level.brightness,
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


@dataclass(frozen=True, slots=True)
class _Tile:
    """A window to be searched: its whole extent is read, peaks count in its core."""

    bounds_m: Bounds
    shape: tuple[int, int]
    margin_px: int


def _tiles(bounds_m: Bounds, view: Shrunk, level: Level) -> Iterator[_Tile]:
    """Cover the imagery with overlapping windows of one transform size."""
    m = level.working_m
    margin = max(side_px(view, posture, m) for posture in level.postures) // 2 + 1
    width, height = (math.ceil((bounds_m[i + 2] - bounds_m[i]) / m) for i in (0, 1))
    cores = [math.ceil(n / math.ceil(n / max(TILE_PX - 2 * margin, 2 * margin))) for n in (height, width)]
    shape = tuple(fft.next_fast_len(core + 2 * margin, real=True) for core in cores)
    core_h, core_w = shape[0] - 2 * margin, shape[1] - 2 * margin
    for row in range(0, height, core_h):
        for column in range(0, width, core_w):
            left = bounds_m[0] + (column - margin) * m
            top = bounds_m[3] - (row - margin) * m
            yield _Tile((left, top - shape[0] * m, left + shape[1] * m, top), (shape[0], shape[1]), margin)


def _bank(view: Shrunk, posture: Posture, level: Level, tile: _Tile) -> _Bank:
    """Transform one posture's templates for a level's tiles, which have one shape."""
    side = side_px(view, posture, level.working_m)
    angles = [math.tau * i / level.angles for i in range(level.angles // 2)]

    def turned(field: Field) -> list[Template]:
        return [turn(field, view, posture, level.working_m, angle) for angle in angles]

    def spectra(templates: list[Template]) -> list[Parts]:
        return [tuple(_spectrum(part, tile.shape) for part in parts(one.normed)) for one in templates]

    templates = turned(laid_out(view, posture, level.working_m))
    bright = turned(laid_out(view, posture, level.working_m, brightness)) if level.brightness else []
    weight = np.zeros((side, side), np.float32)
    for template in templates:
        weight += template.weight + template.weight[::-1, ::-1]
    weight /= level.angles
    return _Bank(side // 2, spectra(templates), spectra(bright), _spectrum(weight, tile.shape), float(weight.sum()))


def _spectrum(values: Float32, shape: tuple[int, int]) -> Spectrum:
    """Spectrum of a small square in the corner of a tile; the rows below it are empty."""
    rows = fft.rfft(np.ascontiguousarray(values), shape[1], axis=1)
    return np.asarray(fft.fft(rows, shape[0], axis=0), np.complex64)


@dataclass(frozen=True, slots=True)
class _Channel:
    """Spectra of a field's parts, and of its energy."""

    parts: Parts
    energy: Spectrum


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a tile shows: its structure, its brightness where that is asked, and where there is imagery."""

    raster: GroundRaster
    structure: _Channel
    brightness: _Channel | None
    cover: Spectrum


def _looked_at(
    reference: Reference, level: Level, tiles: tuple[_Tile, ...], pool: ThreadPoolExecutor
) -> Iterator[tuple[_Tile, _Ground | None]]:
    """Each tile with its ground, None where there is no imagery; while one is searched the next is read."""
    ahead = pool.submit(_look, reference, level, tiles[0]) if tiles else None
    for tile, following in itertools.zip_longest(tiles, tiles[1:]):
        assert ahead is not None
        ground = ahead.result()
        ahead = pool.submit(_look, reference, level, following) if following else None
        yield tile, ground


def _look(reference: Reference, level: Level, tile: _Tile) -> _Ground | None:
    ground = reference.read(tile.bounds_m, level.working_m / THINNING)
    if not ground.valid.any():
        return None
    field = thinned(structure(ground.grey, ground.valid), THINNING)
    bright = thinned(brightness(ground.grey, ground.valid), THINNING) if level.brightness else None
    return _Ground(
        raster=ground,
        structure=_channel(field, tile.shape),
        brightness=_channel(bright, tile.shape) if bright else None,
        cover=fft.rfft2(_fitted(field.support.astype(np.float32), tile.shape)),
    )


def _channel(field: Field, shape: tuple[int, int]) -> _Channel:
    z = _fitted(field.z, shape)
    return _Channel(tuple(fft.rfft2(np.ascontiguousarray(part)) for part in parts(z)), fft.rfft2(np.abs(z) ** 2))


def _search_tile(
    view: Shrunk,
    ground: _Ground,
    level: Level,
    banks: list[_Bank | None],
    tile: _Tile,
    pool: ThreadPoolExecutor,
    surface: Surface | None = None,
) -> list[Lead]:
    """Score every hypothesis of a level on one tile and read off its peaks.

    Banks that are needed once are not kept: where one tile is all there is, each is made here.
    """
    leads: list[Lead] = []

    def scored(posture: Posture, kept: _Bank | None) -> tuple[Float32, NDArray[np.int16]]:
        return _scored(ground, kept or _bank(view, posture, level, tile), tile)

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


def _scored(ground: _Ground, bank: _Bank, tile: _Tile) -> tuple[Float32, NDArray[np.int16]]:
    """Best correlation over the angles, and which angle it was, of a view centred on each pixel of the core.

    The product of two spectra is a convolution: the template turned by half a turn, met half a side after its centre.
    With the tile's conjugate the template is met as it is, at displacements that count backwards.
    """
    (height, width), m, half = tile.shape, tile.margin_px, bank.half_px
    forward = np.s_[m + half : height - m + half, m + half : width - m + half]
    backward = np.s_[m + half + 1 : height - m + half + 1, m + half + 1 : width - m + half + 1]
    pixels = max(bank.pixels, 1.0)

    def norm(channel: _Channel) -> Float32:
        under = fft.irfft2(channel.energy * bank.mask, tile.shape)[forward]
        return np.asarray(np.sqrt(np.maximum(under, np.float32(_ENERGY_FLOOR * pixels))))

    product, part = np.empty_like(bank.mask), np.empty_like(bank.mask)

    def matched(template: Parts, ground_parts: Parts, core: tuple[slice, slice]) -> Float32:
        np.multiply(template[0], ground_parts[0], out=product)
        for one, other in zip(template[1:], ground_parts[1:], strict=True):
            np.add(product, np.multiply(one, other, out=part), out=product)
        return np.asarray(fft.irfft2(product, tile.shape, overwrite_x=True)[core])

    structure_norm = norm(ground.structure)
    ways = [(forward, ground.structure.parts), (backward, _conjugate(ground.structure.parts))]
    bright_ways = []
    if ground.brightness:
        weight = np.float32(BRIGHTNESS_WEIGHT) * structure_norm / norm(ground.brightness)
        bright = ground.brightness.parts
        bright_ways = [(weight, bright), (weight[::-1, ::-1], _conjugate(bright))]
    best = np.full((2, height - 2 * m, width - 2 * m), -np.inf, np.float32)
    which = np.zeros(best.shape, np.int16)
    for i, template in enumerate(bank.structure):
        for way, (core, ground_parts) in enumerate(ways):
            score = matched(template, ground_parts, core)
            if bright_ways:
                weight, bright = bright_ways[way]
                score = score + weight * np.abs(matched(bank.brightness[i], bright, core))
            latest = np.multiply(score > best[way], np.int16(i))  # the last to be better is the best
            np.maximum(which[way], latest, out=which[way])
            np.maximum(best[way], score, out=best[way])
    turned, straight = best[0], best[1, ::-1, ::-1]
    highest = np.maximum(turned, straight)
    index = np.where(straight >= turned, which[1, ::-1, ::-1], which[0] + np.int16(len(bank.structure)))
    seen = fft.irfft2(ground.cover * bank.mask, tile.shape)[forward] > _LEAST_COVER * pixels
    return highest * seen / structure_norm, index


def _conjugate(parts: Parts) -> Parts:
    return tuple(np.conj(one) for one in parts)


def _peaks(
    view: Shrunk,
    ground: GroundRaster,
    tile: _Tile,
    level: Level,
    posture: Posture,
    best: Float32,
    which: NDArray[np.int16],
) -> list[Lead]:
    """Turn the highest local maxima in a tile's core into leads."""
    m = tile.margin_px
    where = np.flatnonzero(raster.local_maxima(best, PEAK_RADIUS_PX) & (best > 0))
    top = where[np.argsort(best.ravel()[where])[::-1][:PEAKS_PER_TILE]]
    leads = []
    for row, column in zip(*np.unravel_index(top, best.shape), strict=True):
        angle = math.tau * int(which[row, column]) / level.angles
        at = (int(column) + m + 0.5, int(row) + m + 0.5)
        leads.append(_lead(view, ground, posture, level.working_m, angle, at, float(best[row, column])))
    return leads


def _lead(
    view: Shrunk,
    ground: GroundRaster,
    posture: Posture,
    working_m: float,
    angle: float,
    at_px: tuple[float, float],
    score: float,
) -> Lead:
    factor = posture.gsd_m / working_m
    stretched = np.diag([factor, factor * posture.stretch, 1.0])
    to_centre = np.array([[1.0, 0.0, -view.width_px / 2], [0.0, 1.0, -view.height_px / 2], [0.0, 0.0, 1.0]])
    map_from_pixel = np.vstack([ground.map_from_pixel, [0.0, 0.0, 1.0]]) @ np.diag([THINNING, THINNING, 1.0])
    map_from_frame = map_from_pixel @ centred(angle, *at_px) @ stretched @ to_centre
    centre = map_from_pixel @ np.array([*at_px, 1.0])
    side_m = posture.footprint_m(view)
    return Lead(
        score=score * side_m / working_m,
        correlation=score,
        posture=posture,
        angle_rad=angle,
        map_from_frame=map_from_frame,
        centre_m=(float(centre[0]), float(centre[1])),
        footprint_m=side_m,
    )


def _fitted(values: NDArray[Any], shape: tuple[int, int]) -> NDArray[Any]:
    """Values cut or padded to a tile's shape."""
    out = np.zeros(shape, values.dtype)
    h, w = min(shape[0], values.shape[0]), min(shape[1], values.shape[1])
    out[:h, :w] = values[:h, :w]
    return out
