"""Plane transforms: fit them to points with covariances, apply them, carry uncertainty through them.

A transform is a 3 x 3 matrix, float64, named to-from (``map_from_frame``). It is fitted by
Gauss-Newton on the weighted error in the target, which gives the covariance of its
parameters; points are normalised first, so that metres in millions do no harm.

Source:
    Hartley and Zisserman, Multiple View Geometry in Computer Vision, 2nd edition, 4.4.4
    (normalisation), 5.1 and 5.2 (covariance of an estimated transform, and of a transferred point).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Float64 = NDArray[np.float64]
Model = Literal["similarity", "affine", "homography"]
PARAMETERS: dict[Model, int] = {"similarity": 4, "affine": 6, "homography": 8}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A fitted transform.

    Attributes:
        matrix: 3 x 3, from source to target.
        model: What was fitted.
        covariance: Of the parameters, in the normalised coordinates of ``_basis``.
        target_from_unit: Similarity that undoes the target's normalisation.
        unit_from_source: Similarity that normalises the source.
        chi2: Weighted sum of squared residuals.
    """

    matrix: Float64
    model: Model
    covariance: Float64
    target_from_unit: Float64
    unit_from_source: Float64
    chi2: float

    def covariance_at(self, points: Float64) -> Float64:
        """Covariance of transformed points that stems from the fit, shape (n, 2, 2), target units squared."""
        unit = apply(self.unit_from_source, points)
        unit_matrix = np.linalg.inv(self.target_from_unit) @ self.matrix @ np.linalg.inv(self.unit_from_source)
        basis = _basis(self.model, unit, unit_matrix / unit_matrix[2, 2])
        scale = self.target_from_unit[0, 0]
        return np.asarray(scale**2 * np.einsum("nip,pq,njq->nij", basis, self.covariance, basis))


def apply(matrix: Float64, points: Float64) -> Float64:
    """Transform points, shape (n, 2)."""
    xyw = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(xyw[:, :2] / xyw[:, 2:])


def jacobian(matrix: Float64, points: Float64) -> Float64:
    """Derivative of the target by the source at points, shape (n, 2, 2)."""
    w = points @ matrix[2, :2] + matrix[2, 2]
    out = apply(matrix, points)
    return np.asarray((matrix[None, :2, :2] - out[:, :, None] * matrix[None, None, 2, :2]) / w[:, None, None])


def off_nadir_rad(map_from_frame: Float64, point_px: Float64) -> float:
    """Angle between the line of sight and the plane's normal, as the transform itself shows it.

    A camera of square pixels that looks at a plane under an angle t off its normal stretches the ground by
    1 / cos(t) along its direction of view.

    Args:
        map_from_frame: The fit, shape (3, 3).
        point_px: The point, shape (1, 2).
    """
    longest, shortest = np.linalg.svd(jacobian(map_from_frame, point_px)[0], compute_uv=False)
    return math.acos(min(1.0, float(shortest / longest)))


def carry(covariance: Float64, matrix: Float64, point: Float64) -> Float64:
    """Covariance, shape (2, 2), of a transformed point that stems from the point's own."""
    j = jacobian(matrix, point[None])[0]
    return np.asarray(j @ covariance @ j.T)


def fit(source: Float64, target: Float64, covariances: Float64, model: Model, steps: int = 12) -> Fit | None:
    """Fit a transform by weighted least squares on the error in the target.

    Args:
        source: Points, shape (n, 2).
        target: Points, shape (n, 2).
        covariances: Of the target points, shape (n, 2, 2).
        model: ``similarity``, ``affine`` or ``homography``.
        steps: At most so many Gauss-Newton steps.

    Returns:
        The fit; None when the points do not determine one.
    """
    if not 2 * len(source) >= PARAMETERS[model]:
        return None
    unit_from_source, unit_from_target = _normalisation(source), _normalisation(target)
    p, q = apply(unit_from_source, source), apply(unit_from_target, target)
    information = np.linalg.inv(covariances * unit_from_target[0, 0] ** 2)
    matrix = np.eye(3)
    for _ in range(steps):
        basis, residual = _basis(model, p, matrix), q - apply(matrix, p)
        normal = np.einsum("nip,nij,njq->pq", basis, information, basis)
        gradient = np.einsum("nip,nij,nj->p", basis, information, residual)
        if not np.linalg.cond(normal) < 1e12:
            return None
        step = np.linalg.solve(normal, gradient)
        matrix = _moved(model, matrix, step)
        if not np.isfinite(matrix).all():
            return None
        if np.abs(step).max() < 1e-10:
            break
    residual = q - apply(matrix, p)
    target_from_unit = np.asarray(np.linalg.inv(unit_from_target), np.float64)
    full = target_from_unit @ matrix @ unit_from_source
    return Fit(
        matrix=full / full[2, 2],
        model=model,
        covariance=np.linalg.inv(normal),
        target_from_unit=target_from_unit,
        unit_from_source=unit_from_source,
        chi2=float(np.einsum("ni,nij,nj->", residual, information, residual)),
    )


def _normalisation(points: Float64) -> Float64:
    """Similarity that moves points' centroid to 0 and their mean distance to the square root of 2."""
    centre = points.mean(axis=0)
    spread = float(np.linalg.norm(points - centre, axis=1).mean())
    s = np.sqrt(2) / spread if spread > 0 else 1.0
    return np.array([[s, 0.0, -s * centre[0]], [0.0, s, -s * centre[1]], [0.0, 0.0, 1.0]])


def _basis(model: Model, p: Float64, matrix: Float64) -> Float64:
    """Derivative of transformed points by the parameters, shape (n, 2, parameters)."""
    x, y = p[:, 0], p[:, 1]
    zero, one = np.zeros_like(x), np.ones_like(x)
    if model == "similarity":
        rows = [[one, zero, x, -y], [zero, one, y, x]]
    else:
        rows = [[one, zero, x, y, zero, zero], [zero, one, zero, zero, x, y]]
    out = np.stack([np.stack(row, axis=-1) for row in rows], axis=1)
    if model != "homography":
        return out
    w = (p @ matrix[2, :2] + matrix[2, 2])[:, None, None]
    to = apply(matrix, p)
    keystone = -to[:, :, None] * p[:, None, :]
    return np.asarray(np.concatenate([out, keystone], axis=2) / w)


def _moved(model: Model, matrix: Float64, step: Float64) -> Float64:
    """Add a step to the parameters."""
    change = np.zeros((3, 3))
    change[:2, 2] = step[:2]
    if model == "similarity":
        change[:2, :2] = [[step[2], -step[3]], [step[3], step[2]]]
    else:
        change[:2, :2] = step[2:6].reshape(2, 2)
    if model == "homography":
        change[2, :2] = step[6:]
    return np.asarray(matrix + change)
