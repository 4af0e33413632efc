"""The statements of a case joined to what its footage shows: the last step before the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from inquo.dating.accounts import AccountBounds
from inquo.dating.bounds import sentence
from inquo.pipeline.accounts import Hearing, hear
from inquo.pipeline.events import FootageBounds, Linked, find_all, known_dates, link_events
from inquo.pipeline.map_tags import map_tags, weigh_ages
from inquo.pipeline.results import ShotResult
from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.naming import Names
from inquo.records.place import Facility
from inquo.records.statement import Accounts
from inquo.statements.engine import Engine
from inquo.statements.toml_text import visible

_WORTH_ASKING = 0.05


def hear_case(
    accounts: Accounts,
    results: Sequence[ShotResult],
    facilities: Sequence[Facility],
    published: Mapping[Digest, str],
) -> Hearing:
    """Draw every conclusion that the statements and the footage allow together.

    1. Events are led to the shots that a person linked them to.
    2. When each was is asked of everything that bounds it; what is held against the statements rests on
       publication alone, for what was said of a date cannot bear itself out.
    3. A mapped facility that came onto the map only after an event does not name that event's building.
    4. A facility that a person linked to a gazetteer which is not in the case is as good as not linked.

    The matrix is computed anew each time: that takes less than to keep and look up a record for each of its cells.

    Args:
        accounts: What was said.
        results: What was found about every shot.
        facilities: Every mapped facility.
        published: When each video was published, as its source says, by exhibit.
    """
    mapped = {digest_of(facility): facility for facility in facilities}
    linked = link_events(accounts, results)  # 1
    footage = FootageBounds(linked, published)
    by_publication = known_dates(accounts, [AccountBounds(accounts, published_only=True), footage])  # 2
    by_all = known_dates(accounts, [AccountBounds(accounts), footage])
    ages = weigh_ages(
        {one.event.key: _considered(one, accounts, mapped) for one in linked}, mapped, by_all, Names(accounts)
    )  # 3
    findings = find_all(linked, accounts, mapped, by_publication, ages.circular)
    listed = _listed(accounts, facilities)  # 4
    tags = map_tags(accounts, facilities)
    hearing = hear(accounts, findings, bounds=[footage], tags=tags, compare=Engine(listed).matrix)
    names = Names(accounts)
    lost = [f"{names.quoted(one.event.key)}: {why}" for one in linked if one.speaks for why in one.unresolved]
    strangers = [
        f"{facility.names[0]}: linked to {', '.join(facility.gazetteer_ids)}, which no gazetteer of this case lists"
        for facility, known in zip(accounts.facilities, listed.facilities, strict=True)
        if facility.gazetteer_ids and not known.gazetteer_ids
    ]
    return replace(hearing, gaps=(*hearing.gaps, *lost, *strangers, *ages.doubts))


def lines_of(hearing: Hearing) -> tuple[str, ...]:
    """A line for each contradiction, of words or of dates, and each thing that is missing; the report has the rest."""
    against = [cell.sentence for cell in hearing.contradictions]
    quoted = Names(hearing.accounts).quoted
    dates = [f"{quoted(one.event)}: {sentence(conflict)}" for one in hearing.datings for conflict in one.conflicts]
    missing = [f"missing: {gap}" for gap in hearing.gaps]
    return tuple(map(visible, (*against, *dates, *missing)))


def _considered(one: Linked, accounts: Accounts, mapped: Mapping[Digest, Facility]) -> list[Digest]:
    """Mapped facilities that an event's identification thinks possible, and those that statements speak of."""
    linked = {identifier for facility in accounts.facilities for identifier in facility.gazetteer_ids}
    answers = one.speaks.identification.answers if one.speaks and one.speaks.identification else ()
    return [
        digest
        for answer in answers
        if (digest := answer.facility) is not None
        and digest in mapped
        and (answer.probability >= _WORTH_ASKING or mapped[digest].id in linked)
    ]


def _listed(accounts: Accounts, facilities: Sequence[Facility]) -> Accounts:
    """The accounts with only those links to gazetteers that lead somewhere."""
    ids = {facility.id for facility in facilities}
    return replace(
        accounts,
        facilities=tuple(
            replace(facility, gazetteer_ids=tuple(one for one in facility.gazetteer_ids if one in ids))
            for facility in accounts.facilities
        ),
    )
