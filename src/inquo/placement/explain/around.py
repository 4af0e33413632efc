"""What stands around the placed point: in the picture, on the imagery, and how likely each displacement is."""

# ruff: noqa: E501 - a caption is a line
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inquo.geometry import homography
from inquo.geometry.grid import View
from inquo.geometry.uncertainty import CE90_PER_SIGMA_CIRCLE
from inquo.placement.atlas import atlas_of
from inquo.placement.explain import pictures_cv2 as pictures
from inquo.placement.explain.drawing import OTHER, WINNER, Drawing
from inquo.placement.point import LookedAround
from inquo.placement.reference import Reference
from inquo.placement.shrunk import shrink
from inquo.placement.surfaces import Patches, lay
from inquo.placement.surroundings import FINER, Surroundings

_SIDE, _GAP, _TOP = 300.0, 10.0, 24.0
_CLOSER = 1.5
"""Radius of the third panel, in those of the ellipse before anything was looked for."""


def draw_around(view: View, reference: Reference, around: LookedAround, found: Surroundings) -> tuple[str, str]:
    """Draw three panels of one extent, north up.

    Args:
        view: The picture.
        reference: The imagery.
        around: What was looked for.
        found: What was found.

    Returns:
        The drawing and its caption.
    """
    plane_m = homography.apply(around.map_from_frame, np.array([around.at_px]))[0]
    radius_m = len(found.likely) / 2 * found.step_m + found.side_m / 2
    closer_m = _CLOSER * CE90_PER_SIGMA_CIRCLE * float(np.sqrt(np.linalg.eigvalsh(around.prior_m2)[-1]))
    panels = (
        (
            "The picture, laid down by the fit",
            _picture(view, reference, around, found.step_m * FINER, radius_m),
            radius_m,
        ),
        ("The imagery there", _imagery(reference, plane_m, radius_m), radius_m),
        ("How likely the point lies there", _likely(found, closer_m), closer_m),
    )
    drawing = Drawing(3 * _SIDE + 2 * _GAP, _TOP + _SIDE + 50)
    for number, (title, picture, shown_m) in enumerate(panels):
        left, unit = number * (_SIDE + _GAP), _SIDE / (2 * shown_m)
        drawing.picture(pictures.png(pictures.enlarged(picture, 400)), left, _TOP, _SIDE, _SIDE)
        drawing.text(left, 17, title)
        drawing.scale_bar(1 / unit, left + 8, _TOP + _SIDE + 34, 150)
        x, y = left + _SIDE / 2, _TOP + _SIDE / 2
        moved_x, moved_y = x + found.moved_m[0] * unit, y - found.moved_m[1] * unit
        drawing.ring(x, y, 5, OTHER)
        if number == 0:
            drawing.line(_square(x, y, found.side_m / 2 * unit), OTHER, 2)
            continue
        drawing.ellipse(x, y, _on_page(around.prior_m2, unit), CE90_PER_SIGMA_CIRCLE, OTHER)
        drawing.ellipse(moved_x, moved_y, _on_page(found.covariance_m2, unit), CE90_PER_SIGMA_CIRCLE, WINNER)
        if number == 1:
            drawing.ring(moved_x, moved_y, 5, WINNER)
            drawing.line(_square(moved_x, moved_y, found.side_m / 2 * unit), WINNER, 2)
    return drawing.svg(), (
        "Grey ring: where the plane of the fit puts the point; grey ellipse: where it may lie all the same (90 %), by its height, the angle "
        f"of view and the errors of the fit. What stands in the grey square, {found.side_m:.0f} m wide, was looked for within it. Magenta: where that puts the point, "
        f"{np.hypot(*found.moved_m):.1f} m away, with its ellipse; both squares should show the same thing. That it is seen there at all is {found.seen:.0%} probable. The third "
        "panel, drawn larger, is bright where the point is likely to lie: one spot is an answer, several are a doubt, which the ellipse "
        "counts. The other errors of the place come on top."
    )


def _picture(view: View, reference: Reference, around: LookedAround, m: float, radius_m: float) -> pictures.Bgr:
    """The view on the map's grid around the point."""
    reach_px = int(np.ceil(radius_m / m)) + 1
    overlay = lay(
        shrink(view), atlas_of(reference), around.map_from_frame, m, reach_px, Patches(side_px=2, stride_px=2)
    )
    grey, usable = overlay.laid
    pixel_from_frame = np.asarray(np.linalg.inv(overlay.map_from_pixel) @ around.map_from_frame, np.float64)
    column, row = homography.apply(pixel_from_frame, np.array([around.at_px]))[0]
    rows, columns = (slice(max(0, round(at - radius_m / m)), round(at + radius_m / m)) for at in (row, column))
    return pictures.grey_picture(np.clip(grey[rows, columns], 0, 255).astype(np.uint8), usable[rows, columns])


def _imagery(reference: Reference, plane_m: NDArray[np.float64], radius_m: float) -> pictures.Bgr:
    west, north = plane_m[0] - radius_m, plane_m[1] + radius_m
    ground = reference.read((west, north - 2 * radius_m, west + 2 * radius_m, north), reference.gsd_m)
    return pictures.grey_picture(ground.grey, ground.valid)


def _likely(found: Surroundings, radius_m: float) -> pictures.Bgr:
    """The probabilities within an extent."""
    middle, radius = len(found.likely) // 2, max(1, round(radius_m / found.step_m))
    part = np.s_[max(0, middle - radius) : middle + radius + 1]
    values = np.asarray(found.likely[part, part], np.float32)
    return pictures.heat_picture(values, 0.0, float(values.max()))


def _square(x: float, y: float, half: float) -> list[tuple[float, float]]:
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return [(x + half * dx, y + half * dy) for dx, dy in corners]


def _on_page(covariance_m2: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """A covariance on the map in the drawing's units, y down."""
    flip = np.diag([unit, -unit])
    return np.asarray(flip @ covariance_m2 @ flip)
