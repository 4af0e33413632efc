"""A facility sweep over simulated ground: ``python -m bench.placement.facilities``.

Every facility stands on ground of its own, rendered from its number: streets and roofs that repeat nowhere.
Half of the footage shows the surroundings of a facility, half shows ground that no facility has. All footage
is swept over a window while that is in memory, so that rendering, which is no part of a search, is paid once.
What each window gave is kept beside the result: the same command goes on where it was stopped. Speed is that of
the windows that the last run swept.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from bench.placement import machine
from bench.placement.answers import answered_by, meaning
from bench.placement.ground import INVENTED_CORNER_M, PictureReference
from bench.placement.look import LOOKS, Pose, apply, cut, degrade
from bench.placement.statistics import upper_bound
from inquo.geometry import homography
from inquo.geometry import raster_cv2 as raster
from inquo.geometry.grid import GroundRaster, View
from inquo.geometry.progress import silent
from inquo.placement.criteria import Criteria
from inquo.placement.registration import Checked
from inquo.placement.scattered import Piece, levels_for, search_pieces, sweep_piece
from inquo.placement.shrunk import Shrunk, shrink
from inquo.placement.windows import cover
from inquo.records.digest import Digest
from inquo.records.swept import SweptWindow
from inquo.store.sweep_file import SweepFile

GSD_M = 1.0
SIDE_M = 1700.0
APART_M = 4000.0
RADIUS_M = 500.0
FOOTPRINT_M = 260.0
FRAME_PX = (640, 480)
TOLERANCE_M = 10.0
NOWHERE = 1_000_000
OUT = Path("bench/out/facilities.json")


def ground(number: int) -> PictureReference:
    """The ground of a facility, its middle at the facility: streets and roofs in no order that repeats."""
    side = round(SIDE_M / GSD_M)
    rng = np.random.default_rng([41, number])
    grey = np.full((side, side), 110, np.uint8)
    for _ in range(110):
        a, b = rng.integers(0, side, (2, 2))
        cv2.line(grey, tuple(map(int, a)), tuple(map(int, b)), int(rng.integers(60, 100)), 8)
    for _ in range(7000):
        middle = tuple(float(v) for v in rng.uniform(0, side, 2))
        size, angle = tuple(float(v) for v in rng.uniform(8, 24, 2)), 15.0 * float(rng.integers(0, 6))
        shade = cv2.boxPoints(((middle[0] + 3, middle[1] + 3), size, angle)).astype(np.int32)
        cv2.fillPoly(grey, [shade], 35)
        cv2.fillPoly(grey, [cv2.boxPoints((middle, size, angle)).astype(np.int32)], int(rng.integers(120, 245)))
    noisy = cv2.GaussianBlur(grey, (0, 0), 0.8) + rng.normal(0, 5, grey.shape)
    values = np.asarray(np.clip(noisy, 0, 255), np.uint8)
    x, y = place_of(number)
    corner = (x - SIDE_M / 2, y + SIDE_M / 2)
    return PictureReference(grey=values, valid=np.ones(values.shape, bool), gsd_m=GSD_M, corner_m=corner)


def place_of(number: int) -> tuple[float, float]:
    """Where a facility stands on the map."""
    x, y = INVENTED_CORNER_M
    return (x + APART_M * (number % 40), y - APART_M * (number // 40))


class Country:
    """Imagery around every facility, rendered when it is read; the last few are kept."""

    crs = "EPSG:32637"
    gsd_m = GSD_M
    ce90_m = 5.0

    def __init__(self, facilities: int) -> None:
        self._kept: dict[int, PictureReference] = {}
        rows = math.ceil(facilities / 40)
        x, y = INVENTED_CORNER_M
        half = SIDE_M / 2
        self.bounds_m = (x - half, y - (rows - 1) * APART_M - half, x + 39 * APART_M + half, y + half)
        self.rendering_s = 0.0

    def read(self, bounds_m: tuple[float, float, float, float], gsd_m: float) -> GroundRaster:
        """Read around the facility that is nearest to a box's middle."""
        x, y = INVENTED_CORNER_M
        column = round(((bounds_m[0] + bounds_m[2]) / 2 - x) / APART_M)
        row = round((y - (bounds_m[1] + bounds_m[3]) / 2) / APART_M)
        number = row * 40 + column
        if number not in self._kept:
            started = time.perf_counter()
            if len(self._kept) >= 30:
                self._kept.pop(next(iter(self._kept)))
            self._kept[number] = ground(number)
            self.rendering_s += time.perf_counter() - started
        return self._kept[number].read(bounds_m, gsd_m)


@dataclass(frozen=True, kw_only=True)
class Footage:
    """A picture to be placed, and where its middle truly lies; None when no facility has that ground."""

    view: View
    truth_m: tuple[float, float] | None


def footage(number: int, seed: int, *, there: bool) -> Footage:
    """Noisy, compressed footage with symbols of a place within 400 m of a facility, or of one that is not."""
    picture = ground(number if there else NOWHERE + seed)
    rng = np.random.default_rng([43, seed])
    angle, away = rng.uniform(0, 2 * np.pi), rng.uniform(0, 400.0)
    middle = (SIDE_M / 2 + away * math.cos(angle), SIDE_M / 2 + away * math.sin(angle))
    pose = Pose(
        centre_px=(middle[0] / GSD_M, middle[1] / GSD_M),
        width_px=FOOTPRINT_M / GSD_M * float(rng.uniform(0.8, 1.25)),
        angle_deg=float(rng.uniform(0, 360)),
        tilt_deg=float(rng.uniform(0, 15)),
        size_px=FRAME_PX,
    )
    matrix = pose.picture_from_frame
    view = degrade(cut(picture.grey, picture.valid, matrix, FRAME_PX), LOOKS["video"], rng)
    at = apply(matrix, (FRAME_PX[0] / 2, FRAME_PX[1] / 2))
    return Footage(view=view, truth_m=picture.map_from_picture(at) if there else None)


def _kept_in(folder: Path, facilities: int, queries: int, films: int) -> list[SweepFile]:
    """A file for each piece of footage, in which a window takes the place of a tile."""
    asked = (answered_by("inquo"), meaning(Path(__file__).read_text(encoding="utf-8")), facilities, queries)
    question = Digest.of(repr(asked).encode())
    return [SweepFile(folder / f"{question.short}-{number}.jsonl", question) for number in range(films)]


def run(facilities: int, queries: int, threads: int, minutes: float, kept_in: Path) -> dict[str, object]:
    """Sweep all footage over all facilities, then judge each.

    Windows that hold a place come first, so that a run that is cut short still asks what can be answered.
    """
    raster.use_threads(1)
    country = Country(facilities)
    places = np.array([place_of(n) for n in range(facilities)])
    windows = cover(places, RADIUS_M, country.bounds_m)
    rng = np.random.default_rng(42)
    shown = rng.choice(facilities, queries, replace=queries > facilities)
    windows = tuple(sorted(windows, key=lambda window: not set(window.places) & {int(n) for n in shown}))
    pieces = [
        Piece(reference=country, bounds_m=w.bounds_m, places_m=places[list(w.places)], radius_m=RADIUS_M)
        for w in windows
    ]
    films = [footage(int(n), seed, there=True) for seed, n in enumerate(shown)]
    films += [footage(0, 1000 + seed, there=False) for seed in range(queries)]
    gsd = FOOTPRINT_M / FRAME_PX[0]
    criteria = Criteria(gsd_range_m=(gsd / 2, gsd * 2), threads=threads)
    views = [shrink(film.view) for film in films]
    levels = levels_for(views[0], [country], criteria)
    journals = _kept_in(kept_in, facilities, queries, len(films))
    known = [journal.begun(len(pieces)) for journal in journals]
    swept: list[list[SweptWindow]] = [[] for _ in films]
    sweeping_s, timed, began = 0.0, 0, time.perf_counter()
    for number, piece in enumerate(pieces):
        if time.perf_counter() - began > 60 * minutes:
            print(f"time is up: {number} of {len(pieces)} windows were swept", flush=True)
            pieces, windows = pieces[:number], windows[:number]
            break
        if any(number >= len(earlier) for earlier in known):
            piece.read(piece.bounds_m, 8.0)
        for kept, earlier, journal, view in zip(swept, known, journals, views, strict=True):
            if number < len(earlier):
                kept.append(SweptWindow(crs=piece.crs, bounds_m=piece.bounds_m, leads=earlier[number]))
                continue
            started = time.perf_counter()
            kept.append(sweep_piece(view, piece, levels, criteria))
            sweeping_s, timed = sweeping_s + time.perf_counter() - started, timed + 1
            journal.finished(kept[-1].leads)
        if timed and number % 20 == 0:
            print(f"window {number + 1} of {len(pieces)}: {sweeping_s / timed:.3f} s a window", flush=True)
    rows = [_judge(film, view, pieces, kept, criteria) for film, view, kept in zip(films, views, swept, strict=True)]
    area_km2 = sum(piece.area_m2 for piece in pieces) / 1e6
    return _summary(rows, facilities, len(pieces), area_km2, (sweeping_s, timed), country)


def _judge(
    film: Footage, view: Shrunk, pieces: Sequence[Piece], kept: list[SweptWindow], criteria: Criteria
) -> dict[str, object]:
    """What a search over all windows says of one piece of footage, and how long the close look took.

    Ground that is not kept is rendered again for it, on several threads at once: that time is inside.
    """
    known = {id(piece): window for piece, window in zip(pieces, kept, strict=True)}
    started = time.perf_counter()
    outcome, _ = search_pieces(view, pieces, lambda piece, _: known[id(piece)], criteria, silent)
    seconds = time.perf_counter() - started
    middle = np.array([[FRAME_PX[0] / 2, FRAME_PX[1] / 2]])

    def off_m(matrix: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float | None:
        return None if film.truth_m is None else math.dist(homography.apply(matrix, middle)[0], film.truth_m)

    leads = sorted((lead for window in kept for lead in window.leads), key=lambda lead: -lead.score)
    near = (i for i, lead in enumerate(leads) if film.truth_m and math.dist((lead.x_m, lead.y_m), film.truth_m) < 40)
    placed = isinstance(outcome.answer, Checked)
    best = outcome.settled[0].map_from_frame if outcome.settled else None
    return {
        "there": film.truth_m is not None,
        "placed": placed,
        "off_m": off_m(outcome.answer.fit.matrix) if isinstance(outcome.answer, Checked) else None,
        "first_lead_off_m": off_m(best) if best is not None else None,
        "rank_after_sweep": next(near, None),
        "expected_false_matches": outcome.expected_false_matches,
        "reason": None if isinstance(outcome.answer, Checked) else outcome.answer.reason,
        "looking_and_rendering_s": seconds,
    }


def _summary(
    rows: list[dict[str, object]],
    facilities: int,
    windows: int,
    area_km2: float,
    spent: tuple[float, int],
    country: Country,
) -> dict[str, object]:
    seconds, timed = spent
    a_window_s = seconds / timed if timed else None
    there = [row for row in rows if row["there"]]
    right = [row for row in there if row["placed"] and float(str(row["off_m"])) <= TOLERANCE_M]
    wrong = [row for row in rows if row["placed"] and row not in right]
    nowhere = [row for row in rows if not row["there"]]
    leads = [row for row in there if row["first_lead_off_m"] is not None]
    ranks = [int(str(row["rank_after_sweep"])) for row in there if row["rank_after_sweep"] is not None]
    return {
        "facilities": facilities,
        "windows_swept": windows,
        "area_km2": area_km2,
        "queries_there": len(there),
        "queries_nowhere": len(nowhere),
        "recall": len(right) / max(1, len(there)),
        "first_lead_right": sum(float(str(row["first_lead_off_m"])) <= 40 for row in leads) / max(1, len(there)),
        "false_placements": len(wrong),
        "least_expected_nowhere": min((float(str(row["expected_false_matches"])) for row in nowhere), default=None),
        "false_at_most_95": upper_bound(sum(bool(row["placed"]) for row in nowhere), len(nowhere)),
        "in_a_window_s_leads": len(ranks),
        "worst_rank_after_sweep": max(ranks, default=None),
        "windows_timed": timed,
        "sweep_s_per_query": a_window_s * windows if a_window_s else None,
        "km2_per_s": area_km2 / windows / a_window_s if a_window_s else None,
        "looking_and_rendering_s_per_query": float(
            np.mean([float(str(row["looking_and_rendering_s"])) for row in rows])
        ),
        "rendering_s": country.rendering_s,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "machine": machine.describe(),
        "commit": machine.commit(),
        "rows": rows,
    }


def main() -> None:
    """Run, print a summary, write JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--facilities", type=int, default=1500)
    options.add_argument("--queries", type=int, default=20, help="at a facility, and as many nowhere")
    options.add_argument("--quick", action="store_true", help="20 facilities, 10 queries: a few minutes")
    options.add_argument("--minutes", type=float, default=math.inf, help="sweep no longer than that")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--out", type=Path, default=OUT)
    asked = options.parse_args()
    facilities, queries = (20, 10) if asked.quick else (asked.facilities, asked.queries)
    result = run(facilities, queries, asked.threads, asked.minutes, asked.out.parent / "facilities")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(json.dumps({key: value for key, value in result.items() if key not in ("rows", "machine")}, indent=1))


if __name__ == "__main__":
    main()
