"""Single pictures of the town by a camera in the air, with the exact map between the two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquo.geometry.grid import Matrix
from inquo.town import light_cv2, picture_cv2, sensor_cv2, sight_cv2
from inquo.town.build_surface import build_surface
from inquo.town.camera import Camera
from inquo.town.moment import Moment
from inquo.town.picture_cv2 import Look
from inquo.town.plan import Town
from inquo.town.polygons import Points

_MARGIN_M = 40.0
_TALLEST_M = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A picture and where everything in it is.

    Attributes:
        rgb: Red, green, blue, uint8; all three alike for looks without colour.
        camera: It was taken with; ``camera.project`` tells where a point of the town is seen.
        up_m: Height of what each pixel sees, metres, float32, same rows and columns.
        map_from_frame: Homography from pixels to map metres, exact for what lies on the ground.
        crs: Of the map.
    """

    rgb: NDArray[np.uint8]
    camera: Camera
    up_m: NDArray[np.float32]
    map_from_frame: Matrix
    crs: str

    def ground_point(self, x_px: float, y_px: float) -> tuple[float, float, float]:
        """Map position and height of what a pixel sees.

        Args:
            x_px: Column, in the picture.
            y_px: Row.

        Returns:
            Map x, map y, metres above the ground.
        """
        up = float(self.up_m[int(y_px), int(x_px)])
        onto_town = self.camera.plane_from_frame(up)
        to_map = self.map_from_frame @ np.linalg.inv(self.camera.plane_from_frame())
        x, y, w = (to_map / to_map[2, 2]) @ onto_town @ [x_px, y_px, 1.0]
        return float(x / w), float(y / w), up

    def frame_point(self, x_m: float, y_m: float, up_m: float = 0.0) -> tuple[float, float]:
        """Pixel at which a point of the map is seen, if nothing hides it; the inverse of ``ground_point``.

        Args:
            x_m: Map x.
            y_m: Map y.
            up_m: Above the ground.
        """
        town_from_map = self.camera.plane_from_frame() @ np.linalg.inv(self.map_from_frame)
        east, north, w = town_from_map @ [x_m, y_m, 1.0]
        x, y = self.camera.project(np.array([[east / w, north / w, up_m]]))[0]
        return float(x), float(y)


def still(town: Town, camera: Camera, moment: Moment, look: Look = "colour") -> Still:
    """Take a picture.

    Args:
        town: The plan.
        camera: Where it is, where it looks.
        moment: When: sun, season, what stands.
        look: Colour, grey, or warmth with hot white or hot black.

    Raises:
        ValueError: The camera sees the horizon.
    """
    corners = _footprint(camera)
    low, high = corners.min(axis=0) - _MARGIN_M, corners.max(axis=0) + _MARGIN_M
    across = float(np.hypot(*np.diff(corners[:2], axis=0)[0])) / camera.size_px[0]
    cell = float(np.clip(0.9 * across, 0.12, 0.4))
    surface = build_surface(town, moment, (float(low[0]), float(low[1]), float(high[0]), float(high[1])), cell)
    lit = light_cv2.light(surface, moment.sun)
    sight = sight_cv2.follow(surface, camera)
    thermal = look in ("white-hot", "black-hot")
    picture = picture_cv2.paint(town, surface, lit, sight, thermal=thermal)
    to_map = np.array([[1.0, 0.0, town.origin_m[0]], [0.0, 1.0, town.origin_m[1]], [0.0, 0.0, 1.0]])
    onto_map = to_map @ camera.plane_from_frame()
    return Still(
        rgb=sensor_cv2.develop(picture, look),
        camera=camera,
        up_m=sight.up,
        map_from_frame=onto_map / onto_map[2, 2],
        crs=town.crs,
    )


def _footprint(camera: Camera) -> Points:
    """Where the picture's corners, lower ones first, meet the ground and the height of the tallest building."""
    width, height = camera.size_px
    corners = np.array([[0.0, height], [width, height], [width, 0.0], [0.0, 0.0]])
    rays = camera.rays(corners)
    if not (rays[:, 2] < -0.05 * np.hypot(rays[:, 0], rays[:, 1])).all():
        raise ValueError("the camera sees the horizon")
    met = []
    for up in (0.0, _TALLEST_M):
        reach = (up - camera.centre_m[2]) / rays[:, 2]
        met.append(camera.centre_m[:2] + reach[:, None] * rays[:, :2])
    return np.concatenate(met)
