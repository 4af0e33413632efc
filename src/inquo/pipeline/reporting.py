"""``inquo report``: the report that lies in a case, on paper or in other words, with nothing computed again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from inquo.pipeline.looking_up import current_report, look_up_dossier
from inquo.pipeline.opening import opened, replace_file
from inquo.report.pdf_weasyprint import print_pdf
from inquo.report.render import render
from inquo.report.wording import read_wording


def write_report(case: Path, *, pdf: bool, words: Path | None) -> Iterator[Path]:
    """Write the report again, as the last investigation left it.

    1. The report in the case must be the one that the investigation wrote.
    2. In other words, it is put together from what was found then, and stands beside the first.
    3. The PDF is printed from the page, and holds what that holds.

    Args:
        case: The case's folder.
        pdf: Print it too.
        words: A translated table of sentences; None for the report as it is.

    Yields:
        Every file that was written; the report itself where it was left as it is.

    Raises:
        CaseError: The case cannot be opened.
        UsageError: There is no report, another edition of Inquo wrote it, what it says has changed since, the table
            of sentences is not whole, or what prints is not installed.
    """
    wording = read_wording(words) if words else None
    with opened(case) as files:
        current_report(files)  # 1
        page = files.folder.report_path / "report.html"
        if wording is not None:  # 2
            page = page.with_name(f"report.{wording.language}.html")
            replace_file(page, render(look_up_dossier(files), wording).encode())
        yield page
        if pdf:  # 3
            paper = page.with_suffix(".pdf")
            replace_file(paper, print_pdf(page.read_text("utf-8")))
            yield paper
