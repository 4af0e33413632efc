"""Which shots show one site: the same place twice, or at another zoom, is one strike."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from inquo.geometry.crs_pyproj import ground_distance_m
from inquo.records.place import NotPlaced, Placement

Outcome = Placement | NotPlaced


def agree(a: Placement, b: Placement) -> bool:
    """Whether two placements may be of one point: no further apart than their errors together."""
    apart_m = ground_distance_m((a.lon_deg, a.lat_deg), (b.lon_deg, b.lat_deg))
    return apart_m <= math.hypot(a.ce90_m, b.ce90_m)


class Sites:
    """Numbers the sites of a run, video after video, from 1."""

    def __init__(self) -> None:
        self._count = 0
        self._placed: list[tuple[Placement, int]] = []

    def number(self, outcomes: Sequence[Outcome], related: Iterable[tuple[int, int]]) -> tuple[int, ...]:
        """Number the shots of one video.

        1. Shots that are related as pictures show one site.
        2. So do shots whose placed points may be one point.
        3. A site that an earlier video showed keeps its number.

        Args:
            outcomes: One for each shot.
            related: Pairs of positions whose pictures were found in one another.

        Returns:
            For each shot the number of its site.
        """
        same = list(related)  # 1
        for j, other in enumerate(outcomes):  # 2
            for i, one in enumerate(outcomes[:j]):
                if isinstance(one, Placement) and isinstance(other, Placement) and agree(one, other):
                    same.append((i, j))
        numbers: dict[int, int] = {}
        roots = joined(len(outcomes), same)
        for root, outcome in zip(roots, outcomes, strict=True):
            if root not in numbers and isinstance(outcome, Placement):
                known = (number for placed, number in self._placed if agree(placed, outcome))  # 3
                if (number := next(known, None)) is not None:
                    numbers[root] = number
        for root in roots:
            if root not in numbers:
                self._count += 1
                numbers[root] = self._count
        self._placed += [
            (outcome, numbers[root])
            for root, outcome in zip(roots, outcomes, strict=True)
            if isinstance(outcome, Placement)
        ]
        return tuple(numbers[root] for root in roots)


def joined(count: int, same: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """For each of ``count`` things the first of those it is joined to by pairs, directly or through others.

    >>> joined(5, [(1, 3), (3, 4)])
    (0, 1, 2, 1, 1)
    """
    first = list(range(count))

    def root(thing: int) -> int:
        while first[thing] != thing:
            thing = first[thing]
        return thing

    for a, b in same:
        low, high = sorted((root(a), root(b)))
        first[high] = low
    return tuple(root(thing) for thing in range(count))
