"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def measuring_data() -> Path:
    """Real data with known truth, for measuring; it is not part of the project."""
    folder = os.environ.get("INQUO_DATA")
    if not folder:
        pytest.skip("INQUO_DATA is not set: no measuring data here")
    path = Path(folder)
    if not path.is_dir():
        pytest.fail(f"INQUO_DATA is {folder}, which is not a folder")
    return path.resolve()
