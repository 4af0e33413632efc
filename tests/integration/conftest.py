"""The published case, read once."""

from __future__ import annotations

import pytest

from azaz_case import EXAMPLE
from inquo.pipeline.accounts import read_accounts
from inquo.records.statement import Accounts


@pytest.fixture(scope="session")
def azaz() -> Accounts:
    return read_accounts(EXAMPLE / "statements.toml")
