"""The exported timeline, opened in a browser by the program whose format it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import invented_content as invented
from browser import browse
from inquo.pipeline.exporting import Format, written

pytestmark = pytest.mark.slow

VENDOR = Path(__file__).parents[1] / "vendor" / "timelinejs-3.9.11"
PAGE = """<!doctype html><meta charset="utf-8">
<div id="here" style="width:1200px;height:700px"></div><script src="timeline.js"></script>
<script>
const asked = %s;
window.timeline = new TL.Timeline("here", asked, {font: null, ga_measurement_id: null});
</script>"""
READY = """new Promise((done) => {
  const look = (left) => {
    const slides = [...document.querySelectorAll(".tl-slide")];
    const marks = document.querySelectorAll(".tl-timemarker");
    if (slides.length && marks.length || !left) done({
      slides: slides.map((one) => (one.querySelector(".tl-headline") || one).textContent.trim()),
      marks: marks.length,
    });
    else setTimeout(() => look(left - 1), 100);
  };
  look(100);
})"""


def test_timelinejs_shows_every_entry_that_has_a_date(tmp_path: Path) -> None:
    exported = written(invented.content(), (Format.TIMELINE,))
    timeline = json.loads(exported["timeline.json"])
    shutil.copy(VENDOR / "timeline.js", tmp_path)
    page_html = tmp_path / "timeline.html"
    page_html.write_text(PAGE % json.dumps(timeline).replace("</", "<\\/"), encoding="utf-8")
    with browse() as page:
        page.open(page_html)
        seen = page.evaluate(READY)
        assert not page.complaints
        assert all(url.startswith("file:") for url in page.requests)
    assert len(timeline["events"]) >= 10
    assert seen["marks"] == len(timeline["events"])
    slides = [timeline["title"], *timeline["events"]]
    assert sorted(seen["slides"]) == sorted(entry["text"]["headline"] for entry in slides)
