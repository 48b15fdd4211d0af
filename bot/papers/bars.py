"""Numbers as bars and as a table beside them: in a page that nothing comes into from outside, whatever shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

HIDDEN = "nascosto"
"""What stands in place of a number that is not shown."""
WIDE, LINE, TALL = 360, 42, 16
"""Of a drawing, of a row of it, of a bar."""
SHARE = 250
"""Of the longest bar; the rest is for its number."""


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    number: int | None
    """None: hidden."""
    of: int | None = None
    """What it is a part of, where that is worth telling."""

    @property
    def told(self) -> str:
        if self.number is None:
            return HIDDEN
        return f"{self.number} ({percent(self.number, self.of)})" if self.of else str(self.number)


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart with its table."""

    id: str
    title: str
    bars: tuple[Bar, ...]
    note: str = ""
    unit: str = "Numero"
    """The heading of the column of numbers ..."""
    what: str = "Voce"
    """... and of what they count."""
    drawn: int | None = None
    """How many of the first bars are drawn, where not all; the table has them all."""


def percent(number: int, of: int) -> str:
    return f"{round(100 * number / of)} %"


def figure(shown: Figure, level: int = 3) -> Iterator[str]:
    """Heading, note, drawing, table."""
    yield f'<section aria-labelledby="{shown.id}">\n<h{level} id="{shown.id}">{escape(shown.title)}</h{level}>'
    if shown.note:
        yield f'<p class="note">{escape(shown.note)}</p>'
    if shown.bars:
        yield '<div class="pair">'
        if any(bar.number is not None for bar in shown.bars):
            yield drawn(shown)
        yield f"{table(shown)}\n</div>"
    yield "</section>"


def drawn(shown: Figure) -> str:
    """Labels stand above their bars: they have room on a phone. A hidden number is a dashed frame."""
    bars = shown.bars[: shown.drawn]
    longest = max([bar.number for bar in bars if bar.number] or [1])
    parts = []
    for row, bar in enumerate(bars):
        y = row * LINE
        parts.append(f'<text x="0" y="{y + 14}">{escape(bar.label)}</text>')
        wide = 90 if bar.number is None else max(1, round(SHARE * bar.number / longest))
        sort = "hidden" if bar.number is None else "bar"
        parts.append(f'<rect class="{sort}" x="0.5" y="{y + 19.5}" width="{wide}" height="{TALL}" rx="2"/>')
        parts.append(f'<text x="{8 if bar.number is None else wide + 6}" y="{y + 32}">{escape(bar.told)}</text>')
    tall = len(bars) * LINE
    told = f"Grafico a barre: {shown.title}. I numeri sono nella tabella."
    return f'<svg role="img" aria-label="{escape(told)}" viewBox="0 0 {WIDE} {tall}">{"".join(parts)}</svg>'


def table(shown: Figure) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(bar.label)}</th><td>{escape(bar.told)}</td></tr>' for bar in shown.bars
    )
    head = f'<tr><th scope="col">{escape(shown.what)}</th><th scope="col">{escape(shown.unit)}</th></tr>'
    return f'<table><caption class="unseen">{escape(shown.title)}</caption><thead>{head}</thead><tbody>{rows}</tbody></table>'


def page(title: str, body: Iterator[str], back: str = "") -> str:
    """A whole page. `back`: HTML above the title, such as the way to the others."""
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="it">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
            '<a class="skip" href="#contenuto">Vai al contenuto</a>',
            f"<header>{back}\n<h1>{escape(title)}</h1>\n</header>",
            '<main id="contenuto" tabindex="-1">',
            *body,
            "</main>\n</body>\n</html>\n",
        )
    )


STYLE = """
:root { --ink: #1b1b1f; --paper: #ffffff; --soft: #f3f3f6; --line: #8a8a96; --link: #0b4a8f; --bar: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececf1; --paper: #17171b; --soft: #232329; --line: #8f8f9c;
  --link: #9cc7ff; --bar: #8fc1ff; } }
* { box-sizing: border-box; }
html { font-size: 100%; }
body { margin: 0 auto; max-width: 62rem; padding: 1rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .25rem; }
p { max-width: 42rem; margin: .5rem 0; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
nav ul, .links { list-style: none; margin: .5rem 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
nav a, .links a { display: inline-flex; align-items: center; min-height: 2.75rem; min-width: 2.75rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; z-index: 1; }
.note { font-size: .95rem; }
.rule { background: var(--soft); border-left: .4rem solid var(--bar); padding: .5rem .9rem; max-width: 42rem; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.25rem; align-items: start; }
@media (max-width: 44rem) { .pair { grid-template-columns: minmax(0, 1fr); } }
svg { display: block; width: 100%; max-width: 30rem; height: auto; }
svg text { font: 13px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--ink); }
svg .bar { fill: var(--bar); }
svg .hidden { fill: none; stroke: var(--line); stroke-dasharray: 4 3; }
table { border-collapse: collapse; width: 100%; max-width: 34rem; }
th, td { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th[scope=row] { font-weight: normal; }
td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead th:last-child { text-align: right; }
.wide td { text-align: left; white-space: normal; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
dt { font-weight: bold; margin-top: .75rem; } dd { margin: 0; max-width: 42rem; }
@media print { :root { --ink: #000; --paper: #fff; --soft: #fff; --line: #777; --link: #000; --bar: #444; }
  @page { size: A4; margin: 15mm; } body { max-width: none; padding: 0; font-size: 10pt; } .skip, nav { display: none; }
  section { break-inside: avoid; } h2, h3 { break-after: avoid; } .pair { grid-template-columns: 1fr 1fr; }
  a { text-decoration: none; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
