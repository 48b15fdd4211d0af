"""What the plain words of an Italian text tell about a plan of leave: who, what work, yes and no, weekdays, leave used."""

from __future__ import annotations

import re
from typing import Literal

from bot.model.entities import LeaveWords
from bot.understanding import person_words
from bot.understanding.numerals import in_digits

LONGEST_REPLY = 40
"""Characters of a yes, a no or a number by itself."""
LONGEST_TEXT = 2000

_MOTHER, _FATHER = r"(?:mamma|madre|mammina)", r"(?:papa|padre|babbo)"
_MY_ROLE = r"\b(?:sono|io|me|da|come|faccio)\s+(?:io\s+)?(?:la\s+|il\s+|1\s+|l')?{role}\b"
_ALSO = r"\b(?:e|anche|diventat[oa]|divento|divent[oa]|neo)[\s-]*(?:un\s+|una\s+|1\s+)?{role}(?=\s+(?:di|da|anch'io)\s+(?!mi[oa]\b|lu?i\b|lei\b)|\s*(?:$|[,.;:!?]))|\bneo{role}\b"
""" "titolare di un bar e papà di una bimba", "appena diventata mamma"."""
_WHOLE = r"\s*(?:la|il|io|sono|io sono)?\s*(?:la|il)?\s*{role}\s*[.!]*\s*"
_I_AM_BARE = r"(?:^|[,;.:!?\n(]\s*|\b(?:sono|siamo|ero|faccio|lavoro|come|da|io)\s+(?:un[ao]?\s+|1\s+|un'|come\s+)?)"
_I_HAVE = r"(?:^|[,;.:!?\n(]\s*|\b(?:sono|siamo|ero|faccio|lavoro|ho|apro|come|da|io|in|con|iva|prendo|percepisco|mi hanno)\s+)(?:(?:un[ao]?|1|la|il|in|come|anche)\s+)*(?:lavorat\w+\s+)?"
_CUES = {"domestic_worker": _I_AM_BARE, "home_worker": _I_HAVE, "gestione_separata": _I_HAVE, "self_employed": _I_HAVE,
         "unemployed": _I_HAVE}  # fmt: skip
"""Work that others may have too ("la badante di mia madre"): it is the writer's only after these words, or by itself."""
_JOBS = {
    "security_defence_fire": "carabinier[ei]|poliziott[oa]|polizia|vigil[ei] del fuoco|militare|esercito|guardia di finanza",
    "domestic_worker": r"colf|badant[ei]|lavor\w+ domestic[oa]|baby\s?sitter assunta"
    r"|(?:le )?(?:pulizie|assistenza)\s+(?:in casa )?(?:da|presso|per|a|di)\s+(?:un[ao]?'?|1)\s*(?:signor[ae]|famigli[ae]|anzian[oa])",
    "home_worker": "lavoro a domicilio|lavorante a domicilio",
    "gestione_separata": r"(?:iscritt[oa] (?:alla|in) )?gestione separata|co\.?\s?co\.?\s?co|cococo|collaborator[ei]|collaboratrice|collaborazione",
    "self_employed": r"partita iva|p\.?\s?iva|(?:lavor\w+ )?in proprio|autonom[oa]|commerciante|liber[oa] professionista|artigian[oa](?! assunt)"
    r"|coltivatore dirett[oa]|coltivatrice dirett[oa]|titolare|imprenditor[ei]|imprenditrice",
    "unemployed": "disoccupat[oa]|naspi|non lavoro(?=\\s*(?:$|[,.;!]|ora\\b|adesso|piu))|senza lavoro|ho perso il lavoro|casaling[oa]|licenziat[oa]"
    "|(?:in cerca di|cerco) (?:lavoro|un lavoro|occupazione)",
    "public_employee": (
        "dipendente (?:pubblic[oa]|statale|comunale|regionale)|pubblico impiego|impiegat[oa] (?:statale|comunale|pubblic[oa])"
        "|statal[ei]|ente pubblico|(?:lavoro|impiegat[oa]|dipendente) (?:in|al|del|presso il) comune|nel pubblico|settore pubblico"
        "|insegnante(?! privat)|(?:maestr[oa]|docente|prof\\w*|bidell[oa]|collaboratrice scolastica|collaboratore scolastico|educatrice)"
        " (?:statal[ei]|comunal[ei]|di ruolo|pubblic[oa])|agenzia delle entrate|(?:al|in|del) (?:tribunale|ministero|prefettura|provincia)"
        "|(?:al|in|della|dalla|per la) regione|all'?\\s?(?:asl|ats|asst|inps|inail)|(?:asl|asst|ats|inps|inail|ministero|tribunale) di\\b|di ruolo"
        "|scuola (?:statale|pubblica)|universita statale"
    ),
    "private_employee": (
        "dipendente(?: privat[oa])?|(?:azienda|ditta|impresa|societa|scuola|clinica|nido|asilo) privat[oa]|scuola paritaria|in (?:una? )?cooperativa"
        "|in (?:una )?fabb?rica|per (?:un[ao]?'?|1) ?(?:assicurazione|multinazionale)|nel privato|settore privato|operai[oa]|impiegat[oa]|commess[oa]|cassier[ea]"
        "|camerier[ea]|magazzinier[ea]|barista|parrucchiera|estetista|vendeuse|vendeur|caissi[eè]re?|shop assistant|cashier|waitress|waiter|dependienta"
        "|cajera|camarera|vanzatoare|casiera|shitese"
    ),
}
"""In this order: a public clerk is a clerk too."""
_BUSINESS = r"(?:salone|negozio|azienda|agenzia|panificio|pasticceria|edicola|palestra|bar|ristorante|pizzeria|attivita|ditta|impresa|studio|officina|bottega|falegnameria|laboratorio|banco)"
_OWNS = re.compile(
    rf"\b(?:in proprio|ditta individuale|il mio {_BUSINESS}|la mia {_BUSINESS}|ho (?:un[ao]?|1|un'|1')\s?(?:piccol[ao] )?{_BUSINESS}|{_BUSINESS}"
    rf"(?: di \w+)? (?:tutto )?(?:mi[oa]|e (?:il )?mi[oa]))\b(?! (?:collega|titolare|capo))"
)
""" "parrucchiera con il mio salone": whose business it is counts before the trade."""
_TAKEN_BACK = re.compile(r"\b(?:anzi|scusa|scusate|volevo dire|intendevo|ora sono passat[oa]|adesso sono passat[oa])\b")
_NO = re.compile(
    r"\s*(?:no|niente|nessuno|nessuna|nulla|mai|ancora no|per ora no|non ancora|zero|0|no,? (?:grazie|niente|mai|nessuno)"
    r"|non (?:ne )?(?:ho|abbiamo) (?:usat|pres|fatt)[oaie](?: (?:niente|nulla|ancora|mai))?)\s*[.!]*\s*"
)
_YES = re.compile(r"\s*(?:si|certo|ok|va bene|esatto|giusto|si,? (?:qualcosa|un po'?|1 po'?|grazie|gia))\s*[.!]*\s*")
_UNKNOWN = re.compile(
    r"\s*(?:boh|mah|non (?:lo )?so(?: (?:bene|quale|dire|di preciso|quanti))?|nn (?:lo )?so|non (?:me lo |mi )?ricordo|non saprei"
    r"|non (?:ne )?ho idea|non lo (?:ricordo|conosco)|nessuna idea|salta|\?+)\s*[.!?]*\s*"
)
_NUMBER = re.compile(
    r"\s*(?:sono|circa|,|no|anzi|scusa|scusate|scusi|volevo dire)*\s*(\d{1,6}(?:[.,]\d{1,2})?)\s*[.!]*\s*"
)
_DAYS_PER_WEEK = re.compile(
    r"\b(?:su|in)\s*(?P<a>[1-7])\s*(?:giorni|giorno|gg|g)\b(?!\s+di\s+(?:congedo|preavviso|ferie))"
    r"|(?:\blavor\w*\s+(?:solo\s+)?(?:\d{1,2}(?:[.,]\d+)?\s*(?:ore|h)(?:\s+al giorno)?\s*,?\s*)?|\b(?:1[3-9]|[2-4]\d)\s*(?:ore|h)\b(?:\s*(?:(?:a|alla)\s+settimana|settimanali|sett))?\s*,?\s*(?:e\s+)?)"
    r"(?:\b(?:per|x)\s*)?(?<!\d)(?P<d>[1-7])\s*(?:giorni|gg)\b(?!\s+di\s+(?:congedo|preavviso|ferie))"
    r"|\blavor\w*[^.;!?]{0,20}\b(?P<b>[1-7])\s*(?:giorni|giorno|gg)\s*(?:a|alla|per|di|su|/)\s*(?:settimana|sett|lavoro)\b"
    r"|\b(?P<c>[1-7])\s*(?:giorni|gg)\s*(?:lavorativi|settimanali)\b"
)
_WORKDAY = re.compile(
    r"\b(?:lavor\w*|faccio|facciamo|(?:impiegat|segretari|commess|operai|dipendent)[aoe](?=\s+(?:a|di|da)\b)|orario di|giornata di|turn[oi] di|part[\s-]?time|contratto)\s+(?:(?:solo|per|di|da|a|il|la|e|nel|weekend|(?:luned|marted|mercoled|gioved|venerd)[iì]|sabato|domenica)\s+)*(?P<n>\d{1,2}(?:[.,]\d{1,2})?)\s*"
    r"(?:or[ae]|h)\b(?!\s*(?:a settimana|alla settimana|settimanal|(?:su|in) \d|di congedo|di permesso))"
)
LONGEST_WORKDAY = 12.0
SHORTEST_DONE = 4.0
"""Hours: "facciamo 2 ore" speaks of leave, "lavoro 2 ore" of work."""
_WORKS_ON = re.compile(r"\blavor\w*[^.;!?]{0,30}\bdal?\s+lun\w*\s+al?\s+(ven|sab)")
_WEEKDAYS = re.compile(r"\b(lun|mar|mer|gio|ven|sab|dom)(?:edi|tedi|coledi|vedi|erdi|ato|ati|enica|eniche)?\b")
_WEEKDAY_INDEX = {"lun": 0, "mar": 1, "mer": 2, "gio": 3, "ven": 4, "sab": 5, "dom": 6}
_TIME = r"(?:(?P<m>\d{1,2})\s*mes[ei](?:\s*e\s*(?P<d>\d{1,2})\s*giorn[oi])?|(?P<d2>\d{1,3})\s*(?:giorn[oi]|gg))"
_VERB = r"(?:usat[oaie]|fatt[oaie]|pres[oaie]|consumat[oaie]|godut[oaie])"
_OTHER = r"(?:(?:mio|mia|il mio|la mia)\s+(?:marito|moglie|compagn[oa])|l'altr[oa] genitore|il papa|il padre|la mamma|la madre)"
_COUNTED = r"(?:di\s+mesi\s+)?ne\s+{has}\s+(?:gia\s+)?(?:usat[ie]|fatt[ie]|pres[ie]|consumat[ie]|godut[ie])\s+(?:gia\s+)?(?P<n>\d{{1,2}})(?!\s*(?:giorn|gg|or))"
_OWN_COUNTED = re.compile(rf"\b{_COUNTED.format(has='ho')}")
_OTHER_COUNTED = re.compile(rf"\b{_OTHER}\s+{_COUNTED.format(has='ha')}")
""" "mio marito di mesi ne ha fatti 7"."""
_OWN_USED = re.compile(rf"\b(?:ho|abbiamo)\s+(?:gia\s+)?{_VERB}\s+(?:gia\s+)?{_TIME}(?!\s+fa\b)")
_OTHER_USED = re.compile(rf"\b{_OTHER}\s+(?:(?:ne\s+)?ha\s+)?(?:gia\s+)?(?:{_VERB}\s+)?(?:gia\s+)?{_TIME}(?!\s+fa\b)")
_CORRECTION = re.compile(r"^\s*(?:no|anzi|scusa|scusate)\b|\bsbagliat[oa]\b|\bcorregg\w+|\berrore\b|\bvolevo dire\b")
_HOURLY = re.compile(r"\ba ore\b|\bmezz[ae] giornat[ae]\b")
_EVERY_DAY = re.compile(
    r"(?<!lavoro )(?<!lavorare )\b(?:ogni giorno(?: di lavoro| lavorativo)?|tutti i giorni(?: di lavoro| lavorativi)?)\b(?!\s+della settimana lavoro)"
)
_TWINS = re.compile(r"(?<!non sono )\b(?:gemell[ieo]|gemelle|parto (?:plurimo|gemellare))\b")
_SINGLE = re.compile(
    r"\b(?:genitore solo|(?:madre|mamma|padre|papa|genitore) single|ragazza madre|sono single|vedov[oa]|(?:madre|mamma) sola"
    r"|(?:padre|papa) solo|affid(?:o|amento) esclusivo)\b"
)
_ADOPTED = re.compile(
    r"\b(?:adottat[oaie]|adozione|adottiv[oaie]|in affido|affidamento familiare|affid(?:o|amento) preadottivo)\b"
)
_WHOLE_DAYS = re.compile(r"\ba giorn(?:i|ate) inter[ie]\b|\bgiorn(?:i|ate) inter[ie]\b|\ba giorni\b")


def read_leave_words(text: str) -> LeaveWords:
    """What the words tell; nothing is guessed from parts of words. Never raises."""
    words = in_digits(text[:LONGEST_TEXT]).text
    short = len(words) <= LONGEST_REPLY
    number = _NUMBER.fullmatch(words) if short else None
    others = _time(_OTHER_USED.search(words)) or _months(_OTHER_COUNTED.search(words))
    return LeaveWords(
        parent=_parent(words),
        job=_job(words),
        reply=_reply(words) if short else None,
        number=float(number[1].replace(",", ".")) if number else None,
        days_per_week=_days_per_week(words),
        workday=_workday(words),
        weekdays=tuple(sorted({_WEEKDAY_INDEX[name] for name in _WEEKDAYS.findall(words)})),
        own_used=_time(_OWN_USED.search(words)) or _months(_OWN_COUNTED.search(words)),
        other_used=others,
        correction=bool(_CORRECTION.search(words)),
        whole_days=True if _WHOLE_DAYS.search(words) else False if _HOURLY.search(words) else None,
        every_day=bool(_EVERY_DAY.search(words)),
        twins=bool(_TWINS.search(words)),
        single=bool(_SINGLE.search(words)),
        adopted=bool(_ADOPTED.search(words)),
        of_other=person_words.clauses_of_the_other(text[:LONGEST_TEXT]),
        about=person_words.asked_about(words, others is not None),
        other_parent=person_words.others_role(words),
        other_work=person_words.others_work(words),
        age=person_words.age_in(words),
        one_of=person_words.one_of(words),
        supposing=person_words.supposes(words),
        payments=person_words.payments_in(words),
        firm_size=person_words.firm_size_in(words),
    )


def _job(words: str) -> str | None:
    """The writer's work: what is said in a clause about the other parent is theirs."""
    for start, end in reversed(person_words.clauses_of_the_other(words)):
        words = words[:start] + " " * (end - start) + words[end:]
    *_, corrected = _TAKEN_BACK.split(words)
    if corrected != words and (job := _job(corrected)):
        return job
    if _OWNS.search(words):
        return "self_employed"
    return next(
        (job for job, pattern in _JOBS.items() if re.search(rf"{_CUES.get(job, '')}\b(?:{pattern})\b", words.strip())),
        None,
    )


def _parent(words: str) -> Literal["mother", "father"] | None:
    for parent, role in (("mother", _MOTHER), ("father", _FATHER)):
        parts = re.split(r"[,;.:!?\n]", words)
        if any(re.fullmatch(_WHOLE.format(role=role), part) for part in parts) or any(
            re.search(pattern.format(role=role), words) for pattern in (_MY_ROLE, _ALSO)
        ):
            return "mother" if parent == "mother" else "father"
    return None


def _reply(words: str) -> Literal["yes", "no", "unknown"] | None:
    if _UNKNOWN.fullmatch(words):
        return "unknown"
    if _NO.fullmatch(words):
        return "no"
    return "yes" if _YES.fullmatch(words) else None


def _days_per_week(words: str) -> float | None:
    if (on := _WORKS_ON.search(words)) is not None:
        return 5 if on[1] == "ven" else 6
    found = _DAYS_PER_WEEK.search(words)
    return float(found["a"] or found["b"] or found["c"] or found["d"]) if found else None


def _workday(words: str) -> float | None:
    found = _WORKDAY.search(words)
    hours = float(found["n"].replace(",", ".")) if found else 0.0
    shortest = SHORTEST_DONE if found and found[0].startswith("facc") else 0.5
    return hours if shortest <= hours <= LONGEST_WORKDAY else None


def _months(found: re.Match[str] | None) -> tuple[int, int] | None:
    return (int(found["n"]), 0) if found else None


def _time(found: re.Match[str] | None) -> tuple[int, int] | None:
    if found is None:
        return None
    return int(found["m"] or 0), int(found["d"] or found["d2"] or 0)
