"""From plan to surface."""

from __future__ import annotations

from inquo.town import paint_buildings_cv2, paint_ground_cv2, paint_things_cv2
from inquo.town.moment import Moment
from inquo.town.plan import Town
from inquo.town.surface import Bounds, Surface


def build_surface(town: Town, moment: Moment, bounds: Bounds, gsd_m: float) -> Surface:
    """Lay, raise, plant and park everything that a window shows at a time.

    Args:
        town: The plan.
        moment: When.
        bounds: West, south, east, north, metres in the town.
        gsd_m: Size of a cell.
    """
    surface = Surface(bounds, gsd_m, town.seed)
    paint_ground_cv2.paint_ground(surface, town, moment)
    paint_buildings_cv2.raise_buildings(surface, town, moment)
    paint_things_cv2.park_cars(surface, town, moment)
    paint_things_cv2.plant_trees(surface, town, moment)
    paint_ground_cv2.texture(surface)
    return surface
