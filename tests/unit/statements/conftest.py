"""The small case, as a fixture."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from statement_case import read_case

from inquo.records.statement import Accounts


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Accounts]:
    """Reads a statements file with the given statements below the usual head."""
    return partial(read_case, tmp_path)
