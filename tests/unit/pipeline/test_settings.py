"""What a person may choose of a search, and what is refused."""

from __future__ import annotations

import math

import pytest

from inquo.cli import options
from inquo.errors import UsageError
from inquo.pipeline.dossier import settings_shown
from inquo.pipeline.settings import Settings, parse_gsd


def test_what_the_commands_offer_is_what_holds_without_them() -> None:
    low, high = parse_gsd(options.ANY_GSD)
    assert Settings() == Settings(gsd_min_m=low, gsd_max_m=high, thorough_km2=options.THOROUGH_KM2)


@pytest.mark.parametrize("area_km2", [-1.0, math.inf, math.nan])
def test_an_area_that_is_none_is_refused(area_km2: float) -> None:
    with pytest.raises(UsageError, match="--thorough"):
        Settings(thorough_km2=area_km2)


def test_the_report_says_how_much_was_searched_densely() -> None:
    assert any(one.value == "up to 7 km²" for one in settings_shown(Settings(thorough_km2=7.0)))
