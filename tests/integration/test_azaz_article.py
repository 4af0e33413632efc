"""The example of the acceptance case beside the published article, which is not in this project."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

from azaz_case import EXAMPLE, invented
from inquo.errors import QuoteError
from inquo.records.digest import Digest
from inquo.records.statement import Accounts, Attitude
from inquo.statements.anchor import anchor_quote, extract_text
from inquo.statements.engine import Engine
from inquo.statements.hearsay import shared_run

ARTICLE = Digest("3c07b2d561cd6cf39db130149db65ca6be09fa3cf5b5b51408b908760e9c8e48")
# Where each statement stands in the published article, and the digest of the words there: not the words.
ANCHORS: dict[str, tuple[int, int, str]] = {
    "released": (363, 461, "1c042f56b3fead6f3945e56cf794698353ea94683d2a4bfadb7874e10ded46b6"),
    "identified": (959, 1145, "a4f4c1c4d4b0892158ad060b7ad1a801e0f162d5dd7cbae509c0ee8cef4488b6"),
    "shown": (1213, 1332, "38d916b84e9373a3a8917f5e576d2abd89823d300b43c1132ed0f8259bb39824"),
    "praise": (848, 935, "003dd8e6182ec7130b4492dbda0e531109aaff50f0a363a6fda2cd26c9e15242"),
    "praise-reported": (813, 936, "5b0988d36d48ffde891d738227b372ccfa003b837842b928b1ba24aee60770ce"),
    "praise-retold": (813, 958, "51d6512c46829f2b01a202798ebf653f5214efea69bbcb92a65f163a5804bb39"),
    "denial": (118, 197, "7e6a6a75e80d6963578f4e1f743426c333d29e109051a115583e6159f1ec0832"),
    "air-force-denial": (1146, 1212, "511e3470d5f780f6db2eccf6a8a9629e327cf48f280959a23088419c1494dc8c"),
    "blame": (1942, 1985, "023abcb33d77411da951c3cfb929cee9e640e2ae92965c5cd028ce250145f1bc"),
    "blame-reported": (1942, 1996, "151899746b3901318ed67f1355d4ecc53baaf067294f2b457bce1450df4fdcd3"),
    "women-hospital": (1333, 1424, "fdc3846251bb8b056ed1ec141bb1a39bafa120b9d320ff847f848a6398b7d02c"),
    "doctor-destroyed": (1511, 1635, "1f490946689e9d4dfdd8d16068a68c2c5ff139c5045529319366201ad608f50a"),
    "doctor-reported": (1473, 1635, "09d96a09a1172358de6872fcc3572b81aa788ae15e50704a3cd5c5e1015ac01b"),
    "doctor-retold": (1460, 1635, "85d8c2ad5ba8dbd568a8f4bb7bf540b02408cd13e7219d1d0cac1134566c7673"),
    "evacuated": (1636, 1679, "0b08054e8357ca7e480507d4784a8718ae3e751d490974ae3ffd79e098ab6df7"),
    "minnigh-taken": (1680, 1819, "cb8f82c5d56ffc86397e529c3da0d8245291ee100068015422fce5c59b0138b4"),
    "minnigh-support": (1725, 1754, "ec8dcee0c626c87837eb3a3bdc4b71d1f27d2e9d8cef56052e11a16eaf059421"),
    "shelling": (1820, 1879, "6f03171c5c1fba92a24a80f038ab0bf71cdd02b878f633547fe79e0c91b36ea5"),
    "ineffective": (612, 721, "55db8d29bd686309ce667f4d872e4abfd47df57f0b32c1fdca2d12e55fade1ad"),
    "ineffective-reported": (543, 721, "e1c3904b558d0d3fd06eba4a4fc8c5a433d6a9a444f59ab850c896abc9662cf0"),
    "identified-reported": (959, 1145, "a4f4c1c4d4b0892158ad060b7ad1a801e0f162d5dd7cbae509c0ee8cef4488b6"),
}


@pytest.fixture(scope="module")
def article(measuring_data: Path) -> bytes:
    path = measuring_data.parent / "cases" / "azaz" / "the-new-arab-2021-02-27.txt"
    if not path.is_file():
        pytest.skip("the published article is not here")
    return path.read_bytes()


@pytest.mark.real_data
def test_the_same_statements_are_anchored_to_the_article_itself(azaz: Accounts, article: bytes) -> None:
    text = extract_text(article, "the article")
    assert text.document == ARTICLE
    assert set(ANCHORS) == {statement.key for statement in azaz.statements}
    anchored = []
    for statement in azaz.statements:
        start, end, digest = ANCHORS[statement.key]
        words = text.text[start:end]
        assert Digest.of(words.encode()) == digest
        anchor = anchor_quote(words, text, language="en", prefix=text.text[:start], suffix=text.text[end:])
        assert (anchor.start, anchor.end) == (start, end)
        anchored.append(dataclasses.replace(statement, anchor=anchor))
        with pytest.raises(QuoteError):
            anchor_quote(words[:-1] + "#", text, language="en")
    accounts = dataclasses.replace(azaz, statements=tuple(anchored))
    finding = invented()
    for ours, theirs in zip(Engine(azaz).matrix([finding]), Engine(accounts).matrix([finding]), strict=True):
        assert ours == theirs


@pytest.mark.real_data
def test_no_sentence_of_the_article_stands_in_the_example(article: bytes) -> None:
    text = extract_text(article, "the article").text
    for path in (*EXAMPLE.rglob("*.txt"), *EXAMPLE.rglob("*.toml"), *EXAMPLE.rglob("*.md")):
        assert shared_run(path.read_text(encoding="utf-8"), text) < 8, path


def test_the_example_parses_as_plain_toml() -> None:
    assert tomllib.loads((EXAMPLE / "statements.toml").read_text(encoding="utf-8"))["format"] == 1
    assert Attitude.REPORTS.value == "reports"
