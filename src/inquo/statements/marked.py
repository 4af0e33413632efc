"""A place that somebody marked in a picture: from the mark to coordinates, by control points that a person set.

Three points determine a map that is turned and scaled; from four on it may be sheared, too. Either way
something is left over, by which a point that was typed wrong is noticed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import chdtrc

from inquo.geometry import homography
from inquo.geometry.crs_pyproj import ground_distance_m, lonlat_from_map, map_from_lonlat
from inquo.geometry.uncertainty import ce90, from_ce90
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.proposition import Mark, PicturePoint, Spot
from inquo.statements.picture import size_px

LEAST_POINTS = 3
_UNLIKELY = 0.001
_FLAT_M = 100_000.0
_NOTHING = "nothing says where the marked picture lies"


def read_mark(value: Mapping[str, Any], content: bytes) -> Mark:
    """Read a mark from a statements file, and put it on the ground as far as its control points do.

    Args:
        value: The table, its fields checked for their kind.
        content: The picture.

    Raises:
        ValueError: It is no picture, or a point lies outside it, stands there twice, or is not on Earth.
    """
    points = tuple(
        PicturePoint(**{name: float(number) for name, number in one.items()}) for one in value.get("points", ())
    )
    if not 0 < float(value["ce90_px"]) < math.inf:
        raise ValueError("a mark needs an error above zero (ce90_px)")
    x_px, y_px, ce90_px = float(value["x_px"]), float(value["y_px"]), float(value["ce90_px"])
    width_px, height_px = size_px(content)
    for x, y in ((x_px, y_px), *((point.x_px, point.y_px) for point in points)):
        if not (0 <= x <= width_px and 0 <= y <= height_px):
            raise ValueError(f"the point ({x:g}, {y:g}) px lies outside the picture of {width_px} x {height_px} px")
    for places in ({(p.x_px, p.y_px) for p in points}, {(p.lon_deg, p.lat_deg) for p in points}):
        if len(places) < len(points):
            raise ValueError("a control point stands there twice, and would count as two witnesses")
    return Mark(
        picture=Digest.of(content),
        x_px=x_px,
        y_px=y_px,
        ce90_px=ce90_px,
        points=points,
        points_by=value.get("points_by"),
        at=locate((x_px, y_px), ce90_px, points),
    )


def locate(mark_px: tuple[float, float], ce90_px: float, points: Sequence[PicturePoint]) -> Spot | Undetermined:
    """Put a mark on the ground.

    1. Coordinates go to a plane about the first point, and rows are counted upwards, as north is.
    2. A first fit tells how much ground a pixel covers, and so what an error in the picture is in metres.
    3. The fit with all errors has to lie within them; what misses by more than they explain widens the answer.
    4. The mark has its own error in the picture, and that of the fit where it lies: far from the points it grows.

    Args:
        mark_px: Column and row of the mark.
        ce90_px: Error at 90 % in the picture, of the mark and of each point.
        points: Control points.

    Returns:
        Where it is with its error; or why that cannot be said.
    """
    if len(points) < LEAST_POINTS:
        return Undetermined(reason=f"{_NOTHING}: {len(points)} control points are given, and {LEAST_POINTS} are needed")
    first = (points[0].lon_deg, points[0].lat_deg)
    if not max(ground_distance_m(first, (p.lon_deg, p.lat_deg)) for p in points) <= _FLAT_M:
        return Undetermined(reason=f"{_NOTHING}: its control points lie more than {_FLAT_M / 1000:.0f} km apart")
    crs = f"+proj=aeqd +lat_0={first[1]} +lon_0={first[0]} +datum=WGS84 +units=m"  # 1
    target = map_from_lonlat(crs, np.array([(p.lon_deg, p.lat_deg) for p in points], np.float64))
    source = np.array([(p.x_px, -p.y_px) for p in points], np.float64)
    model: homography.Model = "similarity" if len(points) == LEAST_POINTS else "affine"
    own = np.array([from_ce90(p.ce90_m) for p in points])
    rough = homography.fit(source, target, own, model)  # 2
    if rough is None:
        return Undetermined(reason=f"{_NOTHING}: the control points lie on one line")
    click = from_ce90(ce90_px)
    carried = np.array([homography.carry(click, rough.matrix, point) for point in source])
    fitted = homography.fit(source, target, own + carried, model)  # 3
    if fitted is None or not np.linalg.det(fitted.matrix[:2, :2]) > 0:
        return Undetermined(reason=f"{_NOTHING}: the control points lay it mirrored; are two of them swapped?")
    left_over = 2 * len(points) - homography.PARAMETERS[model]
    if not chdtrc(left_over, fitted.chi2) >= _UNLIKELY:
        miss_m = np.linalg.norm(homography.apply(fitted.matrix, source) - target, axis=1).max()
        miss = f"its control points miss one another by {miss_m:,.0f} m, more than their errors allow"
        return Undetermined(reason=f"{_NOTHING}: {miss}")
    mark = np.array([[mark_px[0], -mark_px[1]]], np.float64)
    widened = max(1.0, fitted.chi2 / left_over)
    covariance = homography.carry(click, fitted.matrix, mark[0]) + widened * fitted.covariance_at(mark)[0]  # 4
    ((lon_deg, lat_deg),) = lonlat_from_map(crs, homography.apply(fitted.matrix, mark))
    return Spot(lon_deg=float(lon_deg), lat_deg=float(lat_deg), ce90_m=ce90(covariance))
