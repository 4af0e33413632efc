"""How well each part of a view fits the imagery when it is moved a little.

The view is laid on the imagery by a transform that is nearly right, cut into patches,
and each patch's field is correlated with the imagery's field at every small displacement.
These surfaces hold all that later steps need: a change of the transform moves each patch
by an amount that can be calculated, so that trying one is a look-up and a sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from inquo.geometry import homography
from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import Mask, Matrix
from inquo.placement.atlas import Atlas
from inquo.placement.field import MARGIN_PX, Field, brightness, parts, structure
from inquo.placement.reference import Bounds
from inquo.placement.self_similarity import self_similarity
from inquo.placement.shrunk import Shrunk

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]

_LEAST_PATCH_SUPPORT = 0.6
ENERGY_FLOOR = 0.08
_USABLE = 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class Patches:
    """How a view is cut.

    Attributes:
        side_px: Side of a patch, working pixels.
        stride_px: From one patch to the next.
    """

    side_px: int
    stride_px: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A view laid on imagery, pixel on pixel.

    Attributes:
        view: The view's structure on the imagery's grid.
        ground: The imagery's structure.
        laid: Intensities of the view there, and where they can be used.
        ground_brightness: The imagery's brightness.
        map_from_pixel: 3 x 3, from the grid to map metres.
        map_from_frame: The transform by which the view was laid down.
        working_m: Metres per pixel.
    """

    view: Field
    ground: Field
    laid: tuple[Float32, Mask]
    ground_brightness: Field
    map_from_pixel: Matrix
    map_from_frame: Matrix
    working_m: float

    def by_brightness(self) -> Overlay:
        """The same two pictures, compared by brightness instead of structure."""
        return replace(self, view=brightness(*self.laid), ground=self.ground_brightness)

    def by_self_similarity(self, atlas: Atlas) -> tuple[Overlay, ...]:
        """The same two pictures, compared by self-similarity: one overlay a direction.

        Args:
            atlas: The imagery.
        """
        ground = _on_grid(atlas, self.map_from_pixel, self.ground.support.shape, self.working_m)
        pairs = zip(self_similarity(*self.laid), self_similarity(*ground), strict=True)
        return tuple(replace(self, view=view, ground=there) for view, there in pairs)

    @property
    def correlation(self) -> float:
        """Masked normalised correlation of the two fields as they lie; 0 where they do not meet."""
        both = self.view.support & self.ground.support
        if not both.sum() >= 0.5 * self.view.support.sum() > 0:
            return 0.0
        t, z = self.view.z[both], self.ground.z[both]
        floor = ENERGY_FLOOR * both.sum()
        energies = max(float((np.abs(t) ** 2).sum()), floor) * max(float((np.abs(z) ** 2).sum()), floor)
        return float((t.real * z.real + t.imag * z.imag).sum() / np.sqrt(energies))


@dataclass(frozen=True, slots=True, kw_only=True)
class Surfaces:
    """Correlation of each patch at each displacement.

    Attributes:
        centres_px: Patch centres on the grid, shape (n, 2).
        both: Unnormalised correlation, then energy of the imagery's field under the patch, shape
            (2, n, 2 reach + 1, 2 reach + 1), displacement y then x.
        own_energy: Energy of each patch, shape (n,).
        pixels: Supported pixels of each patch, shape (n,).
        reach_px: Greatest displacement.
    """

    centres_px: Float64
    both: Float32
    own_energy: Float64
    pixels: Float64
    reach_px: int

    def __add__(self, other: Surfaces) -> Surfaces:
        """The same patches compared by another field as well."""
        return replace(self, both=self.both + other.both, own_energy=self.own_energy + other.own_energy)

    @property
    def energy_floor(self) -> float:
        """The least energy that the imagery under all patches together counts with."""
        return ENERGY_FLOOR * float(self.pixels.sum())

    @property
    def energy(self) -> float:
        """Of all patches together."""
        return max(float(self.own_energy.sum()), self.energy_floor)

    def correlation(self) -> Float32:
        """Masked normalised correlation of each patch at each displacement."""
        floor = ENERGY_FLOOR * self.pixels[:, None, None]
        match, energy = self.both
        norm = np.sqrt(np.maximum(energy, floor) * np.maximum(self.own_energy[:, None, None], floor))
        return np.asarray(match / norm, np.float32)


def lay(
    view: Shrunk, atlas: Atlas, map_from_frame: Matrix, working_m: float, reach_px: int, patches: Patches
) -> Overlay:
    """Lay a view on the imagery around it.

    Args:
        view: The picture.
        atlas: The imagery.
        map_from_frame: Homography from the view's pixels to map metres.
        working_m: Metres per pixel at which to compare, a resolution of the atlas.
        reach_px: How far beyond the view to read, for displacements.
        patches: How the view will be cut.
    """
    margin_m = (reach_px + patches.side_px // 2 + MARGIN_PX) * working_m
    sheet = atlas.look(_around(view, map_from_frame, margin_m), working_m)
    pixel_from_frame = np.linalg.inv(sheet.map_from_pixel) @ map_from_frame
    laid = _laid(view, pixel_from_frame, sheet.structure.z.shape)
    return Overlay(
        view=structure(*laid),
        ground=sheet.structure,
        laid=laid,
        ground_brightness=sheet.brightness,
        map_from_pixel=sheet.map_from_pixel,
        map_from_frame=map_from_frame,
        working_m=working_m,
    )


def cut(overlay: Overlay, reach_px: int, patches: Patches) -> Surfaces:
    """Correlate patches of the view with the imagery at displacements up to a reach.

    Returns:
        Surfaces; of no patch where the view has too little support.
    """
    return correlate(overlay, reach_px, patches.side_px, _corners(overlay.view, reach_px, patches))


def correlate(overlay: Overlay, reach_px: int, own: int, corners: Sequence[tuple[int, int]]) -> Surfaces:
    """Correlate some patches of the view with the imagery at displacements up to a reach.

    Args:
        overlay: The view on the imagery; every patch, and what lies within reach of it, is on its grid.
        reach_px: Greatest displacement.
        own: Side of a patch, pixels.
        corners: Upper left corners, x and y.
    """
    side = own + 2 * reach_px
    n = len(corners)
    z, t = overlay.ground.z, overlay.view.z
    windows: NDArray[Any] = np.zeros((n, side, side), z.dtype)
    cuttings: NDArray[Any] = np.zeros((n, side, side), t.dtype)
    masks = np.zeros((n, side, side), np.float32)
    for i, (x, y) in enumerate(corners):
        windows[i] = z[y - reach_px : y + own + reach_px, x - reach_px : x + own + reach_px]
        cuttings[i, :own, :own] = t[y : y + own, x : x + own]
        masks[i, :own, :own] = overlay.view.support[y : y + own, x : x + own]
    many = fft.next_fast_len(side, real=True)
    keep = slice(0, 2 * reach_px + 1)

    def spectrum(values: Float32) -> NDArray[np.complex64]:
        return np.asarray(fft.rfft2(values, (many, many)))

    pairs = zip(parts(cuttings), parts(windows), strict=True)
    product = sum(np.conj(spectrum(cutting)) * spectrum(window) for cutting, window in pairs)
    power = np.conj(spectrum(masks)) * spectrum(np.abs(windows) ** 2)
    return Surfaces(
        centres_px=np.array(corners, np.float64).reshape(-1, 2) + own / 2,
        both=np.asarray(fft.irfft2(np.stack([product, power]), (many, many))[..., keep, keep], np.float32),
        own_energy=np.asarray((np.abs(cuttings) ** 2).sum(axis=(1, 2)), np.float64),
        pixels=np.asarray(masks.sum(axis=(1, 2)), np.float64),
        reach_px=reach_px,
    )


def _corners(field: Field, reach_px: int, patches: Patches) -> list[tuple[int, int]]:
    """Upper left corners of the patches that rest on enough of the view."""
    height, width = field.support.shape
    rows, columns = np.flatnonzero(field.support.any(axis=1)), np.flatnonzero(field.support.any(axis=0))
    if not len(rows):
        return []
    side = patches.side_px
    found = []
    for y in _spread(rows[0], rows[-1] + 1, patches):
        for x in _spread(columns[0], columns[-1] + 1, patches):
            if not (reach_px <= x <= width - side - reach_px and reach_px <= y <= height - side - reach_px):
                continue
            if field.support[y : y + side, x : x + side].mean() >= _LEAST_PATCH_SUPPORT:
                found.append((x, y))
    return found


def _spread(start: int, stop: int, patches: Patches) -> list[int]:
    """Patch corners centred on a stretch of pixels."""
    count = max(1, 1 + round((stop - start - patches.side_px) / patches.stride_px))
    first = start + ((stop - start) - (count - 1) * patches.stride_px - patches.side_px) // 2
    return [int(first) + i * patches.stride_px for i in range(count)]


def _laid(view: Shrunk, pixel_from_frame: Matrix, shape: tuple[int, ...]) -> tuple[Float32, Mask]:
    """The view on the imagery's grid, and where it can be used; shrunk before it is warped, so that nothing aliases."""
    centre = np.array([[view.width_px / 2, view.height_px / 2]])
    jacobian = homography.jacobian(pixel_from_frame, centre)[0]
    factor = min(1.0, float(np.linalg.svd(jacobian, compute_uv=False)[0]))
    small, cover = view.at(factor, factor)
    size = (small.shape[1], small.shape[0])
    frame_from_small = np.diag([view.width_px / size[0], view.height_px / size[1], 1.0])
    place = pixel_from_frame @ frame_from_small
    size = (shape[1], shape[0])
    laid_cover = raster.warp(cover, place, size)
    laid = raster.warp(small * cover, place, size) / np.maximum(laid_cover, 1e-3)
    return np.asarray(laid, np.float32), np.asarray(laid_cover >= _USABLE, bool)


def _on_grid(atlas: Atlas, map_from_pixel: Matrix, shape: tuple[int, ...], working_m: float) -> tuple[Float32, Mask]:
    """The imagery itself on a sheet's grid, and where it is valid: what is read may differ from it by a pixel."""
    height, width = shape
    (west, south), (east, north) = homography.apply(map_from_pixel, np.array([[0.0, height], [width, 0.0]]))
    ground = atlas.read((float(west), float(south), float(east), float(north)), working_m)
    grey, valid = np.zeros(shape, np.float32), np.zeros(shape, bool)
    there = np.s_[: min(height, ground.grey.shape[0]), : min(width, ground.grey.shape[1])]
    grey[there], valid[there] = ground.grey[there], ground.valid[there]
    return grey, valid


def _around(view: Shrunk, map_from_frame: Matrix, margin_m: float) -> Bounds:
    """The box around a view's footprint, with a margin."""
    w, h = view.width_px, view.height_px
    ring = homography.apply(map_from_frame, np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float64))
    low, high = ring.min(axis=0) - margin_m, ring.max(axis=0) + margin_m
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
