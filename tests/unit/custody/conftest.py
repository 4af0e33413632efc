"""A case to work in."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inquo.custody.casefile import CaseFolder, create_case

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    return create_case(tmp_path / "case", question="Where?", who="A. Person", when=NOON)


@pytest.fixture
def unprivileged(tmp_path: Path) -> Callable[[], AbstractContextManager[None]]:
    """Give up root's right to ignore permissions, when the tests run as root (containers do)."""

    @contextlib.contextmanager
    def become() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        modes = [(folder, folder.stat().st_mode) for folder in (tmp_path, *tmp_path.parents[:3])]
        try:
            for folder, mode in modes:
                folder.chmod(mode | 0o011)
            os.seteuid(65534)
            yield
        finally:
            os.seteuid(0)
            for folder, mode in modes:
                folder.chmod(mode)

    return become
