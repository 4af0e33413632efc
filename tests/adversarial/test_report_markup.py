"""Whatever others wrote is text in the report: it changes no tag, no attribute, no style, and runs nowhere."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

import invented_dossier as invented
from browser import browse
from inquo.report import inert
from inquo.report.dossier import Dossier, ShotResult, Strike
from inquo.report.export import truth
from inquo.report.render import render

BREAKOUTS = ("", '">', "'>", "</dd></dl>", "--></style></title></script>")
ATTACKS = (
    "<script>window.pwned=1</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=window.pwned=1>",
    "<img/src=`x`onerror=window.pwned=1>",
    "<svg onload=window.pwned=1>",
    "<svg><script>window.pwned=1</script></svg>",
    "<svg><use href=data:image/svg+xml;base64,PHN2Zy8+#x></use></svg>",
    "<body onload=window.pwned=1>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<iframe src=javascript:window.pwned=1>",
    "<object data=data:text/html,x></object>",
    "<embed src=//evil.example/x.swf>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<form action=//evil.example/><button>x</button></form>",
    "<input autofocus onfocus=window.pwned=1>",
    "<details open ontoggle=window.pwned=1>",
    "<video><source onerror=window.pwned=1></video>",
    "<math><mi xlink:href=javascript:window.pwned=1>x</mi></math>",
    "<a href=javascript:window.pwned=1>x</a>",
    "<!-- <script>window.pwned=1</script>",
    "<![CDATA[<script>window.pwned=1</script>]]>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "&#60;script&#62;window.pwned=1&#60;/script&#62;",
    "\\u003cscript\\u003ewindow.pwned=1\\u003c/script\\u003e",
    "＜script＞window.pwned=1＜/script＞",
    "{{ 7 * 7 }}{% for x in ().__class__.__mro__ %}{{ x }}{% endfor %}",
    "{name}{coordinates}{0.__class__}%s%(x)s",
    "${7*7}#{7*7}<%= 7*7 %>",
    "javascript:window.pwned=1",
    " \tjava\nscript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "url(//evil.example/x.png);} body{display:none} /*",
    "\"; } @import '//evil.example/x.css'; a { content: \"",
    "\" autofocus onfocus=window.pwned=1 style=position:fixed x=\"",
    "\u202egpj.exe\u202c\u2066x\u2069\u200f\u061c",
    "a\x00b\x08c\x1bd\x7fe\x85f\u2028g\u2029h\ufeffi\u00adj\U000e0041",
)  # fmt: skip
PAYLOADS = tuple(breakout + attack for breakout, attack in itertools.product(BREAKOUTS, ATTACKS))


UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Skeleton(HTMLParser):
    """The page without its words: every tag, and the names of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.raw: dict[str, str] = {}
        self.links: list[str] = []
        self.words: list[str] = []
        self._open = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        self._open = ""
        self.tags.append(("/" + tag,))

    def handle_comment(self, data: str) -> None:
        self.tags.append(("!--",))

    def handle_data(self, data: str) -> None:
        if self._open in ("style", "script"):
            self.raw[self._open] = self.raw.get(self._open, "") + data
        else:
            self.words.append(data)


def bare(dossier: Dossier) -> Dossier:
    """The dossier without its pictures, which hold no text of others and take the time."""

    def strip(shot: ShotResult) -> ShotResult:
        leads = tuple(dataclasses.replace(lead, ground=None) for lead in shot.leads)
        return dataclasses.replace(shot, picture=None, ground=None, leads=leads)

    strikes = tuple(Strike(number=s.number, shots=tuple(map(strip, s.shots))) for s in dossier.strikes)
    return dataclasses.replace(dossier, strikes=strikes, overview=None)


@pytest.fixture(scope="module")
def plain() -> Skeleton:
    return Skeleton(render(bare(invented.build(lambda text: f"words {text}"))))


def test_there_are_at_least_two_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) >= 200


@pytest.fixture(scope="module")
def alike() -> Skeleton:
    """The page of a dossier in which every text is the same one."""
    return Skeleton(render(bare(invented.build(lambda _: "words"))))


def check(plain: Skeleton, say: Callable[[str], str], payloads: tuple[str, ...]) -> None:
    """The page has the tags and attributes that plain words give it, and shows the payloads as words."""
    page = render(bare(invented.build(say)))
    changed = Skeleton(page)
    assert changed.tags == plain.tags, payloads
    assert changed.raw["script"] == plain.raw["script"]
    assert [link for link in changed.links if not link.startswith(("#", "data:,"))] == [], payloads
    strings = re.compile(r'content: "[^"]*"')
    assert strings.sub("", changed.raw["style"]) == strings.sub("", plain.raw["style"])
    words = "".join(changed.words)
    assert [payload for payload in payloads if inert.visible(payload) not in words] == []
    assert not UNSEEN.search(page)


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 21))
def test_no_payload_in_any_field_changes_the_page(plain: Skeleton, first: int) -> None:
    """Every text field of the dossier holds them at once, after words of its own."""
    for payloads in (PAYLOADS[first : first + 7], PAYLOADS[first + 7 : first + 14], PAYLOADS[first + 14 : first + 21]):
        check(plain, lambda text, p=payloads: " ".join((text, *p)), payloads)


@pytest.mark.parametrize("first", range(0, len(ATTACKS), 6))
def test_a_field_that_is_nothing_but_a_payload_changes_nothing_either(alike: Skeleton, first: int) -> None:
    for payload in ATTACKS[first : first + 6]:
        check(alike, lambda _, p=payload: p, (payload,))


def test_labels_over_the_pictures_are_text_too() -> None:
    everything = " ".join(ATTACKS)
    page = render(invented.build(lambda text: f"{text} {everything}"))
    assert Skeleton(page).tags == Skeleton(render(invented.build(lambda text: f"words {text}"))).tags
    assert page.count('class="more">Invented') >= 4
    assert not UNSEEN.search(page)


def test_every_text_field_of_the_dossier_is_put_to_the_test() -> None:
    """Every string in the JSON was rewritten, but for those that this program itself chooses from a list."""
    content = json.loads(truth(invented.build(lambda text: "SAID " + text)))
    chosen = re.compile(
        "record|digest|pixels|sha256|kind|act|crs|model|method|program|generated|opened|when|subject|exhibit|shot|picture"
        "|usable|gazetteer|placement|facility|head|strength|banner|first_mapped|basis|attitude|precision|relation|leans"
        "|earliest|latest|presence|asks|aspect"
    )
    missed: list[str] = []

    def walk(value: object, path: str) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                walk(item, f"{path}.{key}")
        elif isinstance(value, list):
            for item in value:
                walk(item, path)
        elif not isinstance(value, str) or not value or value.startswith("SAID"):
            return
        elif not re.search(r"\.(scopes|weights)\.", path) and not chosen.fullmatch(path.rpartition(".")[2]):
            missed.append(f"{path} = {value}")

    for worded_by_us in ("findings", "conformance", "missing", "open", "unused", "language"):
        content.pop(worded_by_us)
    walk(content, "")
    grade_or_digest = re.compile(r"grade\.source = [A-F]$|= [0-9a-f]{64}$")
    assert [m for m in missed if not grade_or_digest.search(m)] == []


def test_a_name_cannot_turn_the_line_around() -> None:
    page = render(bare(invented.build(lambda text: text.replace("Invented National", "Invented \u202elanoitaN\u202c"))))
    assert "Invented ⟨U+202E⟩lanoitaN⟨U+202C⟩ Hospital" in page


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " https://a.example", "https://a.example/\u202e",
        "//a.example", "data:text/html,x",
        "https://user@a.example/", "https:///x", "https://[::1", "https://a.example\\@b.example", "ftp://a.example", "",
        "file:///etc/passwd",
        "https://аррӏе.example/", "https://a.example/ x", "https://a.example/\n",
    ],
)  # fmt: skip
def test_an_address_that_is_not_plainly_of_the_web_is_not_a_link(url: str) -> None:
    assert inert.link(url) is None


def test_an_address_of_the_web_is_a_link_and_nothing_more() -> None:
    url = "https://video.example/clip?a=1&b=2\"onclick='x'"
    page = render(bare(invented.build(lambda text: url if text.startswith("https") else text)))
    assert 'href="https://video.example/clip?a=1&amp;b=2&#34;onclick=&#39;x&#39;"' in page


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\x00", "\r", "\u2067"])
def test_half_characters_and_controls_are_written_out(text: str) -> None:
    shown = inert.visible(text)
    assert shown.encode("utf-8")
    assert re.search(r"⟨U\+[0-9A-F]{4}⟩", shown)


def test_a_style_sheet_string_cannot_be_closed() -> None:
    for payload in PAYLOADS:
        inner = inert.css_string(payload)[1:-1]
        assert re.fullmatch(r"(?:[A-Za-z0-9]|\\[0-9a-f]+ )*", inner)


def test_all_payloads_together_run_nothing_in_a_browser(tmp_path: Path) -> None:
    everything = " ".join(PAYLOADS)
    path = tmp_path / "report.html"
    path.write_text(render(bare(invented.build(lambda text: f"{text} {everything}"))), encoding="utf-8")
    with browse() as page:
        page.open(path)
        assert page.evaluate("typeof window.pwned") == "undefined"
        assert page.complaints == []
        assert [url for url in page.requests if not url.startswith("data:,")] == [path.as_uri()]
        assert page.evaluate("document.querySelectorAll('script').length") == 1
