"""The network of companies as a picture: aziende testimoni on the left, those that learn on the right, a line a meeting.

For operators: names of companies, no person. `svg` for pages, `png` for messages; both draw the same shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO

from bot.knowledge.loader import Knowledge
from bot.model.time import italian_day
from bot.papers.fonts import BOLD, REGULAR
from bot.rules.network import Edge, Graph, Node

WIDTH, ROW, TOP, MARGIN = 1000, 60, 96, 24
LEFT, RIGHT = 340, 660
"""Where lines begin and end."""
LETTERS, SMALL_LETTERS = 30, 44
"""Of a name, and of what stands below it."""
INK, SOFT = "#1b1b1f", "#5a5a66"
HELD, TO_COME = "#0b5cad", "#a3401a"


@dataclass(frozen=True, slots=True)
class Text:
    x: float
    y: float
    words: str
    side: str = "start"
    """start, middle, end: where `x` stands in it."""
    bold: bool = False
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    start: tuple[float, float]
    end: tuple[float, float]
    dashed: bool


@dataclass(frozen=True, slots=True)
class Picture:
    height: int
    texts: tuple[Text, ...]
    lines: tuple[Line, ...]


def picture(knowledge: Knowledge, graph: Graph, title: str) -> Picture:
    hosts = [node for node in graph.nodes if node.testimone]
    others = [node for node in graph.nodes if not node.testimone or any(edge.guest == node.id for edge in graph.edges)]
    left, right = _places(hosts), _places(others)
    rows = max(len(hosts), len(others), 1)
    height = TOP + rows * ROW + 2 * MARGIN
    texts = [Text(MARGIN, 36, title, bold=True), Text(LEFT - 12, 76, "Mostrano (testimoni)", "end", soft=True),
             Text(RIGHT + 12, 76, "Imparano", soft=True)]  # fmt: skip
    texts += [Text(LEFT - 12, left[node.id], _name(node), "end") for node in hosts]
    texts += [Text(RIGHT + 12, right[node.id], _name(node)) for node in others]
    for node in others:
        told = "; ".join(_about(knowledge, edge) for edge in graph.edges if edge.guest == node.id)
        texts.append(Text(RIGHT + 12, right[node.id] + 19, _cut(told, SMALL_LETTERS), soft=True))
    lines = []
    for edge in graph.edges:
        start, end = (LEFT, left[edge.host] - 5), (RIGHT, right[edge.guest] - 5)
        lines.append(Line(start, end, dashed=edge.state != "held"))
    if not graph.edges:
        texts.append(Text(WIDTH / 2, height - MARGIN, "Nessun incontro ancora.", "middle", soft=True))
    else:
        legend = "Linea intera: incontro fatto. Tratteggio: in programma."
        texts.append(Text(MARGIN, height - MARGIN, legend, soft=True))
    return Picture(height, tuple(texts), tuple(lines))


def svg(drawn: Picture) -> bytes:
    shapes = [
        f'<line x1="{line.start[0]:.0f}" y1="{line.start[1]:.0f}" x2="{line.end[0]:.0f}" y2="{line.end[1]:.0f}" '
        f'stroke="{TO_COME if line.dashed else HELD}" stroke-width="2"'
        + (' stroke-dasharray="6 5"' if line.dashed else "")
        + "/>"
        for line in drawn.lines
    ]
    for each in drawn.texts:
        weight, colour = ("bold" if each.bold else "normal"), (SOFT if each.soft else INK)
        shapes.append(
            f'<text x="{each.x:.0f}" y="{each.y:.0f}" text-anchor="{each.side}" fill="{colour}" '
            f'font-weight="{weight}" font-size="{_size(each)}">{escape(each.words)}</text>'
        )
    body = "\n".join(shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {drawn.height}" font-family="Lato, sans-serif">\n'
        f'<rect width="{WIDTH}" height="{drawn.height}" fill="white"/>\n{body}\n</svg>\n'
    ).encode()


def png(drawn: Picture) -> bytes:
    from PIL import Image, ImageDraw, ImageFont  # here: a picture library takes memory that most processes never need

    sheet = Image.new("RGB", (WIDTH, drawn.height), "white")
    pen = ImageDraw.Draw(sheet)
    for line in drawn.lines:
        _stroke(pen, line)
    for each in drawn.texts:
        font = ImageFont.truetype(str(BOLD if each.bold else REGULAR), _size(each))
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[each.side]
        pen.text((each.x, each.y), each.words, fill=SOFT if each.soft else INK, font=font, anchor=anchor)
    written = BytesIO()
    sheet.save(written, "PNG", optimize=True)
    return written.getvalue()


def _stroke(pen: object, line: Line) -> None:
    """Dashes by hand: the library draws whole lines."""
    (x, y), (u, v) = line.start, line.end
    colour, pieces = (TO_COME if line.dashed else HELD), (40 if line.dashed else 1)
    for piece in range(0, pieces, 2) if line.dashed else (0,):
        near, far = piece / pieces, (piece + 1) / pieces
        start, end = (x + (u - x) * near, y + (v - y) * near), (x + (u - x) * far, y + (v - y) * far)
        pen.line((start, end), fill=colour, width=3)  # type: ignore[attr-defined]  # Pillow's own type is loaded late


def _places(nodes: Sequence[Node]) -> dict[str, float]:
    return {node.id: TOP + number * ROW + ROW / 2 for number, node in enumerate(nodes)}


def _name(node: Node) -> str:
    name = _cut(node.name, LETTERS)
    return name if node.member else f"{name} (uscita)"


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _about(knowledge: Knowledge, edge: Edge) -> str:
    values = knowledge.firm_facts["problem"].values
    label = values[edge.need].label if edge.need in values else edge.need
    return f"{label}, {italian_day(edge.day)}" if edge.day else label


def _size(each: Text) -> int:
    return 26 if each.bold else 15 if each.soft else 18
