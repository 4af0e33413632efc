"""How large a picture is, from its first bytes: nothing is decoded."""

from __future__ import annotations

_PNG, _JPEG, _GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


def size_px(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, JPEG, GIF or WebP picture.

    Raises:
        ValueError: It is none of these, or ends before it says.

    >>> size_px(b"GIF89a" + bytes([64, 1, 240, 0]))
    (320, 240)

    Source:
        PNG: ISO/IEC 15948, 11.2.2. JPEG: ITU-T T.81, B.2.2. WebP: RFC 9649, 2.5 to 2.7.
    """
    size = None
    if content.startswith(_PNG):
        size = _big(content[16:20]), _big(content[20:24])
    elif content.startswith(_GIF):
        size = _little(content[6:8]), _little(content[8:10])
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        size = _webp(content)
    elif content.startswith(_JPEG):
        size = _jpeg(content)
    if size is None or not min(size) > 0:
        raise ValueError("it is no PNG, JPEG, GIF or WebP picture that says how large it is")
    return size


def _jpeg(content: bytes) -> tuple[int, int] | None:
    """Follow the segments to the first frame header."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _FRAMES:
            return _big(content[at + 7 : at + 9]), _big(content[at + 5 : at + 7])
        at += 1 if marker == 0xFF else 2 if marker in _BARE else 2 + _big(content[at + 2 : at + 4])
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    match content[12:16]:
        case b"VP8X":
            return _little(content[24:27]) + 1, _little(content[27:30]) + 1
        case b"VP8 ":
            return _little(content[26:28]) & 0x3FFF, _little(content[28:30]) & 0x3FFF
        case b"VP8L":
            bits = _little(content[21:25])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _big(some: bytes) -> int:
    return int.from_bytes(some, "big")


def _little(some: bytes) -> int:
    return int.from_bytes(some, "little")
