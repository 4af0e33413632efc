"""What is said of a placed shot is what tables of incidents are asked with: dates with a basis, claims with names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.pipeline.accounts_built import accounts
from tests.unit.pipeline.results_built import EXHIBIT, PLACED, result

from inquo.dating.documents import read_date
from inquo.pipeline.accounts import hear
from inquo.pipeline.events import FootageBounds, link_events
from inquo.pipeline.shot_accounts import ShotAccount, ShotAccounts
from inquo.records.chronology import WindowSet
from inquo.records.digest import Digest
from inquo.records.incident import Claimed
from inquo.records.proposition import Count, OneOf

SHOT = 'shot = "clip.mp4#2"'
PARTIES = """
[[party]]
key = "doctor"
name = "A doctor"
[[party]]
key = "army"
name = "An army"
"""


def statement(key: str, slots: str, *, speaker: str = "doctor", attitude: str = "asserts", more: str = "") -> str:
    return f"""
[[statement]]
key = "{key}"
speaker = "{speaker}"
attitude = "{attitude}"
document = "article"
quote = "It hit the clinic"
{more}
[[statement.proposition]]
{slots}
"""


def told_of(links: str = SHOT, body: str = "", published: dict[Digest, str] | None = None) -> ShotAccount:
    said, results = accounts(links, PARTIES + body), [result(PLACED)]
    published = published or {}
    hearing = hear(said, bounds=[FootageBounds(link_events(said, results), published)])
    return ShotAccounts(hearing, results, published).of(results[0])


def test_what_is_said_of_the_date_is_when_it_is_looked_for() -> None:
    told = told_of(published={EXHIBIT: "2024-09-01"})
    assert told.when == read_date("17 August 2024").windows
    assert told.when_basis == "“The strike in it”: 17 August 2024: a paper says so (S1)"


def test_a_publication_that_comes_before_the_day_is_over_narrows_it_too() -> None:
    told = told_of(published={EXHIBIT: "2024-08-17T09:00Z"})
    assert told.when.latest == read_date("2024-08-17T09:00Z").windows.latest
    assert "2024-08-17T09:00Z: published then, so it happened no later" in told.when_basis


@pytest.mark.parametrize("links", ["", 'shot = "clip.mp4#7"'])
def test_a_shot_that_no_event_is_linked_to_has_only_its_publication(links: str) -> None:
    told = told_of(links, statement("x", 'about = "strike"\nkilled = 9'), {EXHIBIT: "2024-09-01"})
    assert told.when_basis == "published 2024-09-01, so it happened no later"
    assert told.when.earliest is None
    assert told.claims == ()
    assert told_of(links).when == WindowSet.always()


def test_dates_that_cannot_all_be_right_leave_only_publications() -> None:
    told = told_of(body=statement("later", 'about = "strike"\ntime = "20 August 2024"'))
    assert told.when.earliest is None
    assert told.when.latest == read_date("2024-08-26").windows.latest
    assert "these two cannot both be right" in told.when_basis
    assert "so neither is used, but 2024-08-26: published then" in told.when_basis


def test_footage_published_before_every_date_that_is_said_leaves_nothing_to_go_by() -> None:
    told = told_of(published={EXHIBIT: "2024-08-01"})
    assert told.when.latest == read_date("2024-08-01").windows.latest
    assert "cannot both be right" in told.when_basis


def test_a_shot_of_two_events_can_be_of_either_time() -> None:
    other = '[[event]]\nkey = "other"\ndescription = "Another"\nshot = "clip.mp4#2"\n'
    told = told_of(body=other + statement("x", 'about = "other"\ntime = "20 August 2024"'))
    assert told.when == read_date("17 August 2024").windows.join(read_date("20 August 2024").windows)
    assert told.when_basis.count("says so") == 2


def test_claims_are_by_somebody_and_of_this_event() -> None:
    body = (
        statement("dead", 'about = "strike"\nkilled = 9\ninjured = { least = 20 }\naction = "airstrike"')
        + statement(
            "boast", 'about = "video"\nactor = "army"\naction = "missile strike"\nweapon = "Iskander"', speaker="army"
        )
        + statement("hill", 'about = "hill"\nkilled = 70\nweapon = "shell"')
        + statement("out", 'about = "video"\naction = "publish"\nweapon = "bomb"', speaker="army")
        + statement("no", 'about = "strike"\nkilled = 1\nweapon = "rocket"', attitude="denies", speaker="army")
    )
    claims = told_of(body=body).claims
    assert [(claim.aspect, claim.said, claim.by) for claim in claims] == [
        (Claimed.KIND, OneOf(terms=("airstrike",)), "a doctor (S2)"),
        (Claimed.KILLED, Count(least=9, most=9), "a doctor (S2)"),
        (Claimed.INJURED, Count(least=20, most=None), "a doctor (S2)"),
        (Claimed.KIND, OneOf(terms=("missile strike",)), "an army (S3)"),
        (Claimed.WEAPON, OneOf(terms=("Iskander",)), "an army (S3)"),
    ]


def test_a_sum_over_several_events_is_no_claim_of_one() -> None:
    body = statement("both", 'about = ["strike", "hill"]\nkilled = 9') + statement(
        "all", 'about = "video"\nkilled = 50'
    )
    assert told_of(body=body).claims == ()


def test_claims_that_count_as_one_account_share_one_part() -> None:
    said = accounts(
        SHOT,
        PARTIES
        + "".join(
            statement(key, f'about = "strike"\nkilled = {count}', speaker=speaker)
            for key, count, speaker in (("a", 9, "doctor"), ("b", 10, "doctor"), ("c", 30, "army"))
        ),
    )
    *same, other = said.statements
    own_words = replace(other.anchor, exact="Something else", end=other.anchor.start + 14)
    parted = replace(said, statements=(*same, replace(other, anchor=own_words)))
    claims = ShotAccounts(hear(parted), [result(PLACED)], {}).of(result(PLACED)).claims
    assert [(claim.by, claim.share) for claim in claims] == [
        ("a doctor (S2)", 0.25), ("a doctor (S3)", 0.25), ("an army (S4)", 0.5),
    ]  # fmt: skip
    assert sum(claim.share for claim in claims) == 1.0


def test_a_case_without_statements_asks_with_publication_alone() -> None:
    told = ShotAccounts(None, [result(PLACED)], {EXHIBIT: "2024-09-01"}).of(result(PLACED))
    assert told.when_basis == "published 2024-09-01, so it happened no later"
