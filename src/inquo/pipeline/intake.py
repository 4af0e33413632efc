"""``inquo add``: custody first, then what the files say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from inquo.custody import intake
from inquo.errors import InputError
from inquo.geometry.progress import Progress, part
from inquo.pipeline.describing import describe
from inquo.pipeline.opening import now, opened, person
from inquo.records.custody import ExhibitKind, Source


def take_in(
    case: Path,
    files: list[Path],
    source: Source,
    *,
    who: str | None,
    progress: Progress,
    kind: ExhibitKind | None = None,
) -> Iterator[str]:
    """Take files into a case, one after another; each is whole or not there at all.

    Args:
        case: The case's folder.
        files: As received.
        source: Where they came from.
        who: Who adds them; None for the user of this computer.
        progress: Told how far it is.
        kind: What the person says they are, where their content leaves a choice.

    Yields:
        A line for each file, for a person.

    Raises:
        CaseError: The case cannot be opened.
        CustodyError: A file cannot be taken in, or is not what the person says; those before it are taken in.
    """
    with opened(case) as evidence:
        for number, path in enumerate(files):
            listen = part(progress, number / len(files), (number + 1) / len(files), path.name)
            exhibit = intake.take_in(evidence.folder, path, source, person(who), now(), listen, kind=kind)
            evidence.store.put(exhibit)
            try:
                what = describe(evidence, exhibit, source)
            except InputError as error:
                what = f"kept, but cannot be used: {error.reason}"
            yield f"{exhibit.digest.short}  {exhibit.kind.value:9}  {path.name}: {what}"
