"""A pinhole camera over the town, and what it maps to what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Matrix
from inquo.town.polygons import Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """A pinhole: town metres (east, north, up) to pixels (right, down).

    Attributes:
        centre_m: Where it is, shape (3,).
        camera_from_town: Rotation, shape (3, 3); rows are right, down, forward.
        focal_px: Focal length.
        principal_px: Where its axis meets the picture, (x, y).
        size_px: Width and height.
    """

    centre_m: Points
    camera_from_town: Matrix
    focal_px: float
    principal_px: tuple[float, float]
    size_px: tuple[int, int]

    @property
    def intrinsics(self) -> Matrix:
        """Calibration matrix, shape (3, 3)."""
        x, y = self.principal_px
        return np.array([[self.focal_px, 0.0, x], [0.0, self.focal_px, y], [0.0, 0.0, 1.0]])

    def project(self, points_m: Points) -> Points:
        """Town points, shape (n, 3), to pixels, shape (n, 2)."""
        seen = (points_m - self.centre_m) @ (self.intrinsics @ self.camera_from_town).T
        return seen[:, :2] / seen[:, 2:]

    def plane_from_frame(self, up_m: float = 0.0) -> Matrix:
        """Homography from pixels to east and north on a level plane, shape (3, 3)."""
        return _unit(np.linalg.inv(self.frame_from_plane(up_m)))

    def frame_from_plane(self, up_m: float = 0.0) -> Matrix:
        """Homography from east and north on a level plane to pixels, shape (3, 3)."""
        onto = np.array(
            [[1.0, 0.0, -self.centre_m[0]], [0.0, 1.0, -self.centre_m[1]], [0.0, 0.0, up_m - self.centre_m[2]]]
        )
        return _unit(self.intrinsics @ self.camera_from_town @ onto)

    def rays(self, points_px: Points) -> Points:
        """Directions of sight in the town, not normalised, shape (n, 3)."""
        onto = np.concatenate([points_px, np.ones((len(points_px), 1))], axis=1)
        return onto @ (self.camera_from_town.T @ np.linalg.inv(self.intrinsics)).T

    def turned(self, pan_px: tuple[float, float], roll_deg: float, zoom: float) -> Camera:
        """The same camera, at the same place, after its gimbal and its lens moved.

        Args:
            pan_px: How far the picture's content moves right and down at its centre.
            roll_deg: How far the content turns clockwise.
            zoom: Factor on the focal length.
        """
        yaw, pitch, roll = -pan_px[0] / self.focal_px, pan_px[1] / self.focal_px, np.radians(roll_deg)
        cy, sy, cp, sp, cr, sr = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch), np.cos(roll), np.sin(roll)
        about_down = np.array([[cy, 0.0, -sy], [0.0, 1.0, 0.0], [sy, 0.0, cy]])
        about_right = np.array([[1.0, 0.0, 0.0], [0.0, cp, sp], [0.0, -sp, cp]])
        about_axis = np.array([[cr, -sr, 0.0], [sr, cr, 0.0], [0.0, 0.0, 1.0]])
        return replace(
            self,
            camera_from_town=about_axis @ about_right @ about_down @ self.camera_from_town,
            focal_px=self.focal_px * zoom,
        )

    def enlarged(self, field: float, detail: float) -> Camera:
        """The same camera with a wider picture of finer pixels.

        Args:
            field: Factor on the width and height of what is seen.
            detail: Factor on pixels per angle.
        """
        width, height = (round(side * field * detail) for side in self.size_px)
        return replace(
            self,
            focal_px=self.focal_px * detail,
            principal_px=(width / 2, height / 2),
            size_px=(width, height),
        )

    def frame_from(self, other: Camera) -> Matrix:
        """Homography from another camera at the same place: exact, without parallax.

        Raises:
            ValueError: The cameras are at different places.
        """
        if not np.allclose(self.centre_m, other.centre_m, rtol=0.0, atol=1e-9):
            raise ValueError("cameras at different places see with parallax")
        turned = self.camera_from_town @ other.camera_from_town.T
        return _unit(self.intrinsics @ turned @ np.linalg.inv(other.intrinsics))


def look_at(
    target_m: tuple[float, float, float],
    *,
    off_nadir_deg: float,
    heading_deg: float,
    range_m: float,
    gsd_m: float,
    size_px: tuple[int, int],
    roll_deg: float = 0.0,
) -> Camera:
    """A camera whose middle pixel sees a target.

    Args:
        target_m: East, north, up.
        off_nadir_deg: Angle between its axis and straight down, 0 to 75.
        heading_deg: Towards which it looks, from north, clockwise; the picture's upward side when straight down.
        range_m: Distance to the target.
        gsd_m: Size across the line of sight of a pixel at the target.
        size_px: Width and height.
        roll_deg: How far the picture's content turns clockwise.

    Raises:
        ValueError: The angle is beyond what this camera does.
    """
    if not 0.0 <= off_nadir_deg <= 75.0:
        raise ValueError(f"off-nadir angle {off_nadir_deg} is not in [0, 75] degrees")
    tilt, heading = np.radians([off_nadir_deg, heading_deg])
    forward = np.array([np.sin(heading) * np.sin(tilt), np.cos(heading) * np.sin(tilt), -np.cos(tilt)])
    right = np.array([np.cos(heading), -np.sin(heading), 0.0])
    level = Camera(
        centre_m=np.asarray(target_m) - range_m * forward,
        camera_from_town=np.stack([right, np.cross(forward, right), forward]),
        focal_px=range_m / gsd_m,
        principal_px=(size_px[0] / 2, size_px[1] / 2),
        size_px=size_px,
    )
    return level.turned((0.0, 0.0), roll_deg, 1.0)


def _unit(matrix: NDArray[np.floating[Any]]) -> Matrix:
    """Scale a homography so that its last number is one."""
    scaled: Matrix = matrix / matrix[2, 2]
    return scaled
