"""Whether a case still is what its ledger says it is.

1. ``case.json`` is the one with which the ledger opens.
2. Every line of the ledger holds, and the chain has no gap.
3. Every exhibit and working copy that the ledger names is here, and its bytes match its digest. Where an
   interruption came before it was put in place, it waits whole in ``incoming/``, and that is no fault.
4. Nothing is here that the ledger does not name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from inquo.custody.casefile import ENTERED, LEDGER_FILE, read_case
from inquo.custody.content import digest_file, place_of
from inquo.custody.ledger import Ledger
from inquo.errors import CaseError, EvidenceError
from inquo.records.codec import digest_of
from inquo.records.custody import Act, Check, CustodyEvent


def verify_case(path: Path) -> Iterator[Check]:
    """Check a case folder, file by file; nothing is written.

    Args:
        path: The folder.

    Yields:
        One check at a time, in the order of the list above; stops after a ledger that cannot be followed,
        for without it nothing can be said of the rest.
    """
    ledger = Ledger(path / LEDGER_FILE)
    try:
        case = read_case(path)
    except CaseError as error:
        yield Check(number=1, subject="case.json", passed=False, detail=str(error))
        return
    followed = ledger.verify()
    failed = [check for check in followed if not check.passed]
    if not failed:
        opened = ledger.events()[0]
        same = opened.act is Act.CASE_OPENED and opened.subject == digest_of(case)
        detail = "is the one the ledger opens with" if same else "is not the one the ledger opens with"
        yield Check(number=1, subject="case.json", passed=same, detail=detail)
    for check in failed:
        yield Check(number=2, subject=check.subject, passed=False, detail=check.detail)
    if failed:
        return
    events = ledger.events()
    yield Check(number=2, subject=LEDGER_FILE, passed=True, detail=f"{len(events)} lines, unbroken")
    named = set()
    for event in events:
        if event.act in ENTERED and event.subject is not None:
            place = place_of(path / ENTERED[event.act], event.subject)
            named.add(place)
            yield _check_content(path, place, event)
    for folder in ("exhibits", "derived"):
        for place in sorted(place for place in (path / folder).rglob("*") if not place.is_dir()):
            if place not in named:
                subject = str(place.relative_to(path))
                yield Check(number=4, subject=subject, passed=False, detail="is not named in the ledger")


def _check_content(path: Path, place: Path, event: CustodyEvent) -> Check:
    subject, waiting = str(place.relative_to(path)), path / "incoming" / place.name
    waits = not place.is_file() and waiting.is_file()
    try:
        digest, size_bytes = digest_file(waiting if waits else place)
    except EvidenceError as error:
        return Check(number=3, subject=subject, passed=False, detail=str(error))
    intact = digest == event.subject and size_bytes == event.size_bytes
    detail = f"{size_bytes} bytes match their digest" if intact else f"its {size_bytes} bytes have the digest {digest}"
    detail += ", in incoming/ since an interruption" if waits else ""
    return Check(number=3, subject=subject, passed=intact, detail=detail)
