"""A statements file is read whole, or refused with the line and what was probably meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from statement_case import HEAD, read_time

from inquo.errors import QuoteError, StatementError
from inquo.records.canonical import canonical_bytes
from inquo.records.codec import from_json, to_json
from inquo.records.digest import Digest
from inquo.records.proposition import Area, Count, FacilityIs, Spot
from inquo.records.statement import Accounts, Attitude, Grade
from inquo.statements import schema
from inquo.statements.fields import PROPOSITION, TABLES
from inquo.statements.schema import schema_text
from inquo.statements.toml_file import read_statements

Written = Callable[..., Accounts]

DOCTOR = '''
[[statement]]
key = "doctor-empty"
speaker = "doctor"
attitude = "asserts"
document = "article"
quote = """
the clinic
was empty"""
translation = { text = "العيادة كانت فارغة", language = "ar", translator = "A. Person" }
grade = { source = "C", information = 3, reason = "named, not ours", by = "A. Person" }
[[statement.proposition]]
about = "strike"
facility = { keys = ["north", "south"], kinds = "hospital" }
place = { lon_deg = 37.0, lat_deg = 36.6, ce90_m = 20 }
means = "by eye"
time = { text = "10 days before the strike", from = ["strike", "other"] }
status = ["evacuated", "not functioning"]
killed = { least = 3 }
injured = 5
tally = { kind = "hospital", where = "the town", destroyed = 2, functioning = 1 }
[[statement.proposition]]
place = { name = "the town", lon_deg = 37.0, lat_deg = 36.6, radius_m = 3000 }
time = "Thursday"
[[statement]]
key = "observers-say"
speaker = "observers"
attitude = "reports"
document = "article"
quote = "A doctor told the observers"
rests_on = "doctor-empty"
'''


def test_a_file_becomes_records_with_every_slot(written: Written) -> None:
    accounts = written(DOCTOR)
    doctor, observers = accounts.statements
    first, second = doctor.propositions
    assert doctor.anchor.exact == "the clinic was empty"
    assert doctor.translation is not None
    assert doctor.grade == Grade(source="C", information=3, reason="named, not ours", who="A. Person")
    assert first.facility == FacilityIs(keys=("north", "south"), kinds=("hospital",))
    assert first.place == Spot(lon_deg=37.0, lat_deg=36.6, ce90_m=20.0)
    assert first.means == "by eye"
    assert first.killed == Count(least=3, most=None)
    assert first.injured == Count(least=5, most=5)
    assert first.time is not None
    assert [reading.relative_to for reading in first.time.readings] == ["other", "strike"]
    assert first.tally is not None
    assert first.tally.parts == {"destroyed": Count(least=2, most=2), "functioning": Count(least=1, most=1)}
    assert second.place == Area(name="the town", lon_deg=37.0, lat_deg=36.6, radius_m=3000.0)
    assert second.time is not None
    assert [reading.edtf for reading in second.time.readings] == ["2021-02-25"]
    assert observers.attitude is Attitude.REPORTS
    assert observers.rests_on == ("doctor-empty",)


def test_a_accounts_survives_the_round_trip_through_bytes(written: Written) -> None:
    accounts = written(DOCTOR)
    assert from_json(Accounts, json.loads(canonical_bytes(to_json(accounts)))) == accounts


def _statement(**changed: str) -> str:
    fields = {
        "key": '"denial"',
        "speaker": '"ministry"',
        "attitude": '"denies"',
        "document": '"article"',
        "quote": '"The ministry denied it."',
    }
    fields.update(changed)
    body = "".join(f"{name} = {value}\n" for name, value in fields.items() if value)
    return f"[[statement]]\n{body}[[statement.proposition]]\naction = 'strike'\n"


FIRST = HEAD.count("\n") + 1


@pytest.mark.parametrize(
    ("body", "message", "hint"),
    [
        (_statement(speaker='"minstry"'), f"line {FIRST + 2}: speaker: there is no party 'minstry'", "ministry"),
        (_statement(attitude='"suggests"'), f"line {FIRST + 3}: attitude: 'suggests' is none", "denies"),
        (_statement(document='"article2"'), "there is no document 'article2'", "article"),
        (_statement(quote=""), f"line {FIRST}: statement: needs the field quote", "exactly"),
        (_statement(tone='"angry"'), f"line {FIRST + 6}: tone: there is no such field", "there are"),
        (_statement(rests_on='"nobody"'), "there is no statement 'nobody'", "denial"),
        (_statement(rests_on='"denial"'), "circular hearsay: denial rests on denial", "link"),
        (_statement() + "colour = 'red'\n", f"line {FIRST + 8}: colour: there is no such field", "there are"),
        (_statement() + "facilty = 'north'\n", "facilty: there is no such field", "facility"),
        (_statement() + "facility = 'nort'\n", "there is no facility 'nort'", "north"),
        (_statement() + "about = 'stirke'\n", "there is no event 'stirke'", "strike"),
        (_statement() + "killed = 'many'\n", "killed: must be integer", "killed"),
        (_statement() + "killed = { least = 5, most = 3 }\n", "no count is at least 5", ""),
        (_statement() + "place = { lon_deg = 36.6, lat_deg = 137.0 }\n", "are they swapped", ""),
        (_statement() + "place = { lon_deg = 36.6 }\n", "place: must be table of a point", "Where"),
        (_statement() + "place = { lon_deg = nan, lat_deg = 1.0 }\n", "not on Earth", ""),
        (_statement(grade="{ source = 'Z', information = 1, reason = 'x', by = 'y' }"), "not a grade", ""),
        (_statement(translation="{ text = 'x', language = 'en' }"), "translation: must be table", "translat"),
        (_statement(attitude='"reports"'), "a report names the statements", ""),
        (_statement() + _statement(), f"'denial' is already used on line {FIRST}", ""),
        ("[[claim]]\nkey = 'x'\n", "there is no table 'claim'", "statement"),
        ("[[term]]\nterm = 'missile'\nbroader = 'Iskander'\n", "is under itself", ""),
        ("[[party]]\nkey = 'a'\nname = 'A'\npart_of = 'a'\n", "is under itself", ""),
        ("[[event]]\nkey = 'e'\ndescription = 'x'\ncontext = 'yes'\n", "context: must be true or false", ""),
    ],
)
def test_a_mistake_is_an_error_with_its_line_and_a_way_out(
    written: Written, body: str, message: str, hint: str
) -> None:
    with pytest.raises(StatementError) as refusal:
        written(body)
    assert message in str(refusal.value)
    assert "line " in str(refusal.value)
    assert hint in refusal.value.hint


def test_a_quote_that_is_not_archived_is_refused_with_its_line(written: Written) -> None:
    with pytest.raises(QuoteError, match=rf"line {FIRST + 5}: the quote 'The ministry denied them.' is not in"):
        written(_statement(quote='"The ministry denied them."'))


def test_circular_hearsay_over_several_reports_is_refused(written: Written) -> None:
    circle = "".join(
        _statement(key=f'"{one}"', attitude='"reports"', rests_on=f'"{other}"').replace(
            "[[statement.proposition]]\naction = 'strike'\n", ""
        )
        for one, other in (("a", "b"), ("b", "c"), ("c", "a"))
    )
    with pytest.raises(StatementError, match=r"circular hearsay: . rests on . rests on . rests on ."):
        written(circle)


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("format = 2\n", "format is 2, and this version reads 1"),
        ("", "format is none"),
        ("format = 1\n[[party]\n", "not TOML"),
        ("format = 1\nparty = 3\n", "must be a list of tables"),
    ],
)
def test_another_format_and_broken_toml_are_refused(written: Written, head: str, message: str) -> None:
    with pytest.raises(StatementError, match="line") as refusal:
        written("", head=head)
    assert message in str(refusal.value)


def test_a_file_that_is_missing_or_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "statements.toml"
    with pytest.raises(StatementError, match="cannot be read"):
        read_statements(path, read_time=read_time)
    path.write_bytes(b"format = 1\n# caf\xe9\n")
    with pytest.raises(StatementError, match="line 2: not UTF-8"):
        read_statements(path, read_time=read_time)


def test_a_document_that_is_missing_or_another_is_refused(written: Written) -> None:
    with pytest.raises(StatementError, match=r"line 4: file: .*cannot be read"):
        written("", head=HEAD.replace("article.txt", "gone.txt"))
    with pytest.raises(QuoteError, match="its SHA-256 is"):
        written("", head=HEAD.replace('file = "article.txt"', f'file = "article.txt"\nsha256 = "{"0" * 64}"'))


def test_the_published_schema_is_the_one_the_reader_uses() -> None:
    published = Path(schema.__file__).with_name("statements.schema.json").read_text(encoding="utf-8")
    assert published == schema_text()
    tables = json.loads(published)["properties"]
    assert set(tables) == set(TABLES) | {"format"}
    slots = tables["statement"]["items"]["properties"]["proposition"]["items"]["properties"]
    assert set(slots) == set(PROPOSITION)


def test_words_typed_off_a_picture_name_the_picture_and_who_typed(written: Written, tmp_path: Path) -> None:
    (tmp_path / "shot.png").write_bytes(b"\x89PNG")
    typed = 'file = "article.txt"\ntranscript_of = "shot.png"\n'
    accounts = written("", head=HEAD.replace('file = "article.txt"', typed + 'typed_by = "A. Person"'))
    assert accounts.documents[0].transcript_of == Digest.of(b"\x89PNG")
    assert accounts.documents[0].typed_by == "A. Person"
    with pytest.raises(StatementError, match=r"line 2: document: a transcript needs the picture"):
        written("", head=HEAD.replace('file = "article.txt"', typed))


def test_a_page_of_a_web_archive_is_quoted_by_its_address(tmp_path: Path) -> None:
    body = b"<html><p>The ministry denied it.</p>"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://a/\r\nContent-Length: {len(http)}\r\n\r\n"
    (tmp_path / "page.warc").write_bytes(head.encode() + http + b"\r\n\r\n")
    path = tmp_path / "s.toml"
    text = HEAD.replace('file = "article.txt"', 'file = "page.warc"\npage = "https://a/"') + _statement()
    path.write_text(text, encoding="utf-8")
    (statement,) = read_statements(path, read_time=read_time).statements
    assert statement.anchor.extraction == "warc/1 https://a/; html/1"
