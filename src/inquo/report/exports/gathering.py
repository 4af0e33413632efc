"""From the dossier and the accounts to what an export says, exact and complete."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from inquo.records.chronology import DateText, Dating
from inquo.records.codec import digest_of
from inquo.records.custody import Act
from inquo.records.digest import Digest
from inquo.records.footage import AimPoint, ImpactFrame
from inquo.records.incident import Incident
from inquo.records.place import Candidate, FacilityProbability, NotPlaced
from inquo.records.statement import Accounts
from inquo.report import narrative, wording
from inquo.report.dossier import Dossier, ExhibitFacts, OtherShot, ShotResult, Strike
from inquo.report.exports.content import (
    AnswerRow,
    Content,
    FileRow,
    ImageryRow,
    LeadRow,
    PlaceRow,
    Provenance,
    ShotRow,
)

ReadDate = Callable[[str], DateText]


def gather(
    dossier: Dossier,
    read_date: ReadDate,
    *,
    accounts: Accounts | None = None,
    datings: Sequence[Dating] = (),
    incidents: Sequence[Incident] = (),
    events: Mapping[Digest, str] | None = None,
) -> Content:
    """Gather everything that the case holds.

    Args:
        dossier: What the report is made from; pictures and imagery in it are not needed.
        read_date: Reads words about a time, and never adds precision.
        accounts: Who said what.
        datings: When each event was.
        incidents: What others recorded.
        events: The event that each shot shows, as a person says, by the shot's digest.
    """
    known = events or {}
    shots = [_seen(shot, strike, dossier, known) for strike in dossier.strikes for shot in strike.shots]
    shots += [_not_searched(other, dossier) for other in dossier.other_shots]
    order = {facts.exhibit.digest: number for number, facts in enumerate(dossier.exhibits)}
    shots.sort(key=lambda shot: (order.get(shot.exhibit, len(order)), shot.number))
    return Content(
        provenance=_provenance(dossier),
        files=tuple(_file(facts, number, read_date) for number, facts in enumerate(dossier.exhibits, start=1)),
        shots=tuple(shots),
        imagery=tuple(row for facts in dossier.exhibits for row in _imagery(facts, read_date)),
        accounts=accounts,
        datings=tuple(datings),
        incidents=tuple(incidents),
    )


def _provenance(dossier: Dossier) -> Provenance:
    return Provenance(
        program=dossier.program,
        generated=dossier.generated,
        case=digest_of(dossier.case),
        name=dossier.case.name,
        question=dossier.case.question,
        ledger_head=dossier.ledger.head if dossier.ledger else None,
        ledger_entries=dossier.ledger.entries if dossier.ledger else 0,
        invented=dossier.case.invented,
        methods=tuple((method.step, method.version) for method in dossier.methods),
        settings=tuple((setting.name, setting.value) for setting in dossier.settings),
    )


def _file(facts: ExhibitFacts, number: int, read_date: ReadDate) -> FileRow:
    taken_in = [event for event in facts.events if event.act is Act.TAKEN_IN]
    source = next((event.source for event in reversed(facts.events) if event.source is not None), None)
    return FileRow(
        number=number,
        kind=facts.exhibit.kind,
        size_bytes=facts.exhibit.size_bytes,
        taken_in=taken_in[0].when if taken_in else None,
        digest=facts.exhibit.digest,
        name=facts.label,
        source=source.description or None if source else None,
        url=source.url if source else None,
        published=read_date(source.published) if source and source.published else None,
        note=source.note or None if source else None,
        problem=facts.problem,
    )


def _imagery(facts: ExhibitFacts, read_date: ReadDate) -> tuple[ImageryRow, ...]:
    image = facts.imagery
    if image is None:
        return ()
    return (
        ImageryRow(
            file=facts.label,
            digest=image.exhibit,
            outline_lonlat_deg=image.outline_lonlat_deg,
            gsd_m=image.gsd_m,
            ce90_m=image.ce90_m,
            ce90_basis=image.ce90_basis,
            acquired=read_date(image.acquired) if image.acquired else None,
            provider=image.provider,
            licence=image.licence,
        ),
    )


def _seen(shot: ShotResult, strike: Strike, dossier: Dossier, events: Mapping[Digest, str]) -> ShotRow:
    """A shot that looks down on the ground."""
    record, composite, name = shot.shot, shot.composite, digest_of(shot.shot)
    lost = shot.place if isinstance(shot.place, NotPlaced) else None
    impact = composite.impact if composite and isinstance(composite.impact, ImpactFrame) else None
    return ShotRow(
        file=dossier.exhibit_label(record.exhibit),
        exhibit=record.exhibit,
        number=shot.number,
        site=strike.number,
        kind=record.kind.value,
        first_frame=record.first.index,
        last_frame=record.last.index,
        start_s=record.first.time_s,
        end_s=record.end_s,
        place=_place(shot, strike, dossier),
        reason=lost.why.reason if lost else None,
        method=shot.place.method,
        aim=_aim(shot),
        impact=(impact.time_s, impact.sigma_frames) if impact else None,
        leads=tuple(_lead(candidate) for candidate in lost.candidates) if lost else (),
        answers=tuple(_answer(one, shot) for one in shot.identification.answers) if shot.identification else (),
        event=events.get(name),
    )


def _not_searched(other: OtherShot, dossier: Dossier) -> ShotRow:
    record = other.shot
    return ShotRow(
        file=dossier.exhibit_label(record.exhibit),
        exhibit=record.exhibit,
        number=other.number,
        site=None,
        kind=record.kind.value,
        first_frame=record.first.index,
        last_frame=record.last.index,
        start_s=record.first.time_s,
        end_s=record.end_s,
        place=None,
        reason=f"not searched: {record.reason}",
    )


def _place(shot: ShotResult, strike: Strike, dossier: Dossier) -> PlaceRow | None:
    placement = shot.placement
    if placement is None:
        return None
    alone = Strike(number=strike.number, shots=(shot,))
    said = [finding for finding in narrative.findings(alone) if finding.kind in _PLACE_AND_BUILDING]
    return PlaceRow(
        lon_deg=placement.lon_deg,
        lat_deg=placement.lat_deg,
        ce90_m=placement.ce90_m,
        strength=narrative.place_strength(placement).value,
        expected_false_matches=placement.registration.expected_false_matches,
        check_rmse_m=placement.registration.check_rmse_m,
        control=placement.registration.control,
        check=placement.registration.check,
        steps=len(placement.chain),
        through=tuple(narrative.through_numbers(shot, strike)),
        covariance_m2=placement.covariance_m2,
        footprint_lonlat_deg=placement.footprint_lonlat_deg,
        imagery=tuple((dossier.exhibit_label(digest), digest) for digest in placement.imagery),
        sentence=" ".join(narrative.sentence(finding) for finding in said),
        record=digest_of(placement),
    )


_PLACE_AND_BUILDING = frozenset({"aim", "centre", "facility", "unmapped"})


def _aim(shot: ShotResult) -> str | None:
    if shot.composite is None:
        return None
    aim = shot.composite.aim
    return aim.basis if isinstance(aim, AimPoint) else f"the middle of the picture: {aim.reason}"


def _lead(candidate: Candidate) -> LeadRow:
    return LeadRow(
        lon_deg=candidate.lon_deg,
        lat_deg=candidate.lat_deg,
        score=candidate.score,
        rotation_deg=candidate.rotation_deg,
        gsd_m=candidate.gsd_m,
    )


def _answer(share: FacilityProbability, shot: ShotResult) -> AnswerRow:
    if share.facility is None:
        return AnswerRow(probability=share.probability, mapped=False, label=wording.ENGLISH.say("value.unmapped"))
    facility = shot.facility(share.facility)
    if facility is None:  # an identification that names what the dossier does not hold: kept, by its digest
        return AnswerRow(probability=share.probability, mapped=True, label=share.facility.short)
    return AnswerRow(
        probability=share.probability,
        mapped=True,
        label=facility.label,
        names=facility.names,
        id=facility.id,
        kind=facility.kind,
        distance_m=share.distance_m,
        point_lonlat_deg=facility.point_lonlat_deg,
        outline_lonlat_deg=facility.outline_lonlat_deg,
        gazetteer=facility.gazetteer,
    )
