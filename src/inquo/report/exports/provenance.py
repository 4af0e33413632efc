"""Where an export comes from, as pairs that every format can carry."""

from __future__ import annotations

from inquo.report import wording
from inquo.report.exports.content import Provenance
from inquo.report.exports.layer import text
from inquo.report.exports.times import stamp

LIMIT = "A place is where the camera looked, within the stated error; it does not say who fired, or why."


def pairs(provenance: Provenance) -> tuple[tuple[str, str], ...]:
    """Name and value of everything that is known, in order; what is withheld is said to be."""
    named: list[tuple[str, str | None]] = [
        ("warning", wording.ENGLISH.say("page.banner") if provenance.invented else None),
        ("program", provenance.program),
        ("generated", stamp(provenance.generated)),
        ("case_sha256", str(provenance.case)),
        ("case", provenance.name),
        ("question", provenance.question),
        ("ledger_head_sha256", str(provenance.ledger_head) if provenance.ledger_head else None),
        ("ledger_entries", str(provenance.ledger_entries) if provenance.ledger_head else None),
        ("coarsened_to_m", f"{provenance.coarsened_m:g}" if provenance.coarsened_m is not None else None),
        ("withheld", "; ".join(provenance.withheld) or None),
        ("limit", LIMIT),
    ]
    named += [(f"method: {step}", version) for step, version in provenance.methods]
    named += [(f"setting: {name}", value) for name, value in provenance.settings]
    return tuple((text(name) or "", text(value) or "") for name, value in named if value is not None)
