"""Text that others wrote, made harmless: shown as it is, and never obeyed."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Marks that reorder text, hide in it, or end a line without being seen; controls; halves of a pair; tags.
# The joiners U+200C and U+200D stay: Persian and Indic names need them.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_ALLOWED_SCHEMES = frozenset({"http", "https"})


def visible(text: str) -> str:
    r"""Write what cannot be seen as its code point, so that it is read instead of obeyed.

    >>> visible("invoice\u202egpj.exe")
    'invoice⟨U+202E⟩gpj.exe'
    """
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text.replace("\r\n", "\n"))


def link(url: str) -> str | None:
    """The address, when it may be followed from a report.

    Returns:
        The address, or None when it is to be shown as text alone: another scheme than the web's,
        no host, a name and password before the host, or anything that cannot be seen in it.

    >>> link("https://example.org/a?b=1")
    'https://example.org/a?b=1'
    >>> link("javascript:alert(1)") is link("https://bank.example@evil.example/") is None
    True
    """
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in _ALLOWED_SCHEMES or not host or "@" in parts.netloc:
        return None
    return url


def css_string(text: str) -> str:
    r"""A string for a style sheet in which nothing but letters and digits stands as itself.

    >>> print(css_string("a </style>"))
    "a\20 \3c \2f style\3e "
    """
    plain = visible(text)
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in plain) + '"'
