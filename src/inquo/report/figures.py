"""What is drawn over the pictures: marks and outlines as vector paths, labels as text.

A figure's units are the pixels of the picture it shows (``width`` by ``height``); labels
are placed in per cent of it, so that text keeps its size on a phone and on paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np

from inquo.geometry import homography
from inquo.geometry.crs_pyproj import lonlat_from_map, map_from_lonlat
from inquo.geometry.grid import GroundRaster, Matrix
from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.place import Facility, Placement
from inquo.report import ground_marks, notation
from inquo.report.dossier import Dossier, Lead, ShotResult
from inquo.report.picture_cv2 import data_uri, decode, paint_uncovered, shrink, warp_to_frame

Ring: TypeAlias = tuple[tuple[float, float], ...]

_PICTURE_PX = 1280
_LEAD_PX = 360
_EDGE = 95
"""Percent of the width, beyond which a number on the right of its point would be cut off."""
_MOST_NUMBERED = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something drawn.

    Attributes:
        kind: Its class in the style sheet, such as ``footprint``.
        path: An SVG path.
    """

    kind: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A short text at a point of a figure.

    Attributes:
        kind: Its class in the style sheet.
        left: Per cent of the width.
        top: Per cent of the height.
        text: The text.
        more: Said besides where there is room.
    """

    kind: str
    left: float
    top: float
    text: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture and what is drawn over it.

    Attributes:
        key: Unique on the page; the picture can be shown again by it.
        picture: Data address of the picture.
        width: Units across.
        height: Units down.
        lines: Drawn over it, first at the bottom.
        labels: Text over it.
        north_deg: Direction of north, clockwise from up; None draws no arrow.
        scale: Length of the scale bar in per cent of the width, and what it says; None draws none.
    """

    key: str
    picture: str
    width: int
    height: int
    lines: tuple[Line, ...] = ()
    labels: tuple[Label, ...] = ()
    north_deg: float | None = None
    scale: tuple[float, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotFigures:
    """The figures of one shot.

    Attributes:
        frame: Its composite.
        warped: The imagery at the same scale and orientation; None when it was not placed.
        map: The imagery, north up; None when it was not placed.
        leads: A small picture of each lead that came with imagery, turned like the composite.
        letters: The letter that stands for each facility in figures and tables.
    """

    frame: Figure | None
    warped: Figure | None = None
    map: Figure | None = None
    leads: tuple[Figure | None, ...] = ()
    letters: dict[Digest, str] = field(default_factory=dict)


def draw(shot: ShotResult, key: str) -> ShotFigures:
    """Draw everything that the page of one shot shows.

    Args:
        shot: The shot.
        key: Starts the key of each figure.
    """
    letters = _letters(shot)
    if shot.picture is None:
        return ShotFigures(frame=None, letters=letters)
    grey = decode(shot.picture)
    height, width = grey.shape
    leads = tuple(_lead(lead, f"{key}-lead-{n}", width, height) for n, lead in enumerate(shot.leads, start=1))
    plain = Figure(key=f"{key}-frame", picture=data_uri(shrink(grey, _PICTURE_PX)), width=width, height=height)
    placement, ground = shot.placement, shot.ground
    if placement is None or ground is None:
        return ShotFigures(frame=_with_aim(plain, shot), leads=leads, letters=letters)
    return ShotFigures(
        frame=_frame(plain, placement),
        warped=_warped(f"{key}-ground", placement, ground, shot.facilities, letters, (width, height)),
        map=_map(f"{key}-map", placement, ground, shot.facilities, letters),
        leads=leads,
        letters=letters,
    )


def draw_overview(dossier: Dossier) -> Figure | None:
    """The first map: every placed site by its number."""
    ground = dossier.overview
    placed = [(strike.number, strike.best.placement) for strike in dossier.strikes if strike.best.placement]
    if ground is None or not placed:
        return None
    height, width = ground.grey.shape
    lines: list[Line] = []
    labels: list[Label] = []
    for number, placement in placed:
        ring = _on_raster(np.asarray(placement.footprint_lonlat_deg, dtype=np.float64), ground)
        lines += _footprint(ring)
        point = _on_raster(np.array([[placement.lon_deg, placement.lat_deg]]), ground)
        labels += _labels("site", point, [str(number)], width, height)
    return Figure(
        key="overview",
        picture=data_uri(shrink(paint_uncovered(ground), _PICTURE_PX)),
        width=width,
        height=height,
        lines=tuple(lines),
        labels=(*labels, *_ticks(ground)),
        north_deg=_north_on(ground),
        scale=ground_marks.scale_bar(ground.gsd_m * width),
    )


def _frame(plain: Figure, placement: Placement) -> Figure:
    """The composite with the tie points as they were found in it."""
    ties = placement.registration.tie_points
    control = np.array([[t.x_px, t.y_px] for t in ties if not t.check]).reshape(-1, 2)
    check = np.array([[t.x_px, t.y_px] for t in ties if t.check]).reshape(-1, 2)
    aim = _in_frame(ground_marks.by_plane(placement), placement)
    return Figure(
        key=plain.key,
        picture=plain.picture,
        width=plain.width,
        height=plain.height,
        lines=(*_ties(control, check), *_aim(aim)),
        labels=_numbers(check, plain.width, plain.height),
    )


def _warped(
    key: str,
    placement: Placement,
    ground: GroundRaster,
    facilities: tuple[Facility, ...],
    letters: dict[Digest, str],
    size: tuple[int, int],
) -> Figure:
    """The imagery in the composite's frame, with the same tie points, their misses, and the error circle."""
    width, height = size
    fit = placement.registration
    map_from_frame = _homography(placement)
    predicted = np.array([[t.x_px, t.y_px] for t in fit.tie_points]).reshape(-1, 2)
    measured = homography.apply(
        ground_marks.inverse(map_from_frame), np.array([[t.x_m, t.y_m] for t in fit.tie_points]).reshape(-1, 2)
    )
    held_out = np.array([t.check for t in fit.tie_points], dtype=bool)
    lonlat = np.array([[placement.lon_deg, placement.lat_deg]])
    aim = _in_frame(lonlat, placement)
    misses = " ".join(_segment(a, b) for a, b in zip(predicted, measured, strict=True))
    outlines, names = _facility_marks(facilities, letters, lambda p: _in_frame(p, placement), width, height)
    pixel_m = ground_marks.pixel_size_m(map_from_frame, aim[0] if len(aim) else np.array([width / 2, height / 2]))
    return Figure(
        key=key,
        picture=data_uri(warp_to_frame(ground, map_from_frame, width, height, _PICTURE_PX)),
        width=width,
        height=height,
        lines=(
            *outlines,
            Line(kind="circle", path=_outline(_in_frame(ground_marks.circle(placement), placement))),
            Line(kind="miss", path=misses),
            *_ties(measured[~held_out], measured[held_out]),
            *_aim(aim),
        ),
        labels=(*names, *_numbers(measured[held_out], width, height)),
        north_deg=ground_marks.bearing_deg(_in_frame(ground_marks.northward(placement), placement)),
        scale=ground_marks.scale_bar(pixel_m * width),
    )


def _map(
    key: str, placement: Placement, ground: GroundRaster, facilities: tuple[Facility, ...], letters: dict[Digest, str]
) -> Figure:
    """The imagery as it lies, with footprint, error circle and ellipse, and facilities."""
    height, width = ground.grey.shape
    ring = np.asarray(placement.footprint_lonlat_deg, dtype=np.float64)
    outlines, names = _facility_marks(facilities, letters, lambda p: _on_raster(p, ground), width, height)
    point = _on_raster(np.array([[placement.lon_deg, placement.lat_deg]]), ground)
    return Figure(
        key=key,
        picture=data_uri(shrink(paint_uncovered(ground), _PICTURE_PX)),
        width=width,
        height=height,
        lines=(
            *_footprint(_on_raster(ring, ground)),
            *outlines,
            Line(kind="ellipse", path=_outline(_on_raster(ground_marks.ellipse(placement), ground))),
            Line(kind="circle", path=_outline(_on_raster(ground_marks.circle(placement), ground))),
            *_aim(point),
        ),
        labels=(*names, *_ticks(ground)),
        north_deg=_north_on(ground),
        scale=ground_marks.scale_bar(ground.gsd_m * width),
    )


def _lead(lead: Lead, key: str, width: int, height: int) -> Figure | None:
    """The imagery at a lead, scaled and turned as the composite would lie there."""
    if lead.ground is None:
        return None
    map_from_frame = ground_marks.pose(lead.candidate, lead.ground.crs, width, height)
    picture = data_uri(warp_to_frame(lead.ground, map_from_frame, width, height, _LEAD_PX))
    return Figure(key=key, picture=picture, width=width, height=height)


def _with_aim(plain: Figure, shot: ShotResult) -> Figure:
    """An unplaced shot's composite, with the aim point when there is one."""
    aim = shot.composite.aim if shot.composite and shot.aimed else None
    x, y = getattr(aim, "x_px", None), getattr(aim, "y_px", None)
    if x is None or y is None:
        return plain
    lines = _aim(np.array([[x, y]], dtype=np.float64))
    return Figure(key=plain.key, picture=plain.picture, width=plain.width, height=plain.height, lines=lines)


def _facility_marks(
    facilities: Iterable[Facility],
    letters: dict[Digest, str],
    place: ground_marks.Placing,
    width: int,
    height: int,
) -> tuple[tuple[Line, ...], tuple[Label, ...]]:
    """Outlines (or points) of facilities, each with its letter."""
    lines, labels = [], []
    for facility in facilities:
        rings = [ring for polygon in facility.outline_lonlat_deg for ring in polygon]
        path = " ".join(_outline(place(np.asarray(ring, dtype=np.float64))) for ring in rings)
        point = place(np.array([facility.point_lonlat_deg]))
        at = _topmost(place, rings, width, height) if rings else point
        if rings:
            lines.append(Line(kind="facility", path=path))
        elif len(point):
            lines.append(Line(kind="facility-point", path=_dots(point)))
        letter = letters.get(digest_of(facility), "")
        kind = "facility-at" if rings else "facility-beside"
        if letter:
            labels += [_named(label, facility) for label in _labels(kind, at, [letter], width, height)]
    return tuple(lines), tuple(labels)


def _named(label: Label, facility: Facility) -> Label:
    """A letter with the facility's name, which runs inwards where it stands near a side."""
    side = " inward-left" if label.left > 70 else " inward-right" if label.left < 30 else ""
    return replace(label, kind=label.kind + side, more=facility.label)


def _topmost(place: ground_marks.Placing, rings: list[Ring], width: int, height: int) -> Matrix:
    """The highest point of outlines inside a picture, where a letter hides least; none when they lie outside."""
    walked = [ground_marks.walk(place(np.asarray(ring, dtype=np.float64))) for ring in rings]
    points = np.vstack(walked)
    margin = np.array([0.02 * width, 0.04 * height])
    inside = points[((points > margin) & (points < np.array([width, height]) - margin)).all(axis=1)]
    return np.asarray(inside[[np.argmin(inside[:, 1])]] if len(inside) else inside, dtype=np.float64)


def _letters(shot: ShotResult) -> dict[Digest, str]:
    """A, B, C ... in the order of the facility table, then the other facilities on the map."""
    named = [a.facility for a in shot.identification.answers if a.facility] if shot.identification else []
    order = dict.fromkeys([*named, *(digest_of(facility) for facility in shot.facilities)])
    return {digest: _letter(n) for n, digest in enumerate(order)}


def _letter(n: int) -> str:
    return chr(ord("A") + n) if n < 26 else _letter(n // 26 - 1) + _letter(n % 26)


def _ties(control: Matrix, check: Matrix) -> tuple[Line, ...]:
    """Dots for control points, squares for check points: told apart by shape as well as by colour."""
    drawn = []
    for kind, points in (("control", control), ("check", check)):
        drawn += [Line(kind=f"{kind} casing", path=_dots(points)), Line(kind=kind, path=_dots(points))]
    return tuple(line for line in drawn if line.path)


def _aim(point: Matrix) -> tuple[Line, ...]:
    return (Line(kind="aim casing", path=_dots(point)), Line(kind="aim", path=_dots(point))) if len(point) else ()


def _footprint(ring: Matrix) -> tuple[Line, ...]:
    path = _outline(ring)
    return (Line(kind="footprint casing", path=path), Line(kind="footprint", path=path))


def _numbers(check: Matrix, width: int, height: int) -> tuple[Label, ...]:
    """Numbers for the check points, so that each can be found again in the other picture; at the edge on the left."""
    every = max(-(-len(check) // _MOST_NUMBERED), 1)
    chosen = list(range(0, len(check), every))
    labels = _labels("tie", check[chosen], [str(n + 1) for n in chosen], width, height) if chosen else []
    return tuple(replace(one, kind="tie before") if one.left > _EDGE else one for one in labels)


def _labels(kind: str, points: Matrix, texts: list[str], width: int, height: int) -> list[Label]:
    """Labels at the points that lie inside the picture."""
    shares = [(100 * x / width, 100 * y / height, text) for (x, y), text in zip(points, texts, strict=False)]
    return [Label(kind=kind, left=x, top=y, text=t) for x, y, t in shares if 0 <= x <= 100 and 0 <= y <= 100]


def _ticks(ground: GroundRaster) -> tuple[Label, ...]:
    """Longitudes along the bottom edge and latitudes along the left one."""
    height, width = ground.grey.shape
    corners = np.array([[0, height], [width, height], [0, 0]], dtype=np.float64)
    south_west, south_east, north_west = lonlat_from_map(
        ground.crs, ground_marks.affine(ground.map_from_pixel, corners)
    )
    along = ground_marks.tick_values(float(south_west[0]), float(south_east[0]), most=3)
    up = ground_marks.tick_values(float(south_west[1]), float(north_west[1]), most=3)
    bottom = [
        Label(kind="tick-x", left=100 * share, top=100, text=notation.degrees(value, "EW")) for share, value in along
    ]
    left = [
        Label(kind="tick-y", left=0, top=100 - 100 * share, text=notation.degrees(value, "NS")) for share, value in up
    ]
    return (*bottom, *left)


def _north_on(ground: GroundRaster) -> float | None:
    height, width = ground.grey.shape
    middle = ground_marks.affine(ground.map_from_pixel, np.array([[width / 2, height / 2]]))
    lon, lat = lonlat_from_map(ground.crs, middle)[0]
    return ground_marks.bearing_deg(_on_raster(np.array([[lon, lat], [lon, lat + 1e-4]]), ground))


def _homography(placement: Placement) -> Matrix:
    return np.asarray(placement.registration.map_from_frame, dtype=np.float64)


def _in_frame(lonlat_deg: Matrix, placement: Placement) -> Matrix:
    """Points on the ground, in pixels of the picture that was placed."""
    fit = placement.registration
    return homography.apply(ground_marks.inverse(_homography(placement)), map_from_lonlat(fit.crs, lonlat_deg))


def _on_raster(lonlat_deg: Matrix, ground: GroundRaster) -> Matrix:
    """Points on the ground, in pixels of the imagery."""
    pixel_from_map = ground_marks.inverse(np.vstack([ground.map_from_pixel, [0, 0, 1]]))
    return homography.apply(pixel_from_map, map_from_lonlat(ground.crs, lonlat_deg))


def _outline(points: Matrix) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z" if len(points) else ""


def _segment(start: Matrix, end: Matrix) -> str:
    return f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"


def _dots(points: Matrix) -> str:
    """Paths of no length: their caps are the marks, which keep their size at any scale."""
    return "".join(f"M{x:.1f} {y:.1f}h0" for x, y in points)
