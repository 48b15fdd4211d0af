"""A document of several pages, as a page to read and as PDF to print, from the same blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from itertools import groupby
from typing import Literal

from fpdf import FPDF

from bot.papers.bars import Figure, figure, page
from bot.papers.bars_pdf import MARGIN, WIDTH, chart, text, written
from bot.papers.fonts import BOLD, NAME, REGULAR

Sort = Literal["chapter", "part", "text", "item", "term", "entry", "note"]
SIZES: Mapping[Sort, float] = {
    "chapter": 16,
    "part": 12.5,
    "text": 10.5,
    "item": 10.5,
    "term": 10.5,
    "entry": 10.5,
    "note": 9,
}


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text. `id`: what index entries name; `to`: what an entry leads to; `name`: the term before the text."""

    sort: Sort
    text: str
    id: str = ""
    to: str = ""
    name: str = ""


Blocks = Sequence[Block | Figure]


def html(title: str, blocks: Blocks) -> str:
    return page(title, _body(blocks))


def _body(blocks: Blocks) -> Iterator[str]:
    for sort, run in groupby(blocks, key=lambda one: one.sort if isinstance(one, Block) else "figure"):
        match sort:
            case "item":
                yield f"<ul>{''.join(f'<li>{escape(one.text)}</li>' for one in run if isinstance(one, Block))}</ul>"
            case "entry":
                links = (
                    f'<li><a href="#{one.to}">{escape(one.text)}</a></li>' for one in run if isinstance(one, Block)
                )
                yield f'<ul class="links">{"".join(links)}</ul>'
            case "term":
                rows = (
                    f"<dt>{escape(one.name)}</dt><dd>{escape(one.text)}</dd>" for one in run if isinstance(one, Block)
                )
                yield f"<dl>{''.join(rows)}</dl>"
            case _:
                for one in run:
                    yield from figure(one) if isinstance(one, Figure) else [_simple(one)]


def _simple(one: Block) -> str:
    tag = {"chapter": "h2", "part": "h3"}.get(one.sort, "p")
    id = f' id="{one.id}"' if one.id else ""
    note = ' class="note"' if one.sort == "note" else ""
    return f"<{tag}{id}{note}>{escape(one.text)}</{tag}>"


def pdf(title: str, blocks: Blocks, day: date) -> bytes:
    """Set twice: the first time tells on which page each thing stands, for the index."""
    first, pages = _set(title, blocks, day, {})
    written(first)
    second, _ = _set(title, blocks, day, pages)
    return written(second)


class _Numbered(FPDF):
    def footer(self) -> None:
        self.set_y(-12)
        self.set_font(NAME, "", 9)
        self.cell(0, 5, str(self.page_no()), align="C")


def _set(title: str, blocks: Blocks, day: date, pages: Mapping[str, int]) -> tuple[FPDF, dict[str, int]]:
    sheet = _Numbered(format="A4", unit="mm")
    sheet.set_title(title)
    sheet.set_lang("it-IT")
    sheet.set_creator("Concilia")
    sheet.set_creation_date(datetime.combine(day, time(), UTC))
    sheet.add_font(NAME, "", REGULAR)
    sheet.add_font(NAME, "B", BOLD)
    sheet.set_margins(MARGIN, 16)
    sheet.set_auto_page_break(True, 18)
    sheet.add_page()
    text(sheet, title, 21, bold=True, after=4)
    found: dict[str, int] = {}
    links = {one.id: sheet.add_link() for one in blocks if isinstance(one, Block) and one.id}
    for one in blocks:
        if isinstance(one, Figure):
            chart(sheet, one)
            continue
        if sheet.get_y() > _lowest(one):
            sheet.add_page()
        if one.id:
            found[one.id] = sheet.page_no()
            sheet.set_link(links[one.id], y=sheet.get_y(), page=sheet.page_no())
        _write(sheet, one, links, pages)
    return sheet, found


def _lowest(one: Block) -> float:
    """How low it may begin: what announces something never stands alone at the foot of a page."""
    if one.sort == "chapter":
        return 200
    return 235 if one.sort == "part" else 250 if one.text.endswith(":") else 280


def _write(sheet: FPDF, one: Block, links: Mapping[str, int], pages: Mapping[str, int]) -> None:
    size = SIZES[one.sort]
    match one.sort:
        case "chapter" | "part":
            sheet.ln(3)
            sheet.start_section(one.text, level=0 if one.sort == "chapter" else 1)
            text(sheet, one.text, size, bold=True, after=1)
        case "item":
            text(sheet, f"•  {one.text}", size)
        case "term":
            text(sheet, one.name, size, bold=True)
            text(sheet, one.text, size, after=1)
        case "entry":
            sheet.set_font(NAME, "", size)
            sheet.cell(WIDTH - 12, 5.6, one.text, link=links.get(one.to, 0))
            sheet.cell(
                12, 5.6, str(pages.get(one.to, "")), align="R", link=links.get(one.to, 0), new_x="LMARGIN", new_y="NEXT"
            )
        case _:
            text(sheet, one.text, size, after=1.5)
