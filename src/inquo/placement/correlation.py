"""One tile of imagery and a view's templates: masked normalised correlation at every shift and every angle.

With t the field of the view and z that of the imagery,

    c = Re sum conj(t) z / sqrt(sum |t|^2 . sum_mask |z|^2).

Where a level asks for it, the same of brightness is added: of either sign, since an infrared look may be the negative,
and weighed so that the two add up as the standard scores of ``standing`` do.

What makes it quick: the real part needs two real transforms and one inverse; a template turned by half a turn has the
conjugate spectrum, so that one spectrum serves two angles; a template fills few rows of a tile, and only those need the
first half of its transform; the energy under the mask is smooth, so that one mask, averaged over the angles, serves all
of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from inquo.geometry.grid import Grey, GroundRaster, Mask
from inquo.placement.field import Field, brightness, parts, structure, thinned
from inquo.placement.hypotheses import Level, Posture
from inquo.placement.reference import Bounds, Reference
from inquo.placement.shrunk import Shrunk
from inquo.placement.standing import BRIGHTNESS_WEIGHT
from inquo.placement.templates import Template, laid_out, side_px, turn

Float32 = NDArray[np.float32]
Spectrum = NDArray[np.complex64]
Parts = tuple[Spectrum, ...]
"""Spectra of the real fields that a field consists of."""

_ENERGY_FLOOR = 0.08
_LEAST_COVER = 0.5


@dataclass(frozen=True, slots=True)
class Tile:
    """A window to be searched: its whole extent is read, peaks count in its core."""

    bounds_m: Bounds
    shape: tuple[int, int]
    margin_px: int


@dataclass(frozen=True, slots=True)
class Bank:
    """Spectra of one posture's templates at the first half of the angles, each in the corner of a tile."""

    half_px: int
    structure: list[Parts]
    brightness: list[Parts]
    mask: Spectrum
    pixels: float


@dataclass(frozen=True, slots=True)
class _Channel:
    """Spectra of a field's parts, and of its energy."""

    parts: Parts
    energy: Spectrum


@dataclass(frozen=True, slots=True)
class Ground:
    """What a tile shows: its structure, its brightness where that is asked, and where there is imagery."""

    raster: GroundRaster
    structure: _Channel
    brightness: _Channel | None
    cover: Spectrum


def bank_of(view: Shrunk, posture: Posture, level: Level, tile: Tile) -> Bank:
    """Transform one posture's templates for a level's tiles, which have one shape."""
    side = side_px(view, posture, level.working_m)
    density = level.density
    angles = [math.tau * i / density.angles for i in range(density.angles // 2)]

    def turned(seen: Callable[[Grey | Float32, Mask], Field]) -> list[Template]:
        field = laid_out(view, posture, level.working_m, density.thinning, seen)
        return [turn(field, view, posture, level.working_m, angle) for angle in angles]

    def spectra(templates: list[Template]) -> list[Parts]:
        return [tuple(_spectrum(part, tile.shape) for part in parts(one.normed)) for one in templates]

    templates = turned(structure)
    bright = turned(brightness) if density.brightness else []
    weight = np.zeros((side, side), np.float32)
    for template in templates:
        weight += template.weight + template.weight[::-1, ::-1]
    weight /= density.angles
    return Bank(side // 2, spectra(templates), spectra(bright), _spectrum(weight, tile.shape), float(weight.sum()))


def _spectrum(values: Float32, shape: tuple[int, int]) -> Spectrum:
    """Spectrum of a small square in the corner of a tile; the rows below it are empty."""
    rows = fft.rfft(np.ascontiguousarray(values), shape[1], axis=1)
    return np.asarray(fft.fft(rows, shape[0], axis=0), np.complex64)


def look_at(reference: Reference, level: Level, tile: Tile) -> Ground | None:
    """Read a tile and transform what it shows; None where there is no imagery."""
    thinning = level.density.thinning
    ground = reference.read(tile.bounds_m, level.working_m / thinning)
    if not ground.valid.any():
        return None
    field = thinned(structure(ground.grey, ground.valid), thinning)
    bright = thinned(brightness(ground.grey, ground.valid), thinning) if level.density.brightness else None
    return Ground(
        raster=ground,
        structure=_channel(field, tile.shape),
        brightness=_channel(bright, tile.shape) if bright else None,
        cover=fft.rfft2(_fitted(field.support.astype(np.float32), tile.shape)),
    )


def _channel(field: Field, shape: tuple[int, int]) -> _Channel:
    z = _fitted(field.z, shape)
    return _Channel(tuple(fft.rfft2(np.ascontiguousarray(part)) for part in parts(z)), fft.rfft2(np.abs(z) ** 2))


def correlated(ground: Ground, bank: Bank, tile: Tile) -> tuple[Float32, NDArray[np.int16]]:
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


def _fitted(values: NDArray[Any], shape: tuple[int, int]) -> NDArray[Any]:
    """Values cut or padded to a tile's shape."""
    out = np.zeros(shape, values.dtype)
    h, w = min(shape[0], values.shape[0]), min(shape[1], values.shape[1])
    out[:h, :w] = values[:h, :w]
    return out
