"""Canonical JSON: one sequence of bytes for one value, so that a digest names it.

Source:
    RFC 8785, JSON Canonicalization Scheme; numbers as in ECMA-262, Number::toString.
"""

from __future__ import annotations

import json
import math
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_LARGEST_EXACT_INTEGER = 2**53 - 1

_quote = json.JSONEncoder(ensure_ascii=False).encode


def canonical_bytes(value: Json) -> bytes:
    r"""Serialise a value as RFC 8785 wants it.

    Args:
        value: Anything that JSON can say.

    Returns:
        UTF-8 bytes, equal for equal values whatever the order of their keys.

    Raises:
        ValueError: A number is not finite, or an integer is too large for JSON to say exactly.

    >>> canonical_bytes({"b": 1.0, "a": [1e21, 0.000001, "\u20ac"]}).decode()
    '{"a":[1e+21,0.000001,"€"],"b":1}'
    """
    return _text(value).encode("utf-8")


def _text(value: Json) -> str:
    match value:
        case None | bool() | str():
            return _quote(value)
        case int():
            if abs(value) > _LARGEST_EXACT_INTEGER:
                raise ValueError(f"{value} is too large for an exact JSON number")
            return str(value)
        case float():
            return _number(value)
        case list():
            return "[" + ",".join(_text(item) for item in value) + "]"
        case dict():
            ordered = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
            return "{" + ",".join(f"{_quote(key)}:{_text(item)}" for key, item in ordered) + "}"


def _number(value: float) -> str:
    """Write a float as ECMAScript does: Python's shortest digits, its own exponent rules."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a JSON number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0)
    if whole == "0":
        point -= len(whole) + len(fraction) - len(digits)
    digits = digits.rstrip("0")
    return sign + _place_point(digits, point)


def _place_point(digits: str, point: int) -> str:
    """Write ``0.digits x 10**point`` in plain or exponential form.

    Source:
        ECMA-262, 6.1.6.1.20, steps 6 to 12; ``point`` is its n and ``len(digits)`` its k.
    """
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{mantissa}e{point - 1:+d}"
