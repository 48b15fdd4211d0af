"""The sheet that a firm hangs up: what the survey is, the QR of its link, and the link in letters for who has no camera."""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO

import segno
from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.model.survey import Survey
from bot.model.time import italian_day
from bot.papers.fonts import BOLD, NAME, REGULAR

TEXTS = (
    "Quindici domande su orari, viaggi, figli, anziani e servizi. Circa cinque minuti, con i pulsanti, in nove lingue.",
    "Inquadra il codice con il telefono, o scrivi il link. Una persona risponde una volta sola.",
)
OF_FIRM = "È anonimo. L'azienda vede solo quante persone hanno risposto e, se sono almeno 10, i totali."
OF_ALL = "È anonimo. Si vedono solo i totali, e solo se rispondono almeno 10 persone."
LANGUAGES = "Italiano · English · Română · Español · Français · Українська · Shqip"
"""By their own names; Arabic and Chinese, whose letters our font has not, are told on the phone."""


def link_of(bot: str, word: str) -> str:
    """The link of a start word; without the name of the bot, what is written to it."""
    return f"https://t.me/{bot}?start={word}" if bot else f"/start {word}"


def sheet(survey: Survey, link: str) -> bytes:
    """One page of PDF."""
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_title("Che cosa ti serve per conciliare lavoro e famiglia?")
    pdf.set_lang("it-IT")
    pdf.set_creator("Concilia")
    pdf.set_creation_date(datetime.combine(survey.opens_on, time(), UTC))
    pdf.add_font(NAME, "", REGULAR)
    pdf.add_font(NAME, "B", BOLD)
    pdf.set_margins(22, 22)
    pdf.add_page()
    _line(pdf, "Che cosa ti serve per conciliare lavoro e famiglia?", 26, bold=True)
    _line(pdf, survey.firm_name or "Indagine per chi lavora a sud-est di Milano", 16)
    _line(pdf, f"Rispondi dal {italian_day(survey.opens_on)} al {italian_day(survey.closes_on)}.", 14, bold=True)
    for text in (OF_FIRM if survey.firm else OF_ALL, *TEXTS):
        _line(pdf, text, 13)
    dots = BytesIO()
    segno.make_qr(link, error="q").save(dots, kind="png", scale=10, border=4)
    pdf.image(dots, x=60, y=pdf.get_y() + 2, w=90)
    pdf.set_y(pdf.get_y() + 96)
    _line(pdf, link, 12, bold=True, align="C")
    _line(pdf, LANGUAGES, 11, align="C")
    written = bytes(pdf.output())
    for letters in pdf.fonts.values():
        if isinstance(letters, TTFFont):
            letters.ttfont.close()
    return written


def qr(link: str) -> bytes:
    """The QR alone, as PNG."""
    dots = BytesIO()
    segno.make_qr(link, error="q").save(dots, kind="png", scale=10, border=4)
    return dots.getvalue()


def _line(pdf: FPDF, text: str, size: float, bold: bool = False, align: str = "L") -> None:
    pdf.set_font(NAME, "B" if bold else "", size)
    pdf.multi_cell(0, size * 0.48, text, align=align, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)
