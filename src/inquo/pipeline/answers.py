"""Results as ``inquo place --json`` prints them. The fields are a contract: ``docs/place-json.md``."""

from __future__ import annotations

from inquo.pipeline.results import CENTRE_BASIS, ShotResult, SweptShot
from inquo.records.canonical import Json
from inquo.records.finding import Undetermined
from inquo.records.footage import ImpactFrame
from inquo.records.place import (
    Candidate,
    Facility,
    FacilityProbability,
    NotPlaced,
    Placement,
    Registration,
)


def answer(result: ShotResult) -> dict[str, Json]:
    """Everything about one shot, unknown as None."""
    placed = result.outcome if isinstance(result.outcome, Placement) else None
    registration = placed.registration if placed else None
    return {
        "input": result.file,
        "shot": {
            "first_frame": result.shot.first.index,
            "last_frame": result.shot.last.index,
            "start_s": result.shot.first.time_s,
            "end_s": result.shot.end_s,
        },
        "kind": result.shot.kind.value,
        "kind_reason": result.kind_reason,
        "group": result.group,
        "result": "placed" if placed else "undetermined",
        "reason": _reason(result),
        "aim": _aim(result),
        "footprint": _polygon(placed) if placed else None,
        "expected_false_matches": registration.expected_false_matches if registration else None,
        "mirror_share": registration.mirror_share if registration else None,
        "control_points": _by_hand(registration),
        "check_rmse_m": registration.check_rmse_m if registration else None,
        "tie_points": {"control": registration.control, "check": registration.check} if registration else None,
        "between_frames": _known(placed.halves, "apart_m", "explained_m") if placed else None,
        "off_plane": _known(placed.off_plane, "east_m", "north_m", "seen") if placed else None,
        "imagery": [
            {"file": name, "sha256": str(image.exhibit), "acquired": image.acquired} for name, image in result.imagery
        ],
        "candidates": [_lead(lead) for lead in result.outcome.candidates]
        if isinstance(result.outcome, NotPlaced)
        else [],
        "facilities": [_facility(facility, share) for facility, share in result.facilities],
        "impact_frame": _impact(result),
        "chain": list(result.chain),
        "method": result.outcome.method,
    }


def swept(found: SweptShot) -> dict[str, Json]:
    """What a sweep of all facilities says of one shot: its answer, what was searched, and the ranking."""
    return {
        **answer(found.result),
        "sweep": {
            "facilities": found.facilities,
            "searched": found.searched,
            "windows": found.windows,
            "area_km2": found.area_km2,
            "radius_m": found.radius_m,
            "unread": [*found.unread],
            "ranking": [
                {
                    "name": one.facility.label,
                    "id": one.facility.id,
                    "kind": one.facility.kind,
                    "distance_m": one.distance_m,
                    **_as_dict(_lead(one.lead)),
                }
                for one in found.ranking
            ],
        },
    }


def ranking_lines(found: SweptShot, most: int = 5) -> list[str]:
    """The first facilities of a ranking for a person, and what was not searched."""
    lines = [
        f"  {rank}. {one.facility.label} ({one.facility.kind}): {one.distance_m:.0f} m away, score {one.lead.score:.2f}"
        for rank, one in enumerate(found.ranking[:most], start=1)
    ]
    missing = found.facilities - found.searched
    searched = f"  searched: {found.searched} of {found.facilities} facilities"
    searched += f", {found.area_km2:.1f} km2 in {found.windows} windows"
    lines.append(f"{searched}; {missing} have no imagery" if missing else searched)
    return [*lines, *(f"  not read: {film}" for film in found.unread)]


def _as_dict(value: Json) -> dict[str, Json]:
    assert isinstance(value, dict)
    return value


def sentence(answered: dict[str, Json], name: str = "") -> str:
    """One line for a person.

    Args:
        answered: What ``answer`` gives.
        name: What to call the shot, such as ``clip.mp4#3``; its file where that is empty.
    """
    shot, aim = answered["shot"], answered["aim"]
    assert isinstance(shot, dict)
    first, last = shot["first_frame"], shot["last_frame"]
    head = f"{name or answered['input']}{'' if first == last else f' frames {first}-{last}'}"
    if answered["result"] != "placed" or not isinstance(aim, dict):
        return f"{head}: not determined: {answered['reason']}"
    line = f"{head}: {aim['lat_deg']:.6f}, {aim['lon_deg']:.6f} within {aim['ce90_m']:.1f} m (90 %)"
    line += ", the middle of the picture" if str(aim["basis"]).startswith(CENTRE_BASIS) else ""
    facilities = answered["facilities"]
    if isinstance(facilities, list) and facilities and isinstance(facilities[0], dict):
        best = facilities[0]
        line += f"; {best['name'] or 'unmapped ground'} ({best['probability']:.0%})"
    return f"{line}; {answered['reason']}" if answered["reason"] else line


def _reason(result: ShotResult) -> str | None:
    if isinstance(result.outcome, NotPlaced):
        return result.outcome.why.reason
    said = []
    if result.chain:
        said.append(f"placed through shot {', then '.join(map(str, result.chain))} of the same site")
    if result.outcome.registration.control_points:
        said.append(
            "placed on control points that a person set; no search was made, so that nobody knows what chance gives"
        )
    return "; ".join(said) or None


def _known(record: object, *fields: str) -> Json:
    """Some fields of a record and no reason, or the reason why there is none; None when nobody asked."""
    if record is None:
        return None
    why = record.reason if isinstance(record, Undetermined) else None
    return {**{name: None if why else getattr(record, name) for name in fields}, "reason": why}


def _by_hand(registration: Registration | None) -> Json:
    """What a person set; None when nobody did."""
    if registration is None or registration.control_points is None:
        return None
    points = registration.control_points
    return {
        "file": points.name,
        "sha256": str(points.file),
        "who": points.who,
        "crs": points.crs,
        "sigma_px": points.sigma_px,
        "enabled": len(points.enabled),
        "disabled": len(points.points) - len(points.enabled),
    }


def _aim(result: ShotResult) -> Json:
    if result.aim is None:
        return None
    placed = result.outcome if isinstance(result.outcome, Placement) else None
    return {
        "x_px": result.aim.x_px,
        "y_px": result.aim.y_px,
        "lon_deg": placed.lon_deg if placed else None,
        "lat_deg": placed.lat_deg if placed else None,
        "ce90_m": placed.ce90_m if placed else None,
        "basis": result.aim.basis,
    }


def _polygon(placed: Placement) -> Json:
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in placed.footprint_lonlat_deg]]}


def _lead(lead: Candidate) -> Json:
    return {
        "lon_deg": lead.lon_deg,
        "lat_deg": lead.lat_deg,
        "score": lead.score,
        "rotation_deg": lead.rotation_deg,
        "gsd_m": lead.gsd_m,
        "on_map": lead.map is not None,
    }


def _facility(facility: Facility | None, share: FacilityProbability) -> Json:
    if facility is None:
        return {
            "name": None,
            "names": [],
            "id": None,
            "kind": None,
            "probability": share.probability,
            "distance_m": None,
        }
    return {
        "name": facility.label,
        "names": [{"text": name.text, "language": name.language} for name in facility.names],
        "id": facility.id,
        "kind": facility.kind,
        "probability": share.probability,
        "distance_m": share.distance_m,
    }


def _impact(result: ShotResult) -> Json:
    impact = result.composite.impact if result.composite else None
    if not isinstance(impact, ImpactFrame):
        return None
    return {
        "index": impact.index,
        "time_s": impact.time_s,
        "sigma_frames": impact.sigma_frames,
        "basis": impact.basis,
    }
