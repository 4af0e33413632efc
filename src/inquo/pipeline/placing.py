"""Every shot's place: by itself first, then through another shot of the same site."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from inquo.geometry.grid import View
from inquo.geometry.progress import Progress, part, silent
from inquo.pipeline.evidence import Evidence, once
from inquo.pipeline.ground import Found, Searched, find, find_by_hand, mosaics_among, sources_under
from inquo.pipeline.results import aim_of
from inquo.pipeline.settings import Settings
from inquo.pipeline.studying import halves_of, view_of
from inquo.placement import by_hand, same_site
from inquo.placement.atlas import Atlas, Atlases
from inquo.placement.criteria import METHOD, Criteria
from inquo.placement.journal import Journal
from inquo.placement.locate import NotLocated, with_halves
from inquo.placement.point import ANY_RELIEF_M, TARGET_RELIEF_M, ImagePoint, around, place
from inquo.placement.witness import Witness
from inquo.records.codec import digest_of, to_json
from inquo.records.control import ControlPoints
from inquo.records.digest import Digest
from inquo.records.finding import Finding, Strength, Undetermined
from inquo.records.footage import AimPoint, Composite
from inquo.records.place import NotPlaced, Placement
from inquo.store.step import Step

Outcome = Placement | NotPlaced
Watch = Callable[[Digest], Witness]

_NEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A composite with its pictures: of all frames, and of the earlier and the later half where there are enough."""

    composite: Composite
    view: View
    halves: tuple[View, View] | None

    @property
    def point(self) -> ImagePoint:
        """What is placed: the point that was aimed at, or the middle."""
        aim = aim_of(self.composite)
        relief_m = TARGET_RELIEF_M if isinstance(self.composite.aim, AimPoint) else ANY_RELIEF_M
        at_px = (aim.x_px, aim.y_px)
        return ImagePoint(at_px=at_px, sigma_px=aim.sigma_px, relief_m=relief_m, size_px=self.view.size_px)


def seen_of(evidence: Evidence, composite: Composite) -> Seen:
    """A composite with its pictures read."""
    return Seen(composite=composite, view=view_of(evidence, composite), halves=halves_of(evidence, composite))


class Placer:
    """Places the shots of a run; a search is not repeated within it.

    Args:
        evidence: Where outcomes are looked up and kept.
        mosaics: The imagery and maps.
        settings: The range of the search.
        points: Control points that a person set, by shot; such a shot is not searched for.
        watch: Sees how each shot is searched for.
    """

    def __init__(
        self,
        evidence: Evidence,
        mosaics: Sequence[Searched],
        settings: Settings,
        points: Mapping[Digest, ControlPoints] | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._evidence = evidence
        self._mosaics = mosaics
        self._points = points or {}
        self._watch = watch
        self._criteria = Criteria(
            gsd_range_m=(settings.gsd_min_m, settings.gsd_max_m), dense_up_to_km2=settings.thorough_km2
        )
        self._imagery = tuple(digest for mosaic in mosaics for digest in mosaic.exhibits)
        self._found: dict[Digest, Found | NotLocated] = {}
        self._atlases = Atlases()
        self._planes: dict[Digest, Atlas] = {}

    def place_all(
        self, shots: Sequence[Seen], progress: Progress
    ) -> tuple[tuple[Outcome, ...], tuple[tuple[int, int], ...]]:
        """Place shots of one video.

        1. Each by itself.
        2. Those that were not placed, through a shot near them in the video that was.
        3. Those that still are not are compared with the shots near them: they may show one site.

        Returns:
            An outcome for each, in order; and pairs of positions whose pictures were found in one another.
        """
        alone = [  # 1
            self._alone(
                seen, part(progress, 0.8 * i / len(shots), 0.8 * (i + 1) / len(shots), f"shot {i + 1} of {len(shots)}")
            )
            for i, seen in enumerate(shots)
        ]
        outcomes = list(alone)
        left = [
            i
            for i, outcome in enumerate(alone)
            if isinstance(outcome, NotPlaced) and outcome.shot not in self._points  # a person's answer is not replaced
        ]
        for i in left:  # 2
            anchors = [(shots[j], one) for j in _near(i, shots) if isinstance(one := alone[j], Placement)]
            progress(0.8 + 0.1 * i / len(shots), f"shot {i + 1}: comparing with shots that were placed")
            outcomes[i] = self._through(shots[i], alone[i], anchors)
        related: list[tuple[int, int]] = []
        for i in left:  # 3
            for j in _near(i, shots) if isinstance(outcomes[i], NotPlaced) else ():
                progress(0.9 + 0.1 * i / len(shots), f"shot {i + 1}: comparing with shot {j + 1}")
                if (i, j) not in related and self._show_one_site(shots[i], shots[j]):
                    related += [(i, j), (j, i)]
        through = [
            (i, j) for i, one in enumerate(outcomes) for j, other in enumerate(shots) if _leads_through(one, other)
        ]
        return tuple(outcomes), (*through, *related)

    def _step(self, name: str, inputs: tuple[Digest, ...]) -> Step:
        least, most = self._criteria.gsd_range_m
        settings = {"gsd_min_m": least, "gsd_max_m": most, "thorough_km2": self._criteria.dense_up_to_km2}
        return Step(name=name, method=METHOD, inputs=inputs, settings={**settings})

    def _alone(self, seen: Seen, progress: Progress) -> Outcome:
        points = self._points.get(seen.composite.shot)
        step = self._step("placement", (digest_of(seen.composite), *self._imagery))
        for reference in self._mosaics:  # what an earlier run left of these sweeps goes when this run is through
            self._journal(seen, reference)
        if points is not None:
            inputs = (digest_of(seen.composite), digest_of(points), *self._imagery)
            step = Step(name="placement by hand", method=by_hand.METHOD, inputs=inputs)

        def compute() -> Sequence[Outcome]:
            found = self._find(seen, progress)
            if isinstance(found, NotLocated):
                shot = seen.composite.shot
                return [NotPlaced(shot=shot, why=found.why, candidates=found.candidates, method=step.method)]
            return [self._placement(seen, found, ())]

        return _outcome(once(self._evidence, step, compute))

    def _through(self, seen: Seen, outcome: Outcome, anchors: Sequence[tuple[Seen, Placement]]) -> Outcome:
        """Place a shot through the first placed one that it overlaps; else leave it as it was."""
        names = tuple(digest for anchor, _ in anchors for digest in (digest_of(anchor.composite),))
        step = self._step("placement through another shot", (digest_of(seen.composite), *names, *self._imagery))

        def compute() -> Sequence[Outcome]:
            for anchor, placement in anchors:
                found = self._find(anchor, silent)
                relation = same_site.relate(seen.view, self._plane(anchor))
                if isinstance(found, Found) and isinstance(relation, same_site.Relation):
                    return [self._chained(seen, relation, found, placement)]
            return [outcome]

        return _outcome(once(self._evidence, step, compute))

    def _show_one_site(self, a: Seen, b: Seen) -> bool:
        """Whether the second view is found in the first, which could not be placed."""
        step = Step(name="same site", method=METHOD, inputs=(digest_of(a.composite), digest_of(b.composite)))

        def compute() -> Sequence[object]:
            relation = same_site.relate(b.view, self._plane(a))
            if isinstance(relation, Undetermined):
                return [relation]
            return [
                Finding(
                    kind="same site",
                    strength=Strength.LIKELY,
                    subject=a.composite.shot,
                    basis=(b.composite.shot,),
                    values={"expected_false_matches": f"{relation.found.registration.expected_false_matches:.2g}"},
                )
            ]

        (record,) = once(self._evidence, step, compute)
        return isinstance(record, Finding)

    def _plane(self, seen: Seen) -> Atlas:
        name = digest_of(seen.composite)
        if name not in self._planes:
            self._planes[name] = same_site.plane_of(seen.view)
        return self._planes[name]

    def _find(self, seen: Seen, progress: Progress) -> Found | NotLocated:
        name = digest_of(seen.composite)
        if name not in self._found:
            points = self._points.get(seen.composite.shot)
            witness = self._witness(seen)
            found = (
                find(
                    seen.view,
                    self._mosaics,
                    self._criteria,
                    progress,
                    witness,
                    atlases=self._atlases,
                    journal_of=lambda reference: self._journal(seen, reference),
                )
                if points is None
                else find_by_hand(seen.view, mosaics_among(self._mosaics), points, self._criteria, witness)
            )
            if isinstance(found, Found):
                atlas = self._atlases.of(found.mosaic)
                found = replace(found, located=with_halves(found.located, seen.halves, atlas))
            self._found[name] = found
        return self._found[name]

    def _witness(self, seen: Seen) -> Witness | None:
        return self._watch(seen.composite.shot) if self._watch else None

    def _journal(self, seen: Seen, reference: Searched) -> Journal | None:
        """Where the sweep of one reference for one picture is kept until the run is through."""
        inputs = (seen.composite.picture, seen.composite.usable, *reference.exhibits)
        step = Step(name="sweep", method=METHOD, inputs=inputs, settings={"criteria": to_json(self._criteria)})
        return self._evidence.journals.of(step)

    def _placement(self, seen: Seen, found: Found, chain: tuple[Digest, ...]) -> Placement:
        return place(
            found.located,
            seen.point,
            surroundings=around(
                found.located, seen.point, seen.view, self._atlases.of(found.mosaic), self._witness(seen)
            ),
            shot=seen.composite.shot,
            imagery=sources_under(found, seen.view),
            chain=chain,
        )

    def _chained(self, seen: Seen, relation: same_site.Relation, found: Found, through: Placement) -> Placement:
        return same_site.place_through(
            relation,
            found.located,
            seen.point,
            shot=seen.composite.shot,
            imagery=through.imagery,
            chain=(through.shot, *through.chain),
        )


def _near(i: int, shots: Sequence[Seen]) -> list[int]:
    """Positions close to a shot, nearest first: a site that is shown again is shown again soon."""
    inside = range(max(0, i - _NEAR), min(len(shots), i + _NEAR + 1))
    return sorted((j for j in inside if j != i), key=lambda j: abs(j - i))


def _leads_through(outcome: Outcome, other: Seen) -> bool:
    return isinstance(outcome, Placement) and other.composite.shot in outcome.chain


def _outcome(records: tuple[object, ...]) -> Outcome:
    (record,) = records
    assert isinstance(record, Placement | NotPlaced)
    return record
