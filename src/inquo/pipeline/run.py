"""``inquo investigate``: every step that is missing, then the report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inquo import __version__
from inquo.custody.ledger import Entry
from inquo.errors import InputError, QuoteError, StatementError, UsageError
from inquo.facility.identify import METHOD as IDENTIFY
from inquo.footage.study import METHOD as FOOTAGE
from inquo.footage.study import Choice
from inquo.geometry.progress import Progress, part, silent
from inquo.imagery.map_reference import open_map
from inquo.pipeline import dossier
from inquo.pipeline.accounts import Hearing
from inquo.pipeline.answers import answer, sentence
from inquo.pipeline.archive import accounts_of, list_filed, versions
from inquo.pipeline.case_files import CaseFiles
from inquo.pipeline.control import latest_points
from inquo.pipeline.decisions import choices_for
from inquo.pipeline.describing import facilities_of, imagery_of, map_of
from inquo.pipeline.hearing import hear_case, lines_of
from inquo.pipeline.incident_listing import count_answers
from inquo.pipeline.incident_tables import FiledTable, file_tables
from inquo.pipeline.incidents import ask_of, match_incidents
from inquo.pipeline.line import Film, Ground, follow, join_ground
from inquo.pipeline.opening import now, opened, replace_file
from inquo.pipeline.results import ShotResult
from inquo.pipeline.settings import Settings
from inquo.pipeline.shot_accounts import ShotAccounts
from inquo.pipeline.sites import Sites
from inquo.pipeline.studying import study_footage
from inquo.records.canonical import canonical_bytes
from inquo.records.codec import digest_of, to_json
from inquo.records.control import ControlPoints
from inquo.records.custody import Act, CustodyEvent, Exhibit, ExhibitKind, Source, WorkingCopy
from inquo.records.digest import Digest
from inquo.records.finding import Review
from inquo.records.footage import VideoProfile
from inquo.records.imagery import Imagery
from inquo.records.incident import Corroboration
from inquo.records.place import Facility, Placement
from inquo.records.proposition import Mark
from inquo.records.statement import Accounts
from inquo.records.terms import Terms
from inquo.report import dossier as report
from inquo.report.edition import edition
from inquo.report.export import truth
from inquo.report.render import render
from inquo.statements.engine import METHOD as COMPARED
from inquo.store.step import Step

_OF_INCIDENTS = (ExhibitKind.INCIDENTS, ExhibitKind.DECLARATION)
_STEPS = {"footage": FOOTAGE, "facility": IDENTIFY}
REPORT = f"report/3 of inquo {__version__}, edition {edition()}; {COMPARED}"
"""What writes reports: a page of another version, edition or comparison is written anew."""


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
    maps: dict[str, Imagery]
    facilities: tuple[Facility, ...]
    accounts: Accounts | None
    tables: tuple[FiledTable, ...]


def investigate(case: Path, settings: Settings, progress: Progress) -> Outcome:
    """Run every step that is missing and write the report.

    Args:
        case: The case's folder.
        settings: The range of the search.
        progress: Told what is being done.

    Raises:
        CaseError: The case cannot be opened.
        UsageError: There are no statements, and no footage or no imagery that can be used.
    """
    with opened(case) as evidence:
        material = survey(evidence, part(progress, 0, 0.02))
        if not material.films and material.accounts is None:
            reason = "; ".join(["there is no footage to place, and there are no statements", *_problems(material)])
            raise UsageError(f"{case}: {reason}", hint=f"inquo add {case} VIDEO, or a statements file")
        ground = _ground(evidence, material)
        results, material = _follow_all(evidence, material, ground, settings, part(progress, 0.02, 0.9))
        progress(0.92, "comparing what was said with what was found")
        hearing = _hear(material, results)
        progress(0.94, "looking for records of the same events")
        recorded = _corroborate(evidence, material, results, hearing)
        progress(0.95, "writing the report")
        path = _report(evidence, results, material, ground, settings, hearing, recorded)
        evidence.journals.drop()
        placed = (sentence(answer(result), f"{result.file}#{result.number}") for result in results)
        said = lines_of(hearing) if hearing else ()
        return Outcome(lines=(*placed, *said, *map(count_answers, recorded), *_problems(material)), report=path)


def _problems(material: Material) -> tuple[str, ...]:
    """A line for each exhibit that is not used."""
    return tuple(f"{facts.label}: not used: {facts.problem}" for facts in material.exhibits if facts.problem)


def _ground(evidence: CaseFiles, material: Material) -> Ground:
    """The imagery, joined, and the maps; where there is neither, statements alone can still be investigated."""
    if material.accounts is not None and not (material.imagery or material.maps):
        return Ground(imagery={}, mosaics=(), facilities=material.facilities)
    maps = {name: open_map(evidence.path(one.exhibit), one.exhibit) for name, one in material.maps.items()}
    return join_ground(evidence, material.imagery, material.facilities, maps)


def _hear(material: Material, results: Sequence[ShotResult]) -> Hearing | None:
    """What was said, held against what was found; None for a case without statements."""
    if material.accounts is None:
        return None
    return hear_case(material.accounts, results, material.facilities, _published(material))


def _published(material: Material) -> dict[Digest, str]:
    """When each exhibit was published, as its source says."""
    told = {one.exhibit.digest: _told(one.events).published for one in material.exhibits}
    return {digest: date for digest, date in told.items() if date}


def _corroborate(
    evidence: CaseFiles, material: Material, results: Sequence[ShotResult], hearing: Hearing | None
) -> tuple[Corroboration, ...]:
    """What the case's tables of incidents have to say of every placed shot, and of what is said of it."""
    known = {digest_of(facility): facility for facility in material.facilities}
    said = ShotAccounts(hearing, results, _published(material))
    asked = [
        ask_of(result.outcome, result.identification, known, said.of(result))
        for result in results
        if isinstance(result.outcome, Placement)
    ]
    terms = Terms.of(material.accounts.broader if material.accounts else {})
    return match_incidents(evidence, material.tables, asked, terms)


def survey(evidence: CaseFiles, progress: Progress) -> Material:
    """Describe every exhibit; one that cannot be used is listed with the reason, not dropped."""
    exhibits = evidence.folder.exhibits()
    facts: list[report.ExhibitFacts] = []
    films: list[tuple[str, Exhibit]] = []
    facilities: list[Facility] = []
    accounts, problems = _statements(evidence)
    quoted = _pictures(accounts) if accounts else set()
    tables = file_tables(evidence.folder)
    for number, exhibit in enumerate(exhibits):
        events = evidence.folder.history(exhibit.digest)
        known = report.ExhibitFacts(exhibit=exhibit, events=events, problem=problems.get(exhibit.digest))
        progress(number / len(exhibits), f"looking at the exhibits: {known.label}")
        try:
            match exhibit.kind:
                case ExhibitKind.IMAGERY:
                    known = replace(known, imagery=imagery_of(evidence, exhibit.digest, _told(events)))
                case ExhibitKind.MAP:
                    drawn = map_of(evidence, exhibit.digest)
                    known = replace(known, imagery=drawn.imagery, left_out=drawn.left_out)
                case _ if tables.holds(exhibit.digest) or exhibit.kind in _OF_INCIDENTS:
                    known = replace(known, problem=tables.problems.get(exhibit.digest))
                case ExhibitKind.GAZETTEER:
                    found = facilities_of(evidence, exhibit.digest)
                    facilities.extend(found.facilities)
                    refused = tuple(why.reason for why in found.refused)
                    listed = report.GazetteerFacts(facilities=len(found.facilities), refused=refused)
                    known = replace(known, gazetteer=listed)
                case ExhibitKind.FOOTAGE | ExhibitKind.PICTURE if exhibit.digest not in quoted:
                    films.append((known.label, exhibit))
                case ExhibitKind.UNKNOWN:
                    known = replace(known, problem="this kind of file plays no part in placing a shot")
                case ExhibitKind.DOCUMENT | ExhibitKind.STATEMENTS | ExhibitKind.FOOTAGE | ExhibitKind.PICTURE:
                    pass  # read where they are quoted, and not searched for on the ground
        except InputError as error:
            known = replace(known, problem=error.reason)
        facts.append(known)
    return Material(
        exhibits=tuple(facts),
        films=tuple(films),
        imagery=_named(one for one in facts if one.exhibit.kind is not ExhibitKind.MAP),
        maps=_named(one for one in facts if one.exhibit.kind is ExhibitKind.MAP),
        facilities=tuple(facilities),
        accounts=accounts,
        tables=tables.tables,
    )


def _named(facts: Iterable[report.ExhibitFacts]) -> dict[str, Imagery]:
    """Imagery by file name; files of one name are told apart by their digests."""
    named: dict[str, Imagery] = {}
    for one in facts:
        if one.imagery is not None:
            name = f"{one.label} ({one.exhibit.digest.short})" if one.label in named else one.label
            named[name] = one.imagery
    return named


def _statements(evidence: CaseFiles) -> tuple[Accounts | None, dict[Digest, str]]:
    """What was said, and for each statements file that is not used, why."""
    exhibits = list_filed(evidence.folder)
    files = versions(exhibits)
    if not files:
        return None, {}
    newest = files[-1]
    why = f"superseded by {newest.label} ({newest.exhibit.digest.short}), which was added later"
    problems = {one.exhibit.digest: why for one in files[:-1]}
    try:
        return accounts_of(evidence, exhibits), problems
    except (StatementError, QuoteError) as error:
        return None, problems | {newest.exhibit.digest: str(error)}


def _pictures(accounts: Accounts) -> set[Digest]:
    """Exhibits that are words or somebody's marks, so that they are not searched for on the ground."""
    documents = {one for document in accounts.documents for one in (document.digest, document.transcript_of) if one}
    said = (proposition for statement in accounts.statements for proposition in statement.propositions)
    return documents | {one.place.picture for one in said if isinstance(one.place, Mark)}


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
    evidence: CaseFiles,
    results: Sequence[ShotResult],
    material: Material,
    ground: Ground,
    settings: Settings,
    hearing: Hearing | None,
    recorded: Sequence[Corroboration],
) -> Path:
    """Write the report and its JSON, unless the report that is there says the same."""
    folder = evidence.folder
    page = folder.report_path / "report.html"
    entries = folder.ledger.entries()
    step = Step(
        name="report",
        method=REPORT,
        inputs=(
            _last_that_bears(entries),
            *(digest_of(record) for result in results for record in _rests_on(result)),
            *([digest_of(replace(hearing, comparisons=()))] if hearing else []),  # they follow from the rest
            *map(digest_of, recorded),
        ),
        settings={"settings": to_json(settings), "exhibits": [to_json(one.problem) for one in material.exhibits]},
    )
    known = evidence.recall(step)
    if known is not None and page.is_file():
        (copy,) = (evidence.find(digest) for digest in known)
        if isinstance(copy, WorkingCopy) and copy.digest == Digest.of(page.read_bytes()):
            return page
    made = _dossier(evidence, results, material, ground, settings, hearing, recorded)
    html = render(made).encode()
    replace_file(folder.report_path / "report.json", _with_event_findings(truth(made), hearing))
    replace_file(page, html)
    copy = WorkingCopy(
        digest=Digest.of(html), derived_from=step.inputs, recipe="report", media_type="text/html", size_bytes=len(html)
    )
    evidence.remember(step, [copy])
    return page


def _dossier(
    evidence: CaseFiles,
    results: Sequence[ShotResult],
    material: Material,
    ground: Ground,
    settings: Settings,
    hearing: Hearing | None,
    recorded: Sequence[Corroboration],
) -> report.Dossier:
    """Everything that the report says, with the pictures and the imagery that it shows."""
    entries = evidence.folder.ledger.entries()
    strikes, others = dossier.strikes(results, evidence, ground.pictures)
    return report.Dossier(
        case=evidence.folder.case,
        generated=now(),
        program=f"inquo {__version__}",
        exhibits=material.exhibits,
        strikes=strikes,
        other_shots=others,
        overview=dossier.overview(results, ground.pictures),
        methods=dossier.methods(results, _STEPS),
        settings=dossier.settings_shown(settings),
        ledger=report.LedgerHead(head=Digest.of(entries[-1].line()), entries=len(entries)),
        hearing=dossier.hearing_section(hearing, strikes) if hearing else None,
        incidents=dossier.incident_section(recorded, strikes),
    )


def gather_again(evidence: CaseFiles, settings: Settings, progress: Progress = silent) -> report.Dossier:
    """Everything that the report of an investigation with these settings says, every step looked up."""
    material = survey(evidence, progress)
    ground = _ground(evidence, material)
    results, material = _follow_all(evidence, material, ground, settings, progress)
    hearing = _hear(material, results)
    recorded = _corroborate(evidence, material, results, hearing)
    return _dossier(evidence, results, material, ground, settings, hearing, recorded)


def _with_event_findings(report_json: bytes, hearing: Hearing | None) -> bytes:
    """The report's JSON, with what was found about each event as the statements were held against it."""
    if hearing is None:
        return report_json
    return canonical_bytes({**json.loads(report_json), "event_findings": to_json(hearing.findings)})


def _last_that_bears(entries: Sequence[Entry]) -> Digest:
    """The last line of the ledger that changes what a report says.

    That something was exported changes nothing in it: what it says of the ledger is where that stood when it was made.
    """
    return Digest.of(next(one for one in reversed(entries) if one.event.act is not Act.EXPORTED).line())


def _rests_on(result: ShotResult) -> tuple[object, ...]:
    """The records that a shot's pages show."""
    records = (result.shot, result.composite, result.outcome, result.identification)
    return tuple(record for record in records if record is not None)


def find_again(
    evidence: CaseFiles, settings: Settings
) -> tuple[tuple[ShotResult, ...], tuple[report.ExhibitFacts, ...], Hearing | None]:
    """What an investigation with these settings found, every step looked up where the evidence holds it.

    Returns:
        Every shot's result, every exhibit with what is known of it, and what was heard.
    """
    material = survey(evidence, silent)
    ground = _ground(evidence, material)
    results, material = _follow_all(evidence, material, ground, settings, silent)
    return results, material.exhibits, _hear(material, results)
