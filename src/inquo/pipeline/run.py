"""``inquo investigate``: every step that is missing, then the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inquo import __version__
from inquo.errors import InputError, UsageError
from inquo.facility.identify import METHOD as IDENTIFY
from inquo.footage.study import METHOD as FOOTAGE
from inquo.footage.study import Choice
from inquo.geometry.progress import Progress, part
from inquo.pipeline import dossier
from inquo.pipeline.answers import answer, sentence
from inquo.pipeline.case_files import CaseFiles
from inquo.pipeline.control import latest_points
from inquo.pipeline.decisions import choices_for
from inquo.pipeline.describing import facilities_of, imagery_of
from inquo.pipeline.line import Film, Ground, follow, join_ground
from inquo.pipeline.opening import now, opened, replace_file
from inquo.pipeline.results import ShotResult
from inquo.pipeline.settings import Settings
from inquo.pipeline.sites import Sites
from inquo.pipeline.studying import study_footage
from inquo.records.codec import digest_of, to_json
from inquo.records.control import ControlPoints
from inquo.records.custody import CustodyEvent, Exhibit, ExhibitKind, Source, WorkingCopy
from inquo.records.digest import Digest
from inquo.records.finding import Review
from inquo.records.footage import VideoProfile
from inquo.records.imagery import Imagery
from inquo.records.place import Facility
from inquo.report import dossier as report
from inquo.report.export import truth
from inquo.report.render import render
from inquo.store.step import Step

_STEPS = {"footage": FOOTAGE, "facility": IDENTIFY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an investigation leaves a person with.

    Attributes:
        lines: A line for each shot, and for each exhibit that could not be used.
        report: The report.
    """

    lines: tuple[str, ...]
    report: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is in a case, with what could be read from it."""

    exhibits: tuple[report.ExhibitFacts, ...]
    films: tuple[tuple[str, Exhibit], ...]
    imagery: dict[str, Imagery]
    facilities: tuple[Facility, ...]


def investigate(case: Path, settings: Settings, progress: Progress) -> Outcome:
    """Run every step that is missing and write the report.

    Args:
        case: The case's folder.
        settings: The range of the search.
        progress: Told what is being done.

    Raises:
        CaseError: The case cannot be opened.
        UsageError: There is no footage or no imagery that can be used.
    """
    with opened(case) as evidence:
        material = survey(evidence, part(progress, 0, 0.02))
        if not material.films:
            raise UsageError(f"{case}: there is no footage to place", hint=f"inquo add {case} VIDEO")
        ground = join_ground(evidence, material.imagery, material.facilities)
        results, material = _follow_all(evidence, material, ground, settings, part(progress, 0.02, 0.93))
        progress(0.95, "writing the report")
        path = _report(evidence, results, material, ground, settings)
        problems = [f"{facts.label}: not used: {facts.problem}" for facts in material.exhibits if facts.problem]
        return Outcome(lines=(*(sentence(answer(result)) for result in results), *problems), report=path)


def survey(evidence: CaseFiles, progress: Progress) -> Material:
    """Describe every exhibit; one that cannot be used is listed with the reason, not dropped."""
    exhibits = evidence.folder.exhibits()
    facts: list[report.ExhibitFacts] = []
    films: list[tuple[str, Exhibit]] = []
    imagery: dict[str, Imagery] = {}
    facilities: list[Facility] = []
    for number, exhibit in enumerate(exhibits):
        events = evidence.folder.history(exhibit.digest)
        label = report.ExhibitFacts(exhibit=exhibit, events=events).label
        progress(number / len(exhibits), f"looking at the exhibits: {label}")
        seen_as: Imagery | None = None
        listed: report.GazetteerFacts | None = None
        problem: str | None = None
        try:
            match exhibit.kind:
                case ExhibitKind.IMAGERY:
                    seen_as = imagery_of(evidence, exhibit.digest, _told(events))
                    imagery[label] = seen_as
                case ExhibitKind.GAZETTEER:
                    found = facilities_of(evidence, exhibit.digest)
                    facilities.extend(found.facilities)
                    refused = tuple(why.reason for why in found.refused)
                    listed = report.GazetteerFacts(facilities=len(found.facilities), refused=refused)
                case ExhibitKind.FOOTAGE | ExhibitKind.PICTURE:
                    films.append((label, exhibit))
                case ExhibitKind.DOCUMENT | ExhibitKind.UNKNOWN:
                    problem = "this kind of file plays no part in placing a shot"
        except InputError as error:
            problem = error.reason
        facts.append(
            report.ExhibitFacts(exhibit=exhibit, events=events, imagery=seen_as, gazetteer=listed, problem=problem)
        )
    return Material(exhibits=tuple(facts), films=tuple(films), imagery=imagery, facilities=tuple(facilities))


def _told(events: Sequence[CustodyEvent]) -> Source:
    """What was said of an exhibit when it was last taken in."""
    return next((event.source for event in reversed(events) if event.source is not None), Source())


def _follow_all(
    evidence: CaseFiles, material: Material, ground: Ground, settings: Settings, progress: Progress
) -> tuple[tuple[ShotResult, ...], Material]:
    """Follow the line for each video; one that cannot be read becomes a problem of its exhibit."""
    results: list[ShotResult] = []
    facts = {one.exhibit.digest: one for one in material.exhibits}
    sites = Sites()
    points = latest_points(evidence.store.all(ControlPoints))
    for number, (label, exhibit) in enumerate(material.films):
        listen = part(progress, number / len(material.films), (number + 1) / len(material.films))
        try:
            profile, choices = known_of(evidence, exhibit, part(listen, 0, 0.35, label))
        except InputError as error:
            facts[exhibit.digest] = replace(facts[exhibit.digest], problem=error.reason)
            continue
        facts[exhibit.digest] = replace(facts[exhibit.digest], profile=profile)
        film = Film(name=label, exhibit=exhibit.digest, choices=choices, points=points)
        results.extend(follow(evidence, film, ground, settings, sites, listen))
    return tuple(results), replace(material, exhibits=tuple(facts.values()))


def known_of(evidence: CaseFiles, exhibit: Exhibit, progress: Progress) -> tuple[VideoProfile, Mapping[int, Choice]]:
    """What a video is, and what people have decided about its shots."""
    studied = study_footage(evidence, exhibit.digest, {}, progress)
    numbers = {digest_of(shot): number for number, (shot, _) in enumerate(studied.shots)}
    return studied.profile, choices_for(numbers, evidence.store.all(Review))


def _report(
    evidence: CaseFiles, results: Sequence[ShotResult], material: Material, ground: Ground, settings: Settings
) -> Path:
    """Write the report and its JSON, unless the report that is there says the same."""
    folder = evidence.folder
    page = folder.report_path / "report.html"
    entries = folder.ledger.entries()
    head = Digest.of(entries[-1].line())
    step = Step(
        name="report",
        method=f"report of inquo {__version__}",
        inputs=(head, *(digest_of(record) for result in results for record in _rests_on(result))),
        settings={"settings": to_json(settings), "exhibits": [to_json(one.problem) for one in material.exhibits]},
    )
    known = evidence.recall(step)
    if known is not None and page.is_file():
        (copy,) = (evidence.find(digest) for digest in known)
        if isinstance(copy, WorkingCopy) and copy.digest == Digest.of(page.read_bytes()):
            return page
    strikes, others = dossier.strikes(results, evidence, ground.mosaics)
    made = report.Dossier(
        case=folder.case,
        generated=now(),
        program=f"inquo {__version__}",
        exhibits=material.exhibits,
        strikes=strikes,
        other_shots=others,
        overview=dossier.overview(results, ground.mosaics),
        methods=dossier.methods(results, _STEPS),
        settings=dossier.settings_shown(settings),
        ledger=report.LedgerHead(head=head, entries=len(entries)),
    )
    html = render(made).encode()
    replace_file(folder.report_path / "report.json", truth(made))
    replace_file(page, html)
    copy = WorkingCopy(
        digest=Digest.of(html), derived_from=step.inputs, recipe="report", media_type="text/html", size_bytes=len(html)
    )
    evidence.remember(step, [copy])
    return page


def _rests_on(result: ShotResult) -> tuple[object, ...]:
    """The records that a shot's pages show."""
    records = (result.shot, result.composite, result.outcome, result.identification)
    return tuple(record for record in records if record is not None)
