"""The matrix of statements: a row for each claim, a column for each finding and each other claim."""

from __future__ import annotations

from dataclasses import dataclass

from inquo.records.comparison import Comparison, Relation
from inquo.records.finding import Strength
from inquo.records.statement import Attitude
from inquo.report.hearing import Hearing

SIGNS = {
    Relation.CONTRADICTS: "×",
    Relation.SUPPORTS: "+",
    Relation.COMPATIBLE: "~",
    Relation.DOES_NOT_ADDRESS: "·",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A proposition of a statement.

    Attributes:
        statement: Key of the statement.
        number: The statement's number.
        proposition: Which of its propositions, from 0.
        label: Such as ``S4``, or ``S4.2`` where the statement has several.
    """

    statement: str
    number: int
    proposition: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A comparison as a mark in a cell.

    Attributes:
        key: Anchor of its sentence.
        comparison: The comparison.
        other: Label of what it is held against.
    """

    key: str
    comparison: Comparison
    other: str

    @property
    def relation(self) -> Relation:
        """What the mark stands for: what it leans towards, when it leans."""
        return self.comparison.leans or self.comparison.relation

    @property
    def sign(self) -> str:
        """Its sign."""
        return SIGNS[self.relation]

    @property
    def look(self) -> str:
        """Its classes in the style sheet: the relation, and how firm it is."""
        firm = "leaning" if self.comparison.leans else self.comparison.strength.value
        return f"{self.relation.name.lower()} {firm}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A claim with its marks.

    Attributes:
        claim: The claim.
        findings: One cell for each event that was found out about.
        others: One cell for each claim; None where a statement would meet itself.
    """

    claim: Claim
    findings: tuple[Mark | None, ...]
    others: tuple[Mark | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Sentences of one kind.

    Attributes:
        name: Such as ``contradictions``, a key of the table of sentences.
        marks: The comparisons.
    """

    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Everything against everything.

    Attributes:
        events: Keys of the events that were found out about.
        rows: The claims.
        groups: The sentences: contradictions first, silence last.
    """

    events: tuple[str, ...]
    rows: tuple[Row, ...]
    groups: tuple[Group, ...]


def lay_out(hearing: Hearing) -> Matrix:
    """Lay out the matrix and the list of its sentences."""
    claims = _claims(hearing)
    labels = {(claim.statement, claim.proposition): claim.label for claim in claims}
    events = tuple(dict.fromkeys(c.against for c in hearing.comparisons if c.against_proposition is None))
    marks = [
        Mark(key=f"cell-{n}", comparison=comparison, other=_other(comparison, labels, hearing))
        for n, comparison in enumerate(hearing.comparisons, start=1)
    ]
    cells: dict[tuple[object, object], Mark] = {}
    for mark in marks:
        c = mark.comparison
        one = (c.statement, c.proposition)
        other = c.against if c.against_proposition is None else (c.against, c.against_proposition)
        cells[one, other] = mark
        if c.against_proposition is not None:
            cells[other, one] = mark
    keys = [(claim.statement, claim.proposition) for claim in claims]
    rows = tuple(
        Row(
            claim=claim,
            findings=tuple(cells.get((key, event)) for event in events),
            others=tuple(cells.get((key, other)) for other in keys),
        )
        for key, claim in zip(keys, claims, strict=True)
    )
    return Matrix(events=events, rows=rows, groups=_groups(marks))


def _claims(hearing: Hearing) -> tuple[Claim, ...]:
    numbers = hearing.numbers
    return tuple(
        Claim(
            statement=statement.key,
            number=numbers[statement.key],
            proposition=n,
            label=f"S{numbers[statement.key]}" + (f".{n + 1}" if len(statement.propositions) > 1 else ""),
        )
        for statement in hearing.accounts.statements
        if statement.attitude is not Attitude.REPORTS
        for n in range(len(statement.propositions))
    )


def _other(comparison: Comparison, labels: dict[tuple[str, int], str], hearing: Hearing) -> str:
    if comparison.against_proposition is None:
        return hearing.event(comparison.against)
    return labels.get((comparison.against, comparison.against_proposition), comparison.against)


def _groups(marks: list[Mark]) -> tuple[Group, ...]:
    """Findings before statements and the firm before the weak, in each kind."""
    order = list(Strength)
    kinds: dict[str, list[Mark]] = {n: [] for n in ("contradictions", "supports", "leans", "compatible", "silent")}
    names = {
        Relation.CONTRADICTS: "contradictions",
        Relation.SUPPORTS: "supports",
        Relation.COMPATIBLE: "compatible",
        Relation.DOES_NOT_ADDRESS: "silent",
    }
    for mark in marks:
        kinds["leans" if mark.comparison.leans else names[mark.comparison.relation]].append(mark)
    return tuple(
        Group(
            name=name,
            marks=tuple(
                sorted(
                    held,
                    key=lambda m: (m.comparison.against_proposition is not None, order.index(m.comparison.strength)),
                )
            ),
        )
        for name, held in kinds.items()
        if held
    )
