"""Decisions of people: recorded once, never edited, and an input to the steps after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from inquo.custody.ledger import PROGRAM
from inquo.errors import UsageError
from inquo.footage.study import Choice
from inquo.pipeline.case_files import CaseFiles
from inquo.pipeline.control import read_points, write_points
from inquo.pipeline.opening import now, opened, person
from inquo.records.codec import digest_of
from inquo.records.control import ControlPoints
from inquo.records.custody import Act, CustodyEvent
from inquo.records.digest import Digest
from inquo.records.finding import Review
from inquo.records.footage import Composite, Shot, ShotKind
from inquo.records.place import NotPlaced, Placement


def record_decision(
    case: Path, shot: str, *, aim: str | None, impact: int | None, ground: bool, reason: str, who: str | None
) -> str:
    """Record a person's aim point or impact frame for a shot, or that it shows the ground.

    Args:
        case: The case's folder.
        shot: First digits of the shot's digest, or its number when there is one video.
        aim: ``X,Y`` in pixels; None leaves the proposal.
        impact: Index of a frame; None leaves the proposal.
        ground: Whether the person says that it shows the ground from above, whatever it is taken for.
        reason: Why.
        who: The person; None for the user of this computer.

    Returns:
        A line for the person.

    Raises:
        UsageError: The shot is unknown, the frame lies outside it, or the aim is not ``X,Y``.
    """
    _require_reason(reason)
    with opened(case) as evidence:
        chosen = shot_named(shot, evidence.store.all(Shot))
        values: dict[str, float] = {}
        if aim is not None:
            values["aim_x_px"], values["aim_y_px"] = _point(aim)
        if impact is not None:
            if not chosen.first.index <= impact <= chosen.last.index:
                raise UsageError(
                    f"frame {impact} is not in the shot",
                    hint=f"it has frames {chosen.first.index} to {chosen.last.index}",
                )
            values["impact_frame"] = float(impact)
        if ground:
            values["shows_ground"] = 1.0
        review = Review(
            subject=digest_of(chosen),
            decision=" and ".join(_words(values)),
            reason=reason,
            who=person(who),
            when=now(),
            values=values,
        )
        _enter(evidence, review, digest_of(chosen))
    return f"recorded: {review.decision}. Next: inquo investigate {case}"


def record_points(
    case: Path, shot: str, path: Path | None, *, crs: str | None, sigma_px: float | None, reason: str, who: str | None
) -> str:
    """Record the control points that a person set for a shot.

    1. The file is kept as it is, as a working copy, with a line in the ledger.
    2. Its points are kept as a record: the last one of a shot counts.
    3. The decision is entered with its reason. Who sets points in a shot says that it shows the ground.

    Args:
        case: The case's folder.
        shot: As for ``record_decision``.
        path: The file; None withdraws the shot's points, which are then found by the program again.
        crs: CRS of the map coordinates where the file does not say.
        sigma_px: Standard deviation of a click, pixels; None for the usual one.
        reason: Why.
        who: The person; None for the user of this computer.

    Returns:
        A line for the person.

    Raises:
        PointsError: The file cannot be used.
        UsageError: The shot is unknown.
    """
    _require_reason(reason)
    with opened(case) as evidence:
        chosen = shot_named(shot, evidence.store.all(Shot))
        name = digest_of(chosen)
        values: dict[str, float] = {}
        if path is None:
            nothing = Digest.of(b"")
            points = ControlPoints(
                shot=name, file=nothing, name="none", crs="", points=(), sigma_px=1.0, who=person(who), when=now()
            )
            decision = "control points withdrawn"
        else:
            points, content = read_points(path, name, crs=crs, sigma_px=sigma_px, who=who)
            evidence.keep(  # 1
                content,
                derived_from=(chosen.exhibit,),
                recipe=f"control points set by {points.who}, received as {points.name}",
                media_type="text/csv",
            )
            off = len(points.points) - len(points.enabled)
            decision = f"{len(points.enabled)} control points set ({off} more are disabled), file {points.file.short}"
            if chosen.kind is not ShotKind.OVERHEAD:
                values["shows_ground"] = 1.0
        evidence.store.put(points)  # 2
        review = Review(  # 3
            subject=name, decision=decision, reason=reason, who=points.who, when=points.when, values=values
        )
        _enter(evidence, review, name)
    return f"recorded: {decision}. Next: inquo investigate {case}"


def export_points(case: Path, shot: str, path: Path) -> list[str]:
    """Write the tie points of a shot for QGIS, with the shot's picture.

    Args:
        case: The case's folder.
        shot: As for ``record_decision``.
        path: Where to write; the name ends in ``.points``.

    Returns:
        Lines for the person.

    Raises:
        UsageError: The shot is unknown, shows no ground, or was not searched for yet.
    """
    with opened(case) as evidence:
        name = digest_of(shot_named(shot, evidence.store.all(Shot)))
        composites = [one for one in evidence.store.all(Composite) if one.shot == name]
        found: list[NotPlaced | Placement] = [*evidence.store.all(NotPlaced), *evidence.store.all(Placement)]
        outcomes = [one for one in found if one.shot == name]
        if not composites or not outcomes:
            hint = f"run inquo investigate {case} first; if it was taken for a title, inquo decide --ground before that"
            raise UsageError(f"shot {shot} was not searched for", hint=hint)
        return write_points(path, outcomes[-1], composites[-1], evidence)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise UsageError("a decision needs a reason", hint="say in --reason what you saw")


def _enter(evidence: CaseFiles, review: Review, shot: Digest) -> None:
    """Keep a decision, and enter it in the ledger."""
    name = evidence.store.put(review)
    evidence.folder.ledger.append(
        CustodyEvent(
            act=Act.DECIDED,
            subject=name,
            who=review.who,
            when=review.when,
            program=PROGRAM,
            detail=f"{review.decision} of shot {shot.short}: {review.reason}",
        )
    )


def choices_for(shots: Mapping[Digest, int], reviews: Iterable[Review]) -> dict[int, Choice]:
    """What people decided about some shots; of two decisions about one thing the later one counts.

    Args:
        shots: Number from 0 of each shot, by its digest.
        reviews: All reviews of the case, in the order in which they were made.
    """
    decided: dict[int, dict[str, float]] = {}
    people: dict[int, str] = {}
    for review in reviews:
        number = shots.get(review.subject)
        if number is not None:
            decided.setdefault(number, {}).update(review.values)
            people[number] = review.who
    return {number: _choice(people[number], values) for number, values in decided.items()}


def _choice(who: str, values: Mapping[str, float]) -> Choice:
    frame = values.get("impact_frame")
    aim = (values["aim_x_px"], values["aim_y_px"]) if "aim_x_px" in values else None
    return Choice(
        who=who,
        impact_frame=None if frame is None else int(frame),
        aim_px=aim,
        shows_ground="shows_ground" in values,
    )


def _words(values: Mapping[str, float]) -> Iterable[str]:
    if "aim_x_px" in values:
        yield f"aim point set to {values['aim_x_px']:g}, {values['aim_y_px']:g} px"
    if "impact_frame" in values:
        yield f"impact frame set to {values['impact_frame']:g}"
    if "shows_ground" in values:
        yield "taken for a view of the ground"


def _point(text: str) -> tuple[float, float]:
    try:
        x, y = (float(number) for number in text.split(","))
    except ValueError as error:
        raise UsageError(f"--aim {text!r} is not X,Y in pixels", hint="such as --aim 512,300.5") from error
    return x, y


def shot_named(text: str, shots: tuple[Shot, ...]) -> Shot:
    """A shot by the first digits of its digest, or by its number while there is one video."""
    if len({shot.exhibit for shot in shots}) == 1 and text.isdigit() and 1 <= int(text) <= len(shots):
        return sorted(shots, key=lambda shot: shot.first.index)[int(text) - 1]
    matching = [shot for shot in shots if digest_of(shot).startswith(text.lower())]
    if len(text) < 4 or len(matching) != 1:
        raise UsageError(
            f"{text!r} names {len(matching)} shots of this case",
            hint="give at least 4 digits of the shot's digest, as the report lists them; run inquo investigate first",
        )
    return matching[0]
