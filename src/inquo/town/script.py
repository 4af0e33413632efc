"""What a strike compilation shows: its shots, one after the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inquo.town.camera import Camera, look_at
from inquo.town.picture_cv2 import Look
from inquo.town.plan import Town

FPS = 25
SIZE_PX = (960, 540)


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One shot over a strike.

    Attributes:
        town: Where.
        strike: Number of the strike it shows.
        look: Colour, grey, warmth.
        off_nadir_deg: Of the line of sight to the target.
        heading_deg: Towards which the camera looks, from north, clockwise.
        range_m: To the target.
        gsd_m: Across the line of sight, at the target.
        group: Name of the site; takes of one site share it.
        in_imagery: Whether the satellite images show the place.
        frames: How many.
        flash: Number of the frame in the shot in which it hits.
    """

    town: Town
    strike: int
    look: Look
    off_nadir_deg: float
    heading_deg: float
    range_m: float
    gsd_m: float
    group: str
    in_imagery: bool = True
    frames: int = 104
    flash: int | None = 62

    def aimed(self, up_m: float) -> Camera:
        """The camera at rest, its middle on the target at a height."""
        strike = self.town.strikes[self.strike]
        return look_at(
            (strike.x_m, strike.y_m, up_m),
            off_nadir_deg=self.off_nadir_deg,
            heading_deg=self.heading_deg,
            range_m=self.range_m,
            gsd_m=self.gsd_m,
            size_px=SIZE_PX,
        )

    def moved(self, rest: Camera, number: int) -> Camera:
        """The camera in a frame: its gimbal drifts, its lens creeps; at the flash it is on target."""
        rng = np.random.default_rng([self.town.seed, self.strike, round(self.gsd_m * 1e4), 0xCA])
        since = (number - (self.flash if self.flash is not None else self.frames // 2)) / FPS
        slow, quick = rng.uniform(0.9, 1.6, 2), rng.uniform(4.0, 6.5, 2)
        wide, narrow = rng.uniform(4.0, 8.0, 2), rng.uniform(0.5, 1.1, 2)
        pan = wide * np.sin(slow * since) + narrow * np.sin(quick * since)
        roll = rng.choice([-1.0, 1.0]) * rng.uniform(0.35, 0.7) * since
        zoom = 1.012 ** (number / FPS)
        return rest.turned((float(pan[0]), float(pan[1])), float(np.clip(roll, -1.8, 1.8)), float(zoom))


def compile_takes(town: Town, elsewhere: Town) -> tuple[Take, ...]:
    """The demonstration's shots: grey, infrared, colour, a close-up of the infrared one, elsewhere, infrared.

    The close-up does not follow its wide shot: without a turn between them it would be a zoom, not a cut.

    Args:
        town: That the imagery shows.
        elsewhere: That it does not show.
    """
    rng = np.random.default_rng([town.seed, 0x5C])
    headings = rng.uniform(0, 360, 6)
    market = float(headings[1])
    return (
        Take(town=town, strike=0, look="grey", off_nadir_deg=20.0, heading_deg=float(headings[0]), range_m=4200.0,
             gsd_m=0.36, group="hospital"),
        Take(town=town, strike=1, look="white-hot", off_nadir_deg=12.0, heading_deg=market, range_m=5200.0,
             gsd_m=0.38, group="market"),
        Take(town=town, strike=2, look="colour", off_nadir_deg=21.0, heading_deg=float(headings[3]), range_m=3600.0,
             gsd_m=0.34, group="school"),
        Take(town=town, strike=1, look="white-hot", off_nadir_deg=12.0, heading_deg=market, range_m=5200.0,
             gsd_m=0.21, group="market"),
        Take(town=elsewhere, strike=3, look="grey", off_nadir_deg=24.0, heading_deg=float(headings[4]), range_m=4000.0,
             gsd_m=0.36, group="elsewhere", in_imagery=False),
        Take(town=town, strike=3, look="black-hot", off_nadir_deg=14.0, heading_deg=float(headings[5]), range_m=4600.0,
             gsd_m=0.40, group="house"),
    )  # fmt: skip
