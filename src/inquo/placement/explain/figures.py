"""The pictures of a search, each with a caption in plain words."""

# ruff: noqa: E501 - a caption is a line
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.geometry import homography
from inquo.placement.atlas import atlas_of
from inquo.placement.criteria import Criteria
from inquo.placement.explain import pictures_cv2 as pictures
from inquo.placement.explain.account import Pose, Search, role_of
from inquo.placement.explain.around import draw_around
from inquo.placement.explain.chances import draw_chances
from inquo.placement.explain.drawing import CHECK, CONTROL, INK, OTHER, WINNER, Drawing, round_number
from inquo.placement.field import structure
from inquo.placement.looks import patches_of, working_m
from inquo.placement.shrunk import shrink
from inquo.placement.standing import REACH_PX
from inquo.placement.surfaces import Overlay, lay
from inquo.placement.surroundings import Surroundings
from inquo.records.finding import Undetermined

Float64 = NDArray[np.float64]

_SIDE = 460.0
_WIDE = 920.0
_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing with its caption.

    Attributes:
        name: Part of a file's name, such as ``field``.
        title: A few words.
        caption: What it shows and how to read it.
        svg: The drawing.
    """

    name: str
    title: str
    caption: str
    svg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """A view laid on the imagery at the best place."""

    pose: Pose
    overlay: Overlay
    pixels: tuple[int, int]
    grey: NDArray[np.uint8]
    ring_px: Float64

    def on_grid(self, map_m: Float64) -> Float64:
        """Map positions in pixels of the grid."""
        return homography.apply(np.asarray(np.linalg.inv(self.overlay.map_from_pixel), np.float64), map_m)


def draw(search: Search) -> tuple[Figure, ...]:
    """Draw everything that a search has to show; what it never came to is left out."""
    pose = search.pose()
    laid = _lay(search, pose) if pose else None
    figures = [_fields(search, laid)]
    if search.located is None:
        figures.append(_peaks(search))
    if laid is not None:
        figures += [_ties(search, laid), _residuals(search, laid)]
    if search.outcome and search.outcome.evidence:
        svg, caption = draw_chances(search.outcome.evidence, search.outcome.rivals, Criteria())
        figures.append(Figure(name="chances", title="Could it be chance?", caption=caption, svg=svg))
    if search.around and isinstance(search.around.found, Surroundings):
        svg, caption = draw_around(search.view, search.reference, search.around, search.around.found)
        figures.append(
            Figure(name="around", title="Where do the point's surroundings put it?", caption=caption, svg=svg)
        )
    return tuple(figures)


def _lay(search: Search, pose: Pose) -> _Laid:
    m = working_m(search.reference.gsd_m, pose.side_m)
    patches = patches_of(pose.side_m / m)
    overlay = lay(shrink(search.view), atlas_of(search.reference), pose.matrix, m, REACH_PX, patches)
    height, width = overlay.ground.support.shape
    corner = overlay.map_from_pixel
    west, north = float(corner[0, 2]), float(corner[1, 2])
    bounds = (west, north - height * m, west + width * m, north)
    ground = search.reference.read(bounds, m)
    grey = np.where(ground.valid, ground.grey, np.uint8(235))[:height, :width]
    w, h = search.view.width_px, search.view.height_px
    return _Laid(
        pose=pose,
        overlay=overlay,
        pixels=(width, height),
        grey=np.asarray(grey, np.uint8),
        ring_px=np.array([(0, 0), (w, 0), (w, h), (0, h), (0, 0)], np.float64),
    )


def _fields(search: Search, laid: _Laid | None) -> Figure:
    """The field of the view beside that of the imagery, on one grid."""
    view = search.view
    shrunk = shrink(view)
    factor = min(1.0, 280.0 / math.sqrt(view.grey.size))
    small, cover = shrunk.at(factor, factor)
    alone = structure(small, cover >= 0.98)
    panels = [
        ("The picture", pictures.grey_picture(np.clip(small, 0, 255).astype(np.uint8), cover >= 0.5)),
        ("Its field", pictures.field_picture(alone)),
    ]
    if laid is not None:
        panels += [
            ("Field of the picture, laid on the imagery", pictures.field_picture(laid.overlay.view)),
            ("Field of the imagery there", pictures.field_picture(laid.overlay.ground)),
        ]
    drawing = Drawing(_WIDE, 0)
    top = 0.0
    for row in range(0, len(panels), 2):
        tallest = 0.0
        for column, (title, picture) in enumerate(panels[row : row + 2]):
            height = (_SIDE - 10) * picture.shape[0] / picture.shape[1]
            drawing.picture(pictures.png(picture), column * _SIDE, top + 24, _SIDE - 10, height)
            drawing.text(column * _SIDE, top + 17, title)
            tallest = max(tallest, height)
        top += tallest + 34
    drawing.picture(pictures.png(pictures.hue_strip(180, 1)), 0, top + 20, 360, 14)
    for degrees in (0, 45, 90, 135, 180):
        drawing.text(degrees * 2, top + 50, f"{degrees}°", anchor="middle" if 0 < degrees < 180 else "start")
    drawing.text(
        0,
        top + 14,
        "Colour: direction in which brightness changes, clockwise from the right, modulo 180°; brightness of the colour: strength",
    )
    drawing.height = top + 58
    fit = f" Their masked normalised correlation here is {laid.overlay.correlation:.2f}." if laid else ""
    place = " The lower row shows both on one grid, at the best place that was found." if laid else ""
    return Figure(
        name="field",
        title="What is compared",
        caption="The directions of edges are compared, which last from season to season and are the same in a negative. "
        "Brightness, not shown here, is weighed with them, and searched by only where edges place nothing. "
        "Light grey does not count: overlay, border, missing imagery."
        + place
        + fit
        + " Where roads and roofs show in the same colours at the same places on both, the pictures agree.",
        svg=drawing.svg(),
    )


def _peaks(search: Search) -> Figure:
    """The sweep's best score at each place, with the candidates."""
    peaks = search.peaks
    seen = peaks.best[np.isfinite(peaks.best)]
    low, high = (float(v) for v in (np.percentile(seen, (50, 100)) if len(seen) else (0.0, 1.0)))
    picture = pictures.heat_picture(peaks.best, low, high)
    rows, columns = peaks.best.shape
    unit = _WIDE / max(rows, columns)
    drawing = Drawing(columns * unit, rows * unit + 62)
    drawing.picture(pictures.png(pictures.enlarged(picture, 400)), 0, 0, columns * unit, rows * unit)
    middle = np.array([[search.view.width_px / 2, search.view.height_px / 2]])
    outcome = search.outcome
    for one in outcome.aligned if outcome else ():
        x, y = peaks.cell_of(*homography.apply(one.map_from_frame, middle)[0])
        drawing.ring(x * unit, y * unit, 4, "#7fd4ff")
    for number, best in reversed(list(enumerate(outcome.settled[:_SHOWN] if outcome else (), start=1))):
        x, y = peaks.cell_of(*homography.apply(best.map_from_frame, middle)[0])
        colour = WINNER if number == 1 else "#2ca25f"
        drawing.ring(x * unit, y * unit, 9, colour)
        drawing.text(x * unit + 11, y * unit + 5, str(number), size=16, colour=colour)
    drawing.scale_bar(peaks.cell_m / unit, 8, rows * unit + 34, 200)
    drawing.text(
        columns * unit - 4, rows * unit + 34, f"dark: score at most {low:.1f} (the median); bright: {high:.1f} (the best)",
        anchor="end",
    )  # fmt: skip
    return Figure(
        name="peaks",
        title="Where it was looked for",
        caption="The whole of the searched imagery, north up. Each cell shows the best score that the coarse search gave "
        "with the picture's middle there, over all angles and scales. Ring 1 is the best place after a close look, rings 2 "
        f"to {_SHOWN} the runners-up, small rings the other places that were looked at closely. Coarse scores choose where to "
        "look closely; they decide nothing: the brightest cell need not be the place. Light grey was not searched.",
        svg=drawing.svg(),
    )


def _ties(search: Search, laid: _Laid) -> Figure:
    """Tie points on the imagery with the ellipses of their errors."""
    ties, checked = laid.pose.ties, laid.pose.checked
    drawing, unit = _ground(laid)
    at = laid.on_grid(ties.map_m) * unit
    linear = laid.overlay.map_from_pixel[:2, :2]
    inverse = np.linalg.inv(linear) * unit
    covariance = inverse @ ties.covariance_m2 @ inverse.T
    majors = np.sqrt(np.linalg.eigvalsh(covariance)[:, 1]) if len(ties) else np.ones(1)
    times = round_number(max(1.0, 24.0 / float(np.median(majors))))
    for i in range(len(ties)):
        role = role_of(laid.pose, i)
        colour = {"control": CONTROL, "check": CHECK}.get(role, OTHER)
        x, y = float(at[i, 0]), float(at[i, 1])
        drawing.ellipse(x, y, covariance[i], times, colour)
        drawing.square(x, y, 4, colour) if role == "check" else drawing.dot(x, y, 3.5, colour)
    counted = [role_of(laid.pose, i) for i in range(len(ties))]
    found = f"Of {ties.patches} patches {len(ties)} have a clear match"
    if search.located is not None:
        found = f"{len(ties)} points, set by a person"
    if checked:
        state = (
            f"{counted.count('control')} control points (green dots) made the fit; {counted.count('check')} check points "
            f"(orange squares) were held out to test it; {counted.count('left out')} disagree (grey)"
        )
    else:
        state = f"{laid.pose.agreeing} of these agree on one transform; no fit passed the tests, so that none is a control point (all grey)"
    return Figure(
        name="ties",
        title="Points seen in both pictures",
        caption=f"The imagery at the best place, with the footprint of the picture. {found}; {state}. Ellipses are one standard "
        f"deviation of each point's own error, magnified {times:g} times: round at a corner, long along a road.",
        svg=drawing.svg(),
    )


def _residuals(search: Search, laid: _Laid) -> Figure:
    """By how much the fit misses each point."""
    pose = laid.pose
    drawing, unit = _ground(laid, faint=True)
    fitted = laid.on_grid(homography.apply(pose.matrix, pose.ties.frame_px)) * unit
    seen = laid.on_grid(pose.ties.map_m) * unit
    roles = [role_of(pose, i) for i in range(len(pose.ties))]
    used = [i for i, role in enumerate(roles) if role != "left out"] or list(range(len(roles)))
    miss_m = np.linalg.norm(pose.ties.map_m - homography.apply(pose.matrix, pose.ties.frame_px), axis=1)
    typical = float(np.median(np.linalg.norm(seen - fitted, axis=1)[used])) if used else 1.0
    times = round_number(max(1.0, 26.0 / max(typical, 1e-6)))
    for i in sorted(used, key=lambda i: roles[i] == "check"):
        check = roles[i] == "check"
        colour = CHECK if check else CONTROL if roles[i] == "control" else OTHER
        end = fitted[i] + times * (seen[i] - fitted[i])
        drawing.line([fitted[i], end], colour, 3 if check else 1.5)
        drawing.dot(float(fitted[i, 0]), float(fitted[i, 1]), 3.5 if check else 2.5, colour)
    working_m = laid.overlay.working_m
    one_m = times * unit / working_m
    length_m = round_number(160 / one_m)
    drawing.line(
        [(drawing.width - 180, drawing.height - 22), (drawing.width - 180 + length_m * one_m, drawing.height - 22)],
        INK,
        3,
    )
    drawing.text(drawing.width - 180, drawing.height - 30, f"a miss of {length_m:g} m")
    if pose.checked:
        check_m = miss_m[pose.checked.check]
        words = (
            f"Root mean square at the {len(check_m)} check points: {pose.checked.check_rmse_m:.2f} m, greatest {check_m.max():.2f} m. "
            "This is the error that is quoted, since the fit never saw them."
        )
        refused = search.outcome is not None and isinstance(search.outcome.answer, Undetermined)
        words += (
            " The place itself was refused for another reason; the fit is shown as if it had not been."
            if refused
            else ""
        )
    else:
        words = "No fit passed the tests: the misses are from the transform that the tie points came closest to."
    return Figure(
        name="residuals",
        title="Does the fit hold where it was not told?",
        caption=f"From where the fit puts each point (dot) to where it was seen (end of the line), {times:g} times as long as in "
        f"truth; check points orange and thick, control points green and thin. {words} Lines that all point one way, or "
        "grow towards an edge, would show a fit of the wrong kind.",
        svg=drawing.svg(),
    )


def _ground(laid: _Laid, *, faint: bool = False) -> tuple[Drawing, float]:
    """The imagery under the view with its footprint, and units per pixel of its grid."""
    width, height = laid.pixels
    unit = _WIDE / width
    drawing = Drawing(_WIDE, height * unit + 50)
    grey = (laid.grey // 2 + 120).astype(np.uint8) if faint else laid.grey
    picture = pictures.grey_picture(grey, np.ones(grey.shape, bool))
    drawing.picture(pictures.png(picture), 0, 0, _WIDE, height * unit)
    drawing.line(laid.on_grid(homography.apply(laid.pose.matrix, laid.ring_px)) * unit, WINNER, 2)
    drawing.scale_bar(laid.overlay.working_m / unit, 8, height * unit + 34, 200)
    return drawing, unit
