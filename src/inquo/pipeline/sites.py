"""Which shots show one site: the same place twice, or at another zoom, is one strike."""

from __future__ import annotations

import math
from collections.abc import Iterable

from inquo.records.place import Placement

_DEGREE_M = 111_195.0  # a degree of latitude on a sphere of mean radius; good to 0.6 % for the distances compared here


def apart_m(a: Placement, b: Placement) -> float:
    """Distance between two placed points, metres, on a sphere; for points a few kilometres apart."""
    north = (a.lat_deg - b.lat_deg) * _DEGREE_M
    east = (a.lon_deg - b.lon_deg) * _DEGREE_M * math.cos(math.radians((a.lat_deg + b.lat_deg) / 2))
    return math.hypot(east, north)


def agree(a: Placement, b: Placement) -> bool:
    """Whether two placements may be of one point: no further apart than their errors together."""
    return apart_m(a, b) <= math.hypot(a.ce90_m, b.ce90_m)


def groups(count: int, same: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Number the groups that pairs of equal shots make.

    Args:
        count: How many shots there are.
        same: Pairs of positions that show one site.

    Returns:
        For each shot the number of its group, from 1, in the order in which groups first appear.

    >>> groups(5, [(1, 3), (3, 4)])
    (1, 2, 3, 2, 2)
    """
    first = list(range(count))

    def root(shot: int) -> int:
        while first[shot] != shot:
            shot = first[shot]
        return shot

    for a, b in same:
        low, high = sorted((root(a), root(b)))
        first[high] = low
    roots = [root(shot) for shot in range(count)]
    numbers = {shot: number for number, shot in enumerate(dict.fromkeys(roots), start=1)}
    return tuple(numbers[shot] for shot in roots)
