"""What people read in the place of keys: names, descriptions in quotes, and the numbers of statements."""

from __future__ import annotations

from inquo.records.chronology import Reading
from inquo.records.statement import Accounts

_ARTICLES = ("A ", "An ", "The ")


class Names:
    """The names of one case.

    A key is what a person calls something by in a statements file. Sentences never show it: an event is
    shown by its description, a statement by its number, which the report and the listing share.

    Args:
        accounts: Everything that was said.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._parties = {party.key: party.name for party in accounts.parties}
        self._facilities = {facility.key: facility.names[0] for facility in accounts.facilities}
        self._events = {event.key: event.description for event in accounts.events}
        self._numbers = {statement.key: n for n, statement in enumerate(accounts.statements, start=1)}

    def party(self, key: str) -> str:
        """A party's name as it stands by itself."""
        return self._parties.get(key, key)

    def facility(self, key: str) -> str:
        """A building's first name."""
        return self._facilities.get(key, key)

    def event(self, key: str) -> str:
        """An event's description."""
        return self._events.get(key, key)

    def quoted(self, key: str) -> str:
        """An event's description in quotes, so that it can stand in any sentence."""
        return f"“{self.event(key)}”"

    def statement(self, key: str) -> str:
        """What the report calls a statement by, such as ``S4``."""
        return f"S{self._numbers[key]}" if key in self._numbers else key

    def rule(self, reading: Reading) -> str:
        """The rule by which words were read as a time, with the event from which they count."""
        return reading.rule if reading.relative_to is None else f"{reading.rule} {self.quoted(reading.relative_to)}"


def inside(name: str) -> str:
    """A name as it stands inside an English sentence.

    >>> inside("The Mirage Gazette"), inside("A doctor"), inside("Azaz"), inside("Thebes")
    ('the Mirage Gazette', 'a doctor', 'Azaz', 'Thebes')
    """
    return name[0].lower() + name[1:] if name.startswith(_ARTICLES) else name
