"""Points off the middle of pictures, by a wide lens and by a long one: ``python -m bench.placement.off_middle``.

Straight down a wide lens near the ground and a long one far away give the same picture of a plane. What stands up
leans away from the middle under the first and hardly at all under the second, and Inquo is not told which it was.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, NamedTuple

import cv2
import numpy as np
import typer

from bench.placement import machine
from bench.placement.methods.inquo_engine import AIM_SIGMA_PX
from bench.placement.sets.town import FRAME_PX, SIZE_M, TOWN_SEED, InventedTown
from inquo.geometry.grid import View
from inquo.placement.criteria import Criteria
from inquo.placement.locate import Located, locate
from inquo.placement.point import ANY_RELIEF_M, ImagePoint, around, ground_point
from inquo.town import moment, stills
from inquo.town.camera import Camera, look_at
from inquo.town.plan import SECOND_PASS, Town, draw_town

LENSES = {"wide": 0.75, "long": 12.0}
"""How far the camera is from the ground, as a multiple of how wide it sees: a drone's, and a large aircraft's."""
FOOTPRINT_M = (180.0, 300.0)
BANDS = (0.0, 0.2, 0.35, 0.6)
"""Distances from the middle, as a share of the picture's width."""
HEADS = (
    "lens, off the middle",
    "points",
    "inside CE90",
    "baseline",
    "median error, m",
    "baseline",
    "median CE90, m",
    "baseline",
)


class Point(NamedTuple):
    """A point that was placed: how far from the middle it is, how far off it was put, and what was stated.

    The same once more as if it were the middle, so that only the tilt of the axis counts: the baseline.
    """

    off_middle: float
    error_m: float
    ce90_m: float
    baseline_error_m: float
    baseline_ce90_m: float


def overhead(distance: float, rng: np.random.Generator) -> Camera:
    """A camera straight above a random place of which the whole picture lies in the town.

    Args:
        distance: As a multiple of how wide it sees.
        rng: Draws place, heading and width.
    """
    across_m = float(rng.uniform(*FOOTPRINT_M))
    x, y = (float(v) for v in rng.uniform(0.7 * across_m, SIZE_M - 0.7 * across_m, 2))
    return look_at(
        (x, y, 0.0),
        off_nadir_deg=0.0,
        heading_deg=float(rng.uniform(0, 360)),
        range_m=distance * across_m,
        gsd_m=across_m / FRAME_PX[0],
        size_px=FRAME_PX,
    )


def placed_points(town: Town, distance: float, number: int, points: int, seed: int) -> Iterator[Point]:
    """Points of one still, drawn all over it; none where the still is not placed.

    Args:
        town: What is seen.
        distance: Of the camera, as a multiple of how wide it sees.
        number: Of the still.
        points: How many.
        seed: The same seed draws the same.
    """
    rng = np.random.default_rng([seed, number])
    camera = overhead(distance, rng)
    still = stills.still(town, camera, moment.at(SECOND_PASS), "grey")
    grey = np.asarray(cv2.cvtColor(still.rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    view, reference = View(grey=grey, usable=np.ones(grey.shape, bool)), InventedTown().ground("town")
    gsd_m = float(camera.centre_m[2]) / camera.focal_px
    found = locate(view, reference, Criteria(gsd_range_m=(gsd_m / 2, gsd_m * 2), threads=1))
    if not isinstance(found, Located):
        return
    for _ in range(points):
        x, y = (float(v) for v in rng.uniform(0.05, 0.95, 2) * FRAME_PX)
        told_x, told_y = (float(v) for v in rng.normal((x, y), AIM_SIGMA_PX))
        at_px = (told_x, told_y)
        point = ImagePoint(at_px=at_px, sigma_px=AIM_SIGMA_PX, relief_m=ANY_RELIEF_M, size_px=FRAME_PX)
        as_middle = replace(point, size_px=(round(2 * told_x), round(2 * told_y)))
        placed, baseline = (ground_point(found, one, around(found, one, view, reference)) for one in (point, as_middle))
        true_m = still.ground_point(x, y)[:2]
        yield Point(
            off_middle=math.dist((x, y), (FRAME_PX[0] / 2, FRAME_PX[1] / 2)) / FRAME_PX[0],
            error_m=math.dist((placed.x_m, placed.y_m), true_m),
            ce90_m=placed.ce90_m,
            baseline_error_m=math.dist((baseline.x_m, baseline.y_m), true_m),
            baseline_ce90_m=baseline.ce90_m,
        )


def row(name: str, points: list[Point]) -> str:
    """One line of the table."""
    inside = np.mean([one.error_m <= one.ce90_m for one in points])
    baseline = np.mean([one.baseline_error_m <= one.baseline_ce90_m for one in points])
    figures = [name, f"{len(points)}", f"{inside:.0%}", f"{baseline:.0%}"]
    for key in ("error_m", "baseline_error_m", "ce90_m", "baseline_ce90_m"):
        figures.append(f"{np.median([getattr(one, key) for one in points]):.1f}")
    return f"| {' | '.join(figures)} |"


def main(
    count: Annotated[int, typer.Option("--stills", help="Stills a lens.", min=1)] = 24,
    points: Annotated[int, typer.Option(help="Points a still.", min=1)] = 6,
    seed: Annotated[int, typer.Option(help="The same seed asks the same.")] = 1,
) -> None:
    """Print how many points lie inside their stated circles, by lens and by distance from the middle."""
    cv2.setNumThreads(1)
    typer.echo(f"{machine.commit()}: {count} stills a lens, {points} points each, seed {seed}")
    typer.echo(f"| {' | '.join(HEADS)} |")
    typer.echo("|---" * len(HEADS) + "|")
    town = draw_town(TOWN_SEED, size_m=SIZE_M)
    for lens, distance in LENSES.items():
        each = [list(placed_points(town, distance, number, points, seed)) for number in range(count)]
        every = [point for some in each for point in some]
        typer.echo(row(f"{lens}, {sum(map(bool, each))} of {count} stills placed", every))
        for low, high in itertools.pairwise(BANDS):
            band = [point for point in every if low <= point.off_middle < high]
            if band:
                typer.echo(row(f"{lens}, {low:.0%} to {high:.0%} of its width", band))


if __name__ == "__main__":
    typer.run(main)
