"""Where the published place of a real strike stands among all places that a map of footprints offers.

Run with ``make bench-maps`` and INQUO_DATA set. Each clip of ``strikes/`` is swept over building footprints
around the place that was published for it, by each idea of how footprints could be made to look like the footage.
The figure is a rank: how many places elsewhere fit better than the best one near the published place.
No frame of the footage is written anywhere.
"""

from __future__ import annotations

import csv
import itertools
import json
import math
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from numpy.typing import NDArray
from scipy import fft

from inquo.footage.composite import Blend
from inquo.footage.decode_pyav import frames
from inquo.footage.study import study
from inquo.geometry import crs_pyproj
from inquo.geometry.grid import View
from inquo.imagery.map_drawing_cv2 import Drawing, Style
from inquo.imagery.map_reference import MapReference, open_map
from inquo.placement.field import structure, thinned
from inquo.placement.hypotheses import Posture
from inquo.placement.shrunk import Shrunk, shrink
from inquo.placement.templates import laid_out, turn
from inquo.records.digest import Digest

Float32 = NDArray[np.float32]

WORKING_M = 4.8
COARSE_M = 9.6
THINNING = 2
COARSE_FROM_M = 400.0
WIDTH_PX = 1280.0
GSDS_M = (0.15, 0.22, 0.33, 0.5, 0.75)
"""Metres per pixel along the horizontal of a picture of 1280 px."""
STRETCHES = (1.4, 2.0, 3.0)
HEADINGS_DEG = tuple(range(0, 360, 15))
DRAWN_EVERY_DEG = 30
"""Raised buildings are drawn for every second heading: a roof's lean tells no finer."""
NEAR_M = 75.0
APART_M = 50.0
RANDOM_PLACES = 300
_FLOOR = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """A way to make footprints look like footage.

    Attributes:
        name: As in the table.
        drawings: How the map is drawn; all are tried, the best counts.
        composite: Compare a composite of many frames, else a single one.
    """

    name: str
    drawings: tuple[Drawing, ...]
    composite: bool = True


def _raised(height_m: float, sun_azimuth_deg: float | None = None) -> Drawing:
    return Drawing(style=Style.EXTRUDED, height_m=height_m, sun_azimuth_deg=sun_azimuth_deg, sun_elevation_deg=40.0)


IDEAS = (
    Idea(name="flat outlines, one frame", drawings=(Drawing(),), composite=False),
    Idea(name="flat outlines", drawings=(Drawing(),)),
    Idea(name="street corridors", drawings=(Drawing(style=Style.CORRIDORS, corridor_m=6.0),)),
    Idea(name="raised to 9 m", drawings=(_raised(9.0),)),
    Idea(name="raised to 9 m, sun in the south-west", drawings=(_raised(9.0, 230.0),)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A clip with one published place.

    Attributes:
        name: Its id.
        composite: Many frames as one picture, overlay masked.
        single: One of them, with the same mask.
        lonlat_deg: The published place.
        spent_s: Processor time to read it.
    """

    name: str
    composite: View
    single: View
    lonlat_deg: tuple[float, float]
    spent_s: float


def clips(folder: Path) -> Iterator[Clip | str]:
    """Clips for which one place was published, or why one cannot be used."""
    with (folder / "published_locations.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    count: dict[str, int] = {}
    for row in rows:
        count[row["file"]] = count.get(row["file"], 0) + 1
    for row in rows:
        path = folder / "clips" / Path(row["file"]).name
        if count[row["file"]] > 1 or "General coordinates" in row["notes"] or not path.exists():
            continue
        started = time.process_time()
        shots = [one for one in study(path, exhibit=Digest("0" * 64)).shots if isinstance(one.blend, Blend)]
        blends = [one.blend for one in shots if isinstance(one.blend, Blend)]
        if not blends:
            yield f"{row['id']}: no shot of it was taken for an overhead view"
            continue
        blend = max(blends, key=lambda one: len(one.frames))
        grey = next(frame.grey for frame in frames(path) if frame.index == blend.key.index)
        yield Clip(
            name=row["id"],
            composite=blend.view,
            single=View(grey=grey, usable=blend.view.usable),
            lonlat_deg=(float(row["lon"]), float(row["lat"])),
            spent_s=time.process_time() - started,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """Best score of any hypothesis at every place of a square.

    Attributes:
        score: Shape (n, n), north up.
        middle_m: Its centre on the map.
    """

    score: Float32
    middle_m: NDArray[np.float64]

    def disc(self, radius_m: float, at_m: NDArray[np.float64] | None = None) -> NDArray[np.bool_]:
        """True within a distance of a point."""
        n = len(self.score)
        east = (np.arange(n) + 0.5 - n / 2) * WORKING_M
        offset = np.zeros(2) if at_m is None else at_m - self.middle_m
        return np.asarray(np.hypot(east[None] - offset[0], -east[:, None] - offset[1]) <= radius_m)

    def peaks(self) -> NDArray[np.bool_]:
        """Places that no other within 50 m beats."""
        side = 2 * math.ceil(APART_M / WORKING_M) + 1
        return np.asarray(self.score >= cv2.dilate(self.score, np.ones((side, side), np.uint8)))

    def rank(self, at_m: NDArray[np.float64], radius_m: float, peaks: NDArray[np.bool_]) -> tuple[int, float]:
        """Rank of the best place near a point among the peaks elsewhere within a radius; its score."""
        near = self.disc(NEAR_M, at_m)
        best = float(self.score[near].max())
        elsewhere = peaks & ~near & self.disc(radius_m)
        return 1 + int((self.score[elsewhere] > best).sum()), best


def search(
    view: Shrunk, reference: MapReference, idea: Idea, middle_m: NDArray[np.float64], radius_m: float
) -> Searched:
    """Try every scale, stretch and heading at every place of a square.

    The camera's heading is known within a hypothesis: raised buildings are drawn anew for each.
    """
    n = 2 * math.ceil(radius_m / WORKING_M)
    best = np.full((n, n), -np.inf, np.float32)
    for working_m in (WORKING_M, COARSE_M):
        postures = [
            Posture(gsd_m=gsd * WIDTH_PX / view.width_px, stretch=stretch) for gsd in GSDS_M for stretch in STRETCHES
        ]
        postures = [one for one in postures if (one.footprint_m(view) > COARSE_FROM_M) == (working_m > WORKING_M)]
        fields = [laid_out(view, posture, working_m, THINNING, structure) for posture in postures]
        half = round(n * WORKING_M / working_m / 2)
        margin = max(math.ceil(max(f.z.shape) * 0.71) for f in fields)
        side = fft.next_fast_len(2 * (half + margin), real=True)
        found = np.full((2 * half, 2 * half), -np.inf, np.float32)
        low = side // 2 - half
        for drawing, heading_deg, stretch in itertools.product(idea.drawings, HEADINGS_DEG, STRETCHES):
            spectra = _ground(reference, drawing, heading_deg, stretch, middle_m, working_m, side)
            for posture, field in zip(postures, fields, strict=True):
                if posture.stretch == stretch:
                    template = turn(field, view, posture, working_m, math.radians(heading_deg))
                    score = _correlate(np.asarray(template.z, np.complex64), template.weight, spectra, side)
                    np.maximum(found, score[low : low + 2 * half, low : low + 2 * half], out=found)
        best = np.maximum(best, cv2.resize(found, (n, n), interpolation=cv2.INTER_NEAREST))
    return Searched(score=best, middle_m=middle_m)


_drawn: dict[tuple[object, ...], tuple[NDArray[np.complex64], NDArray[np.complex64], NDArray[np.complex64]]] = {}


def _ground(
    reference: MapReference,
    drawing: Drawing,
    heading_deg: float,
    stretch: float,
    middle_m: NDArray[np.float64],
    working_m: float,
    side: int,
) -> tuple[NDArray[np.complex64], NDArray[np.complex64], NDArray[np.complex64]]:
    """Spectra of the map's field and of its energy, as seen along a heading."""
    flat = drawing.style is not Style.EXTRUDED
    every = DRAWN_EVERY_DEG
    heading_deg = 0.0 if flat else every * (heading_deg // every)
    tilt_deg = 0.0 if flat else math.degrees(math.acos(1 / stretch))
    seen = replace(drawing, heading_deg=heading_deg, tilt_deg=tilt_deg)
    key = (seen, tuple(middle_m), working_m, side)
    if key not in _drawn:
        if len(_drawn) >= 2 * len(STRETCHES):
            _drawn.clear()
        reach = side / 2 * working_m
        box = (middle_m[0] - reach, middle_m[1] - reach, middle_m[0] + reach, middle_m[1] + reach)
        ground = reference.drawn(seen).read(box, working_m / THINNING)
        z = thinned(structure(ground.grey, ground.valid), THINNING).z[:side, :side]
        real, imag = (fft.rfft2(np.ascontiguousarray(part), (side, side)) for part in (z.real, z.imag))
        _drawn[key] = (real, imag, fft.rfft2(np.abs(z) ** 2, (side, side)))
    return _drawn[key]


def _correlate(
    z: NDArray[np.complex64],
    weight: Float32,
    spectra: tuple[NDArray[np.complex64], NDArray[np.complex64], NDArray[np.complex64]],
    side: int,
) -> Float32:
    """Masked normalised correlation times the template's side, at the place of the template's middle."""
    small = z.shape[0]
    shift = (-(small // 2), -(small // 2))

    def spectrum(values: Float32) -> NDArray[np.complex64]:
        padded = np.zeros((side, side), np.float32)
        padded[:small, :small] = values
        return np.asarray(np.conj(fft.rfft2(np.roll(padded, shift, axis=(0, 1)))), np.complex64)

    real, imag, energy = spectra
    match = fft.irfft2(real * spectrum(z.real) + imag * spectrum(z.imag), (side, side))
    under = fft.irfft2(energy * spectrum(weight), (side, side))
    pixels = float(weight.sum())
    own = float((np.abs(z) ** 2).sum())
    norm = np.sqrt(np.maximum(under, _FLOOR * pixels) * max(own, _FLOOR * pixels))
    return np.asarray(match / norm * math.sqrt(pixels), np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One clip, one idea, one radius.

    Attributes:
        clip: Its id.
        idea: Its name.
        radius_km: Of the search.
        rank: Of the published place; beyond the square that was searched, estimated from samples.
        places: Candidates in all.
        by_chance: Mean rank of random buildings.
        luck: Share of random buildings that rank as well or better: even between 0 and 1 by chance.
        spent_s: Processor time.
    """

    clip: str
    idea: str
    radius_km: float
    rank: float
    places: float
    by_chance: float
    luck: float
    spent_s: float


def measure(clip: Clip, idea: Idea, reference: MapReference, buildings_m: NDArray[np.float64], rng_seed: int) -> Row:
    """Rank the published place within a kilometre, and random buildings for comparison."""
    started = time.process_time()
    radius_m = 1000.0
    middle = crs_pyproj.map_from_lonlat(reference.crs, np.array([clip.lonlat_deg]))[0]
    view = shrink(clip.composite if idea.composite else clip.single)
    searched = search(view, reference, idea, middle, radius_m)
    peaks = searched.peaks()
    rank, _ = searched.rank(middle, radius_m, peaks)
    inside = buildings_m[np.hypot(*(buildings_m - middle).T) < radius_m - NEAR_M]
    rng = np.random.default_rng(rng_seed)
    drawn = inside[rng.integers(0, len(inside), RANDOM_PLACES)]
    others = np.array([searched.rank(place, radius_m, peaks)[0] for place in drawn])
    return Row(
        clip=clip.name,
        idea=idea.name,
        radius_km=1.0,
        rank=rank,
        places=int((peaks & searched.disc(radius_m)).sum()),
        by_chance=float(others.mean()),
        luck=float((others <= rank).mean()),
        spent_s=time.process_time() - started,
    )


def further(
    clip: Clip, idea: Idea, reference: MapReference, buildings_m: NDArray[np.float64], samples: int, rng_seed: int
) -> Iterator[Row]:
    """Estimate the rank within 5 and 20 km from samples: how dense are better places in squares a kilometre away?

    What lies within a radius is the footprints' extent there, counted in buildings; samples are drawn by
    building, so that sea and empty ground count for nothing.
    """
    started = time.process_time()
    middle = crs_pyproj.map_from_lonlat(reference.crs, np.array([clip.lonlat_deg]))[0]
    view = shrink(clip.composite if idea.composite else clip.single)
    own = search(view, reference, idea, middle, 1000.0)
    peaks = own.peaks()
    rank, best = own.rank(middle, 1000.0, peaks)
    apart_m = np.hypot(*(buildings_m - middle).T)
    rng = np.random.default_rng(rng_seed)
    near = int((apart_m <= 1000).sum())
    for radius_m in (5000.0, 20000.0):
        ring = buildings_m[(apart_m > 2000) & (apart_m <= radius_m)]
        better = places = built = 0
        for at in ring[rng.integers(0, len(ring), samples)]:
            there = search(view, reference, idea, at, 700.0)
            found = there.peaks() & there.disc(700.0)
            better += int((there.score[found] > best).sum())
            places += int(found.sum())
            built += int((np.hypot(*(buildings_m - at).T) <= 700).sum())
        scale = max(0, int((apart_m <= radius_m).sum()) - near) / max(1, built)
        yield Row(
            clip=clip.name,
            idea=idea.name,
            radius_km=radius_m / 1000,
            rank=rank + better * scale,
            places=int((peaks & own.disc(1000.0)).sum()) + places * scale,
            by_chance=math.nan,
            luck=math.nan,
            spent_s=time.process_time() - started,
        )


def main(
    ideas: Annotated[list[str] | None, typer.Option("--idea", help="Only ideas whose name holds this.")] = None,
    most: Annotated[int, typer.Option("--clips", help="At most so many clips.")] = 14,
    samples: Annotated[int, typer.Option(help="Squares sampled for the ranks within 5 and 20 km; 0 for none.")] = 0,
    output: Annotated[Path, typer.Option(help="JSON to write.")] = Path("bench/out/maps.json"),
) -> None:
    """Rank the published places of real strikes on a map of footprints, idea by idea."""
    cv2.setNumThreads(1)
    folder = Path(os.environ["INQUO_DATA"]) / "strikes"
    reference = open_map(folder / "osm_buildings.topojson", Digest("0" * 64))
    buildings_m = np.array([one.rings[0].mean(axis=0) for one in reference.index.buildings])
    chosen = [one for one in IDEAS if not ideas or any(word in one.name for word in ideas)]
    rows: list[Row] = []
    used = 0
    for clip in clips(folder):
        if isinstance(clip, str):
            print(f"left out  {clip}")
            continue
        if used == most:
            break
        used += 1
        for idea in chosen:
            found = [measure(clip, idea, reference, buildings_m, used)]
            if samples:
                found += further(clip, idea, reference, buildings_m, samples, used)
            rows += found
            for row in found:
                print(
                    f"{row.clip:9} {row.idea:40} {row.radius_km:4.0f} km  rank {row.rank:7.0f} of {row.places:7.0f}"
                    f"  chance {row.by_chance:6.0f}  luck {row.luck:.2f}  {row.spent_s:5.1f} s",
                    flush=True,
                )
    _summarise(rows)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps([{name: getattr(row, name) for name in Row.__slots__} for row in rows], indent=1))


def _summarise(rows: list[Row]) -> None:
    """Print one line an idea and radius."""
    for idea in dict.fromkeys(row.idea for row in rows):
        for radius_km in dict.fromkeys(row.radius_km for row in rows):
            here = [row for row in rows if row.idea == idea and row.radius_km == radius_km]
            if here:
                ranks = np.array([row.rank for row in here])
                print(
                    f"{idea:42} {radius_km:3.0f} km  n {len(here):2}  median rank {np.median(ranks):6.0f} of "
                    f"{np.median([row.places for row in here]):6.0f}  first 20: {(ranks <= 20).sum()}  "
                    f"by chance {np.mean([row.by_chance for row in here]):5.0f}  "
                    f"mean luck {np.mean([row.luck for row in here]):.2f}"
                )


if __name__ == "__main__":
    typer.run(main)
