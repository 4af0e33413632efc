"""What the report is made from, gathered from results, records and imagery."""

from __future__ import annotations

from collections.abc import Sequence

from inquo import __version__
from inquo.geometry.grid import GroundRaster
from inquo.imagery.mosaic import Mosaic
from inquo.pipeline.evidence import Evidence
from inquo.pipeline.ground import mosaic_of
from inquo.pipeline.hearing_section import hearing_section, incident_section
from inquo.pipeline.results import ShotResult
from inquo.pipeline.settings import Settings
from inquo.records.place import Candidate, NotPlaced, Placement
from inquo.report import dossier as report
from inquo.report.window import Window, lead_window, overview_window, strike_window

__all__ = ["hearing_section", "incident_section", "methods", "overview", "settings_shown", "strikes"]

_LEADS_SHOWN = 3


def strikes(
    results: Sequence[ShotResult], evidence: Evidence, mosaics: Sequence[Mosaic]
) -> tuple[tuple[report.Strike, ...], tuple[report.OtherShot, ...]]:
    """Group overhead shots by site, in the order of the footage; the rest are other shots."""
    by_group: dict[int, list[report.ShotResult]] = {}
    others: list[report.OtherShot] = []
    for result in results:
        if result.composite is None or result.group is None:
            others.append(report.OtherShot(number=result.number, shot=result.shot))
        else:
            by_group.setdefault(result.group, []).append(_shot(result, evidence, mosaics))
    sites = tuple(report.Strike(number=n, shots=tuple(shots)) for n, shots in enumerate(by_group.values(), start=1))
    return sites, tuple(others)


def overview(results: Sequence[ShotResult], mosaics: Sequence[Mosaic]) -> GroundRaster | None:
    """Imagery under all placements of the reference that has most of them; None when nothing was placed."""
    placed = [result.outcome for result in results if isinstance(result.outcome, Placement)]
    if not placed:
        return None
    owners = [mosaic_of(placement, mosaics) for placement in placed]
    most = max(mosaics, key=lambda mosaic: sum(owner is mosaic for owner in owners))
    mine = [placement for placement, owner in zip(placed, owners, strict=True) if owner is most]
    window = overview_window(mine, crs=most.crs, gsd_m=most.gsd_m)
    return _read(most, window) if window else None


def methods(results: Sequence[ShotResult], steps: dict[str, str]) -> tuple[report.MethodVersion, ...]:
    """The version of every method that took part."""
    placement = {result.outcome.method for result in results if result.composite is not None}
    named = {"program": f"inquo {__version__}", **steps, "placement": ", ".join(sorted(placement)) or "not run"}
    return tuple(report.MethodVersion(step=step, version=version) for step, version in named.items())


def settings_shown(settings: Settings) -> tuple[report.Setting, ...]:
    """The settings as the report lists them."""
    return (
        report.Setting(
            name="Footage resolution searched",
            value=f"{settings.gsd_min_m:g} to {settings.gsd_max_m:g} m per pixel",
            meaning="How much ground a pixel of the footage may cover; what lies outside is not found.",
        ),
        report.Setting(
            name="Imagery searched densely",
            value=f"up to {settings.thorough_km2:g} km²",
            meaning="Larger imagery is searched coarsely alone, which finds fewer of the places that it shows.",
        ),
    )


def _shot(result: ShotResult, evidence: Evidence, mosaics: Sequence[Mosaic]) -> report.ShotResult:
    composite = result.composite
    return report.ShotResult(
        number=result.number,
        shot=result.shot,
        composite=composite,
        picture=evidence.read(composite.picture) if composite else None,
        place=result.outcome,
        ground=_under(result.outcome, mosaics) if isinstance(result.outcome, Placement) else None,
        identification=result.identification,
        facilities=tuple(facility for facility, _ in result.facilities if facility is not None),
        leads=_leads(result, mosaics) if isinstance(result.outcome, NotPlaced) else (),
    )


def _under(placement: Placement, mosaics: Sequence[Mosaic]) -> GroundRaster | None:
    mosaic = mosaic_of(placement, mosaics)
    return _read(mosaic, strike_window(placement, crs=mosaic.crs, gsd_m=mosaic.gsd_m)) if mosaic else None


def _leads(result: ShotResult, mosaics: Sequence[Mosaic]) -> tuple[report.Lead, ...]:
    assert isinstance(result.outcome, NotPlaced)
    on_imagery = [lead for lead in result.outcome.candidates if lead.map is None][:_LEADS_SHOWN]
    on_map = [lead for lead in result.outcome.candidates if lead.map is not None][:_LEADS_SHOWN]
    leads = (*on_imagery, *on_map)
    return tuple(report.Lead(candidate=lead, ground=_around(lead, result, mosaics)) for lead in leads)


def _around(lead: Candidate, result: ShotResult, mosaics: Sequence[Mosaic]) -> GroundRaster | None:
    """Imagery at a lead, from the first reference that has any there."""
    assert result.composite is not None
    size = {"width_px": result.composite.width_px, "height_px": result.composite.height_px}
    for mosaic in mosaics:
        window = lead_window(lead, **size, crs=mosaic.crs, gsd_m=mosaic.gsd_m)
        if mosaic.covers(window.bounds_m):
            return _read(mosaic, window)
    return None


def _read(mosaic: Mosaic, window: Window) -> GroundRaster:
    return mosaic.read(window.bounds_m, window.gsd_m)
