"""Study every real clip, beside another cut detector, against what was seen by eye.

    INQUO_DATA=../shared/data python bench/footage.py [--sheets] [CLIP...]

Prints one table and the mistakes that remain. ``--sheets`` writes a sheet a clip to
bench/out for checking by eye; that folder is not part of the repository, and nothing in
it may be published: these are real attacks in which people were killed.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from scenedetect import AdaptiveDetector, ContentDetector, SceneDetector, SceneManager, open_video

from inquo.footage.composite import Blend
from inquo.footage.study import Footage, StudiedShot, study
from inquo.records.finding import Undetermined
from inquo.records.footage import ImpactFrame

OUT = Path(__file__).parent / "out"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person saw, frame by frame.

    ``cuts`` are first frames after a cut. ``impacts`` are first frames of the first explosion
    that begins in a shot, by the shot's first frame; a shot without one is left out.
    """

    cuts: tuple[int, ...] = ()
    impacts: tuple[tuple[int, int], ...] = ()


BY_EYE = {
    "2": Seen(cuts=(237,), impacts=((0, 23),)),
    "4": Seen(cuts=(9,), impacts=((9, 26),)),
    "6": Seen(impacts=((0, 9),)),
    "ISPT0022": Seen(impacts=((0, 10),)),
    "ISPT0063": Seen(impacts=((0, 3),)),
    "ISPT0155": Seen(impacts=((0, 16),)),
    "ISPT0194": Seen(cuts=(134,), impacts=((0, 3),)),
    "ISPT0266": Seen(impacts=((0, 17),)),
    "ISPT0280": Seen(impacts=((0, 26),)),
    "ISPT0358": Seen(),
    "ISPT0513": Seen(impacts=((0, 5),)),
    "ISPT0783": Seen(impacts=((0, 18),)),
    "UM00115": Seen(cuts=(72,), impacts=((0, 11),)),
    "UM00118": Seen(),
    "UM00129": Seen(impacts=((0, 56),)),
    "UM00131": Seen(),
    "UM00135": Seen(impacts=((0, 22),)),
    "UM0054": Seen(impacts=((0, 12),)),
    "UM0062": Seen(impacts=((0, 6),)),
    "UM0069": Seen(impacts=((0, 23),)),
    "UM0074": Seen(),
    "compilation": Seen(cuts=(40, 165, 290, 415, 540, 665), impacts=((40, 108), (165, 233), (665, 733))),
}


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", nargs="*", help="names of clips; all without")
    parser.add_argument("--sheets", action="store_true", help="write a sheet a clip to bench/out")
    chosen = parser.parse_args()
    folder = os.environ.get("INQUO_DATA")
    if not folder:
        print("INQUO_DATA is not set: it names the folder with the measuring data", file=sys.stderr)
        return 2
    data = Path(folder)
    paths = [*sorted((data / "strikes" / "clips").glob("*.mp4")), data / "compilation" / "compilation.mp4"]
    cv2.setNumThreads(1)
    tally = Tally()
    print(f"{'clip':<12}{'frames':>7}{'cpu s':>7}  ours | content | adaptive | by eye (first frames after cuts)")
    for path in paths:
        if not chosen.clips or path.stem in chosen.clips:
            footage = _measure(path, tally)
            if chosen.sheets:
                _sheet(path, footage)
    tally.report()
    return 0


class Tally:
    """Counts of what was right and what was not."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.true_cuts = 0
        self.missed = {"ours": 0, "content": 0, "adaptive": 0}
        self.false = {"ours": 0, "content": 0, "adaptive": 0}
        self.impacts = 0
        self.impacts_right = 0
        self.impacts_missed = 0
        self.impacts_wrong = 0

    def cuts(self, name: str, found: list[int], true: tuple[int, ...]) -> None:
        """Compare cuts, two frames allowed."""
        self.missed[name] += sum(not any(abs(cut - other) <= 2 for other in found) for cut in true)
        self.false[name] += sum(not any(abs(cut - other) <= 2 for other in true) for cut in found)

    def impact(self, clip: str, one: StudiedShot, seen: int | None) -> None:
        """Compare an impact frame, three frames allowed."""
        found = one.impact.index if isinstance(one.impact, ImpactFrame) else None
        self.impacts += seen is not None
        if found is None and seen is None:
            return
        if found is not None and seen is not None and abs(found - seen) <= 3:
            self.impacts_right += 1
            return
        self.impacts_missed += found is None
        self.impacts_wrong += found is not None
        self.lines.append(f"{clip}, shot from {one.shot.first.index}: impact {found}, by eye {seen}")

    def report(self) -> None:
        """Print the sums and the mistakes."""
        print(f"\ncuts by eye: {self.true_cuts}")
        for name in self.missed:
            print(f"  {name:<9} missed {self.missed[name]}, false {self.false[name]}")
        print(
            f"impacts by eye: {self.impacts}; within 3 frames {self.impacts_right}, "
            f"not found {self.impacts_missed}, wrong {self.impacts_wrong}"
        )
        for line in self.lines:
            print(f"  {line}")


def _measure(path: Path, tally: Tally) -> Footage:
    started = time.process_time()
    footage = study(path)
    spent_s = time.process_time() - started
    ours = [one.shot.first.index for one in footage.shots[1:]]
    others = {"content": _other(path, ContentDetector()), "adaptive": _other(path, AdaptiveDetector())}
    seen = BY_EYE[path.stem]
    tally.true_cuts += len(seen.cuts)
    tally.cuts("ours", ours, seen.cuts)
    for name, found in others.items():
        tally.cuts(name, found, seen.cuts)
    listed = [" ".join(map(str, cuts)) or "-" for cuts in (ours, others["content"], others["adaptive"], seen.cuts)]
    print(f"{path.stem:<12}{footage.profile.frame_count:>7}{spent_s:>7.1f}  {' | '.join(listed)}")
    impacts = dict(seen.impacts)
    for one in footage.shots:
        tally.impact(path.stem, one, impacts.get(one.shot.first.index))
        print(f"    {_line(one)}")
    return footage


def _line(one: StudiedShot) -> str:
    shot = one.shot
    start = f"[{shot.first.index}-{shot.last.index}] {shot.kind.value}"
    if not isinstance(one.blend, Blend):
        return f"{start}: {shot.reason}"
    impact = "impact -" if isinstance(one.impact, Undetermined) else f"impact {one.impact.index}"
    aim = "aim -" if isinstance(one.aim, Undetermined) else f"aim {one.aim.x_px:.0f},{one.aim.y_px:.0f} {one.aim.basis}"
    return (
        f"{start}: {len(one.blend.frames)} frames, mask {one.blend.overlay.mean():.1%} "
        f"({one.blend.overlay_basis}), {impact}, {aim}"
    )


def _other(path: Path, detector: SceneDetector) -> list[int]:
    video = open_video(str(path), backend="pyav")
    manager = SceneManager()
    manager.add_detector(detector)
    manager.detect_scenes(video)
    return [start.frame_num for start, _ in manager.get_scene_list()[1:]]


def _sheet(path: Path, footage: Footage) -> None:
    """Write a sheet: frames of the clip, then each composite beside its overlay."""
    OUT.mkdir(exist_ok=True)
    marked = {one.shot.first.index for one in footage.shots}
    marked |= {one.impact.index for one in footage.shots if isinstance(one.impact, ImpactFrame)}
    wanted = set(np.linspace(0, footage.profile.frame_count - 1, 32).round().astype(int).tolist()) | marked
    tiles = []
    with av.open(str(path)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index in wanted:
                tile = cv2.resize(frame.to_ndarray(format="bgr24"), (240, 136), interpolation=cv2.INTER_AREA)
                colour = (0, 255, 0) if index in marked else (0, 0, 255)
                cv2.putText(tile, str(index), (4, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, 1)
                tiles.append(tile)
    while len(tiles) % 6:
        tiles.append(np.zeros_like(tiles[0]))
    rows = [np.hstack(tiles[start : start + 6]) for start in range(0, len(tiles), 6)]
    for one in footage.shots:
        if isinstance(one.blend, Blend):
            rows.append(_pair(one.blend))
    cv2.imwrite(str(OUT / f"{path.stem}.png"), np.vstack(rows))


def _pair(blend: Blend) -> np.ndarray:
    composite = cv2.cvtColor(blend.view.grey, cv2.COLOR_GRAY2BGR)
    composite[~blend.view.usable] = (180, 0, 180)
    lasting = cv2.cvtColor(blend.lasting[0], cv2.COLOR_GRAY2BGR)
    lasting[blend.overlay] = (0, 0, 255)
    both = np.hstack([composite, lasting])
    return cv2.resize(both, (1440, round(1440 * both.shape[0] / both.shape[1])), interpolation=cv2.INTER_AREA)


if __name__ == "__main__":
    sys.exit(main())
