"""The leave calculator without the bot: one case as JSON in, one answer as JSON out.

Invalid input ends with code 2 and, on standard error, `{"problems": [{"field", "problem", "remedy"}]}` with every field
at once. The answer's texts are Italian, as in the chat.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from bot.commands.common import app
from bot.knowledge.cache import kept_in
from bot.knowledge.leave import Find, read_leave_rules
from bot.knowledge.leave_agreements import Agreements
from bot.rules.leave import CaseProblem, InvalidCase, read_case, work_out
from bot.settings import ROOT, content_cache
from bot.understanding.leave_agreements import AgreementFinder

INVALID = 2
NOT_JSON = CaseProblem("", "non è JSON", "scrivi un solo oggetto JSON, in UTF-8")
TOO_DEEP = CaseProblem("", "ha troppi oggetti uno dentro l'altro", "scrivi il caso come nell'esempio")
BYTE_ORDER_MARK = "\ufeff"


def find_in(agreements: Agreements) -> Find:
    """Finds an agreement by id, name, nickname or CNEL code, or by the row of the dossier it comes from (CC-01)."""
    finder = AgreementFinder(agreements)
    rows = {fact: id for id, row in agreements.by_id.items() for rule in row.rules for fact in rule.facts}
    names = {name.casefold(): id for id, row in agreements.by_id.items() for name in (row.name, row.short)}

    def find(name: str) -> tuple[str, ...]:
        name = name.strip()
        exact = name if name in agreements.by_id else rows.get(name.upper()) or names.get(name.casefold())
        if exact:
            return (exact,)
        mention = finder.find(name)
        return mention.candidates if mention else ()

    return find


def run(root: Path, source: TextIO, out: TextIO, err: TextIO) -> int:
    """Reads one case from `source` and writes its answer; the value is the exit code, 0 or 2."""
    rules = read_leave_rules(root, find_in)
    try:
        text = source.read().removeprefix(BYTE_ORDER_MARK)
        data = json.loads(text, parse_int=_whole, object_pairs_hook=_object)
        if doubled := list(_doubled(data)):
            return _refuse(doubled, err)
        case = read_case(data, rules)
    except InvalidCase as invalid:
        return _refuse(invalid.problems, err)
    except RecursionError:
        return _refuse([TOO_DEEP], err)
    except ValueError:
        return _refuse([NOT_JSON], err)
    print(json.dumps(work_out(case, rules).as_json(), ensure_ascii=False), file=out)
    return 0


class _Twice:
    """The value of a key that stands twice: which of the two is meant nobody can say."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    return {name: _Twice() if names.count(name) > 1 else value for name, value in pairs}


def _doubled(data: object, at: str = "") -> Iterator[CaseProblem]:
    if isinstance(data, _Twice):
        yield CaseProblem(at, "c'è due volte", "scrivi il campo una volta sola")
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in items:
        yield from _doubled(value, f"{at}.{name}" if at else str(name))


def _whole(digits: str) -> int | float:
    """Python refuses integers of thousands of digits: they are infinite here, so that their field is named."""
    try:
        return int(digits)
    except ValueError:
        return float(digits)


def _refuse(problems: Iterable[CaseProblem], err: TextIO) -> int:
    shown = [{"field": one.field, "problem": one.problem, "remedy": one.remedy} for one in problems]
    print(json.dumps({"problems": shown}, ensure_ascii=False), file=err)
    return INVALID


@app.command("leave")
def work_out_a_case(
    as_json: Annotated[bool, typer.Option("--json", help="A case on standard input, its answer as JSON.")] = False,
) -> None:
    """Work out hourly parental leave: one case as JSON, without the bot. Exit 2 if the case makes no sense."""
    if not as_json:
        raise typer.BadParameter("give --json, and one case on standard input")
    with kept_in(content_cache()):
        code = run(ROOT, sys.stdin, sys.stdout, sys.stderr)
    raise typer.Exit(code)
