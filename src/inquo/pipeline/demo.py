"""``inquo demo``: an invented town, filmed, taken into custody and investigated like any other footage."""

from __future__ import annotations

from pathlib import Path

from inquo.errors import UsageError
from inquo.geometry.progress import Progress, part
from inquo.pipeline.intake import take_in
from inquo.pipeline.opening import open_new
from inquo.pipeline.run import Outcome, investigate
from inquo.pipeline.settings import Settings
from inquo.records.custody import Source
from inquo.town import scene
from inquo.town.plan import FIRST_PASS, SECOND_PASS
from inquo.town.sayings import write_sayings

_QUESTION = "Where was each shot of the invented compilation filmed, and which building does it aim at?"


def run_demo(folder: Path, seed: int, progress: Progress) -> Outcome:
    """Render the town and investigate the compilation over it.

    Args:
        folder: Must not exist, or be empty, or be an earlier demo, which is kept beside the new one.
        seed: Another seed is another town.
        progress: Told what is being done.

    Raises:
        UsageError: The folder holds something else.
    """
    case = folder / "case"
    if case.exists():
        raise UsageError(
            f"{folder} already holds a demo", hint=f"open {case / 'report' / 'report.html'}, or choose another -o DIR"
        )
    made = scene.render(seed, folder / "material", progress=part(progress, 0, 0.3, "rendering"))
    open_new(case, question=_QUESTION, who=None, invented=True)
    source = Source(description=f"rendered by inquo demo, seed {seed}; invented, nothing in it exists")
    files = [made.film, made.gazetteer, *write_sayings(made.town, folder / "material")]
    for line in take_in(case, files, source, who=None, progress=part(progress, 0.3, 0.32)):
        progress(0.32, line)
    for image, acquired in zip(made.imagery, (FIRST_PASS, SECOND_PASS), strict=True):
        told = Source(
            description=source.description,
            acquired=acquired.date().isoformat(),
            provider="inquo demo",
            licence="Apache-2.0",
        )
        for line in take_in(case, [image], told, who=None, progress=part(progress, 0.32, 0.34)):
            progress(0.34, line)
    return investigate(case, Settings(gsd_min_m=0.15, gsd_max_m=0.6), part(progress, 0.34, 1.0))
