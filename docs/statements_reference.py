"""Writes ``docs/statements.md`` from the fields that the reader knows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from inquo.statements.fields import PROPOSITION, TABLES, Field

PAGE = Path(__file__).with_name("statements.md")
INTRODUCTION = """# Statements

Who said what is kept in one TOML file. Begin it with `format = 1`. `examples/azaz` is a whole one, and its README a
sequence of commands.

## In a case

```sh
inquo add azaz-2016 article.html report.pdf archive.wacz post.png --source "where they are from"
inquo statements azaz-2016 --text report.pdf           # the text to copy quotes from
inquo statements azaz-2016 --file statements.toml      # check it before it is added
inquo add azaz-2016 statements.toml                    # a later one takes its place, and this one stays
inquo statements azaz-2016                             # list, and find every quote in custody again
inquo investigate azaz-2016                            # compare with what the footage shows
```

- A document is HTML, plain text, PDF, or a web archive (WARC or WACZ; `page` says which of several). `file` is the
  name that it was added by; where two exhibits have that name, `sha256` says which.
- A picture of words, or a scan, has no text: `typed` holds its words, and `typed_by` who typed them. The statement then
  rests on that person's reading, and says so. `typed` is refused for a document whose text can be read.
- A place that somebody marked in a picture which they published is a `place`, too: `picture` is the file, `x_px` and
  `y_px` are where the mark is in it, `ce90_px` is how far off that may be in nine cases of ten, and `points` are three
  or more places that you recognised in it, each with its pixel, its coordinates and their error (`points_by` says
  who). By three, the picture is taken for a map that is turned and scaled, by more for one that may be sheared, too.
  Points that miss one another by more than their errors allow, or none, leave it open where the mark lies. Such a
  picture is not searched for on the ground.
- The text of a PDF is as pypdf reads it; the version stands with every quote. Copy from `--text`, not from a viewer.
- An event is linked to the shots that show it by `shot = "clip.mp4#3"`: the video's name and the shot's number, as
  `inquo investigate` and the report give them; or the first digits of the shot's digest. A facility is linked to its
  entry in a gazetteer by `gazetteer = "way/..."`. Nothing is linked by likeness of names.
- An explosion that was seen in a shot, or set with `inquo decide --impact`, is a strike. Who struck, and with what, is
  never taken from it.
- When an event was is held against statements only as far as publications bound it: what was said of a date cannot bear
  itself out.
- A map entry that was made after the event is circular: it names no building. One that was changed after it, or that
  does not say how old it is, is used, and the doubt is listed under what is missing.

From other tables: `inquo statements CASE --import table.csv` drafts a file from CSV with columns named as the fields
below (`lon_deg`, `lat_deg` and `ce90_m` make a place), or from FollowTheMoney entities (JSON, one a line). What no
field takes stays in the draft as a comment, and what is needed and not known is a commented line: the draft is refused
until you have filled it in. No file is written over.

## In your editor

```sh
inquo statements --schema > statements.schema.json
```

With `#:schema statements.schema.json` as the first line of the statements file, editors that use Taplo (the extension
"Even Better TOML" for VS Code, and others) complete fields, show what they mean and mark what is wrong. The same schema
is in the package, as `inquo/statements/statements.schema.json`.

## How it is read

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

Keys are yours alone: whoever reads the dossier reads names, descriptions of events in quotes, and the number of each
statement in the order of the file (`S4`), which `inquo statements CASE` lists beside its key. Write a description so
that it can be read in the middle of a sentence.

A denial is general when it names no event, place, time, weapon, platform, effect, status or single building, and speaks
for the whole side of its speaker; one for a single arm of it, such as its air force, is narrow.

Accounts are counted by who stands at their roots: what goes back to one statement, to one party or another that it
answers for, shares eight words in a row, or stands under one dateline, counts once. A paper that passes on a doctor and
a ministry tells two accounts. Who says that a side did something speaks for no single arm of it having done it; who
says that an arm did speaks for the side that answers for it.
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
