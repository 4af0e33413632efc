"""Whatever stops the program, a case opens with the whole exhibit or none, and loses nothing it had."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import custody_crashes
import pytest

from inquo.custody.casefile import create_case, open_case
from inquo.custody.intake import take_in
from inquo.custody.verify import verify_case
from inquo.errors import CaseError, CustodyError
from inquo.records.custody import Act, Source
from inquo.records.digest import Digest

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SCRIPT = str(Path(custody_crashes.__file__))


def _run(*arguments: str) -> dict[str, object]:
    command = [sys.executable, SCRIPT, *arguments]
    answer: dict[str, object] = json.loads(
        subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout
    )
    return answer


@pytest.mark.parametrize(("scene", "at_least"), [("new", 60), ("again", 30), ("derive", 40), ("settle", 40)])
def test_killed_before_and_after_every_system_call(scene: str, at_least: int) -> None:
    answer = _run("points", scene)
    assert answer["broken"] == []
    assert answer["kills"] >= at_least  # type: ignore[operator]


def test_killed_at_random_moments() -> None:
    seed = str(int.from_bytes(os.urandom(4), "big"))
    answer = _run("random", "30", seed)
    assert answer["broken"] == [], f"seed {seed}"
    assert answer["kills"] == 30


def test_a_disk_that_fills_up() -> None:
    """On a real file system of 1 MiB, mounted where nobody else sees it."""
    alone = ["unshare", "--user", "--map-root-user", "--mount"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine allows no private mounts")
    inside = 'mount -t tmpfs -o size=1m tmpfs /mnt && exec "$0" "$1" full /mnt'
    command = [*alone, "sh", "-c", inside, sys.executable, SCRIPT]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    answer = json.loads(said.stdout)
    assert answer["broken"] == []
    assert answer["outcomes"]["refused"] >= 5
    assert answer["outcomes"]["taken in"] >= 5


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("kind", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize("number", range(1, 34))
def test_stopped_at_every_system_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[BaseException], moment: str
) -> None:
    case = custody_crashes.new_case(tmp_path)
    (tmp_path / "second.txt").write_text("second")
    second = Digest.of(b"second")
    count, struck = 0, False

    def failing(call: Callable[..., object], *, forgiven: bool) -> Callable[..., object]:
        def instead(*arguments: object, **named: object) -> object:
            nonlocal count, struck
            count += 1
            result = call(*arguments, **named) if count != number or moment == "after" else None
            if count == number:
                struck = not forgiven
                raise OSError(errno.ENOSPC, "No space left on device") if kind is OSError else kind()
            return result

        return instead

    with monkeypatch.context() as patch:
        for name in custody_crashes.CALLS:
            patch.setattr(os, name, failing(getattr(os, name), forgiven=name == "mkdir"))
        raised: BaseException | None = None
        try:
            take_in(case, tmp_path / "second.txt", Source(), "x", NOON)
        except (KeyboardInterrupt, CustodyError) as error:
            raised = error
    assert count >= number
    assert raised is not None or not struck
    if isinstance(raised, CustodyError):
        assert "no room is left on the disk" in str(raised)
    first = Digest.of(b"first")
    assert custody_crashes.complaints(case.path, {second}, {first}) == []
    take_in(case, tmp_path / "second.txt", Source(), "x", NOON)
    assert custody_crashes.complaints(case.path, set(), {first, second}) == []


@pytest.mark.parametrize("room_bytes", [1, 200, 500, 900, 5_000, 39_999])
def test_a_file_that_may_not_grow_leaves_nothing(tmp_path: Path, room_bytes: int) -> None:
    """A limit of the system's own, met while copying or in the middle of a ledger line."""
    case = custody_crashes.new_case(tmp_path)
    (tmp_path / "second.bin").write_bytes(b"x" * min(40_000, case.ledger.path.stat().st_size))
    if room_bytes >= 5_000:
        (tmp_path / "second.bin").write_bytes(b"x" * 40_000)
    limit = room_bytes if room_bytes >= 5_000 else case.ledger.path.stat().st_size + room_bytes
    before = sorted((path, path.stat().st_size) for path in case.path.rglob("*") if path.is_file())
    script = textwrap.dedent(
        """
        import resource, sys
        from pathlib import Path
        from datetime import UTC, datetime
        from inquo.custody.casefile import open_case
        from inquo.custody.intake import take_in
        from inquo.errors import CustodyError
        from inquo.records.custody import Source
        case = open_case(Path(sys.argv[1]))
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
        try:
            take_in(case, Path(sys.argv[2]), Source(), "x", datetime(2026, 3, 1, tzinfo=UTC))
        except CustodyError as error:
            sys.exit(f"{error} | {error.hint}")
        """
    )
    command = [sys.executable, "-c", script, str(case.path), str(tmp_path / "second.bin"), str(limit)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stderr.strip()
    assert "no room is left on the disk" in said
    assert "free some space" in said
    assert "\n" not in said
    taken = {exhibit.digest for exhibit in case.exhibits()} - {Digest.of(b"first")}
    if not taken:
        assert sorted((path, path.stat().st_size) for path in case.path.rglob("*") if path.is_file()) == before
    assert [check for check in verify_case(case.path) if not check.passed] == []


def test_a_case_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for call in ("mkdir", "write", "fsync", "pwrite", "rename"):
        with monkeypatch.context() as patch:
            patch.setattr(os, call, _refuse)
            with pytest.raises(CaseError, match=r"cannot be made: .*no room is left"):
                create_case(tmp_path / "case", question="?", who="x", when=NOON)
        assert list(tmp_path.iterdir()) == []


def _refuse(*arguments: object, **named: object) -> object:
    raise OSError(errno.ENOSPC, "No space left on device")


ADDER = textwrap.dedent(
    """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from inquo.custody.casefile import open_case
    from inquo.custody.intake import take_in
    from inquo.records.custody import Source
    folder, number = Path(sys.argv[1]), sys.argv[2]
    for name in [f"{number}-{each}.txt" for each in range(6)] + [f"shared-{each}.txt" for each in range(6)]:
        take_in(open_case(folder / "case"), folder / name, Source(), number, datetime.now(UTC))
    """
)


def test_eight_people_adding_at_once_lose_nothing(tmp_path: Path) -> None:
    case = custody_crashes.new_case(tmp_path)
    for who in (*range(8), "shared"):
        for each in range(6):
            (tmp_path / f"{who}-{each}.txt").write_text(f"{who} {each} " * 5_000)
    adders = [subprocess.Popen([sys.executable, "-c", ADDER, str(tmp_path), str(who)]) for who in range(8)]
    assert [adder.wait(120) for adder in adders] == [0] * 8

    assert [check for check in verify_case(case.path) if not check.passed] == []
    assert len(case.exhibits()) == 1 + 8 * 6 + 6
    acts = [event.act for event in case.ledger.events()]
    assert acts.count(Act.TAKEN_IN) == 1 + 8 * 6 + 6
    assert acts.count(Act.TAKEN_IN_AGAIN) == 7 * 6
    assert Act.RECOVERED not in acts
    assert open_case(case.path).ledger.events() == case.ledger.events()
