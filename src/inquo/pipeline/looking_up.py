"""What the last investigation found, looked up and never computed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inquo import __version__
from inquo.errors import UsageError
from inquo.facility.identify import METHOD as IDENTIFY
from inquo.footage.study import METHOD as FOOTAGE
from inquo.geometry.progress import silent
from inquo.pipeline import dossier
from inquo.pipeline.case_files import CaseFiles
from inquo.pipeline.decisions import choices_for
from inquo.pipeline.describing import facilities_of, imagery_of
from inquo.pipeline.line import Film, follow, join_ground
from inquo.pipeline.opening import now
from inquo.pipeline.results import ShotResult
from inquo.pipeline.settings import Settings
from inquo.pipeline.sites import Sites
from inquo.pipeline.studying import study_footage
from inquo.records.codec import digest_of, from_json
from inquo.records.custody import ExhibitKind, Source, WorkingCopy
from inquo.records.digest import Digest
from inquo.records.finding import Review
from inquo.records.imagery import Imagery
from inquo.records.place import Facility
from inquo.report import dossier as report
from inquo.store.step import Past, Step

_ADDED_LATER = "added after the last investigation, and not looked at yet"


class LookUps(CaseFiles):
    """A case in which nothing is computed: a step that was not done is an error.

    Args:
        files: The open case.
    """

    def __init__(self, files: CaseFiles) -> None:
        super().__init__(files.folder, files.store)

    def recall(self, step: Step) -> tuple[Digest, ...]:
        """Names of what a step gave.

        Raises:
            UsageError: It was not done.
        """
        known = super().recall(step)
        if known is None:
            raise _changed(self, f"the step {step.name!r} has not been done as it would be now")
        return known


def look_up_dossier(files: CaseFiles) -> report.Dossier:
    """What the case's report says, without pictures and imagery.

    1. The investigation is the one that wrote the report which lies in the case.
    2. Files that came in later, and those that could not be used, are listed with the reason.
    3. Every result is looked up.

    Raises:
        UsageError: There is no such investigation, or a decision or another version has changed what it would find.
    """
    evidence = LookUps(files)
    past = _last_report(evidence)  # 1
    settings = from_json(Settings, past.settings["settings"])
    exhibits = _exhibits(evidence, past)  # 2
    results, exhibits = _results(evidence, exhibits, settings)  # 3
    strikes, others = dossier.strikes(results, evidence, ())
    entries = evidence.folder.ledger.entries()
    return report.Dossier(
        case=evidence.folder.case,
        generated=now(),
        program=f"inquo {__version__}",
        exhibits=exhibits,
        strikes=strikes,
        other_shots=others,
        methods=dossier.methods(results, {"footage": FOOTAGE, "facility": IDENTIFY}),
        settings=dossier.settings_shown(settings),
        ledger=report.LedgerHead(head=Digest.of(entries[-1].line()), entries=len(entries)),
    )


def _last_report(evidence: CaseFiles) -> Past:
    page = evidence.folder.report_path / "report.html"
    if not page.is_file():
        raise UsageError(
            f"{evidence.folder.path}: there is no report yet", hint=f"inquo investigate {evidence.folder.path}"
        )
    digest = Digest.of(page.read_bytes())
    for past in reversed(evidence.store.past("report")):
        copies = [evidence.find(name) for name in past.outputs]
        if any(isinstance(copy, WorkingCopy) and copy.digest == digest for copy in copies):
            return past
    raise _changed(evidence, "its report is not as Inquo wrote it")


def _changed(evidence: CaseFiles, what: str) -> UsageError:
    path = evidence.folder.path
    return UsageError(f"{path}: {what}", hint=f"inquo investigate {path}, then export again")


def _exhibits(evidence: CaseFiles, past: Past) -> tuple[report.ExhibitFacts, ...]:
    """Every exhibit, with why it was not used, if it was not."""
    problems = past.settings["exhibits"]
    assert isinstance(problems, list)
    facts = []
    for number, exhibit in enumerate(evidence.folder.exhibits()):
        problem = problems[number] if number < len(problems) else _ADDED_LATER
        assert problem is None or isinstance(problem, str)
        events = evidence.folder.history(exhibit.digest)
        facts.append(report.ExhibitFacts(exhibit=exhibit, events=events, problem=problem))
    return tuple(facts)


def _results(
    evidence: LookUps, exhibits: Sequence[report.ExhibitFacts], settings: Settings
) -> tuple[tuple[ShotResult, ...], tuple[report.ExhibitFacts, ...]]:
    """Every shot's result, and the exhibits with what is known of the imagery."""
    imagery: dict[str, Imagery] = {}
    facilities: list[Facility] = []
    told: list[report.ExhibitFacts] = []
    for facts in exhibits:
        if facts.problem is None and facts.exhibit.kind is ExhibitKind.IMAGERY:
            source = next((event.source for event in reversed(facts.events) if event.source is not None), Source())
            imagery[facts.label] = imagery_of(evidence, facts.exhibit.digest, source)
            facts = replace(facts, imagery=imagery[facts.label])
        if facts.problem is None and facts.exhibit.kind is ExhibitKind.GAZETTEER:
            facilities.extend(facilities_of(evidence, facts.exhibit.digest).facilities)
        told.append(facts)
    ground = join_ground(evidence, imagery, facilities)
    results: list[ShotResult] = []
    sites = Sites()
    for facts in exhibits:
        if facts.problem is None and facts.exhibit.kind in (ExhibitKind.FOOTAGE, ExhibitKind.PICTURE):
            film = _film(evidence, facts)
            results.extend(follow(evidence, film, ground, settings, sites, silent))
    return tuple(results), tuple(told)


def _film(evidence: LookUps, facts: report.ExhibitFacts) -> Film:
    studied = study_footage(evidence, facts.exhibit.digest, {}, silent)
    numbers = {digest_of(shot): number for number, (shot, _) in enumerate(studied.shots)}
    choices = choices_for(numbers, evidence.store.all(Review))
    return Film(name=facts.label, exhibit=facts.exhibit.digest, choices=choices)
