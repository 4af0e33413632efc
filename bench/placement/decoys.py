"""Grounds without the place: its own town with the place cut out, other sets' imagery, mirror images, patterns.

Every placement on one of these is false.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.placement.ground import INVENTED_CRS, PictureReference, Reference, mirrored, without
from bench.placement.question import NOT_THERE, DataSet, MissingDataError, Query, Question

MIRROR = "mirror"
REMOVED = "removed"
ROOMY = ("fengyuan", "joplin", "town")
"""Sets whose references are so much larger than a view that enough is left without its surroundings."""
HOLE = 0.85
"""Radius of what is cut out, as a share of the footprint's side: no part of any view in these sets lies outside."""
PATTERN = "pattern:"
OTHER = "other:"
SIDE_PX = 800
FOOTPRINTS_ACROSS = 4.0
"""A pattern is this many times as wide as the footage's footprint, in the middle of the searched scales."""

Float32 = NDArray[np.float32]


def list_decoys(
    questions: tuple[Question, ...], sets: Mapping[str, DataSet], count: int, seed: int
) -> tuple[Question, ...]:
    """Spread decoy searches evenly over footage and over kinds of ground.

    Args:
        questions: Footage that may be sought.
        sets: Where other grounds come from.
        count: How many searches.
        seed: Of the choice among other grounds.
    """
    rng = np.random.default_rng([seed, 1])
    grounds = {name: _grounds(one) for name, one in sets.items()}
    order = rng.permutation(len(questions))
    cycle = _cycle()
    chosen: dict[str, Question] = {}
    for turn in range(count * 6):
        if len(chosen) == count or not len(questions):
            break
        question = questions[order[turn % len(order)]]
        what = next(cycle)
        if what == REMOVED and question.dataset not in ROOMY:
            what = OTHER
        if what == OTHER:
            fitting = {n: [g for g in some if sets[n].is_elsewhere(question, g)] for n, some in grounds.items()}
            there = [name for name, some in fitting.items() if some]
            if not there:
                continue
            name = there[int(rng.integers(len(there)))]
            what = f"{OTHER}{name}/{fitting[name][int(rng.integers(len(fitting[name])))]}"
        decoy = replace(question, ground=what)
        chosen.setdefault(decoy.name, decoy)
    return tuple(chosen.values())


def _grounds(one: DataSet) -> tuple[str, ...]:
    try:
        return one.grounds()
    except MissingDataError:
        return ()


def _cycle() -> Iterator[str]:
    """A quarter each: another place, a pattern, the same town without the place, a mirror image.

    Its length shares no factor with the number of questions of most sets, so that all combinations occur.
    """
    while True:
        for pattern in PATTERNS:
            yield OTHER
            yield PATTERN + pattern
            yield REMOVED
            yield MIRROR


def search_instead(query: Query, question: Question, sets: Mapping[str, DataSet]) -> Query:
    """The same footage, sought where it is not."""
    what = question.ground
    if what == NOT_THERE:
        return query
    reference: Reference
    if what == MIRROR:
        assert isinstance(query.reference, PictureReference)
        reference = mirrored(query.reference)
    elif what == REMOVED:
        assert isinstance(query.reference, PictureReference)
        assert query.centre_m is not None
        reference = without(query.reference, query.centre_m, HOLE * query.footprint_m)
    elif what.startswith(PATTERN):
        middle = float(np.sqrt(query.gsd_range_m[0] * query.gsd_range_m[1]))
        side_m = FOOTPRINTS_ACROSS * middle * float(np.sqrt(query.view.grey.size))
        grey = PATTERNS[what.removeprefix(PATTERN)](int(question.rng().integers(2**31)))
        reference = PictureReference(
            grey=grey, valid=np.ones(grey.shape, bool), gsd_m=side_m / SIDE_PX, crs=INVENTED_CRS, ce90_m=5.0
        )
    else:
        name, ground = what.removeprefix(OTHER).split("/", 1)
        reference = sets[name].ground(ground)
    return replace(query, reference=reference, truth_m=None, centre_m=None)


def _grey(values: Float32) -> NDArray[np.uint8]:
    low, high = np.percentile(values, (1, 99))
    return np.asarray(np.clip((values - low) / max(high - low, 1e-6) * 220 + 18, 0, 255), np.uint8)


def _noise(rng: np.random.Generator, sigma_px: float) -> Float32:
    """Blurred noise of unit variance."""
    values = cv2.GaussianBlur(rng.standard_normal((SIDE_PX, SIDE_PX)).astype(np.float32), (0, 0), sigma_px)
    return np.asarray(values / values.std(), np.float32)


@functools.lru_cache(maxsize=4)
def roofs(seed: int) -> NDArray[np.uint8]:
    """One estate, street after street: the same roofs on the same grid."""
    rng = np.random.default_rng([seed, 11])
    cell = np.full((56, 40), 95, np.float32)
    cell[:10] = 150
    cv2.rectangle(cell, (6, 16), (32, 33), 205, -1)
    cv2.rectangle(cell, (6, 33), (32, 46), 165, -1)
    cv2.rectangle(cell, (33, 19), (36, 49), 40, -1)
    grid = np.tile(cell, (SIDE_PX * 2 // 56 + 1, SIDE_PX * 2 // 40 + 1))[: SIDE_PX * 2, : SIDE_PX * 2]
    turn = cv2.getRotationMatrix2D((SIDE_PX, SIDE_PX), float(rng.uniform(0, 90)), 1.0)
    turned = cv2.warpAffine(grid, turn, (SIDE_PX * 2, SIDE_PX * 2), borderMode=cv2.BORDER_REFLECT)
    half = SIDE_PX // 2
    return _grey(np.asarray(turned[half : half + SIDE_PX, half : half + SIDE_PX] + 6 * _noise(rng, 1.0), np.float32))


@functools.lru_cache(maxsize=4)
def fields(seed: int) -> NDArray[np.uint8]:
    """Parcels with furrows."""
    rng = np.random.default_rng([seed, 12])
    y, x = np.mgrid[:SIDE_PX, :SIDE_PX].astype(np.float32)
    edges_x = np.sort(rng.uniform(0, SIDE_PX, 9))
    edges_y = np.sort(rng.uniform(0, SIDE_PX, 9))
    slant = 0.15 * (y - SIDE_PX / 2)
    number = np.searchsorted(edges_x, x + slant) * 16 + np.searchsorted(edges_y, y - 0.1 * x)
    base, angle = rng.uniform(60, 200, 400)[number], rng.uniform(0, np.pi, 400)[number]
    furrows = 14 * np.sin((x * np.cos(angle) + y * np.sin(angle)) * rng.uniform(0.6, 1.2, 400)[number])
    return _grey(np.asarray(base + furrows + 5 * _noise(rng, 1.2), np.float32))


@functools.lru_cache(maxsize=4)
def forest(seed: int) -> NDArray[np.uint8]:
    """Crowns, lit from one side."""
    rng = np.random.default_rng([seed, 13])
    height = _noise(rng, 3.0) + 0.6 * _noise(rng, 6.0)
    light = np.gradient(height, axis=1) - np.gradient(height, axis=0)
    return _grey(np.asarray(light + 0.1 * height + 0.02 * _noise(rng, 0.8), np.float32))


@functools.lru_cache(maxsize=4)
def water(seed: int) -> NDArray[np.uint8]:
    """Waves, faint."""
    rng = np.random.default_rng([seed, 14])
    y, x = np.mgrid[:SIDE_PX, :SIDE_PX].astype(np.float32)
    waves = np.sin(0.5 * x + 0.2 * y + 2 * _noise(rng, 12.0)) + 0.7 * _noise(rng, 1.5)
    return np.asarray(np.clip(70 + 4 * waves, 0, 255), np.uint8)


@functools.lru_cache(maxsize=4)
def cloud(seed: int) -> NDArray[np.uint8]:
    """Noise of all sizes, bright."""
    rng = np.random.default_rng([seed, 15])
    total = sum((s * _noise(rng, s) for s in (2.0, 5.0, 12.0, 30.0, 70.0)), np.zeros((SIDE_PX, SIDE_PX), np.float32))
    return _grey(np.asarray(total, np.float32))


PATTERNS: dict[str, Callable[[int], NDArray[np.uint8]]] = {
    "roofs": roofs,
    "fields": fields,
    "forest": forest,
    "water": water,
    "cloud": cloud,
}
