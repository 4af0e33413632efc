"""The text of a PDF, page after page, as pypdf reads it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pypdf
from pypdf.errors import DependencyError, PyPdfError

from inquo.errors import QuoteError

EXTRACTION = f"pdf/1 pypdf {pypdf.__version__}"
MOST_PAGES = 5000
MOST_CHARACTERS = 50_000_000

_BROKEN = (PyPdfError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError, OSError)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is not a person's business; what it cannot is


def pdf_text(content: bytes, name: str) -> str:
    """Take the text out of a PDF, in the order in which the file draws it.

    Another version of the library may order or space the words otherwise, so its version is part of
    the extraction's name.

    Args:
        content: The file.
        name: What to call it in an error.

    Returns:
        The pages' texts, a line break between two.

    Raises:
        QuoteError: It is locked, damaged, larger than can be read, or holds pictures of text and no text.
    """
    try:
        pages = list(_pages(content, name))
    except DependencyError as error:
        raise QuoteError(f"{name}: the PDF is locked in a way that cannot be read here", hint=_UNLOCK) from error
    except _BROKEN as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise QuoteError(f"{name}: not a PDF that can be read: {reason}", hint="get the file again") from error
    if not "".join(pages).strip():
        hint = "type its words off: typed = and typed_by = beside the file in the statements file"
        raise QuoteError(f"{name}: the PDF holds no text, only pictures or nothing", hint=hint)
    return "\n".join(pages)


_UNLOCK = "unlock a copy, add that too, and quote it; keep the locked one beside it"


def _pages(content: bytes, name: str) -> Iterator[str]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise QuoteError(f"{name}: the PDF is locked with a password", hint=_UNLOCK)
    if len(reader.pages) > MOST_PAGES:
        raise QuoteError(
            f"{name}: more than {MOST_PAGES} pages", hint="add the part that is quoted as a PDF of its own"
        )
    characters = 0
    for page in reader.pages:
        text = page.extract_text()
        characters += len(text)
        if characters > MOST_CHARACTERS:
            raise QuoteError(f"{name}: more than {MOST_CHARACTERS} characters", hint="add the part that is quoted")
        yield text
