"""The PDF says what the page says, asks for nothing, and is the same whenever it is made."""

from __future__ import annotations

import builtins
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from test_report_markup import ATTACKS, PAYLOADS, bare

import invented_dossier as invented
from inquo.errors import EvidenceError, UsageError
from inquo.report.pdf_weasyprint import print_pdf
from inquo.report.render import render
from inquo.report.wording import ENGLISH

HOSTILE = " ".join(
    (
        '"><img src=file:///etc/passwd>', "<img src=file:///etc/hostname>", "<link rel=stylesheet href=file:///etc/passwd>",
        "<a href=file:///etc/passwd>x</a>", "<object data=file:///etc/passwd></object>", "<embed src=/etc/passwd>",
        "<svg><image href=file:///etc/passwd /></svg>", "<style>@import 'file:///etc/passwd'</style>",
        "<link rel=attachment href=file:///etc/passwd>", "<p style='background:url(file:///etc/passwd)'>",
        *ATTACKS[:8],
    )
)  # fmt: skip

HOSTILE_FIELDS = {  # a quote, a translation, a note, a name, a question, an event, a reason, an address
    "we do not strike civilian objects", "the hospital was hit at night", "Name withheld.", "The Ministry of Nowhere",
    "Which places does the compilation of 12 May show?", "The strike in the second shot", "https://list.example/17?a=1",
    "no candidate is likelier than not", "clip.mp4",
}  # fmt: skip


@pytest.fixture(scope="module")
def page() -> str:
    return render(bare(invented.build()))


@pytest.fixture(scope="module")
def printed(page: str) -> bytes:
    return print_pdf(page)


def pages_of(pdf: bytes) -> list[str]:
    """The words on every page."""
    sheets = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(sheet.extract_text().replace("\0", "").split()) for sheet in sheets]


def words_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def addresses_of(pdf: bytes) -> list[str]:
    """Every address that the PDF could lead to."""
    sheets = pypdf.PdfReader(io.BytesIO(pdf)).pages
    actions = [note.get_object().get("/A", {}) for sheet in sheets for note in sheet.get("/Annots", [])]
    return [str(action.get_object()["/URI"]) for action in actions if "/URI" in action]


def test_it_holds_the_findings_and_says_on_every_page_that_the_place_is_invented(printed: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(printed))
    assert 8 < len(reader.pages) < 30
    words = words_of(printed)
    for said in (
        "The point aimed at lies within 5.8", "Invented National Hospital", "we do not strike civilian objects",
        "What is said (denial) contradicts (strike 0).", "No outside authority has stamped",
    ):  # fmt: skip
        assert said in words
    assert [n for n, sheet in enumerate(reader.pages) if ENGLISH.say("page.banner") not in sheet.extract_text()] == []


def test_no_page_is_empty_or_nearly_so_and_each_says_where_in_the_dossier_it_is(printed: bytes) -> None:
    sheets = pypdf.PdfReader(io.BytesIO(printed)).pages
    pages = pages_of(printed)
    for number, (words, sheet) in enumerate(zip(pages[:-1], sheets, strict=False), start=1):
        assert len(words) > 400 or len(sheet.images) > 0, (number, words)
        assert f"{number} / {len(pages)}" in words
    running = ("1 Findings", "What was said", "Who has it from whom", "Annex F Digests")
    assert [name for name in running if not any(name in words for words in pages)] == []


def test_on_paper_a_basis_names_the_page_that_it_leads_to(printed: bytes) -> None:
    pages = pages_of(printed)
    named = re.search(r"quote of S2 → (\d+)", " ".join(pages[:4]))
    assert named is not None
    assert "we do not strike civilian objects" in pages[int(named[1]) - 1]


def test_poppler_reads_it_too(printed: bytes, tmp_path: Path) -> None:
    pdfinfo = shutil.which("pdfinfo")
    if pdfinfo is None:
        pytest.skip("no pdfinfo here: apt-get install poppler-utils")
    (tmp_path / "x.pdf").write_bytes(printed)
    told = subprocess.run([pdfinfo, tmp_path / "x.pdf"], capture_output=True, text=True, check=True)
    assert "JavaScript:      no" in told.stdout
    assert told.stderr == ""


def test_the_same_page_is_the_same_pdf(page: str, printed: bytes) -> None:
    assert print_pdf(page) == printed
    assert b"CreationDate" not in printed


def test_its_links_lead_to_addresses_of_the_web_that_the_page_links_and_nowhere_else(printed: bytes) -> None:
    assert set(addresses_of(printed)) == {
        "https://video.example/clip?a=1&b=2", "https://paper.example/a?b=1", "https://list.example/17?a=1",
    }  # fmt: skip


def test_nothing_of_this_computer_comes_into_it_whatever_a_quote_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are opened by the program itself alone: its style sheets, and fonts."""
    asked: list[str] = []
    real = builtins.open

    def watched(file: object, *args: object, **kwargs: object) -> object:
        asked.append(str(file))
        return real(file, *args, **kwargs)  # type: ignore[call-overload]

    html = render(bare(invented.build(lambda text: f"{text} {HOSTILE}" if text in HOSTILE_FIELDS else text)))
    monkeypatch.setattr(builtins, "open", watched)
    pdf = print_pdf(html)
    monkeypatch.undo()
    assert [path for path in asked if "/etc/" in path and "fonts" not in path] == []
    assert not [address for address in addresses_of(pdf) if not address.startswith("https://")]
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert dict(reader.attachments) == {}
    words = words_of(pdf)
    first_line = Path("/etc/passwd").read_text("utf-8").splitlines()[0]
    assert first_line not in words
    assert "file:///etc/passwd" in words


@pytest.mark.slow
def test_every_field_holds_payloads_and_every_payload_is_printed_and_none_is_obeyed() -> None:
    """Two of the payloads in each text of the dossier, in turn, so that all fields and all payloads have their turn."""
    turn: dict[str, int] = {}

    def say(text: str) -> str:
        first = 2 * turn.setdefault(text, len(turn))
        return " ".join((text, PAYLOADS[first % len(PAYLOADS)], PAYLOADS[(first + 1) % len(PAYLOADS)]))

    pdf = print_pdf(render(bare(invented.build(say))))
    assert 2 * len(turn) >= len(PAYLOADS) >= 200
    assert not [address for address in addresses_of(pdf) if not address.startswith("https://")]
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert dict(reader.attachments) == {}
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(reader.root_object)
    notes = [note.get_object() for sheet in reader.pages for note in sheet.get("/Annots", [])]
    assert {note["/A"].get_object()["/S"] for note in notes if "/A" in note} <= {"/GoTo", "/URI"}
    words = words_of(pdf)
    assert Path("/etc/passwd").read_text("utf-8").splitlines()[0] not in words
    letters = re.sub(r"\W", "", words)
    shown = [payload for payload in ATTACKS if re.sub(r"\W", "", payload) in letters]
    assert len(shown) > 0.8 * len(ATTACKS), "as words; the font lacks a few of the letters, and lines break"


@pytest.mark.parametrize(
    "asking",
    [
        "<img src=file:///etc/passwd>", "<img src=https://evil.example/x.png>", "<img src='data:text/html,x'>",
        "<link rel=stylesheet href=file:///etc/passwd>", "<img src='data:image/svg+xml;base64,PHN2Zy8+'>",
    ],
)  # fmt: skip
def test_a_page_that_did_ask_would_not_be_printed(asking: str) -> None:
    with pytest.raises(EvidenceError, match="the report asks for"):
        print_pdf(f"<html><head><style></style></head><body>{asking}</body></html>")


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError, match="WeasyPrint, which is missing") as caught:
        print_pdf("<html></html>")
    assert "pip install 'inquo[pdf]'" in caught.value.hint
