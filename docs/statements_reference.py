"""Writes ``docs/statements.md`` from the fields that the reader knows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from inquo.statements.fields import PROPOSITION, TABLES, Field

PAGE = Path(__file__).with_name("statements.md")
INTRODUCTION = """# Statements

Who said what is kept in one TOML file beside the documents that it quotes. Begin it with `format = 1`, and with
`#:schema` and the path of `statements.schema.json` if your editor completes by schema. `examples/azaz` is a whole one.

Four rules explain the rest:

1. Every statement quotes an archived document. A quote that is not in it, letter by letter, is refused; only white
   space may differ. Where the words occur twice, a prefix or suffix tells which are meant.
2. A proposition is a pattern of slots. To assert it is to say that something like it happened; to deny it, that nothing
   like it did. A slot that is left out is open: in a denial it covers everything, in an assertion it leaves it unsaid.
3. A statement that only passes on what others said `reports`: it names them in `rests_on` and has no proposition.
   Write down what each of them said as a statement of its own, quoted from where you have it.
4. Dates are kept in the words of the source. They are read by rules that never add precision; what no rule reads is
   kept and shown, and bounds nothing. `from` names the events that words such as "ten days before" may count from:
   name every one that could be meant.

What is compared with what, and what follows:

| relation | of a denial | of an assertion about the same event |
|---|---|---|
| contradicts | what was found lies inside every slot | some slot is not as found |
| supports | of that very event, some slot is not as found | the slots that were found are as said |
| does not address | another event, or outside what a general denial covers | another event |
| compatible | something that decides it is unknown | nothing that decides it is known |

Nothing that is less than 80 % probable is called a contradiction. Who did it, and with what, is never taken from
footage: against a denial counts what the denied side has itself said of the same strikes, and that is named.
"""
TITLES = {
    "document": "What is quoted.",
    "party": "Who speaks or acts.",
    "facility": "Buildings that are spoken of.",
    "event": "What is spoken of.",
    "term": "Terms that the vocabulary lacks.",
    "statement": "Who said it, and where it stands.",
}


def render() -> str:
    """The page as Markdown."""
    parts = [INTRODUCTION]
    for name, fields in TABLES.items():
        parts.append(f"## [[{name}]]\n\n{TITLES[name]}\n\n{_table(fields)}")
    parts.append(f"## [[statement.proposition]]\n\nWhat is asserted or denied.\n\n{_table(PROPOSITION)}")
    return "\n".join(parts)


def _table(fields: Mapping[str, Field]) -> str:
    rows = [
        f"| `{name}` | {field.kind.value} | {'yes' if field.required else ''} | {field.meaning} |"
        for name, field in fields.items()
    ]
    return "\n".join(["| field | holds | needed | meaning |", "|---|---|---|---|", *rows]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
