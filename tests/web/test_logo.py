"""The logo is drawn by these lines, so that nobody wonders where a binary file came from."""

from __future__ import annotations

import math
import struct
import zlib
from pathlib import Path

LOGO = Path("lab/world/sites/www.example.com/logo.png")
SIDE, FINE = 64, 4  # pixels; samples a side within one pixel
INK = (0x5B, 0x52, 0xC7)


def is_ink(x: float, y: float) -> bool:
    """Two arcs round the centre, each ending in an arrow head; x, y in -1 .. 1, y downwards."""
    x, y = (x, y) if y < 0 else (-x, -y)  # the way back is the way there, turned half round
    angle, radius = math.degrees(math.atan2(-y, x)), math.hypot(x, y)
    arc = 42 <= angle <= 168 and 0.58 <= radius <= 0.76
    along = angle - 8  # degrees before the head's point
    head = 0 <= along <= 36 and abs(radius - 0.67) <= 0.31 * along / 36
    return arc or head


def shade(column: int, row: int) -> int:
    """How much of a pixel is ink, 0 to 15."""
    steps = [(step + 0.5) / FINE for step in range(FINE)]
    inside = [
        is_ink((column + dx) * 2 / SIDE - 1, (row + dy) * 2 / SIDE - 1)
        for dx in steps
        for dy in steps
    ]
    return round(sum(inside) * 15 / len(inside))


def pixels() -> bytes:
    """The image before compression: each row after its filter type (0), two pixels a byte."""
    rows = ([shade(column, row) for column in range(SIDE)] for row in range(SIDE))
    return b"".join(
        bytes([0, *(a << 4 | b for a, b in zip(row[::2], row[1::2], strict=True))]) for row in rows
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG file: length, type, data, check."""
    check = struct.pack("!I", zlib.crc32(kind + data))
    return struct.pack("!I", len(data)) + kind + data + check


def png(compressed: bytes) -> bytes:
    """A PNG of one colour in 16 degrees of opacity."""
    header = struct.pack("!IIBBBBB", SIDE, SIDE, 4, 3, 0, 0, 0)
    opacity = bytes(range(0, 256, 17))
    parts = [(b"IHDR", header), (b"PLTE", bytes(INK * 16)), (b"tRNS", opacity)]
    parts += [(b"IDAT", compressed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


def compressed_pixels(file: bytes) -> bytes:
    """The IDAT chunk of `file`."""
    start = file.index(b"IDAT")
    (length,) = struct.unpack("!I", file[start - 4 : start])
    return file[start + 4 : start + 4 + length]


def test_the_logo_is_what_these_lines_draw() -> None:
    file = LOGO.read_bytes()
    compressed = compressed_pixels(file)  # compression differs from one zlib to the next
    assert zlib.decompress(compressed) == pixels()
    assert png(compressed) == file


def test_the_logo_fits_one_segment() -> None:
    assert len(LOGO.read_bytes()) <= 1000


if __name__ == "__main__":
    LOGO.write_bytes(png(zlib.compress(pixels(), 9)))
