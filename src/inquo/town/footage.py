"""A strike compilation over the town, frame by frame, with its truth.

Within a shot the camera stays at one place and only turns and zooms, so that
every frame is an exact homography of one large still: true three-dimensional
sight without parallax in the shot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inquo.geometry.progress import Progress, silent
from inquo.town import film_cv2, ground_pyproj, moment, overlay_cv2, stills
from inquo.town.camera import Camera
from inquo.town.explosion_cv2 import Explosion
from inquo.town.overlay_cv2 import Telemetry
from inquo.town.plan import NOTICE
from inquo.town.script import FPS, SIZE_PX, Take
from inquo.town.stills import Still

TITLE_FRAMES = 40
_FIELD = 1.14
_DETAIL = 1.3


@dataclass(slots=True)
class Film:
    """Frames to come and the truth about those that came.

    Attributes:
        takes: What is shown after the title.
        truth: One entry a shot; complete once all frames have been taken.
    """

    takes: tuple[Take, ...]
    truth: list[dict[str, Any]] = field(default_factory=list)

    @property
    def frame_count(self) -> int:
        """How many frames there will be."""
        return TITLE_FRAMES + sum(take.frames for take in self.takes)

    def frames(self, progress: Progress = silent) -> Iterator[NDArray[np.uint8]]:
        """Render everything, in order.

        Args:
            progress: Told of every shot.

        Yields:
            Red, green, blue (540 x 960 x 3), or one channel for looks without colour.
        """
        card = overlay_cv2.title_card(
            SIZE_PX, ("STRIKE COMPILATION", NOTICE, "No such place exists. No such strike happened.")
        )
        self.truth.append({"first": 0, "last": TITLE_FRAMES - 1, "kind": "title"})
        for _ in range(TITLE_FRAMES):
            yield card
        first = TITLE_FRAMES
        for number, take in enumerate(self.takes, start=1):
            progress((number - 1) / len(self.takes), f"filming shot {number} of {len(self.takes)}")
            yield from self._shoot(take, first)
            first += take.frames
        progress(1.0, "filmed")

    def _shoot(self, take: Take, first: int) -> Iterator[NDArray[np.uint8]]:
        strike = take.town.strikes[take.strike]
        before = moment.just_before(strike.when)
        rest = take.aimed(strike.up_m)
        still = stills.still(take.town, rest.enlarged(_FIELD, _DETAIL), before, take.look)
        aim = still.ground_point(*(side / 2 for side in still.camera.size_px))
        target = np.array([*(np.array(aim[:2]) - take.town.origin_m), aim[2]])
        explosion = Explosion(
            at_m=target, size_m=strike.radius_m * 2.2, wind_m_s=(2.2, -1.1), seed=take.town.seed + take.strike
        )
        grain = film_cv2.grain(take.town.seed + first)
        cameras = [take.moved(rest, number) for number in range(take.frames)]
        self.truth.append(_truth(take, first, still, target, cameras))
        shown = still.rgb if take.look == "colour" else np.ascontiguousarray(still.rgb[..., 0])
        for number, camera in enumerate(cameras):
            frame = film_cv2.cut_out(shown, camera.frame_from(still.camera), SIZE_PX)
            if take.flash is not None and number >= take.flash:
                frame = explosion.cover(frame, camera, (number - take.flash) / FPS, take.look)
            frame = film_cv2.add_grain(frame, grain, number, take.look)
            overlay_cv2.burn_in(
                frame,
                Telemetry(
                    sensor={"colour": "TV  COL", "grey": "TV  FOV N"}.get(take.look, "IR  FOV N"),
                    range_m=take.range_m - 3.0 * number / FPS,
                    bearing_deg=(take.heading_deg + 0.02 * number) % 360,
                    clock=f"{strike.when:%H:%M}:{number // FPS + 12:02d}:{number % FPS * 4:02d} Z",
                ),
            )
            yield frame


def _truth(take: Take, first: int, still: Still, target: NDArray[np.float64], cameras: list[Camera]) -> dict[str, Any]:
    """Everything known about a shot."""
    town = take.town
    strike = town.strikes[take.strike]
    to_map = np.array([[1.0, 0.0, town.origin_m[0]], [0.0, 1.0, town.origin_m[1]], [0.0, 0.0, 1.0]])
    lon, lat = ground_pyproj.lonlat(town.crs, town.map_from_town(target[None, :2]))[0]
    return {
        "first": first,
        "last": first + take.frames - 1,
        "kind": "overhead",
        "style": take.look,
        "group": take.group,
        "place": "in the imagery" if take.in_imagery else "not in the reference",
        "facility": town.sites[strike.site].name if strike.site else None,
        "aim_px": [SIZE_PX[0] / 2, SIZE_PX[1] / 2],
        "aim_lon_deg": round(float(lon), 8),
        "aim_lat_deg": round(float(lat), 8),
        "aim_up_m": round(float(target[2]), 3),
        "truth_within_m": 0.2,
        "flash_frame": None if take.flash is None else first + take.flash,
        "off_nadir_deg": take.off_nadir_deg,
        "gsd_m": take.gsd_m,
        "crs": still.crs,
        "frames": [
            {
                "frame": first + number,
                "aim_px": camera.project(target[None])[0].round(3).tolist(),
                "map_from_frame": (to_map @ camera.plane_from_frame()).tolist(),
                "centre_m": [
                    *town.map_from_town(camera.centre_m[None, :2])[0].round(3).tolist(),
                    float(camera.centre_m[2]),
                ],
                "camera_from_map": camera.camera_from_town.tolist(),
                "focal_px": camera.focal_px,
            }
            for number, camera in enumerate(cameras)
        ],
    }
