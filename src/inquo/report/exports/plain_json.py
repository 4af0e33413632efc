"""JSON that stays data wherever it is pasted: no tag in it can open or close."""

from __future__ import annotations

import json

_MARKUP = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def plain_json(value: object, *, indent: int | None = 1) -> bytes:
    r"""Serialise, with the signs that HTML obeys written as JSON's own escapes.

    Args:
        value: Anything that JSON can say.
        indent: Spaces a level; None for everything on one line.

    Raises:
        ValueError: A number is not finite.

    >>> plain_json("</script>", indent=None)
    b'"\\u003c/script\\u003e"\n'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    for sign, escape in _MARKUP.items():
        text = text.replace(sign, escape)
    return (text + "\n").encode()
