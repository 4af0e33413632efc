"""What is said of the event that a placed shot shows, to look for it in tables of incidents: when, and what of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from inquo.corroboration.background import span_of
from inquo.dating.accounts import AccountBounds
from inquo.dating.bounds import describe, gather, sentence
from inquo.dating.documents import Context, bound_from_publication, read_date
from inquo.pipeline.accounts import Hearing
from inquo.pipeline.events import FootageBounds, Linked, link_events
from inquo.pipeline.results import ShotResult
from inquo.records.chronology import DateBound, Dating, WindowSet
from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.incident import Claim, Claimed
from inquo.records.naming import inside
from inquo.records.proposition import Count, OneOf, Proposition
from inquo.records.statement import Attitude, NamedFacility
from inquo.records.terms import ATTACK, Inclusion
from inquo.statements.hearsay import Origin
from inquo.statements.vocabulary import Vocabulary

_MOST_BOUNDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotAccount:
    """What is said of the event that a shot shows.

    Attributes:
        when: When it can have been.
        when_basis: Who says so.
        claims: What people say was done, with what, and to how many.
        facilities: The buildings that the statements of the case speak of, with all their names.
    """

    when: WindowSet
    when_basis: str
    claims: tuple[Claim, ...] = ()
    facilities: tuple[NamedFacility, ...] = ()


class ShotAccounts:
    """What is said of each placed shot of a case.

    Args:
        hearing: What was said, and the dates that follow; None for a case without statements.
        results: Every shot.
        published: When each video was published, as its source says, by exhibit.
    """

    def __init__(self, hearing: Hearing | None, results: Sequence[ShotResult], published: Mapping[Digest, str]) -> None:
        self._hearing = hearing
        self._published = published
        self._linked = link_events(hearing.accounts, results) if hearing else ()
        self._facilities = hearing.accounts.facilities if hearing else ()
        self._datings = {dating.event: dating for dating in hearing.datings} if hearing else {}

    def of(self, result: ShotResult) -> ShotAccount:
        """What is said of a shot.

        1. Of a shot that no event is linked to, only its publication is known.
        2. Everything that bounds an event bounds when its shot was; of several events it can be any.
        3. Claims are those about the events themselves.
        """
        shot = digest_of(result.shot)
        linked = [one for one in self._linked if shot in map(digest_of, (seen.shot for seen in one.shots))]
        if not linked or self._hearing is None:  # 1
            when, basis = published_by([(result.exhibit, self._published.get(result.exhibit))])
            return ShotAccount(when=when, when_basis=basis, facilities=self._facilities)
        told = [self._dated(one) for one in linked]  # 2
        windows = WindowSet.of(window for when, _ in told for window in when.windows)
        events = frozenset(one.event.key for one in linked)
        return ShotAccount(
            when=windows,
            when_basis="; or ".join(basis for _, basis in told),
            claims=claims_of(self._hearing, events),  # 3
            facilities=self._facilities,
        )

    def _dated(self, one: Linked) -> tuple[WindowSet, str]:
        """When an event was, and who says so; by publication alone where what is said cannot all be right."""
        dating = self._datings[one.event.key]
        if isinstance(dating.windows, WindowSet):
            return dating.windows, f"“{one.event.description}”: {_basis(dating, dating.windows)}"
        if not dating.conflicts:
            return WindowSet.always(), f"“{one.event.description}”: {dating.windows.reason}"
        assert self._hearing is not None
        said = AccountBounds(self._hearing.accounts, published_only=True)
        known = gather(one.event.key, [said, FootageBounds([one], self._published)])
        conflict = f"“{one.event.description}”: {sentence(dating.conflicts[0])}; so neither is used"
        if not isinstance(known.windows, WindowSet):
            return WindowSet.always(), conflict
        return known.windows, f"{conflict}, but {_basis(known, known.windows)}"


def published_by(published: Iterable[tuple[Digest, str | None]]) -> tuple[WindowSet, str]:
    """When an event can have happened by when footage of it came out: not after, and no more.

    Args:
        published: Exhibits that show it, with the date of publication in the words of who added it.
    """
    bounds = [
        bound_from_publication("shot", read_date(words, Context()), exhibit) for exhibit, words in published if words
    ]
    known = [bound for bound in bounds if isinstance(bound, DateBound)]
    if not known:
        return WindowSet.always(), "nothing says when it was"
    first = min(known, key=lambda bound: span_of(bound.windows)[1])
    return first.windows, f"published {first.raw}, so it happened no later"


def claims_of(hearing: Hearing, events: frozenset[str]) -> tuple[Claim, ...]:
    """What people assert of some events, each claim with its share of the weight of its aspect.

    1. What was done and with what may be said of a whole, such as a compilation: it is then said of each event in it.
    2. How many were killed or injured is taken only where it is said of one event, for of several it is a sum.
    3. Claims that count as one account share one part, however often they were repeated.
    """
    vocabulary = Vocabulary.of(hearing.accounts)
    line = {above for event in events for above in vocabulary.event_line(event)}
    said: list[tuple[Claimed, OneOf | Count, str]] = []
    for statement in hearing.accounts.statements:
        for proposition in statement.propositions if statement.attitude is Attitude.ASSERTS else ():
            if line & set(proposition.about):  # 1
                of_one = len(proposition.about) == 1 and set(proposition.about) <= events  # 2
                said += [
                    (what, value, statement.key) for what, value in _claimed(proposition, vocabulary, of_one=of_one)
                ]
    names = vocabulary.names
    speakers = {statement.key: inside(names.party(statement.speaker)) for statement in hearing.accounts.statements}
    return tuple(
        Claim(
            aspect=aspect,
            said=value,
            by=f"{speakers[key]} ({names.statement(key)})",
            share=_share(key, [other for what, _, other in said if what is aspect], hearing.origins),  # 3
        )
        for aspect, value, key in said
    )


def _claimed(said: Proposition, vocabulary: Vocabulary, *, of_one: bool) -> Iterator[tuple[Claimed, OneOf | Count]]:
    action = said.action
    if action is not None:
        if any(vocabulary.term_in(term, ATTACK) is not Inclusion.INSIDE for term in action.terms):
            return  # it tells of another act, such as a publication
        if action != ATTACK:
            yield Claimed.KIND, action
    if said.weapon is not None:
        yield Claimed.WEAPON, said.weapon
    if of_one and said.killed is not None:
        yield Claimed.KILLED, said.killed
    if of_one and said.injured is not None:
        yield Claimed.INJURED, said.injured


def _share(key: str, keys: Sequence[str], origins: Sequence[Origin]) -> float:
    """A claim's part: each account has the same, and within one account each claim."""
    accounts = [[one for one in keys if one in origin.statements] for origin in origins]
    heard = [account for account in accounts if account]
    mine = next(account for account in heard if key in account)
    return 1 / (len(heard) * len(mine))


def _basis(dating: Dating, windows: WindowSet) -> str:
    """The bounds that decide: those at which the windows end, and those that leave gaps."""
    ends = (windows.earliest, windows.latest)
    deciding = [
        bound
        for bound in dating.bounds
        if len(bound.windows.windows) > 1
        or (bound.windows.earliest is not None and bound.windows.earliest == ends[0])
        or (bound.windows.latest is not None and bound.windows.latest == ends[1])
    ]
    told = [f"{bound.raw or describe(bound.windows)}: {bound.basis}" for bound in deciding[:_MOST_BOUNDS]]
    more = len(deciding) - len(told)
    return "; ".join([*told, *([f"and {more} more"] if more else [])])
