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
from bot.papers.fonts import BOLD, REGULAR

DOT = 10
"""Pixels of one dot of the QR."""
QUIET = 4
"""Dots of white around it, which cameras need."""
CORRECTION = "q"
"""A quarter of the dots may be lost: paper gets folded."""
LETTERS, CAPTION = 60, 26
"""Pixels of the code's letters, and of the words that say what it is."""
MARGIN = 40
"""Pixels of white on each side, beside the quiet ones of the QR: chats cut pictures round."""
FRAME = 3


def case_qr(knowledge: Knowledge, data: Mapping[str, str], today: date) -> File:
    """A PNG of black dots on white. Raises KeyError without `code`."""
    from PIL import Image, ImageDraw, ImageFont  # here: a picture library takes memory that most processes never need

    code, caption = data["code"], knowledge.text("ticket_picture_caption", "it").strip()
    dots = BytesIO()
    qr = segno.make_qr(data.get("link") or code, error=CORRECTION)
    qr.save(dots, kind="png", scale=DOT, border=QUIET)
    square = Image.open(dots).convert("L")
    letters, small = ImageFont.truetype(BOLD, LETTERS), ImageFont.truetype(REGULAR, CAPTION)
    lines = caption.splitlines()
    wide = max(square.width, *(int(small.getlength(line)) for line in lines), int(letters.getlength(code))) + 2 * MARGIN
    below = MARGIN + square.height
    picture = Image.new("L", (wide, below + LETTERS + CAPTION * 2 * len(lines) + MARGIN), "white")
    picture.paste(square, ((wide - square.width) // 2, MARGIN))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((FRAME, FRAME, wide - FRAME, picture.height - FRAME), MARGIN // 2, outline=190, width=FRAME)
    draw.text((wide / 2, below), code, fill="black", font=letters, anchor="mt")
    for number, line in enumerate(lines):
        top = below + LETTERS + CAPTION // 2 + number * CAPTION * 3 // 2
        draw.text((wide / 2, top), line, fill="black", font=small, anchor="mt")
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return File(f"pratica-{code}.png", "image/png", written.getvalue())
