"""Kill the program while it takes a file in, and look at what is left.

    python custody_crashes.py points SCENE... killed before and after every system call, one run each
    python custody_crashes.py random COUNT    killed with kill -9 at COUNT random moments
    python custody_crashes.py full FOLDER     the disk of FOLDER filled to within 0 to 24 pages

Prints one JSON object; ``broken`` lists what should not have happened. Run by the tests, with
small counts, and by hand with large ones.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from inquo.custody.casefile import CaseFolder, create_case, open_case
from inquo.custody.intake import take_in
from inquo.custody.verify import verify_case
from inquo.errors import CustodyError
from inquo.records.custody import Act, Source
from inquo.records.digest import Digest

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CALLS = ("open", "write", "pwrite", "fsync", "ftruncate", "fchmod", "rename", "mkdir", "unlink")


def new_case(folder: Path) -> CaseFolder:
    case = create_case(folder / "case", question="?", who="x", when=NOON)
    (folder / "first.txt").write_text("first")
    take_in(case, folder / "first.txt", Source(), "x", NOON)
    return case


def complaints(case_path: Path, may_be_there: set[Digest], must_be_there: set[Digest]) -> list[str]:
    """Check the case as it was left, open it as the next person would, and check it again.

    A line of the ledger that was cut short is a fault until somebody opens the case.
    """
    found = [f"as it was left: {each}" for each in _failed(case_path) if "unfinished line" not in each]
    case = open_case(case_path)
    found += _failed(case_path)
    there = {exhibit.digest for exhibit in case.exhibits()}
    found += [f"left behind: {path.name}" for path in (case_path / "incoming").iterdir()]
    found += [f"appeared: {digest}" for digest in there - may_be_there - must_be_there]
    found += [f"lost: {digest}" for digest in must_be_there - there]
    found += [f"not read-only: {path}" for path in map(case.exhibit_path, there) if path.stat().st_mode & 0o222]
    return found


def _failed(case_path: Path) -> list[str]:
    return [f"{check.subject}: {check.detail}" for check in verify_case(case_path) if not check.passed]


def dying_at(number: int, *, after: bool) -> Callable[[], int]:
    """Make the process kill itself at its n-th system call of those that change a disk; half of a write gets out."""
    count = 0

    def wrap(call: Callable[..., object], *, writes: bool) -> Callable[..., object]:
        def instead(*arguments: object, **named: object) -> object:
            nonlocal count
            count += 1
            if count == number:
                if after:
                    with contextlib.suppress(OSError):
                        call(*arguments, **named)
                elif writes:
                    descriptor, content, *rest = arguments
                    call(descriptor, bytes(content)[: len(bytes(content)) // 2], *rest)  # type: ignore[call-overload]
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **named)

        return instead

    for name in CALLS:
        setattr(os, name, wrap(getattr(os, name), writes=name == "write"))
    return lambda: count


def points(scenes: list[str]) -> dict[str, object]:
    """One run a system call: for a new file, for the same again, for a working copy, for opening what was left."""
    broken, recovered, kills = [], Counter[str](), 0
    for scene in scenes:
        for after in (False, True):
            number = 0
            while number < 200:
                number += 1
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder)
                    status, may = _die_in(scene, path, number, after=after)
                    if os.WIFEXITED(status):
                        if os.WEXITSTATUS(status):
                            broken.append(f"{scene} {number} after={after}: exit {os.WEXITSTATUS(status)}")
                        break
                    kills += 1
                    must = {Digest.of(b"first")}
                    where = f"{scene} {number} after={after}: "
                    broken += [where + complaint for complaint in complaints(path / "case", may, must)]
                    case = open_case(path / "case")
                    recovered.update(event.detail[:24] for event in case.ledger.events() if event.act is Act.RECOVERED)
                    take_in(case, path / "second.txt", Source(), "x", NOON)
                    broken += [where + complaint for complaint in complaints(path / "case", set(), must | may)]
    return {"kills": kills, "broken": broken, "recovered": recovered}


def _die_in(scene: str, path: Path, number: int, *, after: bool) -> tuple[int, set[Digest]]:
    case = new_case(path)
    second = os.urandom(3000)
    (path / "second.txt").write_bytes(second)
    if scene == "settle":
        _leave_unsettled(case, path)
    child = os.fork()
    if child == 0:
        dying_at(number, after=after)
        if scene == "new":
            take_in(case, path / "second.txt", Source(), "x", NOON)
        elif scene == "again":
            take_in(case, path / "first.txt", Source(), "x", NOON)
        elif scene == "derive":
            case.derive(b"pixels", derived_from=(Digest.of(b"first"),), recipe="x/1", media_type="x/x", when=NOON)
        else:
            open_case(path / "case")
        os._exit(0)
    return os.waitpid(child, 0)[1], {Digest.of(second)}


def _leave_unsettled(case: CaseFolder, path: Path) -> None:
    """What three crashes at once would leave: a waiting exhibit, a copy half done, a torn line."""
    first = Digest.of(b"first")
    case.exhibit_path(first).rename(path / "case" / "incoming" / first)
    (path / "case" / "incoming" / "copying-1-abc").write_text("half")
    with case.ledger.path.open("ab") as file:
        file.write(b'{"digest":"0123')


def random_kills(count: int, seed: int) -> dict[str, object]:
    """Children that take in files as fast as they can, killed at random."""
    rng = random.Random(seed)
    broken, recovered, states, done = [], 0, Counter[str](), 0
    while done < count:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder)
            case = new_case(path)
            contents = [rng.randbytes(rng.choice([100, 5_000, 300_000, 3_000_000])) for _ in range(12)]
            for number, content in enumerate(contents):
                (path / f"{number}.bin").write_bytes(content)
            returned = {Digest.of(b"first")}
            for _ in range(min(10, count - done)):
                done += 1
                returned |= _kill_one(path, len(contents), rng.uniform(0.0, 0.12))
                states.update(_state(path / "case"))
                broken += complaints(path / "case", {Digest.of(content) for content in contents}, returned)
            recovered += sum(event.act is Act.RECOVERED for event in case.ledger.events())
    return {"kills": done, "broken": broken, "recovered": recovered, "states": states}


def _kill_one(path: Path, count: int, delay_s: float) -> set[Digest]:
    """Kill one child; gives the digests of what it said was in custody."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        order = list(range(count))
        random.Random(os.getpid()).shuffle(order)
        case = open_case(path / "case")
        os.write(writer, b"ready\n")
        while True:
            for number in order:
                exhibit = take_in(case, path / f"{number}.bin", Source(), "x", NOON)
                os.write(writer, exhibit.digest.encode() + b"\n")
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        pipe.readline()
        time.sleep(delay_s)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return {Digest(line.decode().strip()) for line in pipe if line.endswith(b"\n") and line != b"ready\n"}


def _state(case_path: Path) -> list[str]:
    """What the kill left, before anybody puts it right."""
    left = ["a copy half done" for path in (case_path / "incoming").glob("copying-*")]
    left += ["a whole copy that waits" for path in (case_path / "incoming").glob("[0-9a-f]*[0-9a-f]")]
    ledger = (case_path / "ledger.jsonl").read_bytes()
    if not ledger.endswith(b"\n"):
        left.append("a torn line")
    if int((case_path / "ledger.head").read_text().split()[0]) < ledger.count(b"\n"):
        left.append("a ledger one ahead")
    return left or ["nothing"]


def full_disk(folder: Path) -> dict[str, object]:
    """Leave fewer and fewer pages free, then take a file in."""
    case = new_case(folder)
    broken, outcomes = [], Counter[str]()
    for pages in range(25):
        before = _listing(case.path)
        content = os.urandom(40_000)
        (folder / "next.bin").write_bytes(content)
        _fill(folder / "ballast", pages)
        held = {exhibit.digest for exhibit in case.exhibits()}
        try:
            take_in(case, folder / "next.bin", Source(), "x", NOON)
        except CustodyError as error:
            outcomes["refused"] += 1
            if "no room is left" not in str(error) or "\n" in str(error) or not error.hint:
                broken.append(f"{pages}: unclear: {error}")
            taken = Digest.of(content) in {exhibit.digest for exhibit in case.exhibits()}
            outcomes["refused, yet taken in and not yet described"] += taken
            if not taken and _listing(case.path) != before:
                broken.append(f"{pages}: left: {set(_listing(case.path)) - set(before)}")
            (folder / "ballast").unlink()
            broken += [f"{pages}: {each}" for each in complaints(case.path, {Digest.of(content)}, held)]
        else:
            outcomes["taken in"] += 1
            (folder / "ballast").unlink()
            broken += [f"{pages}: {each}" for each in complaints(case.path, set(), held | {Digest.of(content)})]
    return {"broken": broken, "outcomes": outcomes}


def _fill(ballast: Path, pages: int) -> None:
    """Use up the disk to the last byte, then give some pages back."""
    page = os.urandom(4096)
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(page)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
        file.truncate(max(0, file.seek(0, 2) // 4096 - pages) * 4096)


def _listing(folder: Path) -> list[str]:
    return sorted(f"{path.relative_to(folder)} {path.stat().st_size}" for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["points", *scenes]:
            answer = points(scenes)
        case ["random", number, *seed]:
            answer = random_kills(int(number), int(seed[0]) if seed else 1)
        case ["full", where]:
            answer = full_disk(Path(where))
        case _:
            sys.exit(__doc__)
    sys.stdout.write(json.dumps(answer, indent=1) + "\n")
