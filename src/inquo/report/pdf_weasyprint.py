"""The report on paper: the same document as a PDF, made without a network and without another file.

WeasyPrint is an extra: ``pip install 'inquo[pdf]'``.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any, NoReturn

from inquo.errors import EvidenceError, UsageError

_TEMPLATES = Path(__file__).parent / "templates"
_SVG = re.compile(r"<svg\b[^>]*>")


def print_pdf(html: str) -> bytes:
    """Print a report.

    1. WeasyPrint gives inline drawings no styles of the page, so each gets its own; in a report of ours
       ``<svg`` stands nowhere but in our templates, because whatever others wrote is escaped.
    2. Pictures stand in the page as data. Anything else that it asks for is refused, and the printing with it.
    3. The document's identifier is a digest of the page, and it carries no time: the same page is the same PDF.

    Args:
        html: What ``render`` gave.

    Returns:
        The PDF.

    Raises:
        UsageError: WeasyPrint is not installed, or the libraries that it needs are not.
        EvidenceError: The page asks for another file or for the network.
    """
    try:
        import weasyprint
        from weasyprint.urls import FatalURLFetchingError, URLFetcher
    except (ImportError, OSError) as error:  # OSError: Pango is missing
        raise UsageError(
            f"a PDF needs WeasyPrint, which is missing: {error}",
            hint="pip install 'inquo[pdf]'; on Debian or Ubuntu also: apt-get install libpango-1.0-0 libpangoft2-1.0-0",
        ) from error

    class Refusing(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
        """Reads pictures that stand in the page, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401 - weasyprint has no types
            """Read a picture from its own address."""
            if not url.startswith(("data:image/png;base64,", "data:image/jpeg;base64,")):
                self.refuse(url)
            return super().fetch(url, headers)

        def refuse(self, url: str) -> NoReturn:
            raise FatalURLFetchingError(f"the report asks for {url[:80]}")

    drawn = f"<style>{(_TEMPLATES / 'pdf_svg.css').read_text('utf-8')}</style>"
    paper = (_TEMPLATES / "pdf.css").read_text("utf-8")
    page = _SVG.sub(lambda found: found[0] + drawn, html.replace("</style>", f"{paper}</style>", 1))  # 1
    try:
        document = weasyprint.HTML(string=page, url_fetcher=Refusing())  # 2
        printed = document.write_pdf(  # 3
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16], optimize_images=False
        )
    except FatalURLFetchingError as error:
        raise EvidenceError(
            f"the PDF was not made: {error}", hint="a report asks for nothing; make it again"
        ) from error
    return bytes(printed)
