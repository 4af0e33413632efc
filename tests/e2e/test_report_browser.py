"""The report in a real browser: from disk, at two widths, with and without scripts, and on paper."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import invented_dossier as invented
from browser import Page, browse
from inquo.report import wording
from inquo.report.render import render


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render(invented.build()), encoding="utf-8")
    return path


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
    beyond = """[...document.querySelectorAll('body *')]
      .filter(e => !e.closest('.scroll, .plate, .compare, .unseen, .skip'))
      .filter(e => e.getBoundingClientRect().right > innerWidth + 0.5)
      .map(e => e.outerHTML.slice(0, 80))"""
    assert browser.evaluate(beyond) == []


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
    assert [n for n, page in enumerate(pages, start=1) if wording.ENGLISH.say("page.banner") not in page] == []
