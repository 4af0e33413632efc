"""From a video or picture in custody to its shots and composites, kept as records and working copies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inquo.footage import composite, study
from inquo.footage.composite import Blend
from inquo.geometry import png_cv2
from inquo.geometry.grid import View
from inquo.geometry.progress import Progress
from inquo.pipeline.evidence import Evidence, once
from inquo.records.codec import digest_of, to_json
from inquo.records.digest import Digest
from inquo.records.footage import Composite, HalfComposite, Shot, VideoProfile
from inquo.store.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied:
    """A video's shots, each with its composite; None where the ground is not seen from above."""

    profile: VideoProfile
    shots: tuple[tuple[Shot, Composite | None], ...]


def study_footage(
    evidence: Evidence,
    exhibit: Digest,
    choices: Mapping[int, study.Choice],
    progress: Progress,
) -> Studied:
    """Find shots, composites, impacts and aim points, unless that was done with the same choices.

    Args:
        evidence: Where the exhibit lies and results are kept.
        exhibit: The video or picture.
        choices: A person's decisions, by shot number from 0.
        progress: Told how far it is.

    Raises:
        FootageError: The file cannot be read.
    """
    settings = {str(number): to_json(choice) for number, choice in sorted(choices.items())}
    step = Step(name="footage", method=study.METHOD, inputs=(exhibit,), settings=settings)

    def compute() -> Iterable[object]:
        footage = study.study(evidence.path(exhibit), progress, exhibit=exhibit, choices=choices)
        yield footage.profile
        for one in footage.shots:
            yield one.shot
            if isinstance(one.blend, Blend):
                yield _kept(evidence, one, one.blend)

    return _gathered(once(evidence, step, compute))


def view_of(evidence: Evidence, kept: Composite) -> View:
    """A composite's picture and mask."""
    return _view(evidence, kept.picture, kept.usable)


def halves_of(evidence: Evidence, kept: Composite) -> tuple[View, View] | None:
    """The pictures of a composite's earlier and later frames."""
    if kept.halves is None:
        return None
    earlier, later = kept.halves
    return (_view(evidence, earlier.picture, earlier.usable), _view(evidence, later.picture, later.usable))


def _view(evidence: Evidence, picture: Digest, usable: Digest) -> View:
    return View(grey=png_cv2.decode(evidence.read(picture)), usable=png_cv2.decode(evidence.read(usable)) > 0)


def _kept(evidence: Evidence, one: study.StudiedShot, blend: Blend) -> Composite:
    """Keep a composite's pictures and masks as working copies, and say what they are."""
    recipe = f"{composite.METHOD}: median of {len(blend.frames)} frames in the coordinates of frame {blend.key.index}"

    def keep(view: View, what: str) -> tuple[Digest, Digest]:
        source, kind = (one.shot.exhibit,), "image/png"
        picture = evidence.keep(png_cv2.encode(view.grey), derived_from=source, recipe=what, media_type=kind)
        mask = png_cv2.encode_mask(view.usable)
        return picture, evidence.keep(mask, derived_from=source, recipe=f"{what}: mask", media_type=kind)

    def keep_half(view: View, which: str) -> HalfComposite:
        picture, usable = keep(view, f"{recipe}: the {which} half of them")
        return HalfComposite(picture=picture, usable=usable)

    picture, usable = keep(blend.view, recipe)
    halves = None
    if blend.halves is not None:
        earlier, later = blend.halves
        halves = (keep_half(earlier, "earlier"), keep_half(later, "later"))
    return Composite(
        shot=digest_of(one.shot),
        picture=picture,
        usable=usable,
        width_px=blend.view.width_px,
        height_px=blend.view.height_px,
        key=blend.key,
        frames=blend.frames,
        masked_share=float(1 - blend.view.usable.mean()),
        impact=one.impact,
        aim=one.aim,
        halves=halves,
    )


def _gathered(records: tuple[object, ...]) -> Studied:
    """Put composites beside their shots again."""
    composites = {record.shot: record for record in records if isinstance(record, Composite)}
    shots = tuple(record for record in records if isinstance(record, Shot))
    profile = next(record for record in records if isinstance(record, VideoProfile))
    return Studied(profile=profile, shots=tuple((shot, composites.get(digest_of(shot))) for shot in shots))
