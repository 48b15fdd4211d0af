"""How the directory of helpdesks looks: on a phone, on a screen, in the dark, on paper."""

STYLE = """
:root { --ink: #1b1b1f; --paper: #ffffff; --soft: #f3f3f6; --line: #c9c9d2; --link: #0b4a8f; --warn: #fff4d6;
  --san_donato: #0b5cad; --paullese: #a3401a; --pieve_emanuele: #2d6a30; --rozzano: #7a2f86; --on: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececf1; --paper: #17171b; --soft: #232329; --line: #4a4a55;
  --link: #9cc7ff; --warn: #3a3216; --san_donato: #8fc1ff; --paullese: #ffb08f; --pieve_emanuele: #94d698;
  --rozzano: #e0a8ea; --on: #17171b; } }
* { box-sizing: border-box; }
html { font-size: 100%; scroll-behavior: smooth; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 2rem 0 .5rem; }
h3 { font-size: 1.15rem; margin: 1.75rem 0 .5rem; padding-top: .5rem; border-top: 1px solid var(--line); }
h4 { font-size: 1.05rem; margin: 0; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; z-index: 1; }
figure { margin: 1rem 0; }
figcaption, .source, .kind { font-size: .9rem; }
svg { display: block; width: 100%; max-width: 44rem; height: auto; background: var(--soft); border: 1px solid var(--line);
  border-radius: .5rem; }
svg text { font: bold 9px system-ui, sans-serif; text-anchor: middle; fill: var(--on); }
svg circle, svg polygon { stroke: var(--paper); stroke-width: 1; }
nav h3 { margin: 1rem 0 .25rem; padding: 0; border: 0; }
.towns { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); }
.towns a { display: flex; align-items: center; gap: .5rem; min-height: 2.75rem; }
.number { flex: none; width: 1.75rem; text-align: center; border-radius: .3rem; color: var(--on); font-weight: bold; }
.san_donato .number { background: var(--san_donato); } svg .san_donato { fill: var(--san_donato); }
.paullese .number { background: var(--paullese); } svg .paullese { fill: var(--paullese); }
.pieve_emanuele .number { background: var(--pieve_emanuele); } svg .pieve_emanuele { fill: var(--pieve_emanuele); }
.rozzano .number { background: var(--rozzano); } svg .rozzano { fill: var(--rozzano); }
.district { border-left: .4rem solid var(--line); padding-left: .8rem; margin-top: 2.5rem; }
.district.san_donato { border-color: var(--san_donato); } .district.paullese { border-color: var(--paullese); }
.district.pieve_emanuele { border-color: var(--pieve_emanuele); } .district.rozzano { border-color: var(--rozzano); }
article { background: var(--soft); border-radius: .5rem; padding: .8rem 1rem; margin: .8rem 0; }
article p { margin: .4rem 0; }
.alert { background: var(--warn); padding: .4rem .6rem; border-radius: .3rem; }
dl { margin: .5rem 0; display: grid; grid-template-columns: 8rem 1fr; gap: .3rem .8rem; }
dt { font-weight: bold; } dd { margin: 0; } dd a { display: inline-block; padding: .2rem 0; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media print { :root { --ink: #000; --paper: #fff; --soft: #fff; --warn: #fff; --link: #000; --line: #888; --on: #fff;
  --san_donato: #0b5cad; --paullese: #a3401a; --pieve_emanuele: #2d6a30; --rozzano: #7a2f86; }
  @page { size: A4; margin: 15mm; } body { max-width: none; padding: 0; font-size: 9pt; line-height: 1.35; }
  main .district { columns: 2; column-gap: 6mm; } .district h2, .district h2 + p { column-span: all; }
  dl { grid-template-columns: 5.5rem 1fr; gap: 0 .4rem; } article { padding: .4rem .6rem; margin: .4rem 0; }
  article p, .alert { margin: .15rem 0; padding-top: 0; padding-bottom: 0; }
  .skip { display: none; } article { break-inside: avoid; border: 1px solid var(--line); } h2, h3, h4 { break-after: avoid; }
  .district { break-before: page; } .towns a { min-height: 0; } svg { max-width: 14cm; } a { text-decoration: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
