"""A poster as one A4 page: the link as a picture to scan, a short code to type, and what can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import segno
from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.helpdesk_card import address
from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.loader import Knowledge
from bot.model.time import italian_day
from bot.papers.fonts import BOLD, NAME, REGULAR
from bot.rules.posters import Poster

MARGIN, WIDTH, PAGE = 18.0, 174.0, 297.0
"""Millimetres, as all lengths here."""
BAND = 34.0
QR = 104.0
QUIET = 4
"""Dots of white around the picture, which cameras need."""
DARK, INK, SOFT, LIGHT = (16, 74, 92), (20, 20, 20), (85, 85, 85), (255, 255, 255)
POINT = 25.4 / 72


def link(bot: str, poster: Poster) -> str:
    return f"https://t.me/{bot}?start={poster.code}"


def poster_page(knowledge: Knowledge, poster: Poster, bot: str, today: date) -> bytes:
    """The PDF. Raises KeyError for something that is not there."""
    sheet = _Sheet(knowledge, poster, bot, today)
    sheet.write()
    return sheet.close()


class _Sheet:
    def __init__(self, knowledge: Knowledge, poster: Poster, bot: str, today: date) -> None:
        self._knowledge, self._poster, self._bot, self._today = knowledge, poster, bot, today
        self.pdf = FPDF(format="A4", unit="mm")
        pdf = self.pdf
        pdf.set_lang("it-IT")
        pdf.set_title(f"{self._say('print_name')} {poster.code}")
        pdf.set_creator("Concilia")
        pdf.set_creation_date(datetime.combine(today, time(), UTC))
        pdf.add_font(NAME, "", REGULAR)
        pdf.add_font(NAME, "B", BOLD)
        pdf.set_auto_page_break(False)
        pdf.set_margins(MARGIN, MARGIN, MARGIN)
        pdf.add_page()

    def write(self) -> None:
        title, under = self._titles()
        self._band()
        self._text(title, 27, bold=True, color=DARK)
        self._text(under, 16, color=SOFT)
        self.pdf.ln(5)
        self._text(self._say("print_scan"), 14, bold=True)
        self._picture()
        self._text(self._say("print_or", bot=self._bot), 13, color=SOFT)
        self._text(self._poster.code, 34, bold=True)
        self.pdf.ln(2)
        self._text(self._say("print_steps"), 15, align="C")
        self._foot()

    def close(self) -> bytes:
        written = bytes(self.pdf.output())
        for letters in self.pdf.fonts.values():
            if isinstance(letters, TTFFont):
                letters.ttfont.close()
        return written

    def _titles(self) -> tuple[str, str]:
        kind, id = self._poster.kind, self._poster.id
        match kind:
            case "helpdesk":
                told = {"desk": self._knowledge.territory.helpdesks[id].name}
            case "topic":
                told = {"title": self._knowledge.topics[id].title}
            case "company":
                told = {"company": self._knowledge.companies[id].name}
        return self._say(f"print_{kind}", **told), self._say(f"print_{kind}_at", **told)

    def _band(self) -> None:
        pdf = self.pdf
        pdf.set_fill_color(*DARK)
        pdf.rect(0, 0, 210, BAND, style="F")
        pdf.set_y(8)
        self._text(self._say("print_name"), 28, bold=True, color=LIGHT)
        self._text(self._say("print_what"), 14, color=LIGHT)
        pdf.set_y(BAND + 8)

    def _picture(self) -> None:
        """Drawn dot by dot: sharp at any size."""
        pdf = self.pdf
        dots = tuple(segno.make_qr(link(self._bot, self._poster), error="q").matrix)
        side = QR / (len(dots) + 2 * QUIET)
        left, top = (210 - QR) / 2 + QUIET * side, pdf.get_y() + QUIET * side
        pdf.set_fill_color(*INK)
        for row, line in enumerate(dots):
            for column, dark in enumerate(line):
                if dark:
                    pdf.rect(left + column * side, top + row * side, side + 0.02, side + 0.02, style="F")
        pdf.set_y(pdf.get_y() + QR)

    def _foot(self) -> None:
        """Where the helpdesk is, and who answers; it stands at the bottom of the page."""
        lines = [(self._say("print_private"), 11.0, False)]
        if self._poster.kind == "helpdesk":
            lines = [*((text, 12.0, True) for text in self._where()), *lines]
        height = sum(self._height(text, size, bold) for text, size, bold in lines)
        self.pdf.set_y(max(self.pdf.get_y() + 3, PAGE - 12 - height))
        for text, size, bold in lines:
            self._text(text, size, bold=bold, color=INK if bold else SOFT)

    def _where(self) -> Iterator[str]:
        desk: Helpdesk = self._knowledge.territory.helpdesks[self._poster.id]
        if desk.address.street:
            yield address(self._knowledge.territory, desk)
        phone = next((self._say("print_phone", phone=each.number) for each in desk.phones), "")
        yield " · ".join(filter(None, (phone, self._say("print_day", day=italian_day(desk.checked_on)))))

    def _height(self, text: str, size: float, bold: bool) -> float:
        self.pdf.set_font(NAME, "B" if bold else "", size)
        height = self.pdf.multi_cell(WIDTH, size * POINT * 1.3, text, dry_run=True, output="HEIGHT")
        return float(str(height))

    def _text(
        self, text: str, size: float, bold: bool = False, color: tuple[int, int, int] = INK, align: str = "C"
    ) -> None:
        pdf = self.pdf
        pdf.set_font(NAME, "B" if bold else "", size)
        pdf.set_text_color(*color)
        pdf.set_x(MARGIN)
        pdf.multi_cell(WIDTH, size * POINT * 1.3, text, align=align, new_x="LMARGIN", new_y="NEXT")

    def _say(self, key: str, **values: str) -> str:
        text = self._knowledge.text(key, "it").strip()
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text
