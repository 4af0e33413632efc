"""The report as JSON: the truth that the HTML renders."""

from __future__ import annotations

import dataclasses
import enum

from inquo.geometry.grid import GroundRaster
from inquo.records.canonical import Json, canonical_bytes
from inquo.records.codec import to_json
from inquo.records.digest import Digest
from inquo.report import berkeley, conclusions, missing, narrative, search_log
from inquo.report.dossier import Dossier
from inquo.report.wording import ENGLISH, Wording

FORMAT = "inquo-report/3"
_OURS = "inquo.report."


def truth(dossier: Dossier, words: Wording = ENGLISH) -> bytes:
    """Everything that the report says, as canonical JSON.

    Returns:
        RFC 8785 bytes: the dossier's records, pictures by their SHA-256, windows of imagery by their
        extent, every finding with its sentence, what is missing, and the Berkeley Protocol's points.

    Raises:
        ValueError: A number is not finite.
    """
    found = [finding for strike in dossier.strikes for finding in narrative.findings(strike, words)]
    if dossier.hearing:
        found += [finding for _, finding in conclusions.dates(dossier.hearing, words)]
    for search in dossier.incidents:
        found += [conclusions.recorded(answer, words) for answer in search.corroboration.answers]
    content = _plain(dossier)
    if not isinstance(content, dict):
        raise TypeError("a dossier is a record")
    sentences: list[Json] = [{"finding": to_json(f), "sentence": narrative.sentence(f, words)} for f in found]
    log = search_log.read_log(dossier, words)
    said: dict[str, Json] = {
        "record": FORMAT,
        "language": words.language,
        "findings": sentences,
        "open": _plain(log.open),
        "unused": _plain(log.unused),
        "missing": _plain(missing.list_missing(dossier, words)),
        "conformance": _plain(berkeley.conformance(dossier, words)),
        "banner": words.say("page.banner") if dossier.case.invented else None,
    }
    return canonical_bytes({**content, **said})


def _plain(value: object) -> Json:
    """Records as the codec has them; bytes by digest; imagery by extent."""
    match value:
        case bytes():
            return {"sha256": Digest.of(value)}
        case GroundRaster():
            height, width = value.grey.shape
            return {
                "record": "GroundRaster",
                "crs": value.crs,
                "width_px": width,
                "height_px": height,
                "map_from_pixel": [[float(x) for x in row] for row in value.map_from_pixel],
            }
        case tuple():
            return [_plain(item) for item in value]
        case enum.Enum():
            return to_json(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type) and type(value).__module__.startswith(_OURS):
        fields = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"record": type(value).__name__, **fields}
    return to_json(value)
