"""A few statements about an invented strike, built from text, for tests of what is joined to them."""

from __future__ import annotations

from pathlib import Path

from inquo.pipeline.accounts import parse_accounts
from inquo.records.statement import Accounts
from inquo.statements.documents import Opened

ARTICLE = b"They published it on 26 August 2024. It hit the clinic on 17 August 2024."
HEAD = """format = 1
[[document]]
key = "article"
file = "article.txt"
citation = "A paper, 26 August 2024"
publisher = "paper"
language = "en"
published = "2024-08-26"
[[party]]
key = "paper"
name = "A paper"
[[facility]]
key = "clinic"
names = "The clinic"
kind = "hospital"
gazetteer = "invented/1"
[[event]]
key = "video"
description = "The video"
[[event]]
key = "strike"
description = "The strike in it"
part_of = "video"
{links}
[[event]]
key = "hill"
description = "Background"
context = true
[[statement]]
key = "said"
speaker = "paper"
attitude = "asserts"
document = "article"
quote = "It hit the clinic on 17 August 2024."
[[statement.proposition]]
about = "strike"
facility = "clinic"
time = "17 August 2024"
"""


def accounts(links: str = "", body: str = "") -> Accounts:
    """The statements, with links of the event to shots, and more tables below."""
    content = (HEAD.replace("{links}", links) + body).encode()
    return parse_accounts(content, Path("statements.toml"), lambda file, _: Opened(file, ARTICLE))
