"""Whether a stated probability that a record is the event holds: how often, of those said to be 70 %, it is.

Run with ``make bench-incidents`` and INQUO_DATA set. Queries are made from the records of
``incidents/airwars_syria_incidents.csv`` with noise; half of the records are taken out of the table first, and
queries made from those have no true record. ``--fit`` prints the weights that fit the tuning half best.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import hashlib
import math
import os
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from inquo.corroboration.background import EARTH_M
from inquo.corroboration.columns import AIRWARS
from inquo.corroboration.duplicates import groups_of, link_duplicates
from inquo.corroboration.matching import Matcher, Wanted, Weighed, Weights, shares_of
from inquo.corroboration.tables import IncidentTable, read_table
from inquo.dating.documents import Context, read_date
from inquo.geometry.uncertainty import CE90_PER_SIGMA_CIRCLE
from inquo.records.chronology import WindowSet
from inquo.records.incident import Claim, Claimed, Coverage, Incident, Presence
from inquo.records.proposition import Count, OneOf

_QUERIES = 3000
_BINS = ((0, 0.05), (0.05, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.001))
_FITTED = (
    "any_record", "time", "locality_same", "locality_other", "kind_of_facility",
    "kind_same", "kind_other", "killed_same", "killed_other", "injured_same", "injured_other",
)  # fmt: skip
_VOWELS = {"a": "ae", "e": "ei", "i": "ie", "o": "ou", "u": "uo"}


@dataclass(frozen=True)
class Query:
    """An event that is looked for, and the record that it was made from.

    Attributes:
        wanted: The event.
        key: The record's identifier.
        present: Whether that record is in the table.
        held_out: Whether it belongs to the half that no weight was fitted on.
    """

    wanted: Wanted
    key: str
    present: bool
    held_out: bool


def main() -> None:
    """Print the table of reliability, recall and speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit the weights on the tuning half, and print them")
    parser.add_argument(
        "--wrong-place", type=float, default=1.0, help="places are off by so many times what their radius says"
    )
    arguments = parser.parse_args()
    path = Path(os.environ["INQUO_DATA"]) / "incidents" / "airwars_syria_incidents.csv"
    table = read_table(path, AIRWARS, _coverage(), lambda text: read_date(text, Context(zone="Asia/Damascus")))
    links = link_duplicates(table.incidents)
    print(f"{len(table.incidents)} incidents, {table.refused_count} rows refused, {len(links)} pairs linked")
    kept, queries = draw_queries(table, groups_of(links), arguments.wrong_place)
    matcher = Matcher(kept, table.coverage, dataset=table.dataset, exhibit=table.exhibit)
    weighed = [matcher.weigh(query.wanted) for query in queries]
    if arguments.fit:
        fitted = fit([(q, w) for q, w in zip(queries, weighed, strict=True) if not q.held_out], len(kept))
        print(dataclasses.replace(Weights(), **{name: round(value, 2) for name, value in fitted.items()}))
        return
    for held_out, name in ((False, "tuning half"), (True, "held-out half")):
        half = [(q, w) for q, w in zip(queries, weighed, strict=True) if q.held_out is held_out]
        print(f"\n## {name}: {len(half)} queries")
        report(half, len(kept))
    presence(matcher, [query for query in queries if query.held_out])
    speed(table)


def _coverage() -> Coverage:
    return Coverage(
        dataset="Airwars",
        windows=read_date("since 2012").windows,
        west_deg=35.0,
        south_deg=32.0,
        east_deg=42.5,
        north_deg=37.5,
        kinds=(),
        languages=("ar", "en"),
        basis="declared for the benchmark: a box around Syria, since 2012",
    )


def draw_queries(
    table: IncidentTable, groups: Iterable[Sequence[tuple[str, str]]], wrong_place: float
) -> tuple[tuple[Incident, ...], list[Query]]:
    """Part the records into those that stay and those that are taken out, and make queries of both.

    Records that are linked as possible duplicates stay or go together.
    """
    leader = {key: group[0][1] for group in groups for _, key in group}
    gone = {i.key for i in table.incidents if _hash(leader.get(i.key, i.key), "stays") % 2}
    usable = [i for i in table.incidents if i.place and not i.when.unread and _days(i) <= 31]
    chosen = sorted(usable, key=lambda i: _hash(i.key, "order"))[:_QUERIES]
    towns = [name for i in usable for name in i.names[:1]]
    queries = [
        Query(
            wanted=_noisy(incident, towns, wrong_place),
            key=incident.key,
            present=incident.key not in gone,
            held_out=bool(_hash(leader.get(incident.key, incident.key), "half") % 2),
        )
        for incident in chosen
    ]
    return tuple(_one_script(i) for i in table.incidents if i.key not in gone), queries


def _hash(key: str, salt: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{salt} {key}".encode()).digest()[:8])


def _days(incident: Incident) -> float:
    windows = incident.when.windows
    if windows.earliest is None or windows.latest is None:
        return math.inf
    return (windows.latest - windows.earliest) / timedelta(days=1)


def _one_script(incident: Incident) -> Incident:
    """A record that keeps its name in one script, the one that queries of it do not use."""
    latin = _hash(incident.key, "script") % 2
    names = incident.names[:1] if latin else incident.names[1:]
    return dataclasses.replace(incident, names=names or incident.names)


def _noisy(incident: Incident, towns: Sequence[str], wrong_place: float) -> Wanted:
    """The event as an investigator might know it, each fact with an error or not at all."""
    draw = random.Random(_hash(incident.key, "noise"))
    assert incident.place is not None
    sigma_m = (
        incident.place.radius_m / CE90_PER_SIGMA_CIRCLE * (wrong_place if draw.random() < 0.9 else 2 * wrong_place)
    )
    north_m, east_m = draw.gauss(0, sigma_m), draw.gauss(0, sigma_m)
    lat_deg = incident.place.lat_deg + math.degrees(north_m / EARTH_M)
    lon_deg = incident.place.lon_deg + math.degrees(east_m / EARTH_M / math.cos(math.radians(lat_deg)))
    killed = _miscounted(incident.killed, draw)
    is_hospital = draw.random() < (0.8 if incident.facilities else 0.05)
    when, localities = _blurred(incident.when.windows, draw), _said_name(incident, towns, draw)
    kind = _said_kind(incident, draw)
    injured = _miscounted(incident.injured, draw)
    said: list[tuple[Claimed, OneOf | Count | None]] = [
        (Claimed.KIND, OneOf(terms=(kind,)) if kind else None),
        (Claimed.KILLED, killed),
        (Claimed.INJURED, injured),
    ]
    return Wanted(
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        ce90_m=30.0,
        when=when,
        localities=localities,
        facility="hospital" if is_hospital else None,
        claims=tuple(Claim(aspect=what, said=value, by="somebody", share=1.0) for what, value in said if value),
    )


def _said_kind(incident: Incident, draw: random.Random) -> str | None:
    """A claim of what was done: in half of all cases none, and one in ten of another act."""
    if draw.random() < 0.5:
        return None
    if not incident.kinds or draw.random() < 0.1:
        return draw.choice(("airstrike", "shelling", "ground attack"))
    return incident.kinds[0]


def _miscounted(recorded: Count | None, draw: random.Random) -> Count | None:
    """A claim of how many, often off by a few; in half of all cases none."""
    off = draw.choice((0, 0, 0, 1, -1, 2, 5))
    if recorded is None or draw.random() >= 0.5:
        return None
    return Count(least=max(0, recorded.least + off), most=max(0, recorded.least + off))


def _blurred(windows: WindowSet, draw: random.Random) -> WindowSet:
    """The day, the week, the month, or only a year; in one case of five the record's day is wrong."""
    wrong = draw.choices((0, draw.choice((-1, 1)), draw.randint(-7, 7)), (0.80, 0.15, 0.05))[0]
    known_days = draw.choices((1, 7, 30, 365), (0.4, 0.3, 0.2, 0.1))[0]
    before = draw.randint(0, known_days - 1)
    assert windows.earliest is not None
    start = windows.earliest + timedelta(days=wrong - before)
    return WindowSet.one(start, start + timedelta(days=known_days))


def _said_name(incident: Incident, towns: Sequence[str], draw: random.Random) -> tuple[str, ...]:
    """A name of the town in the other script, respelled; in three cases of ten none, in one a wrong one."""
    chance = draw.random()
    if chance < 0.3 or not incident.names:
        return ()
    if chance < 0.4:
        return (draw.choice(towns),)
    latin = _hash(incident.key, "script") % 2
    name = incident.names[-1] if latin else incident.names[0]
    return ("".join(draw.choice(_VOWELS[c]) if c in _VOWELS and draw.random() < 0.3 else c for c in name),)


def fit(half: Sequence[tuple[Query, Sequence[Weighed]]], recorded: int) -> dict[str, float]:
    """The weights under which the true answers of the tuning half are most probable."""
    cases = []
    for query, weighed in half:
        amounts = np.zeros((len(weighed), len(_FITTED)))
        fixed = np.zeros(len(weighed))
        for row, one in enumerate(weighed):
            for clue in one.clues:
                if clue.weight in _FITTED:
                    amounts[row, _FITTED.index(clue.weight)] += clue.amount
                else:
                    fixed[row] += clue.amount * float(getattr(Weights(), clue.weight))
        keys = [one.incident.key for one in weighed]
        truth = keys.index(query.key) if query.present and query.key in keys else None
        cases.append((amounts, fixed, truth))

    def surprise(values: np.ndarray) -> float:
        total = 0.0
        for amounts, fixed, truth in cases:
            weights = amounts @ values + fixed
            most = max(float(weights.max(initial=0.0)), 0.0)
            none = recorded * math.exp(-most)
            whole = float(np.exp(weights - most).sum()) + none
            right = none if truth is None else math.exp(weights[truth] - most)
            total -= math.log(max(right / whole, 1e-12))
        return total / len(cases) + 1e-3 * float((values[2:] ** 2).sum())

    start = np.array([float(getattr(Weights(), name)) for name in _FITTED])
    found = minimize(surprise, start, method="L-BFGS-B")
    print(f"surprise a query: {surprise(start):.4f} before, {found.fun:.4f} after")
    return dict(zip(_FITTED, map(float, found.x), strict=True))


def report(half: Sequence[tuple[Query, Sequence[Weighed]]], recorded: int) -> None:
    """Print reliability in bins, the Brier score, and recall."""
    stated: list[float] = []
    true: list[bool] = []
    ranks: list[int] = []
    absent: list[float] = []
    for query, weighed in half:
        shares = shares_of([one.total(Weights()) for one in weighed], recorded)
        order = sorted(range(len(weighed)), key=lambda i: -shares[i])
        stated += shares
        true += [query.present and one.incident.key == query.key for one in weighed]
        if query.present:
            keys = [weighed[i].incident.key for i in order]
            ranks.append(keys.index(query.key) if query.key in keys else 10**6)
        else:
            absent.append(max(shares, default=0.0))
    probability, outcome = np.array(stated), np.array(true, dtype=np.float64)
    print("stated      candidates   mean stated   were it   90 % interval")
    for low, high in _BINS:
        inside = (probability >= low) & (probability < high)
        if n := int(inside.sum()):
            share, wide = float(outcome[inside].mean()), _interval(float(outcome[inside].sum()), n)
            label = f"{low:.0%}-{min(high, 1):.0%}"
            print(f"{label:11} {n:10} {probability[inside].mean():13.1%} {share:9.1%}   {wide[0]:.1%} to {wide[1]:.1%}")
    print(f"Brier score of candidates, a query: {float(((probability - outcome) ** 2).sum()) / len(half):.3f}")
    print(f"the same if every record had the same: {sum(q.present for q, _ in half) / len(half):.3f}")
    first, in_five = (np.mean([rank < limit for rank in ranks]) for limit in (1, 5))
    print(f"true record first: {first:.1%}, in the first five: {in_five:.1%}, of {len(ranks)}")
    wrong = np.mean([share >= 0.5 for share in absent])
    print(f"no true record: one said likelier than not in {wrong:.1%} of {len(absent)}")


def _interval(hits: float, n: int) -> tuple[float, float]:
    """Wilson's interval at 90 %."""
    z, share = 1.645, hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def presence(matcher: Matcher, queries: Sequence[Query]) -> None:
    """Print what the table answered, for events that it records and events that it does not."""
    print("\nanswer                   recorded   not recorded")
    answers = [(query.present, matcher.ask(query.wanted).presence) for query in queries]
    for one in Presence:
        counts = [sum(p is one for there, p in answers if there is present) for present in (True, False)]
        print(f"{one.value:22} {counts[0]:10} {counts[1]:14}")


def _claims_of(incident: Incident) -> tuple[Claim, ...]:
    counts = ((Claimed.KILLED, incident.killed), (Claimed.INJURED, incident.injured))
    return tuple(Claim(aspect=what, said=value, by="somebody", share=1.0) for what, value in counts if value)


def speed(table: IncidentTable) -> None:
    """Print how long 100 placements take against the whole table, and against reading it."""
    placed = [i for i in table.incidents if i.place][::66][:100]
    start = time.process_time()
    matcher = Matcher(table.incidents, table.coverage, dataset=table.dataset, exhibit=table.exhibit)
    ready = time.process_time()
    for incident in placed:
        assert incident.place is not None
        matcher.ask(
            Wanted(
                lon_deg=incident.place.lon_deg,
                lat_deg=incident.place.lat_deg,
                ce90_m=30.0,
                when=incident.when.windows,
                localities=incident.names,
                claims=_claims_of(incident),
            )
        )
    asked = time.process_time()
    start_plain = time.process_time()
    with (Path(os.environ["INQUO_DATA"]) / "incidents" / "airwars_syria_incidents.csv").open(encoding="utf-8") as file:
        rows = len(list(csv.reader(file)))
    plain = time.process_time() - start_plain
    print(f"\n{len(table.incidents)} incidents: made ready in {ready - start:.2f} s, asked {len(placed)} times in")
    print(
        f"{asked - ready:.2f} s of processor time, {(asked - ready) / plain:.0f} times what csv takes for {rows} rows"
    )


if __name__ == "__main__":
    main()
