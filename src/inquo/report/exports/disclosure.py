"""What is left out of an export, and how far off the places in it are moved.

Coarsening is a list of what may go out, not of what may not: the row of a shot, a place, a file or
a facility is built anew from the fields named here, so that a field added later is not let out by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inquo.geometry.crs_pyproj import ground_distance_m
from inquo.report.exports.accounts_disclosure import disclose_accounts, disclose_dating, disclose_incident
from inquo.report.exports.coarse_grid import Cell, cell_of
from inquo.report.exports.content import AnswerRow, Content, FileRow, ImageryRow, LeadRow, PlaceRow, Provenance, ShotRow
from inquo.report.exports.groups import MEANINGS, WITHHELD, Disclosure, Group

_FINE_NUMBER = re.compile(r"\d\.\d{3}")


def disclose(content: Content, disclosure: Disclosure) -> Content:
    """Take out what is to be withheld, and move every place to the grid.

    Args:
        content: Everything.
        disclosure: What may go out.
    """
    hidden = disclosure.withhold
    if disclosure.coarsen_m is None and not hidden:
        return content
    secrets = _secrets(content, hidden)
    cells = _cells(content.shots, disclosure.coarsen_m)
    return Content(
        provenance=_provenance(content.provenance, disclosure),
        files=tuple(_file(row, hidden) for row in content.files),
        shots=tuple(_shot(row, content, disclosure, cells, secrets) for row in content.shots),
        imagery=()
        if Group.IMAGERY in hidden or disclosure.coarsen_m is not None
        else tuple(_image(row, content, hidden) for row in content.imagery),
        accounts=None if Group.STATEMENTS in hidden else disclose_accounts(content.accounts, disclosure),
        datings=() if Group.STATEMENTS in hidden else tuple(disclose_dating(one, hidden) for one in content.datings),
        incidents=()
        if Group.INCIDENTS in hidden
        else tuple(disclose_incident(incident, disclosure) for incident in content.incidents),
    )


def _provenance(whole: Provenance, disclosure: Disclosure) -> Provenance:
    hidden = disclosure.withhold
    told = [f"{group.value}: {MEANINGS[group]}" for group in Group if group in hidden]
    if disclosure.coarsen_m is not None:
        told.append(
            "exact places: coordinates are those of the middle of a grid cell, error radii are widened to match;"
            " footprints, ellipses and outlines are left out"
        )
    return replace(
        whole,
        name=None if Group.WORDS in hidden else whole.name,
        question=None if Group.WORDS in hidden else whole.question,
        settings=() if Group.WORDS in hidden else whole.settings,
        coarsened_m=disclosure.coarsen_m,
        withheld=tuple(told),
    )


def _file(row: FileRow, hidden: frozenset[Group]) -> FileRow:
    if Group.FILES not in hidden:
        return replace(row, note=None, problem=_problem(row)) if Group.WORDS in hidden else row
    footage = row.kind.value in ("footage", "picture")
    return FileRow(
        number=row.number,
        kind=row.kind,
        size_bytes=row.size_bytes if footage else None,
        taken_in=row.taken_in,
        digest=row.digest if footage else None,
        problem=_problem(row),
    )


def _image(row: ImageryRow, content: Content, hidden: frozenset[Group]) -> ImageryRow:
    if Group.FILES not in hidden:
        return row
    number = {one.digest: one.number for one in content.files}.get(row.digest)
    return replace(row, file=f"file {number}", digest=None, provider=None, licence=None)


def _problem(row: FileRow) -> str | None:
    return f"could not be used; the reason is {WITHHELD}" if row.problem else None


def _shot(
    row: ShotRow, content: Content, disclosure: Disclosure, cells: dict[int | None, _Site], secrets: Sequence[str]
) -> ShotRow:
    hidden, coarse = disclosure.withhold, disclosure.coarsen_m is not None
    number = {one.digest: one.number for one in content.files}.get(row.exhibit)
    return ShotRow(
        file=f"file {number}" if Group.FILES in hidden else row.file,
        exhibit=row.exhibit,
        number=row.number,
        site=row.site,
        kind=row.kind,
        first_frame=row.first_frame,
        last_frame=row.last_frame,
        start_s=row.start_s,
        end_s=row.end_s,
        place=None if row.place is None else _place(row.place, hidden, cells.get(row.site)),
        reason=None if row.reason is None else _reason(row.reason, secrets, coarse=coarse),
        method=row.method,
        aim=None if Group.WORDS in hidden else row.aim,
        impact=row.impact,
        leads=() if Group.LEADS in hidden else tuple(_lead(lead, disclosure.coarsen_m) for lead in row.leads),
        answers=() if Group.FACILITIES in hidden else tuple(_answer(one, hidden, coarse=coarse) for one in row.answers),
        event=None if Group.STATEMENTS in hidden else row.event,
    )


def _place(place: PlaceRow, hidden: frozenset[Group], site: _Site | None) -> PlaceRow:
    told = PlaceRow(
        lon_deg=site.cell.lon_deg if site else place.lon_deg,
        lat_deg=site.cell.lat_deg if site else place.lat_deg,
        ce90_m=site.radius_m if site else place.ce90_m,
        strength=place.strength,
        expected_false_matches=place.expected_false_matches,
        check_rmse_m=place.check_rmse_m,
        control=place.control,
        check=place.check,
        steps=place.steps,
        through=place.through,
    )
    if site is not None:
        return told
    return replace(
        told,
        covariance_m2=place.covariance_m2,
        footprint_lonlat_deg=place.footprint_lonlat_deg,
        imagery=() if Group.IMAGERY in hidden or Group.FILES in hidden else place.imagery,
        sentence=None if Group.FACILITIES in hidden else place.sentence,
        record=place.record,
    )


@dataclass(frozen=True, slots=True)
class _Site:
    """Where every shot of a site is said to be: one circle for all, or their differences would tell."""

    cell: Cell
    radius_m: float


def _cells(shots: Sequence[ShotRow], size_m: float | None) -> dict[int | None, _Site]:
    """For each site the cell of its surest place, and the radius that holds all its places' circles."""
    if size_m is None:
        return {}
    by_site: dict[int | None, list[PlaceRow]] = {}
    for shot in shots:
        if shot.place is not None:
            by_site.setdefault(shot.site, []).append(shot.place)
    sites: dict[int | None, _Site] = {}
    for site, places in by_site.items():
        surest = min(places, key=lambda place: place.ce90_m)
        centre = (surest.lon_deg, surest.lat_deg)
        cell = cell_of(centre, size_m)
        all_m = max(place.ce90_m + ground_distance_m(centre, (place.lon_deg, place.lat_deg)) for place in places)
        sites[site] = _Site(cell, cell.widened(all_m))
    return sites


def _lead(lead: LeadRow, size_m: float | None) -> LeadRow:
    if size_m is None:
        return lead
    cell = cell_of((lead.lon_deg, lead.lat_deg), size_m)
    return replace(lead, lon_deg=cell.lon_deg, lat_deg=cell.lat_deg)


def _answer(answer: AnswerRow, hidden: frozenset[Group], *, coarse: bool) -> AnswerRow:
    if not coarse:
        return replace(answer, gazetteer=None) if Group.FILES in hidden else answer
    return AnswerRow(
        probability=answer.probability,
        mapped=answer.mapped,
        label=answer.label,
        names=answer.names,
        id=answer.id,
        kind=answer.kind,
    )


def _secrets(content: Content, hidden: frozenset[Group]) -> tuple[str, ...]:
    """Names that are withheld, and that the words of a reason could repeat."""
    names: list[str | None] = []
    if Group.FILES in hidden:
        names += [row.name for row in content.files] + [row.file for row in content.imagery]
    if Group.FACILITIES in hidden:
        answers = [answer for shot in content.shots for answer in shot.answers if answer.mapped]
        names += [answer.label for answer in answers] + [answer.id for answer in answers]
        names += [name.text for answer in answers for name in answer.names]
    return tuple(name for name in names if name)


def _reason(reason: str, secrets: Sequence[str], *, coarse: bool) -> str:
    """The program's own words of why, unless they repeat something that is withheld."""
    if any(secret in reason for secret in secrets) or (coarse and _FINE_NUMBER.search(reason)):
        return f"not determined; the reason is {WITHHELD}"
    return reason
