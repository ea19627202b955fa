"""A QR code holds its link, and can be scanned: black on white, large enough, with its quiet zone."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import segno

from bot.pictures.codes import poster_code, qr_code

LINK = "https://t.me/folkmoot_bot?start=abcdefghjkmnpqrstuvwxyz234"
SCALE, QUIET = 8, 4


def pixels(png: bytes) -> list[list[bool]]:
    """The rows of a PNG of one bit a pixel; True is black."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour) == (1, 0)
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    raw, stride = zlib.decompress(data), (width + 7) // 8 + 1
    rows: list[bytes] = []
    for n in range(height):
        kind, line = raw[n * stride], raw[n * stride + 1 : (n + 1) * stride]
        assert kind in (0, 2), "rows are plain, or said as the difference to the one above"
        above = rows[-1] if rows and kind == 2 else bytes(len(line))
        rows.append(bytes((one + up) % 256 for one, up in zip(line, above, strict=True)))
    return [[not row[x // 8] >> (7 - x % 8) & 1 for x in range(width)] for row in rows]


def modules(rows: list[list[bool]]) -> list[list[int]]:
    inner = range(QUIET * SCALE + SCALE // 2, len(rows) - QUIET * SCALE, SCALE)
    return [[int(rows[y][x]) for x in inner] for y in inner]


def test_the_picture_is_the_code_of_the_link() -> None:
    picture = qr_code(LINK, "The link.")
    rows = pixels(picture.data)
    expected = [list(map(int, row)) for row in segno.make(LINK, error="m", micro=False).matrix]
    assert modules(rows) == expected
    assert modules(rows) != [list(map(int, row)) for row in segno.make(LINK + "x", error="m", micro=False).matrix]
    assert (picture.alt, picture.name) == ("The link.", "link.png")


def test_it_can_be_scanned() -> None:
    rows = pixels(qr_code(LINK, "").data)
    assert len(rows) == len(rows[0]) >= 200
    edge = QUIET * SCALE
    assert not any(any(row) for row in rows[:edge] + rows[-edge:])
    assert not any(any(row[:edge] + row[-edge:]) for row in rows)


def test_a_poster_has_the_name_over_the_code_and_the_code_stays_whole() -> None:
    from PIL import Image

    def image(name: str) -> Image.Image:
        return Image.open(BytesIO(poster_code(LINK, name, "The link.").data))

    plain, named = image("中文"), image("Crisis line")
    assert plain.width == plain.height == named.width, "a name that the font lacks is left out"
    assert named.height > plain.height
    below = named.crop((0, named.height - plain.height, named.width, named.height))
    assert below.tobytes() == plain.tobytes()
    above = named.crop((0, 0, named.width, named.height - plain.height))
    assert min(above.tobytes()) < 128, "something is written there"
