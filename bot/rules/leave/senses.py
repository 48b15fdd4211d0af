"""Reads a case, or says everything that is wrong with it at once: the shape of each field, then what makes no sense.

The checks of sense (checks.py) look at the raw input and leave alone what they cannot read, so that one wrong field does
not hide the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from bot.knowledge.leave import LeaveRules
from bot.rules.leave import italian
from bot.rules.leave.case import TAGS, Case
from bot.rules.leave.checks import CHECKS
from bot.rules.leave.raw import CaseProblem, Raw

SHAPES = {
    "missing": ("manca", "aggiungi il campo"),
    "extra_forbidden": ("non è un campo previsto", "cancellalo o correggi il nome{meant}"),
    "literal_error": ("non è uno dei valori ammessi", "usa uno di questi: {expected}"),
    "date_type": ("non è una data", "scrivi la data come 2026-11-22"),
    "date_parsing": ("non è una data del calendario", "scrivi la data come 2026-11-22"),
    "date_from_datetime_inexact": ("non è una data", "scrivi la data come 2026-11-22, senza l'ora"),
    "float_type": ("non è un numero", "scrivi un numero, senza virgolette"),
    "int_type": ("non è un numero intero", "scrivi un numero intero, senza virgolette"),
    "int_from_float": ("non è un numero intero", "scrivi un numero intero"),
    "finite_number": ("non è un numero finito", "scrivi un numero"),
    "bool_type": ("non è vero o falso", "scrivi true oppure false"),
    "string_type": ("non è un testo", "scrivi un testo tra virgolette"),
    "string_too_short": ("è vuoto", "scrivi un testo o togli il campo"),
    "string_too_long": ("è troppo lungo", "accorcia il testo"),
    "greater_than": ("deve essere più di {gt}", "correggi il numero"),
    "greater_than_equal": ("non può essere meno di {ge}", "correggi il valore"),
    "less_than_equal": ("non può essere più di {le}", "correggi il valore"),
    "too_short": ("è vuoto", "aggiungi almeno un valore, o togli il campo"),
    "too_long": ("ha troppi valori", "togline: al massimo {max_length}"),
    "list_type": ("non è una lista", "scrivi i valori tra parentesi quadre"),
    "dict_type": ("non è un oggetto", "scrivi i campi tra parentesi graffe"),
    "model_type": ("non è un oggetto", "scrivi i campi tra parentesi graffe"),
    "union_tag_not_found": ("non ha una forma prevista", "scrivi un nome, una lista o un oggetto come nell'esempio"),
}
"""What pydantic found -> problem and remedy."""


class InvalidCase(ValueError):
    """The case cannot be worked out; `problems` names every field at fault."""

    def __init__(self, problems: list[CaseProblem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{one.field}: {one.problem}" for one in problems))


def read_case(data: object, rules: LeaveRules) -> Case:
    """The case in `data` (what a JSON object holds; null is the same as absent).

    Raises InvalidCase with every problem of every field.
    """
    if not isinstance(data, Mapping):
        raise InvalidCase([CaseProblem("", "non è un oggetto JSON", "scrivi un caso tra parentesi graffe")])
    raw = _without_nulls(data)
    if isinstance(between := raw.get("between"), dict):
        raw["between"] = [between]
    problems: list[CaseProblem] = []
    case = None
    try:
        case = Case.model_validate_json(json.dumps(raw, default=str))
    except ValidationError as error:
        problems.extend(_shape(detail) for detail in error.errors(include_url=False))
    seen = {problem.field for problem in problems}
    problems.extend(_between_the_days(case) if case is not None else ())
    problems.extend(one for check in CHECKS for one in check(Raw(raw), rules) if one.field not in seen)
    if problems or case is None:
        raise InvalidCase(_once(problems))
    return case


def _between_the_days(case: Case) -> Iterator[CaseProblem]:
    """Days of leave are no days of holidays, and some are left beside them."""
    dates, absent = case.dates, case.absent
    if both := absent.intersection(dates):
        problem = f"il {italian.day(min(both))} è chiesto anche come congedo"
        yield CaseProblem("between", problem, "togli quel giorno da uno dei due")
    elif absent and not dates:
        yield CaseProblem("between", "non lascia nessun giorno di congedo", "accorcia l'assenza o allarga il periodo")


def _without_nulls(data: Mapping[Any, Any]) -> dict[str, Any]:
    return {_readable(str(key)): _clean(value) for key, value in data.items() if value is not None}


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _without_nulls(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return _readable(value) if isinstance(value, str) else value


def _readable(text: str) -> str:
    """Half of a surrogate pair becomes `?`: it would make the whole case unreadable instead of one field."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _shape(detail: Any) -> CaseProblem:
    field = ".".join(str(part) for part in detail["loc"] if part not in TAGS and part != "[key]")
    problem, remedy = SHAPES.get(detail["type"], ("non va bene", "scrivi il valore che il campo chiede"))
    context = {name: _plain(value) for name, value in detail.get("ctx", {}).items()}
    meant = _meant(str(detail["loc"][-1]))
    context["meant"] = f": forse volevi `{meant}`" if meant else ""
    return CaseProblem(field, problem.format(**context), remedy.format(**context))


def _meant(name: str) -> str:
    """The field that a wrong name was most likely meant to be, wherever it stands; empty: none."""
    known = {path.rpartition(".")[2]: path for path in _paths(Case)}
    close = get_close_matches(name, known, 1)
    return known[close[0]] if close else ""


def _once(problems: list[CaseProblem]) -> list[CaseProblem]:
    """A field that is missing because its name is misspelt is one mistake, not two."""
    unknown = [one for one in problems if one.problem == SHAPES["extra_forbidden"][0]]
    meant = {_meant(one.field.rpartition(".")[2]) for one in unknown}
    return [one for one in problems if one.problem != SHAPES["missing"][0] or one.field not in meant]


def _paths(model: type[BaseModel], at: str = "") -> Iterator[str]:
    """Every field below a model, inner ones first: of two with one name the outer is meant."""
    for name, field in model.model_fields.items():
        for inner in _models(field.annotation):
            yield from _paths(inner, f"{at}{name}.")
    yield from (f"{at}{field.alias or name}" for name, field in model.model_fields.items())


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value).replace(" or ", ", ").replace("'", "") if isinstance(value, str) else str(value)
