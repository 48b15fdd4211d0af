"""The words and signs by which dates are written, as patterns over plain text with its numbers in digits."""

from __future__ import annotations

import re

MONTHS = ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
          "novembre", "dicembre")  # fmt: skip
FURTHEST_YEAR, EARLIEST_YEAR = 2100, 1900
"""Years outside are slips of the keyboard."""
MOST_LISTED = 12
"""Days before one month."""
ABOUT = {"inizio": 1, "primi": 1, "meta": 15, "fine": 31}

_MONTH_SLIPS = {
    1: "genaio gennaoi gennaio",
    2: "febbario febraio febbrario febbrai feb",
    3: "marzo marso",
    4: "aprille arpile",
    5: "magio maggo",
    6: "guigno giugnio guino giungo",
    7: "lulio lugglio lugio",
    8: "agossto agsto",
    9: "setembre settenbre setenbre settebre",
    10: "otobre ottbre ottobbre",
    11: "novenbre novebre",
    12: "dicenbre dicembe dicemebre",
}
_SHORT_MONTHS = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
LONG = {name: number for number, name in enumerate(MONTHS, 1)} | {
    slip: number for number, slips in _MONTH_SLIPS.items() for slip in slips.split()
}
SHORT = {name: number for number, name in enumerate(_SHORT_MONTHS, 1)} | {"genn": 1, "febb": 2, "sett": 9, "magg": 5}
_M = "|".join(sorted(LONG, key=len, reverse=True))
_MS = "|".join(sorted(LONG | SHORT, key=len, reverse=True))
_WD = r"(?:lunedi|martedi|mercoledi|giovedi|venerdi|sabat[oi]|domenic(?:a|he)|lunedy|martdi|mercoldi|gioved|vener[id]i)"
WDS = rf"(?:{_WD}|lun|mar|mart|merc?|giov?|ven|sab|dom)"
INDEX = {"lu": 0, "ma": 1, "me": 2, "gi": 3, "ve": 4, "sa": 5, "do": 6}
HOLIDAYS = {"natale": (12, 25), "santo stefano": (12, 26), "capodanno": (1, 1), "epifania": (1, 6), "befana": (1, 6),
             "ferragosto": (8, 15), "ognissanti": (11, 1)}  # fmt: skip
_COUNTED = (
    r"(?:%|percento|per cento|ann[io]|mes[ei]|or[ae]\b|orett|h\b|min|giorn|gg\b|settiman|sett\b|euro|eur\b|€|volt"
    r"|dipendent|person|figli|bambin|bimb|k\b|mila|su \d|gradi|euri)"
)
_YEAR = r"(?:\s*(?:del\s+|dell'\s*)?(?P<y>(?:19|20)\d\d|'\d\d)(?!\d))?"
PARTS = {
    "iso": re.compile(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
    "full": re.compile(
        r"(?P<d>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|\d{2})(?![\d%])(?!,\d)"
    ),
    "word": re.compile(rf"(?P<d>\d{{1,2}}|primo)[°º^]?\s*(?:di\s+|-|/)?\s*(?P<m>{_MS})\b\.?{_YEAR}"),
    "short": re.compile(rf"(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}})(?![\d/.]\d|\d|%)(?!\s*{_COUNTED})"),
    "about": re.compile(
        rf"(?P<a>fine|inizio|meta|primi)(?:\s+(?:di|d'|del)\s*|\s+)(?:(?P<m>{_M})\b{_YEAR}|(?P<w>(?:questo\s+)?mese|anno)\b"
        r"(?P<n>\s+(?:prossimo|che viene))?)"
    ),
    "month": re.compile(rf"(?:mese\s+di\s+)?(?P<m>{_M})\b{_YEAR}(?:\s+(?P<r>prossimo|scorso))?"),
    "near": re.compile(r"(?P<w>dopodomani|domani|oggi|l'altro\s*ieri|ieri)\b"),
    "feast": re.compile(rf"(?P<w>{'|'.join(HOLIDAYS)})\b{_YEAR}"),
    "weekday": re.compile(rf"(?:(?P<q>quest[oa]|prossim[oa])\s+)?(?P<w>{_WD})\b(?:\s+(?P<r>prossim[oa]|scors[oa]))?"),
    "relative": re.compile(
        r"(?:(?P<w>settimana|mese|anno)\s+(?P<r>prossim[oa]|scors[oa]|che viene|passat[oa])"
        r"|(?P<r2>prossim[oa]|scors[oa]|quest[oa'])\s*(?P<w2>settimana|mese|anno))\b"
    ),
}
DAY_ONLY = re.compile(rf"(?P<d>\d{{1,2}})[°º]?(?![\d/.,:]\d|\d)(?!\s*{_COUNTED})")
WEEKDAY_BEFORE = re.compile(rf"{WDS}\s+(?=\d|primo)")
FROM = re.compile(r"\b(?:a partire\s+)?(?:dall'|dal|dalla|da|tra l'|tra il|fra il|tra|fra)\s*")
TO = re.compile(
    r"\s*(?:,\s*)?(?:fino\s+(?=\d)|(?:fino\s+)?(?:a fine(?= )|all'|al+a?\b|a\b|ad\b|e il\b|e l'|e\b|-|–))\s*"
)
AND = re.compile(r"\s*(?:,|\be\b)\s*(?:e\s+)?(?:il\s+|l')?(?=\d)")
UNTIL = re.compile(r"\b(?:fino(?:\s+(?:al+'?|a\b))?|sino\s+(?:al+'?|a)|entro(?:\s+(?:il|l'))?|entro\s+la)\s*(?:la\s+)?")
DAY_CUE = re.compile(r"\b(?:il|l'|al|del|dell'|dal|all'|entro il|giorno|lo|dall')\s*$")
BARE_DAY_CUE = re.compile(r"\b(?:il|l'|al|dal|all'|dall'|giorno)\s*$")
BEEN = re.compile(
    r"\b(?:(?:rientr|torn|inizi|us|mand|invi|arriv|licenzi|st|pass|lasci|cominci)at[oaie]|fatt[oaie]|pres[oaie]|finit[oaie]"
    r"|partorit[oa]|assunt[oaie]|compiut[oi]|nat[oaie]|avev[aoi]|avevamo|avevano|era|erano|ero)\b[^.!?;\n]{0,25}$"
)
"""What went before is over: a date without a year is the last one."""
MONTH_CUE = re.compile(r"\b(?:a|ad|in|di|da|per|nel|tra|fra|e|entro|verso|con|mese di|nato|nata|dal|al|del)\s*$")
TIGHT = re.compile(r"\s*(?:$|[.,;:!?)\n]|del mese|di questo mese|del mese prossimo|prossimo)")

_JOIN = r"\s*(?:,|/|-|\+|&|\be\b|\bed\b|\bo\b)?\s*(?:il\s+|di\s+|al\s+|la\s+)?"
EVERY = re.compile(
    rf"\b(?:tutti\s+i|tutte\s+le|ogni|il|i|la|le|al|di|ai|nei\s+giorni\s+di)\s+(?:giorni\s+di\s+)?{WDS}\b(?:{_JOIN}{WDS}\b){{0,6}}"
)
SEVERAL = re.compile(rf"\b{WDS}\b(?:\s*(?:,|/|-|\+|&|\be\b|\bed\b)\s*(?:il\s+|la\s+)?{WDS}\b){{1,6}}")
SPAN_OF_WEEK = re.compile(
    rf"\b(?:dal?l?a?\s+)({WDS})\s*(?:al?l?a?|-)\s+({WDS})\b|\b(lun|lunedi)\s*-\s*(ven|venerdi|sab|dom)\b"
)
SHORT_WEEKDAYS = re.compile(r"\b(?:(?:lun|mar|merc?|giov?|ven|sab|dom)\b[\s,/.+-]*){3,7}")
ONE_WEEKDAY = re.compile(rf"\b{WDS}\b")
