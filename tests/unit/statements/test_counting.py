"""Counts are checked against themselves and against what is known by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from statement_case import HEAD

from inquo.records.finding import Undetermined
from inquo.records.proposition import Count, Tally
from inquo.records.statement import Accounts
from inquo.statements.counting import check_tally

Written = Callable[..., Accounts]
TOWN = HEAD.replace('kind = "hospital"', 'kind = "hospital"\nwhere = "Town"')


def says(facility: str, slots: str) -> str:
    return (
        f'[[statement]]\nkey = "{facility}-{slots[:4]}"\nspeaker = "doctor"\nattitude = "asserts"\n'
        'document = "article"\n'
        f'quote = "The ministry denied it."\n[[statement.proposition]]\nfacility = "{facility}"\n{slots}\n'
    )


def exactly(number: int) -> Count:
    return Count(least=number, most=number)


def tally(total: int | None = None, **parts: int) -> Tally:
    counted = {name: exactly(number) for name, number in parts.items()}
    return Tally(kind="hospital", where="Town", total=None if total is None else exactly(total), parts=counted)


def test_two_destroyed_and_one_left_need_a_third_hospital(written: Written) -> None:
    check = check_tally(tally(destroyed=2, functioning=1), written(says("north", "effect = 'destroyed'"), TOWN))
    assert check.adds_up is True
    assert check.named == {"destroyed": ("north",), "functioning": ()}
    assert check.unnamed == 1
    assert "at least 3" in check.why


@pytest.mark.parametrize(
    ("count", "body", "complaint"),
    [
        (tally(2, destroyed=2, functioning=1), "", "the parts are at least 3 and the total at most 2"),
        (tally(4, destroyed=2, functioning=1), "", "the parts are at most 3 and the total at least 4"),
        (
            tally(destroyed=1, functioning=1),
            says("north", "effect = 'destroyed'") + says("south", "effect = 'destroyed'"),
            "2 are named as destroyed",
        ),
        (
            tally(destroyed=1, functioning=1),
            says("north", "effect = 'destroyed'") + says("north", "status = 'functioning'"),
            "North Hospital would be counted twice",
        ),
    ],
)
def test_a_count_that_cannot_be_right_is_said_to_be_wrong(
    written: Written, count: Tally, body: str, complaint: str
) -> None:
    check = check_tally(count, written(body, TOWN))
    assert check.adds_up is False
    assert complaint in check.why


def test_facilities_elsewhere_are_not_counted(written: Written) -> None:
    assert check_tally(tally(destroyed=2), written("", HEAD)).unnamed == 2
    assert check_tally(tally(3, destroyed=2, functioning=1), written("", TOWN)).adds_up is True


def test_a_count_without_parts_cannot_be_checked(written: Written) -> None:
    assert isinstance(check_tally(tally(3), written("", TOWN)).adds_up, Undetermined)
