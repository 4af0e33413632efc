"""Compare a view with imagery at every place, angle and scale: coarse, complete, constant memory.

The score of a hypothesis at a place is the masked normalised correlation of the view's field t
with the imagery's field z,

    c = Re sum conj(t) z / sqrt(sum |t|^2 . sum_mask |z|^2),

at every shift at once through the discrete Fourier transform. What makes it quick: the real
part needs two real transforms and one inverse; a template turned by half a turn has the
conjugate spectrum, so that two angles share their products; spectra of templates are made once
a level and used on every tile; the energy under the mask is smooth, so that one mask,
averaged over the angles, serves all of them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import GroundRaster
from inquo.geometry.progress import Progress
from inquo.placement.criteria import Criteria
from inquo.placement.field import Field, structure, thinned
from inquo.placement.hypotheses import Level, Posture
from inquo.placement.journal import Journal
from inquo.placement.lead import Lead, as_lead, as_record
from inquo.placement.reference import Bounds, Reference
from inquo.placement.shrunk import Shrunk
from inquo.placement.templates import THINNING, centred, laid_out, side_px, turn
from inquo.placement.witness import Surface
from inquo.records.canonical import Json

Float32 = NDArray[np.float32]
Spectrum = NDArray[np.complex64]

TILE_PX = 640
ANGLES = 30
PEAK_RADIUS_PX = 4
PEAKS_PER_TILE = 24
_ENERGY_FLOOR = 0.08
_LEAST_COVER = 0.5
_PER_KEPT = 4


@dataclass(frozen=True, slots=True)
class _Bank:
    """Spectra of one posture's templates at the first half of the angles."""

    posture: Posture
    angles_rad: tuple[float, ...]
    real: list[Spectrum]
    imag: list[Spectrum]
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
            banks = list(pool.map(lambda p, m=level, t=left: _bank(view, p, m, t[0]), level.postures if left else ()))
            for tile, ground in _looked_at(reference, level, left, pool):
                progress(done / total, f"sweeping at {level.working_m:.1f} m{before}")
                found = _search_tile(view, ground, level, banks, tile, pool, criteria, surface) if ground else []
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
    chosen: list[Lead] = []
    for lead in sorted(leads, key=lambda one: -one.score)[: _PER_KEPT * keep]:
        if not any(_alike(lead, other) for other in chosen):
            chosen.append(lead)
            if len(chosen) == keep:
                break
    return chosen


def _alike(a: Lead, b: Lead) -> bool:
    apart_m = math.dist(a.centre_m, b.centre_m)
    turned = abs((a.angle_rad - b.angle_rad + math.pi) % math.tau - math.pi)
    ratio = abs(math.log(a.footprint_m / b.footprint_m))
    near = 0.1 if a.posture == b.posture else 0.2
    return apart_m < near * min(a.footprint_m, b.footprint_m) and turned < math.radians(15) and ratio < 0.25


@dataclass(frozen=True, slots=True)
class _Tile:
    """A window to be searched: its whole extent is read, peaks count in its core."""

    bounds_m: Bounds
    shape: tuple[int, int]
    margin_px: int


def _tiles(bounds_m: Bounds, view: Shrunk, level: Level) -> Iterator[_Tile]:
    """Cover the imagery with overlapping windows of one transform size."""
    m = level.working_m
    margin = max(side_px(view, posture, m) for posture in level.postures) // 2
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
    working_m, shape = level.working_m, tile.shape
    field = laid_out(view, posture, working_m)
    angles = tuple(math.tau * i / ANGLES for i in range(ANGLES // 2))
    real, imag, mean = [], [], None
    for angle in angles:
        template = turn(field, view, posture, working_m, angle)
        half = template.z.shape[0] // 2
        scale = np.float32(1.0 / max(template.norm, 1e-6))
        real.append(_spectrum(template.z.real * scale, half, shape))
        imag.append(_spectrum(template.z.imag * scale, half, shape))
        both = template.weight + template.weight[::-1, ::-1]
        mean = both if mean is None else mean + both
    assert mean is not None
    mean /= 2 * len(angles)
    return _Bank(posture, angles, real, imag, _spectrum(mean, mean.shape[0] // 2, shape), float(mean.sum()))


def _spectrum(values: Float32, half: int, shape: tuple[int, int]) -> Spectrum:
    """Conjugate spectrum of a small square whose middle pixel is moved to the origin."""
    padded = np.zeros(shape, np.float32)
    side = values.shape[0]
    padded[:side, :side] = values
    padded = np.roll(padded, (-half, -half), axis=(0, 1))
    return np.asarray(np.conj(fft.rfft2(padded)), np.complex64)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a tile shows: spectra of its field's parts, of its energy, and of where there is imagery."""

    raster: GroundRaster
    parts: list[Spectrum]
    energy: Spectrum
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
    z = _fitted(field, tile.shape)
    return _Ground(
        raster=ground,
        parts=[fft.rfft2(np.ascontiguousarray(part)) for part in (z.real, z.imag)],
        energy=fft.rfft2(np.abs(z) ** 2),
        cover=fft.rfft2(_fitted_mask(field, tile.shape)),
    )


def _search_tile(
    view: Shrunk,
    ground: _Ground,
    level: Level,
    banks: list[_Bank],
    tile: _Tile,
    pool: ThreadPoolExecutor,
    criteria: Criteria,
    surface: Surface | None = None,
) -> list[Lead]:
    """Score every hypothesis of a level on one tile and read off its peaks."""
    leads: list[Lead] = []
    for bank in banks:
        pixels = max(bank.pixels, 1.0)
        under = fft.irfft2(ground.energy * bank.mask, tile.shape)
        seen = fft.irfft2(ground.cover * bank.mask, tile.shape) / pixels
        inverse = 1.0 / np.sqrt(np.maximum(under, _ENERGY_FLOOR * pixels)) * (seen > _LEAST_COVER)
        halves = [range(i, len(bank.angles_rad), criteria.threads) for i in range(criteria.threads)]
        parts = list(pool.map(lambda which, b=bank: _best(ground.parts, b, which, tile.shape), halves))
        best, which = _merge(parts)
        best *= inverse.astype(np.float32)
        if surface is not None:
            corner_m = (
                tile.bounds_m[0] + tile.margin_px * level.working_m,
                tile.bounds_m[3] - tile.margin_px * level.working_m,
            )
            inside = slice(tile.margin_px, -tile.margin_px)
            scale = np.float32(bank.posture.footprint_m(view) / level.working_m)
            surface(best[inside, inside] * scale, corner_m, level.working_m)
        leads.extend(_peaks(view, ground.raster, tile, level, bank, best, which))
    return leads


def _best(
    spectra: list[Spectrum], bank: _Bank, which: range, shape: tuple[int, int]
) -> tuple[Float32, NDArray[np.int16]]:
    """Best correlation over some angles, and which angle it was, at every shift."""
    best = np.full(shape, -np.inf, np.float32)
    index = np.zeros(shape, np.int16)
    z_real, z_imag = spectra
    total, part = np.empty_like(z_real), np.empty_like(z_real)
    for i in which:
        for half_turn in (False, True):
            real, imag = bank.real[i], bank.imag[i]
            np.multiply(z_real, real.conj() if half_turn else real, out=total)
            np.multiply(z_imag, imag.conj() if half_turn else imag, out=part)
            total += part
            score = fft.irfft2(total, shape, overwrite_x=True)
            better = score > best
            np.copyto(best, score, where=better)
            np.copyto(index, np.int16(i + half_turn * len(bank.angles_rad)), where=better)
    return best, index


def _merge(parts: list[tuple[Float32, NDArray[np.int16]]]) -> tuple[Float32, NDArray[np.int16]]:
    best, index = parts[0]
    for other, other_index in parts[1:]:
        better = other > best
        np.copyto(best, other, where=better)
        np.copyto(index, other_index, where=better)
    return best, index


def _peaks(
    view: Shrunk, ground: GroundRaster, tile: _Tile, level: Level, bank: _Bank, best: Float32, which: NDArray[np.int16]
) -> list[Lead]:
    """Turn the highest local maxima in a tile's core into leads."""
    m = tile.margin_px
    core = best[m : tile.shape[0] - m, m : tile.shape[1] - m]
    where = np.flatnonzero(raster.local_maxima(core, PEAK_RADIUS_PX) & (core > 0))
    top = where[np.argsort(core.ravel()[where])[::-1][:PEAKS_PER_TILE]]
    leads = []
    for row, column in zip(*np.unravel_index(top, core.shape), strict=True):
        y, x = int(row) + m, int(column) + m
        angle = math.tau * int(which[y, x]) / ANGLES
        leads.append(_lead(view, ground, bank.posture, level.working_m, angle, (x + 0.5, y + 0.5), float(best[y, x])))
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


def _fitted(field: Field, shape: tuple[int, int]) -> NDArray[np.complex64]:
    """The field cut or padded to a tile's shape."""
    out = np.zeros(shape, np.complex64)
    h, w = min(shape[0], field.z.shape[0]), min(shape[1], field.z.shape[1])
    out[:h, :w] = field.z[:h, :w]
    return out


def _fitted_mask(field: Field, shape: tuple[int, int]) -> Float32:
    out = np.zeros(shape, np.float32)
    h, w = min(shape[0], field.z.shape[0]), min(shape[1], field.z.shape[1])
    out[:h, :w] = field.support[:h, :w]
    return out
