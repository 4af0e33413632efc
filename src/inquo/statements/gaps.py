"""What is missing: which original, which footage, which link would turn an open cell into a closed one."""

from __future__ import annotations

from collections.abc import Sequence

from inquo.records.finding import Undetermined
from inquo.records.naming import Names, inside
from inquo.records.statement import Accounts
from inquo.statements.findings import NO_PLACEMENT, EventFinding
from inquo.statements.hearsay import trace


def list_gaps(accounts: Accounts, findings: Sequence[EventFinding] = ()) -> tuple[str, ...]:
    """Say what the case lacks, in the order in which it would help.

    1. An event that is not background, and was not placed, needs its footage and imagery of the place.
    2. A facility that nobody has linked to a gazetteer cannot be found at a placement.
    3. Of a document that is a summary, the original is not in custody.
    4. What is known through somebody else is not yet anchored to the speaker's own words.

    Args:
        accounts: Everything that was said.
        findings: What was found about the events.
    """
    found = {finding.event: finding for finding in findings}
    wholes = {whole for event in accounts.events for whole in event.part_of}
    names = Names(accounts)
    gaps = []
    for event in accounts.events:  # 1
        if event.context or event.key in wholes:
            continue
        place = found[event.key].place if event.key in found else None
        if place is None or place == NO_PLACEMENT:
            needed = "it takes the footage or a picture of it, and imagery of the place"
            gaps.append(f"{names.quoted(event.key)} is not placed: {needed}")
        elif isinstance(place, Undetermined):
            gaps.append(f"{names.quoted(event.key)} is not placed: {place.reason}")
    gaps += [  # 2
        f"{facility.names[0]}: not linked to a gazetteer, so that no placement can fall on it"
        for facility in accounts.facilities
        if not facility.gazetteer_ids
    ]
    gaps += [  # 3
        f"{document.citation}: only a summary is in the case, not the original"
        for document in accounts.documents
        if document.summary
    ]
    publishers = {document.digest: document.publisher for document in accounts.documents}
    lineages = trace(accounts.statements)
    roots = {root for lineage in lineages.values() for root in lineage.roots}
    for statement in accounts.statements:  # 4
        publisher = publishers.get(statement.anchor.document)
        if statement.key in roots and publisher is not None and publisher != statement.speaker:
            speaker, through = inside(names.party(statement.speaker)), inside(names.party(publisher))
            gaps.append(f"{names.statement(statement.key)}: what {speaker} said is known only through {through}")
    return tuple(gaps)
