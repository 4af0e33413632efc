"""What the last investigation found, looked up and never computed again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from inquo import __version__
from inquo.errors import InputError, UsageError
from inquo.facility.identify import METHOD as IDENTIFY
from inquo.footage.study import METHOD as FOOTAGE
from inquo.pipeline import dossier
from inquo.pipeline.accounts import Hearing
from inquo.pipeline.case_files import CaseFiles
from inquo.pipeline.events import link_events
from inquo.pipeline.opening import now
from inquo.pipeline.run import REPORT, find_again, gather_again
from inquo.pipeline.settings import Settings
from inquo.records.codec import digest_of, from_json
from inquo.records.custody import ExhibitKind, WorkingCopy
from inquo.records.digest import Digest
from inquo.report import dossier as report
from inquo.store.step import Past, Step

_SEARCHED = frozenset(
    {ExhibitKind.FOOTAGE, ExhibitKind.PICTURE, ExhibitKind.IMAGERY, ExhibitKind.GAZETTEER, ExhibitKind.MAP}
)


class LookUps(CaseFiles):
    """A case in which nothing is computed: a step that was not done is an error.

    Args:
        files: The open case.
        failed: Exhibits that could not be read then; reading them may fail once more, for the reason.
        later: Names of exhibits that came in after the investigation.
    """

    def __init__(self, files: CaseFiles, failed: frozenset[Digest], later: Mapping[Digest, str]) -> None:
        super().__init__(files.folder, files.store)
        self._failed = failed
        self._later = later

    def recall(self, step: Step) -> tuple[Digest, ...] | None:
        """Names of what a step gave; None only for the step that failed then.

        Raises:
            InputError: It is about an exhibit that came in later.
            UsageError: It was not done.
        """
        about = step.inputs[:1]
        for exhibit in self._later.keys() & about:
            raise InputError(self._later[exhibit], "added after the last investigation, and not looked at yet")
        known = super().recall(step)
        if known is None and not self._failed.intersection(about):
            raise _changed(self, f"the step {step.name!r} has not been done as it would be now")
        return known

    def remember(self, step: Step, outputs: Sequence[object]) -> NoReturn:  # noqa: ARG002 - a seam's signature
        """Refuse: what failed then succeeds now.

        Raises:
            UsageError: Always.
        """
        raise _changed(self, f"the step {step.name!r} failed in the last investigation, and would not now")

    def keep(self, content: bytes, *, recipe: str, **_: object) -> NoReturn:  # noqa: ARG002 - the same
        """Refuse, like ``remember``.

        Raises:
            UsageError: Always.
        """
        raise _changed(self, f"a picture ({recipe}) could not be made in the last investigation, and could be now")


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """What the last investigation found.

    Attributes:
        dossier: What its report says, without pictures and imagery.
        hearing: What was heard; None for a case without statements.
        events: The event that each shot shows, as a person linked them, by the shot's digest.
    """

    dossier: report.Dossier
    hearing: Hearing | None
    events: dict[Digest, str]


def look_up_findings(files: CaseFiles) -> LookedUp:
    """What the case's report says.

    1. The investigation is the one that wrote the report which lies in the case.
    2. Files that came in later, and those that could not be used, are listed with the reason.
    3. Every result is looked up.

    Raises:
        UsageError: There is no such investigation, or a decision or another version has changed what it would find.
    """
    past = last_report(files)  # 1
    settings = from_json(Settings, past.settings["settings"])
    results, exhibits, hearing = find_again(_look_ups(files, past), settings)  # 2, 3
    strikes, others = dossier.strikes(results, files, ())
    entries = files.folder.ledger.entries()
    made = report.Dossier(
        case=files.folder.case,
        generated=now(),
        program=f"inquo {__version__}",
        exhibits=exhibits,
        strikes=strikes,
        other_shots=others,
        methods=dossier.methods(results, {"footage": FOOTAGE, "facility": IDENTIFY}),
        settings=dossier.settings_shown(settings),
        ledger=report.LedgerHead(head=Digest.of(entries[-1].line()), entries=len(entries)),
    )
    linked = link_events(hearing.accounts, results) if hearing else ()
    events = {digest_of(shot.shot): one.event.key for one in linked for shot in one.shots}
    return LookedUp(dossier=made, hearing=hearing, events=events)


def look_up_dossier(files: CaseFiles) -> report.Dossier:
    """What the case's report says, with its pictures and imagery, so that it can be said in other words.

    Raises:
        UsageError: As for ``look_up_findings``.
    """
    past = last_report(files)
    return gather_again(_look_ups(files, past), from_json(Settings, past.settings["settings"]))


def last_report(files: CaseFiles) -> Past:
    """The investigation that wrote the report which lies in the case.

    Raises:
        UsageError: There is none, or the report is not as Inquo wrote it.
    """
    page = files.folder.report_path / "report.html"
    if not page.is_file():
        raise UsageError(f"{files.folder.path}: there is no report yet", hint=f"inquo investigate {files.folder.path}")
    digest = Digest.of(page.read_bytes())
    for past in reversed(files.store.past("report")):
        copies = [files.find(name) for name in past.outputs]
        if any(isinstance(copy, WorkingCopy) and copy.digest == digest for copy in copies):
            return past
    raise _changed(files, "its report is not as Inquo wrote it")


def current_report(files: CaseFiles) -> Past:
    """The same, if this edition of Inquo would write it so; only such a page can be printed.

    Raises:
        UsageError: As for ``last_report``, or another edition of Inquo wrote it.
    """
    past = last_report(files)
    if past.method != REPORT:
        path = files.folder.path
        raise UsageError(
            f"{path}: its report was written by another edition of Inquo ({past.method})",
            hint=f"inquo investigate {path} writes it anew and computes nothing that is known; then inquo report again",
        )
    return past


def _look_ups(files: CaseFiles, past: Past) -> LookUps:
    """The case as that investigation saw it: exhibits are never removed, so the first ones are those it had."""
    problems = past.settings["exhibits"]
    assert isinstance(problems, list)
    exhibits = files.folder.exhibits()
    failed = frozenset(one.digest for one, problem in zip(exhibits, problems, strict=False) if problem is not None)
    later = [exhibit for exhibit in exhibits[len(problems) :] if exhibit.kind in _SEARCHED]
    names = {
        one.digest: report.ExhibitFacts(exhibit=one, events=files.folder.history(one.digest)).label for one in later
    }
    return LookUps(files, failed, names)


def _changed(files: CaseFiles, what: str) -> UsageError:
    path = files.folder.path
    return UsageError(f"{path}: {what}", hint=f"inquo investigate {path}, then export again")
