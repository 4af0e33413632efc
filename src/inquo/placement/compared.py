"""Patches of a view laid on imagery, moved one by one or all together, and scored as one correlation."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.placement.standing import BRIGHTNESS_WEIGHT
from inquo.placement.surfaces import Overlay, Patches, Surfaces, cut

Float64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Patches compared by their structure and, where it is asked, by their brightness, too.

    What is compared by both is the correlation of structure and that of brightness, of either sign as an infrared
    look may be the negative, added up as the standard scores that they stand for.

    Attributes:
        centres_px: Patch centres on the grid, shape (n, 2).
        reach_px: Greatest displacement.
        surfaces: Of every patch at each displacement, y then x: match and energy of structure, then of brightness,
            shape (n, 2 reach + 1, 2 reach + 1, 2 or 4), so that what is added up lies together.
        floors: The least energy that the imagery under all patches counts with, of structure and of brightness.
        energies: Of all patches together, likewise.
    """

    centres_px: Float64
    reach_px: int
    surfaces: NDArray[np.float32]
    floors: Float64
    energies: Float64

    @classmethod
    def of(cls, overlay: Overlay, reach_px: int, patches: Patches, *, brightness: bool) -> Compared:
        """Cut a view that is laid on the imagery.

        Args:
            overlay: The view on the imagery.
            reach_px: Greatest displacement.
            patches: How the view is cut.
            brightness: Whether patches are compared by brightness, too.
        """
        fields = [overlay, overlay.by_brightness()] if brightness else [overlay]
        channels: list[Surfaces] = [cut(one, reach_px, patches) for one in fields]
        return cls(
            centres_px=channels[0].centres_px,
            reach_px=reach_px,
            surfaces=np.stack([part for one in channels for part in one.both], axis=-1),
            floors=np.array([one.energy_floor for one in channels]),
            energies=np.array([one.energy for one in channels]),
        )

    def at_every_shift(self, moves: Float64) -> Float64 | None:
        """Correlation with each patch moved by its own, and all shifted together; None where moves are out of reach.

        Args:
            moves: Displacement of each patch, shape (n, 2), rounded to whole pixels.

        Returns:
            Shape (2 r + 1, 2 r + 1), shifts y then x, where r is the reach less the longest move.
        """
        whole = np.rint(moves).astype(int)
        longest = int(np.abs(whole).max())
        side = 2 * (self.reach_px - longest) + 1
        if side < 3:
            return None
        total = np.zeros((side, side, self.surfaces.shape[-1]), np.float32)
        for surface, (x, y) in zip(self.surfaces, (longest + whole).tolist(), strict=True):
            total += surface[y : y + side, x : x + side]
        return self._score(total)

    def at(self, moves: Float64) -> Float64:
        """Correlation with each patch moved by its own, between pixels linearly.

        Args:
            moves: Displacement of each patch, in each of k tries, shape (k, n, 2).

        Returns:
            Shape (k,); minus infinity where a move is out of reach.
        """
        side = 2 * self.reach_px + 1
        at = moves + self.reach_px
        low = np.floor(at).astype(int)
        within = ((low >= 0) & (low < side - 1)).all(axis=(1, 2))
        fx, fy = np.moveaxis(at - low, -1, 0)
        x, y = np.moveaxis(np.clip(low, 0, side - 2), -1, 0)
        weights = np.stack([(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy], axis=-1)
        first = (np.arange(len(self.centres_px)) * side + y) * side + x
        corners = first[..., None] + np.array([0, 1, side, side + 1])
        values = self.surfaces.reshape(-1, self.surfaces.shape[-1]).take(corners.reshape(len(moves), -1), axis=0)
        total = weights.reshape(len(moves), 1, -1) @ values
        return np.where(within, self._score(total[:, 0]), -math.inf)

    def _score(self, total: NDArray[np.floating]) -> Float64:
        """Correlation of what was added up over all patches, channels last."""
        match, energy = total[..., 0::2], total[..., 1::2]
        each = match / np.sqrt(np.maximum(energy, self.floors) * self.energies)
        score = each[..., 0]
        if each.shape[-1] == 2:
            score = score + BRIGHTNESS_WEIGHT * np.abs(each[..., 1])
        return np.asarray(score, np.float64)
