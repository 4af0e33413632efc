"""SHA-256 digests: how everything in a case is named."""

from __future__ import annotations

import hashlib
import re
from typing import Self

_HEX = re.compile(r"[0-9a-f]{64}")


class Digest(str):
    """A SHA-256 digest in lower-case hexadecimal.

    Raises:
        ValueError: The text is not 64 lower-case hexadecimal digits.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Refuse what is not a SHA-256 digest."""
        if not _HEX.fullmatch(text):
            raise ValueError(f"not a SHA-256 digest: {text!r}")
        return super().__new__(cls, text)

    @classmethod
    def of(cls, content: bytes) -> Digest:
        """Digest of some bytes.

        >>> Digest.of(b"").short
        'e3b0c44298fc'
        """
        return cls(hashlib.sha256(content).hexdigest())

    @property
    def short(self) -> str:
        """First twelve digits, for people to compare by eye; never used to look something up."""
        return self[:12]
