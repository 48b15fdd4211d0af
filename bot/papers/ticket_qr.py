"""The picture that a case is found by: the QR of its link, and its code in letters below for who has no camera.

Data: `{"code": "GH5-RPP9", "link": "https://..."}`; without a link the QR holds the code. Nothing else is in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO

import segno

from bot.knowledge.loader import Knowledge
from bot.model.reply import File

DOT = 10
"""Pixels of one dot of the QR."""
QUIET = 4
"""Dots of white around it, which cameras need."""
CORRECTION = "q"
"""A quarter of the dots may be lost: paper gets folded."""
LETTERS = 60
"""Pixels of the code's letters."""


def case_qr(knowledge: Knowledge, data: Mapping[str, str], today: date) -> File:
    """A PNG of black dots on white. Raises KeyError without `code`."""
    from PIL import Image, ImageDraw, ImageFont  # here: a picture library takes memory that most processes never need

    code = data["code"]
    dots = BytesIO()
    qr = segno.make_qr(data.get("link") or code, error=CORRECTION)
    qr.save(dots, kind="png", scale=DOT, border=QUIET)
    square = Image.open(dots).convert("L")
    picture = Image.new("L", (square.width, square.height + 2 * LETTERS), "white")
    picture.paste(square, (0, 0))
    font = ImageFont.load_default(LETTERS)
    ImageDraw.Draw(picture).text((square.width / 2, square.height), code, fill="black", font=font, anchor="mt")
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return File(f"pratica-{code}.png", "image/png", written.getvalue())
