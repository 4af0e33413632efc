"""Which edition of the report's code, templates and words this is: a page of another edition is written anew."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

_ROOM = Path(__file__).parent
_MADE_OF = frozenset({".css", ".j2", ".js", ".py", ".toml"})


@functools.cache
def edition() -> str:
    """First digits of a digest of every file that a page is made by; the exports make no page."""
    digest = hashlib.sha256()
    for path in sorted(path for path in _ROOM.rglob("*") if path.suffix in _MADE_OF):
        name = path.relative_to(_ROOM)
        if name.parts[0] != "exports":
            digest.update(f"{name.as_posix()}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:12]
