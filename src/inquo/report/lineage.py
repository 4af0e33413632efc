"""The graph of hearsay, laid out: roots at the start of the line, each arrow from a statement to who passed it on.

One drawing for each account, so that what counts once stands together. Its units are those of
a phone's screen, so that its words can be read there; wider screens enlarge it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from inquo.records.statement import Statement
from inquo.report.hearing import CountedOnce, Hearing

WIDTH = 344.0
_NODE_H = 42.0
_GAP = 12.0
_ARROW = 30.0
_LEAST_COLUMN = 96.0
_CHARACTER = 5.6
_ALONE_IN_A_ROW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A statement as drawn.

    Attributes:
        number: The statement's number.
        statement: The statement.
        lines: Its speaker's name in two lines, the second of which may be empty.
        x: Left edge.
        y: Upper edge.
        width: Width.
        height: Height.
        root: True when it rests on no other statement.
        sources: Numbers of the statements that it rests on.
    """

    number: int
    statement: Statement
    lines: tuple[str, str]
    x: float
    y: float
    width: float
    height: float
    root: bool
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One account.

    Attributes:
        number: From 1.
        counted: Which statements, and why they count once.
        nodes: The statements.
        arrows: SVG paths, a curve and its head each.
        width: In units of a phone's screen.
        height: Likewise.
    """

    number: int
    counted: CountedOnce
    nodes: tuple[Node, ...]
    arrows: tuple[tuple[str, str], ...]
    width: float
    height: float


def draw_lineage(hearing: Hearing) -> tuple[Drawing, ...]:
    """Draw every account."""
    return tuple(_draw(number, counted, hearing) for number, counted in enumerate(hearing.counted, start=1))


def _draw(number: int, counted: CountedOnce, hearing: Hearing) -> Drawing:
    """Lay out one account.

    1. A statement stands one column after the last of those that it rests on.
    2. Chains that hang together stand together, one below the other; what hangs on nothing comes last, in rows.
    3. Within a column, statements stand in the order of their sources, so that arrows cross little.
    """
    members = [s for s in hearing.accounts.statements if s.key in set(counted.statements)]
    sources = {s.key: [key for key in s.rests_on if key in set(counted.statements)] for s in members}
    depth = _depths(members, sources)  # 1
    columns = max(depth.values(), default=0) + 1
    column_width = max(_LEAST_COLUMN, (WIDTH + _ARROW) / columns)
    node_width = column_width - _ARROW
    places: dict[str, tuple[float, float]] = {}
    top = 0.0
    chains, alone = _chains(members, sources)
    for chain in chains:  # 2
        filled = [0] * columns
        order: dict[str, float] = {}
        for statement in sorted(chain, key=lambda s: depth[s.key]):
            order[statement.key] = _middle([order[key] for key in sources[statement.key]], len(order))
        for statement in sorted(chain, key=lambda s: (depth[s.key], order[s.key])):  # 3
            column = depth[statement.key]
            places[statement.key] = (column * column_width, top + filled[column] * (_NODE_H + _GAP))
            filled[column] += 1
        top += max(filled) * (_NODE_H + _GAP)
    wide = (WIDTH - (_ALONE_IN_A_ROW - 1) * _GAP) / _ALONE_IN_A_ROW
    for n, statement in enumerate(alone):
        row, column = divmod(n, _ALONE_IN_A_ROW)
        places[statement.key] = (column * (wide + _GAP), top + row * (_NODE_H + _GAP))
    rows = -(-len(alone) // _ALONE_IN_A_ROW)
    solitary = {statement.key for statement in alone}
    nodes = {
        s.key: _node(s, places[s.key], wide if s.key in solitary else node_width, bool(sources[s.key]), hearing)
        for s in members
    }
    arrows = tuple(_arrow(nodes[key], nodes[s.key]) for s in members for key in sources[s.key])
    width = max([WIDTH, *(node.x + node.width for node in nodes.values())])
    height = top + rows * (_NODE_H + _GAP) - _GAP
    return Drawing(
        number=number, counted=counted, nodes=tuple(nodes.values()), arrows=arrows, width=width, height=max(height, 0)
    )


def _depths(members: Sequence[Statement], sources: dict[str, list[str]]) -> dict[str, int]:
    """How many steps each statement is from its farthest root; what goes in a circle is cut where it was entered."""
    depth = {statement.key: 0 for statement in members}
    for _ in members:
        for statement in members:
            behind = [depth[key] + 1 for key in sources[statement.key]]
            depth[statement.key] = min(max(behind, default=0), len(members) - 1)
    return depth


def _chains(
    members: Sequence[Statement], sources: dict[str, list[str]]
) -> tuple[list[list[Statement]], list[Statement]]:
    """Statements that hang together by arrows, and those that hang on nothing."""
    group = {statement.key: {statement.key} for statement in members}
    for key, behind in sources.items():
        for other in behind:
            merged = group[key] | group[other]
            for one in merged:
                group[one] = merged
    chains: list[list[Statement]] = []
    alone: list[Statement] = []
    seen: set[str] = set()
    for statement in members:
        together = group[statement.key]
        if len(together) == 1:
            alone.append(statement)
        elif not together & seen:
            seen |= together
            chains.append([s for s in members if s.key in together])
    return chains, alone


def _middle(places: Sequence[float], otherwise: int) -> float:
    return sum(places) / len(places) if places else float(otherwise)


def _node(statement: Statement, at: tuple[float, float], width: float, rests: bool, hearing: Hearing) -> Node:  # noqa: FBT001
    numbers = hearing.numbers
    letters = max(int((width - 12) / _CHARACTER), 4)
    lines = [*textwrap.wrap(hearing.party(statement.speaker), letters, max_lines=2, placeholder="…"), "", ""]
    return Node(
        number=numbers[statement.key],
        statement=statement,
        lines=(lines[0], lines[1]),
        x=at[0],
        y=at[1],
        width=width,
        height=_NODE_H,
        root=not rests,
        sources=tuple(numbers[key] for key in statement.rests_on if key in numbers),
    )


def _arrow(source: Node, report: Node) -> tuple[str, str]:
    """A curve from the end of one node to the start of another, and its head."""
    x1, y1 = source.x + source.width, source.y + source.height / 2
    x2, y2 = report.x - 5, report.y + report.height / 2
    bend = max((x2 - x1) / 2, 10)
    curve = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return curve, f"M{x2 + 5:.1f} {y2:.1f}l-7 -3.5v7z"
