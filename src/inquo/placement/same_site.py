"""Whether two views show one site, and a place for the one through the other.

A view too narrow, or too unlike the imagery, to be placed by itself may still be found in
another view of the same video: a closer look, another sensor, inverted contrast. That is
the same registration, with the other view as the imagery: control points, check points,
significance. The place that follows carries the errors of both steps and says through
which shot it was made.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from inquo.geometry import homography
from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import GroundRaster, Matrix, View
from inquo.placement.atlas import Atlas
from inquo.placement.criteria import COARSE, METHOD, Criteria
from inquo.placement.locate import Located, NotLocated, locate
from inquo.placement.point import ImagePoint, footprint_ring, ground_point, point_in_plane
from inquo.placement.reference import Bounds
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.place import Covariance, Matrix3, Placement, Registration, TiePoint

ZOOM_RANGE = (0.3, 1.2)
_NOWHERE = "EPSG:32631"
_FLIP = np.diag([1.0, -1.0, 1.0])
_MIN_SIDE_PX = 120.0
_SHOWN = 0.98
# Another view is as small as one building's surroundings: fewer places in it are worth a look than in a town.
_LEADS = 40
_ALIGNED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A view that was found in another.

    Attributes:
        found: The view on the plane of the other, on which a pixel is a metre and y points up.
        other_px: Width and height of the other.
    """

    found: Located
    other_px: tuple[int, int]

    @property
    def other_from_frame(self) -> Matrix:
        """Homography from the view's pixels to the other's, shape (3, 3)."""
        return _FLIP @ self.found.checked.fit.matrix


def plane_of(view: View) -> Atlas:
    """A view as if it were imagery, to look for others in it."""
    return Atlas(_Plane(view))


def relate(view: View, other: Atlas) -> Relation | Undetermined:
    """Find a view in another that is as wide or wider, up to about three times, at any angle.

    Args:
        view: The view to be found.
        other: Where it is looked for: ``plane_of`` another view.

    Returns:
        The relation, or why there is none.
    """
    criteria = Criteria(
        gsd_range_m=ZOOM_RANGE,
        density=COARSE,
        min_footprint_m=_MIN_SIDE_PX,
        max_tilt_deg=90.0,
        leads=_LEADS,
        aligned=_ALIGNED,
    )
    answer = locate(view, other, criteria)
    if isinstance(answer, NotLocated):
        return answer.why
    _, bottom, right, _ = other.bounds_m
    return Relation(found=answer, other_px=(round(right), round(-bottom)))


def place_through(
    relation: Relation,
    anchor: Located,
    point: ImagePoint,
    *,
    shot: Digest,
    imagery: tuple[Digest, ...],
    chain: tuple[Digest, ...],
) -> Placement:
    """Place a point of a view through another view that was located.

    1. The point is carried to the other view, with the error of that step.
    2. From there it is carried to the ground, with the error of that one; the larger axis of the
       first error stands for both, so that the sum is never too small.
    3. The registration that is stated is the product of the two, with what each of them left open.

    Args:
        relation: How the view was found in the other.
        anchor: Where the other lies.
        point: In the view.
        shot: The shot.
        imagery: What the other was placed on.
        chain: Shots through which this one is placed, nearest first.
    """
    x_m, y_m, covariance = point_in_plane(relation.found, replace(point, relief_m=0.0))  # 1
    sigma_px = math.sqrt(float(np.linalg.eigvalsh(covariance)[-1]))
    carried = replace(point, at_px=(x_m, -y_m), sigma_px=sigma_px, size_px=relation.other_px)
    placed = ground_point(anchor, carried)  # 2
    registration = _product(relation, anchor)  # 3
    return Placement(
        shot=shot,
        imagery=imagery,
        lon_deg=placed.lon_deg,
        lat_deg=placed.lat_deg,
        covariance_m2=placed.covariance_m2,
        ce90_m=placed.ce90_m,
        footprint_lonlat_deg=footprint_ring(_array(registration.map_from_frame), registration.crs, point.size_px),
        registration=registration,
        chain=chain,
        method=f"{METHOD} through another shot",
    )


def _product(relation: Relation, anchor: Located) -> Registration:
    """View to other to map, as one registration."""
    first, second = relation.found.registration, anchor.registration
    to_map = anchor.checked.fit.matrix @ _FLIP
    matrix = to_map @ relation.found.checked.fit.matrix
    at = np.array([[tie.x_m, tie.y_m] for tie in first.tie_points], np.float64)
    derivatives = homography.jacobian(to_map, at)
    on_map = homography.apply(to_map, at)
    scale = math.sqrt(abs(float(np.linalg.det(derivatives.mean(axis=0)))))
    ties = tuple(
        replace(
            tie,
            x_m=float(x),
            y_m=float(y),
            covariance_m2=_carried(tie, derivative),
            residual_m=tie.residual_m * scale,
        )
        for tie, (x, y), derivative in zip(first.tie_points, on_map, derivatives, strict=True)
    )
    return Registration(
        map_from_frame=_rows(matrix / matrix[2, 2]),
        crs=second.crs,
        model="homography" if "homography" in (first.model, second.model) else "affine",
        control=first.control,
        check=first.check,
        check_rmse_m=math.hypot(first.check_rmse_m * scale, second.check_rmse_m),
        score=first.score,
        expected_false_matches=_added(first.expected_false_matches, second.expected_false_matches),
        tie_points=ties,
        method=f"{METHOD} through another shot",
        control_points=second.control_points,
    )


def _added(first: float | None, second: float | None) -> float | None:
    """Expected false matches of two steps; unknown when a person set the points of one."""
    return None if first is None or second is None else first + second


def _carried(tie: TiePoint, derivative: Matrix) -> Covariance:
    (a, b), (_, d) = derivative @ np.array(tie.covariance_m2) @ derivative.T
    return ((float(a), float(b)), (float(b), float(d)))


def _rows(matrix: Matrix) -> Matrix3:
    (a, b, c), (d, e, f), (g, h, i) = ((float(x) for x in row) for row in matrix)
    return ((a, b, c), (d, e, f), (g, h, i))


def _array(matrix: Matrix3) -> Matrix:
    return np.array(matrix, np.float64)


class _Plane:
    """A view as if it were imagery: a pixel is a metre of a map that lies nowhere."""

    crs = _NOWHERE
    gsd_m = 1.0
    ce90_m = 0.0

    def __init__(self, view: View) -> None:
        self._view = view
        self.bounds_m: Bounds = (0.0, -float(view.height_px), float(view.width_px), 0.0)

    def read(self, bounds_m: Bounds, gsd_m: float) -> GroundRaster:
        """Resample a window of the view."""
        west, south, east, north = bounds_m
        size = (max(1, round((east - west) / gsd_m)), max(1, round((north - south) / gsd_m)))
        view, coarser = self._view, max(1.0, gsd_m)
        shrunk = (max(1, round(view.width_px / coarser)), max(1, round(view.height_px / coarser)))
        small = np.diag([shrunk[0] / view.width_px, shrunk[1] / view.height_px, 1.0])
        patch_from_view = np.array([[1 / gsd_m, 0, -west / gsd_m], [0, 1 / gsd_m, north / gsd_m], [0, 0, 1]])
        patch_from_small = patch_from_view @ np.linalg.inv(small)
        grey, share = (
            raster.warp(raster.shrink(values.astype(np.float32), shrunk), patch_from_small, size)
            for values in (view.grey, view.usable)
        )
        return GroundRaster(
            grey=np.clip(np.rint(grey), 0, 255).astype(np.uint8),
            valid=share > _SHOWN,
            map_from_pixel=np.array([[gsd_m, 0, west], [0, -gsd_m, north]], np.float64),
            crs=self.crs,
        )
