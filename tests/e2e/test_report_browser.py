"""The report in a real browser: from disk, at two widths, with and without scripts, and on paper."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import invented_dossier as invented
from browser import Page, browse
from inquo.report.render import render
from inquo.report.wording import ENGLISH, read_wording
from pseudo_arabic import write_longer, write_pseudo

BEYOND = """[...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.scroll, .plate, .compare, .unseen, .skip'))
  .filter(e => { const r = e.getBoundingClientRect(); return r.left < -0.5 || r.right > innerWidth + 0.5; })
  .map(e => e.outerHTML.slice(0, 80))"""

ON_EACH_OTHER = """(() => {
  const beside = '.finding li, .lead li, .said li, .finding, .imprint div, .tiles div, tr, .facts > div, nav a, h3, '
    + '.meanings > div, .slots > div, .from > div';
  const lines = e => { const r = document.createRange(); r.selectNodeContents(e);
    return [...r.getClientRects()].filter(b => b.width > 1 && b.height > 1); };
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const found = [];
  for (const parent of document.querySelectorAll(beside)) {
    const texts = [...parent.children].map(e => [e.textContent.slice(0, 30), lines(e)]);
    texts.forEach(([one, ours], i) => texts.slice(i + 1).forEach(([other, theirs]) => {
      if (ours.some(a => theirs.some(b => meet(a, b)))) found.push(one + ' | ' + other); }));
  }
  return found; })()"""
LONG_LINES = """[...document.querySelectorAll('p, .limits li, .gaps li, li > span:not(.badge)')]
  .filter(e => e.offsetWidth && !e.closest('table, .plate, .banner') && !e.matches('.legend'))
  .filter(e => e.textContent.length > 90)
  .filter(e => e.getBoundingClientRect().width > 46 * parseFloat(getComputedStyle(e).fontSize))
  .map(e => e.className + ' ' + e.textContent.trim().slice(0, 60))"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render(invented.build()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def from_the_right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report in letters that run from right to left."""
    folder = tmp_path_factory.mktemp("arabic")
    page = render(invented.build(), read_wording(write_pseudo(folder / "ar.toml")))
    (folder / "report.html").write_text(page, encoding="utf-8")
    return folder / "report.html"


@pytest.fixture(scope="module")
def in_french(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report in words as long as French ones."""
    folder = tmp_path_factory.mktemp("french")
    page = render(invented.build(), read_wording(write_longer(folder / "fr.toml")))
    (folder / "report.html").write_text(page, encoding="utf-8")
    return folder / "report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with browse() as page:
        yield page


def test_nothing_is_asked_for_and_nothing_complains(browser: Page, report: Path) -> None:
    browser.requests.clear()
    browser.complaints.clear()
    browser.open(report)
    assert [url for url in browser.requests if not url.startswith("data:")] == [report.as_uri()]
    assert browser.complaints == []


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_runs_over_the_edge(browser: Page, report: Path, width: int) -> None:
    browser.open(report, width=width)
    assert browser.evaluate("document.documentElement.scrollWidth") == width
    assert browser.evaluate(BEYOND) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_from_right_to_left_nothing_runs_over_the_edge_either(browser: Page, from_the_right: Path, width: int) -> None:
    browser.open(from_the_right, width=width)
    assert browser.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    assert browser.evaluate("document.documentElement.scrollWidth") == width
    assert browser.evaluate(BEYOND) == []
    at_the_right = "(e => innerWidth - e.getBoundingClientRect().right)(document.querySelector('#findings h2 .no'))"
    assert 0 <= browser.evaluate(at_the_right) < 0.15 * width


@pytest.mark.parametrize("width", [390, 1200])
def test_in_longer_words_nothing_runs_over_the_edge_either(browser: Page, in_french: Path, width: int) -> None:
    browser.open(in_french, width=width)
    assert browser.evaluate("document.documentElement.lang") == "fr"
    assert browser.evaluate("document.documentElement.scrollWidth") == width
    assert browser.evaluate(BEYOND) == []


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_no_words_lie_on_other_words(
    browser: Page, report: Path, in_french: Path, from_the_right: Path, language: str, width: int
) -> None:
    browser.open({"en": report, "fr": in_french, "ar": from_the_right}[language], width=width)
    assert browser.evaluate("document.documentElement.lang") == language
    assert browser.evaluate(ON_EACH_OTHER) == []


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_line_of_prose_is_no_longer_than_an_eye_can_follow(
    browser: Page, report: Path, in_french: Path, from_the_right: Path, language: str
) -> None:
    browser.open({"en": report, "fr": in_french, "ar": from_the_right}[language], width=1200)
    assert browser.evaluate(LONG_LINES) == []  # about 90 letters


def test_from_right_to_left_figures_places_and_quotes_keep_their_own_direction(
    browser: Page, from_the_right: Path
) -> None:
    browser.open(from_the_right)
    isolated = """[...document.querySelectorAll('bdi.filled')]
      .filter(e => /[0-9]/.test(e.textContent) && !/[\\u0600-\\u06ff]/.test(e.textContent))
      .map(e => getComputedStyle(e).direction + ' ' + getComputedStyle(e).unicodeBidi)"""
    assert set(browser.evaluate(isolated)) == {"ltr isolate"}
    quotes = "[...document.querySelectorAll('blockquote p')].map(e => getComputedStyle(e).direction)"
    assert browser.evaluate(quotes)[:4] == ["ltr", "ltr", "rtl", "ltr"]
    assert browser.evaluate("getComputedStyle(document.querySelector('.plate')).direction") == "ltr"


def test_a_mark_of_the_matrix_leads_to_its_sentence_though_it_is_folded_away(browser: Page, report: Path) -> None:
    browser.open(report)
    folded = "document.querySelector('.quiet .cells > li').id"
    browser.evaluate(f"document.querySelector('.grid a[href=\"#' + {folded} + '\"]').click()")
    assert browser.evaluate("document.querySelector('.quiet').open")


@pytest.mark.parametrize("width", [390, 1280])
def test_words_in_the_graph_of_hearsay_can_be_read_and_stay_in_their_boxes(
    browser: Page, report: Path, width: int
) -> None:
    browser.open(report, width=width)
    heights = """[...document.querySelectorAll('.hearsay text')].filter(e => e.textContent)
      .map(e => e.getBoundingClientRect().height)"""
    assert min(browser.evaluate(heights)) >= 9
    outside = """[...document.querySelectorAll('.hearsay a')].flatMap(a => {
      const box = a.querySelector('rect').getBoundingClientRect();
      return [...a.querySelectorAll('text')].map(t => t.getBoundingClientRect())
        .filter(t => t.width && (t.right > box.right + 1 || t.bottom > box.bottom + 1)); }).length"""
    assert browser.evaluate(outside) == 0


@pytest.mark.parametrize("width", [375, 1280])
def test_pictures_are_shown_and_keep_their_shape(browser: Page, report: Path, width: int) -> None:
    browser.open(report, width=width)
    shapes = browser.evaluate(
        """[...document.querySelectorAll('.plate, .compare')].map(e => [e.clientWidth / e.clientHeight,
        ...e.querySelector('svg').getAttribute('viewBox').split(' ').slice(2).map(Number)])"""
    )
    assert len(shapes) > 10
    assert all(abs(shown - w / h) < 0.02 * w / h for shown, w, h in shapes)


def test_the_swipe_follows_the_keys_and_the_mouse(browser: Page, report: Path) -> None:
    browser.open(report)
    shown = "getComputedStyle(document.querySelector('.compare')).getPropertyValue('--at').trim()"
    assert browser.evaluate(shown) == "50%"
    browser.evaluate("document.querySelector('.compare input[type=range]').focus()")
    browser.key("ArrowRight", 39)
    assert browser.evaluate(shown) == "51%"
    browser.evaluate("document.querySelector('.compare').scrollIntoView({behavior: 'instant', block: 'center'})")
    left, top, width, height = browser.evaluate(
        "(r => [r.left, r.top, r.width, r.height])(document.querySelector('.compare').getBoundingClientRect())"
    )
    browser.mouse("mousePressed", left + 0.25 * width, top + height / 2)
    browser.mouse("mouseReleased", left + 0.25 * width, top + height / 2)
    assert browser.evaluate(shown) == "25%"
    clipped = "getComputedStyle(document.querySelector('.compare .over')).clipPath"
    assert "75%" in browser.evaluate(clipped)


def test_the_blend_takes_the_place_of_the_swipe(browser: Page, report: Path) -> None:
    browser.open(report)
    browser.evaluate("document.querySelector('.compare input[value=blend]').click()")
    over = "getComputedStyle(document.querySelector('.compare .over'))"
    assert browser.evaluate(f"{over}.opacity") == "0.5"
    assert browser.evaluate(f"{over}.clipPath") == "none"


def test_without_scripts_the_comparison_stands_half_and_half(browser: Page, report: Path) -> None:
    browser.open(report, scripts=False)
    assert browser.evaluate("document.documentElement.className") == ""
    assert browser.evaluate("getComputedStyle(document.querySelector('.compare input[type=range]')).display") == "none"
    assert "50%" in browser.evaluate("getComputedStyle(document.querySelector('.compare .over')).clipPath")


def test_it_prints_on_paper(browser: Page, report: Path) -> None:
    browser.open(report)
    printed = browser.pdf()
    assert printed.startswith(b"%PDF")
    assert 5 < printed.count(b"/Type /Page\n") < 40


def test_every_printed_page_says_that_the_place_is_invented(browser: Page, report: Path, tmp_path: Path) -> None:
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("no pdftotext here: apt-get install poppler-utils")
    browser.open(report)
    (tmp_path / "report.pdf").write_bytes(browser.pdf())
    text = subprocess.run([pdftotext, tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) > 5
    assert [n for n, page in enumerate(pages, start=1) if ENGLISH.say("page.banner") not in page] == []
