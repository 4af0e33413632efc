"""The case's GeoPackage while many write to it, when the disk is full, and when the program is killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from inquo.records.finding import Undetermined
from inquo.store.geopackage import open_store
from inquo.store.step import Step


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.gpkg"


WRITER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from inquo.records.finding import Undetermined
    from inquo.store.geopackage import open_store
    from inquo.store.step import Step
    with open_store(Path(sys.argv[1])) as store:
        for number in range(15):
            store.put(Undetermined(reason=f"writer {sys.argv[2]}, {number}"))
            store.remember(Step(name="shared", method="x/1", inputs=(), settings={"n": number}),
                           [Undetermined(reason=f"shared {number}")])
    """
)


def test_eight_writers_lose_nothing(path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(number)]) for number in range(8)]
    assert [writer.wait(120) for writer in writers] == [0] * 8
    with open_store(path) as store:
        reasons = [record.reason for record in store.all(Undetermined)]
    assert sorted(reasons) == sorted(
        [f"writer {writer}, {number}" for writer in range(8) for number in range(15)]
        + [f"shared {number}" for number in range(15)]
    )


FILLER = textwrap.dedent(
    """
    import resource, signal, sys
    from pathlib import Path
    from inquo.errors import StoreError
    from inquo.records.finding import Undetermined
    from inquo.store.geopackage import open_store
    limit = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    kept = []
    try:
        with open_store(Path(sys.argv[1])) as store:
            for number in range(10_000):
                store.put(Undetermined(reason=f"{number} " + "x" * 3000))
                kept.append(number)
    except StoreError as error:
        print(kept[-1] if kept else -1, error, error.hint, sep="|")
    """
)


@pytest.mark.parametrize("limit_bytes", [1, 20_000, 90_000, 150_000, 400_000, 1_000_000])
def test_a_file_that_may_not_grow_keeps_what_was_kept(path: Path, limit_bytes: int) -> None:
    command = [sys.executable, "-c", FILLER, str(path), str(limit_bytes)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout.strip()
    last, message, hint = said.split("|")
    assert message.startswith(str(path))
    assert "free some space" in hint
    with open_store(path) as store:
        kept = [int(record.reason.split()[0]) for record in store.all(Undetermined)]
    assert kept == list(range(int(last) + 1))
    assert [file.name for file in path.parent.iterdir()] == ["case.gpkg"]


RECORDER = textwrap.dedent(
    """
    import os, sys
    from pathlib import Path
    from inquo.records.finding import Undetermined
    from inquo.store.geopackage import open_store
    from inquo.store.step import Step
    pipe, number = os.fdopen(1, "wb", buffering=0), 0
    while True:
        with open_store(Path(sys.argv[1])) as store:
            for _ in range(3):
                number += 1
                made = [Undetermined(reason=f"{sys.argv[2]} {number} {each}") for each in range(20)]
                step = Step(name="s", method="x/1", inputs=(), settings={"by": sys.argv[2], "n": number})
                store.remember(step, made)
                pipe.write(f"{number}\\n".encode())
    """
)


def test_a_step_that_is_killed_is_remembered_whole_or_not_at_all(path: Path) -> None:
    """Ten times kill -9 while steps are being remembered; what was reported before is there after."""
    rng = random.Random(seed := int.from_bytes(os.urandom(4), "big"))
    for who in range(10):
        command = [sys.executable, "-c", RECORDER, str(path), str(who)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as recorder:
            assert recorder.stdout is not None
            recorder.stdout.readline()
            time.sleep(rng.uniform(0, 0.1))
            recorder.kill()
            reported = 1 + recorder.stdout.read().count(b"\n")
        with open_store(path) as store:
            numbers = range(1, reported + 3)
            steps = [Step(name="s", method="x/1", inputs=(), settings={"by": str(who), "n": n}) for n in numbers]
            remembered = [store.recall(step) for step in steps]
            assert all(made is not None for made in remembered[:reported]), f"seed {seed}"
            assert remembered[reported + 1] is None, f"seed {seed}"
            expected = {
                f"{who} {n} {each}" for n, made in zip(numbers, remembered, strict=True) if made for each in range(20)
            }
            kept = {record.reason for record in store.all(Undetermined) if record.reason.startswith(f"{who} ")}
        assert kept == expected, f"seed {seed}"
    assert [file.name for file in path.parent.iterdir()] == ["case.gpkg"]
